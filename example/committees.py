"""Committees and their meetings: whatever is decided goes through a quorum, a resolution and a second person."""

from dataclasses import dataclass

from example.house import House, Json
from example.places import SOURCE, Place

POLICY, EVALUATION, MONITORING, OPDC = "policy_committee", "evaluation_committee", "monitoring_subcommittee", "opdc"
NAMES = {
    "province_committee": "คณะกรรมการบริหารงานจังหวัดแบบบูรณาการ (ก.บ.จ.)",
    "cluster_committee": "คณะกรรมการบริหารงานกลุ่มจังหวัดแบบบูรณาการ (ก.บ.ก.)",
    POLICY: "คณะกรรมการนโยบายการบริหารงานจังหวัดและกลุ่มจังหวัดแบบบูรณาการ (ก.น.จ.)",
    EVALUATION: "คณะกรรมการกำกับการประเมินผลการปฏิบัติราชการของจังหวัด",
    MONITORING: "คณะอนุกรรมการพัฒนาระบบราชการเกี่ยวกับการติดตาม (อ.ก.พ.ร.ฯ ติดตาม)",
}
POSTS = ("ประธานกรรมการ", "กรรมการ", "กรรมการและเลขานุการ")
SEATS = ("chair", "member", "secretary")
SECOND_PERSON = "person:second"
# The signed minutes of an example are nowhere; this stands for their hash.
MINUTES = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@dataclass(frozen=True)
class Committee:
    """A registered committee: its id, its role (its kind, with its area), its members' ids."""

    id: str
    role: str
    members: tuple[str, ...]

    @property
    def office(self) -> str:
        """The role of its secretariat: ก.พ.ร. keeps the records of its own sub-committee, the others have a role."""
        return OPDC if self.role == MONITORING else self.role


async def register(house: House, place: Place, role: str) -> Committee:
    """Return the committee of a role: the one in the register, or one with three posts that is registered now."""
    kind, _, area = role.partition(":")
    body = _body_of(kind, area)
    found = await house.get("/v1/committees", OPDC, kind=kind, **({"area_code": area} if area else {}))
    standing = [each["id"] for each in found["items"]]
    keeper = place.office(area) if area else OPDC
    if not standing:
        standing = [(await house.post(f"register {role}", "/v1/committees", keeper, body))["id"]]
    path = f"/v1/committees/{standing[0]}"
    known = await house.get(path, OPDC)
    if known["code"] == body["code"]:  # ours, and perhaps not complete yet
        known = await _seat(house, path, keeper, known, area)
    return Committee(known["id"], role, tuple(each["id"] for each in known["members"]))


async def _seat(house: House, path: str, keeper: str, known: Json, area: str) -> Json:
    for post, seat in zip(POSTS, SEATS, strict=True):
        post_th = f"{post} {area}".strip()
        if post_th not in {each["post_th"] for each in known["members"]}:
            member = {
                "post_th": post_th,
                "seat": seat,
                "sector": "government",
                "order_reference": SOURCE,
                "valid_from": "2009-02-18",
            }
            known = await house.post(f"seat {post_th} of {path}", f"{path}/members", keeper, member)
    return known


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

    `number` is the meeting's, such as 1/2558; one that was held already decides nothing anew. Returns the confirmed
    resolution.
    """
    step = f"{committee.role} {number}"
    meeting = await _meeting(house, committee, step, number, held_on)
    path = f"/v1/meetings/{meeting['id']}"
    if meeting["state"] == "planned":
        present = {"member_ids": list(committee.members), "interests": []}
        await house.put(f"{step} attendance", f"{path}/attendance", committee.office, present, meeting["version"])
        await house.post(f"{step} close", f"{path}/close", committee.office, {"minutes_sha256": MINUTES})
    known = await house.get("/v1/resolutions", committee.office, meeting_id=meeting["id"])
    if not known["items"]:
        votes = {"votes_for": len(committee.members), "votes_against": 0, "votes_abstained": 0}
        body = {"meeting_id": meeting["id"], "number": "1.1", "title_th": title, **votes, **decided}
        known["items"] = [await house.post(f"{step} record", "/v1/resolutions", committee.office, body)]
    recorded = known["items"][0]
    confirm = f"/v1/resolutions/{recorded['id']}/confirm"
    return await house.post(f"{step} confirm", confirm, committee.office, subject=SECOND_PERSON)


async def _meeting(house: House, committee: Committee, step: str, number: str, held_on: str) -> Json:
    held = await house.get("/v1/meetings", committee.office, committee_id=committee.id, limit=200)
    known = next((each for each in held["items"] if each["number"] == number), None)
    if known is None:
        body = {"committee_id": committee.id, "number": number, "held_on": held_on, "place_th": "ห้องประชุม"}
        known = await house.post(f"{step} call", "/v1/meetings", committee.office, body)
    return await house.get(f"/v1/meetings/{known['id']}", committee.office)


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
    return await house.post(f"carry out {resolution['id']} on {path}", f"{path}/decisions", committee.office, body)
