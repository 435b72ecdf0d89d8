"""What a draft is written from: last year's KPIs and monitoring indicators, values of past years; the days of steps."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from services.indicators.agreements.rules.groundwork import PastYear, baseline_of
from tests.conftest import As
from tests.contract.world import World
from tests.indicators.agreements.conftest import KEEPER, PATH, YEARS, Json, Make, codes, kpi_of
from tests.indicators.agreements.test_results import report

Do = Any


async def test_last_years_kpis_and_monitoring_indicators_give_the_next_targets_their_ground(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year, area, grant = 2568, "61", "province:61"
    strategic, watched, fresh = [await new_indicator(time_aggregation="average") for _ in range(3)]
    kpis = [kpi_of(watched, year=year, kind="monitoring"), kpi_of(strategic, year=year)]
    last = (await act(await new_agreement(*kpis, year=year, area=area), "submit")).json()
    await report(api, as_, grant, strategic, year, area_code=area, value=6)
    await report(api, as_, grant, strategic, year - 1, area_code=area, value=4, status="provisional")
    await report(api, as_, "ministry:05", watched, year - 2, area_code=area, value=7.5)
    for period, value in (("q1", 1), ("q2", 2), ("q3", 2), ("q4", 2)):
        await report(api, as_, grant, watched, year - 1, area_code=area, value=value, period=period)
    await report(api, as_, grant, watched, year, area_code=area, value=9, period="q1")
    draft = await new_agreement(
        *(kpi_of(each, year=year + 1) for each in (fresh, strategic, watched)), year=year + 1, area=area, grant=KEEPER
    )
    path = f"{PATH}/{draft['id']}"
    work = (await api.get(f"{path}/groundwork", headers=as_(grant))).json()
    assert (work["last_agreement_id"], work["fiscal_years"]) == (last["id"], [year, year - 1, year - 2])
    by_id = {each["indicator_id"]: each for each in work["indicators"]}
    assert list(by_id) == [strategic["id"], watched["id"], fresh["id"]]
    first, second, third = by_id.values()
    assert first["last_year"] == {"kind": "strategic", "target": 5, "actual": 6, "status": "achieved"}
    assert [(each["fiscal_year"], each["value"], each["is_final"]) for each in first["values"]] == [
        (year, 6, True),
        (year - 1, 4, False),
    ]
    assert (second["last_year"]["kind"], second["last_year"]["status"], second["kind"]) == (
        "monitoring",
        "incomplete",
        "strategic",
    )
    assert [(each["fiscal_year"], each["reporter"], each["is_complete"]) for each in second["values"]] == [
        (year, "area:61", False),
        (year - 1, "area:61", True),
        (year - 2, "function:05", True),
    ]
    # A part of a year is nothing to begin from: the baseline is the last whole year.
    assert (second["baseline"]["value"], second["baseline"]["fiscal_year"]) == (1.75, year - 1)
    assert (third["last_year"], third["values"], third["baseline"]) == (None, [], None)
    few = (await api.get(f"{path}/groundwork", params={"years": 1}, headers=as_(KEEPER))).json()
    assert [len(each["values"]) for each in few["indicators"]] == [1, 1, 0]

    body = {"indicator_ids": [strategic["id"], watched["id"]]}
    taken = (await act(draft, "baselines", body)).json()
    baselines = [kpi["baseline"] for kpi in taken["kpis"]]
    assert baselines == [None, first["baseline"], second["baseline"]]
    assert f"ปีงบประมาณ {year - 1} โดย area:61" in baselines[2]["source"]
    assert taken["content_hash"] != draft["content_hash"]
    refused = await act(draft, "baselines", {"indicator_ids": [strategic["id"], fresh["id"]]})
    assert (refused.json()["code"], codes(refused)) == (
        "baseline_not_known",
        [("/indicator_ids/1", "value_missing")],
    )
    unknown = await act(draft, "baselines", {"indicator_ids": [draft["id"]]})
    assert codes(unknown) == [("/indicator_ids/0", "kpi_unknown")]


def test_a_baseline_is_the_last_whole_year_and_no_more_exact_than_it_can_be_stated() -> None:
    third = Decimal(1) / 3
    years = [
        PastYear(2559, Decimal(9), "area:50", False, True, ("q1",)),
        PastYear(2558, third, "area:50", True, False, ("q1", "q2", "q3", "q4")),
        PastYear(2557, Decimal(5), "area:50", True, True, ("year",)),
    ]
    found = baseline_of(years)
    assert found is not None
    assert (found.value, found.fiscal_year) == (Decimal("0.3333"), 2558)
    assert "ค่าชั่วคราว: q1, q2, q3, q4" in found.source
    assert baseline_of(years[:1]) is None


DAYS = "/v1/performance-agreements/deadlines"
SOURCE = {"source": "ตัวอย่างของระบบ, not official", "dated_on": "2022-09-01"}


async def put_days(world: World, year: int, version: int, *deadlines: Json, grant: str = KEEPER) -> httpx.Response:
    headers = {**world.as_(grant), "If-Match": f'"{version}"'}
    return await world.api.put(f"{DAYS}/{year}", json={"deadlines": list(deadlines)}, headers=headers)


async def test_tasks_carry_the_days_that_were_set_for_their_steps(
    world: World, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year = next(YEARS)
    empty = await world.api.get(f"{DAYS}/{year}")
    assert (empty.headers["etag"], empty.json()["version"], empty.json()["deadlines"]) == ('"0"', 0, [])
    days = {"analysis": "2099-10-31", "supervision": "2099-11-15"}
    rows = [
        {"level": "province", "step_code": code, "opens_on": None, "due_on": day, **SOURCE}
        for code, day in days.items()
    ]
    assert (await put_days(world, year, 1, *rows)).status_code == 412
    set_once = await put_days(world, year, 0, *rows)
    assert (set_once.status_code, set_once.headers["etag"]) == (200, '"1"')
    assert (await put_days(world, year, 0, *rows)).status_code == 412
    draft = await new_agreement(kpi_of(await new_indicator(), year=year), year=year)
    found = (await act(draft, "submit")).json()
    assert found["progress"]["waits_for"]["due_at"] == "2099-10-31T17:00:00.000000Z"
    tasks = (await world.api.get("/v1/tasks", headers=world.as_(KEEPER))).json()["items"]
    assert [task["due_at"] for task in tasks if task["object_id"] == draft["id"]] == ["2099-10-31T17:00:00.000000Z"]
    shown = {step["code"]: step["due_on"] for step in found["progress"]["steps"]}
    assert shown == {"draft": None, **days, "monitoring": None, "notice": None}
    again = (await put_days(world, year, 1, rows[0] | {"opens_on": "2099-10-01"})).json()
    assert [(each["step_code"], each["opens_on"]) for each in again["deadlines"]] == [("analysis", "2099-10-01")]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"step_code": "hearing"}, [("/deadlines/0/step_code", "step_unknown")]),
        ({"opens_on": "2099-12-01"}, [("/deadlines/0/due_on", "due_before_it_opens")]),
        ({"due_on": "2642-12-01"}, [("/deadlines/0/due_on", "day_in_buddhist_era")]),
    ],
)
async def test_days_that_cannot_be_set_are_named(world: World, changed: Json, expected: list[tuple[str, str]]) -> None:
    row = {"level": "province", "step_code": "draft", "opens_on": None, "due_on": "2099-10-31", **SOURCE, **changed}
    answer = await put_days(world, 2699, 0, row)
    assert codes(answer) == expected
    assert (await put_days(world, 2699, 0, row, grant="province:50")).status_code == 403


async def test_the_chains_are_open_and_say_which_a_year_uses(api: httpx.AsyncClient) -> None:
    path = f"{PATH}/chains"
    every = [each for each in (await api.get(path)).json()["items"] if each["fiscal_year"] < 2600]
    assert [(each["code"], each["basis"]) for each in every] == [
        ("hearing_2558_cluster", None),
        ("hearing_2558_province", None),
        ("approval_2566_province", None),
    ]
    unsaid = every[0]["steps"][2]
    assert (unsaid["sentence_th"], "ไม่มีในเอกสาร" in unsaid["source"]) == (None, True)
    used = await api.get(path, params={"fiscal_year": 2567})
    assert [(each["level"], each["code"], each["basis"]) for each in used.json()["items"]] == [
        ("cluster", "hearing_2558_cluster", "earlier_year"),
        ("province", "approval_2566_province", "earlier_year"),
    ]
    unchanged = await api.get(path, params={"fiscal_year": 2567}, headers={"If-None-Match": used.headers["etag"]})
    assert unchanged.status_code == 304
