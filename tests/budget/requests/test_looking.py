"""A project that changed after its request was submitted, which nobody looked at: it never slips through."""

from dataclasses import replace
from uuid import UUID

import pytest

from services.budget.main import SERVICE
from services.shared.decisions.consumer import carry_out_confirmed
from services.shared.decisions.kinds import DecisionKind
from tests.budget.requests.lists import LISTS, Desk, confirmed, item_on
from tests.budget.requests.test_consumer import budget_asking
from tests.contract.operations import Json
from tests.stack import Stack

KINDS = {kind.object_type: kind for kind in SERVICE.decisions}
REQUESTS, SUBMISSIONS = KINDS["budget_request"], KINDS["budget_submission"]


async def test_a_changed_project_is_found_when_its_request_is_decided_and_both_hashes_are_named(at: Desk) -> None:
    request = await at.submitted()
    project = await at.changed_project(request)
    refused = await at.decide(request, "endorse")
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "project_changed")
    for digest in (request["snapshot"]["content_hash"], project["content_hash"]):
        assert digest in refused["reason"]["th"]
        assert digest in refused["reason"]["en"]
    now = await at.again(request)
    assert (now["state"], now["snapshot_state"]) == ("submitted", "changed")
    assert [each["field"] for each in now["snapshot_differences"]] == ["place_th"]
    # Changed again: the differences are those of the project as it is now.
    await at.changed_project(request)
    assert (await at.decide(now, "endorse"))["code"] == "project_changed"
    # What goes back to its owner is not stopped by it, and comes again once the owner said yes.
    assert (await at.decide(now, "return"))["outcome"] == "applied"
    await at.done(request, "refresh-snapshot", {"accept": True})
    again = await at.done(request, "submit")
    stale = await at.decide(request, "endorse")
    assert (stale["outcome"], stale["decided_hash"]) == ("changed_since", request["content_hash"])
    assert stale["current_hash"] == again["content_hash"] != request["content_hash"]
    assert (await at.decide(again, "endorse"))["outcome"] == "applied"


async def test_one_changed_project_stops_the_whole_list(at: Desk) -> None:
    submission = await at.list()
    requests = [await at.request(submission, amount) for amount in ("100.00", "200.00")]
    submitted = (await at.post(f"{LISTS}/{submission['id']}/submit")).json()
    await at.changed_project(requests[1])
    refused = await at.decide(submitted, "endorse", what="budget_submission")
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "project_changed")
    assert [(await at.again(each))["state"] for each in requests] == ["submitted", "submitted"]


async def test_a_project_that_left_its_place_stops_it_and_one_that_comes_back_does_not(at: Desk) -> None:
    request = await at.submitted()
    project = await at.on_project({"id": request["project_id"]}, "withdraw")
    assert (await at.decide(request, "endorse"))["code"] == "project_withdrawn"
    await at.on_project(project, "submit")
    assert (await at.decide(request, "endorse"))["outcome"] == "applied"


@pytest.mark.parametrize(("kind", "state"), [(REQUESTS, "submitted"), (replace(REQUESTS, look=None), "endorsed")])
async def test_what_the_service_carries_out_by_itself_looks_too(
    at: Desk, stack: Stack, kind: DecisionKind, state: str
) -> None:
    """The second is the control: without the look the changed project slips through."""
    request = await at.submitted()
    await at.changed_project(request)
    committee = (f"{at.level}_committee", at.place.area_code)
    resolution = await confirmed(at.world, committee, [item_on(request, "endorse")])
    async with budget_asking(stack) as (neighbours, authorization):

        async def ask(path: str, params: object) -> Json:
            return await neighbours.get("plans", path, dict(params), await authorization())  # type: ignore[call-overload]

        await carry_out_confirmed(stack.sessions("budget"), "budget", kind, ask, UUID(resolution["id"]))
    assert (await at.again(request))["state"] == state
