"""Carrying out what ก.น.จ. resolved of a round: published, with its ceilings in the ledger, or sent back."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.allocation import repository
from services.budget.allocation.models import AllocationRound
from services.budget.allocation.rules.result import amounts_of
from services.budget.allocation.rules.snapshot import document_of
from services.budget.allocation.rules.states import ADD, DECISIONS, FLOW
from services.budget.allocation.usecases.standing import OBJECT, ask_bureau, move
from services.budget.ledger.usecases.ceilings import Ceilings, set_ceilings
from services.budget.requests.errors import AmountDoesNotFit, DecisionDoesNotApply
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.money import format_amount
from services.shared.text import text_or_none


async def carry_out(
    session: AsyncSession,
    actor: Principal,
    resolution: ConfirmedResolution,
    item: DecisionItem,
    allocation: AllocationRound,
) -> None:
    """Publish a round as it was proposed, or send it back.

    Raises DecisionDoesNotApply, StateDoesNotAllow, CommitteeMayNotDecide, AmountDoesNotFit, CapBelowUse,
    CeilingAllotted, Invalid.
    """
    if item.decision not in DECISIONS:
        raise DecisionDoesNotApply(decision=item.decision, known=", ".join(DECISIONS))
    FLOW.after(allocation.state, item.decision)
    resolution.refuse_other_than(item.decision, Deciding.POLICY)
    if item.decision == "return":
        allocation.return_reason = item.reason_th
        changes = {"reason": item.reason_th}
        await move(session, actor, allocation, "return", "returned", changes, resolution.id)
        await ask_bureau(session, allocation)
        return
    if item.amount not in (None, allocation.frame):
        frame = format_amount(allocation.frame)
        granted = format_amount(item.amount or 0)
        raise AmountDoesNotFit(decision=item.decision, asked=frame, proposed=frame, granted=granted)
    await _publish(session, actor, resolution, allocation)


async def _publish(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, allocation: AllocationRound
) -> None:
    allocation.resolution_id, allocation.published_at = resolution.id, now()
    changes = {"resolution_id": [None, text_or_none(resolution.id)], "run_id": [None, text_or_none(allocation.run_id)]}
    await move(session, actor, allocation, "approve", "published", changes, resolution.id)
    assert allocation.run_id is not None  # what is proposed has it
    run = await repository.load_run(session, CLERK, allocation.id, allocation.run_id)
    ceilings = Ceilings(
        fiscal_year=allocation.fiscal_year,
        fund_code=allocation.fund_code,
        amounts=amounts_of(document_of(run.result)),
        is_added=allocation.ceiling_effect == ADD,
        reference=f"{OBJECT}:{allocation.id}",
        reason=f"{allocation.name_th} ({resolution.number})",
        resolution_id=resolution.id,
    )
    await set_ceilings(session, actor, ceilings)
