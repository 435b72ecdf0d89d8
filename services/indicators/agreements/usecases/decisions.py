"""Carrying out what a committee of the chain resolved on an agreement: each decides at its own step, in its turn."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.errors import DecisionNotForAgreements, ReasonMissing
from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.rules.chains import VERBS, Stage
from services.indicators.agreements.usecases.chain import move
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.decisions.rules import ConfirmedResolution, DecisionItem
from services.shared.errors import StateDoesNotAllow

# What departs from the proposal says why, so that the area can correct it.
NEEDS_REASON = ("return", "reject")


async def carry_out(
    session: AsyncSession,
    actor: Principal,
    resolution: ConfirmedResolution,
    item: DecisionItem,
    agreement: PerformanceAgreement,
) -> None:
    """Pass an agreement on, approve, return or reject it, and ask whoever is next.

    Raises StateDoesNotAllow before and after the step of a committee, CommitteeMayNotDecide when it is the step of
    another one, DecisionNotForAgreements, ReasonMissing.
    """
    way = agreement.chain.way
    if agreement.stage != Stage.COMMITTEE:
        allowed = ", ".join(VERBS["approve"])
        raise StateDoesNotAllow(action=item.decision, allowed=allowed, state=agreement.stage)
    resolution.refuse_other_than(item.decision, way.step(agreement.step_code).actor)
    known = way.decisions_at(agreement.step_code)
    if item.decision not in known:
        raise DecisionNotForAgreements(decision=item.decision, known=", ".join(known))
    if item.decision in NEEDS_REASON and not item.reason_th:
        raise ReasonMissing(decision=item.decision)
    note = item.reason_th or item.condition_th
    agreement.resolution_id, agreement.decided_at, agreement.decision_note_th = resolution.id, now(), note
    await move(session, actor, agreement, item.decision, reason=note, resolution_id=resolution.id)
