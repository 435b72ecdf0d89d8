"""What every change of a plan has in common: its subject, its content and hash, its event, its tasks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import UNTOLD, OwnCommittee, Why
from services.plans.documents import repository
from services.plans.documents.models import Plan
from services.plans.documents.rules import FLOW, OFF_THE_DESK, PUBLISHED
from services.plans.documents.schemas import PlanPatch
from services.plans.strategy.repository import PlanTree
from services.plans.strategy.usecases import content_of_tree
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.decisions.rules import Deciding
from services.shared.errors import Text
from services.shared.events.record import EVERYONE, Change, record
from services.shared.numbers import number_of
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks, open_task

OBJECT = "plan"
PERIOD = ("kind", "area_code", "first_fiscal_year", "last_fiscal_year", "edition")


def subject_of(plan: Plan) -> Subject:
    """Return what access asks of a plan: its area, and the cluster above in the first year of its period."""
    above = reference.cluster_of(plan.area_code, plan.first_fiscal_year)
    return Subject(plan.owner, frozenset({f"area:{above}"} if above else ()), state=plan.state)


async def lock_for(session: AsyncSession, principal: Principal, plan_id: UUID, action: Action) -> Plan:
    """Return the plan, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    plan = await repository.load_plan(session, principal, plan_id, lock=True)
    authorise(principal, action, subject_of(plan))
    return plan


def shown(plan: Plan) -> Json:
    """Return the fields that may change as JSON values, for the history's [from, to] and for the content."""
    fields: Json = {name: getattr(plan, name) for name in PlanPatch.model_fields}
    value = plan.revenue_driver_value
    return fields | {
        "parent_id": str(plan.parent_id) if plan.parent_id else None,
        "revenue_driver_value": None if value is None else number_of(value),
    }


def content_of(plan: Plan, tree: PlanTree) -> Json:
    """Return what a committee decides on: the plan's texts and its whole strategy, without ids of rows."""
    return {**{name: getattr(plan, name) for name in PERIOD}, **shown(plan), **content_of_tree(tree)}


def seal(plan: Plan, tree: PlanTree) -> None:
    """Make the plan's hash that of its content."""
    plan.content_hash = sha256(content_of(plan, tree))


async def move(
    session: AsyncSession, principal: Principal, plan: Plan, verb: str, happening: str, why: Why = UNTOLD
) -> None:
    """Take a plan along its workflow, close what waited on it, and say so."""
    before, plan.state = plan.state, FLOW.after(plan.state, verb)
    plan.return_reason = why.reason if verb in ("return", "reject") else None
    await close_tasks(session, OBJECT, plan.id)
    changes = {"state": [before, plan.state], **why.told()}
    await save(session, principal, plan, happening, changes, why.resolution_id)


async def save(
    session: AsyncSession,
    principal: Principal,
    plan: Plan,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version and the event beside it."""
    plan.updated_at = now()
    await repository.save_plan(session, plan)
    await record(session, principal, change_of(plan, happening, changes, resolution_id))


def change_of(plan: Plan, happening: str, changes: dict[str, Any], resolution_id: UUID | None = None) -> Change:
    """Return the event of a change; others may know of it when the plan was or is off its owner's desk."""
    audience = audience_of(plan, changes.get("state") or [plan.state])
    payload: Json = {**{name: getattr(plan, name) for name in PERIOD}, "state": plan.state}
    payload |= {"parent_id": str(plan.parent_id) if plan.parent_id else None, "content_hash": plan.content_hash}
    return Change(happening, OBJECT, plan.id, plan.version, audience, payload, changes, resolution_id)


def audience_of(plan: Plan, states: Iterable[str]) -> frozenset[str]:
    """Return who may know of a change to a plan that was or is in `states`."""
    passed = set(states)
    if passed & set(PUBLISHED):
        return frozenset({EVERYONE})
    if not passed & set(OFF_THE_DESK):
        return frozenset({plan.owner})
    overseers = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    return frozenset({plan.owner} | subject_of(plan).within | overseers)


def committee_of(plan: Plan) -> OwnCommittee:
    """Return the committee of the plan's own area."""
    return OwnCommittee(Deciding.CLUSTER if _is_cluster(plan.area_code) else Deciding.PROVINCE, plan.area_code)


async def ask_committee(session: AsyncSession, plan: Plan) -> None:
    """Open the task of the area's own committee on what was submitted."""
    title = Text(f"กลั่นกรองแผน: {plan.title_th}", f"Screen the plan: {plan.title_th}")
    own = committee_of(plan)
    await _open(session, plan, "plan.screen", Grant(Role(own.kind.value), area=own.area_code), title)


async def ask_policy_committee(session: AsyncSession, plan: Plan) -> None:
    """Open the task of ก.น.จ. on what was endorsed."""
    title = Text(f"พิจารณาเห็นชอบแผน: {plan.title_th}", f"Decide on the plan: {plan.title_th}")
    await _open(session, plan, "plan.decide", Grant(Role.POLICY_COMMITTEE), title)


async def ask_owner(session: AsyncSession, plan: Plan) -> None:
    """Open the owner's task on what was returned."""
    owner = Role.CLUSTER if _is_cluster(plan.area_code) else Role.PROVINCE
    title = Text(f"แก้ไขแผนที่ส่งกลับ: {plan.title_th}", f"Correct the returned plan: {plan.title_th}")
    await _open(session, plan, "plan.correct", Grant(owner, area=plan.area_code), title)


async def _open(session: AsyncSession, plan: Plan, kind: str, assignee: Grant, title: Text) -> None:
    await open_task(session, kind, assignee, title, (OBJECT, plan.id), f"/v1/plans/{plan.id}")


def _is_cluster(area_code: str) -> bool:
    area = reference.area(area_code)
    return area is not None and area.kind is reference.AreaKind.CLUSTER
