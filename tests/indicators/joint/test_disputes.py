"""Disputes through the gateway: what both sides report opens and closes them, a resolution settles what counts."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from services.indicators.joint.models import JointDispute
from services.indicators.joint.usecases.following import follow_values
from services.indicators.observations.usecases.pushing import WRITTEN
from services.shared.canonical import sha256
from services.shared.columns import new_id
from services.shared.jobs.models import Job
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.disputes import DISPUTES
from tests.contract.specimens.joint import EVALUATION
from tests.contract.world import World
from tests.indicators.joint.conftest import Sides, faults
from tests.indicators.joint.measuring import (
    area,
    dispute_of,
    disputed,
    measured_by,
    on_dispute,
    push,
    resolved,
    results,
    reviewed,
    settled_as,
)
from tests.stack import Stack

STATED = {"reason_th": "สำรวจครบทุกสถานประกอบการ", "evidence_th": ["แบบสำรวจ ทท.1 ปี 2558"]}
PROPOSED = {"outcome": "area", "reason_th": "ค่าของจังหวัดครบถ้วนกว่า"}
CORRECTED = {"area_code": "50", "reason": "แก้ไขตามผลการตรวจทาน"}


async def tasks_of(world: World, grant: str, dispute: Json) -> list[str]:
    """What waits for somebody on a dispute."""
    answer = await world.api.get("/v1/tasks", headers=world.as_(grant))
    return [task["kind"] for task in answer.json()["items"] if task["object_id"] == dispute["id"]]


def allowed(dispute: Json) -> set[str]:
    """What the caller may do with a dispute now."""
    actions = dispute["allowed_actions"]
    return {each["action"].removeprefix("joint_dispute.") for each in actions if each["allowed"]}


async def test_what_differs_opens_a_dispute_and_asks_both_sides_and_the_secretariat(world: World) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    assert (opened["state"], opened["difference"], opened["settled_by"]) == ("open", 200, "evaluation_committee")
    assert [(each["reporter"], each["value"]) for each in (opened["of_area"], opened["of_function"])] == [
        ("area:50", 1000),
        ("function:05", 800),
    ]
    for grant, kind in (("province:50", "state"), (MINISTRY, "state"), (EVALUATION, "propose")):
        assert await tasks_of(world, grant, opened) == [f"joint_dispute.{kind}"], grant
    found = await results(sides)
    shown = area(found, "50")
    assert (shown["actual"], shown["actual_status"]) == (1000, "disputed")
    assert shown["dispute"] == {"id": opened["id"], "state": "open"}
    national = found["national"]
    assert [national[name] for name in ("disputed_areas", "disputes_open", "settled_areas")] == [1, 1, 0]
    # Looked at again, nothing is new; ลำพูน has reported nothing, so nothing differs there.
    again = await reviewed(sides, "province:51")
    assert (again["opened"], again["changed"], again["closed"]) == ([], [], [])


async def test_the_hash_of_a_dispute_is_of_the_fields_that_the_contract_names(world: World) -> None:
    opened = await dispute_of(await disputed(world), "50")
    content: Json = {name: opened[name] for name in ("joint_indicator_id", "area_code", "definition_version")}
    content |= {"function_reporter_code": "05", "tolerance_percent": 2.5, "proposal_reason_th": None}
    for side, shown in (("area", opened["of_area"]), ("function", opened["of_function"])):
        content |= {f"{side}_{name}": shown[name] for name in ("value", "numerator", "denominator")}
        content[f"{side}_made_of"] = [[each["period"], each["revision"]] for each in shown["made_of"]]
    content |= {f"proposed_{name}": None for name in ("outcome", "value", "numerator", "denominator")}
    assert opened["content_hash"] == sha256(content)


async def test_a_corrected_value_closes_the_dispute_and_another_one_renews_it(world: World) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    measured = (await sides.read())["indicator_id"]
    await on_dispute(sides, opened, "propose", EVALUATION, PROPOSED)
    await push(world, MINISTRY, measured, {**CORRECTED, "value": 900})
    await reviewed(sides)
    renewed = await dispute_of(sides, "50")
    assert (renewed["id"], renewed["of_function"]["value"], renewed["proposal"]) == (opened["id"], 900, None)
    assert await tasks_of(world, EVALUATION, opened) == ["joint_dispute.propose"]
    await push(world, "province:50", measured, {**CORRECTED, "value": 915})
    await reviewed(sides)
    closed = await dispute_of(sides, "50", "closed")
    assert (closed["id"], closed["closed_because"]) == (opened["id"], "within_tolerance")
    for grant in ("province:50", MINISTRY, EVALUATION):
        assert await tasks_of(world, grant, opened) == [], grant
    assert area(await results(sides), "50")["actual_status"] == "reported"
    refused = await on_dispute(sides, closed, "state", "province:50", STATED)
    assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    await push(world, "province:50", measured, {**CORRECTED, "value": 2000})
    await reviewed(sides)
    another = await dispute_of(sides, "50")
    assert another["id"] != opened["id"]


async def test_what_no_longer_stands_is_no_dispute_any_more(world: World) -> None:
    sides = await disputed(world)
    await sides.done("redefine", body={"tolerance_percent": 9, "reason": "ปรับค่าคลาดเคลื่อน"})
    await reviewed(sides)
    assert (await dispute_of(sides, "50", "closed"))["closed_because"] == "not_standing"
    await sides.sign("50", definition_version=2)
    await reviewed(sides)
    assert (await dispute_of(sides, "50"))["tolerance_percent"] == 9


async def test_both_sides_state_their_case_and_each_is_done_with_it(world: World) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    for grant in ("province:51", "ministry:07", "opdc", EVALUATION):
        refused = await on_dispute(sides, opened, "state", grant, STATED)
        assert refused.status_code == 403, grant
    stated = (await on_dispute(sides, opened, "state", "province:50", STATED)).json()
    assert [(each["side"], each["evidence_th"], each["stated_as"]) for each in stated["statements"]] == [
        ("area", STATED["evidence_th"], "province:50")
    ]
    assert allowed(stated) == {"state", "attach", "read_history"}
    assert (await tasks_of(world, "province:50", opened), await tasks_of(world, MINISTRY, opened)) == (
        [],
        ["joint_dispute.state"],
    )
    both = (await on_dispute(sides, opened, "state", MINISTRY, STATED)).json()
    assert [each["side"] for each in both["statements"]] == ["area", "function"]
    assert both["content_hash"] == opened["content_hash"]  # arguments are not what is decided on
    history = await world.api.get(f"{DISPUTES}/{opened['id']}/history", headers=world.as_("province:50"))
    assert [each["type"] for each in history.json()["items"]] == [
        f"joint_dispute.{each}" for each in ("stated", "stated", "opened")
    ]
    for grant, status in (("opdc", 200), (MINISTRY, 200), ("province:51", 403), ("ministry:07", 403)):
        answer = await world.api.get(f"{DISPUTES}/{opened['id']}/history", headers=world.as_(grant))
        assert answer.status_code == status, grant


@pytest.mark.parametrize(
    ("outcome", "value", "counts", "reporter", "status"),
    [
        ("area", {}, 1000, "area:50", "achieved"),
        ("function", {}, 800, "function:05", "below_target"),
        ("committee", {"value": 950.5}, 950.5, "evaluation_committee", "below_target"),
    ],
)
async def test_a_resolution_settles_which_value_counts(
    world: World, outcome: str, value: Json, counts: float, reporter: str, status: str
) -> None:
    sides = await disputed(world)
    measured = (await sides.read())["indicator_id"]
    await push(world, "province:51", measured, {"area_code": "51", "value": 500})
    settled = await settled_as(sides, outcome, **value)
    assert (settled["settlement"]["value"], settled["settlement"]["resolution_number"]) == (counts, "3.1")
    for grant in ("province:50", MINISTRY, EVALUATION):
        assert await tasks_of(world, grant, settled) == [], grant
    found = await results(sides)
    shown = area(found, "50")
    assert (shown["actual"], shown["actual_reporter"], shown["actual_status"]) == (counts, reporter, "settled")
    assert (shown["status"], shown["dispute"]["state"]) == (status, "settled")
    assert (shown["of_record"]["value"], shown["of_other"]["value"]) == (1000, 800)
    national = found["national"]
    assert (national["value"], national["value_state"]) == (counts + 500, "derived")
    assert [national[name] for name in ("disputed_areas", "disputes_open", "settled_areas")] == [0, 0, 1]
    # A value that a side reports afterwards does not undo a resolution.
    await push(world, MINISTRY, measured, {**CORRECTED, "value": 1})
    assert (await reviewed(sides))["changed"] == []
    assert area(await results(sides), "50")["actual"] == counts


async def test_a_settled_dispute_comes_before_all_again_by_the_secretariat_alone(world: World) -> None:
    sides = await disputed(world)
    settled = await settled_as(sides, "function")
    reason = {"reason": "ผลการตรวจสอบของ สตง."}
    assert (await on_dispute(sides, settled, "reopen", "province:50", reason)).status_code == 403
    reopened = (await on_dispute(sides, settled, "reopen", "opdc", reason)).json()
    assert (reopened["state"], reopened["settlement"], reopened["proposal"]) == ("open", None, None)
    assert area(await results(sides), "50")["actual"] == 1000
    history = await world.api.get(f"{DISPUTES}/{settled['id']}/history", headers=world.as_("opdc"))
    last = history.json()["items"][0]
    assert (last["type"], last["changes"]["settled_value"]) == ("joint_dispute.reopened", [800, None])
    assert (await settled_as(sides, "area"))["settlement"]["value"] == 1000


async def test_the_committee_decides_on_what_it_saw_and_nothing_else(world: World) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    measured = (await sides.read())["indicator_id"]
    assert await outcome(sides, opened) == ("not_allowed", "proposal_missing")
    proposed = (await on_dispute(sides, opened, "propose", "opdc", PROPOSED)).json()
    assert await outcome(sides, proposed, "approve") == ("not_allowed", "decision_not_for_disputes")
    assert await outcome(sides, proposed, kind="policy_committee") == ("not_allowed", "committee_may_not_decide")
    # Reported after the agenda was made, and not looked at yet.
    await push(world, MINISTRY, measured, {**CORRECTED, "value": 700})
    assert await outcome(sides, proposed) == ("changed_since", None)
    await reviewed(sides)
    again = (await on_dispute(sides, opened, "propose", "opdc", PROPOSED)).json()
    assert await outcome(sides, again, "reject") == ("applied", None)
    left = await dispute_of(sides, "50")
    assert (left["state"], left["proposal"]) == ("open", None)
    assert area(await results(sides), "50")["actual_status"] == "disputed"


async def outcome(sides: Sides, dispute: Json, decision: str = "settle", **changed: Any) -> tuple[str, str | None]:
    found = await resolved(sides, dispute, decision, **changed)
    return found["outcome"], found["code"]


async def test_what_can_be_settled_is_found_for_a_resolution(world: World, stack: Stack) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    url = f"{stack.service_url('indicators')}/internal/decidables/joint_dispute"
    asked: Json = {"fiscal_year": 2558, "state": "open", "area_code": "50"}
    before = await world.api.get(url, params=asked, headers=world.as_(EVALUATION))
    assert opened["id"] not in {each["object_id"] for each in before.json()["items"]}
    proposed = (await on_dispute(sides, opened, "propose", EVALUATION, PROPOSED)).json()
    after = await world.api.get(url, params=asked, headers=world.as_(EVALUATION))
    hashes = {each["object_id"]: each["content_hash"] for each in after.json()["items"]}
    assert hashes[opened["id"]] == proposed["content_hash"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"outcome": "area", "value": 5}, [("/value", "without_use")]),
        ({"outcome": "committee"}, [("/value", "missing")]),
        ({"outcome": "committee", "value": 1.005}, [("/value", "too_many_decimals")]),
    ],
)
async def test_a_proposal_says_one_value(world: World, body: Json, expected: list[Any]) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    answer = await on_dispute(sides, opened, "propose", EVALUATION, {"reason_th": "ก", **body})
    assert (answer.status_code, faults(answer)) == (422, expected)


async def test_a_dispute_of_a_draft_or_of_nobody_is_not_found(world: World) -> None:
    sides = await disputed(world)
    opened = await dispute_of(sides, "50")
    assert (await world.api.get(f"{DISPUTES}/{opened['id']}")).status_code == 401
    assert (await world.api.get(f"{DISPUTES}/{new_id()}", headers=world.as_("opdc"))).status_code == 404


async def test_a_push_leaves_a_job_and_the_worker_opens_what_differs(world: World, stack: Stack) -> None:
    sides, measured = await measured_by(world)
    await push(world, "province:50", measured, {"area_code": "50", "value": 1000})
    await push(world, MINISTRY, measured, {"area_code": "50", "value": 500}, {"area_code": "51", "value": 1})
    sessions = stack.sessions("indicators")
    async with sessions() as session:
        mine = Job.payload["indicator_ids"].as_string().contains(measured)
        left = await session.scalar(select(func.count()).where(Job.kind == WRITTEN, mine))
    assert left == 2
    assert WRITTEN in stack.app("indicators").state.service.jobs
    # As the service's own worker does it, which may have been there before: then there is nothing left to open.
    about = {"indicator_ids": [measured], "fiscal_years": [2558]}
    await asyncio.gather(*(follow_values(sessions, new_id(), about) for _ in range(3)))
    assert (await dispute_of(sides, "50"))["difference"] == 500
    async with sessions() as session:
        rows = select(func.count()).where(JointDispute.joint_indicator_id == sides.id)
        assert await session.scalar(rows) == 1
