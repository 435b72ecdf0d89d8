"""Every SQL statement about projects."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Result,
    Row,
    Select,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.plans.approval import CANCELLED
from services.plans.projects.models import Project, ProjectShare
from services.plans.projects.rules import OFF_THE_DESK
from services.shared.access import Principal
from services.shared.database import JsonQuery, Reader, amount_json, instant_json, json_rows
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, in_order, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, is_insider, scope_of
from services.shared.text import search_key

SORTS = {
    "updated_at": SortKey(Project.updated_at.expression, parse_instant),
    "title_th": SortKey(Project.title_sort.expression),
    "estimated_amount": SortKey(Project.estimated_amount.expression, int),
}
# What a question by ids tells of a project, beside its shares.
FACTS = (
    "id",
    "version",
    "content_hash",
    "state",
    "title_th",
    "owner_area_code",
    "owner_function_code",
    "fiscal_year",
    "estimated_amount",
    "is_regular_mission",
    "is_area_initiative",
    "responsible_unit",
    "responsible_post",
    "place_th",
    "start_on",
    "end_on",
    "strategy_id",
)
# What the caller of a read needs beside the JSON: to decide on actions, and to go on with the next page.
BESIDE = ("id_", "state_", "owner_area_", "owner_function_", "fiscal_year_", "version_", "shared_with_", "sort_")


def visible_to(principal: Principal) -> Select[Project]:
    """Return a select of the projects that `principal` may see."""
    scope = scope_of(principal)
    return select(Project).where(_is_visible(scope.is_nationwide)).params(**scope.values())


def _is_visible(is_nationwide: bool) -> ColumnElement[bool]:
    left_the_desk = or_(*(Project.state == state for state in OFF_THE_DESK))
    insider = is_insider(Project.owner_area_code.expression, Project.owner_function_code.expression)
    named = select(1).where(
        ProjectShare.project_id == Project.id, any_of(ProjectShare.area_code.expression, "insider_areas")
    )
    if is_nationwide:
        return or_(left_the_desk, insider, named.exists())
    in_sight = is_in_sight(Project.owner_area_code.expression, Project.fiscal_year.expression)
    return or_(insider, named.exists(), and_(left_the_desk, in_sight))


async def load_project(session: AsyncSession, principal: Principal, project_id: UUID, *, lock: bool = False) -> Project:
    """Return a visible project with its shares, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Project.id == project_id).options(selectinload(Project.shares))
    if lock:
        found = found.with_for_update(of=Project)
    project = (await session.scalars(found)).one_or_none()
    if project is None:
        raise NotFound()
    return project


async def lock_for_decision(session: AsyncSession, project_id: UUID) -> Project | None:
    """Return a project that left its owner's desk with its shares, its row locked; None when there is none."""
    try:
        return await load_project(session, CLERK, project_id, lock=True)
    except NotFound:
        return None


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible projects in a state of a fiscal year, owned by an area where given, by id."""
    found = visible_to(principal).where(Project.state == query.state, Project.fiscal_year == query.fiscal_year)
    if query.area_code:
        found = found.where(Project.owner_area_code == query.area_code)
    columns = found.with_only_columns(Project.id, Project.version, Project.content_hash, Project.estimated_amount)
    rows = await session.execute(columns.order_by(Project.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash, row.estimated_amount) for row in rows]


async def find_like(session: AsyncSession, project: Project) -> UUID | None:
    """Return the project that has the business key of `project`: its owner's, of its year, by its title."""
    same_owner = (
        Project.owner_area_code.is_not_distinct_from(project.owner_area_code),
        Project.owner_function_code.is_not_distinct_from(project.owner_function_code),
    )
    same_title = Project.title_search == search_key(project.title_th)
    alike = select(Project.id).where(*same_owner, Project.fiscal_year == project.fiscal_year, same_title)
    return await session.scalar(alike.where(Project.state != CANCELLED, Project.id != project.id))


async def add_projects(session: AsyncSession, *projects: Project) -> None:
    """Add new projects; a title taken already is refused here."""
    session.add_all(projects)
    await session.flush()


async def read_project(reader: Reader, principal: Principal, project_id: UUID) -> asyncpg.Record:
    """Return one visible project as JSON text (`body`) and the columns of BESIDE; raises NotFound."""
    scope = scope_of(principal)
    rows = await reader.rows(_one(scope.is_nationwide), {**scope.values(), "project_id": project_id})
    if not rows:
        raise NotFound()
    return rows[0]


async def read_projects(
    reader: Reader, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[asyncpg.Record]:
    """Return up to one row more than the page holds, in order, in the form of `read_project`."""
    scope = scope_of(principal)
    after = page.after(sort, filters, SORTS[sort.lstrip("-")])
    used = {name: value for name, value in filters.items() if value is not None}
    if "q" in used:
        used["q"] = f"%{search_key(used['q'])}%"
    values = {**scope.values(), **used, **page.start(after)}
    return await reader.rows(_many(scope.is_nationwide, frozenset(used), sort, after is not None), values)


@lru_cache
def _one(is_nationwide: bool) -> JsonQuery:
    found = _json(Project.id.expression).where(_is_visible(is_nationwide))
    return JsonQuery.compile(json_rows(found.where(Project.id == bindparam("project_id")), *BESIDE))


@lru_cache(maxsize=512)
def _many(is_nationwide: bool, filters: frozenset[str], sort: str, goes_on: bool) -> JsonQuery:
    key = SORTS[sort.lstrip("-")]
    found = _json(key.column).where(_is_visible(is_nationwide), *(_FILTERS[name] for name in sorted(filters)))
    rows = json_rows(keyset(found, sort, key, Project.id.expression, goes_on=goes_on), *BESIDE)
    return JsonQuery.compile(in_order(rows, sort, "sort_", "id_"))


_FILTERS: dict[str, ColumnElement[bool]] = {
    "fiscal_year": Project.fiscal_year == bindparam("fiscal_year", type_=SmallInteger),
    "state": Project.state == bindparam("state", type_=Text),
    "owner_area_code": Project.owner_area_code == bindparam("owner_area_code", type_=Text),
    "owner_function_code": Project.owner_function_code == bindparam("owner_function_code", type_=Text),
    "area_code": select(1)
    .where(ProjectShare.project_id == Project.id, ProjectShare.area_code == bindparam("area_code", type_=Text))
    .exists(),
    "strategy_id": Project.strategy_id == bindparam("strategy_id", type_=Uuid),
    "q": Project.title_search.like(bindparam("q", type_=Text)),
}


def _json(sort_column: ColumnElement[Any]) -> Select[Any]:
    """Select a project's fields in the order of schemas.ProjectFields, and what stands beside."""
    shown = (
        Project.id,
        Project.version,
        Project.owner_area_code,
        Project.owner_function_code,
        Project.fiscal_year,
        Project.title_th,
        Project.title_en,
        Project.objective_th,
        Project.responsible_unit,
        Project.responsible_post,
        Project.place_th,
        Project.start_on,
        Project.end_on,
        amount_json(Project.estimated_amount.expression).label("estimated_amount"),
        Project.is_area_initiative,
        Project.is_regular_mission,
        _shares_json().label("shares"),
        Project.strategy_id,
        Project.content_hash,
        Project.state,
        Project.return_reason,
        instant_json(Project.created_at.expression).label("created_at"),
        instant_json(Project.updated_at.expression).label("updated_at"),
    )
    codes = select(func.array_agg(ProjectShare.area_code)).where(ProjectShare.project_id == Project.id)
    beside = (
        Project.id.label("id_"),
        Project.state.label("state_"),
        Project.owner_area_code.label("owner_area_"),
        Project.owner_function_code.label("owner_function_"),
        Project.fiscal_year.label("fiscal_year_"),
        Project.version.label("version_"),
        codes.correlate(Project).scalar_subquery().label("shared_with_"),
        sort_column.label("sort_"),
    )
    return select(*shown, *beside)


def _shares_json() -> ColumnElement[Any]:
    share = (
        select(ProjectShare.area_code, amount_json(ProjectShare.amount.expression).label("amount"))
        .where(ProjectShare.project_id == Project.id)
        .correlate(Project)
        .subquery("s")
    )
    row = cast(func.row_to_json(literal_column("s")), Text)
    rows = func.string_agg(row, literal_column("',' ORDER BY s.area_code"))
    listed = select(func.concat("[", func.coalesce(rows, ""), "]")).select_from(share)
    return cast(listed.scalar_subquery(), JSON)


async def facts_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> dict[str, dict[str, Any]]:
    """Return, by area, how many visible projects it owns in a fiscal year by state, and their satang in all."""
    mine = visible_to(principal).where(Project.owner_area_code.in_(area_codes), Project.fiscal_year == fiscal_year)
    seen = mine.subquery()
    grouped = select(
        seen.c.owner_area_code, seen.c.state, func.count(), cast(func.sum(seen.c.estimated_amount), BigInteger)
    )
    rows = await session.execute(grouped.group_by(seen.c.owner_area_code, seen.c.state))
    facts: dict[str, dict[str, Any]] = {}
    for code, state, count, amount in rows:
        facts.setdefault(code, {})[state] = (count, amount)
    return facts


async def facts_by_id(session: AsyncSession, principal: Principal, ids: list[UUID]) -> Sequence[Row[Any]]:
    """Return what others may know of the visible ones of these projects; `shares` as [area code, satang], by code."""
    share = aggregate_order_by(
        func.json_build_array(ProjectShare.area_code, ProjectShare.amount), ProjectShare.area_code
    )
    shares = select(func.json_agg(share)).where(ProjectShare.project_id == Project.id).correlate(Project)
    known = [getattr(Project, name) for name in FACTS]
    mine = visible_to(principal).where(Project.id.in_(ids))
    columns = mine.with_only_columns(*known, shares.scalar_subquery().label("shares"))
    found: Result[Any] = await session.execute(columns)
    return found.all()
