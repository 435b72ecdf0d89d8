"""`/v1/scorecards` through the gateway, with what the other services really answer."""

import asyncio
from typing import Any

import httpx
import pytest

from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, Place, document, put
from tests.conftest import As, key
from tests.evaluation.scorecards.conftest import (
    DISBURSEMENT,
    EVALUATOR,
    FRAMES,
    OLD_YEARS,
    PATH,
    RESULT,
    SCORER,
    SURVEY,
    YEARS,
    Json,
    Open,
    evaluation_asking,
    frame_body,
    new_frame,
)
from tests.gateway.servers import free_port
from tests.stack import Stack

ABSENT = "0193a1de-7a10-7c3e-8f00-000000000000"


async def pay(api: httpx.AsyncClient, as_: As, place: Place, account: Json, amount: str) -> None:
    """Record a payment of a province."""
    body = {
        "account_id": account["id"],
        "amount": amount,
        "paid_on": fiscal.first_day(place.fiscal_year).isoformat(),
        "expenditure_class": "capital",
        "document_number": document(),
    }
    paid = await api.post("/v1/disbursements", json=body, headers={**as_(place.officer), **key()})
    assert paid.status_code == 201, paid.text


async def spending(api: httpx.AsyncClient, as_: As, stack: Stack, place: Place, amount: str) -> Json:
    """Return an account on which 500 baht are posted and `amount` is paid."""
    account: Json = (await api.post("/v1/budget-accounts", json=place.body(), headers={**as_(BUREAU), **key()})).json()
    await put(stack.sessions("budget"), account["id"], posted=50_000)
    await pay(api, as_, place, account, amount)
    return account


def item(card: Json, position: int) -> Json:
    """Return one item of a card."""
    found: Json = next(each for each in card["items"] if each["position"] == position)
    return found


def lacks(card: Json) -> dict[int, list[str]]:
    """Return the codes of what each item lacks."""
    return {each["position"]: [lack["code"] for lack in each["lacks"]] for each in card["items"]}


async def test_a_card_without_agreement_money_or_survey_has_no_score_and_says_why(open_card: Open) -> None:
    card = await open_card()
    assert (card["score"], card["scored_weight"], card["weights"], card["band"]) == (None, 0, 100, None)
    assert (card["state"], card["computation"], card["is_example"]) == ("open", 1, True)
    assert lacks(card) == {1: ["no_agreement"], 2: ["no_agreement"], 3: ["result_missing"], 4: ["no_account"]}
    assert {each["state"] for each in card["items"]} == {"not_reported"}
    allowed = {each["action"]: each["code"] for each in card["allowed_actions"]}
    assert allowed == dict.fromkeys(("scorecard.read_history", "scorecard.refresh", "scorecard.record_result"))


async def test_the_disbursement_rate_of_the_ledger_is_scored_and_followed(
    api: httpx.AsyncClient, as_: As, stack: Stack, open_card: Open
) -> None:
    place = Place(next(OLD_YEARS), "AREA", "50")
    account = await spending(api, as_, stack, place, "420.00")
    card = await open_card(place.fiscal_year)
    rate = item(card, DISBURSEMENT)
    assert (rate["state"], rate["value"], rate["score"], rate["contribution"]) == ("scored", 84, 2, 0.4)
    assert (card["score"], card["scored_weight"]) == (None, 20)
    assert lacks(card)[1] == ["no_cluster"]  # there were none in that year
    path = f"{PATH}/{card['id']}"
    same = await api.post(f"{path}/refresh", headers={**as_(EVALUATOR), **key()})
    assert (same.json()["changed"], same.json()["changed_parts"], same.headers["etag"]) == (False, [], '"1"')
    assert same.json()["scorecard"]["content_hash"] == card["content_hash"]
    await pay(api, as_, place, account, "45.00")
    newer = (await api.post(f"{path}/refresh", headers={**as_(EVALUATOR), **key()})).json()
    assert (newer["changed"], newer["changed_parts"]) == (True, ["ledger"])
    assert (item(newer["scorecard"], DISBURSEMENT)["value"], newer["scorecard"]["version"]) == (93, 2)
    assert newer["scorecard"]["content_hash"] != card["content_hash"]
    traces = [(await api.get(f"{path}/computations/{number}", headers=as_(SCORER))).json() for number in (1, 2)]
    paid = [trace["items"][DISBURSEMENT - 1]["ledger"]["disbursed_amount"] for trace in traces]
    assert paid == ["420.00", "465.00"]
    assert (await api.get(f"{path}/trace", headers=as_(SCORER))).json() == traces[1]
    [latest, *_] = (await api.get(f"{path}/history", headers=as_("province:50"))).json()["items"]
    assert (latest["changes"]["computation"], latest["changes"]["reason"]) == ([1, 2], "ledger")
    listed = (await api.get(f"{path}/computations", params={"limit": 1}, headers=as_(SCORER))).json()
    assert [each["number"] for each in listed["items"]] == [2]
    rest = (await api.get(f"{path}/computations", params={"cursor": listed["next_cursor"]}, headers=as_(SCORER))).json()
    assert [(each["number"], each["cause"]) for each in rest["items"]] == [(1, "created")]


async def test_a_recorded_result_is_scored_corrected_and_taken_back(
    api: httpx.AsyncClient, as_: As, open_card: Open
) -> None:
    card = await open_card()
    path, headers = f"{PATH}/{card['id']}", as_(EVALUATOR)
    first = await api.put(f"{path}/results/{SURVEY}", json=RESULT, headers={**headers, "If-Match": '"1"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"2"'), first.text
    assert (item(first.json(), SURVEY)["score"], first.json()["scored_weight"]) == (4, 20)
    again = {**RESULT, "value": 94, "evidence_note": "แก้ไขตามรายงานฉบับสมบูรณ์"}
    second = await api.put(f"{path}/results/{SURVEY}", json=again, headers={**headers, "If-Match": '"2"'})
    assert item(second.json(), SURVEY)["score"] == 4.5
    traced = (await api.get(f"{path}/trace", headers=headers)).json()["items"][SURVEY - 1]
    assert (traced["result"]["revision"], traced["result"]["recorded_by"]) == (2, EVALUATOR)
    assert (traced["result"]["is_example"], traced["step"]["lower_anchor"]) == (True, 92)
    gone = await api.put(
        f"{path}/results/{SURVEY}", json={**RESULT, "value": None}, headers={**headers, "If-Match": '"3"'}
    )
    assert (lacks(gone.json())[SURVEY], gone.json()["scored_weight"]) == (["result_missing"], 0)
    history = (await api.get(f"{path}/history", headers=as_("province:50"))).json()["items"]
    assert [entry["type"] for entry in history] == [*["scorecard.result_recorded"] * 3, "scorecard.created"]
    assert [entry["changes"].get(f"result_{SURVEY}") for entry in history] == [[94, None], [92, 94], [None, 92], None]
    assert history[1]["changes"]["reason"] == "แก้ไขตามรายงานฉบับสมบูรณ์"


async def test_a_result_needs_the_version_that_was_read_and_an_item_that_takes_it(
    api: httpx.AsyncClient, as_: As, open_card: Open
) -> None:
    card = await open_card()
    path = f"{PATH}/{card['id']}/results"
    headers = {**as_(EVALUATOR), "If-Match": '"1"'}
    stale = await api.put(f"{path}/{SURVEY}", json=RESULT, headers={**headers, "If-Match": '"7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "version_stale")
    fetched = await api.put(f"{path}/{DISBURSEMENT}", json=RESULT, headers=headers)
    assert (fetched.status_code, fetched.json()["code"]) == (409, "item_takes_no_result")
    assert (await api.put(f"{path}/9", json=RESULT, headers=headers)).status_code == 404
    assert (await api.put(f"{path}/0", json=RESULT, headers=headers)).status_code == 422
    assert (await api.get(f"{PATH}/{card['id']}", headers=headers)).json() == card


async def test_there_is_one_card_per_frame_and_area_however_many_are_opened_at_once(
    api: httpx.AsyncClient, as_: As
) -> None:
    frame = await new_frame(api, as_(SCORER), next(YEARS))
    body = {"frame_id": frame["id"], "area_code": "50"}
    answers = await asyncio.gather(*(api.post(PATH, json=body, headers={**as_(SCORER), **key()}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"scorecard_exists"}
    late = await api.post(PATH, json=body, headers={**as_(EVALUATOR), **key()})
    [made] = [answer.json() for answer in answers if answer.status_code == 201]
    assert late.json()["facts"]["scorecard_id"] == made["id"]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"frame_id": ABSENT}, 422, "evaluation_frame_unknown"),
        ({"area_code": "C52-15"}, 422, "area_not_evaluated"),
        ({"area_code": "10"}, 422, "area_not_evaluated"),
    ],
)
async def test_what_cannot_be_scored_is_refused_by_name(
    api: httpx.AsyncClient, as_: As, changed: Json, status: int, code: str
) -> None:
    frame = await new_frame(api, as_(SCORER), next(YEARS))
    body = {"frame_id": frame["id"], "area_code": "50", **changed}
    answer = await api.post(PATH, json=body, headers={**as_(SCORER), **key()})
    assert answer.status_code == status, answer.text
    assert code in {answer.json()["code"], *(fault["code"] for fault in answer.json()["errors"])}


async def test_a_province_that_was_not_there_yet_is_not_evaluated(api: httpx.AsyncClient, as_: As) -> None:
    frame = await new_frame(api, as_(SCORER), next(OLD_YEARS))
    body = {"frame_id": frame["id"], "area_code": "38"}  # บึงกาฬ counts from 2555
    answer = await api.post(PATH, json=body, headers={**as_(SCORER), **key()})
    assert [fault["code"] for fault in answer.json()["errors"]] == ["area_not_evaluated"]


async def test_cards_are_opened_by_the_frame_in_force_alone(api: httpx.AsyncClient, as_: As, open_card: Open) -> None:
    year = next(YEARS)
    card = await open_card(year)
    draft = await api.post(FRAMES, json=frame_body(year), headers={**as_(SCORER), **key()})
    body = {"frame_id": draft.json()["id"], "area_code": "51"}
    unfinished = await api.post(PATH, json=body, headers={**as_(SCORER), **key()})
    assert (unfinished.status_code, unfinished.json()["code"]) == (409, "evaluation_frame_not_in_force")
    hidden = await api.post(PATH, json=body, headers={**as_(EVALUATOR), **key()})
    assert (hidden.status_code, hidden.json()["code"]) == (422, "evaluation_frame_unknown")
    await new_frame(api, as_(SCORER), year)
    over = await api.post(
        PATH, json={"frame_id": card["frame_id"], "area_code": "51"}, headers={**as_(SCORER), **key()}
    )
    assert (over.status_code, over.json()["code"]) == (409, "evaluation_frame_not_in_force")
    refreshed = await api.post(f"{PATH}/{card['id']}/refresh", headers={**as_(SCORER), **key()})
    assert (refreshed.status_code, refreshed.json()["changed"]) == (200, False)


async def test_without_the_other_services_nothing_is_opened_refreshed_or_lost(
    stack: Stack, api: httpx.AsyncClient, as_: As, open_card: Open
) -> None:
    card = await open_card()
    body = {"frame_id": card["frame_id"], "area_code": "51"}
    for name in ("indicators", "budget"):
        async with evaluation_asking(stack, **{name: f"http://127.0.0.1:{free_port()}"}) as alone:
            opened = await alone.post(PATH, json=body, headers={**as_(SCORER), **key()})
            refreshed = await alone.post(f"{PATH}/{card['id']}/refresh", headers={**as_(SCORER), **key()})
            for answer in (opened, refreshed):
                assert (answer.status_code, answer.json()["facts"]["service"]) == (503, name), answer.text
            read = await alone.get(f"{PATH}/{card['id']}", headers=as_(SCORER))
            assert read.json() == card
    listed = await api.get(PATH, params={"frame_id": card["frame_id"]}, headers=as_(SCORER))
    assert [each["area_code"] for each in listed.json()["items"]] == ["50"]


@pytest.mark.parametrize("grant", ["province:51", "ministry:05", "cluster:C52-15", None])
async def test_an_open_card_is_its_provinces_and_those_who_oversee(
    api: httpx.AsyncClient, as_: As, open_card: Open, grant: str | None
) -> None:
    card = await open_card()
    headers = as_(grant) if grant else {}
    for part in ("", "/trace", "/computations", "/computations/1"):
        hidden = await api.get(f"{PATH}/{card['id']}{part}", headers=headers)
        nothing = await api.get(f"{PATH}/{ABSENT}{part}", headers=headers)
        assert hidden.status_code == nothing.status_code == 404
        for owner in ("province:50", "province_committee:50", "auditor", "evaluation_committee"):
            assert (await api.get(f"{PATH}/{card['id']}{part}", headers=as_(owner))).status_code == 200, owner
    listed = await api.get(PATH, params={"frame_id": card["frame_id"]}, headers=headers)
    assert listed.json()["items"] == []


@pytest.mark.parametrize("grant", ["province:50", "ministry:05", "auditor"])
async def test_who_is_scored_or_only_looks_on_neither_opens_nor_scores(
    api: httpx.AsyncClient, as_: As, open_card: Open, grant: str
) -> None:
    card = await open_card()
    path, headers = f"{PATH}/{card['id']}", {**as_(grant), **key(), "If-Match": '"1"'}
    for answer in (
        await api.post(PATH, json={"frame_id": card["frame_id"], "area_code": "51"}, headers=headers),
        await api.post(f"{path}/refresh", headers=headers),
        await api.put(f"{path}/results/{SURVEY}", json=RESULT, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


async def test_the_same_key_opens_one_card(api: httpx.AsyncClient, as_: As) -> None:
    frame = await new_frame(api, as_(SCORER), next(YEARS))
    body, headers = {"frame_id": frame["id"], "area_code": "50"}, {**as_(SCORER), **key()}
    first, second = [await api.post(PATH, json=body, headers=headers) for _ in range(2)]
    assert (second.headers["idempotent-replayed"], second.content) == ("true", first.content)


async def test_pages_follow_one_another_and_the_coverage_counts_every_province(
    api: httpx.AsyncClient, as_: As, open_card: Open
) -> None:
    year = next(YEARS)
    frame = await new_frame(api, as_(SCORER), year)
    codes = ["50", "51", "52", "57", "58"]
    for code in codes:
        await open_card(area_code=code, frame=frame)
    for sort in ("area_code", "-area_code", "updated_at", "-updated_at"):
        seen: list[str] = []
        query: dict[str, Any] = {"fiscal_year": year, "sort": sort, "limit": 2}
        while True:
            page = (await api.get(PATH, params=query, headers=as_(SCORER))).json()
            seen += [each["area_code"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert seen == (codes[::-1] if sort.startswith("-") else codes)
    coverage = (await api.get(f"{PATH}/coverage", params={"fiscal_year": year}, headers=as_("auditor"))).json()
    counted = {name: coverage[name] for name in ("provinces", "with_scorecard", "scored", "frozen", "complete")}
    assert counted == {"provinces": 76, "with_scorecard": 5, "scored": 0, "frozen": 0, "complete": False}
    assert [each["area_code"] for each in coverage["items"] if each["scorecard_id"]] == codes
    assert len(coverage["items"]) == 76


async def test_a_bulk_question_tells_the_card_by_the_newest_edition(stack: Stack, as_: As, open_card: Open) -> None:
    year = next(YEARS)
    await open_card(year)
    newer = await open_card(year)
    asked: dict[str, Any] = {"fiscal_year": year, "area_code": ["50", "51"]}
    async with httpx.AsyncClient(base_url=stack.service_url("evaluation"), trust_env=False) as client:
        answer = await client.get("/internal/facts/areas", params=asked, headers=as_(SCORER))
        assert answer.status_code == 200, answer.text
        areas = answer.json()["areas"]
        public = (await client.get("/internal/facts/areas", params=asked)).json()["areas"]
    nothing: Json = {"scorecard": None, "kpis": []}
    assert areas["50"]["scorecards"]["scorecard"] == {
        "id": newer["id"],
        "version": 1,
        "state": "open",
        "score": None,
        "scored_weight": 0,
        "weights": 100,
        "band": None,
    }
    assert areas["51"]["scorecards"] == public["50"]["scorecards"] == nothing
