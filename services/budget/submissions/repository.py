"""Every SQL statement about submissions themselves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.submissions.models import Submission
from services.budget.submissions.rules import FLOW, OFF_THE_DESK
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {"updated_at": SortKey(Submission.updated_at.expression, parse_instant)}


def visible_to(principal: Principal) -> Select[Submission]:
    """Return a select of the submissions that `principal` may see: its own, others' once submitted."""
    scope = scope_of(principal)
    left_the_desk = or_(*(Submission.state == state for state in OFF_THE_DESK))
    insider = any_of(Submission.area_code.expression, "insider_areas")
    if scope.is_nationwide:
        mine = or_(left_the_desk, insider)
    else:
        in_sight = is_in_sight(Submission.area_code.expression, Submission.fiscal_year.expression)
        mine = or_(insider, and_(left_the_desk, in_sight))
    return select(Submission).where(mine).params(**scope.values())


async def load_submission(
    session: AsyncSession, principal: Principal, submission_id: UUID, *, lock: bool = False
) -> Submission:
    """Return a visible submission, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Submission.id == submission_id)
    if lock:
        found = found.with_for_update(of=Submission)
    submission = (await session.scalars(found)).one_or_none()
    if submission is None:
        raise NotFound()
    return submission


async def open_lists(
    session: AsyncSession, principal: Principal, area_code: str, *, lock: bool = False
) -> Sequence[Submission]:
    """Return the visible lists of an area that may still be arranged, by id, their rows locked when asked."""
    arranged = visible_to(principal).where(
        Submission.area_code == area_code, Submission.state.in_(FLOW.from_states("arrange"))
    )
    found = arranged.order_by(Submission.id)
    return (await session.scalars(found.with_for_update(of=Submission) if lock else found)).all()


async def lock_for_decision(session: AsyncSession, submission_id: UUID) -> Submission | None:
    """Return a submission that has left its desk, its row locked; None when there is none."""
    found = visible_to(CLERK).where(Submission.id == submission_id).with_for_update(of=Submission)
    return (await session.scalars(found)).one_or_none()


async def find_like(session: AsyncSession, submission: Submission) -> UUID | None:
    """Return the submission that has the business key of `submission` already."""
    alike = select(Submission.id).where(
        Submission.area_code == submission.area_code,
        Submission.fiscal_year == submission.fiscal_year,
        Submission.round == submission.round,
    )
    return await session.scalar(alike)


async def save_submission(session: AsyncSession, submission: Submission) -> None:
    """Add or write a submission; a second one of an area's round is refused here."""
    session.add(submission)
    await session.flush()


async def load_submissions(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Submission]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(Submission, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted)
    found = keyset(found, sort, key, Submission.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible submissions of a fiscal year in a state, by id; a list is decided without an amount."""
    found = visible_to(principal).where(Submission.fiscal_year == query.fiscal_year, Submission.state == query.state)
    if query.area_code is not None:
        found = found.where(Submission.area_code == query.area_code)
    rows = await session.scalars(found.order_by(Submission.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash) for row in rows]
