"""Statements about targets. They are public, so every row is visible to everyone."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.spending.models import SpendingTargets
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset

SORTS = {"fiscal_year": SortKey(SpendingTargets.fiscal_year.expression, int)}
_WITH_GOALS = selectinload(SpendingTargets.goals)


def visible_to(_principal: Principal) -> Select[SpendingTargets]:
    """Return a select of the targets that a caller may see: all of them."""
    return select(SpendingTargets)


async def load_targets(session: AsyncSession, principal: Principal, targets_id: UUID) -> SpendingTargets:
    """Return one version with its goals; raises NotFound."""
    found = visible_to(principal).where(SpendingTargets.id == targets_id).options(_WITH_GOALS)
    targets = (await session.scalars(found)).one_or_none()
    if targets is None:
        raise NotFound()
    return targets


async def latest_targets(session: AsyncSession, principal: Principal, fiscal_year: int) -> SpendingTargets | None:
    """Return the version that counts in a fiscal year, with its goals, in two statements; None without one."""
    found = visible_to(principal).where(SpendingTargets.fiscal_year == fiscal_year).options(_WITH_GOALS)
    return (await session.scalars(found.order_by(SpendingTargets.edition.desc()).limit(1))).one_or_none()


async def list_targets(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[SpendingTargets]:
    """Return up to one version more than the page holds, in order, each with its goals."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(SpendingTargets, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted).options(_WITH_GOALS)
    found = keyset(found, sort, key, SpendingTargets.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def latest_editions(session: AsyncSession, principal: Principal, fiscal_years: Collection[int]) -> dict[int, int]:
    """Return which version counts in each of some fiscal years."""
    seen = visible_to(principal).where(SpendingTargets.fiscal_year.in_(fiscal_years)).subquery()
    found = select(seen.c.fiscal_year, func.max(seen.c.edition).label("edition")).group_by(seen.c.fiscal_year)
    return {row.fiscal_year: row.edition for row in await session.execute(found)}


async def add_targets(session: AsyncSession, targets: SpendingTargets) -> None:
    """Add a version; a second one of the same number is refused here."""
    session.add(targets)
    await session.flush()
