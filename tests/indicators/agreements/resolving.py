"""A committee's decision on agreements as it really comes about: a meeting, a resolution, a second person."""

from typing import Any
from uuid import uuid4

from services.plans.committees.schemas import MEMBER_EXAMPLE
from services.plans.meetings.schemas import HASH
from tests.contract.specimens.committees import committee_body
from tests.contract.specimens.meetings import meeting_body
from tests.contract.specimens.resolutions import resolution_body
from tests.contract.world import World

Json = dict[str, Any]
SECRETARY, CHAIR = "evaluation_committee", "person:chair"
PATH = "/v1/performance-agreements"


def item_on(agreement: Json, decision: str = "approve", **changed: Any) -> Json:
    """Return a resolution's item on an agreement as it was read."""
    return {
        "service": "indicators",
        "object_type": "performance_agreement",
        "object_id": agreement["id"],
        "object_version": agreement["version"],
        "content_hash": agreement["content_hash"],
        "decision": decision,
        **changed,
    }


async def recorded(world: World, *items: Json, kind: str = SECRETARY) -> Json:
    """Return a resolution of a new national committee, recorded in a meeting that is closed, not confirmed yet."""
    body = committee_body(kind=kind, area_code=None, name_th=f"คณะกรรมการ {uuid4()}", valid_from="2014-01-01")
    committee = (await world.create("/v1/committees", body, "opdc")).json()
    member = {**MEMBER_EXAMPLE, "post_th": "เลขาธิการ ก.พ.ร.", "valid_from": "2014-01-01"}
    seated = (await world.create(f"/v1/committees/{committee['id']}/members", member, "opdc")).json()
    meeting = (await world.create("/v1/meetings", meeting_body(committee["id"]), kind)).json()
    path = f"/v1/meetings/{meeting['id']}"
    headers = {**world.as_(kind), "If-Match": f'"{meeting["version"]}"'}
    there = {"member_ids": [seated["members"][0]["id"]]}
    answer = await world.api.put(f"{path}/attendance", json=there, headers=headers)
    assert answer.status_code == 200, answer.text
    resolution: Json = (await world.create("/v1/resolutions", resolution_body(meeting["id"], *items), kind)).json()
    await world.act(f"{path}/close", kind, {"minutes_sha256": HASH})
    return resolution


async def carried_out(world: World, resolution: Json, kind: str = SECRETARY) -> Json:
    """Let another person confirm a resolution, and return what came of it."""
    headers = {**world.as_(kind, subject=CHAIR), "Idempotency-Key": str(uuid4())}
    confirmed = await world.api.post(f"/v1/resolutions/{resolution['id']}/confirm", headers=headers)
    assert confirmed.status_code == 200, confirmed.text
    result = await world.act(f"{PATH}/decisions", kind, {"resolution_id": resolution["id"]})
    outcome: Json = result.json()
    return outcome


async def decided(world: World, agreement: Json, decision: str = "approve", **changed: Any) -> Json:
    """Return an agreement after the committee decided on it."""
    resolution = await recorded(world, item_on(agreement, decision, **changed))
    (item,) = (await carried_out(world, resolution))["items"]
    # The service follows the confirmed resolutions by itself and may have been first.
    assert item["outcome"] in ("applied", "already_applied"), item
    read: Json = (await world.api.get(f"{PATH}/{agreement['id']}", headers=world.as_(SECRETARY))).json()
    return read
