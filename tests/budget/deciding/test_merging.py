"""Merging and referring by a resolution: both ends are linked, and money is counted once."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from services.shared.money import parse_amount
from tests.budget.requests.lists import LISTS, NATIONAL, REQUESTS, Desk, carried_out, confirmed, desk, item_on
from tests.budget.requests.lists import meeting_of as meeting
from tests.contract.operations import Json
from tests.contract.world import World
from tests.stack import Stack


async def endorsed(at: Desk, *amounts: str, **changed: Any) -> list[Json]:
    """Requests of one list that its committee endorsed by one resolution."""
    submission = await at.list()
    made = [await at.request(submission, amount, **changed) for amount in amounts]
    await at.post(f"{LISTS}/{submission['id']}/submit")
    items = [item_on(await at.again(each), "endorse") for each in made]
    result = await carried_out(at.world, await confirmed(at.world, ("province_committee", at.place.area_code), items))
    assert result["counts"]["applied"] == len(made), result
    return [await at.again(each) for each in made]


def outcomes(result: Json) -> list[tuple[str, str | None]]:
    """What came of each item, in the order of the resolution."""
    return [(item["outcome"], item["code"]) for item in result["items"]]


async def sums_of(at: Desk, stack: Stack) -> tuple[int, int]:
    """What is asked and approved in the place's area and year, in satang."""
    url = f"{stack.service_url('budget')}/internal/facts/areas"
    query: Json = {"area_code": at.place.area_code, "fiscal_year": at.place.fiscal_year}
    answer = await at.world.api.get(url, params=query, headers=at.world.as_(at.officer))
    sums = answer.json()["areas"][at.place.area_code]["requests"]
    return parse_amount(sums["asked_amount"]), parse_amount(sums["approved_amount"])


async def test_what_was_merged_is_granted_where_it_went_and_counted_once(at: Desk, stack: Stack) -> None:
    before = await sums_of(at, stack)
    small, large = await endorsed(at, "300.00", "500.00")
    assert await at.held() == ("800.00", "0.00")
    granted = item_on(large, "approve_changed", amount="750.00", reason_th="รวมสองโครงการ ลดค่าบริหาร")
    merged = item_on(small, "merge", into_id=large["id"], reason_th="พื้นที่และกิจกรรมเดียวกัน")
    # Whatever the order of the meeting: what goes into another is carried out before that one is decided.
    resolution = await confirmed(at.world, NATIONAL, [granted, merged])
    assert outcomes(await carried_out(at.world, resolution)) == [("applied", None)] * 2
    assert outcomes(await carried_out(at.world, resolution)) == [("already_applied", None)] * 2
    small, large = await at.again(small), await at.again(large)
    assert (small["state"], small["merged_into_id"], small["held_amount"]) == ("merged", large["id"], "0.00")
    assert (small["asked_amount"], small["approved_amount"]) == ("300.00", None)
    assert (large["merged_ids"], large["merged_amount"]) == ([small["id"]], "300.00")
    assert (large["asked_amount"], large["approved_amount"]) == ("500.00", "750.00")
    assert await at.held() == ("0.00", "750.00")
    assert await sums_of(at, stack) == (before[0] + 800_00, before[1] + 750_00)
    histories = [(await at.read(f"{REQUESTS}/{each['id']}/history"))["items"] for each in (small, large)]
    assert histories[0][0]["resolution_id"] == resolution["id"]
    types = [entry["type"].removeprefix("budget_request.") for entry in histories[1]]
    assert types == ["approved", "took_in", "endorsed", "submitted", "created"]


async def test_a_merger_needs_another_request_that_still_goes_its_way(at: Desk) -> None:
    (request,) = await endorsed(at, "300.00")
    elsewhere = await desk(at.world)
    other_year = await elsewhere.submitted()
    before = (await at.again(request))["version"]
    for into in (other_year["id"], str(uuid4())):
        outcome = await at.decide(request, "merge", NATIONAL, into_id=into)
        assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "merger_does_not_fit")
    assert (await at.again(request))["version"] == before
    assert await at.held() == ("300.00", "0.00")


@pytest.mark.parametrize(
    ("decision", "changed", "pointer"),
    [
        ("merge", {"into_id": None}, "/items/0/into_id"),
        ("merge", {"into_id": "itself"}, "/items/0/into_id"),
        ("refer", {"function_code": None}, "/items/0/function_code"),
        ("reject", {"function_code": "05"}, "/items/0/function_code"),
    ],
)
async def test_a_resolution_says_where_it_sends_something(
    world: World, decision: str, changed: Json, pointer: str
) -> None:
    seen = {"id": str(uuid4()), "version": 1, "content_hash": "a" * 64}
    item = {**item_on(seen, decision), **{name: seen["id"] if value else value for name, value in changed.items()}}
    if changed.get("function_code"):
        item["function_code"] = "05"
    held = await meeting(world, NATIONAL)
    votes = {"votes_for": 1, "votes_against": 0, "votes_abstained": 0}
    body = {"meeting_id": held["id"], "number": "3.1", "title_th": "พิจารณาคำขอ", **votes, "items": [item]}
    headers = {**world.as_(NATIONAL[0]), "Idempotency-Key": str(uuid4())}
    answer = await world.api.post("/v1/resolutions", json=body, headers=headers)
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (422, [pointer])


async def test_an_item_takes_as_many_statements_among_four_as_alone(world: World, stack: Stack) -> None:
    used: dict[int, int] = {}
    for count in (1, 4):
        at = await desk(world, "10000.00")
        items = [item_on(each, "refer") for each in await endorsed(at, *["500.00"] * count)]
        resolution = await confirmed(world, NATIONAL, items)
        sent: list[str] = []
        engine = stack.sessions("budget").kw["bind"].sync_engine

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any, sent: list[str] = sent) -> None:
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        result = await carried_out(world, resolution)
        event.remove(engine, "before_cursor_execute", note)
        assert result["counts"]["applied"] == count
        used[count] = len(sent)
    # 24 each; the sweeper of the events, which runs beside it, sends a few of its own.
    assert (used[4] - used[1]) / 3 <= 36, used
