"""What follows a resolution of ก.น.จ.: one notice for each whom it concerns, and needs that live on."""

import asyncio

import pytest

from services.budget.requests.schemas.fields import EVIDENCE_EXAMPLES, FORUM_EXAMPLE
from tests.budget.ledger.books import Place
from tests.budget.requests.lists import NATIONAL, REQUESTS, Desk, carried_out, confirmed, desk, item_on
from tests.budget.requests.test_joint import ROUNDS
from tests.contract.operations import Json
from tests.contract.specimens.deciding import ASKED, MINISTRY, next_year_of, rejected
from tests.contract.specimens.joint import joint
from tests.contract.world import World

NOTICES, NEEDS = "/v1/resolution-notices", "/v1/unfunded-needs"
OTHER = "ministry:11"


async def endorsed(at: Desk, amount: str = "500.00", **changed: object) -> Json:
    """A request that its committee endorsed."""
    request = await at.submitted(amount, **changed)
    assert (await at.decide(request, "endorse"))["outcome"] == "applied"
    return await at.again(request)


async def tasks_of(at: Desk, grant: str) -> list[str]:
    """Where the open tasks of somebody are."""
    return [task["link"] for task in (await at.read("/v1/tasks", grant))["items"]]


async def notices_of(at: Desk, resolution: Json, **query: str) -> list[Json]:
    """The notices of a resolution, by addressee."""
    params = "&".join(f"{name}={value}" for name, value in query.items())
    found = (await at.read(f"{NOTICES}?resolution_id={resolution['id']}&{params}".rstrip("&"), "opdc"))["items"]
    return sorted(found, key=lambda notice: str(notice["function_code"]))


async def need_of(at: Desk, request: Json) -> Json:
    """The one need that is kept of a request."""
    (need,) = (await at.read(f"{NEEDS}?request_id={request['id']}"))["items"]
    return await at.read(f"{NEEDS}/{need['id']}")


async def test_each_whom_it_concerns_gets_one_notice_and_those_who_are_silent_are_named(world: World) -> None:
    at = await desk(world, "2000.00")
    first, second = await endorsed(at), await endorsed(await desk(world))
    await world.create(f"{REQUESTS}/{first['id']}/opinions", ASKED | {"function_codes": ["11"]}, "opdc")
    items = [item_on(first, "refer"), item_on(second, "refer")]
    resolution = await confirmed(world, NATIONAL, items)
    # Carried out by four at once: each item once, each notice once.
    await asyncio.gather(*(carried_out(world, resolution) for _ in range(4)))
    five, eleven = await notices_of(at, resolution)
    assert [(each["function_code"], each["item_count"]) for each in (five, eleven)] == [("05", 2), ("11", 1)]
    shown = await at.read(f"{NOTICES}/{five['id']}", MINISTRY)
    lines = [(line["request_id"], line["decision"], line["concerns"]) for line in shown["items"]]
    assert lines == [(each["id"], "refer", ["referred_to"]) for each in (first, second)]
    assert (await tasks_of(at, MINISTRY)).count(f"{NOTICES}/{five['id']}") == 1
    assert (await at.post(f"{NOTICES}/{five['id']}/acknowledge", OTHER, {})).status_code == 403
    await world.act(f"{NOTICES}/{five['id']}/acknowledge", MINISTRY, {"acknowledgement_th": "รับไว้พิจารณา"})
    again = await at.post(f"{NOTICES}/{five['id']}/acknowledge", MINISTRY, {})
    assert (again.status_code, again.json()["code"]) == (409, "resolution_notice_acknowledged")
    silent = await notices_of(at, resolution, is_acknowledged="false")
    assert [each["function_code"] for each in silent] == ["11"]
    assert f"{NOTICES}/{five['id']}" not in await tasks_of(at, MINISTRY)


async def test_an_item_that_is_carried_out_later_is_to_be_acknowledged_anew(at: Desk) -> None:
    submission = await at.list()
    made = [await at.request(submission, "800.00"), await at.request(submission, ceiling_position="above")]
    for request in made:
        assert (await at.decide(await at.done(request, "submit"), "endorse"))["outcome"] == "applied"
    taken, above = [await at.again(request) for request in made]
    for request in (taken, above):
        await at.world.create(f"{REQUESTS}/{request['id']}/opinions", ASKED | {"function_codes": ["11"]}, "opdc")
    # The money that the second frees comes too late for the first.
    resolution = await confirmed(at.world, NATIONAL, [item_on(above, "approve"), item_on(taken, "reject")])
    result = await carried_out(at.world, resolution)
    assert [item["outcome"] for item in result["items"]] == ["not_allowed", "applied"]
    (notice,) = await notices_of(at, resolution)
    path = f"{NOTICES}/{notice['id']}"
    assert notice["item_count"] == 1  # what was not carried out is not told
    await at.world.act(f"{path}/acknowledge", OTHER, {})
    assert path not in await tasks_of(at, OTHER)
    await carried_out(at.world, resolution)
    shown = await at.read(path, OTHER)
    assert (shown["acknowledged_at"], shown["item_count"]) == (None, 2)
    assert [(line["decision"], line["approved_amount"]) for line in shown["items"]] == [
        ("approve", "500.00"),
        ("reject", None),
    ]
    assert (await tasks_of(at, OTHER)).count(path) == 1


async def test_the_host_of_the_joint_indicator_is_told_of_what_serves_it(world: World) -> None:
    at = Desk(world, Place(2558, "AREA", "50"), {})
    offered = await joint(world, "offered")
    body = at.request_body(
        await at.list(round=next(ROUNDS)),
        await at.project(),
        joint_indicator_id=offered["id"],
        ceiling_position="above",
    )
    request = await at.done((await world.create(REQUESTS, body, at.officer)).json(), "submit")
    assert (await at.decide(request, "endorse"))["outcome"] == "applied"
    resolution = await confirmed(world, NATIONAL, [item_on(await at.again(request), "reject", reason_th="เงินไม่พอ")])
    await carried_out(world, resolution)
    (notice,) = await notices_of(at, resolution)
    shown = await at.read(f"{NOTICES}/{notice['id']}", MINISTRY)
    assert [(line["decision"], line["concerns"]) for line in shown["items"]] == [("reject", ["joint_indicator"])]
    # It was above the ceiling: the need stays without anybody asking.
    need = await need_of(at, request)
    assert (need["cause"], need["amount"], need["reason_th"]) == ("above_ceiling", "500.00", "เงินไม่พอ")
    assert (need["resolution_id"], need["state"]) == (resolution["id"], "open")


async def test_a_need_is_asked_for_again_next_year_and_closed_when_it_is_paid_for(at: Desk) -> None:
    request = await rejected(at, forum=FORUM_EXAMPLE, evidence=EVIDENCE_EXAMPLES)
    assert (await at.read(f"{NEEDS}?request_id={request['id']}"))["items"] == []  # on its merits, or for money?
    body = {"request_id": request["id"], "reason_th": "วงเงินไม่พอ"}
    need = (await at.world.create(NEEDS, body, at.officer)).json()
    assert (need["cause"], need["amount"], need["state"]) == ("rejected", "500.00", "open")
    twice = await at.post(NEEDS, at.officer, body)
    assert (twice.status_code, twice.json()["code"]) == (409, "unfunded_need_exists")
    later = await next_year_of(at)
    headers = {**at.world.as_(at.officer), "Idempotency-Key": f"carry-{need['id']}"}
    path = f"{NEEDS}/{need['id']}"
    first, again = [await at.world.api.post(f"{path}/carry", json=later, headers=headers) for _ in range(2)]
    assert (first.status_code, again.json()) == (200, first.json()), first.text
    draft = await at.read(f"{REQUESTS}/{first.json()['next_request_id']}")
    assert (draft["state"], draft["carried_from_id"], draft["asked_amount"]) == ("draft", request["id"], "500.00")
    assert [{**line, "fiscal_year": None} for line in draft["lines"]] == [
        {**line, "fiscal_year": None} for line in request["lines"]
    ]
    assert {line["fiscal_year"] for line in draft["lines"]} == {draft["fiscal_year"]}
    assert (
        (draft["forum"], draft["evidence"])
        == (request["forum"], request["evidence"])
        == (FORUM_EXAMPLE, EVIDENCE_EXAMPLES)
    )
    standing = await at.post(f"{path}/carry", at.officer, await next_year_of(at))
    assert (standing.status_code, standing.json()["code"]) == (409, "unfunded_need_carried")
    # Approved in that year, the need of this one ends.
    place = Place(draft["fiscal_year"], at.place.fund_code, at.place.area_code)
    future = await desk(at.world, place=place)
    await future.done(draft, "submit")
    assert (await future.decide(await at.again(draft), "endorse"))["outcome"] == "applied"
    assert (await future.decide(await at.again(draft), "approve", NATIONAL))["outcome"] == "applied"
    assert (await at.read(path))["state"] == "funded"


async def test_a_carried_draft_that_is_given_up_lets_the_need_be_carried_again(at: Desk) -> None:
    request = await rejected(at)
    body = {"request_id": request["id"], "reason_th": "วงเงินไม่พอ"}
    need = (await at.world.create(NEEDS, body, at.officer)).json()
    path = f"{NEEDS}/{need['id']}"
    same_year = {"submission_id": request["submission_id"], "project_id": (await at.project())["id"]}
    refused = await at.post(f"{path}/carry", at.officer, same_year)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_a_later_year")
    first = (await at.world.act(f"{path}/carry", at.officer, await next_year_of(at))).json()
    draft = await at.read(f"{REQUESTS}/{first['next_request_id']}")
    await at.done(draft, "withdraw", {"reason": "รอปีถัดไป"})
    second = (await at.world.act(f"{path}/carry", at.officer, await next_year_of(at))).json()
    assert second["next_request_id"] not in (None, draft["id"])


async def test_what_was_referred_waits_for_its_ministry_which_may_pay(at: Desk) -> None:
    request = await endorsed(at)
    assert (await at.decide(request, "refer", NATIONAL))["outcome"] == "applied"
    assert (await at.again(request))["referred_to"] == "05"
    need = await need_of(at, request)
    assert (need["cause"], need["state"], need["referred_to"]) == ("referred", "referred", "05")
    path = f"{NEEDS}/{need['id']}"
    assert path in await tasks_of(at, MINISTRY)
    close = {"outcome": "funded", "reason": "ตั้งไว้ในแผนงานของกระทรวงแล้ว", "agency_request_id": request["id"]}
    assert (await at.post(f"{path}/close", OTHER, close)).status_code == 403
    closed = (await at.world.act(f"{path}/close", MINISTRY, close)).json()
    assert (closed["state"], closed["agency_request_id"]) == ("funded", request["id"])
    assert path not in await tasks_of(at, MINISTRY)
    over = await at.post(f"{path}/refer", at.officer, {"function_code": "11", "reason": "ขอให้พิจารณา"})
    assert (over.status_code, over.json()["code"]) == (409, "state_does_not_allow")


@pytest.mark.parametrize("granted", ["200.00", "500.00"])
async def test_a_need_kept_while_it_waited_above_the_ceiling_shrinks_or_ends_with_the_grant(
    at: Desk, granted: str
) -> None:
    request = await endorsed(at, ceiling_position="above")
    need = (await at.world.create(NEEDS, {"request_id": request["id"], "reason_th": "เกินกรอบ"}, at.officer)).json()
    outcome = await at.decide(request, "approve_changed", NATIONAL, amount=granted)
    assert outcome["outcome"] == "applied", outcome
    found = await need_of(at, request)
    wanted = ("open", "300.00", "approved_in_part") if granted == "200.00" else ("funded", "500.00", "above_ceiling")
    assert (found["id"], (found["state"], found["amount"], found["cause"])) == (need["id"], wanted)


async def test_of_a_request_that_may_still_get_its_money_nothing_is_kept(at: Desk) -> None:
    request = await at.submitted()
    refused = await at.post(NEEDS, at.officer, {"request_id": request["id"], "reason_th": "วงเงินไม่พอ"})
    assert (refused.status_code, refused.json()["code"]) == (409, "unfunded_need_not_there")
