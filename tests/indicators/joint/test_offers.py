"""The offers to areas through the gateway: signing what was read, countering, revising, declining, and settling."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.shared.canonical import sha256
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import (
    EVALUATION,
    PATH,
    SEEN,
    days_ahead,
    evaluation_resolution,
    settle,
)
from tests.contract.world import World
from tests.indicators.joint.conftest import Sides, faults, offered
from tests.stack import Stack


async def let_the_day_pass(stack: Stack, sides: Sides) -> None:
    """Make the day to answer by one that is over, which no request can."""
    statement = text("UPDATE joint_offer SET answer_by = '2014-10-31' WHERE joint_indicator_id = :id")
    async with stack.sessions("indicators").begin() as session:
        await session.execute(statement, {"id": UUID(sides.id)})


async def tasks_of(world: World, grant: str, sides: Sides) -> list[str]:
    """What waits for somebody on a joint indicator."""
    answer = await world.api.get("/v1/tasks", headers=world.as_(grant))
    return [task["kind"] for task in answer.json()["items"] if sides.id in task["link"]]


def allowed(offer: Json) -> set[str]:
    """What the caller may do with an offer now."""
    return {each["action"].removeprefix("joint_offer.") for each in offer["allowed_actions"] if each["allowed"]}


async def test_it_stands_for_an_area_when_both_have_signed_the_same_versions(world: World) -> None:
    sides = await offered(world)
    sent = await sides.offer("50", "province:50")
    assert (sent["state"], [each["side"] for each in sent["signatures"]]) == ("offered", ["function"])
    assert allowed(sent) == {"sign", "counter", "read_history"}
    signed = (await sides.sign("50")).json()
    assert (signed["state"], allowed(signed)) == ("agreed", {"read_history"})
    assert [(each["side"], each["signed_by"], each["signed_as"]) for each in signed["signatures"]] == [
        ("function", MINISTRY, MINISTRY),
        ("area", "province:50", "province:50"),
    ]
    assert {each["offer_hash"] for each in signed["signatures"]} == {signed["content_hash"]}
    agreement = (await sides.read())["agreement"]
    assert (agreement["agreed"], agreement["areas"]) == (1, 4)
    assert (await sides.sign("50")).json()["code"] == "state_does_not_allow"


async def test_the_hash_of_an_offer_is_of_the_fields_that_the_contract_names(world: World) -> None:
    sides = await offered(world)
    await sides.counter("50", 800, conditions_th="ขอสนับสนุนงบ")
    joint, offer = await sides.read(), await sides.offer("50")
    names = (
        "joint_indicator_id definition_version area_code offer_version target conditions_th choice_th counter_target "
        "counter_conditions_th counter_reason_th"
    )
    content = {name: offer[name] for name in names.split()}
    assert offer["content_hash"] == sha256({**content, "definition_hash": joint["content_hash"]})


@pytest.mark.parametrize("seen", [{"offer_version": 2}, {"definition_version": 2}])
async def test_nothing_is_answered_that_was_not_read(world: World, seen: dict[str, int]) -> None:
    sides = await offered(world)
    for refused in (await sides.sign("50", **seen), await sides.counter("50", 800, **seen)):
        assert (refused.status_code, refused.json()["code"]) == (409, "offer_changed_since")
        assert refused.json()["facts"] == {"definition_version": 1, "offer_version": 1}
    assert (await sides.offer("50"))["state"] == "offered"


async def test_a_counter_moves_the_difference_and_the_ministry_revises(world: World) -> None:
    sides = await offered(world)
    for area in ("50", "51"):
        await sides.sign(area)
    countered = (await sides.counter("58", 700, conditions_th="ขอให้กระทรวงสนับสนุนเส้นทางท่องเที่ยว")).json()
    assert (countered["state"], countered["counter_target"], countered["target"]) == ("countered", 700, 1000)
    assert (await sides.reconciles())["unassigned"] == 300
    assert await tasks_of(world, MINISTRY, sides) == ["joint_offer.answer_counter", "joint_indicator.assign_rest"]
    assert await tasks_of(world, "province:58", sides) == []
    assert allowed(await sides.offer("58")) == {"revise", "decline", "read_history"}
    body = {"target": 850, "conditions_th": "สนับสนุนเส้นทางท่องเที่ยว 1 เส้นทาง", "reason": "ปรับตามข้อมูลไตรมาสที่ 1"}
    revised = await sides.done("offers/58/revise", body=body)
    assert (revised["state"], revised["offer_version"], revised["counter_target"]) == ("offered", 2, None)
    assert (revised["reply_th"], [each["side"] for each in revised["signatures"]]) == (body["reason"], ["function"])
    assert (await sides.reconciles())["unassigned"] == 150
    assert (await tasks_of(world, "province:58", sides), await tasks_of(world, MINISTRY, sides)) == (
        ["joint_offer.answer"],
        ["joint_indicator.assign_rest"],
    )
    assert (await sides.sign("58")).json()["code"] == "offer_changed_since"
    assert (await sides.sign("58", offer_version=2)).status_code == 200
    others = await sides.offers()
    assert [others[code]["state"] for code in ("50", "51", "52", "58")] == ["agreed", "agreed", "offered", "agreed"]
    assert await tasks_of(world, "province:58", sides) == []


async def test_a_declined_counter_leaves_the_offer_to_be_signed(world: World) -> None:
    sides = await offered(world)
    await sides.counter("50", 700)
    declined = await sides.done("offers/50/decline", body={"reason": "ต่ำกว่าผลปีก่อน"})
    assert (declined["state"], declined["offer_version"], declined["counter_reason_th"]) == ("offered", 1, None)
    assert (await sides.reconciles())["unassigned"] == 0
    assert (await sides.act("offers/50/decline", body={"reason": "ซ้ำ"})).json()["code"] == "state_does_not_allow"
    assert (await sides.sign("50")).json()["state"] == "agreed"


async def test_an_area_that_countered_may_still_sign_what_is_offered(world: World) -> None:
    sides = await offered(world)
    await sides.counter("50", 700)
    signed = (await sides.sign("50")).json()
    assert (signed["state"], signed["target"], signed["counter_target"]) == ("agreed", 1000, None)


async def test_a_new_offer_voids_the_signature_of_that_area_alone(world: World) -> None:
    sides = await offered(world)
    for area in ("50", "51"):
        await sides.sign(area)
    await sides.done("offers/50/revise", body={"target": 1100, "reason": "ตามผลไตรมาสที่ 1"})
    offers = await sides.offers()
    assert [(offers[code]["state"], len(offers[code]["signatures"])) for code in ("50", "51")] == [
        ("offered", 1),
        ("agreed", 2),
    ]
    assert (await sides.reconciles())["unassigned"] == -100


async def test_the_ministry_does_not_leave_more_with_nobody_than_its_limit(world: World) -> None:
    sides = await offered(world, unassigned_limit_percent=None, unassigned_limit_value=200)
    refused = await sides.act("offers/50/revise", body={"target": 799.99, "reason": "ลด"})
    assert (refused.status_code, refused.json()["facts"]) == (409, {"unassigned": 200.01, "limit": 200}), refused.text
    assert (await sides.counter("50", 500)).status_code == 200  # what an area asks is never refused for it
    assert (await sides.reconciles())["unassigned_state"] == "over_limit"
    nearer = await sides.act("offers/50/revise", body={"target": 750, "reason": "พบกันครึ่งทาง"})
    assert nearer.status_code == 200, nearer.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"target": None, "conditions_th": None}, [("", "counter_asks_nothing")]),
        ({"target": 10.005}, [("/target", "too_many_decimals")]),
        ({"target": "900"}, [("/target", "not_a_number")]),
    ],
)
async def test_a_counter_asks_for_something_that_can_be(world: World, body: Json, expected: list[Any]) -> None:
    sides = await offered(world)
    answer = await sides.act("offers/50/counter", "province:50", {**SEEN, "reason": "ขอปรับ", **body})
    assert (answer.status_code, faults(answer)) == (422, expected)


async def test_silence_is_never_consent(world: World, stack: Stack) -> None:
    sides = await offered(world)
    await let_the_day_pass(stack, sides)
    for refused in (await sides.sign("50"), await sides.counter("50", 800)):
        assert (refused.status_code, refused.json()["code"]) == (409, "answer_by_passed"), refused.text
    silent = await sides.offer("50", "province:50")
    assert (silent["state"], silent["is_overdue"], allowed(silent)) == ("offered", True, {"read_history"})
    sign = next(each for each in silent["allowed_actions"] if each["action"] == "joint_offer.sign")
    assert sign["code"] == "answer_by_passed"
    agreement = (await sides.read())["agreement"]
    assert (agreement["agreed"], agreement["offered"], agreement["overdue"]) == (0, 4, 4)
    late = await sides.act("offers/50/revise", body={"target": 1000, "reason": "ขยายเวลา"})
    assert faults(late) == [("/answer_by", "day_over")]
    later = {"target": 1000, "reason": "ขยายเวลา", "answer_by": days_ahead(10)}
    assert (await sides.done("offers/50/revise", body=later))["is_overdue"] is False
    assert (await sides.sign("50", offer_version=2)).status_code == 200


async def decide(world: World, sides: Sides, **decisions: str) -> Json:
    """Have the committee decide on offers, as `a50="settle"`, and carry it out."""
    items = [settle(await sides.offer(area[1:]), decision) for area, decision in decisions.items()]
    made = await evaluation_resolution(world, *items, held_on="2014-11-20")
    return await world_decides(world, made["id"])


async def world_decides(world: World, resolution_id: str) -> Json:
    """Carry a resolution out."""
    headers = {**world.as_(EVALUATION), **key()}
    answer = await world.api.post(f"{PATH}/decisions", json={"resolution_id": resolution_id}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_the_committee_settles_what_waits_past_its_day(world: World, stack: Stack) -> None:
    sides = await offered(world)
    await sides.sign("51")
    await sides.counter("52", 600)
    await let_the_day_pass(stack, sides)
    found = await decide(world, sides, a50="settle", a52="settle", a58="reject", a51="settle")
    assert [(each["outcome"], each["code"]) for each in found["items"]] == [
        ("applied", None),
        ("applied", None),
        ("applied", None),
        ("not_allowed", "state_does_not_allow"),
    ]
    offers = await sides.offers()
    assert [offers[code]["state"] for code in ("50", "51", "52", "58")] == ["settled", "agreed", "settled", "released"]
    assert offers["52"]["counter_target"] is None
    assert (offers["50"]["resolution_number"], offers["50"]["decided_on"]) == ("3.1", "2014-11-20")
    assert (await sides.reconciles())["unassigned"] == 1000
    agreement = (await sides.read())["agreement"]
    assert {name: agreement[name] for name in ("areas", "agreed", "settled", "released")} == {
        "areas": 3,
        "agreed": 1,
        "settled": 2,
        "released": 1,
    }
    again = await world_decides(world, found["resolution_id"])
    assert again["counts"] == {"applied": 0, "already_applied": 3, "changed_since": 0, "not_allowed": 1}
    history = await world.api.get(f"{sides.path}/offers/50/history", headers=world.as_("province:50"))
    last = history.json()["items"][0]
    assert (last["type"], last["resolution_id"]) == ("joint_offer.settled", found["resolution_id"])
    assert (await sides.act("offers/50/revise", body={"target": 1, "reason": "ก"})).json()[
        "code"
    ] == "state_does_not_allow"


async def test_a_released_area_stays_out_of_a_new_definition(world: World, stack: Stack) -> None:
    sides = await offered(world)
    await let_the_day_pass(stack, sides)
    await decide(world, sides, a58="reject", a50="settle")
    body = {"national_target": 3000, "answer_by": days_ahead(30), "reason": "แบ่งใหม่ให้สามจังหวัด"}
    await sides.done("redefine", body=body)
    offers = await sides.offers()
    states = [(offers[code]["state"], offers[code]["target"]) for code in ("50", "51", "52", "58")]
    assert states == [("offered", 1000), ("offered", 1000), ("offered", 1000), ("released", 1000)]
    assert offers["50"]["resolution_id"] is None
    assert (await sides.reconciles())["unassigned"] == 0


async def test_a_settled_joint_indicator_is_not_withdrawn(world: World, stack: Stack) -> None:
    sides = await offered(world)
    await let_the_day_pass(stack, sides)
    await decide(world, sides, a50="settle")
    refused = await sides.act("withdraw", body={"reason": "ยกเลิก"})
    assert (refused.status_code, refused.json()["facts"]) == (409, {"areas": "50"})


async def test_the_committee_does_not_decide_early_on_what_changed_or_anything_else(world: World, stack: Stack) -> None:
    sides = await offered(world)
    for held_on in ("2014-11-20", days_ahead(60)):
        early = await evaluation_resolution(world, settle(await sides.offer("50")), held_on=held_on)
        outcome = (await world_decides(world, early["id"]))["items"][0]
        assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "answer_still_open")
    await let_the_day_pass(stack, sides)
    seen = [settle(await sides.offer(area), decision) for area, decision in (("50", "settle"), ("51", "approve"))]
    made = await evaluation_resolution(world, *seen)
    later = {"target": 1050, "reason": "ปรับ", "answer_by": days_ahead(3)}
    await sides.done("offers/50/revise", body=later)
    found = await world_decides(world, made["id"])
    assert [(each["outcome"], each["code"]) for each in found["items"]] == [
        ("changed_since", None),
        ("not_allowed", "decision_not_for_offers"),
    ]
    assert (await sides.offer("50"))["state"] == "offered"


async def test_another_committee_does_not_decide_on_offers(world: World, stack: Stack) -> None:
    sides = await offered(world)
    await let_the_day_pass(stack, sides)
    items = [settle(await sides.offer("50"))]
    made = await evaluation_resolution(world, *items, kind="policy_committee")
    outcome = (await world_decides(world, made["id"]))["items"][0]
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "committee_may_not_decide")


async def test_what_can_be_settled_is_found_for_a_resolution(world: World, stack: Stack) -> None:
    sides = await offered(world, "93", national_target=1000)
    url = f"{stack.service_url('indicators')}/internal/decidables/joint_offer"
    asked: Json = {"fiscal_year": 2558, "state": "offered", "area_code": "93"}
    answer = await world.api.get(url, params=asked, headers=world.as_(EVALUATION))
    offer = await sides.offer("93")
    assert {
        "object_id": offer["id"],
        "object_version": offer["version"],
        "content_hash": offer["content_hash"],
        "amount": None,
    } in answer.json()["items"]


async def test_every_step_on_an_offer_is_in_its_history(world: World) -> None:
    sides = await offered(world)
    await sides.counter("50", 900)
    await sides.done("offers/50/decline", body={"reason": "คงเป้าหมายเดิม"})
    await sides.done("offers/50/revise", body={"target": 950, "reason": "พบกันครึ่งทาง"})
    await sides.sign("50", offer_version=2)
    for grant, status in (
        ("province:50", 200),
        (MINISTRY, 200),
        ("opdc", 200),
        ("province:51", 403),
        ("ministry:07", 403),
    ):
        answer = await world.api.get(f"{sides.path}/offers/50/history", headers=world.as_(grant))
        assert answer.status_code == status, grant
    told = (await world.api.get(f"{sides.path}/offers/50/history", headers=world.as_("province:50"))).json()["items"]
    assert [each["type"].removeprefix("joint_offer.") for each in told] == [
        "signed",
        "revised",
        "declined",
        "countered",
        "offered",
    ]
    assert told[1]["changes"]["target"] == [1000, 950]
    assert told[3]["changes"]["counter_target"] == [None, 900]
    assert told[3]["changes"]["reason"] == "หมอกควันทำให้นักท่องเที่ยวลดลง"
