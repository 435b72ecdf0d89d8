"""Carrying out what the evaluation committee resolved of a card."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.evaluation.scorecards.errors import DecisionWithoutUse, ScorecardIncomplete
from services.evaluation.scorecards.models import Scorecard
from services.evaluation.scorecards.rules.card import APPROVE, FLOW
from services.evaluation.scorecards.usecases.saving import save
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.numbers import number_of


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, card: Scorecard
) -> None:
    """Freeze a card whose score the evaluation committee approved; from then on everyone may read it.

    Raises DecisionWithoutUse, CommitteeMayNotDecide, StateDoesNotAllow, ScorecardIncomplete.
    """
    if item.decision != APPROVE:
        raise DecisionWithoutUse(decision=item.decision)
    resolution.refuse_other_than(item.decision, Deciding.EVALUATION)
    before, after = card.state, FLOW.after(card.state, APPROVE)
    if card.score is None:
        raise ScorecardIncomplete(scored_weight=number_of(card.scored_weight))
    card.state, card.frozen_at, card.resolution_id = after, now(), resolution.id
    await save(session, actor, card, "scorecard.frozen", {"state": [before, after]}, resolution_id=resolution.id)
