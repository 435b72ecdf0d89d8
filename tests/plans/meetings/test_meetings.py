"""`/v1/meetings` through the gateway."""

from uuid import uuid4

import httpx
import pytest

from services.plans.committees.schemas import MEMBER_EXAMPLE
from services.plans.meetings.schemas import HASH
from tests.conftest import As, key
from tests.contract.specimens.committees import committee
from tests.contract.specimens.meetings import meeting, meeting_body
from tests.contract.world import COMMITTEE, PROVINCE, World

PATH = "/v1/meetings"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def test_a_meeting_is_called_attended_and_closed_over_its_minutes(world: World) -> None:
    registered = await committee(world)
    secretary = {**MEMBER_EXAMPLE, "post_th": "หัวหน้าสำนักงานจังหวัด", "seat": "secretary"}
    seats = await world.create(f"/v1/committees/{registered['id']}/members", secretary, PROVINCE)
    chair, other = [member["id"] for member in seats.json()["members"]]
    made = await world.create(PATH, meeting_body(registered["id"]), COMMITTEE)
    path, office = made.headers["location"], world.as_(COMMITTEE)
    early = await world.api.post(f"{path}/close", json={"minutes_sha256": HASH}, headers={**office, **key()})
    assert (early.status_code, early.json()["code"]) == (409, "quorum_missing")
    assert early.json()["facts"] == {"members": 2, "present": 0, "needed": 1}
    body = {"member_ids": [chair, other], "interests": [{"member_id": other, "matter_th": "โครงการของจังหวัด"}]}
    attended = await world.api.put(f"{path}/attendance", json=body, headers={**office, "If-Match": '"1"'})
    assert attended.json()["presence"] == {"members": 2, "present": 2, "needed": 1, "has_quorum": True}
    closed = await world.api.post(f"{path}/close", json={"minutes_sha256": HASH}, headers={**office, **key()})
    assert (closed.json()["state"], closed.json()["minutes_sha256"]) == ("closed", HASH)
    again = await world.api.put(f"{path}/attendance", json=body, headers={**office, "If-Match": closed.headers["etag"]})
    assert (again.status_code, again.json()["code"]) == (409, "state_does_not_allow")
    history = (await world.api.get(f"{path}/history", headers=office)).json()["items"]
    assert [entry["type"] for entry in history] == ["meeting.closed", "meeting.attended", "meeting.called"]


async def test_who_is_no_member_of_that_day_was_not_there(world: World) -> None:
    made = await meeting(world)
    headers = {**world.as_(COMMITTEE), "If-Match": '"1"'}
    answer = await world.api.put(
        f"{PATH}/{made['id']}/attendance", json={"member_ids": [str(uuid4())]}, headers=headers
    )
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_a_member")


@pytest.mark.parametrize("grant", ["province_committee:51", "cluster_committee:C52-15", "policy_committee"])
async def test_another_committees_secretariat_is_refused(world: World, grant: str) -> None:
    made = await meeting(world, attended=True)
    headers = {**world.as_(grant), **key()}
    answer = await world.api.post(f"{PATH}/{made['id']}/close", json={"minutes_sha256": HASH}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "committee_not_of_record")
    read = await world.api.get(f"{PATH}/{made['id']}", headers=world.as_(grant))
    close = next(each for each in read.json()["allowed_actions"] if each["action"] == "meeting.close")
    assert (close["allowed"], close["code"]) == (False, "committee_not_of_record")


async def test_a_number_is_taken_once_and_a_day_must_be_the_committees(world: World) -> None:
    registered = await committee(world)
    await world.create(PATH, meeting_body(registered["id"]), COMMITTEE)
    headers = {**world.as_(COMMITTEE), **key()}
    twice = await world.api.post(PATH, json=meeting_body(registered["id"]), headers=headers)
    assert (twice.status_code, twice.json()["code"]) == (409, "meeting_exists")
    before = meeting_body(registered["id"], number="2/2558", held_on="2009-02-17")
    early = await world.api.post(PATH, json=before, headers={**world.as_(COMMITTEE), **key()})
    assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "outside_committee")
