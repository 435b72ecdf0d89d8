"""Agencies' own projects. Everybody at work reads them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates.models import AgencyProject
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

SORTS = {"updated_at": SortKey(AgencyProject.updated_at.expression, parse_instant)}


def visible_to(_principal: Principal) -> Select[AgencyProject]:
    """Return a select of the projects that a caller at work may see: all of them."""
    return select(AgencyProject)


async def load_project(session: AsyncSession, principal: Principal, project_id: UUID) -> AgencyProject:
    """Return a project; raises NotFound."""
    project = (await session.scalars(visible_to(principal).where(AgencyProject.id == project_id))).one_or_none()
    if project is None:
        raise NotFound()
    return project


async def load_projects(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[AgencyProject]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(AgencyProject, name) == value for name, value in filters.items() if value is not None]
    found = keyset(
        visible_to(principal).where(*wanted), sort, key, AgencyProject.id.expression, goes_on=after is not None
    )
    return (await session.scalars(found.params(**page.start(after)))).all()


async def lock_projects(
    session: AsyncSession, principal: Principal, function_code: str, fiscal_year: int, codes: Collection[str]
) -> dict[str, AgencyProject]:
    """Return those projects of an agency and year that stand already, by code, each row locked."""
    found = visible_to(principal).where(
        AgencyProject.function_code == function_code,
        AgencyProject.fiscal_year == fiscal_year,
        AgencyProject.code.in_(codes),
    )
    rows = await session.scalars(found.order_by(AgencyProject.id).with_for_update())
    return {row.code: row for row in rows}


async def save_projects(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add or write projects, however many, in one statement; a code that came up meanwhile is refused here."""
    new = insert(AgencyProject).values([dict(row) for row in rows])
    written = {name: new.excluded[name] for name in rows[0] if name not in ("id", "created_at")}
    await session.execute(new.on_conflict_do_update(index_elements=[AgencyProject.id], set_=written))
