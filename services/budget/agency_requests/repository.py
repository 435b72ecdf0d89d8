"""Every SQL statement about requests to agencies."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, Select, Table, and_, func, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from services.budget.agency_requests.models import AgencyOutput, AgencyRequest
from services.budget.agency_requests.rules import CLOSED, OFF_THE_DESK
from services.budget.duplicates.repository.comparables import compared_ids
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {
    "updated_at": SortKey(AgencyRequest.updated_at.expression, parse_instant),
    "asked_amount": SortKey(AgencyRequest.asked_amount.expression, int),
}
OUTPUT_SORT = "code"
_BY_CODE = SortKey(AgencyOutput.code.expression)
WITH_OUTPUT = joinedload(AgencyRequest.output)
_REQUEST = cast("Table", AgencyRequest.__table__)


def visible_to(principal: Principal) -> Select[AgencyRequest]:
    """Return a select of the requests that `principal` may see: its own, others' once sent."""
    scope = scope_of(principal)
    left_the_desk = or_(*(AgencyRequest.state == state for state in OFF_THE_DESK))
    insider = any_of(AgencyRequest.area_code.expression, "insider_areas")
    if scope.is_nationwide:
        mine = or_(left_the_desk, insider)
    else:
        in_sight = is_in_sight(AgencyRequest.area_code.expression, AgencyRequest.fiscal_year.expression)
        mine = or_(insider, and_(left_the_desk, in_sight))
    return select(AgencyRequest).where(mine).params(**scope.values())


async def load_request(
    session: AsyncSession, principal: Principal, request_id: UUID, *, lock: bool = False
) -> AgencyRequest:
    """Return a visible request with its lines and its output, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(AgencyRequest.id == request_id)
    found = found.options(WITH_OUTPUT, selectinload(AgencyRequest.lines))
    if lock:
        found = found.with_for_update(of=AgencyRequest).execution_options(populate_existing=True)
    request = (await session.scalars(found)).one_or_none()
    if request is None:
        raise NotFound()
    return request


async def glimpse_project(session: AsyncSession, principal: Principal, request_id: UUID) -> UUID:
    """Return the project of a visible request, and end the transaction that read it; raises NotFound.

    The plans service can be asked about it before the transaction of the change begins.
    """
    seen = visible_to(principal).where(AgencyRequest.id == request_id).subquery()
    project_id: UUID | None = await session.scalar(select(seen.c.project_id))
    await session.rollback()
    if project_id is None:
        raise NotFound()
    return project_id


async def find_like(
    session: AsyncSession, area_code: str, fiscal_year: int, project_id: UUID, function_code: str
) -> UUID | None:
    """Return the open request of an area for a project with an agency: the business key."""
    alike = select(AgencyRequest.id).where(
        AgencyRequest.area_code == area_code,
        AgencyRequest.fiscal_year == fiscal_year,
        AgencyRequest.project_id == project_id,
        AgencyRequest.function_code == function_code,
        AgencyRequest.state.not_in(CLOSED),
    )
    return await session.scalar(alike)


async def list_requests(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[AgencyRequest]:
    """Return up to one request more than the page holds, in order, each with its output."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(AgencyRequest, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted).options(WITH_OUTPUT)
    found = keyset(found, sort, key, AgencyRequest.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def load_uncompared(session: AsyncSession, most: int) -> Sequence[AgencyRequest]:
    """Return requests off their desks that are not among what is compared, by id."""
    found = visible_to(CLERK).where(AgencyRequest.id.not_in(compared_ids()))
    found = found.options(selectinload(AgencyRequest.lines))
    return (await session.scalars(found.order_by(AgencyRequest.id).limit(most))).all()


async def save_request(session: AsyncSession, request: AgencyRequest) -> None:
    """Add or write a request."""
    session.add(request)
    await session.flush()


async def keep_output(session: AsyncSession, values: Mapping[str, Any]) -> AgencyOutput:
    """Return the output of an agency, year and code: added from `values`, or the one that stands already."""
    await session.execute(insert(AgencyOutput).values(**values).on_conflict_do_nothing())
    key = ("function_code", "fiscal_year", "code")
    standing = select(AgencyOutput).where(*(getattr(AgencyOutput, name) == values[name] for name in key))
    return (await session.scalars(standing)).one()


async def list_outputs(session: AsyncSession, filters: Mapping[str, Any], page: PageRequest) -> Sequence[AgencyOutput]:
    """Return up to one output more than the page holds, by code."""
    wanted = [getattr(AgencyOutput, name) == value for name, value in filters.items() if value is not None]
    after = page.after(OUTPUT_SORT, filters, _BY_CODE)
    found = select(AgencyOutput).where(*wanted)
    found = keyset(found, OUTPUT_SORT, _BY_CODE, AgencyOutput.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def sums_by_output(session: AsyncSession, principal: Principal, output_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Return, by output, (requests, asked, accepted, funded) of the visible requests that it carries, in satang."""
    mine = visible_to(principal).where(AgencyRequest.output_id.in_(output_ids), AgencyRequest.state.not_in(CLOSED))
    seen = mine.subquery()
    sums = (
        sql_cast(func.coalesce(func.sum(seen.c[f"{name}_amount"]), 0), BigInteger).label(name)
        for name in ("asked", "accepted", "funded")
    )
    rows = await session.execute(select(seen.c.output_id, func.count().label("requests"), *sums).group_by("output_id"))
    return {row.output_id: row for row in rows}
