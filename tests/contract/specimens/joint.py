"""Joint indicators, their offers and what came of them."""

import datetime as dt
from typing import Any
from uuid import uuid4

from services.indicators.joint.schemas.bodies import CREATE_EXAMPLE
from services.indicators.joint.schemas.fields import HASH
from services.plans.committees.schemas import MEMBER_EXAMPLE
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok
from services.shared.schemas import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY, indicator_body
from tests.contract.specimens.committees import committee_body
from tests.contract.specimens.meetings import meeting_body
from tests.contract.specimens.resolutions import item, resolution_body
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed

PATH = "/v1/joint-indicators"
EVALUATION = "evaluation_committee"
DEPARTMENT = "DOT-TOUR"
WORKSHOP: Json = {
    "workshop_on": "2014-09-02",
    "workshop_place_th": "ศาลากลางจังหวัดเชียงใหม่",
    "minutes_sha256": HASH,
    "area_codes": ["50"],
}
SEEN = {"definition_version": 1, "offer_version": 1}
COUNTER = {**SEEN, "target": 900, "conditions_th": None, "reason": "หมอกควันทำให้นักท่องเที่ยวลดลง"}


def days_ahead(days: int) -> str:
    """A day that is still to come."""
    return (day_in_bangkok(now()) + dt.timedelta(days=days)).isoformat()


def joint_body(indicator_id: str, *codes: str, **changed: Any) -> Json:
    """A proposal of the Ministry of Tourism and Sports to some provinces of the north, shared out equally."""
    areas = [{"area_code": code} for code in codes or ("50", "51")]
    known = {
        **CREATE_EXAMPLE,
        "indicator_id": indicator_id,
        "scope": "listed",
        "departure_reason_th": "เริ่มจัดเก็บข้อมูลในปี 2558 เฉพาะภาคเหนือตอนบน",
        "national_target": 1000 * len(areas),
        "areas": areas,
        "answer_by": days_ahead(30),
        "unassigned_limit_percent": 20,
        "unassigned_zero_by": days_ahead(90),
    }
    return {**known, **changed}


async def indicator(world: World, **changed: Any) -> Json:
    """A published indicator of the Ministry of Tourism and Sports."""
    made = await world.create("/v1/indicators", {**indicator_body(), **changed}, MINISTRY)
    published: Json = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
    return published


async def joint(world: World, state: str = "draft", **changed: Any) -> Json:
    """A joint indicator of an indicator of its own, its offers sent when asked."""
    measured = await indicator(world)
    made: Json = (await world.create(PATH, joint_body(measured["id"], **changed), MINISTRY)).json()
    if state == "offered":
        made = (await world.act(f"{PATH}/{made['id']}/offer", MINISTRY)).json()
    return made


def on_joint(state: str = "draft", grant: str = MINISTRY, **known: Any) -> Make:
    """A specimen on a joint indicator in a state."""

    async def make(world: World) -> Specimen:
        found = await joint(world, state)
        return Specimen(grant, {"joint_indicator_id": found["id"]}, tag=f'"{found["version"]}"', **known)

    return make


def on_offer(grant: str = PROVINCE, *, countered: bool = False, **known: Any) -> Make:
    """A specimen on the offer to เชียงใหม่."""

    async def make(world: World) -> Specimen:
        found = await joint(world, "offered")
        if countered:
            await world.act(f"{PATH}/{found['id']}/offers/50/counter", PROVINCE, COUNTER)
        return Specimen(grant, {"joint_indicator_id": found["id"], "area_code": "50"}, **known)

    return make


async def new_joint(world: World) -> Specimen:
    """A joint indicator that is not proposed yet."""
    return Specimen(MINISTRY, json=joint_body((await indicator(world))["id"]))


async def met(world: World) -> Specimen:
    """A workshop that เชียงใหม่ took part in."""
    found = await joint(world, "offered")
    await world.act(f"{PATH}/{found['id']}/workshop", MINISTRY, WORKSHOP)
    return Specimen(PROVINCE, {"joint_indicator_id": found["id"]}, json={"workshop_number": 1})


async def decided(world: World) -> Specimen:
    """A confirmed resolution about one offer."""
    found = await joint(world, "offered")
    offer = (await world.api.get(f"{PATH}/{found['id']}/offers/50", headers=world.as_(PROVINCE))).json()
    resolved = await evaluation_resolution(world, settle(offer))
    return Specimen(EVALUATION, json={"resolution_id": resolved["id"]})


def settle(offer: Json, decision: str = "settle", object_type: str = "joint_offer") -> Json:
    """What a committee decides of an offer, or of a dispute, as it saw it."""
    return item(
        service="indicators",
        object_type=object_type,
        object_id=offer["id"],
        object_version=offer["version"],
        content_hash=offer["content_hash"],
        decision=decision,
        reason_th="พ้นกำหนดตอบแล้ว",
    )


async def evaluation_resolution(world: World, *items: Json, held_on: str | None = None, kind: str = EVALUATION) -> Json:
    """A resolution of the evaluation committee about some offers, confirmed by a second person."""
    committee = {"kind": kind, "area_code": None, "name_th": "คณะกรรมการกำกับการประเมินผลฯ"}
    registered = (await world.create("/v1/committees", committee_body(**committee), KEEPER)).json()
    seated = await world.create(f"/v1/committees/{registered['id']}/members", MEMBER_EXAMPLE, KEEPER)
    called = meeting_body(registered["id"], held_on=held_on or days_ahead(31))
    held = (await world.create("/v1/meetings", called, kind)).json()
    there = {"member_ids": [seated.json()["members"][0]["id"]]}
    headers = {**world.as_(kind), "If-Match": f'"{held["version"]}"'}
    await world.api.put(f"/v1/meetings/{held['id']}/attendance", json=there, headers=headers)
    made: Json = (await world.create("/v1/resolutions", resolution_body(held["id"], *items), kind)).json()
    await world.act(f"/v1/meetings/{held['id']}/close", kind, {"minutes_sha256": HASH})
    second = {**world.as_(kind, subject="person:chair"), "Idempotency-Key": str(uuid4())}
    confirmed = await world.api.post(f"/v1/resolutions/{made['id']}/confirm", headers=second)
    assert confirmed.status_code == 200, confirmed.text
    return made


SPECIMENS: dict[str, Make] = {
    "listJointTopics": fixed(grant=PROVINCE),
    "listJointIndicators": fixed(grant=PROVINCE),
    "createJointIndicator": new_joint,
    "getJointIndicator": on_joint(),
    "updateJointIndicator": on_joint(json={"tolerance_percent": 4}),
    "offerJointIndicator": on_joint(),
    "redefineJointIndicator": on_joint("offered", json={"tolerance_percent": 4, "reason": "ปรับค่าคลาดเคลื่อนที่ยอมรับ"}),
    "withdrawJointIndicator": on_joint("offered", json={"reason": "รวมกับตัวชี้วัดร่วมอื่น"}),
    "assignJointIndicator": on_joint(json={"department_code": DEPARTMENT, "reason": "มอบหมายตามภารกิจ"}),
    "recordJointIndicatorWorkshop": on_joint(json=WORKSHOP),
    "confirmJointIndicatorWorkshop": met,
    "getJointIndicatorCascade": on_joint("offered", PROVINCE),
    "listJointIndicatorHistory": on_joint(),
    "getJointIndicatorResults": on_joint("offered", PROVINCE),
    "listJointOffers": on_joint("offered", PROVINCE),
    "getJointOffer": on_offer(),
    "signJointOffer": on_offer(json=SEEN),
    "counterJointOffer": on_offer(json=COUNTER),
    "reviseJointOffer": on_offer(MINISTRY, countered=True, json={"target": 950, "reason": "ปรับตามที่จังหวัดเสนอ"}),
    "declineJointOffer": on_offer(MINISTRY, countered=True, json={"reason": "เป้าหมายต่ำกว่าผลปีก่อน"}),
    "listJointOfferHistory": on_offer(),
    "decideJointOffers": decided,
}
