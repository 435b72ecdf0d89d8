"""Every SQL statement about responsibility frameworks. They are public, so every row is visible to everyone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from services.budget.responsibilities.models import Framework
from services.shared.access import PUBLIC, Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

SORTS = {"created_at": SortKey(Framework.created_at.expression, parse_instant)}


def visible_to(_principal: Principal) -> Select[Framework]:
    """Return a select of the frameworks that a caller may see: all of them."""
    return select(Framework)


async def load_framework(session: AsyncSession, principal: Principal, framework_id: UUID) -> Framework:
    """Return a framework with its kinds; raises NotFound."""
    found = visible_to(principal).where(Framework.id == framework_id).options(selectinload(Framework.kinds))
    framework = (await session.scalars(found)).one_or_none()
    if framework is None:
        raise NotFound()
    return framework


async def load_frameworks(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Framework]:
    """Return up to one row more than the page holds, in order, each with its kinds."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    wanted = [getattr(Framework, name) == value for name, value in filters.items() if value is not None]
    found = visible_to(principal).where(*wanted).options(selectinload(Framework.kinds))
    found = keyset(found, sort, key, Framework.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def framework_in_force(session: AsyncSession, fiscal_year: int) -> Framework | None:
    """Return the last edition of a fiscal year with its kinds, None when the year has none."""
    found = visible_to(PUBLIC).where(Framework.fiscal_year == fiscal_year).options(joinedload(Framework.kinds))
    return (await session.scalars(found.order_by(Framework.edition.desc()).limit(1))).unique().one_or_none()


async def next_edition(session: AsyncSession, fiscal_year: int) -> int:
    """Return the number of the edition that comes next in a fiscal year."""
    seen = visible_to(PUBLIC).where(Framework.fiscal_year == fiscal_year).subquery()
    return (await session.scalar(select(func.max(seen.c.edition))) or 0) + 1


async def find_like(session: AsyncSession, framework: Framework) -> UUID | None:
    """Return the framework of the same fiscal year and source: the business key."""
    alike = select(Framework.id).where(
        Framework.fiscal_year == framework.fiscal_year, Framework.source == framework.source
    )
    return await session.scalar(alike)


async def add_framework(session: AsyncSession, framework: Framework) -> None:
    """Add a framework; a second one of the same source, or of the same number, is refused here."""
    session.add(framework)
    await session.flush()
