"""Statements about savings. Who sees an account sees what was saved of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, RowMapping, Select, case, func, or_, select, true
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.ledger.repository import sight_of
from services.budget.requests.models import Request
from services.budget.requests.repository import visible_to as visible_requests
from services.budget.requests.rules.request import APPROVED, WITHDRAWN
from services.budget.spending.models import Saving, SavingReason, SavingUse
from services.budget.spending.rules.savings import ACCOUNT as WHOLE_ACCOUNT
from services.budget.spending.rules.savings import RETURNED, SENT_BACK, UNFUNDED_NEEDS
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import is_in_sight, is_insider

SORTS = {"recorded_at": SortKey(Saving.recorded_at.expression, parse_instant)}
_WITH_USES = selectinload(Saving.uses)


def visible_to(principal: Principal) -> Select[Saving]:
    """Return a select of the savings that `principal` may see: those of accounts it sees."""
    scope = sight_of(principal)
    return select(Saving).where(_is_visible(scope.is_nationwide)).params(**scope.values())


def _is_visible(is_nationwide: bool) -> ColumnElement[bool]:
    if is_nationwide:
        return true()
    insider = is_insider(Saving.area_code.expression, Saving.function_code.expression)
    return or_(insider, is_in_sight(Saving.area_code.expression, Saving.fiscal_year.expression))


async def load_saving(session: AsyncSession, principal: Principal, saving_id: UUID, *, lock: bool = False) -> Saving:
    """Return a visible saving with its uses, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Saving.id == saving_id).options(_WITH_USES)
    if lock:
        found = found.with_for_update(of=Saving)
    saving = (await session.scalars(found)).one_or_none()
    if saving is None:
        raise NotFound()
    return saving


async def find_like(session: AsyncSession, saving: Saving) -> UUID | None:
    """Return the standing saving that has the business key of `saving` already."""
    alike = select(Saving.id).where(Saving.account_id == saving.account_id, Saving.state != SENT_BACK)
    return await session.scalar(alike.where(Saving.subject_key == saving.subject_key))


async def spent_told(session: AsyncSession, principal: Principal, account_id: UUID, subject: str) -> int:
    """Return how many satang were told as spent by what stands and closes other parts of an account."""
    parts = (Saving.account_id == account_id, Saving.state != SENT_BACK, Saving.closes != WHOLE_ACCOUNT)
    others = visible_to(principal).where(*parts, Saving.subject_key != subject).subquery()
    return int(await session.scalar(select(func.coalesce(func.sum(others.c.spent), 0))) or 0)


async def save_saving(session: AsyncSession, saving: Saving) -> None:
    """Add or write a saving; a second one of the same thing is refused here."""
    session.add(saving)
    await session.flush()


async def list_savings(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[Saving]:
    """Return up to one row more than the page holds, in order, each with its uses."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(Saving, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted).options(_WITH_USES)
    found = keyset(found, sort, key, Saving.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def list_reasons(session: AsyncSession) -> Sequence[SavingReason]:
    """Return every reason in its order."""
    return (await session.scalars(select(SavingReason).order_by(SavingReason.position))).all()


async def needs_among(session: AsyncSession, principal: Principal, request_ids: Sequence[UUID]) -> set[UUID]:
    """Return those of `request_ids` that are visible requests without money, not withdrawn."""
    asked = visible_requests(principal).where(Request.id.in_(request_ids), Request.state != WITHDRAWN)
    seen = asked.where(Request.posted_id.is_(None)).subquery()
    return set(await session.scalars(select(seen.c.id)))


async def approved_for(session: AsyncSession, principal: Principal, request_id: UUID, account_id: UUID) -> int | None:
    """Return what was approved for a visible request out of an account, in satang; None when nothing was."""
    asked = visible_requests(principal).where(Request.id == request_id, Request.state == APPROVED)
    seen = asked.where(Request.account_id == account_id, Request.posted_id.is_not(None)).subquery()
    return await session.scalar(select(seen.c.approved_amount))


async def totals_of(session: AsyncSession, principal: Principal, filters: Mapping[str, Any]) -> Sequence[RowMapping]:
    """Return the visible savings of a year added up by owner, what is closed and state, in one statement."""
    wanted = [getattr(Saving, name) == value for name, value in filters.items() if value is not None]
    seen = visible_to(principal).where(Saving.state != SENT_BACK, *wanted).subquery()
    used = select(
        SavingUse.saving_id,
        *(_sum(case((SavingUse.kind == kind, SavingUse.amount), else_=0), kind) for kind in (RETURNED, UNFUNDED_NEEDS)),
    )
    uses = used.where(SavingUse.saving_id.in_(select(seen.c.id))).group_by(SavingUse.saving_id).subquery()
    closes = case((seen.c.closes == WHOLE_ACCOUNT, WHOLE_ACCOUNT), else_="parts").label("closes")
    by = (seen.c.area_code, seen.c.function_code, closes, seen.c.state)
    is_known = seen.c.saved.is_not(None)
    found = select(
        *by,
        func.count().label("told"),
        func.count().filter(seen.c.saved.is_(None)).label("unknown"),
        _sum(seen.c.posted, "posted"),
        _sum(case((is_known, seen.c.spent)), "spent"),
        _sum(seen.c.saved, "saved"),
        *(_sum(case((is_known, func.coalesce(uses.c[kind], 0))), kind) for kind in (RETURNED, UNFUNDED_NEEDS)),
    )
    found = found.select_from(seen.outerjoin(uses, uses.c.saving_id == seen.c.id)).group_by(*by)
    ordered = found.order_by(seen.c.area_code, seen.c.function_code, closes, seen.c.state)
    return (await session.execute(ordered)).mappings().all()


def _sum(column: ColumnElement[Any], name: str) -> ColumnElement[int]:
    return sql_cast(func.sum(column), BigInteger).label(name)
