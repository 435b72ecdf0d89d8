"""Every SQL statement about resolutions. Whoever holds a role may read them; the public may not."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, false, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.plans.committees.models import Committee
from services.plans.meetings.models import Meeting
from services.plans.resolutions.models import Resolution, ResolutionItem
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.schemas import Json

SORTS = {"created_at": SortKey(Resolution.created_at.expression, parse_instant)}
IN_ORDER = SortKey(ResolutionItem.position.expression, int)


def visible_to(principal: Principal) -> Select[Resolution]:
    """Return a select of the resolutions that `principal` may see: none for the public, all for who holds a role."""
    found = select(Resolution)
    return found.where(false()) if principal.is_public else found


async def load_resolution(
    session: AsyncSession, principal: Principal, resolution_id: UUID, *, lock: bool = False
) -> Resolution:
    """Return a resolution with its meeting and committee, its row locked when asked; raises NotFound."""
    meeting = selectinload(Resolution.meeting)
    whole = (
        meeting.selectinload(Meeting.attendance),
        meeting.selectinload(Meeting.committee).selectinload(Committee.members),
    )
    found = visible_to(principal).where(Resolution.id == resolution_id).options(*whole)
    if lock:
        found = found.with_for_update(of=Resolution)
    resolution = (await session.scalars(found)).one_or_none()
    if resolution is None:
        raise NotFound()
    return resolution


async def load_resolutions(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[Resolution]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, Resolution.id.expression, goes_on=after is not None)
    for name, value in filters.items():
        if value is not None:
            found = found.where(getattr(Resolution, name) == value)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def load_items(session: AsyncSession, resolution_id: UUID, page: PageRequest) -> Sequence[ResolutionItem]:
    """Return up to one item more than the page holds, in the order of the resolution."""
    after = page.after("position", {"resolution": resolution_id}, IN_ORDER)
    found = select(ResolutionItem).where(ResolutionItem.resolution_id == resolution_id)
    found = keyset(found, "position", IN_ORDER, ResolutionItem.object_id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def load_items_of(
    session: AsyncSession, resolution_id: UUID, service: str, object_type: str
) -> Sequence[ResolutionItem]:
    """Return what a resolution decided of one type of a service's objects, in order; at most 2,000 items."""
    found = select(ResolutionItem).where(ResolutionItem.resolution_id == resolution_id)
    of_type = found.where(ResolutionItem.service == service, ResolutionItem.object_type == object_type)
    return (await session.scalars(of_type.order_by(ResolutionItem.position))).all()


async def save_resolution(session: AsyncSession, resolution: Resolution) -> None:
    """Add or write a resolution; a number taken already is refused here."""
    session.add(resolution)
    await session.flush()


async def add_items(session: AsyncSession, items: Sequence[Json]) -> None:
    """Add the items of a new resolution, in few statements however many there are."""
    await session.execute(insert(ResolutionItem), items)
