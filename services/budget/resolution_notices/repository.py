"""Every SQL statement about notices of resolutions."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.resolution_notices.models import ResolutionNotice, ResolutionNoticeItem
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import any_of, scope_of

SORTS = {"created_at": SortKey(ResolutionNotice.created_at.expression, parse_instant)}
_NOTICE = cast("Table", ResolutionNotice.__table__)


def visible_to(principal: Principal) -> Select[ResolutionNotice]:
    """Return a select of the notices that `principal` may see: nationwide, or those with an item of an own area."""
    scope = scope_of(principal)
    found = select(ResolutionNotice).params(**scope.values())
    if scope.is_nationwide:
        return found
    of_area = ResolutionNoticeItem.area_code.expression
    own = or_(any_of(of_area, "insider_areas"), any_of(of_area, "scope_areas"))
    return found.where(select(1).where(ResolutionNoticeItem.notice_id == ResolutionNotice.id, own).exists())


async def load_notice(
    session: AsyncSession, principal: Principal, notice_id: UUID, *, lock: bool = False
) -> ResolutionNotice:
    """Return a visible notice with its items, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(ResolutionNotice.id == notice_id).options(selectinload(ResolutionNotice.items))
    if lock:
        found = found.with_for_update(of=ResolutionNotice).execution_options(populate_existing=True)
    notice = (await session.scalars(found)).one_or_none()
    if notice is None:
        raise NotFound()
    return notice


async def load_notices(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[ResolutionNotice]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = visible_to(principal)
    for name in ("resolution_id", "function_code"):
        if filters[name] is not None:
            found = found.where(getattr(ResolutionNotice, name) == filters[name])
    if filters["is_acknowledged"] is not None:
        open_still = ResolutionNotice.acknowledged_at.is_(None)
        found = found.where(~open_still if filters["is_acknowledged"] else open_still)
    found = keyset(found, sort, key, ResolutionNotice.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def lock_of_resolution(
    session: AsyncSession, resolution_id: UUID, rows: Sequence[dict[str, Any]]
) -> Sequence[ResolutionNotice]:
    """Return the notices of a resolution to the functions that `rows` name, made where there was none, locked.

    In the order of the functions, so that nobody waits in a circle.
    """
    made = insert(_NOTICE).on_conflict_do_nothing(index_elements=["resolution_id", "function_code"])
    await session.execute(made, rows)
    functions = [row["function_code"] for row in rows]
    found = visible_to(CLERK).where(
        ResolutionNotice.resolution_id == resolution_id, ResolutionNotice.function_code.in_(functions)
    )
    locked = found.order_by(ResolutionNotice.function_code).with_for_update(of=ResolutionNotice)
    return (await session.scalars(locked.execution_options(populate_existing=True))).all()


async def add_items(session: AsyncSession, items: Sequence[ResolutionNoticeItem]) -> None:
    """Add an item to each of the locked notices, which are to be acknowledged (again)."""
    session.add_all(items)
    await session.flush()
    counted = {"version": _NOTICE.c.version + 1, "item_count": _NOTICE.c.item_count + 1}
    waiting = dict.fromkeys(("acknowledged_by", "acknowledged_at", "acknowledgement_th"))
    mine = _NOTICE.c.id.in_([item.notice_id for item in items])
    await session.execute(update(_NOTICE).where(mine).values(**counted, **waiting))


async def save_notice(session: AsyncSession, notice: ResolutionNotice) -> None:
    """Write a notice."""
    session.add(notice)
    await session.flush()
