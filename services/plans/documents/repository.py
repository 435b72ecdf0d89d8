"""Every SQL statement about plans."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.plans.approval import APPROVED, CANCELLED, REJECTED
from services.plans.documents.models import Plan, PlanPeriodLength
from services.plans.documents.rules import OFF_THE_DESK, PUBLISHED, UNDER_WAY, PeriodLength
from services.plans.strategy.models import PlanIssue, PlanStrategy
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import Candidate, CandidateQuery
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of
from services.shared.text import search_key

SORTS = {
    "updated_at": SortKey(Plan.updated_at.expression, parse_instant),
    "title_th": SortKey(Plan.title_sort.expression),
}


def visible_to(principal: Principal) -> Select[Plan]:
    """Return a select of the plans that `principal` may see: approved ones everyone, the public too [S1 point 3]."""
    scope = scope_of(principal)
    insider = any_of(Plan.area_code.expression, "insider_areas")
    # Membership of a cluster is asked for the first year of the period.
    in_sight = is_in_sight(Plan.area_code.expression, Plan.first_fiscal_year.expression)
    left_the_desk: ColumnElement[bool] = Plan.state.in_(OFF_THE_DESK)
    around = left_the_desk if scope.is_nationwide else and_(left_the_desk, in_sight)
    return select(Plan).where(or_(Plan.state.in_(PUBLISHED), insider, around)).params(**scope.values())


async def load_plan(session: AsyncSession, principal: Principal, plan_id: UUID, *, lock: bool = False) -> Plan:
    """Return a visible plan with its parent, its own row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Plan.id == plan_id).options(selectinload(Plan.parent))
    if lock:
        found = found.with_for_update(of=Plan)
    plan = (await session.scalars(found)).one_or_none()
    if plan is None:
        raise NotFound()
    return plan


async def load_plans(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Plan]:
    """Return up to one row more than the page holds, in order, with their parents."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, Plan.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(_FILTERS[name](value))
    return (await session.scalars(found.options(selectinload(Plan.parent)).params(**page.start(after)))).all()


_FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "kind": lambda kind: Plan.kind == kind,
    "area_code": lambda code: Plan.area_code == code,
    "fiscal_year": lambda year: and_(Plan.first_fiscal_year <= year, Plan.last_fiscal_year >= year),
    "state": lambda state: Plan.state == state,
    "parent_id": lambda parent_id: Plan.parent_id == parent_id,
    "q": lambda text: Plan.title_search.like(f"%{search_key(text)}%"),
}


async def plans_of_areas(
    session: AsyncSession, principal: Principal, area_codes: Sequence[str], fiscal_year: int
) -> Sequence[Plan]:
    """Return the visible plans of areas whose period has a fiscal year, by area, the development plan first."""
    of_year = visible_to(principal).where(Plan.area_code.in_(area_codes), _FILTERS["fiscal_year"](fiscal_year))
    in_use = of_year.where(Plan.state != CANCELLED)
    return (await session.scalars(in_use.order_by(Plan.area_code, Plan.kind.desc(), Plan.edition))).all()


async def issues_by_id(session: AsyncSession, principal: Principal, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Return the strategic issues of `ids` that stand in visible plans, each with its plan."""
    columns: tuple[Any, ...] = (
        *(PlanIssue.id, PlanIssue.number, PlanIssue.title_th, PlanIssue.lead_host_unit, PlanIssue.lead_host_post),
        *(Plan.id.label("plan_id"), Plan.area_code, Plan.first_fiscal_year, Plan.last_fiscal_year),
        *(Plan.edition, Plan.state),
    )
    found = visible_to(principal).join(PlanIssue, PlanIssue.plan_id == Plan.id).where(PlanIssue.id.in_(ids))
    return (await session.execute(found.with_only_columns(*columns))).all()


async def strategies_by_id(session: AsyncSession, principal: Principal, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Return the strategies of `ids` that stand in visible plans, each with its strategic issue and its plan."""
    columns: tuple[Any, ...] = (
        *(PlanStrategy.id, PlanStrategy.number, PlanStrategy.title_th, Plan.id.label("plan_id")),
        *(PlanIssue.id.label("issue_id"), PlanIssue.number.label("issue_number")),
        PlanIssue.title_th.label("issue_title_th"),
    )
    found = visible_to(principal).join(PlanStrategy, PlanStrategy.plan_id == Plan.id)
    found = found.join(PlanIssue, PlanIssue.id == PlanStrategy.issue_id).where(PlanStrategy.id.in_(ids))
    return (await session.execute(found.with_only_columns(*columns))).all()


async def load_lengths(session: AsyncSession) -> list[PeriodLength]:
    """Return how many years a development plan may have, and from when."""
    rows = await session.scalars(select(PlanPeriodLength))
    return [PeriodLength(row.years, row.from_fiscal_year) for row in rows]


async def find_like(session: AsyncSession, plan: Plan) -> UUID | None:
    """Return the plan that has the business key of `plan` (its area's, of its kind and period) and was not given up."""
    same = select(Plan.id).where(
        Plan.area_code == plan.area_code,
        Plan.kind == plan.kind,
        Plan.first_fiscal_year == plan.first_fiscal_year,
        Plan.last_fiscal_year == plan.last_fiscal_year,
        Plan.state.not_in((CANCELLED, REJECTED)),
    )
    return await session.scalar(same.order_by(Plan.edition.desc()).limit(1))


async def find_revision(session: AsyncSession, principal: Principal, plan_id: UUID) -> UUID | None:
    """Return the edition under way that revises a plan."""
    under_way = visible_to(principal).where(Plan.revises_id == plan_id, Plan.state.in_(UNDER_WAY))
    return await session.scalar(under_way.with_only_columns(Plan.id))


async def find_active(session: AsyncSession, principal: Principal, plan: Plan) -> UUID | None:
    """Return another approved plan of the area and kind with a year in common; not the edition that `plan` revises."""
    active = visible_to(principal).where(
        Plan.area_code == plan.area_code,
        Plan.kind == plan.kind,
        Plan.state == APPROVED,
        Plan.first_fiscal_year <= plan.last_fiscal_year,
        Plan.last_fiscal_year >= plan.first_fiscal_year,
        Plan.id.is_distinct_from(plan.revises_id),
        Plan.id != plan.id,
    )
    return await session.scalar(active.with_only_columns(Plan.id).limit(1))


async def lock_for_decision(session: AsyncSession, plan_id: UUID) -> Plan | None:
    """Return a plan that left its owner's desk with its parent, its row locked; None when there is none."""
    try:
        return await load_plan(session, CLERK, plan_id, lock=True)
    except NotFound:
        return None


async def candidates(session: AsyncSession, principal: Principal, query: CandidateQuery) -> list[Candidate]:
    """Return the visible plans in a state that cover a fiscal year, of an area where given, by id."""
    found = visible_to(principal).where(_FILTERS["state"](query.state), _FILTERS["fiscal_year"](query.fiscal_year))
    if query.area_code:
        found = found.where(Plan.area_code == query.area_code)
    columns = found.with_only_columns(Plan.id, Plan.version, Plan.content_hash)
    rows = await session.execute(columns.order_by(Plan.id).limit(query.limit))
    return [Candidate(row.id, row.version, row.content_hash) for row in rows]


async def save_plan(session: AsyncSession, plan: Plan) -> None:
    """Add or write a plan; a period or edition taken already is refused here."""
    session.add(plan)
    await session.flush()


async def find_plan_of_strategy(session: AsyncSession, principal: Principal, strategy_id: UUID) -> Plan | None:
    """Return the visible plan that a strategy stands in."""
    inside = select(PlanStrategy.plan_id).where(PlanStrategy.id == strategy_id)
    found = visible_to(principal).where(Plan.id == inside.scalar_subquery())
    return (await session.scalars(found)).one_or_none()
