"""Finding a card for a change, writing it, and the event beside it."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.evaluation.scorecards import repository
from services.evaluation.scorecards.models import Scorecard, ScorecardComputation, ScorecardResult
from services.evaluation.scorecards.rules.card import FROZEN
from services.shared.access import Action, Principal, Subject, authorise
from services.shared.columns import now
from services.shared.events.record import EVERYONE, Change, difference, record
from services.shared.numbers import number_of
from services.shared.roles import OVERSEERS
from services.shared.schemas import Json

OBJECT = "scorecard"


def subject_of(card: Scorecard) -> Subject:
    """Return what access asks of a card: it is its province's."""
    return Subject(f"area:{card.area_code}", state=card.state)


async def lock_for(session: AsyncSession, principal: Principal, scorecard_id: UUID, action: Action) -> Scorecard:
    """Return the card, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    card = await repository.load_scorecard(session, principal, scorecard_id, lock=True)
    authorise(principal, action, subject_of(card))
    return card


async def save(
    session: AsyncSession,
    principal: Principal,
    card: Scorecard,
    happening: str,
    changes: dict[str, Any],
    *added: ScorecardComputation | ScorecardResult,
    resolution_id: UUID | None = None,
) -> None:
    """Write the card under its next version, the rows `added` to it, and the event beside it."""
    card.updated_at = now()
    await repository.add(session, *added)
    await record(session, principal, change_of(card, happening, changes, resolution_id))


def change_of(card: Scorecard, happening: str, changes: dict[str, Any], resolution_id: UUID | None = None) -> Change:
    """Return the event of a change: the province and the overseers know of it, everyone once the card is frozen."""
    watching = {f"area:{card.area_code}"} | {f"role:{role}" for role in OVERSEERS}
    audience = frozenset({EVERYONE} if card.state == FROZEN else watching)
    payload: Json = {
        "fiscal_year": card.fiscal_year,
        "area_code": card.area_code,
        "frame_id": str(card.frame_id),
        "state": card.state,
        **shown_figures(card),
    }
    return Change(happening, OBJECT, card.id, card.version, audience, payload, changes, resolution_id)


def shown_figures(card: Scorecard) -> Json:
    """Return what a card comes to, as JSON values."""
    score = None if card.score is None else number_of(card.score)
    return {"score": score, "scored_weight": number_of(card.scored_weight), "band": card.band}


def figures_of(card: Scorecard) -> Json:
    """Return what the history compares."""
    return {**shown_figures(card), "computation": card.computation, "content_hash": card.content_hash}


def changes_of(before: Json, card: Scorecard) -> dict[str, Any]:
    """Return, by field, [from, to] of what a computation changed."""
    return difference(before, figures_of(card))
