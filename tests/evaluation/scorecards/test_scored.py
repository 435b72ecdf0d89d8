"""A card whose neighbours answer: KPIs of province and cluster, money and a survey become a score with its trace."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from services.shared import reference
from tests.conftest import As, key
from tests.evaluation.scorecards.conftest import (
    EVALUATOR,
    PATH,
    RESULT,
    SCORER,
    SURVEY,
    YEARS,
    Json,
    Surroundings,
    new_frame,
)
from tests.evaluation.scorecards.kpis import RUBRIC, agreed, kpi

MONEY = {
    "cap_amount": "1000.00",
    "held_amount": "0.00",
    "posted_amount": "500.00",
    "disbursed_amount": "465.00",
    "disbursement_rate": 93.0,
    "disbursed_by_quarter": {"q1": "465.00"},
}
OFFICIAL = {**RUBRIC, "source": "คำรับรองการปฏิบัติราชการของจังหวัด"}


async def scored(near: Surroundings, as_: As, *, survey: bool = True, **kpis: Any) -> Json:
    """Open a card of เชียงใหม่ whose neighbours answer, and record the survey."""
    year = next(YEARS)
    cluster = reference.cluster_of("50", year)
    assert cluster
    near.indicators.areas["50"] = kpis.get("province", agreed(kpi(weight=60), kpi(weight=40, actual=4)))
    near.indicators.areas[cluster] = kpis.get("cluster", agreed(kpi(actual=5, actual_reporter=f"area:{cluster}")))
    near.budget.areas["50"] = MONEY
    frame = await new_frame(near.api, as_(SCORER), year)
    opened = await near.api.post(
        PATH, json={"frame_id": frame["id"], "area_code": "50"}, headers={**as_(EVALUATOR), **key()}
    )
    assert opened.status_code == 201, opened.text
    assert near.indicators.asked[-1] == ["50", cluster]
    assert near.budget.asked[-1] == ["50"]
    card: Json = opened.json()
    if survey:
        headers = {**as_(EVALUATOR), "If-Match": '"1"'}
        answer = await near.api.put(f"{PATH}/{card['id']}/results/{SURVEY}", json=RESULT, headers=headers)
        card = answer.json()
    return card


async def refresh(near: Surroundings, as_: As, card: Json) -> Json:
    """Refresh a card."""
    answer = await near.api.post(f"{PATH}/{card['id']}/refresh", headers={**as_(SCORER), **key()})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def trace(near: Surroundings, as_: As, card: Json) -> Json:
    """Return the trace of a card."""
    found: Json = (await near.api.get(f"{PATH}/{card['id']}/trace", headers=as_("province:50"))).json()
    return found


async def test_every_number_leads_from_the_score_to_its_input(surroundings: Surroundings, as_: As) -> None:
    card = await scored(surroundings, as_)
    # 1.1: 5; 1.2: 60 x 3.5 + 40 x 4 = 3.7; 2.1: 92 is level 4; 3.1: 93 is 4.25.
    assert [item["score"] for item in card["items"]] == [5, 3.7, 4, 4.25]
    assert (card["score"], card["scored_weight"], card["band"]) == (4.13, 100, "มาตรฐาน")
    shown = await trace(surroundings, as_, card)
    assert (shown["score"], shown["number"], shown["cause"]) == (4.13, 2, "result_recorded")
    assert shown["band"] == {**shown["band"], "at_least": 3, "is_example": True}
    assert sum(item["contribution"] for item in shown["items"]) == pytest.approx(shown["score"])
    [_, province, survey, money] = shown["items"]
    agreement = province["agreement"]
    assert (agreement["agreement_version"], agreement["agreement_state"]) == (3, "approved")
    first, second = agreement["kpis"]
    assert (first["actual"], first["actual_reporter"]) == (3.5, "area:50")
    assert first["actual_revisions"] == [{"period": "year", "revision": 2}]
    assert (first["step"]["lower_anchor"], first["step"]["upper_anchor"], first["score"]) == (3, 4, 3.5)
    assert (first["weight"], first["contribution"], second["contribution"]) == (60, 2.1, 1.6)
    assert (first["rubric"]["source"], first["rubric"]["is_example"]) == ("ตัวอย่างของระบบ, not official", True)
    assert agreement["score"] == province["score"] == 3.7
    assert (money["ledger"]["posted_amount"], money["ledger"]["disbursed_amount"]) == ("500.00", "465.00")
    assert (survey["result"]["source"], survey["result"]["value"]) == (RESULT["source"], 92)
    assert shown["content_hash"] == card["content_hash"]


async def test_a_kpi_without_a_result_leaves_its_weight_open_and_says_which(
    surroundings: Surroundings, as_: As
) -> None:
    missing = kpi(weight=40, actual=None, is_complete=False)
    card = await scored(surroundings, as_, province=agreed(kpi(weight=60), missing))
    assert (card["score"], card["scored_weight"], card["band"]) == (None, 60, None)
    item = card["items"][1]
    assert (item["state"], item["score"], item["contribution"]) == ("not_reported", None, None)
    assert [(lack["code"], lack["indicator_id"]) for lack in item["lacks"]] == [
        ("actual_missing", missing["indicator_id"])
    ]
    reported = {**missing, "actual": 5, "is_complete": True}
    surroundings.indicators.areas["50"] = agreed(kpi(weight=60), reported)
    refreshed = await refresh(surroundings, as_, card)
    assert (refreshed["changed_parts"], refreshed["scorecard"]["scored_weight"]) == (["province_indicators"], 100)
    assert refreshed["scorecard"]["items"][1]["score"] == 4.1
    old = await surroundings.api.get(f"{PATH}/{card['id']}/computations/2", headers=as_(SCORER))
    assert (old.json()["score"], old.json()["content_hash"]) == (None, card["content_hash"])


async def test_what_is_monitored_is_shown_and_never_scored(surroundings: Surroundings, as_: As) -> None:
    watched = kpi(kind="monitoring", weight=None, actual=1, rubric=None, source=None)
    card = await scored(surroundings, as_, province=agreed(kpi(), watched))
    assert card["items"][1]["score"] == 3.5
    kpis = (await trace(surroundings, as_, card))["items"][1]["agreement"]["kpis"]
    assert [(each["is_scored"], each["score"], each["actual"]) for each in kpis] == [(True, 3.5, 3.5), (False, None, 1)]


async def test_the_same_answers_read_later_are_no_new_version(surroundings: Surroundings, as_: As) -> None:
    card = await scored(surroundings, as_)
    refreshed = await refresh(surroundings, as_, card)
    assert (refreshed["changed"], refreshed["scorecard"]["version"]) == (False, card["version"])
    # A new version of the agreement is another input, though every number is what it was.
    surroundings.indicators.areas["50"]["agreement"]["version"] = 4
    again = await refresh(surroundings, as_, card)
    assert (again["changed_parts"], again["scorecard"]["score"]) == (["province_indicators"], card["score"])
    assert again["scorecard"]["content_hash"] != card["content_hash"]


async def test_an_answer_that_was_read_earlier_never_replaces_a_newer_one(surroundings: Surroundings, as_: As) -> None:
    card = await scored(surroundings, as_)
    surroundings.indicators.areas["50"] = agreed(kpi(actual=1))
    surroundings.indicators.as_of = dt.datetime(2015, 10, 1, tzinfo=dt.UTC).isoformat()
    late = await surroundings.api.post(f"{PATH}/{card['id']}/refresh", headers={**as_(SCORER), **key()})
    assert (late.status_code, late.json()["code"]) == (409, "busy")
    assert (await trace(surroundings, as_, card))["items"][1]["score"] == 3.7


async def test_one_change_is_one_computation_however_many_ask_for_it_at_once(
    surroundings: Surroundings, as_: As
) -> None:
    card = await scored(surroundings, as_)
    surroundings.indicators.areas["50"] = agreed(kpi(actual=5))
    path = f"{PATH}/{card['id']}"
    answers = await asyncio.gather(
        *(surroundings.api.post(f"{path}/refresh", headers={**as_(SCORER), **key()}) for _ in range(4))
    )
    # Whose answers were read before those that were kept is told to ask again.
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"busy"}
    assert sum(answer.json().get("changed", False) for answer in answers) == 1
    listed = (await surroundings.api.get(f"{path}/computations", headers=as_(SCORER))).json()["items"]
    assert [each["number"] for each in listed] == [3, 2, 1]


@pytest.mark.parametrize(
    "answer",
    [
        {"agreement": None},
        {"agreement": {"id": "1"}, "kpis": []},
        {"agreement": None, "kpis": [{"indicator_id": "x"}]},
        agreed(kpi(actual="มาก")),
        [],
    ],
)
async def test_an_answer_that_cannot_be_read_opens_nothing(surroundings: Surroundings, as_: As, answer: Any) -> None:
    year = next(YEARS)
    surroundings.indicators.areas["50"] = answer or {"agreement": "ไม่มี"}
    frame = await new_frame(surroundings.api, as_(SCORER), year)
    body = {"frame_id": frame["id"], "area_code": "50"}
    opened = await surroundings.api.post(PATH, json=body, headers={**as_(SCORER), **key()})
    assert (opened.status_code, opened.json()["facts"]) == (502, {"service": "indicators"})
    listed = await surroundings.api.get(PATH, params={"frame_id": frame["id"]}, headers=as_(SCORER))
    assert listed.json()["items"] == []


async def test_nothing_official_is_marked_an_example(surroundings: Surroundings, as_: As) -> None:
    official = kpi(rubric=OFFICIAL, source="คำรับรองการปฏิบัติราชการของจังหวัด")
    card = await scored(surroundings, as_, province=agreed(official), survey=False)
    shown = await trace(surroundings, as_, card)
    [known] = shown["items"][1]["agreement"]["kpis"]
    assert (known["is_example"], known["rubric"]["is_example"]) == (False, False)
    # The frame's own weights say that they are an example, and so does the whole.
    assert (shown["items"][1]["weight"]["is_example"], shown["is_example"]) == (True, True)


async def test_the_bulk_question_tells_what_each_kpi_scores(surroundings: Surroundings, as_: As) -> None:
    card = await scored(surroundings, as_)
    asked: Json = {"fiscal_year": card["fiscal_year"], "area_code": ["50"]}
    answer = await surroundings.api.get("/internal/facts/areas", params=asked, headers=as_("province:50"))
    told = answer.json()["areas"]["50"]["scorecards"]
    assert (told["scorecard"]["score"], told["scorecard"]["band"]) == (4.13, "มาตรฐาน")
    # Only its own: what its cluster's KPIs score is not the province's doing alone.
    assert [each["score"] for each in told["kpis"]] == [3.5, 4]
