"""Actuals of both sides through the gateway: whose counts, what is disputed, the nation's value, the matrix."""

from typing import Any

import httpx
import pytest
from sqlalchemy import event

from services.shared import context
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import indicator
from tests.contract.world import World
from tests.indicators.joint.conftest import PERCENT, offered
from tests.indicators.joint.measuring import area, measured_by, push, results
from tests.stack import Stack


async def test_the_side_of_record_counts_once_and_the_other_stands_beside_it(world: World) -> None:
    sides, measured = await measured_by(world)
    empty = await results(sides)
    assert empty["national"]["value"] is None
    assert (empty["national"]["value_state"], area(empty, "50")["actual"]) == ("not_reported", None)
    await push(world, "province:50", measured, {"area_code": "50", "value": 1100})
    await push(world, MINISTRY, measured, {"area_code": "50", "value": 1120}, {"area_code": "51", "value": 990})
    found = await results(sides)
    national = found["national"]
    assert (national["value"], national["value_state"]) == (1100, "partial")  # ลำพูน itself has not reported
    assert (national["counted_areas"], national["standing_areas"], national["target"]) == (1, 2, 4000)
    shown = area(found, "50")
    assert (shown["actual"], shown["actual_reporter"], shown["actual_status"]) == (1100, "area:50", "reported")
    assert (shown["of_other"]["value"], shown["of_other"]["reporter"]) == (1120, "function:05")
    assert (shown["status"], shown["target"]) == ("achieved", 1000)
    silent = area(found, "51")
    assert (silent["actual"], silent["actual_status"], silent["status"]) == (None, "not_reported", "not_reported")
    assert silent["of_other"]["value"] == 990
    await push(world, "province:51", measured, {"area_code": "51", "value": 900})
    whole = await results(sides)
    assert (whole["national"]["value"], whole["national"]["value_state"]) == (2000, "derived")
    assert (area(whole, "51")["actual_status"], area(whole, "51")["status"]) == ("disputed", "below_target")
    assert (whole["national"]["disputed_areas"], whole["disputes_settled_by"]) == (1, "evaluation_committee")


async def test_with_the_function_as_side_of_record_its_value_counts(world: World) -> None:
    sides, measured = await measured_by(world, side_of_record="function")
    await push(world, "province:50", measured, {"area_code": "50", "value": 1100})
    await push(world, MINISTRY, measured, {"area_code": "50", "value": 900}, {"area_code": "51", "value": 990})
    found = await results(sides)
    assert (found["national"]["value"], found["national"]["value_state"]) == (1890, "derived")
    assert (area(found, "50")["actual_reporter"], area(found, "50")["actual_status"]) == ("function:05", "disputed")


async def test_an_area_that_has_not_agreed_is_shown_and_does_not_count(world: World) -> None:
    sides, measured = await measured_by(world)
    for code in ("50", "51", "52"):
        await push(world, f"province:{code}", measured, {"area_code": code, "value": 1000})
    found = await results(sides)
    assert found["national"]["value"] == 2000
    assert (area(found, "52")["status"], area(found, "52")["actual"]) == ("not_agreed", 1000)


async def test_quarters_make_a_year_and_a_missing_one_is_partial(world: World) -> None:
    sides, measured = await measured_by(world)
    quarters = [{"area_code": "50", "period": f"q{number}", "value": 300, "status": "provisional"} for number in (1, 2)]
    await push(world, "province:50", measured, *quarters)
    shown = area(await results(sides), "50")
    assert (shown["actual"], shown["status"]) == (600, "partial")
    assert (shown["of_record"]["missing"], shown["of_record"]["is_final"]) == (["q3", "q4"], False)
    assert shown["of_record"]["made_of"] == [{"period": "q1", "revision": 1}, {"period": "q2", "revision": 1}]


async def test_what_is_counted_twice_is_subtracted_once(world: World) -> None:
    sides, measured = await measured_by(world, overlap_value=150, overlap_reason_th="นักท่องเที่ยวที่พักสองจังหวัด")
    assert (await sides.reconciles())["unassigned"] == 0
    for code in ("50", "51"):
        await push(world, f"province:{code}", measured, {"area_code": code, "value": 1000})
    national = (await results(sides))["national"]
    assert (national["value"], national["overlap_value"], national["is_overlap_subtracted"]) == (1850, 150, True)


async def test_a_percentage_has_no_national_value_and_says_so(world: World) -> None:
    known = await indicator(world, **PERCENT)
    free = {"unassigned_limit_percent": None, "unassigned_zero_by": None, "national_target": None}
    sides = await offered(world, measured=known, cascade_way="same_for_all", area_target=5, **free)
    await sides.sign("50")
    await push(world, "province:50", known["id"], {"area_code": "50", "value": 6})
    found = await results(sides)
    national = found["national"]
    assert (national["value"], national["value_state"], national["reason"]) == (None, "not_derivable", "not_aggregated")
    assert (national["unassigned"], area(found, "50")["status"]) == (None, "achieved")


async def test_a_ratio_is_made_of_its_parts_again(world: World) -> None:
    above, below = await indicator(world), await indicator(world)
    parts = {"numerator_indicator_id": above["id"], "denominator_indicator_id": below["id"]}
    known = await indicator(world, **{**PERCENT, "area_aggregation": "ratio"}, **parts)
    free = {"unassigned_limit_percent": None, "unassigned_zero_by": None, "national_target": 40}
    sides = await offered(world, measured=known, cascade_way="same_for_all", area_target=40, **free)
    for code, numerator, denominator in (("50", 1, 2), ("51", 1, 4)):
        await sides.sign(code)
        row = {"area_code": code, "numerator": numerator, "denominator": denominator}
        await push(world, f"province:{code}", known["id"], row)
    found = await results(sides)
    assert [area(found, code)["actual"] for code in ("50", "51")] == [50, 25]
    assert found["national"]["value"] == 33.33


async def matrix(world: World, stack: Stack, grant: str = "province:50", **asked: Any) -> httpx.Response:
    """Ask the service for the matrix, as the gateway does."""
    url = f"{stack.service_url('indicators')}/internal/joint-matrix"
    return await world.api.get(url, params={"fiscal_year": 2558, **asked}, headers=world.as_(grant))


async def test_the_matrix_has_a_cell_per_area_and_null_for_what_is_not_known(world: World, stack: Stack) -> None:
    sides, measured = await measured_by(world)
    await push(world, "province:50", measured, {"area_code": "50", "value": 1100})
    await push(world, MINISTRY, measured, {"area_code": "50", "value": 1300})
    answer = (await matrix(world, stack, function="05", area_code=["50", "51"])).json()
    row = next(each for each in answer["joint_indicators"] if each["id"] == sides.id)
    assert row["national"] == {
        "target": 4000,
        "unassigned": 0,
        "agreed": 2,
        "offered_areas": 4,
        "value": 1100,
        "value_state": "partial",
    }
    assert row["cells"] == [
        {
            "area_code": "50",
            "offer_state": "agreed",
            "target": 1000,
            "actual": 1100,
            "actual_reporter": "area:50",
            "actual_status": "disputed",
            "status": "achieved",
            "other_actual": 1300,
            "choice_th": None,
        },
        {
            "area_code": "51",
            "offer_state": "agreed",
            "target": 1000,
            "actual": None,
            "actual_reporter": "area:51",
            "actual_status": "not_reported",
            "status": "not_reported",
            "other_actual": None,
            "choice_th": None,
        },
    ]
    assert not (await matrix(world, stack, function="07")).json()["joint_indicators"]
    public = await world.api.get(f"{stack.service_url('indicators')}/internal/joint-matrix?fiscal_year=2558")
    assert (public.status_code, public.json()["joint_indicators"]) == (200, [])
    assert (await world.api.get("/internal/joint-matrix?fiscal_year=2558")).status_code == 404


@pytest.mark.parametrize("path", ["/internal/joint-matrix?fiscal_year=2558", "/v1/joint-indicators?limit=200"])
async def test_the_number_of_statements_does_not_grow(world: World, stack: Stack, path: str) -> None:
    sent: list[str] = []
    engine = stack.app("indicators").state.house.doors.engine.sync_engine

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        # What works beside the requests has no request's id.
        if context.request_id.get() != "-" and ("joint_" in statement or "observation" in statement):
            sent.append(statement)

    counts = []
    await offered(world)
    for _ in range(2):
        event.listen(engine, "before_cursor_execute", note)
        sent.clear()
        answer = await world.api.get(f"{stack.service_url('indicators')}{path}", headers=world.as_("opdc"))
        counts.append(len(sent))
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200, answer.text
        for _ in range(2):
            await offered(world)
    assert counts[0] == counts[1] <= 5, sent
