"""`/v1/budget-submissions` through the gateway: the list as a whole, submitted, taken back, decided."""

import asyncio

import pytest

from tests.budget.requests.lists import LISTS, NATIONAL, REQUESTS, Desk
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World


async def with_requests(at: Desk, *amounts: str, **changed: object) -> tuple[Json, list[Json]]:
    """A list with a request for each amount."""
    submission = await at.list()
    requests = [await at.request(submission, amount, **changed) for amount in amounts]
    return await at.read(f"{LISTS}/{submission['id']}"), requests


async def states(at: Desk, requests: list[Json]) -> list[str]:
    """The states of requests as they are now."""
    return [(await at.again(request))["state"] for request in requests]


async def test_an_area_has_one_list_for_a_year_and_round(at: Desk) -> None:
    headers = at.world.as_(at.officer)
    answers = await asyncio.gather(
        *(at.world.api.post(LISTS, json=at.list_body(), headers={**headers, **key()}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"budget_submission_exists"}


@pytest.mark.parametrize(
    ("grant", "area", "status", "code"),
    [
        ("province:50", "51", 403, "submission_not_yours"),
        ("cluster:C52-15", "50", 403, "submission_not_yours"),
        ("cluster:C60-15", "C60-15", 422, "area_does_not_fit"),  # a cluster of later years
    ],
)
async def test_a_list_is_of_the_callers_own_province_or_cluster_of_that_year(
    world: World, grant: str, area: str, status: int, code: str
) -> None:
    body = {"area_code": area, "fiscal_year": 2558, "round": 1}
    answer = await world.api.post(LISTS, json=body, headers={**world.as_(grant), **key()})
    codes = {answer.json()["code"], *(fault["code"] for fault in answer.json()["errors"])}
    assert (answer.status_code, code in codes) == (status, True), answer.text


async def test_the_whole_order_is_set_at_once(at: Desk) -> None:
    submission, requests = await with_requests(at, "100.00", "200.00", "300.00")
    turned = [requests[2]["id"], requests[0]["id"], requests[1]["id"]]
    path, headers = f"{LISTS}/{submission['id']}/order", at.world.as_(at.officer)
    tag = {"If-Match": f'"{submission["version"]}"'}
    for wrong in (turned[1:], [*turned[:2], turned[0]]):
        refused = await at.world.api.put(path, json={"request_ids": wrong}, headers={**headers, **tag})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "order_does_not_fit")
    arranged = await at.world.api.put(path, json={"request_ids": turned}, headers={**headers, **tag})
    assert arranged.json()["request_order"] == turned
    assert arranged.json()["content_hash"] != submission["content_hash"]
    assert [(await at.again(request))["priority"] for request in requests] == [2, 3, 1]
    stale = await at.world.api.put(path, json={"request_ids": turned}, headers={**headers, **tag})
    assert stale.status_code == 412


async def test_submitting_a_list_submits_and_holds_for_every_request(at: Desk) -> None:
    submission, requests = await with_requests(at, "100.00", "200.00")
    above = await at.request(submission, "5000.00", ceiling_position="above")
    submitted = (await at.post(f"{LISTS}/{submission['id']}/submit")).json()
    assert submitted["state"] == "submitted"
    assert submitted["submitted_at"]
    assert await states(at, [*requests, above]) == ["submitted"] * 3
    assert await at.held() == ("300.00", "0.00")
    closed = await at.post(REQUESTS, body=at.request_body(submission, await at.project()))
    assert (closed.status_code, closed.json()["code"]) == (409, "state_does_not_allow")
    tasks = (await at.read("/v1/tasks", at.committee))["items"]
    assert [task["link"] for task in tasks].count(f"{LISTS}/{submission['id']}") == 1


async def test_a_list_in_which_requests_lack_something_is_refused_whole_and_names_each(at: Desk) -> None:
    submission, [good] = await with_requests(at, "100.00")
    bare = [await at.request(submission, "100.00", problem_th=None), await at.request(submission, problem_rank=None)]
    refused = await at.post(f"{LISTS}/{submission['id']}/submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "budget_submission_not_ready")
    assert [fault["pointer"] for fault in refused.json()["errors"]] == [
        f"/requests/{bare[0]['id']}/problem_th",
        f"/requests/{bare[1]['id']}/problem_rank",
    ]
    assert await states(at, [good, *bare]) == ["draft"] * 3
    assert await at.held() == ("0.00", "0.00")


async def test_a_list_past_the_ceiling_is_refused_whole_and_names_what_does_not_fit(at: Desk) -> None:
    submission, requests = await with_requests(at, "600.00", "500.00", "400.00", "0.01")
    refused = await at.post(f"{LISTS}/{submission['id']}/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "ceiling_exceeded")
    named = [fault["pointer"] for fault in refused.json()["errors"]]
    assert named == [f"/requests/{requests[place]['id']}/ceiling_position" for place in (1, 3)]
    assert await states(at, requests) == ["draft"] * 4
    assert await at.held() == ("0.00", "0.00")
    checks = await at.read(f"{LISTS}/{submission['id']}/checks")
    findings = [
        [finding["code"] for finding in each["findings"] if finding["severity"] == "must"]
        for each in checks["requests"]
    ]
    assert findings == [[], ["ceiling_exceeded"], [], ["ceiling_exceeded"]]
    assert (checks["is_ready"], checks["calendar"]["opening"]) == (False, "no_calendar")


async def test_an_empty_list_is_not_submitted_and_its_checks_say_so(at: Desk) -> None:
    submission, _ = await with_requests(at)
    refused = await at.post(f"{LISTS}/{submission['id']}/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "budget_submission_empty")
    checks = await at.read(f"{LISTS}/{submission['id']}/checks")
    assert [finding["code"] for finding in checks["findings"]] == ["budget_submission_empty"]


async def test_looking_at_the_checks_changes_nothing(at: Desk) -> None:
    submission, [request] = await with_requests(at, "100.00")
    checks = await at.read(f"{LISTS}/{submission['id']}/checks")
    assert (checks["is_ready"], checks["requests"][0]["is_ready"]) == (True, True)
    assert await at.again(request) == request


async def test_two_submissions_of_one_list_at_once_hold_once(at: Desk) -> None:
    submission, _ = await with_requests(at, "400.00", "100.00")
    path = f"{LISTS}/{submission['id']}/submit"
    answers = await asyncio.gather(*(at.post(path) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert await at.held() == ("500.00", "0.00")


async def test_a_list_taken_back_frees_its_money_and_can_be_corrected(at: Desk) -> None:
    submission, requests = await with_requests(at, "100.00", "200.00")
    await at.post(f"{LISTS}/{submission['id']}/submit")
    withdrawn = (await at.post(f"{LISTS}/{submission['id']}/withdraw")).json()
    assert withdrawn["state"] == "draft"
    assert await states(at, requests) == ["draft", "draft"]
    assert await at.held() == ("0.00", "0.00")
    assert (await at.post(f"{LISTS}/{submission['id']}/submit")).status_code == 200
    assert await at.held() == ("300.00", "0.00")
    types = [entry["type"] for entry in (await at.read(f"{LISTS}/{submission['id']}/history"))["items"]]
    assert types[:3] == ["budget_submission.submitted", "budget_submission.withdrawn", "budget_submission.submitted"]


async def test_its_committee_endorses_a_list_and_every_request_in_it(at: Desk) -> None:
    submission, requests = await with_requests(at, "100.00", "200.00")
    submitted = (await at.post(f"{LISTS}/{submission['id']}/submit")).json()
    other = await at.decide(submitted, "endorse", NATIONAL, what="budget_submission")
    assert (other["outcome"], other["code"]) == ("not_allowed", "committee_may_not_decide")
    outcome = await at.decide(submitted, "endorse", what="budget_submission")
    assert outcome["outcome"] == "applied", outcome
    assert (await at.read(f"{LISTS}/{submission['id']}"))["state"] == "endorsed"
    assert await states(at, requests) == ["endorsed", "endorsed"]
    assert await at.held() == ("300.00", "0.00")


async def test_a_returned_list_frees_its_money_and_comes_back(at: Desk) -> None:
    submission, requests = await with_requests(at, "100.00", "200.00")
    submitted = (await at.post(f"{LISTS}/{submission['id']}/submit")).json()
    outcome = await at.decide(submitted, "return", what="budget_submission", reason_th="โปรดจัดลำดับใหม่")
    assert outcome["outcome"] == "applied", outcome
    returned = await at.read(f"{LISTS}/{submission['id']}")
    assert (returned["state"], returned["return_reason"]) == ("returned", "โปรดจัดลำดับใหม่")
    assert await states(at, requests) == ["returned", "returned"]
    assert await at.held() == ("0.00", "0.00")
    tasks = (await at.read("/v1/tasks"))["items"]
    assert f"{LISTS}/{submission['id']}" in [task["link"] for task in tasks]
    assert (await at.post(f"{LISTS}/{submission['id']}/submit")).status_code == 200
    assert await at.held() == ("300.00", "0.00")


async def test_a_list_is_decided_only_as_it_was_seen(at: Desk) -> None:
    submission, [request] = await with_requests(at, "100.00")
    seen = (await at.post(f"{LISTS}/{submission['id']}/submit")).json()
    body = {"screened_amount": "90.00", "reason": "ราคากลางต่ำกว่า"}
    await at.done(request, "screen", body, at.committee)
    outcome = await at.decide(seen, "endorse", what="budget_submission")
    assert (outcome["outcome"], outcome["decided_hash"]) == ("changed_since", seen["content_hash"])
    now = await at.read(f"{LISTS}/{submission['id']}")
    assert outcome["current_hash"] == now["content_hash"] != seen["content_hash"]


async def test_a_draft_list_is_its_owners_alone(at: Desk) -> None:
    submission, _ = await with_requests(at, "100.00")
    path = f"{LISTS}/{submission['id']}"
    for grant in (at.committee, "budget_bureau", "ministry:05"):
        assert (await at.world.api.get(path, headers=at.world.as_(grant))).status_code == 404
    await at.post(f"{path}/submit")
    for grant in (at.committee, "budget_bureau", "ministry:05"):
        assert (await at.read(path, grant))["state"] == "submitted"
