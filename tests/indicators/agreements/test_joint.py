"""What a joint indicator means for an agreement: its side of record counts, and both sides are credited the same."""

from typing import Any

import httpx
import pytest

from tests.conftest import As
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.world import World
from tests.indicators.agreements.conftest import PATH, Json, Make, kpi_of
from tests.indicators.agreements.test_results import facts_of
from tests.indicators.joint.conftest import Sides, offered
from tests.indicators.joint.measuring import area, push, results, reviewed, settled_as
from tests.stack import Stack

YEAR = 2567
PROVINCE = "province:50"


async def agreed(world: World, measured: Json, **changed: Any) -> Sides:
    """A joint indicator that เชียงใหม่ and ลำพูน have signed for a year that no other agreement has."""
    sides = await offered(world, "50", "51", measured=measured, fiscal_year=YEAR, **changed)
    for code in ("50", "51"):
        assert (await sides.sign(code)).status_code == 200
    return sides


async def report(world: World, grant: str, measured: Json, **values: float) -> None:
    """Report the year, as `a50=4`, as final."""
    rows = [
        {"area_code": code[1:], "fiscal_year": YEAR, "value": value, "reason": "แก้ไข"} for code, value in values.items()
    ]
    assert (await push(world, grant, measured["id"], *rows))["counts"]["failed"] == 0


async def credits(stack: Stack, as_: As, sides: Sides) -> tuple[Any, Any, Any]:
    """What เชียงใหม่ is credited in its agreement, what the ministry is for it in the matrix, and the nation's value."""
    kpis = (await facts_of(stack, as_("evaluator"), YEAR, "50"))["50"]["kpis"]
    url = f"{stack.service_url('indicators')}/internal/joint-matrix"
    asked: Json = {"fiscal_year": YEAR, "function": "05", "area_code": "50"}
    rows = (await sides.world.api.get(url, params=asked, headers=as_("opdc"))).json()["joint_indicators"]
    row = next(each for each in rows if each["id"] == sides.id)
    (cell,) = row["cells"]
    assert kpis[0]["actual_reporter"] == (cell["actual_reporter"] if kpis[0]["actual"] is not None else None)
    return kpis[0]["actual"], cell["actual"], row["national"]["value"]


async def test_ministry_and_province_are_credited_the_same_and_the_nation_counts_it_once(
    api: httpx.AsyncClient, as_: As, stack: Stack, new_indicator: Make, new_agreement: Make, act: Any
) -> None:
    world, measured = World(api, as_), await new_indicator()
    made = await new_agreement(kpi_of(measured, year=YEAR), year=YEAR)
    await act(made, "submit")
    await report(world, PROVINCE, measured, a50=4)
    path = f"{PATH}/{made['id']}/results"
    (own,) = (await api.get(path, headers=as_(PROVINCE))).json()["kpis"]
    assert (own["actual"], own["actual_basis"], own["joint_indicator_id"]) == (4, "own", None)

    sides = await agreed(world, measured, side_of_record="function")
    # The ministry is the side of record and silent: the area's own value is not taken in its place.
    assert await credits(stack, as_, sides) == (None, None, None)
    await report(world, MINISTRY, measured, a50=6, a51=5)
    assert await credits(stack, as_, sides) == (6, 6, 11)
    (kpi,) = (await api.get(path, headers=as_(PROVINCE))).json()["kpis"]
    fields = ("actual", "actual_reporter", "actual_basis", "joint_indicator_id", "status", "actual_revisions")
    assert [kpi[name] for name in fields] == [
        6,
        "function:05",
        "side_of_record",
        sides.id,
        "achieved",
        [{"period": "year", "revision": 1}],
    ]

    await reviewed(sides)
    await settled_as(sides, "committee", value=4.5)
    assert await credits(stack, as_, sides) == (4.5, 4.5, 9.5)
    (kpi,) = (await api.get(path, headers=as_(PROVINCE))).json()["kpis"]
    assert [kpi[name] for name in fields] == [4.5, "evaluation_committee", "settled", sides.id, "below_target", []]
    shown = await results(sides)
    assert (area(shown, "50")["actual"], shown["national"]["value"]) == (4.5, 9.5)


@pytest.mark.parametrize("outcome", ["area", "function"])
async def test_a_side_that_was_settled_counts_by_the_values_that_were_seen(
    api: httpx.AsyncClient, as_: As, stack: Stack, new_indicator: Make, new_agreement: Make, act: Any, outcome: str
) -> None:
    world, measured, year_of = World(api, as_), await new_indicator(), {"area": "57", "function": "58"}
    code = year_of[outcome]
    made = await new_agreement(kpi_of(measured, year=YEAR), area=code, year=YEAR)
    await act(made, "submit")
    sides = await offered(world, code, measured=measured, fiscal_year=YEAR)
    await sides.sign(code)
    await report(world, f"province:{code}", measured, **{f"a{code}": 4})
    await report(world, f"province:{code}", measured, **{f"a{code}": 5})
    await report(world, MINISTRY, measured, **{f"a{code}": 9})
    await reviewed(sides)
    await settled_as(sides, outcome, code)
    await report(world, MINISTRY, measured, **{f"a{code}": 100})
    (kpi,) = (await facts_of(stack, as_("opdc"), YEAR, code))[code]["kpis"]
    expected: Json = {"area": (5, f"area:{code}", 2), "function": (9, "function:05", 1)}
    value, reporter, revision = expected[outcome]
    assert (kpi["actual"], kpi["actual_reporter"], kpi["actual_status"]) == (value, reporter, "final")
    assert kpi["actual_revisions"] == [{"period": "year", "revision": revision}]
