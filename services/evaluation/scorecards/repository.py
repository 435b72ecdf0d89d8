"""Every SQL statement about scorecards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from services.evaluation.frames.models import EvaluationFrame
from services.evaluation.frames.repository import visible_to as visible_frames
from services.evaluation.scorecards.models import Scorecard, ScorecardComputation, ScorecardResult
from services.evaluation.scorecards.rules.card import FROZEN
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.roles import OVERSEERS, Role
from services.shared.scope import any_of, scope_of

SORTS = {
    "area_code": SortKey(Scorecard.area_code.expression),
    "updated_at": SortKey(Scorecard.updated_at.expression, parse_instant),
}
NEWEST_FIRST = "-number"
BY_NUMBER = SortKey(ScorecardComputation.number.expression, int)
# Who evaluates and oversees sees every card, and our own services, which carry decisions out.
WATCHERS = OVERSEERS | {Role.SERVICE}


@dataclass(frozen=True)
class Place:
    """Which province a card is of, and in which fiscal year."""

    fiscal_year: int
    area_code: str


def visible_to(principal: Principal) -> Select[Scorecard]:
    """Return a select of the cards that `principal` may see: a province its own, everyone what is frozen."""
    cards = select(Scorecard)
    if principal.holds(WATCHERS):
        return cards
    mine = any_of(Scorecard.area_code.expression, "scope_areas")
    return cards.where(or_(Scorecard.state == FROZEN, mine)).params(scope_areas=list(scope_of(principal).areas))


async def find_year(session: AsyncSession, principal: Principal, frame_id: UUID) -> int | None:
    """Return the fiscal year of a visible frame; None when there is none."""
    year = visible_frames(principal).with_only_columns(EvaluationFrame.fiscal_year)
    found: int | None = await session.scalar(year.where(EvaluationFrame.id == frame_id))
    return found


async def find_place(session: AsyncSession, principal: Principal, scorecard_id: UUID) -> Place:
    """Return whose card of which year a visible card is; raises NotFound."""
    found = visible_to(principal).with_only_columns(Scorecard.fiscal_year, Scorecard.area_code)
    row = (await session.execute(found.where(Scorecard.id == scorecard_id))).one_or_none()
    if row is None:
        raise NotFound()
    return Place(row.fiscal_year, row.area_code)


async def find_like(session: AsyncSession, frame_id: UUID, area_code: str) -> UUID | None:
    """Return the card that has this business key already."""
    alike = select(Scorecard.id).where(Scorecard.frame_id == frame_id, Scorecard.area_code == area_code)
    return await session.scalar(alike)


async def load_scorecard(
    session: AsyncSession, principal: Principal, scorecard_id: UUID, *, lock: bool = False
) -> Scorecard:
    """Return a visible card, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Scorecard.id == scorecard_id)
    if lock:
        found = found.with_for_update(of=Scorecard)
    card = (await session.scalars(found)).one_or_none()
    if card is None:
        raise NotFound()
    return card


async def lock_for_decision(session: AsyncSession, scorecard_id: UUID) -> Scorecard | None:
    """Return a card with its row locked, whoever asks for the decision; None when there is none."""
    found = visible_to(CLERK).where(Scorecard.id == scorecard_id).with_for_update(of=Scorecard)
    return (await session.scalars(found)).one_or_none()


async def load_scorecards(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Scorecard]:
    """Return up to one card more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, Scorecard.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(getattr(Scorecard, name) == value)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def load_computation(session: AsyncSession, card: Scorecard, number: int | None = None) -> ScorecardComputation:
    """Return one computation of a card with its inputs and trace, the last one unless told; raises NotFound."""
    wanted = select(ScorecardComputation).where(
        ScorecardComputation.scorecard_id == card.id,
        ScorecardComputation.number == (card.computation if number is None else number),
    )
    whole = wanted.options(undefer(ScorecardComputation.inputs), undefer(ScorecardComputation.trace))
    computation = (await session.scalars(whole)).one_or_none()
    if computation is None:
        raise NotFound()
    return computation


async def load_computations(
    session: AsyncSession, scorecard_id: UUID, page: PageRequest
) -> Sequence[ScorecardComputation]:
    """Return up to one computation more than the page holds, the newest first, without inputs and trace."""
    after = page.after(NEWEST_FIRST, {"scorecard": scorecard_id}, BY_NUMBER)
    found = select(ScorecardComputation).where(ScorecardComputation.scorecard_id == scorecard_id)
    found = keyset(found, NEWEST_FIRST, BY_NUMBER, ScorecardComputation.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def load_results(session: AsyncSession, scorecard_id: UUID) -> dict[int, ScorecardResult]:
    """Return the last revision of each result recorded for a card, by the position of its item."""
    results = select(ScorecardResult).where(ScorecardResult.scorecard_id == scorecard_id)
    in_order = results.order_by(ScorecardResult.position, ScorecardResult.revision)
    return {result.position: result for result in await session.scalars(in_order)}


async def load_year(
    session: AsyncSession, principal: Principal, fiscal_year: int, area_codes: Sequence[str] | None = None
) -> dict[str, Scorecard]:
    """Return the visible card of each area in a fiscal year, by the newest edition of the frame."""
    found = visible_to(principal).where(Scorecard.fiscal_year == fiscal_year)
    if area_codes is not None:
        found = found.where(Scorecard.area_code.in_(area_codes))
    in_order = found.join(EvaluationFrame, EvaluationFrame.id == Scorecard.frame_id).order_by(EvaluationFrame.edition)
    return {card.area_code: card for card in await session.scalars(in_order)}


_IS_THE_LAST = (
    ScorecardComputation.scorecard_id == Scorecard.id,
    ScorecardComputation.number == Scorecard.computation,
)


async def load_traces(
    session: AsyncSession, principal: Principal, fiscal_year: int, area_codes: Sequence[str]
) -> dict[str, tuple[Scorecard, dict[str, Any]]]:
    """Return, by area, the card that `load_year` does, with the trace of its last computation, in one statement."""
    found = (
        visible_to(principal)
        .add_columns(ScorecardComputation.trace)
        .join(EvaluationFrame, EvaluationFrame.id == Scorecard.frame_id)
        .join(
            ScorecardComputation,
            (ScorecardComputation.scorecard_id == Scorecard.id)
            & (ScorecardComputation.number == Scorecard.computation),
        )
        .where(Scorecard.fiscal_year == fiscal_year, Scorecard.area_code.in_(area_codes))
        .order_by(EvaluationFrame.edition)
    )
    return {card.area_code: (card, trace) for card, trace in await session.execute(found)}


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible cards that a resolution's items can be taken from, by id."""
    found = visible_to(principal).where(Scorecard.fiscal_year == query.fiscal_year, Scorecard.state == query.state)
    if query.area_code is not None:
        found = found.where(Scorecard.area_code == query.area_code)
    cards = await session.scalars(found.order_by(Scorecard.id).limit(query.limit))
    return [Candidate(card.id, card.version, card.content_hash) for card in cards]


async def add(session: AsyncSession, *rows: Scorecard | ScorecardComputation | ScorecardResult) -> None:
    """Write what changed and these new rows; a second card of the same frame and area is refused here."""
    session.add_all(rows)
    await session.flush()
