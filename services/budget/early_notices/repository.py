"""Every SQL statement about early notices."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.early_notices.models import EarlyNotice, EarlyNoticeAnswer
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, is_in_sight, scope_of

SORTS = {"created_at": SortKey(EarlyNotice.created_at.expression, parse_instant)}
WHOLE = selectinload(EarlyNotice.answers)


def visible_to(principal: Principal) -> Select[EarlyNotice]:
    """Return a select of the early notices that `principal` may see: what is sent has left its desk."""
    scope = scope_of(principal)
    found = select(EarlyNotice).params(**scope.values())
    if scope.is_nationwide:
        return found
    in_sight = is_in_sight(EarlyNotice.area_code.expression, EarlyNotice.fiscal_year.expression)
    return found.where(or_(any_of(EarlyNotice.area_code.expression, "insider_areas"), in_sight))


async def load_notice(
    session: AsyncSession, principal: Principal, notice_id: UUID, *, lock: bool = False
) -> EarlyNotice:
    """Return a visible early notice with its answers, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(EarlyNotice.id == notice_id).options(WHOLE)
    if lock:
        found = found.with_for_update(of=EarlyNotice).execution_options(populate_existing=True)
    notice = (await session.scalars(found)).one_or_none()
    if notice is None:
        raise NotFound()
    return notice


async def load_notices(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[EarlyNotice]:
    """Return up to one row more than the page holds, in order, each with its answers."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = visible_to(principal).where(
        *(getattr(EarlyNotice, name) == value for name, value in filters.items() if value and name != "function_code")
    )
    if filters["function_code"]:
        found = found.where(EarlyNotice.function_codes.contains([filters["function_code"]]))
    found = keyset(found, sort, key, EarlyNotice.id.expression, goes_on=after is not None)
    return (await session.scalars(found.options(WHOLE).params(**page.start(after)))).all()


async def save(session: AsyncSession, *rows: EarlyNotice | EarlyNoticeAnswer) -> None:
    """Add or write rows; a second notice of a project, or a second answer, is refused here."""
    session.add_all(rows)
    await session.flush()
