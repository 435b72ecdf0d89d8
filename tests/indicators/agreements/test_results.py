"""Results of agreements, and the facts that the evaluation takes: whose value counts, and what is not known."""

import re
from typing import Any

import httpx
from sqlalchemy import event

from tests.conftest import As, key
from tests.contract.world import World
from tests.indicators.agreements.conftest import PATH, Json, Make, kpi_of
from tests.indicators.agreements.resolving import decided
from tests.stack import Stack

Do = Any
# What belongs to the question; the service's own upkeep goes on beside.
TABLES = re.compile(r"FROM (performance_agreement|agreement_|indicator|indicators_fact\.observation|joint_)")
RUBRIC = {
    "method": "five_level",
    "direction": "higher_is_better",
    "anchors": [3, 4, 5, 6, 7],
    "unit": "ล้านบาท",
    "source": "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ",
    "dated_on": "2014-11-01",
}


async def report(api: httpx.AsyncClient, as_: As, grant: str, indicator: Json, year: int, **changed: Any) -> None:
    """Report a value of เชียงใหม่ for the year, final unless told otherwise."""
    row = {"area_code": "50", "indicator_id": indicator["id"], "fiscal_year": year, "period": "year", "value": 6}
    body = {"rows": [{**row, "status": "final", **changed}], "reason": "แก้ไขตามข้อมูลล่าสุด"}
    answer = await api.post("/v1/observations", json=body, headers={**as_(grant), **key()})
    assert answer.status_code == 200, answer.text
    assert answer.json()["counts"]["failed"] == 0, answer.text


async def facts_of(stack: Stack, headers: dict[str, str], year: int, *areas: str) -> Json:
    """Ask the service as composites do."""
    async with httpx.AsyncClient(base_url=stack.service_url("indicators"), trust_env=False) as inner:
        params: Json = {"fiscal_year": year, "area_code": list(areas)}
        answer = await inner.get("/internal/facts/areas", params=params, headers=headers)
    assert answer.status_code == 200, answer.text
    return {code: found["agreements"] for code, found in answer.json()["areas"].items()}


async def test_the_areas_own_value_counts_before_the_host_agencys_and_it_is_said_whose_it_is(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make
) -> None:
    year = 2563
    one, other, silent = [await new_indicator() for _ in range(3)]
    kpis = [kpi_of(each, year=year) for each in (one, other, silent)]
    made = await new_agreement(*kpis, year=year)
    await report(api, as_, "ministry:05", one, year, value=9)
    await report(api, as_, "province:50", one, year, value=4)
    await report(api, as_, "province:50", one, year, value=4.5)
    await report(api, as_, "ministry:05", other, year, value=5, status="provisional")
    results = (await api.get(f"{PATH}/{made['id']}/results", headers=as_("province:50"))).json()
    fields = ("actual", "actual_reporter", "actual_status", "actual_revisions", "is_complete", "status")
    assert [tuple(kpi[name] for name in fields) for kpi in results["kpis"]] == [
        (4.5, "area:50", "final", [{"period": "year", "revision": 2}], True, "below_target"),
        (5, "function:05", "provisional", [{"period": "year", "revision": 1}], True, "achieved"),
        (None, None, None, [], False, "not_reported"),
    ]


async def test_a_part_of_the_year_is_not_held_against_the_target(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make
) -> None:
    year, indicator = 2564, await new_indicator()
    made = await new_agreement(kpi_of(indicator, year=year), year=year)
    for period in ("q1", "q2"):
        await report(api, as_, "province:50", indicator, year, period=period, value=2)
    (kpi,) = (await api.get(f"{PATH}/{made['id']}/results", headers=as_("province:50"))).json()["kpis"]
    assert (kpi["actual"], kpi["is_complete"], kpi["missing_periods"]) == (4, False, ["q3", "q4"])
    assert (kpi["status"], kpi["target"]) == ("incomplete", 5)


async def test_the_public_reads_final_values_only(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year, world = 2562, World(api, as_)
    indicators = [await new_indicator() for _ in range(2)]
    made = await new_agreement(*[kpi_of(each, year=year) for each in indicators], year=year, heard=True)
    await decided(world, (await act(made, "submit")).json())
    await report(api, as_, "province:50", indicators[0], year, value=7)
    await report(api, as_, "province:50", indicators[1], year, value=8, status="provisional")
    for headers, actuals in (({}, [7, None]), (as_("nesdc"), [7, 8])):
        results = (await api.get(f"{PATH}/{made['id']}/results", headers=headers)).json()
        assert [kpi["actual"] for kpi in results["kpis"]] == actuals


async def test_the_facts_are_those_of_agreements_that_stand(
    api: httpx.AsyncClient, as_: As, stack: Stack, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year = 2560  # a year of the cluster C52-15 without rules; 50 has its agreement in tests/indicators/changes
    indicator = await new_indicator()
    baseline = {"value": 4, "fiscal_year": 2559, "source": "รายงานประจำปี"}
    full = kpi_of(indicator, year=year, weight=100, rubric=RUBRIC, baseline=baseline)
    province = await new_agreement(full, area="58", year=year, heard=True)
    cluster = await new_agreement(kpi_of(indicator, year=year), area="C52-15", year=year, heard=True)
    await new_agreement(kpi_of(indicator, year=year), area="51", year=year)
    nothing: Json = {"agreement": None, "kpis": []}
    areas = ("58", "51", "57", "C52-15")
    assert await facts_of(stack, as_("opdc"), year, *areas) == dict.fromkeys(areas, nothing)
    submitted = (await act(province, "submit")).json()
    await act(cluster, "submit")
    await report(api, as_, "province:58", indicator, year, value=6.25, area_code="58")
    found = await facts_of(stack, as_("evaluator"), year, *areas)
    assert (found["51"], found["57"]) == (nothing, nothing)
    assert found["C52-15"]["agreement"]["id"] == cluster["id"]
    assert found["C52-15"]["kpis"][0]["actual"] is None
    assert found["58"] == {
        "agreement": {"id": province["id"], "version": submitted["version"], "state": "submitted", "fiscal_year": year},
        "kpis": [
            {
                "indicator_id": indicator["id"],
                "indicator_code": indicator["code"],
                "name_th": indicator["name_th"],
                "kind": "strategic",
                "weight": 100,
                "target": 5,
                "baseline": 4,
                "actual": 6.25,
                "actual_reporter": "area:58",
                "actual_status": "final",
                "actual_revisions": [{"period": "year", "revision": 1}],
                "is_complete": True,
                "direction": "higher",
                "rubric": RUBRIC,
                "source": full["source"],
            }
        ],
    }
    assert (await facts_of(stack, as_("province:57"), year, "58"))["58"] == nothing
    assert (await facts_of(stack, {}, year, "58"))["58"] == nothing


async def test_the_facts_of_however_many_areas_take_the_same_statements(
    as_: As, stack: Stack, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year, areas = 2561, ("50", "51", "52", "58", "C52-15")
    for area in areas:
        kpis = [kpi_of(await new_indicator(), year=year) for _ in range(2)]
        await act(await new_agreement(*kpis, area=area, year=year, heard=True), "submit")
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = stack.app("indicators").state.house.doors.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        one = await facts_of(stack, as_("opdc"), year, "50")
        of_one, sent[:] = [each for each in sent if TABLES.search(each)], []
        all_of_them = await facts_of(stack, as_("opdc"), year, *areas)
        of_all = [each for each in sent if TABLES.search(each)]
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert one["50"] == all_of_them["50"]
    assert [len(all_of_them[area]["kpis"]) for area in areas] == [2] * 5
    # Agreements, waivers, KPIs, targets, indicators, topics, values, where a side of record counts; and beside them
    # what joint indicators and values say of the areas themselves.
    assert len(of_one) == len(of_all) <= 10, of_all
