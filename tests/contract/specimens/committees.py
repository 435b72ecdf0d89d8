"""Committees and their members."""

from typing import Any
from uuid import uuid4

from services.plans.committees.schemas import CREATE_EXAMPLE, MEMBER_EXAMPLE
from tests.contract.operations import Json
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed


def committee_body(**changed: Any) -> Json:
    """A committee of เชียงใหม่ whose code nobody has."""
    return {**CREATE_EXAMPLE, "code": f"T-{uuid4().hex[:12].upper()}", **changed}


async def committee(world: World, **changed: Any) -> Json:
    """A registered committee with one member."""
    made: Json = (await world.create("/v1/committees", committee_body(**changed), PROVINCE)).json()
    seated = await world.create(f"/v1/committees/{made['id']}/members", MEMBER_EXAMPLE, PROVINCE)
    found: Json = seated.json()
    return found


def on_committee(*, member: bool = False, **known: Any) -> Make:
    """A specimen on a committee, or on its one member."""

    async def make(world: World) -> Specimen:
        found = await committee(world)
        path = {"committee_id": found["id"]} | ({"member_id": found["members"][0]["id"]} if member else {})
        return Specimen(PROVINCE, path, tag=f'"{found["version"]}"', **known)

    return make


async def new_committee(_world: World) -> Specimen:
    """A committee that is not registered yet."""
    return Specimen(PROVINCE, json=committee_body())


SPECIMENS: dict[str, Make] = {
    "listCommittees": fixed(),
    "createCommittee": new_committee,
    "getCommittee": on_committee(),
    "updateCommittee": on_committee(json={"valid_to": "2016-09-30"}),
    "createCommitteeMember": on_committee(json={**MEMBER_EXAMPLE, "post_th": "หัวหน้าสำนักงานจังหวัด", "seat": "secretary"}),
    "endCommitteeMember": on_committee(member=True, json={"valid_to": "2015-09-30", "reason": "ย้ายหน้าที่"}),
    "listCommitteeHistory": on_committee(),
}
