"""Meetings of committees."""

from typing import Any

from services.plans.meetings.schemas import HASH
from tests.contract.operations import Json
from tests.contract.specimens.committees import committee
from tests.contract.world import COMMITTEE, Make, Specimen, World, fixed


def meeting_body(committee_id: str, **changed: Any) -> Json:
    """The first meeting of a committee."""
    body = {"committee_id": committee_id, "number": "1/2558", "held_on": "2014-10-20", "place_th": "ศาลากลางจังหวัด"}
    return {**body, **changed}


async def meeting(world: World, *, attended: bool = False) -> Json:
    """A meeting of a committee of one member, who was there when asked."""
    registered = await committee(world)
    made: Json = (await world.create("/v1/meetings", meeting_body(registered["id"]), COMMITTEE)).json()
    member = registered["members"][0]["id"]
    if attended:
        headers = {**world.as_(COMMITTEE), "If-Match": f'"{made["version"]}"'}
        path = f"/v1/meetings/{made['id']}/attendance"
        made = (await world.api.put(path, json={"member_ids": [member]}, headers=headers)).json()
    return {**made, "member_id": member}


def on_meeting(*, attended: bool = False, **known: Any) -> Make:
    """A specimen on a meeting."""

    async def make(world: World) -> Specimen:
        found = await meeting(world, attended=attended)
        return Specimen(COMMITTEE, {"meeting_id": found["id"]}, tag=f'"{found["version"]}"', **known)

    return make


async def with_attendance(world: World) -> Specimen:
    """A meeting and its one member."""
    found = await meeting(world)
    body = {"member_ids": [found["member_id"]]}
    return Specimen(COMMITTEE, {"meeting_id": found["id"]}, json=body, tag=f'"{found["version"]}"')


async def new_meeting(world: World) -> Specimen:
    """A meeting that has not been called yet."""
    return Specimen(COMMITTEE, json=meeting_body((await committee(world))["id"]))


SPECIMENS: dict[str, Make] = {
    "listMeetings": fixed(grant=COMMITTEE),
    "createMeeting": new_meeting,
    "getMeeting": on_meeting(),
    "updateMeetingAttendance": with_attendance,
    "closeMeeting": on_meeting(attended=True, json={"minutes_sha256": HASH}),
    "listMeetingHistory": on_meeting(),
}
