"""Every SQL statement about reserves. They are no secret among those at work: whoever may read them reads them all."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from services.budget.earmarks.models import Earmark
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset

SORT = "-fiscal_year"
_YEAR = SortKey(Earmark.fiscal_year.expression, int)


def whole() -> Select[Earmark]:
    """Return a select of reserves with all that was stated and the account of each."""
    return select(Earmark).options(joinedload(Earmark.account), selectinload(Earmark.revisions))


async def load_earmark(session: AsyncSession, earmark_id: UUID, *, lock: bool = False) -> Earmark:
    """Return a reserve, its row locked when asked; raises NotFound."""
    found = whole().where(Earmark.id == earmark_id)
    if lock:
        found = found.with_for_update(of=Earmark).execution_options(populate_existing=True)
    earmark = (await session.scalars(found)).one_or_none()
    if earmark is None:
        raise NotFound()
    return earmark


async def find_like(session: AsyncSession, fiscal_year: int, function_code: str) -> UUID | None:
    """Return the reserve of an agency and year: the business key."""
    alike = select(Earmark.id).where(Earmark.fiscal_year == fiscal_year, Earmark.function_code == function_code)
    return await session.scalar(alike)


async def find_earmark(session: AsyncSession, fiscal_year: int, function_code: str) -> Earmark | None:
    """Return the reserve of an agency and year with its account, None when none is stated."""
    found = whole().where(Earmark.fiscal_year == fiscal_year, Earmark.function_code == function_code)
    return (await session.scalars(found)).one_or_none()


async def list_earmarks(session: AsyncSession, filters: Mapping[str, Any], page: PageRequest) -> Sequence[Earmark]:
    """Return up to one reserve more than the page holds, the latest year first."""
    wanted = [getattr(Earmark, name) == value for name, value in filters.items() if value is not None]
    after = page.after(SORT, filters, _YEAR)
    found = keyset(whole().where(*wanted), SORT, _YEAR, Earmark.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def save_earmark(session: AsyncSession, earmark: Earmark) -> None:
    """Add or write a reserve with what is new of it."""
    session.add(earmark)
    await session.flush()
