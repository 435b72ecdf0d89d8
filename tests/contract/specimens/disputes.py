"""Disputes of joint indicators: both sides reported เชียงใหม่ differently."""

from typing import Any
from uuid import uuid4

from services.indicators.joint.schemas.disputes import PROPOSE_EXAMPLE, STATE_EXAMPLE
from services.shared.schemas import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import EVALUATION, PATH, SEEN, evaluation_resolution, joint, settle
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed, new_pdf

DISPUTES = f"{PATH}/disputes"
PROPOSAL: Json = {"outcome": "area", "reason_th": "ค่าของจังหวัดมาจากการสำรวจที่ครบถ้วนกว่า"}


async def differing(world: World, **changed: Any) -> Json:
    """A joint indicator that เชียงใหม่ signed, of whose year both sides say something else."""
    found = await joint(world, "offered", **changed)
    await world.act(f"{PATH}/{found['id']}/offers/50/sign", PROVINCE, SEEN)
    row = {"area_code": "50", "indicator_id": found["indicator_id"], "fiscal_year": found["fiscal_year"]}
    for grant, value in ((PROVINCE, 1000), (MINISTRY, 800)):
        rows = [{**row, "period": "year", "status": "final", "value": value}]
        await world.act("/v1/observations", grant, {"rows": rows})
    return found


async def dispute(world: World, *, proposed: bool = False) -> Json:
    """A dispute that is open, with a proposal when asked."""
    found = await differing(world)
    await world.act(f"{PATH}/{found['id']}/disputes/review", MINISTRY)
    listed = await world.api.get(DISPUTES, params={"joint_indicator_id": found["id"]}, headers=world.as_(PROVINCE))
    opened: Json = listed.json()["items"][0]
    if proposed:
        opened = (await world.act(f"{DISPUTES}/{opened['id']}/propose", EVALUATION, PROPOSAL)).json()
    return opened


async def settled(world: World) -> Json:
    """A dispute that a resolution settled."""
    found = await dispute(world, proposed=True)
    made = await evaluation_resolution(world, settle(found, object_type="joint_dispute"))
    await world.act(f"{DISPUTES}/decisions", EVALUATION, {"resolution_id": made["id"]})
    known: Json = (await world.api.get(f"{DISPUTES}/{found['id']}", headers=world.as_(PROVINCE))).json()
    assert known["state"] == "settled", known
    return known


def on_dispute(grant: str = PROVINCE, **known: Any) -> Make:
    """A specimen on an open dispute."""

    async def make(world: World) -> Specimen:
        return Specimen(grant, {"dispute_id": (await dispute(world))["id"]}, **known)

    return make


async def reviewed(world: World) -> Specimen:
    """Values that differ, and were looked at: the service does so by itself, but nobody knows when."""
    return Specimen(PROVINCE, {"joint_indicator_id": (await dispute(world))["joint_indicator_id"]})


async def reopened(world: World) -> Specimen:
    """A settled dispute."""
    reason = {"reason": "จังหวัดแก้ไขข้อมูลตามผลการตรวจสอบ"}
    return Specimen(EVALUATION, {"dispute_id": (await settled(world))["id"]}, json=reason)


async def resolved(world: World) -> Specimen:
    """A confirmed resolution about one dispute."""
    item = settle(await dispute(world, proposed=True), object_type="joint_dispute")
    return Specimen(EVALUATION, json={"resolution_id": (await evaluation_resolution(world, item))["id"]})


def on_evidence(grant: str) -> Make:
    """A specimen on a file that the province attached."""

    async def make(world: World) -> Specimen:
        found = await dispute(world)
        headers = {**world.as_(PROVINCE), "Content-Type": "application/pdf", "Idempotency-Key": str(uuid4())}
        path = f"{DISPUTES}/{found['id']}/attachments"
        made = await world.api.post(path, params={"name": "แบบสำรวจ.pdf"}, content=new_pdf(), headers=headers)
        assert made.status_code == 201, made.text
        ids = {"dispute_id": found["id"], "attachment_id": made.json()["id"]}
        return Specimen(grant, ids, tag=made.headers["etag"])

    return make


async def new_evidence(world: World) -> Specimen:
    """A file that is not attached yet."""
    ids, query = {"dispute_id": (await dispute(world))["id"]}, {"name": "แบบสำรวจ.pdf"}
    return Specimen(PROVINCE, ids, query, content=new_pdf(), media="application/pdf")


SPECIMENS: dict[str, Make] = {
    "listJointDisputes": fixed(grant=PROVINCE),
    "reviewJointDisputes": reviewed,
    "getJointDispute": on_dispute(),
    "stateJointDispute": on_dispute(json=STATE_EXAMPLE),
    "proposeJointDisputeOutcome": on_dispute(EVALUATION, json=PROPOSE_EXAMPLE),
    "reopenJointDispute": reopened,
    "listJointDisputeHistory": on_dispute(),
    "decideJointDisputes": resolved,
    "addJointDisputeAttachment": new_evidence,
    "listJointDisputeAttachments": on_dispute(),
    "downloadJointDisputeAttachment": on_evidence(PROVINCE),
    "removeJointDisputeAttachment": on_evidence(EVALUATION),
}
