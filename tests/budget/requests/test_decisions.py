"""Decisions on requests: who decides in which state, on what was seen, and what becomes of the money."""

import pytest

from tests.budget.ledger.books import BUREAU, Place
from tests.budget.requests.lists import NATIONAL, REQUESTS, Desk, carried_out, confirmed, item_on
from tests.contract.operations import Json
from tests.contract.world import World
from tests.stack import Stack


async def endorsed(at: Desk, amount: str = "500.00", **changed: object) -> Json:
    """A request that its committee endorsed."""
    request = await at.submitted(amount, **changed)
    outcome = await at.decide(request, "endorse")
    assert outcome["outcome"] == "applied", outcome
    return await at.again(request)


async def test_approved_as_asked_it_is_posted_and_names_its_resolution(at: Desk) -> None:
    request = await endorsed(at)
    resolution = await confirmed(at.world, NATIONAL, [item_on(request, "approve", condition_th="ภายในไตรมาสที่ 2")])
    first = await carried_out(at.world, resolution)
    assert first["counts"] == {"applied": 1, "already_applied": 0, "changed_since": 0, "not_allowed": 0}
    shown = await at.again(request)
    assert (shown["state"], shown["approved_amount"], shown["asked_amount"]) == ("approved", "500.00", "500.00")
    assert (shown["held_amount"], shown["condition_th"]) == ("0.00", "ภายในไตรมาสที่ 2")
    assert await at.held() == ("0.00", "500.00")
    posted = await at.read(f"/v1/budget-transfers/{shown['posted_transfer_id']}")
    assert (posted["kind"], posted["resolution_id"]) == ("post", resolution["id"])
    again = await carried_out(at.world, resolution)
    assert again["counts"]["already_applied"] == 1
    assert await at.held() == ("0.00", "500.00")
    history = (await at.read(f"{REQUESTS}/{request['id']}/history"))["items"]
    assert (history[0]["type"], history[0]["resolution_id"]) == ("budget_request.approved", resolution["id"])


async def test_approved_with_another_amount_the_rest_is_free_again(at: Desk) -> None:
    request = await endorsed(at)
    outcome = await at.decide(request, "approve_changed", NATIONAL, amount="300.00", reason_th="ปรับตามกรอบ")
    assert outcome["outcome"] == "applied", outcome
    shown = await at.again(request)
    assert (shown["asked_amount"], shown["approved_amount"], shown["approval_reason"]) == (
        "500.00",
        "300.00",
        "ปรับตามกรอบ",
    )
    assert await at.held() == ("0.00", "300.00")


async def test_what_was_screened_is_what_is_proposed(at: Desk) -> None:
    request = await at.submitted()
    screening = {"screened_amount": "450.00", "reason": "ราคากลางต่ำกว่าที่เสนอ"}
    screened = await at.done(request, "screen", screening, at.committee)
    assert (await at.decide(screened, "endorse"))["outcome"] == "applied"
    now = await at.again(request)
    refused = await at.decide(now, "approve", NATIONAL, amount="500.00")
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "granted_amount_does_not_fit")
    assert (await at.decide(now, "approve", NATIONAL))["outcome"] == "applied"
    shown = await at.again(request)
    assert [shown[name] for name in ("asked_amount", "screened_amount", "approved_amount")] == [
        "500.00",
        "450.00",
        "450.00",
    ]
    assert await at.held() == ("0.00", "450.00")


@pytest.mark.parametrize(
    ("decision", "by", "state"),
    [("reject", NATIONAL, "rejected"), ("refer", NATIONAL, "referred"), ("return", NATIONAL, "returned")],
)
async def test_what_is_not_approved_frees_its_money_and_keeps_its_reason(
    at: Desk, decision: str, by: tuple[str, str | None], state: str
) -> None:
    request = await endorsed(at)
    reason = "เป็นภารกิจของกระทรวงการท่องเที่ยวและกีฬา"
    outcome = await at.decide(request, decision, by, reason_th=reason)
    assert outcome["outcome"] == "applied", outcome
    shown = await at.again(request)
    assert (shown["state"], shown["state_reason"], shown["hold_transfer_id"]) == (state, reason, None)
    assert await at.held() == ("0.00", "0.00")
    tasks = [task["link"] for task in (await at.read("/v1/tasks"))["items"]]
    assert (f"{REQUESTS}/{request['id']}" in tasks) is (decision == "return")


async def test_a_returned_request_is_submitted_again_by_itself_and_held_anew(at: Desk) -> None:
    request = await endorsed(at)
    assert (await at.decide(request, "return", NATIONAL))["outcome"] == "applied"
    again = await at.done(request, "submit")
    assert (again["state"], again["state_reason"]) == ("submitted", None)
    assert await at.held() == ("500.00", "0.00")


@pytest.mark.parametrize(
    ("decision", "by", "code"),
    [
        ("endorse", NATIONAL, "committee_may_not_decide"),
        ("endorse", ("province_committee", "10"), "committee_may_not_decide"),
        ("approve", None, "state_does_not_allow"),
        ("approve", NATIONAL, "state_does_not_allow"),
        ("reject", NATIONAL, "committee_may_not_decide"),
        ("merge", None, "state_does_not_allow"),
        ("settle", None, "decision_does_not_apply"),
    ],
)
async def test_what_is_submitted_is_its_own_committees_to_decide(
    at: Desk, decision: str, by: tuple[str, str | None] | None, code: str
) -> None:
    request = await at.submitted()
    if by and by[1]:
        by = ("province_committee", "51" if at.place.area_code == "50" else "50")
    outcome = await at.decide(request, decision, by)
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", code)
    assert (await at.again(request))["version"] == request["version"]
    assert await at.held() == ("500.00", "0.00")


@pytest.mark.parametrize("decision", ["approve", "reject", "return"])
async def test_what_is_endorsed_is_for_the_policy_committee(at: Desk, decision: str) -> None:
    request = await endorsed(at)
    outcome = await at.decide(request, decision)
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "committee_may_not_decide")


async def test_what_changed_since_is_not_decided_and_shows_both_hashes(at: Desk) -> None:
    seen = await at.submitted()
    await at.done(seen, "screen", {"screened_amount": "450.00", "reason": "ราคากลางต่ำกว่า"}, at.committee)
    outcome = await at.decide(seen, "endorse")
    current = (await at.again(seen))["content_hash"]
    assert (outcome["outcome"], outcome["decided_hash"], outcome["current_hash"]) == (
        "changed_since",
        seen["content_hash"],
        current,
    )


async def test_above_the_ceiling_it_is_approved_only_when_money_is_free(at: Desk) -> None:
    taken = await at.submitted("800.00")
    request = await above_endorsed(at)
    refused = await at.decide(request, "approve", NATIONAL)
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "ceiling_exceeded")
    assert "800.00" in refused["reason"]["th"]
    assert (await at.again(request))["state"] == "endorsed"
    await at.done(taken, "withdraw", {"reason": "ใช้งบอื่น"})
    assert (await at.decide(request, "approve", NATIONAL))["outcome"] == "applied"
    shown = await at.again(request)
    assert (shown["approved_amount"], shown["account_id"]) == ("500.00", at.account["id"])
    assert await at.held() == ("0.00", "500.00")


async def test_above_the_ceiling_it_is_approved_when_the_ceiling_is_raised(at: Desk) -> None:
    await at.submitted("800.00")
    request = await above_endorsed(at)
    body = {"cap_amount": "1300.00", "document_number": f"นร {request['id']}", "reason": "ได้รับจัดสรรเพิ่มเติม"}
    raised = await at.post(f"/v1/budget-accounts/{at.account['id']}/revise-cap", BUREAU, body)
    assert raised.status_code == 200, raised.text
    assert (await at.decide(request, "approve", NATIONAL))["outcome"] == "applied"
    assert await at.held() == ("800.00", "500.00")


async def above_endorsed(at: Desk) -> Json:
    """A request above the ceiling, in a list of its own, that its committee endorsed."""
    request = await at.request(await at.list(round=9), ceiling_position="above")
    submitted = await at.done(request, "submit")
    assert (await at.decide(submitted, "endorse"))["outcome"] == "applied"
    return await at.again(request)


async def test_a_request_whose_project_was_given_up_takes_no_step_forward(at: Desk) -> None:
    request = await at.submitted()
    project = await at.on_project({"id": request["project_id"]}, "withdraw")
    headers = {**at.world.as_(at.officer), "If-Match": f'"{project["version"]}"'}
    await at.world.api.delete(f"/v1/projects/{project['id']}", headers=headers)
    await at.done(request, "refresh-snapshot", {"accept": False}, at.officer)
    now = await at.again(request)
    refused = await at.decide(now, "endorse")
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "project_withdrawn")
    assert (await at.decide(now, "return"))["outcome"] == "applied"
    assert await at.held() == ("0.00", "0.00")


async def test_a_request_whose_project_changed_waits_for_its_owners_yes(at: Desk) -> None:
    request = await at.submitted()
    await at.changed_project(request)
    now = await at.done(request, "refresh-snapshot", {"accept": False}, at.committee)
    refused = await at.decide(now, "endorse")
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "project_changed")
    assert (await at.decide(now, "return"))["outcome"] == "applied"
    await at.done(request, "refresh-snapshot", {"accept": True})
    again = await at.done(request, "submit")
    assert (await at.decide(again, "endorse"))["outcome"] == "applied"


async def test_candidates_are_what_can_be_decided_with_what_is_proposed(at: Desk, stack: Stack) -> None:
    request = await endorsed(at)
    place = at.place
    query: Json = {"fiscal_year": place.fiscal_year, "state": "endorsed", "area_code": place.area_code}
    url = f"{stack.service_url('budget')}/internal/decidables/budget_request"
    answer = await at.world.api.get(url, params=query, headers=at.world.as_("policy_committee"))
    names = {"object_id": "id", "object_version": "version", "content_hash": "content_hash"}
    expected = {**{name: request[field] for name, field in names.items()}, "amount": "500.00"}
    assert expected in answer.json()["items"]


async def test_a_clusters_request_is_endorsed_by_its_own_committee(world: World) -> None:
    at = Desk(world, Place(2558, "AREA", "C52-15"), {})
    shares = [{"area_code": code, "amount": "250.00"} for code in ("50", "51")]
    project = await at.project("500.00", shares=shares)
    body = at.request_body(await at.list(round=70), project, ceiling_position="above")
    request = await at.done((await world.create(REQUESTS, body, at.officer)).json(), "submit")
    refused = await at.decide(request, "endorse", ("province_committee", "50"))
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "committee_may_not_decide")
    assert (await at.decide(request, "endorse"))["outcome"] == "applied"
    unposted = await at.decide(await at.again(request), "approve", NATIONAL)
    assert (unposted["outcome"], unposted["code"]) == ("not_allowed", "budget_account_missing")
