"""Resolutions and their items."""

from typing import Any
from uuid import uuid4

from services.plans.meetings.schemas import HASH
from services.plans.resolutions.schemas import ITEM_EXAMPLE
from tests.contract.operations import Json
from tests.contract.specimens.meetings import meeting
from tests.contract.world import COMMITTEE, Make, Specimen, World, fixed


def item(**changed: Any) -> Json:
    """An item on an object of its own."""
    return {**ITEM_EXAMPLE, "object_id": str(uuid4()), **changed}


def resolution_body(meeting_id: str, *items: Json, **changed: Any) -> Json:
    """A resolution carried by the one member who was there."""
    votes = {"votes_for": 1, "votes_against": 0, "votes_abstained": 0}
    head = {"meeting_id": meeting_id, "number": "3.1", "title_th": "เห็นชอบโครงการ", **votes}
    return {**head, "items": list(items) or [item()], **changed}


async def resolution(world: World, *items: Json, closed: bool = True, **changed: Any) -> Json:
    """A recorded resolution; its meeting closed unless told otherwise."""
    held = await meeting(world, attended=True)
    made = await world.create("/v1/resolutions", resolution_body(held["id"], *items, **changed), COMMITTEE)
    if closed:
        await world.act(f"/v1/meetings/{held['id']}/close", COMMITTEE, {"minutes_sha256": HASH})
    found: Json = made.json()
    return found


def on_resolution(*, subject: str | None = None, **known: Any) -> Make:
    """A specimen on a recorded resolution."""

    async def make(world: World) -> Specimen:
        found = await resolution(world)
        return Specimen(COMMITTEE, {"resolution_id": found["id"]}, subject=subject, **known)

    return make


async def new_resolution(world: World) -> Specimen:
    """A resolution that has not been recorded yet."""
    return Specimen(COMMITTEE, json=resolution_body((await meeting(world, attended=True))["id"]))


SPECIMENS: dict[str, Make] = {
    "listResolutions": fixed(grant=COMMITTEE),
    "createResolution": new_resolution,
    "getResolution": on_resolution(),
    "listResolutionItems": on_resolution(),
    "confirmResolution": on_resolution(subject="person:chair"),
    "withdrawResolution": on_resolution(json={"reason": "บันทึกรายการไม่ครบ"}),
    "listResolutionHistory": on_resolution(),
}
