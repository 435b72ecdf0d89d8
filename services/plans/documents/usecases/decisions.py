"""Carrying out what a committee resolved of a plan."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import APPROVED, Why, check_stage, stage_of
from services.plans.documents import repository
from services.plans.documents.errors import ParentNotApproved, PlanActive
from services.plans.documents.models import Plan
from services.plans.documents.usecases.changes import ask_owner, ask_policy_committee, committee_of, move
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import ConfirmedResolution, DecisionItem

HAPPENINGS = {
    "endorse": "plan.endorsed",
    "approve": "plan.approved",
    "return": "plan.returned",
    "reject": "plan.rejected",
}


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, plan: Plan
) -> None:
    """Do with a locked plan what was resolved.

    Raises CommitteeMayNotDecide, DecisionDoesNotFit, StateDoesNotAllow, ParentNotApproved, PlanActive.
    """
    stage = stage_of(resolution, item.decision, committee_of(plan))
    check_stage(item.decision, stage, plan.state)
    why = Why(item.reason_th, item.condition_th, resolution.id)
    if item.decision == "approve":
        await make_room(session, actor, plan, why)
        plan.approved_by_id, plan.approved_on = resolution.id, resolution.held_on
    elif item.decision == "endorse":
        plan.endorsed_by_id = resolution.id
    else:
        plan.endorsed_by_id = None  # what comes back is endorsed anew
    await move(session, actor, plan, item.decision, HAPPENINGS[item.decision], why)
    if item.decision == "endorse":
        await ask_policy_committee(session, plan)
    elif item.decision == "return":
        await ask_owner(session, plan)


async def make_room(session: AsyncSession, actor: Principal, plan: Plan, why: Why) -> None:
    """Refuse what may not become active, and take the edition that `plan` revises out of force."""
    if plan.parent is not None and plan.parent.state != APPROVED:
        raise ParentNotApproved(state=plan.parent.state)
    if active := await repository.find_active(session, CLERK, plan):
        raise PlanActive(plan_id=str(active))
    if plan.revises_id is not None:
        former = await repository.load_plan(session, CLERK, plan.revises_id, lock=True)
        await move(session, actor, former, "supersede", "plan.superseded", why)
