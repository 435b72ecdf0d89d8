"""The evaluation of เชียงใหม่ in 2558: from agreements, reported values and money to a score that everyone may check.

The frame is the one that the documents print for 2558. They give no weights, rubrics or results, so those are examples
and say so. The journey has a house of its own, because a province has one agreement and one card in a year.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OKPKey

from operations.postgres import Server
from services.shared import fiscal
from tests import databases
from tests.budget.ledger.books import BUREAU, Place, document, put
from tests.conftest import As
from tests.contract.specimens.decisions import Body, carried_out, item_on
from tests.contract.world import World
from tests.indicators.catalogue.conftest import indicator_body
from tests.stack import Stack, running

Json = dict[str, Any]
YEAR, PROVINCE, CLUSTER = 2558, "50", "C52-15"
FRAMES, CARDS, AGREEMENTS = "/v1/evaluation-frames", "/v1/scorecards", "/v1/performance-agreements"
KEEPER, EVALUATOR, EVALUATION = "opdc", "evaluator", Body("evaluation_committee")
EXAMPLE = {"source": "ตัวอย่างของระบบ, not official", "dated_on": "2014-11-01"}
GROWTH = [3, 4, 5, 6, 7]
SHARE = [80, 84, 88, 92, 96]
# By the item's code: what it weighs of 100, and the anchors of its rubric where it is not made of KPIs.
WEIGHTS = {"1.1": 20, "1.2": 40, "2.1": 10, "3.1": 10, "3.2": 5, "4.1": 10, "4.2": 5}
ANCHORS = {"2.1": SHARE, "3.1": SHARE, "3.2": [10, 8, 6, 4, 2], "4.1": [1, 2, 3, 4, 5], "4.2": SHARE}
RESULTS = {"2.1": 92, "3.2": 5, "4.1": 3, "4.2": 88}
BANDS = [{"at_least": at, "name_th": name, **EXAMPLE} for at, name in ((1, "ต้องปรับปรุง"), (3, "มาตรฐาน"), (4.5, "ดีเด่น"))]


@dataclass(frozen=True)
class House(World):
    """A running house whose services nobody else uses."""

    stack: Stack


@pytest.fixture
async def house(server: Server, key_file: Path, signing_key: OKPKey, as_: As) -> AsyncIterator[House]:
    """A house on a database of its own."""
    assert signing_key.kid
    name = f"journey_evaluation_{os.getpid()}"
    dsn = await databases.make_database(server, name)
    async with (
        running(dsn, key_file) as stack,
        httpx.AsyncClient(base_url=stack.gateway_url, timeout=30, trust_env=False) as api,
    ):
        yield House(api, as_, stack)
    await databases.drop_database(server, name)


async def read(house: House, path: str, grant: str | None = None, **query: Any) -> Json:
    """Read something, as the public unless a grant is named."""
    answer = await house.api.get(path, params=query, headers=house.as_(grant) if grant else {})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def change(house: House, method: str, path: str, grant: str, version: int, body: Json) -> Json:
    """Change something that was read in this version."""
    headers = {**house.as_(grant), "If-Match": f'"{version}"'}
    answer = await house.api.request(method, path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def indicator(house: House, name_th: str) -> Json:
    """Publish an indicator of growth, measured once a year and never added up over areas."""
    meaning = {"unit_code": "percent", "unit_name_th": "ร้อยละ", "frequency": "yearly", "definition_th": name_th}
    adding = {"time_aggregation": "none", "area_aggregation": "none"}
    made = await house.create("/v1/indicators", indicator_body(name_th=name_th, **meaning, **adding), KEEPER)
    found: Json = (await house.act(f"{made.headers['location']}/publish", KEEPER)).json()
    return found


def kpi(known: Json, weight: int | None, **changed: Any) -> Json:
    """Return an indicator as a KPI of 2558 with an example rubric; without a weight it is only monitored."""
    rubric = {"method": "five_level", "direction": "higher_is_better", "anchors": GROWTH, "unit": "ร้อยละ", **EXAMPLE}
    counted = {"kind": "strategic", "weight": weight, "rubric": rubric} if weight else {"kind": "monitoring"}
    support = {
        "plan_issue_th": "การท่องเที่ยวเชิงวัฒนธรรมและสร้างสรรค์",
        "budget_support_th": "งบจังหวัด ปีงบประมาณ พ.ศ. 2558",
        "measurement_th": "เทียบกับปีก่อน จากข้อมูลของสำนักงานสถิติจังหวัด",
    }
    target = {"targets": [{"fiscal_year": YEAR, "value": 5}]}
    return {"indicator_id": known["id"], "source": EXAMPLE["source"], **target, **support, **counted, **changed}


async def agreement(house: House, area: str, owner: str, kpis: list[Json]) -> Json:
    """Agree on KPIs: drafted, every rule of the year kept, reasoned or waived, submitted, approved by resolution."""
    drafted = (await house.create(AGREEMENTS, {"area_code": area, "fiscal_year": YEAR, "kpis": kpis}, owner)).json()
    path = f"{AGREEMENTS}/{drafted['id']}"
    broken = [each for each in (await read(house, f"{path}/checks", KEEPER))["rules"] if each["state"] == "not_ok"]
    why = "ตามที่หารือร่วมกันในการประชุมชี้แจงตัวชี้วัดปีงบประมาณ พ.ศ. 2558"
    reasons = {each["code"]: why for each in broken if each["strength"] == "should"}
    if reasons:
        drafted = await change(house, "PATCH", path, owner, drafted["version"], {"reasons": reasons})
    for rule in (each["code"] for each in broken if each["strength"] == "must"):
        waiver = {"rule_code": rule, "reason": why, "document_number": "นร 1200/ว 15"}
        await house.create(f"{path}/waivers", waiver, KEEPER)
    await house.act(f"{path}/present", KEEPER)
    submitted = (await house.act(f"{path}/submit", owner)).json()
    item = item_on(submitted, "approve", service="indicators", object_type="performance_agreement")
    await carried_out(house, AGREEMENTS, EVALUATION, item)
    found = await read(house, path)
    assert found["state"] == "approved"
    return found


async def report(house: House, owner: str, area: str, *values: tuple[Json, float]) -> None:
    """Report what indicators came to in the year."""
    rows = [
        {
            "area_code": area,
            "indicator_id": known["id"],
            "fiscal_year": YEAR,
            "period": "year",
            "value": value,
            "status": "final",
        }
        for known, value in values
    ]
    pushed = (await house.act("/v1/observations", owner, {"rows": rows})).json()
    assert pushed["counts"]["added"] == len(rows), pushed


async def spend(house: House) -> None:
    """Spend 93 percent of what is posted for the province."""
    place = Place(YEAR, "AREA", PROVINCE)
    account = (await house.create("/v1/budget-accounts", place.body(), BUREAU)).json()
    await put(house.stack.sessions("budget"), account["id"], posted=100_000)
    payment = {
        "account_id": account["id"],
        "amount": "930.00",
        "paid_on": fiscal.first_day(YEAR).isoformat(),
        "expenditure_class": "capital",
        "document_number": document(),
    }
    await house.create("/v1/disbursements", payment, place.officer)


async def weighted_frame(house: House) -> Json:
    """Put the documents' frame of 2558 in force as its next edition, with example weights, rubrics and bands."""
    listed = (await read(house, FRAMES, fiscal_year=YEAR))["items"]
    [printed] = [each for each in listed if each["edition"] == 1]
    head = {"fiscal_year": YEAR, "title_th": "กรอบการประเมินผลของจังหวัด ปี 2558 พร้อมน้ำหนักตัวอย่าง", **EXAMPLE}
    draft = (await house.create(FRAMES, {**head, "copied_from_id": printed["id"]}, KEEPER)).json()
    items = [{**each, "weight": weight_of(each["code"]), "rubric": rubric_of(each["code"])} for each in draft["items"]]
    sent = [{name: value for name, value in each.items() if name != "position"} for each in items]
    path = f"{FRAMES}/{draft['id']}"
    await change(house, "PATCH", path, KEEPER, draft["version"], {"items": sent, "bands": BANDS})
    found: Json = (await house.act(f"{path}/publish", KEEPER)).json()
    assert (found["edition"], found["weights"], len(found["items"])) == (2, 100, 7)
    return found


def weight_of(code: str) -> Json:
    return {"value": WEIGHTS[code], **EXAMPLE}


def rubric_of(code: str) -> Json | None:
    if code not in ANCHORS:
        return None
    direction = "lower_is_better" if code == "3.2" else "higher_is_better"
    return {"method": "five_level", "direction": direction, "anchors": ANCHORS[code], "unit": "ร้อยละ", **EXAMPLE}


def by_code(shown: Json) -> dict[str, Json]:
    """Return the items of a card or a trace by their code in the frame."""
    return {each["code"]: each for each in shown["items"]}


async def record_results(house: House, card: Json) -> Json:
    """Record what survey and assessments came to, each with its evidence."""
    positions = {code: each["position"] for code, each in by_code(card).items()}
    for code, value in RESULTS.items():
        body = {"value": value, "evidence_note": "รายงานผลการประเมิน เก็บที่สำนักงาน ก.พ.ร.", **EXAMPLE}
        path = f"{CARDS}/{card['id']}/results/{positions[code]}"
        card = await change(house, "PUT", path, EVALUATOR, card["version"], body)
    return card


async def test_the_evaluation_of_a_province_from_its_agreement_to_a_score_that_everyone_may_check(
    house: House,
) -> None:
    growth = [await indicator(house, name) for name in ("รายได้จากการท่องเที่ยวที่เพิ่มขึ้น", "มูลค่าการค้าการลงทุนที่เพิ่มขึ้น")]
    shared = [await indicator(house, name) for name in ("รายได้จากการท่องเที่ยวของกลุ่ม", "มูลค่าการลงทุนของกลุ่ม")]
    watched = await indicator(house, "ดัชนีการพัฒนาของจังหวัด")
    kpis = [kpi(growth[0], 60), kpi(growth[1], 40), kpi(watched, None)]
    own = await agreement(house, PROVINCE, f"province:{PROVINCE}", kpis)
    together = [kpi(each, 50, participating_area_codes=["50", "51", "52", "58"]) for each in shared]
    await agreement(house, CLUSTER, f"cluster:{CLUSTER}", together)
    await report(house, f"cluster:{CLUSTER}", CLUSTER, (shared[0], 5), (shared[1], 7))
    await report(house, f"province:{PROVINCE}", PROVINCE, (growth[0], 4.5), (watched, 6))
    await spend(house)
    frame = await weighted_frame(house)

    # One KPI has no result yet: its item, and with it the total, stays open and is no zero.
    card = (await house.create(CARDS, {"frame_id": frame["id"], "area_code": PROVINCE}, EVALUATOR)).json()
    card = await record_results(house, card)
    assert (card["score"], card["band"], card["scored_weight"], card["weights"]) == (None, None, 60, 100)
    [lack] = by_code(card)["1.2"]["lacks"]
    assert (lack["code"], lack["indicator_id"]) == ("actual_missing", growth[1]["id"])

    await report(house, f"province:{PROVINCE}", PROVINCE, (growth[1], 6))
    refreshed = (await house.act(f"{CARDS}/{card['id']}/refresh", EVALUATOR)).json()
    card = refreshed["scorecard"]
    assert refreshed["changed_parts"] == ["province_indicators"]
    scores = {code: each["score"] for code, each in by_code(card).items()}
    assert scores == {"1.1": 4, "1.2": 3.1, "2.1": 4, "3.1": 4.25, "3.2": 3.5, "4.1": 3, "4.2": 3}
    assert (card["score"], card["scored_weight"], card["band"]) == (3.49, 100, "มาตรฐาน")

    trace = await read(house, f"{CARDS}/{card['id']}/trace", f"province:{PROVINCE}")
    check_trace(trace, card, own, growth[1])

    hidden = await house.api.get(f"{CARDS}/{card['id']}")
    assert hidden.status_code == 404
    await carried_out(house, CARDS, EVALUATION, item_on(card, "approve", service="evaluation", object_type="scorecard"))
    public = await read(house, f"{CARDS}/{card['id']}")
    assert (public["state"], public["score"], public["content_hash"]) == ("frozen", 3.49, card["content_hash"])
    assert unnamed(await read(house, f"{CARDS}/{card['id']}/trace")) == unnamed(trace)
    first = await read(house, f"{CARDS}/{card['id']}/computations/1")
    assert (first["score"], first["scored_weight"]) == (None, 30)
    overview = await read(house, f"/v1/overview/areas/{PROVINCE}", fiscal_year=YEAR)
    assert overview["evaluation"]["scorecards"]["scorecard"]["score"] == 3.49
    coverage = await read(house, f"{CARDS}/coverage", "auditor", fiscal_year=YEAR)
    assert (coverage["provinces"], coverage["frozen"], coverage["complete"]) == (76, 1, False)


def unnamed(trace: Json) -> Json:
    """Return a trace without who did what, which the public is not told."""
    items = [{**each, "result": each["result"] and {**each["result"], "recorded_by": None}} for each in trace["items"]]
    return {**trace, "computed_by": None, "items": items}


def check_trace(trace: Json, card: Json, own: Json, late: Json) -> None:
    """Follow the score down to what was reported, paid and recorded."""
    assert trace["score"] == card["score"] == pytest.approx(sum(each["contribution"] for each in trace["items"]))
    assert (trace["is_example"], trace["frame"]["edition"], trace["band"]["name_th"]) == (True, 2, "มาตรฐาน")
    items = by_code(trace)
    agreed = items["1.2"]["agreement"]
    assert (agreed["agreement_id"], agreed["agreement_version"]) == (own["id"], own["version"])
    assert agreed["score"] == items["1.2"]["score"]
    assert [(each["kind"], each["score"], each["weight"]) for each in agreed["kpis"]] == [
        ("strategic", 2.5, 60),
        ("strategic", 4, 40),
        ("monitoring", None, None),
    ]
    [reported] = [each for each in agreed["kpis"] if each["indicator_id"] == late["id"]]
    assert (reported["actual"], reported["actual_reporter"]) == (6, f"area:{PROVINCE}")
    assert reported["actual_revisions"] == [{"period": "year", "revision": 1}]
    assert reported["rubric"]["is_example"] is True
    assert items["1.1"]["agreement"]["area_code"] == CLUSTER
    paid = items["3.1"]["ledger"]
    assert (paid["posted_amount"], paid["disbursed_amount"], paid["disbursement_rate"]) == ("1000.00", "930.00", 93)
    assert items["2.1"]["result"]["recorded_by"] == EVALUATOR
