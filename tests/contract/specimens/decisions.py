"""Committees at work: what they resolve of objects, recorded by one person, confirmed by another, carried out."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from services.plans.committees.schemas import MEMBER_EXAMPLE
from services.plans.meetings.schemas import HASH
from tests.contract.operations import Json
from tests.contract.specimens.committees import committee_body
from tests.contract.specimens.meetings import meeting_body
from tests.contract.specimens.resolutions import resolution_body
from tests.contract.world import World

CHAIR = "person:chair"


@dataclass(frozen=True)
class Body:
    """A committee: its kind, and its area unless it is a national one."""

    kind: str
    area: str | None = None

    @property
    def office(self) -> str:
        """The grant of its secretariat."""
        return f"{self.kind}:{self.area}" if self.area else self.kind

    @property
    def keeper(self) -> str:
        """The grant that keeps its register."""
        return f"{self.kind.removesuffix('_committee')}:{self.area}" if self.area else "opdc"


POLICY = Body("policy_committee")


def of_province(area: str) -> Body:
    """The ก.บ.จ. of a province."""
    return Body("province_committee", area)


def of_cluster(area: str) -> Body:
    """The ก.บ.ก. of a cluster."""
    return Body("cluster_committee", area)


async def meeting_of(world: World, body: Body) -> Json:
    """A meeting of a new committee, its one member there."""
    kind = {"kind": body.kind, "area_code": body.area}
    committee = (await world.create("/v1/committees", committee_body(**kind), body.keeper)).json()
    path = f"/v1/committees/{committee['id']}/members"
    member = (await world.create(path, MEMBER_EXAMPLE, body.keeper)).json()["members"][0]["id"]
    held: Json = (await world.create("/v1/meetings", meeting_body(committee["id"]), body.office)).json()
    headers = {**world.as_(body.office), "If-Match": f'"{held["version"]}"'}
    path = f"/v1/meetings/{held['id']}/attendance"
    answer = await world.api.put(path, json={"member_ids": [member]}, headers=headers)
    assert answer.status_code == 200, answer.text
    return {**answer.json(), "member_id": member}


def addressed(decision: str) -> Json:
    """Where a decision sends something, as far as it must say so."""
    known = {"refer": {"function_code": "05"}, "merge": {"into_id": str(uuid4())}}
    return known.get(decision, {})


def item_on(found: Json, decision: str, *, object_type: str, service: str = "plans", **changed: Any) -> Json:
    """An item on an object exactly as it was read."""
    changed = {**addressed(decision), **changed}
    seen = {"object_id": found["id"], "object_version": found["version"], "content_hash": found["content_hash"]}
    return {"service": service, "object_type": object_type, **seen, "decision": decision, **changed}


async def recorded(world: World, body: Body, *items: Json, **changed: Any) -> Json:
    """A resolution that one person recorded, its meeting closed. `query` takes the place of the items."""
    held = await meeting_of(world, body)
    document = resolution_body(held["id"], *items, **changed)
    if "query" in changed:
        del document["items"]
    resolution: Json = (await world.create("/v1/resolutions", document, body.office)).json()
    await world.act(f"/v1/meetings/{held['id']}/close", body.office, {"minutes_sha256": HASH})
    return resolution


async def confirmed(world: World, body: Body, *items: Json, **changed: Any) -> Json:
    """A resolution that another person has confirmed."""
    resolution = await recorded(world, body, *items, **changed)
    path = f"/v1/resolutions/{resolution['id']}/confirm"
    answer = await world.api.post(
        path, headers={**world.as_(body.office, subject=CHAIR), "Idempotency-Key": f"confirm-{resolution['id']}"}
    )
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def carried_out(world: World, path: str, body: Body, *items: Json, **changed: Any) -> Json:
    """What came of a resolution, carried out at `path` once it was confirmed."""
    resolution = await confirmed(world, body, *items, **changed)
    answer = await world.act(f"{path}/decisions", body.office, {"resolution_id": resolution["id"]})
    result: Json = answer.json()
    return result
