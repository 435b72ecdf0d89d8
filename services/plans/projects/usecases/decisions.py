"""Carrying out what a committee resolved of a project."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import Why, check_stage, stage_of
from services.plans.projects.errors import AmountNotAsked
from services.plans.projects.models import Project
from services.plans.projects.usecases.changes import ask_owner, committee_of, move
from services.shared.access import Principal
from services.shared.decisions.rules import ConfirmedResolution, DecisionItem
from services.shared.money import format_amount

HAPPENINGS = {
    "endorse": "project.endorsed",
    "approve": "project.approved",
    "return": "project.returned",
    "reject": "project.rejected",
}


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, project: Project
) -> None:
    """Do with a locked project what was resolved.

    Raises CommitteeMayNotDecide, DecisionDoesNotFit, StateDoesNotAllow, AmountNotAsked.
    """
    stage = stage_of(resolution, item.decision, committee_of(project))
    check_stage(item.decision, stage, project.state)
    if item.amount is not None and item.amount != project.estimated_amount:
        granted, asked = format_amount(item.amount), format_amount(project.estimated_amount)
        raise AmountNotAsked(granted=granted, asked=asked)
    why = Why(item.reason_th, item.condition_th, resolution.id)
    await move(session, actor, project, item.decision, HAPPENINGS[item.decision], why)
    if item.decision == "return":
        await ask_owner(session, project)
