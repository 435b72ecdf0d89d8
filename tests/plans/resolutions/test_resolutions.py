"""`/v1/resolutions` through the gateway."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.shared.canonical import sha256
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.meetings import meeting
from tests.contract.specimens.resolutions import item, resolution, resolution_body
from tests.contract.world import COMMITTEE, World
from tests.stack import Stack

PATH = "/v1/resolutions"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


def second(world: World) -> dict[str, str]:
    """Headers of another person of the same secretariat."""
    return {**world.as_(COMMITTEE, subject="person:chair"), **key()}


async def test_one_records_and_another_confirms(world: World) -> None:
    made = await resolution(world)
    path = f"{PATH}/{made['id']}"
    alone = await world.api.post(f"{path}/confirm", headers={**world.as_(COMMITTEE), **key()})
    assert (alone.status_code, alone.json()["code"]) == (403, "second_person_needed")
    confirmed = await world.api.post(f"{path}/confirm", headers=second(world))
    assert (confirmed.json()["state"], confirmed.json()["confirmed_by"]) == ("confirmed", "person:chair")
    late = await world.api.post(f"{path}/withdraw", json={"reason": "ทดสอบ"}, headers={**world.as_(COMMITTEE), **key()})
    assert (late.status_code, late.json()["code"]) == (409, "state_does_not_allow")
    history = (await world.api.get(f"{path}/history", headers=world.as_(COMMITTEE))).json()["items"]
    assert [entry["type"] for entry in history] == ["resolution.confirmed", "resolution.recorded"]
    assert history[0]["resolution_id"] == made["id"]


async def test_nothing_is_confirmed_before_the_meeting_is_closed(world: World) -> None:
    made = await resolution(world, closed=False)
    answer = await world.api.post(f"{PATH}/{made['id']}/confirm", headers=second(world))
    assert (answer.status_code, answer.json()["code"]) == (409, "meeting_not_closed")


async def test_what_was_not_carried_is_not_confirmed(world: World) -> None:
    made = await resolution(world, votes_for=0, votes_abstained=1)
    answer = await world.api.post(f"{PATH}/{made['id']}/confirm", headers=second(world))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_carried")


async def test_a_withdrawn_resolution_frees_its_number(world: World) -> None:
    made = await resolution(world, closed=False)
    again = resolution_body(made["meeting_id"])
    taken = await world.api.post(PATH, json=again, headers={**world.as_(COMMITTEE), **key()})
    assert (taken.status_code, taken.json()["code"]) == (409, "resolution_exists")
    await world.act(f"{PATH}/{made['id']}/withdraw", COMMITTEE, {"reason": "บันทึกรายการไม่ครบ"})
    assert (await world.create(PATH, again, COMMITTEE)).json()["state"] == "recorded"


async def test_a_resolution_of_1859_items_keeps_their_order_and_hash(world: World) -> None:
    items: list[Json] = [item(object_version=place % 9 + 1) for place in range(1859)]
    items[7] |= {"decision": "approve_changed", "amount": "1250000.00", "reason_th": "ปรับวงเงินตามกรอบ"}
    items[8] |= {"decision": "refer", "reason_th": "เป็นภารกิจของกระทรวง", "function_code": "05"}
    made = await resolution(world, *items)
    assert made["item_count"] == 1859
    shown: list[Json] = []
    parameters: dict[str, Any] = {"limit": 200}
    while True:
        answer = await world.api.get(f"{PATH}/{made['id']}/items", params=parameters, headers=world.as_("opdc"))
        page = answer.json()
        shown += page["items"]
        if page["next_cursor"] is None:
            break
        parameters["cursor"] = page["next_cursor"]
    assert [each["object_id"] for each in shown] == [each["object_id"] for each in items]
    assert shown[7]["amount"] == "1250000.00"
    # Where nothing is sent anywhere, the hash is what it was before items could say so.
    canonical = [
        {
            name: value
            for name, value in each.items()
            if name != "position" and not (name in ("function_code", "into_id") and value is None)
        }
        for each in shown
    ]
    assert sha256({"items": canonical}) == made["items_hash"]


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"votes_for": 2}, "/votes_for", "more_votes_than_members"),
        ({"meeting_id": str(uuid4())}, "/meeting_id", "meeting_unknown"),
        ({"items": []}, "/items", "too_short"),
        ({"items": [item(content_hash="x" * 64)]}, "/items/0/content_hash", "string_pattern_mismatch"),
        ({"items": [item(decision="reject")]}, "/items/0/reason_th", "missing"),
        ({"items": [item(amount="1.00")]}, "/items/0/amount", "amount_out_of_place"),
        ({"items": [item(object_id="0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55")] * 2}, "/items/1", "item_twice"),
    ],
)
async def test_what_does_not_fit_is_named_at_its_place(world: World, changed: Json, pointer: str, code: str) -> None:
    held = await meeting(world, attended=True)
    body = {**resolution_body(held["id"]), **changed}
    answer = await world.api.post(PATH, json=body, headers={**world.as_(COMMITTEE), **key()})
    assert answer.status_code == 422, answer.text
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [(pointer, code)]


async def test_allowed_actions_know_the_second_person(world: World) -> None:
    made = await resolution(world)
    for subject, allowed, code in (("person:chair", True, None), (COMMITTEE, False, "second_person_needed")):
        read = await world.api.get(f"{PATH}/{made['id']}", headers=world.as_(COMMITTEE, subject=subject))
        confirm = next(each for each in read.json()["allowed_actions"] if each["action"] == "resolution.confirm")
        assert (confirm["allowed"], confirm["code"]) == (allowed, code)


async def test_a_service_is_told_what_it_is_to_carry_out(world: World, stack: Stack) -> None:
    items = [
        item(decision="approve", amount="1250000.00"),
        item(service="budget", object_type="budget_request"),
        item(),
    ]
    made = await resolution(world, *items)
    path = f"{stack.service_url('plans')}/internal/resolutions/{made['id']}"
    asked = {"service": "plans", "object_type": "project"}
    before = (await world.api.get(path, params=asked, headers=world.as_("service"))).json()
    assert (before["state"], before["confirmed_at"]) == ("recorded", None)
    confirmed = (await world.api.post(f"{PATH}/{made['id']}/confirm", headers=second(world))).json()
    answer = (await world.api.get(path, params=asked, headers=world.as_("service"))).json()
    assert answer["confirmed_at"] == confirmed["confirmed_at"]
    assert (answer["committee_kind"], answer["committee_area_code"]) == ("province_committee", "50")
    assert (answer["number"], answer["held_on"], answer["state"]) == ("3.1", "2014-10-20", "confirmed")
    shown = [(each["position"], each["object_id"], each["amount"], each["decision"]) for each in answer["items"]]
    assert shown == [
        (0, items[0]["object_id"], "1250000.00", "approve"),
        (2, items[2]["object_id"], None, "endorse"),
    ]
    assert answer["items"][0]["content_hash"] == items[0]["content_hash"]


async def test_the_services_question_is_not_for_the_public(world: World, stack: Stack) -> None:
    asked = {"service": "plans", "object_type": "project"}
    path = f"{stack.service_url('plans')}/internal/resolutions"
    made = await resolution(world)
    public = await world.api.get(f"{path}/{made['id']}", params=asked)
    assert (public.status_code, public.json()["code"]) == (401, "not_authenticated")
    absent = await world.api.get(f"{path}/{uuid4()}", params=asked, headers=world.as_("service"))
    assert (absent.status_code, absent.json()["code"]) == (404, "not_found")
    assert (await world.api.get(f"/internal/resolutions/{made['id']}", headers=world.as_("service"))).status_code == 404
