"""Every SQL statement about requests."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, Select, Table, and_, case, func, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from services.budget.duplicates.repository.comparables import compared_ids
from services.budget.requests.models import Request
from services.budget.requests.rules.request import CLOSED, DECIDABLE, OFF_THE_DESK, WITHDRAWN, proposed_of
from services.budget.submissions.models import Submission
from services.budget.submissions.rules import Listed
from services.shared.access import Grant, Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {
    "updated_at": SortKey(Request.updated_at.expression, parse_instant),
    "asked_amount": SortKey(Request.asked_amount.expression, int),
}
WITH_LIST = joinedload(Request.submission, innerjoin=True)
WHOLE = (WITH_LIST, selectinload(Request.lines))
_REQUEST = cast("Table", Request.__table__)


def visible_to(principal: Principal) -> Select[Request]:
    """Return a select of the requests that `principal` may see: its own, others' once submitted."""
    scope = scope_of(principal)
    left_the_desk = or_(*(Request.state == state for state in OFF_THE_DESK))
    insider = any_of(Request.area_code.expression, "insider_areas")
    if scope.is_nationwide:
        mine = or_(left_the_desk, insider)
    else:
        in_sight = is_in_sight(Request.area_code.expression, Request.fiscal_year.expression)
        mine = or_(insider, and_(left_the_desk, in_sight))
    return select(Request).where(mine).params(**scope.values())


async def load_request(session: AsyncSession, principal: Principal, request_id: UUID, *, lock: bool = False) -> Request:
    """Return a visible request with its lines and its list, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Request.id == request_id).options(*WHOLE)
    if lock:
        found = found.with_for_update(of=Request).execution_options(populate_existing=True)
    request = (await session.scalars(found)).one_or_none()
    if request is None:
        raise NotFound()
    return request


async def lock_list(session: AsyncSession, principal: Principal, request_id: UUID) -> None:
    """Lock the list that a visible request stands in; raises NotFound.

    Who changes what a list shows locks the list first and the request after it, so that nobody waits in a circle.
    """
    found = visible_to(principal).where(Request.id == request_id).join(Request.submission)
    locked = found.options(contains_eager(Request.submission)).with_for_update(of=Submission)
    if (await session.scalars(locked)).one_or_none() is None:
        raise NotFound()


async def lock_for_decision(session: AsyncSession, request_id: UUID) -> Request | None:
    """Return a request that has left its desk, its row locked; None when there is none."""
    try:
        return await load_request(session, CLERK, request_id, lock=True)
    except NotFound:
        return None


async def projects_behind(
    session: AsyncSession, request_ids: Sequence[UUID], submission_ids: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Return the projects of requests off the desk, by request: of those named, and of those in the named lists."""
    named = or_(Request.id.in_(request_ids), Request.submission_id.in_(submission_ids))
    seen = visible_to(CLERK).where(named, Request.state.in_(DECIDABLE)).subquery()
    return {row.id: row.project_id for row in await session.execute(select(seen.c.id, seen.c.project_id))}


async def lock_decidable(session: AsyncSession, request_ids: Sequence[UUID]) -> Sequence[Request]:
    """Return those requests that can still be decided, by id, each row locked."""
    found = visible_to(CLERK).where(Request.id.in_(request_ids), Request.state.in_(DECIDABLE)).options(*WHOLE)
    return (await session.scalars(found.order_by(Request.id).with_for_update(of=Request))).all()


async def load_listed(session: AsyncSession, area: Grant, submission: Submission) -> list[Request]:
    """Return every request of a locked submission that was not withdrawn, in order, each row locked.

    `area` is the grant of the list's own office: what is in a list is asked for the list, whoever the caller is.
    """
    office = Principal(str(area), "budget", (area,))
    found = visible_to(office).where(Request.submission_id == submission.id, Request.state != WITHDRAWN)
    locked = found.options(*WHOLE).order_by(Request.id).with_for_update(of=Request)
    rows = (await session.scalars(locked.execution_options(populate_existing=True))).all()
    return _in_order(rows, submission)


async def show_listed(session: AsyncSession, principal: Principal, submission: Submission) -> list[Request]:
    """Return the visible requests of a submission that were not withdrawn, in order."""
    found = visible_to(principal).where(Request.submission_id == submission.id, Request.state != WITHDRAWN)
    return _in_order((await session.scalars(found.options(*WHOLE))).all(), submission)


def _in_order(requests: Sequence[Request], submission: Submission) -> list[Request]:
    places = {request_id: place for place, request_id in enumerate(submission.request_order)}
    return sorted(requests, key=lambda request: (places.get(request.id, len(places)), request.id))


async def listed_in(session: AsyncSession, area: Grant, submission_id: UUID) -> list[Listed]:
    """Return what a submission counts of each request in it, as `load_listed` finds them."""
    office = Principal(str(area), "budget", (area,))
    found = visible_to(office).where(Request.submission_id == submission_id, Request.state != WITHDRAWN).subquery()
    columns = (found.c.id, found.c.content_hash, found.c.ceiling_position, found.c.asked_amount)
    return [Listed(*row) for row in await session.execute(select(*columns))]


async def glimpse_projects(
    session: AsyncSession, principal: Principal, *, request_id: UUID | None = None, submission_id: UUID | None = None
) -> list[UUID]:
    """Return the projects of one visible request, or of those of a submission, and end the transaction that read them.

    The plans service can be asked about them before the transaction of the change begins.
    """
    named = Request.id == request_id if request_id else Request.submission_id == submission_id
    seen = visible_to(principal).where(named, Request.state != WITHDRAWN).subquery()
    project_ids = list(await session.scalars(select(seen.c.project_id)))
    await session.rollback()
    return project_ids


async def find_like(session: AsyncSession, submission_id: UUID, project_id: UUID) -> UUID | None:
    """Return the open request for a project in a list: the business key of requests."""
    alike = select(Request.id).where(Request.submission_id == submission_id, Request.project_id == project_id)
    return await session.scalar(alike.where(Request.state.not_in(CLOSED)))


async def open_projects(
    session: AsyncSession, principal: Principal, submission_ids: Sequence[UUID]
) -> dict[UUID, set[UUID]]:
    """Return, by list of the caller's own, the projects that it has an open request for."""
    mine = visible_to(principal).where(Request.submission_id.in_(submission_ids), Request.state.not_in(CLOSED))
    seen = mine.subquery()
    found: dict[UUID, set[UUID]] = {each: set() for each in submission_ids}
    for submission_id, project_id in await session.execute(select(seen.c.submission_id, seen.c.project_id)):
        found[submission_id].add(project_id)
    return found


async def load_uncompared(session: AsyncSession, most: int) -> Sequence[Request]:
    """Return requests off their desks that are not among what is compared, by id."""
    found = visible_to(CLERK).where(Request.id.not_in(compared_ids())).options(selectinload(Request.lines))
    return (await session.scalars(found.order_by(Request.id).limit(most))).all()


async def add_requests(session: AsyncSession, *requests: Request) -> None:
    """Add requests, however many, in one go."""
    session.add_all(requests)
    await session.flush()


async def save_request(session: AsyncSession, request: Request) -> None:
    """Add or write a request."""
    session.add(request)
    await session.flush()


async def load_requests(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Request]:
    """Return up to one row more than the page holds, in order, each with its list."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(Request, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted).options(WITH_LIST)
    found = keyset(found, sort, key, Request.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible requests of a fiscal year in a state, by id, each with the amount that is proposed."""
    found = visible_to(principal).where(Request.fiscal_year == query.fiscal_year, Request.state == query.state)
    if query.area_code is not None:
        found = found.where(Request.area_code == query.area_code)
    rows = await session.scalars(found.order_by(Request.id).limit(query.limit))
    return [
        Candidate(row.id, row.version, row.content_hash, proposed_of(row.asked_amount, row.screened_amount))
        for row in rows
    ]


def _sums(seen: Any) -> tuple[Any, ...]:  # noqa: ANN401 - the columns of a subquery
    held = case((seen.c.hold_id.is_not(None), seen.c.asked_amount), else_=0)
    amounts = (seen.c.asked_amount, held, func.coalesce(seen.c.approved_amount, 0))
    names = ("asked", "held", "approved")
    sums = (sql_cast(func.sum(each), BigInteger).label(name) for name, each in zip(names, amounts, strict=True))
    return (func.count().label("requests"), *sums)


async def facts_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> Sequence[Any]:
    """Return (area, state, position, requests, asked, held, approved) of the areas' visible requests, in satang."""
    mine = visible_to(principal).where(Request.area_code.in_(area_codes), Request.fiscal_year == fiscal_year)
    seen = mine.subquery()
    groups = (seen.c.area_code, seen.c.state, seen.c.ceiling_position)
    return (await session.execute(select(*groups, *_sums(seen)).group_by(*groups))).all()


async def facts_by_joint_indicator(session: AsyncSession, principal: Principal, ids: list[UUID]) -> Sequence[Any]:
    """Return (joint indicator, area, requests, asked, held, approved) of visible requests off the desk, in satang."""
    mine = visible_to(principal).where(Request.joint_indicator_id.in_(ids), Request.state.in_(OFF_THE_DESK))
    seen = mine.subquery()
    groups = (seen.c.joint_indicator_id, seen.c.area_code)
    return (await session.execute(select(*groups, *_sums(seen)).group_by(*groups))).all()
