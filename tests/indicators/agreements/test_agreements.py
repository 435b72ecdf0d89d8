"""`/v1/performance-agreements` through the gateway: drafts, checks, waivers and submission."""

import asyncio
import csv
import hashlib
from importlib.resources import files
from typing import Any
from uuid import uuid4

import httpx
import pytest
import rfc8785

from services.indicators.agreements.schemas import examples
from services.indicators.agreements.schemas.answers import KpiContent, WaiverContent
from services.shared import reference
from tests.conftest import As, key
from tests.indicators.agreements.conftest import (
    CLUSTERS,
    KEEPER,
    PATH,
    PROVINCES,
    RULED,
    YEARS,
    Json,
    Make,
    codes,
    kpi_of,
)
from tests.indicators.catalogue.conftest import indicator_body

SHOULD_OF_PROVINCE = (
    "from_plan_issue_or_policy",
    "revenue_driver",
    "development_index",
    "cover_domains",
    "project_and_budget_support",
    "output_and_outcome",
    "monitoring_count",
)
REASONS = dict.fromkeys(SHOULD_OF_PROVINCE, "จังหวัดหารือกับ ก.พ.ร. แล้ว")
WAIVER = {"rule_code": "count_limit", "reason": "รับนโยบายเร่งด่วนเพิ่มหนึ่งตัว", "document_number": "นร 1200/15"}
Do = Any


def hash_of(agreement: Json) -> str:
    """Work the hash out as the contract describes it, from what is shown."""
    content = {name: agreement[name] for name in ("area_code", "fiscal_year", "note_th", "reasons")}
    kpis = [{name: kpi[name] for name in KpiContent.model_fields} for kpi in agreement["kpis"]]
    waivers = [{name: each[name] for name in WaiverContent.model_fields} for each in agreement["waivers"]]
    return hashlib.sha256(rfc8785.dumps({**content, "kpis": kpis, "waivers": waivers})).hexdigest()


async def test_an_agreement_is_drafted_corrected_submitted_withdrawn_and_cancelled(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do, patch: Do
) -> None:
    year, one, other = next(YEARS), await new_indicator(), await new_indicator()
    draft = await new_agreement(kpi_of(one, year=year), year=year)
    assert (draft["state"], draft["version"], draft["level"], draft["drafted_by"]) == (
        "draft",
        1,
        "province",
        "province:50",
    )
    kpis = [kpi_of(other, year=year), kpi_of(one, year=year + 1)]
    changed = (await patch(draft, {"kpis": kpis, "note_th": "ปรับตามข้อหารือ"})).json()
    assert [kpi["indicator_id"] for kpi in changed["kpis"]] == [other["id"], one["id"]]
    assert changed["kpis"][1]["id"] == draft["kpis"][0]["id"]
    assert [target["fiscal_year"] for target in changed["kpis"][1]["targets"]] == [year + 1]
    refused = await act(changed, "submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "performance_agreement_incomplete")
    assert codes(refused) == [("/kpis/1/targets", "target_of_year_missing")]
    changed = (await patch(changed, {"kpis": kpis[:1]})).json()
    assert (len(changed["kpis"]), changed["note_th"]) == (1, "ปรับตามข้อหารือ")
    submitted = (await act(changed, "submit")).json()
    assert (submitted["state"], submitted["content_hash"]) == ("submitted", changed["content_hash"])
    assert (await patch(submitted, {"note_th": None})).status_code == 409
    tasks = (await api.get("/v1/tasks", headers=as_(KEEPER))).json()["items"]
    assert [task["kind"] for task in tasks if task["object_id"] == draft["id"]] == ["performance_agreement.analyse"]
    withdrawn = (await act(submitted, "withdraw")).json()
    tasks = (await api.get("/v1/tasks", headers=as_(KEEPER))).json()["items"]
    assert [task for task in tasks if task["object_id"] == draft["id"]] == []
    headers = {**as_("province:50"), "If-Match": f'"{withdrawn["version"]}"'}
    assert (await api.delete(f"{PATH}/{draft['id']}", headers=headers)).status_code == 204
    history = (await api.get(f"{PATH}/{draft['id']}/history", headers=as_("province:50"))).json()["items"]
    told = [entry["type"].removeprefix("performance_agreement.") for entry in history]
    assert told == ["cancelled", "withdrawn", "submitted", "updated", "updated", "created"]
    assert set(history[4]["changes"]) == {"kpis", "note_th"}
    assert (await new_agreement(year=year))["state"] == "draft"


async def test_the_content_hash_is_that_of_what_is_shown_and_changes_with_it(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do, patch: Do
) -> None:
    indicators = [await new_indicator() for _ in range(6)]
    baseline = {"value": 1234.5, "fiscal_year": 2556, "source": "สำนักงานสถิติแห่งชาติ"}
    full = {
        **examples.KPI_IN,
        "participating_area_codes": [],
        "indicator_id": indicators[0]["id"],
        "baseline": baseline,
    }
    area = next(PROVINCES)
    made = await new_agreement(full, *map(kpi_of, indicators[1:]), area=area, year=RULED, reasons=REASONS, heard=True)
    shown = [{name: value for name, value in kpi.items() if name in full} for kpi in made["kpis"]]
    assert shown[0] == full
    hashes = [made["content_hash"]]
    waived = (await act(made, "waivers", WAIVER, KEEPER)).json()
    hashes.append(waived["content_hash"])
    changed = (await patch(waived, {"reasons": {**REASONS, "revenue_driver": "ไม่มีตัวชี้วัดรายได้"}})).json()
    hashes.append(changed["content_hash"])
    assert len(set(hashes)) == 3
    submitted = (await act(changed, "submit")).json()
    for each in (made, waived, changed, submitted):
        assert each["content_hash"] == hash_of(each)
    assert submitted["content_hash"] == changed["content_hash"]


async def test_past_the_limit_it_is_refused_with_the_sentence_and_passes_with_a_waiver(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do, patch: Do
) -> None:
    indicators = [await new_indicator() for _ in range(7)]
    area = next(PROVINCES)
    made = await new_agreement(*map(kpi_of, indicators[:6]), area=area, year=RULED, heard=True)
    refused = await act(made, "submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "agreement_rules_not_met")
    assert codes(refused) == [
        ("/kpis", "count_limit"),
        *((f"/reasons/{code}", code) for code in SHOULD_OF_PROVINCE),
    ]
    sentence = refused.json()["errors"][0]["detail"]
    assert sentence.startswith("ควรมีตัวชี้วัดไม่เกิน 5 ตัวชี้วัด (ปี 57 วัด 3 ตัวชี้วัด)")
    assert "6" in sentence
    made = (await patch(made, {"reasons": REASONS})).json()
    assert codes(await act(made, "submit")) == [("/kpis", "count_limit")]
    waived = await act(made, "waivers", WAIVER, KEEPER)
    assert waived.status_code == 201, waived.text
    (waiver,) = waived.json()["waivers"]
    assert {name: waiver[name] for name in WAIVER} == WAIVER
    assert (waiver["facts"], waiver["given_by"]) == ({"counted": 6, "allowed": 5}, KEEPER)
    more = (await patch(waived.json(), {"kpis": [kpi_of(each) for each in indicators]})).json()
    assert codes(await act(more, "submit")) == [("/kpis", "count_limit")]
    fewer = (await patch(more, {"kpis": [kpi_of(each) for each in indicators[:6]]})).json()
    checks = (await api.get(f"{PATH}/{made['id']}/checks", headers=as_(f"province:{area}"))).json()
    states = {check["code"]: check["state"] for check in checks["rules"]}
    assert states == {"taken_from_plan": "ok", "count_limit": "waived", **dict.fromkeys(SHOULD_OF_PROVINCE, "reasoned")}
    assert checks["may_be_submitted"] is True
    assert (await act(fewer, "submit")).json()["state"] == "submitted"


async def test_a_waiver_is_for_a_rule_of_the_year_that_is_broken_now(
    new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    indicator = await new_indicator()
    made = await new_agreement(kpi_of(indicator), area=next(PROVINCES), year=RULED)
    kept = await act(made, "waivers", WAIVER, KEEPER)
    assert (kept.status_code, kept.json()["code"]) == (409, "agreement_rule_not_broken")
    for code in ("taken_from_plan", "all_members_take_part", "no_such_rule"):
        unknown = await act(made, "waivers", {**WAIVER, "rule_code": code}, KEEPER)
        assert (unknown.status_code, codes(unknown)) == (422, [("/rule_code", "rule_unknown")]), code
    broken = {**WAIVER, "rule_code": "monitoring_count"}
    assert (await act(made, "waivers", broken, KEEPER)).status_code == 201
    assert (await act(made, "waivers", broken, KEEPER)).json()["code"] == "agreement_rule_not_broken"
    assert (await act(made, "waivers", broken)).status_code == 403


async def test_a_cluster_that_keeps_every_rule_needs_no_reason(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    area = next(CLUSTERS)
    full = {**examples.KPI_IN, "participating_area_codes": sorted(reference.members_of(area, RULED))}
    kpis = [{**full, "indicator_id": (await new_indicator())["id"]} for _ in range(3)]
    made = await new_agreement(*kpis, area=area, year=RULED, heard=True)
    checks = (await api.get(f"{PATH}/{made['id']}/checks", headers=as_(KEEPER))).json()
    assert [(check["code"], check["state"]) for check in checks["rules"]] == [
        (code, "ok")
        for code in (
            "from_plan_issue_or_policy",
            "all_members_take_part",
            "revenue_driver",
            "emphasise_domains",
            "measured_in_context",
            "project_and_budget_support",
            "count_limit",
            "taken_from_plan",
        )
    ]
    assert (await act(made, "submit")).json()["state"] == "submitted"


async def test_of_2557_it_is_told_what_was_measured_and_nothing_is_refused(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    kpis = [kpi_of(await new_indicator(), year=2557) for _ in range(4)]
    made = await new_agreement(*kpis, area=next(PROVINCES), year=2557, heard=True)
    checks = (await api.get(f"{PATH}/{made['id']}/checks", headers=as_(KEEPER))).json()
    assert [(check["strength"], check["state"], check["facts"]) for check in checks["rules"]] == [
        ("fact", "ok", {"counted": 4, "measured": 3})
    ]
    assert (await act(made, "submit")).json()["state"] == "submitted"


async def test_reasons_may_be_written_before_the_rules_of_the_year_are_known(new_agreement: Make) -> None:
    assert (await new_agreement(reasons=REASONS))["reasons"] == REASONS


async def test_figures_are_told_of_and_kept_as_stated(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make
) -> None:
    targets = [{"fiscal_year": year, "value": 10} for year in (2557, 2558, 2559, 2560)]
    stated = {"targets": targets, "stated_total": 10, "stated_total_kind": "level", "responsible_post": None}
    weights = ({"weight": 60}, {"weight": 40})
    kpis = [kpi_of(await new_indicator(), **stated, **weight) for weight in weights]
    kpis[1]["baseline"] = {"value": 8, "fiscal_year": 2556, "source": "รายงานประจำปี"}
    made = await new_agreement(*kpis, area=next(PROVINCES), year=RULED)
    checks = (await api.get(f"{PATH}/{made['id']}/checks", headers=as_(KEEPER))).json()
    first, second = checks["kpis"]
    assert (checks["weights"], first["is_baseline_missing"], second["is_baseline_missing"]) == (100, True, False)
    assert first["is_responsible_post_missing"] is True
    totals = ("stated_total", "computed_total", "is_total_as_computed", "sum_of_targets", "differs_from_sum")
    assert [first[name] for name in totals] == [10, 10, True, 40, True]
    assert made["kpis"][0]["stated_total"] == 10


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"area_code": "TH"}, [("/area_code", "area_without_agreement")]),
        ({"area_code": "10"}, [("/area_code", "area_without_agreement")]),
        ({"area_code": "C52-15", "fiscal_year": 2562}, [("/area_code", "area_without_agreement")]),
        ({"area_code": "C60-15", "fiscal_year": 2558}, [("/area_code", "area_without_agreement")]),
        ({"kpis": [kpi_of({"id": str(uuid4())})]}, [("/kpis/0/indicator_id", "indicator_unknown")]),
        ({"reasons": {"count_limit": "จำเป็น"}}, [("/reasons/count_limit", "reason_without_use")]),
        ({"reasons": {"no_such_rule": "จำเป็น"}}, [("/reasons/no_such_rule", "reason_without_use")]),
        ({"kpis": [kpi_of({"id": "x"})]}, [("/kpis/0/indicator_id", "uuid_parsing")]),
        ({"kpis": [kpi_of({"id": str(uuid4())}, weight=0)]}, [("/kpis/0/weight", "weight_out_of_range")]),
        ({"kpis": [kpi_of({"id": str(uuid4())}, weight="60")]}, [("/kpis/0/weight", "not_a_number")]),
        (
            {"kpis": [kpi_of({"id": str(uuid4())}, participating_area_codes=["50", "50"])]},
            [("/kpis/0/participating_area_codes", "area_twice")],
        ),
        (
            {"kpis": [kpi_of({"id": str(uuid4())}, year=2015)]},
            [("/kpis/0/targets/0/fiscal_year", "fiscal_year_in_common_era")],
        ),
    ],
)
async def test_what_cannot_be_drafted_is_named(
    api: httpx.AsyncClient, as_: As, changed: Json, expected: list[tuple[str, str]]
) -> None:
    body = {"area_code": "50", "fiscal_year": RULED, **changed}
    answer = await api.post(PATH, json=body, headers={**as_(KEEPER), **key()})
    assert (answer.status_code, codes(answer)) == (422, expected), answer.text


async def test_an_indicator_is_published_and_stands_once(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    draft = await api.post(
        "/v1/indicators",
        json=indicator_body(owner_function_code=None, owner_area_code="50"),
        headers={**as_("province:50"), **key()},
    )
    year, one = next(YEARS), await new_indicator()
    kpis = [kpi_of(one, year=year), kpi_of(draft.json(), year=year), kpi_of(one, year=year)]
    body = {"area_code": "50", "fiscal_year": year, "kpis": kpis}
    answer = await api.post(PATH, json=body, headers={**as_("province:50"), **key()})
    assert codes(answer) == [
        ("/kpis/2/indicator_id", "indicator_twice"),
        ("/kpis/1/indicator_id", "indicator_not_published"),
    ]
    made = await new_agreement(kpis[0], year=year)
    retired = await api.post(
        f"/v1/indicators/{one['id']}/retire", json={"reason": "เลิกวัด"}, headers={**as_(KEEPER), **key()}
    )
    assert retired.status_code == 200, retired.text
    assert codes(await act(made, "submit")) == [("/kpis/0/indicator_id", "indicator_not_published")]


async def test_submission_binds_to_the_definition_then_in_force(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year, indicator = next(YEARS), await new_indicator()
    made = await new_agreement(kpi_of(indicator, year=year), year=year)
    headers = {**as_(KEEPER), "If-Match": f'"{indicator["version"]}"'}
    body = {"formula_th": "ผลรวมของทุกไตรมาส", "reason": "ปรับสูตรตามข้อหารือ"}
    redefined = await api.patch(f"/v1/indicators/{indicator['id']}", json=body, headers=headers)
    assert redefined.json()["definition_version"] == 2
    submitted = (await act(made, "submit")).json()
    assert [made["kpis"][0]["definition_version"], submitted["kpis"][0]["definition_version"]] == [1, 2]
    assert submitted["content_hash"] == hash_of(submitted) != made["content_hash"]


async def test_one_agreement_of_an_area_and_year_however_many_draft_it_at_once(
    api: httpx.AsyncClient, as_: As, new_agreement: Make
) -> None:
    year = next(YEARS)
    body = {"area_code": "50", "fiscal_year": year, "kpis": []}
    drafting = (api.post(PATH, json=body, headers={**as_(grant), **key()}) for grant in ("province:50", KEEPER) * 3)
    answers = await asyncio.gather(*drafting)
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    taken = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert taken == {"performance_agreement_exists"}
    again = await api.post(PATH, json=body, headers={**as_("province:50"), **key()})
    (listed,) = (await api.get(PATH, params={"area_code": "50", "fiscal_year": year}, headers=as_(KEEPER))).json()[
        "items"
    ]
    assert again.json()["facts"]["agreement_id"] == listed["id"]


async def test_of_changes_at_once_one_is_made(new_indicator: Make, new_agreement: Make, act: Do, patch: Do) -> None:
    year, indicator = next(YEARS), await new_indicator()
    made = await new_agreement(kpi_of(indicator, year=year), year=year)
    answers = await asyncio.gather(
        *(patch(made, {"note_th": f"ฉบับที่ {number}"}) for number in range(4)), act(made, "submit"), act(made, "submit")
    )
    assert sum(answer.status_code == 200 for answer in answers[:4]) <= 1
    assert {answer.status_code for answer in answers[:4]} <= {200, 409, 412}
    assert sorted(answer.status_code for answer in answers[4:]) == [200, 409]


@pytest.mark.parametrize("level", ["cluster", "province"])
async def test_the_rules_are_open_with_their_sentences(api: httpx.AsyncClient, level: str) -> None:
    text = files("services.indicators.agreements").joinpath("data/agreement_rules.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["level"] == level]
    answer = await api.get(f"{PATH}/rules", params={"level": level})
    shown = answer.json()["items"]
    told = [(rule["code"], rule["strength"], rule["sentence_th"], str(rule["value"] or "")) for rule in shown]
    assert told == [(row["code"], row["strength"], row["sentence_th"], row["value"]) for row in rows]
    of_year = (await api.get(f"{PATH}/rules", params={"level": level, "fiscal_year": 2558})).json()["items"]
    assert [rule["code"] for rule in of_year] == [rule["code"] for rule in shown[1:]]
    assert (await api.get(f"{PATH}/rules", params={"fiscal_year": 2561})).json()["items"] == []
    unchanged = await api.get(
        f"{PATH}/rules", params={"level": level}, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert unchanged.status_code == 304


async def test_lists_filter_by_year_area_level_state_and_indicator(
    api: httpx.AsyncClient, as_: As, new_indicator: Make, new_agreement: Make, act: Do
) -> None:
    year, indicator = next(YEARS), await new_indicator()
    provinces = [await new_agreement(kpi_of(indicator, year=year), area=area, year=year) for area in ("50", "51", "57")]
    await act(provinces[0], "submit")

    async def listed(**filters: Any) -> list[str]:
        answer = await api.get(PATH, params={"fiscal_year": year, **filters}, headers=as_(KEEPER))
        assert answer.status_code == 200, answer.text
        return [item["area_code"] for item in answer.json()["items"]]

    assert sorted(await listed()) == ["50", "51", "57"]
    assert await listed(state="submitted") == await listed(stage="analysis", step_code="analysis") == ["50"]
    assert sorted(await listed(stage="drafting", step_code="draft")) == ["51", "57"]
    assert await listed(area_code="57") == ["57"]
    assert await listed(level="cluster") == []
    assert len(await listed(indicator_id=indicator["id"])) == 3
    assert await listed(indicator_id=str(uuid4())) == []
    first = (await api.get(PATH, params={"fiscal_year": year, "limit": 2}, headers=as_(KEEPER))).json()
    rest = await listed(limit=2, cursor=first["next_cursor"])
    assert sorted([item["area_code"] for item in first["items"]] + rest) == ["50", "51", "57"]
