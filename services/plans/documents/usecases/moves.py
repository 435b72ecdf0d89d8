"""Taking a plan along: submitted, withdrawn, returned, cancelled, revised."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import DRAFT, Why
from services.plans.documents import access, repository
from services.plans.documents.errors import PlanIncomplete, RevisionOpen
from services.plans.documents.models import Plan
from services.plans.documents.rules import gaps_of
from services.plans.documents.schemas import PlanPatch, PlanRevise
from services.plans.documents.usecases.changes import (
    ask_committee,
    ask_owner,
    change_of,
    lock_for,
    move,
    seal,
    subject_of,
)
from services.plans.documents.usecases.plans import EMPTY, facts_of
from services.plans.strategy.repository import load_tree, write_tree
from services.plans.strategy.usecases import copy_tree
from services.shared.access import Principal, check_state
from services.shared.columns import new_id, now
from services.shared.events.record import record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version


async def submit_plan(session: AsyncSession, principal: Principal, once: Once, plan_id: UUID) -> Plan:
    """Hand a complete plan to the area's own committee. Raises PlanIncomplete, StateDoesNotAllow."""
    plan = await lock_for(session, principal, plan_id, access.SUBMIT)
    await once.begin(session, principal)
    check_state(access.SUBMIT, subject_of(plan))
    if gaps := gaps_of(facts_of(plan, await load_tree(session, plan.id))):
        raise PlanIncomplete(*gaps)
    await move(session, principal, plan, "submit", "plan.submitted")
    await ask_committee(session, plan)
    return plan


async def withdraw_plan(session: AsyncSession, principal: Principal, once: Once, plan_id: UUID) -> Plan:
    """Take a submitted plan back to the desk. Raises StateDoesNotAllow."""
    plan = await lock_for(session, principal, plan_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(plan))
    await move(session, principal, plan, "withdraw", "plan.withdrawn")
    return plan


async def return_plan(session: AsyncSession, principal: Principal, once: Once, plan_id: UUID, reason: str) -> Plan:
    """Give a submitted plan back to its owner, with the reason. Raises StateDoesNotAllow."""
    plan = await lock_for(session, principal, plan_id, access.RETURN)
    await once.begin(session, principal)
    check_state(access.RETURN, subject_of(plan))
    await move(session, principal, plan, "return", "plan.returned", Why(reason))
    await ask_owner(session, plan)
    return plan


async def cancel_plan(session: AsyncSession, principal: Principal, plan_id: UUID, tag: str) -> None:
    """Give a draft or returned plan up; its history stays. Raises VersionStale, StateDoesNotAllow."""
    plan = await lock_for(session, principal, plan_id, access.CANCEL)
    check_version(tag, plan.version)
    check_state(access.CANCEL, subject_of(plan))
    await move(session, principal, plan, "cancel", "plan.cancelled")


async def revise_plan(session: AsyncSession, principal: Principal, once: Once, plan_id: UUID, body: PlanRevise) -> Plan:
    """Make a draft of the next edition of an approved plan, with its content and strategy.

    The approved edition stays active until the next one is approved. Raises RevisionOpen, StateDoesNotAllow.
    """
    plan = await lock_for(session, principal, plan_id, access.REVISE)
    await once.begin(session, principal)
    check_state(access.REVISE, subject_of(plan))
    if under_way := await repository.find_revision(session, principal, plan.id):
        raise RevisionOpen(plan_id=str(under_way))
    edition = next_edition(plan, body)
    tree = copy_tree(await load_tree(session, plan.id), edition.id)
    seal(edition, tree)
    await repository.save_plan(session, edition)
    await write_tree(session, edition.id, EMPTY, tree)
    changes = {"state": [None, DRAFT], "revises_id": [None, str(plan.id)], "trigger": body.trigger.value}
    await record(session, principal, change_of(edition, "plan.revised", {**changes, "reason": body.reason}))
    return edition


def next_edition(plan: Plan, body: PlanRevise) -> Plan:
    """Return a draft that copies a plan's content as the edition after it."""
    at = now()
    kept = ("kind", "area_code", "first_fiscal_year", "last_fiscal_year", *PlanPatch.model_fields)
    edition = Plan(
        id=new_id(),
        state=DRAFT,
        edition=plan.edition + 1,
        revises_id=plan.id,
        revision_reason_th=body.reason,
        revision_trigger=body.trigger.value,
        return_reason=None,
        endorsed_by_id=None,
        approved_by_id=None,
        approved_on=None,
        created_at=at,
        updated_at=at,
        **{name: getattr(plan, name) for name in kept},
    )
    edition.parent = plan.parent
    return edition
