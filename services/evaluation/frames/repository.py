"""Every SQL statement about evaluation frames."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.evaluation.frames.access import KEEPERS
from services.evaluation.frames.models import EvaluationFrame, EvaluationFrameItem, ScoringMethod
from services.evaluation.frames.rules.frame import DRAFT, OPEN_STATES
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.text import search_key

SORTS = {
    "fiscal_year": SortKey(EvaluationFrame.fiscal_year.expression, int),
    "updated_at": SortKey(EvaluationFrame.updated_at.expression, parse_instant),
}


def visible_to(principal: Principal) -> Select[EvaluationFrame]:
    """Return a select of the frames that `principal` may see: what was published is open, a draft is its keepers'."""
    frames = select(EvaluationFrame)
    if principal.holds(KEEPERS):
        return frames
    return frames.where(or_(*(EvaluationFrame.state == state for state in OPEN_STATES)))


async def load_frame(
    session: AsyncSession, principal: Principal, frame_id: UUID, *, lock: bool = False
) -> EvaluationFrame:
    """Return a visible frame with its items and bands, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(EvaluationFrame.id == frame_id)
    items = selectinload(EvaluationFrame.items).joinedload(EvaluationFrameItem.scoring_method)
    found = found.options(items, selectinload(EvaluationFrame.bands))
    if lock:
        found = found.with_for_update(of=EvaluationFrame)
    frame = (await session.scalars(found)).one_or_none()
    if frame is None:
        raise NotFound()
    return frame


async def lock_latest_edition(
    session: AsyncSession, principal: Principal, frame: EvaluationFrame
) -> EvaluationFrame | None:
    """Return the last frame published for the same year and kind of subject, locked; None when there is none."""
    published = visible_to(principal).where(
        EvaluationFrame.fiscal_year == frame.fiscal_year,
        EvaluationFrame.subject_kind == frame.subject_kind,
        EvaluationFrame.edition.is_not(None),
    )
    latest = published.order_by(EvaluationFrame.edition.desc()).limit(1).with_for_update(of=EvaluationFrame)
    return (await session.scalars(latest)).one_or_none()


async def find_like(session: AsyncSession, frame: EvaluationFrame) -> UUID | None:
    """Return the other draft that has the business key of `frame`: its year, kind of subject and title."""
    same_year = (
        EvaluationFrame.fiscal_year == frame.fiscal_year,
        EvaluationFrame.subject_kind == frame.subject_kind,
    )
    alike = select(EvaluationFrame.id).where(*same_year, EvaluationFrame.title_search == search_key(frame.title_th))
    return await session.scalar(alike.where(EvaluationFrame.state == DRAFT, EvaluationFrame.id != frame.id))


async def load_frames(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[EvaluationFrame]:
    """Return up to one row more than the page holds, in order, with their items for the sum of the weights."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, EvaluationFrame.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(getattr(EvaluationFrame, name) == value)
    values = page.start(after)
    found = found.options(selectinload(EvaluationFrame.items))
    return (await session.scalars(found.params(**values))).all()


async def add_frame(session: AsyncSession, frame: EvaluationFrame) -> None:
    """Add a new frame; a title that another draft of the year has is refused here."""
    session.add(frame)
    await session.flush()


async def load_methods(session: AsyncSession) -> dict[str, ScoringMethod]:
    """Return every scoring method by its code, in the order of the codes."""
    methods = await session.scalars(select(ScoringMethod).order_by(ScoringMethod.code))
    return {method.code: method for method in methods}
