"""`/v1/budget-requests` through the gateway: made, changed, screened, given up; who sees it."""

import asyncio
from typing import Any

import pytest

from services.shared.canonical import sha256
from tests.budget.ledger.books import next_place
from tests.budget.requests.lists import LISTS, REQUESTS, Desk
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World


async def test_a_request_keeps_the_project_as_it_was_and_stands_last_in_its_list(at: Desk) -> None:
    submission, project = await at.list(), await at.project()
    first = await at.request(submission, "300.00")
    made = await at.world.create(REQUESTS, at.request_body(submission, project), at.officer)
    request = made.json()
    assert (request["snapshot"]["version"], request["snapshot"]["id"]) == (project["version"], project["id"])
    assert (request["title_th"], request["snapshot_state"]) == (project["title_th"], "current")
    assert (request["priority"], request["held_amount"]) == (2, "0.00")
    shown = await at.read(f"{LISTS}/{submission['id']}")
    assert shown["request_order"] == [first["id"], request["id"]]
    assert (shown["within_amount"], shown["above_amount"], shown["version"]) == ("800.00", "0.00", 3)


async def test_the_hash_is_of_what_the_committee_sees(at: Desk) -> None:
    request = await at.request(await at.list())
    names = ("area_code", "fiscal_year", "project_id", "title_th", "fund_code", "ceiling_position", "asked_amount")
    more = ("screened_amount", "screening_reason", "lines", "problem_th", "problem_rank", "joint_indicator_id")
    details = ("project_kind", "forum", "evidence", "reasons")
    content = {name: request[name] for name in (*names, *more, *details)}
    assert request["content_hash"] == sha256({**content, "project_hash": request["snapshot"]["content_hash"]})
    submission = await at.read(f"{LISTS}/{request['submission_id']}")
    head = {name: submission[name] for name in ("area_code", "fiscal_year", "round")}
    seen = [{"id": request["id"], "content_hash": request["content_hash"]}]
    assert submission["content_hash"] == sha256({**head, "requests": seen})


async def test_a_project_is_asked_for_once_in_a_list_whatever_the_key(at: Desk) -> None:
    body = at.request_body(await at.list(), await at.project())
    headers = at.world.as_(at.officer)
    answers = await asyncio.gather(
        *(at.world.api.post(REQUESTS, json=body, headers={**headers, **key()}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    made = next(answer.json() for answer in answers if answer.status_code == 201)
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (refused["code"], refused["facts"]["request_id"]) == ("budget_request_exists", made["id"])


async def test_the_same_key_makes_one_request_and_says_so(at: Desk) -> None:
    body = at.request_body(await at.list(), await at.project())
    headers = {**at.world.as_(at.officer), **key()}
    first = await at.world.api.post(REQUESTS, json=body, headers=headers)
    again = await at.world.api.post(REQUESTS, json=body, headers=headers)
    assert (first.json(), first.status_code) == (again.json(), again.status_code)
    assert again.headers["idempotent-replayed"] == "true"


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"fund_code": "NONE"}, "/fund_code", "fund_unknown"),
        ({"asked_amount": "500.01"}, "/lines", "lines_do_not_add_up"),
        ({"project_id": "0193a1de-7a10-7c3e-8f00-000000000000"}, "/project_id", "project_unknown"),
        ({"submission_id": "0193a1de-7a10-7c3e-8f00-000000000000"}, "/submission_id", "submission_unknown"),
        (
            {"joint_indicator_id": "0193a1de-7a10-7c3e-8f00-000000000000"},
            "/joint_indicator_id",
            "joint_indicator_unknown",
        ),
    ],
)
async def test_what_does_not_fit_is_named(at: Desk, changed: Json, pointer: str, code: str) -> None:
    body = at.request_body(await at.list(), await at.project(), **changed)
    answer = await at.post(REQUESTS, body=body)
    assert answer.status_code == 422, answer.text
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [(pointer, code)]


async def test_money_is_asked_for_the_areas_own_projects_of_that_year(at: Desk, world: World) -> None:
    submission = await at.list()
    elsewhere = Desk(world, next_place(), {})
    foreign = await at.post(REQUESTS, body=at.request_body(submission, await elsewhere.project()))
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/project_id")
    draft = await elsewhere.world.create(LISTS, elsewhere.list_body(round=9), elsewhere.officer)
    into = at.request_body(draft.json(), await at.project())
    answer = await at.post(REQUESTS, body=into)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "submission_unknown")


async def test_a_change_is_of_the_version_that_was_read_and_shows_in_the_list(at: Desk) -> None:
    request = await at.request(await at.list())
    line = {"expenditure_class": "recurrent", "title_th": "อบรม 2 รุ่น", "amount": "250.00"}
    body: Json = {"asked_amount": "250.00", "lines": [line], "ceiling_position": "above", "problem_rank": None}
    path, headers = f"{REQUESTS}/{request['id']}", {**at.world.as_(at.officer), "If-Match": '"1"'}
    changed = await at.world.api.patch(path, json=body, headers=headers)
    assert changed.status_code == 200, changed.text
    shown = [{**line, "fiscal_year": request["fiscal_year"], "area_code": None}]
    assert (changed.json()["lines"], changed.json()["problem_rank"], changed.headers["etag"]) == (shown, None, '"2"')
    assert changed.json()["content_hash"] != request["content_hash"]
    assert (await at.world.api.patch(path, json=body, headers=headers)).status_code == 412
    submission = await at.read(f"{LISTS}/{request['submission_id']}")
    assert (submission["within_amount"], submission["above_amount"]) == ("0.00", "250.00")
    history = await at.read(f"{path}/history")
    assert history["items"][0]["changes"]["asked_amount"] == ["500.00", "250.00"]


async def test_screening_stands_beside_what_is_asked_with_its_reason(at: Desk) -> None:
    request = await at.submitted()
    bare = await at.act(request, "screen", {"screened_amount": "450.00"}, at.committee)
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (422, "/reason")
    body = {"screened_amount": "450.00", "reason": "ราคากลางต่ำกว่าที่เสนอ"}
    screened = await at.done(request, "screen", body, at.committee)
    assert (screened["asked_amount"], screened["screened_amount"]) == ("500.00", "450.00")
    assert (screened["held_amount"], screened["screening_reason"]) == ("500.00", body["reason"])
    assert screened["content_hash"] != request["content_hash"]
    own = await at.act(request, "screen", body, at.officer)
    assert (own.status_code, own.json()["code"]) == (403, "not_permitted")


async def test_what_was_screened_is_screened_anew_when_another_amount_is_asked(at: Desk) -> None:
    request = await at.submitted()
    screened = await at.done(request, "screen", {"screened_amount": "450.00", "reason": "ราคากลางต่ำกว่า"}, at.committee)
    assert (await at.decide(screened, "return"))["outcome"] == "applied"
    returned = await at.again(request)
    line = {"expenditure_class": "capital", "title_th": "ก่อสร้าง", "amount": "400.00"}
    headers = {**at.world.as_(at.officer), "If-Match": f'"{returned["version"]}"'}
    body: Json = {"asked_amount": "400.00", "lines": [line]}
    changed = await at.world.api.patch(f"{REQUESTS}/{request['id']}", json=body, headers=headers)
    assert (changed.json()["screened_amount"], changed.json()["screening_reason"]) == (None, None)


@pytest.mark.parametrize("submitted", [False, True])
async def test_a_withdrawn_request_leaves_its_list_and_frees_money_and_project(at: Desk, submitted: bool) -> None:
    submission, project = await at.list(), await at.project()
    body = at.request_body(submission, project)
    request = (await at.world.create(REQUESTS, body, at.officer)).json()
    if submitted:
        await at.done(request, "submit")
        assert await at.held() == ("500.00", "0.00")
    gone = await at.done(request, "withdraw", {"reason": "ใช้งบปีก่อนที่เหลือจ่ายแทน"})
    assert (gone["state"], gone["priority"], gone["held_amount"]) == ("withdrawn", None, "0.00")
    assert await at.held() == ("0.00", "0.00")
    assert (await at.read(f"{LISTS}/{submission['id']}"))["request_order"] == []
    assert (await at.world.create(REQUESTS, body, at.officer)).json()["priority"] == 1


async def test_lists_are_filtered_and_paged(at: Desk) -> None:
    submission = await at.list()
    amounts = ["100.00", "200.00", "300.00"]
    made = [await at.request(submission, amount) for amount in amounts]
    wanted = {"submission_id": submission["id"], "sort": "-asked_amount", "limit": 2}
    headers = at.world.as_(at.officer)
    first = (await at.world.api.get(REQUESTS, params=wanted, headers=headers)).json()
    rest = (await at.world.api.get(REQUESTS, params={**wanted, "cursor": first["next_cursor"]}, headers=headers)).json()
    assert [each["asked_amount"] for each in (*first["items"], *rest["items"])] == list(reversed(amounts))
    assert rest["next_cursor"] is None
    for name, value in (("project_id", made[1]["project_id"]), ("area_code", at.place.area_code)):
        query = {"submission_id": submission["id"], name: value, "state": "draft", "ceiling_position": "within"}
        found = (await at.world.api.get(REQUESTS, params=query, headers=headers)).json()["items"]
        assert len(found) == (1 if name == "project_id" else 3)


STRANGERS = ["province:10", "ministry:05", "budget_bureau", "policy_committee"]


@pytest.mark.parametrize("grant", STRANGERS)
async def test_anothers_draft_and_nothing_answer_alike(at: Desk, grant: str) -> None:
    request = await at.request(await at.list())
    absent = "0193a1de-7a10-7c3e-8f00-000000000000"
    answers: list[Any] = []
    for request_id in (request["id"], absent):
        answer = await at.world.api.get(f"{REQUESTS}/{request_id}", headers=at.world.as_(grant))
        answers.append((answer.status_code, answer.json()["code"]))
    assert answers == [(404, "not_found")] * 2


async def test_once_submitted_it_is_seen_by_its_committee_and_the_country(at: Desk) -> None:
    request = await at.submitted()
    for grant in (at.committee, *STRANGERS[1:]):
        shown = await at.read(f"{REQUESTS}/{request['id']}", grant)
        allowed = {each["action"] for each in shown["allowed_actions"] if each["allowed"]}
        assert ("budget_request.screen" in allowed) is (grant == at.committee)
        assert "budget_request.withdraw" not in allowed
    other = f"province:{'51' if at.place.area_code == '50' else '50'}"
    assert (await at.world.api.get(f"{REQUESTS}/{request['id']}", headers=at.world.as_(other))).status_code == 404
