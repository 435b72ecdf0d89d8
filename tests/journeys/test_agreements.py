"""KPIs of an area: the table of the upper north as agreements of 2558, a fourth KPI past the limit, and its waiver."""

import csv
from collections.abc import AsyncIterator
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import As
from tests.contract.world import World
from tests.indicators.agreements.resolving import KEEPER, decided, heard
from tests.indicators.catalogue.conftest import indicator_body

Json = dict[str, Any]
PATH, YEAR, CLUSTER = "/v1/performance-agreements", 2558, "C52-15"
MEMBERS = ["50", "51", "52", "58"]
TABLE = Path(__file__).parent / "data" / "upper_north_1_indicators.csv"
SOURCE = "เอกสารประชุมหัวหน้าส่วนราชการในภูมิภาค (4 ภาค) 4-28 สิงหาคม 2557: ตัวชี้วัด และค่าเป้าหมายการพัฒนา"
# Two goals of the slides before the table, which give them no figures.
MORE = ("ร้อยละของการขยายตัวของนักท่องเที่ยวกลุ่มใหม่", "ร้อยละที่เพิ่มขึ้นของค่าใช้จ่ายต่อหัวของนักท่องเที่ยว")
UNITS = {"percent": "ร้อยละ", "count": "แปลงหรือฟาร์ม"}
KINDS = {"sum": "sum", "overall_target": "level"}
# What the matter is about → its topics in both taxonomies; anything else is industry.
TOPICS = {"ท่องเที่ยว": ["A1.2", "B1.2"], "เกษตร (ลำไย)": ["A1.1", "B1.1"], "การค้าชายแดน": ["A1.3", "B1.3"]}
INDUSTRY = ["A1.4", "B1.6"]


@pytest.fixture
async def world(api: httpx.AsyncClient, as_: As) -> AsyncIterator[World]:
    """The house under test; an area has one agreement for a year, so those of the journey are taken back at its end."""
    house = World(api, as_)
    yield house
    listed = await api.get(PATH, params={"fiscal_year": YEAR, "limit": 200}, headers=as_("opdc"))
    for agreement in listed.json()["items"]:
        if agreement["area_code"] in (*MEMBERS, CLUSTER) and agreement["state"] in ("draft", "hearing", "submitted"):
            path = f"{PATH}/{agreement['id']}"
            if agreement["state"] == "submitted":
                agreement = (await house.act(f"{path}/withdraw", owner_of(agreement["area_code"]))).json()
            headers = {**as_("opdc"), "If-Match": f'"{agreement["version"]}"'}
            assert (await api.delete(path, headers=headers)).status_code == 204


def owner_of(area: str) -> str:
    """Return the role that answers for an area."""
    return f"cluster:{area}" if area == CLUSTER else f"province:{area}"


def rows() -> list[dict[str, str]]:
    """The ten rows of the table."""
    return list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


async def published(world: World, name_th: str, unit: str, matter: str) -> Json:
    """Register and publish an indicator; growth is never added up over areas."""
    meaning = {"definition_th": name_th, "unit_code": unit, "unit_name_th": UNITS[unit], "frequency": "yearly"}
    adding = {"time_aggregation": "none", "area_aggregation": "none", "topic_codes": TOPICS.get(matter, INDUSTRY)}
    body = indicator_body(name_th=name_th, name_en=None, source=SOURCE, **meaning, **adding)
    made = await world.create("/v1/indicators", body, "opdc")
    answer: Json = (await world.act(f"{made.headers['location']}/publish", "opdc")).json()
    return answer


async def indicator_of(world: World, row: dict[str, str]) -> Json:
    """Register and publish the indicator of a row."""
    return await published(world, row["indicator_th"], row["measure_unit"], row["key_matter_th"])


def kpi_of(row: dict[str, str], indicator: Json) -> Json:
    """Return a row of the table as a KPI: what it does not print is not there."""
    years = (2557, 2558, 2559, 2560)
    return {
        "indicator_id": indicator["id"],
        "key_matter_th": row["key_matter_th"],
        "targets": [{"fiscal_year": year, "value": float(row[f"target_{year}"])} for year in years],
        "stated_total": float(row["stated_total_2557_2560"]),
        "stated_total_kind": KINDS[row["stated_total_kind"]],
        "source": SOURCE,
    }


def supported(kpi: Json) -> Json:
    """Return a KPI of the cluster with what the guide of 2557 asks of it."""
    return {
        **kpi,
        "plan_issue_th": "การท่องเที่ยวและการค้าการลงทุน (แผนพัฒนากลุ่มจังหวัด พ.ศ. 2557-2560)",
        "budget_support_th": "งบกลุ่มจังหวัดภาคเหนือตอนบน 1 ปีงบประมาณ พ.ศ. 2558",
        "participating_area_codes": MEMBERS,
        "measurement_th": "เทียบกับปีก่อน จากข้อมูลของสี่จังหวัดรวมกัน",
        "is_revenue_driver": True,
    }


async def table_as_agreements(world: World) -> dict[str, Json]:
    """Draft the agreement of each area from its rows, as the Area Officer of ก.พ.ร. does, and present it."""
    drafted = {}
    for area, its_rows in groupby(rows(), key=lambda row: row["unit_code"]):
        kpis = [kpi_of(row, await indicator_of(world, row)) for row in its_rows]
        body = {"area_code": area, "fiscal_year": YEAR, "kpis": kpis}
        drafted[area] = await heard(world, (await world.create(PATH, body, KEEPER)).json())
    return drafted


async def checks_of(world: World, agreement: Json) -> Json:
    answer = await world.api.get(f"{PATH}/{agreement['id']}/checks", headers=world.as_("opdc"))
    checks: Json = answer.json()
    return checks


async def test_the_table_stands_as_agreements_and_a_fourth_kpi_needs_a_waiver(world: World) -> None:
    drafted = await table_as_agreements(world)
    assert {area: len(agreement["kpis"]) for area, agreement in drafted.items()} == dict.fromkeys(
        (CLUSTER, *MEMBERS), 2
    )
    shown = [(kpi["name_th"], kpi["unit_code"]) for agreement in drafted.values() for kpi in agreement["kpis"]]
    assert shown == [(row["indicator_th"], row["measure_unit"]) for row in rows()]
    assert [kpi["value"] for kpi in drafted["50"]["kpis"][0]["targets"]] == [3, 3.5, 4, 4.5]
    checks = {area: (await checks_of(world, agreement))["kpis"] for area, agreement in drafted.items()}
    assert all(kpi["is_baseline_missing"] for kpis in checks.values() for kpi in kpis)
    told = [kpi["name_th"] for kpis in checks.values() for kpi in kpis if kpi["differs_from_sum"]]
    assert told == [checks["52"][1]["name_th"]]
    lampang = checks["52"][1]
    assert (lampang["stated_total"], lampang["stated_total_kind"], lampang["is_total_as_computed"]) == (
        10,
        "level",
        True,
    )
    assert lampang["sum_of_targets"] == 40

    cluster, path = drafted[CLUSTER], f"{PATH}/{drafted[CLUSTER]['id']}"
    cluster_rows = [row for row in rows() if row["unit_code"] == CLUSTER]
    kpis = [
        kpi_of(row, kpi | {"id": kpi["indicator_id"]}) for row, kpi in zip(cluster_rows, cluster["kpis"], strict=True)
    ]
    for name_th in MORE:
        indicator = await published(world, name_th, "percent", "ท่องเที่ยว")
        kpis.append({"indicator_id": indicator["id"], "targets": [{"fiscal_year": YEAR, "value": 5}]})
    headers = {**world.as_(owner_of(CLUSTER)), "If-Match": f'"{cluster["version"]}"'}
    changed = await world.api.patch(path, json={"kpis": [supported(kpi) for kpi in kpis]}, headers=headers)
    assert len(changed.json()["kpis"]) == 4, changed.text

    key = {"Idempotency-Key": str(uuid4())}
    refused = await world.api.post(f"{path}/submit", headers={**world.as_(owner_of(CLUSTER)), **key})
    assert (refused.status_code, refused.json()["code"]) == (422, "agreement_rules_not_met")
    (fault,) = refused.json()["errors"]
    assert fault["code"] == "count_limit"
    assert "ควรมีตัวชี้วัดไม่เกิน 3 ตัวชี้วัด" in fault["detail"]
    waiver = {
        "rule_code": "count_limit",
        "reason": "กลุ่มจังหวัดและ ก.พ.ร. เห็นร่วมกันให้ติดตามนักท่องเที่ยวกลุ่มใหม่เพิ่มอีกสองตัวชี้วัดในปีแรก",
        "document_number": "นร 1200/ว 15",
    }
    waived = await world.create(f"{path}/waivers", waiver, "opdc")
    assert waived.json()["waivers"][0]["facts"] == {"counted": 4, "allowed": 3}
    submitted = (await world.act(f"{path}/submit", owner_of(CLUSTER))).json()
    assert (submitted["state"], submitted["waivers"][0]["document_number"]) == ("submitted", "นร 1200/ว 15")
    assert [each["outcome"] for each in submitted["progress"]["passages"]] == ["presented", "submitted"]
    for member in MEMBERS:
        seen = await world.api.get(path, headers=world.as_(f"province:{member}"))
        assert seen.status_code == 200


async def test_a_year_of_a_province_from_its_ground_to_the_acknowledged_notice(world: World) -> None:
    """2566 on: drafted from last year's results, the host asked, analysed, decided by two committees, acknowledged."""
    area, year, owner = "62", 2569, "province:62"
    indicator = await published(world, f"รายได้จากการท่องเที่ยว {uuid4()}", "percent", "ท่องเที่ยว")
    row = {"area_code": area, "indicator_id": indicator["id"], "fiscal_year": year - 1, "period": "year"}
    pushed = {"rows": [{**row, "value": 4.2, "status": "final"}], "reason": "รายงานประจำปี"}
    await world.act("/v1/observations", owner, pushed)
    kpi = {"indicator_id": indicator["id"], "targets": [{"fiscal_year": year, "value": 5}]}
    drafted = (await world.create(PATH, {"area_code": area, "fiscal_year": year, "kpis": [kpi]}, owner)).json()
    path = f"{PATH}/{drafted['id']}"
    work = (await world.api.get(f"{path}/groundwork", headers=world.as_(owner))).json()
    assert [value["value"] for value in work["indicators"][0]["values"]] == [4.2]
    taken = (await world.act(f"{path}/baselines", owner, {"indicator_ids": [indicator["id"]]})).json()
    assert taken["kpis"][0]["baseline"] == work["indicators"][0]["baseline"]
    submitted = (await world.act(f"{path}/submit", owner)).json()

    host = indicator["host_function_code"]
    question = {"indicator_id": indicator["id"], "question_th": "เป้าหมายร้อยละ 5 เหมาะสมหรือไม่"}
    asked = (await world.create(f"{path}/consultations", question, KEEPER)).json()
    opinion = {"opinion": "agree", "text_th": "สอดคล้องกับเป้าหมายของกระทรวง", "post_th": "ผู้อำนวยการกองยุทธศาสตร์"}
    await world.act(f"{path}/consultations/{asked['id']}/answer", f"ministry:{host}", opinion)
    approved = await decided(world, submitted)
    assert (approved["state"], approved["stage"]) == ("approved", "notice")
    letter = {"document_number": "นร 1207/ว 21", "dated_on": "2025-12-15"}
    await world.act(f"{path}/notify", KEEPER, letter)
    done = (await world.act(f"{path}/acknowledge", owner)).json()
    assert (done["stage"], done["progress"]["waits_for"]) == ("done", None)
    (analysis,) = (await world.api.get(f"{path}/analyses", headers=world.as_(owner))).json()["items"]
    assert analysis["kpis"][0]["host_opinion"] == "agree"
    everyone = (await world.api.get(path)).json()
    assert [each["outcome"] for each in everyone["progress"]["passages"]][-2:] == ["notified", "acknowledged"]
