"""An agreement on its way: heard, submitted, analysed, and decided by committees as that really comes about."""

from typing import Any
from uuid import uuid4

from services.plans.committees.schemas import MEMBER_EXAMPLE
from services.plans.meetings.schemas import HASH
from tests.contract.specimens.committees import committee_body
from tests.contract.specimens.meetings import meeting_body
from tests.contract.specimens.resolutions import resolution_body
from tests.contract.world import World

Json = dict[str, Any]
SECRETARY, CHAIR, KEEPER = "evaluation_committee", "person:chair", "opdc"
MONITORING = "monitoring_subcommittee"
# ก.พ.ร. is the secretariat of the sub-committee, which has no role of its own.
OFFICES = {SECRETARY: SECRETARY, "policy_committee": "policy_committee", MONITORING: KEEPER, "working_group": KEEPER}
LETTER = {"document_number": "นร 1207/ว 21", "dated_on": "2022-12-15"}
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
    office = OFFICES[kind]
    meeting = (await world.create("/v1/meetings", meeting_body(committee["id"]), office)).json()
    path = f"/v1/meetings/{meeting['id']}"
    headers = {**world.as_(office), "If-Match": f'"{meeting["version"]}"'}
    there = {"member_ids": [seated["members"][0]["id"]]}
    answer = await world.api.put(f"{path}/attendance", json=there, headers=headers)
    assert answer.status_code == 200, answer.text
    resolution: Json = (await world.create("/v1/resolutions", resolution_body(meeting["id"], *items), office)).json()
    await world.act(f"{path}/close", office, {"minutes_sha256": HASH})
    return resolution


async def carried_out(world: World, resolution: Json, kind: str = SECRETARY) -> Json:
    """Let another person confirm a resolution, and return what came of it."""
    office = OFFICES[kind]
    headers = {**world.as_(office, subject=CHAIR), "Idempotency-Key": str(uuid4())}
    confirmed = await world.api.post(f"/v1/resolutions/{resolution['id']}/confirm", headers=headers)
    assert confirmed.status_code == 200, confirmed.text
    result = await world.act(f"{PATH}/decisions", office, {"resolution_id": resolution["id"]})
    outcome: Json = result.json()
    return outcome


async def resolved(world: World, agreement: Json, decision: str, kind: str, **changed: Any) -> Json:
    """Return an agreement after one committee decided on it."""
    resolution = await recorded(world, item_on(agreement, decision, **changed), kind=kind)
    (item,) = (await carried_out(world, resolution, kind))["items"]
    # The service follows the confirmed resolutions by itself and may have been first.
    assert item["outcome"] in ("applied", "already_applied"), item
    return await read(world, agreement)


async def read(world: World, agreement: Json) -> Json:
    """Return an agreement as ก.พ.ร. reads it."""
    found: Json = (await world.api.get(f"{PATH}/{agreement['id']}", headers=world.as_(KEEPER))).json()
    return found


async def heard(world: World, agreement: Json) -> Json:
    """Return a draft after it was presented at the hearing; as it is where its chain has none."""
    if agreement["stage"] != "drafting_for_hearing":
        return agreement
    presented: Json = (await world.act(f"{PATH}/{agreement['id']}/present", KEEPER)).json()
    return presented


def analysis_of(agreement: Json, recommendation: str = "fit") -> Json:
    """Return an analysis that says the same of every KPI."""
    told = {"recommendation": recommendation, "text_th": "วัดได้ทุกปีและจังหวัดมีบทบาท"}
    kpis = [{"indicator_id": kpi["indicator_id"], **told} for kpi in agreement["kpis"]]
    return {"summary_th": "สอดคล้องกับประเด็นยุทธศาสตร์", "kpis": kpis}


async def analysed(world: World, agreement: Json) -> Json:
    """Return a submitted agreement after its analysis; as it is where its chain has none."""
    if agreement["stage"] != "analysis":
        return agreement
    found: Json = (await world.create(f"{PATH}/{agreement['id']}/analyses", analysis_of(agreement), KEEPER)).json()
    return found


def step_of(agreement: Json) -> Json:
    """Return the step at which an agreement is."""
    step: Json = next(each for each in agreement["progress"]["steps"] if each["state"] == "current")
    return step


async def before_the_last(world: World, agreement: Json) -> Json:
    """Return a submitted agreement when it waits for the committee that approves."""
    found = await analysed(world, agreement)
    committees = [each["code"] for each in found["progress"]["steps"] if each["kind"] == "committee"]
    for code in committees[:-1]:
        if found["step_code"] == code:
            found = await resolved(world, found, "endorse", step_of(found)["actor"])
    return found


async def decided(world: World, agreement: Json, decision: str = "approve", **changed: Any) -> Json:
    """Return a submitted agreement after the committee that approves decided on it, the others having endorsed."""
    found = await before_the_last(world, agreement)
    return await resolved(world, found, decision, step_of(found)["actor"], **changed)
