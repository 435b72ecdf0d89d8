"""Committees and their meetings: whatever is decided goes through a quorum, a resolution and a second person."""

from dataclasses import dataclass

from example.house import House, Json
from example.places import SOURCE, Place

POLICY, EVALUATION, OPDC = "policy_committee", "evaluation_committee", "opdc"
NAMES = {
    "province_committee": "คณะกรรมการบริหารงานจังหวัดแบบบูรณาการ (ก.บ.จ.)",
    "cluster_committee": "คณะกรรมการบริหารงานกลุ่มจังหวัดแบบบูรณาการ (ก.บ.ก.)",
    POLICY: "คณะกรรมการนโยบายการบริหารงานจังหวัดและกลุ่มจังหวัดแบบบูรณาการ (ก.น.จ.)",
    EVALUATION: "คณะกรรมการกำกับการประเมินผลการปฏิบัติราชการของจังหวัด",
}
POSTS = ("ประธานกรรมการ", "กรรมการ", "กรรมการและเลขานุการ")
SEATS = ("chair", "member", "secretary")
SECOND_PERSON = "person:second"
# The signed minutes of an example are nowhere; this stands for their hash.
MINUTES = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@dataclass(frozen=True)
class Committee:
    """A registered committee: its id, the role of its secretariat, its members' ids."""

    id: str
    role: str
    members: tuple[str, ...]


async def register(house: House, place: Place, role: str) -> Committee:
    """Register the committee of a role with three posts, unless a like one stands in the register."""
    kind, _, area = role.partition(":")
    found = await house.get("/v1/committees", OPDC, kind=kind, **({"area_code": area} if area else {}))
    standing = [each for each in found["items"] if area or each["area_code"] is None]
    if standing:
        known = await house.get(f"/v1/committees/{standing[0]['id']}", OPDC)
        return Committee(known["id"], role, tuple(each["id"] for each in known["members"]))
    keeper = place.office(area) if area else OPDC
    registered = await house.post(f"register {role}", "/v1/committees", keeper, _body_of(kind, area))
    path = f"/v1/committees/{registered['id']}/members"
    for post, seat in zip(POSTS, SEATS, strict=True):
        member = {
            "post_th": f"{post} {area}".strip(),
            "seat": seat,
            "sector": "government",
            "order_reference": SOURCE,
            "valid_from": "2009-02-18",
        }
        registered = await house.post(f"seat {post} of {role}", path, keeper, member)
    return Committee(registered["id"], role, tuple(each["id"] for each in registered["members"]))


def _body_of(kind: str, area: str) -> Json:
    return {
        "code": f"{kind.split('_')[0].upper()}-{area or 'TH'}",
        "kind": kind,
        "area_code": area or None,
        "name_th": NAMES[kind],
        "order_reference": SOURCE,
        "quorum_numerator": 1,
        "quorum_denominator": 2,
        "valid_from": "2009-02-18",
    }


async def resolve(house: House, committee: Committee, number: str, held_on: str, title: str, decided: Json) -> Json:
    """Hold a meeting, record what it decided (`items` or a `query`), and have a second person confirm it.

    `number` is the meeting's, such as 1/2558. Returns the confirmed resolution.
    """
    step = f"{committee.role} {number}"
    meeting = await _hold(house, committee, step, number, held_on)
    votes = {"votes_for": len(committee.members), "votes_against": 0, "votes_abstained": 0}
    body = {"meeting_id": meeting["id"], "number": "1.1", "title_th": title, **votes, **decided}
    recorded = await house.post(f"{step} record", "/v1/resolutions", committee.role, body)
    path = f"/v1/resolutions/{recorded['id']}/confirm"
    return await house.post(f"{step} confirm", path, committee.role, subject=SECOND_PERSON)


async def _hold(house: House, committee: Committee, step: str, number: str, held_on: str) -> Json:
    body = {"committee_id": committee.id, "number": number, "held_on": held_on, "place_th": "ห้องประชุม"}
    meeting = await house.post(f"{step} call", "/v1/meetings", committee.role, body)
    path = f"/v1/meetings/{meeting['id']}"
    meeting = await house.get(path, committee.role)
    if meeting["state"] == "planned":
        present = {"member_ids": list(committee.members), "interests": []}
        await house.put(f"{step} attendance", f"{path}/attendance", committee.role, present, meeting["version"])
    return await house.post(f"{step} close", f"{path}/close", committee.role, {"minutes_sha256": MINUTES})


def items_of(service: str, object_type: str, decision: str, *objects: Json, reason: str | None = None) -> Json:
    """Return the items of a resolution that decides the same of every object, as it was read."""
    return {
        "items": [
            {
                "service": service,
                "object_type": object_type,
                "object_id": each["id"],
                "object_version": each["version"],
                "content_hash": each["content_hash"],
                "decision": decision,
                "reason_th": reason,
            }
            for each in objects
        ]
    }


async def carry_out(house: House, committee: Committee, resolution: Json, path: str) -> Json:
    """Have the service of a resource carry a resolution out; returns what came of each item."""
    body = {"resolution_id": resolution["id"]}
    return await house.post(f"carry out {resolution['id']} on {path}", f"{path}/decisions", committee.role, body)
