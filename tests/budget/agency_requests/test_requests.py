"""`/v1/agency-requests` through the gateway: asked, answered, referred, paid or released; who sees and who may."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from services.budget.agency_requests.rules import Answer, answer_faults, funding_faults, gaps_of
from services.shared.tasks.models import Task
from tests.budget.agency_requests.reserves import REQUESTS, Counter, answer_to, next_counter, output
from tests.budget.ledger.books import Json
from tests.conftest import key
from tests.contract.world import World
from tests.stack import Stack


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (Answer("accept", 100, None, True, None), []),
        (Answer("accept", 99, "ส่วนที่เหลือใช้งบปกติ", True, None), []),
        (Answer("accept", 99, None, True, None), ["missing"]),
        (Answer("accept", 101, "ทดสอบ", True, None), ["amount_past_most"]),
        (Answer("accept", 0, "ทดสอบ", True, None), ["amount_past_most"]),
        (Answer("accept", None, "ทดสอบ", True, None), ["amount_does_not_fit"]),
        (Answer("accept", 100, None, False, None), ["missing"]),
        (Answer("decline", None, "ไม่อยู่ในภารกิจ", True, None), []),
        (Answer("decline", None, None, True, None), ["missing"]),
        (Answer("decline", 100, "ทดสอบ", True, None), ["amount_does_not_fit"]),
        (Answer("refer", None, "เป็นภารกิจของอีกกระทรวง", False, "07"), []),
        (Answer("refer", None, "ทดสอบ", False, None), ["referral_does_not_fit"]),
        (Answer("refer", None, "ทดสอบ", False, "05"), ["referral_does_not_fit"]),
        (Answer("decline", None, "ทดสอบ", True, "07"), ["referral_does_not_fit"]),
    ],
)
def test_what_an_agency_may_answer(answer: Answer, codes: list[str]) -> None:
    assert [fault.code for fault in answer_faults(answer, 100, "05")] == codes


@pytest.mark.parametrize(
    ("funded", "reason", "faults"),
    [(100, None, 0), (99, "ทดสอบ", 0), (99, None, 1), (101, "ทดสอบ", 1), (0, "ทดสอบ", 1)],
)
def test_less_than_was_accepted_is_funded_with_a_reason_and_never_more(
    funded: int, reason: str | None, faults: int
) -> None:
    assert len(funding_faults(100, funded, reason)) == faults


def test_what_stands_against_sending() -> None:
    assert [gap.pointer for gap in gaps_of(None, None, "current")] == ["/problem_th", "/reason_th"]
    assert [gap.code for gap in gaps_of("ก", "ข", "changed")] == ["project_changed"]
    assert [gap.code for gap in gaps_of("ก", "ข", "withdrawn")] == ["project_withdrawn"]
    assert gaps_of("ก", "ข", "current") == ()


async def test_an_agency_is_asked_once_for_a_project_whatever_the_key_and_another_may_be_too(counter: Counter) -> None:
    at = counter.desk()
    body = counter.ask(at, await at.project())
    headers = at.world.as_(at.officer)
    answers = await asyncio.gather(
        *(at.world.api.post(REQUESTS, json=body, headers={**headers, **key()}) for _ in range(3))
    )
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    made = next(each.json() for each in answers if each.status_code == 201)
    for refused in (each.json() for each in answers if each.status_code == 409):
        assert refused["facts"].get("request_id", made["id"]) == made["id"]
    elsewhere = {**body, "function_code": "07" if counter.function_code != "07" else "05"}
    assert (await at.world.create(REQUESTS, elsewhere, at.officer)).json()["function_code"] != counter.function_code
    await counter.done(made, "withdraw", at.officer, {"reason": "ใช้งบจังหวัดแทน"})
    await at.world.create(REQUESTS, body, at.officer)


async def test_who_sees_a_request_and_who_may_answer_it(counter: Counter) -> None:
    await counter.earmark()
    at, draft = await counter.draft()
    path = f"{REQUESTS}/{draft['id']}"
    api, as_ = counter.world.api, counter.world.as_
    assert (await api.get(path, headers=as_(counter.officer))).status_code == 404
    request = await counter.done(draft, "send", at.officer)
    body = answer_to(request, accepted_amount="500.00")
    other = "ministry:07" if counter.function_code == "05" else "ministry:05"
    for grant in (other, at.officer, "budget_bureau", at.committee):
        assert (await counter.act(request, "decide", grant, body)).status_code == 403, grant
    shown = await counter.read(path)
    allowed = {each["action"] for each in shown["allowed_actions"] if each["allowed"]}
    assert allowed == {"agency_request.decide", "agency_request.carry", "agency_request.read_history"}
    # One person who acts for both sides does not decide on what the own area asks.
    headers = {**as_(counter.officer, at.officer), **key()}
    both = await api.post(f"{path}/decide", json=body, headers=headers)
    assert (both.status_code, both.json()["code"]) == (403, "own_request")


async def test_a_decision_on_an_old_content_names_both_hashes_and_a_changed_project_never_slips_through(
    counter: Counter,
) -> None:
    earmark = await counter.earmark()
    at, sent = await counter.sent()
    body = answer_to(sent, accepted_amount="500.00")
    await at.changed_project(sent)
    slipped = await counter.act(sent, "decide", counter.officer, body)
    facts = slipped.json()["facts"]
    assert (slipped.status_code, slipped.json()["code"]) == (409, "project_not_as_sent")
    assert facts["sent_hash"] == sent["snapshot"]["content_hash"] != facts["current_hash"]
    asked = await counter.done(sent, "refresh-snapshot", at.officer, {"accept": False})
    assert (asked["snapshot_state"], [each["field"] for each in asked["snapshot_differences"]]) == (
        "changed",
        ["place_th"],
    )
    renewed = await counter.done(sent, "refresh-snapshot", at.officer, {"accept": True})
    old = await counter.act(sent, "decide", counter.officer, body)
    assert (old.status_code, old.json()["facts"]) == (
        409,
        {"decided_hash": sent["content_hash"], "current_hash": renewed["content_hash"]},
    )
    assert await counter.money(earmark) == ("0.00", "0.00", "1000.00")
    answer = answer_to(renewed, accepted_amount="500.00")
    assert (await counter.done(sent, "decide", counter.officer, answer))["state"] == "accepted"


async def waiting(stack: Stack, request: Json) -> list[tuple[str, str]]:
    """Who is asked to do what with a request."""
    mine = select(Task).where(Task.object_id == UUID(request["id"]), Task.closed_at.is_(None)).order_by(Task.kind)
    async with stack.sessions("budget")() as session:
        return [(task.kind.removeprefix("agency_request."), task.assignee) for task in await session.scalars(mine)]


async def test_a_referral_is_sent_on_in_the_name_of_the_area_and_each_side_has_its_task(
    counter: Counter, stack: Stack
) -> None:
    at, sent = await counter.sent()
    assert await waiting(stack, sent) == [("decide", counter.officer)]
    target = "07" if counter.function_code != "07" else "05"
    body = answer_to(sent, "refer", refer_to=target, assessment=None, reason="เป็นภารกิจของอีกกระทรวง")
    referred = await counter.done(sent, "decide", counter.officer, body)
    assert (referred["state"], referred["accepted_amount"]) == ("referred", None)
    assert await waiting(stack, sent) == [("acknowledge", at.officer)]
    other = await counter.read(f"{REQUESTS}/{referred['referred_to_id']}", f"ministry:{target}")
    assert (other["state"], other["origin_type"], other["origin_id"]) == ("sent", "agency_request", sent["id"])
    assert (other["area_code"], other["asked_amount"], other["reason_th"]) == (
        sent["area_code"],
        "500.00",
        "เป็นภารกิจของอีกกระทรวง",
    )
    assert await waiting(stack, other) == [("decide", f"ministry:{target}")]
    await counter.done(sent, "acknowledge", at.officer)
    assert await waiting(stack, sent) == []


async def test_what_is_released_is_free_again_and_may_be_asked_for_anew(counter: Counter, stack: Stack) -> None:
    earmark = await counter.earmark("500.00")
    at, accepted = await counter.accepted("500.00")
    assert await waiting(stack, accepted) == [("acknowledge", at.officer), ("fund", counter.officer)]
    released = await counter.done(accepted, "release", at.officer, {"reason": "ได้รับงบจากแหล่งอื่น"})
    assert (released["accepted_amount"], released["held_amount"]) == ("500.00", "0.00")
    assert await counter.money(earmark) == ("0.00", "0.00", "500.00")
    again = await counter.act(accepted, "fund", counter.officer, {"funded_amount": "500.00"})
    assert (again.status_code, again.json()["code"]) == (409, "state_does_not_allow")
    body = {**counter.ask(at, {"id": accepted["project_id"]})}
    await at.world.create(REQUESTS, body, at.officer)


async def test_the_same_answer_sent_again_holds_once(counter: Counter) -> None:
    earmark = await counter.earmark()
    _, sent = await counter.sent()
    headers = {**counter.world.as_(counter.officer), **key()}
    body = answer_to(sent, accepted_amount="500.00")
    path = f"{REQUESTS}/{sent['id']}/decide"
    first, again = [await counter.world.api.post(path, json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, first.json()) == (200, again.json())
    assert again.headers["idempotent-replayed"] == "true"
    assert await counter.money(earmark) == ("500.00", "0.00", "500.00")


async def test_an_output_carries_many_and_its_code_stands_for_one_thing(counter: Counter) -> None:
    carrier = output()
    for amount in ("100.00", "200.00"):
        _, sent = await counter.sent(amount)
        headers = {**counter.world.as_(counter.officer), "If-Match": f'"{sent["version"]}"'}
        path = f"{REQUESTS}/{sent['id']}/output"
        assert (await counter.world.api.put(path, json=carrier, headers=headers)).status_code == 200
    now = await counter.read(f"{REQUESTS}/{sent['id']}")
    headers = {**counter.world.as_(counter.officer), "If-Match": f'"{now["version"]}"'}
    other = await counter.world.api.put(path, json={**carrier, "name_th": "ผลผลิตอื่น"}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (409, "agency_output_differs")
    [carried] = (
        await counter.read(
            f"{REQUESTS}/outputs?fiscal_year={counter.fiscal_year}&function_code={counter.function_code}"
        )
    )["items"]
    assert (carried["requests"], carried["asked_amount"], carried["accepted_amount"]) == (2, "300.00", "0.00")
    listed = (await counter.read(f"{REQUESTS}?output_id={carried['id']}&sort=asked_amount"))["items"]
    assert [each["asked_amount"] for each in listed] == ["100.00", "200.00"]


async def test_lists_take_a_fixed_number_of_statements(world: World, stack: Stack) -> None:
    counter = next_counter(world)
    await counter.earmark()
    at = counter.desk()
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if any(name in statement for name in ("agency_request", "agency_output", "earmark")):
            sent.append(statement)

    engine = stack.app("budget").state.house.doors.engine.sync_engine
    counts = []
    for _ in range(2):
        await counter.sent("100.00", at)
        event.listen(engine, "before_cursor_execute", note)
        try:
            for grant in (at.officer, counter.officer):
                for path in (REQUESTS, f"{REQUESTS}/outputs", "/v1/earmarks"):
                    sent.clear()
                    query = {"fiscal_year": counter.fiscal_year}
                    found = await world.api.get(path, params=query, headers=world.as_(grant))
                    assert found.status_code == 200
                    counts.append((path, len(sent)))
        finally:
            event.remove(engine, "before_cursor_execute", note)
    assert set(counts) == {(REQUESTS, 1), (f"{REQUESTS}/outputs", 2), ("/v1/earmarks", 2)}
