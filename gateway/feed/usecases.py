"""Reading the feed."""

from uuid import UUID

from sqlalchemy import literal_column
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.feed import schemas
from gateway.feed.repository import read_after
from services.shared.access import Principal
from services.shared.paging import PageRequest, SortKey

# The place in the feed is the whole cursor: it needs neither a column nor a row's id beside it.
_PLACE = SortKey(literal_column("sequence"), int)
_SORT = "sequence"
_NO_ID = UUID(int=0)


async def read_feed(
    session: AsyncSession, principal: Principal, filters: schemas.FeedFilter, page: PageRequest
) -> schemas.FeedPage:
    """Return the next events for `principal`; raises CursorInvalid."""
    wanted = filters.model_dump()
    last = page.after(_SORT, wanted, _PLACE)
    place = last.value if last else 0
    found = await read_after(session, principal, place, page.limit, filters.type, filters.object_type)
    items = [
        schemas.FeedItem(
            id=event.event_id,
            service=event.service,
            type=event.type,
            object_type=event.object_type,
            object_id=event.object_id,
            object_version=event.object_version,
            payload=event.payload,
            resolution_id=event.resolution_id,
            recorded_at=event.recorded_at,
        )
        for event in found.events
    ]
    return schemas.FeedPage(items=items, next_cursor=page.next_cursor(_SORT, wanted, found.reaches, _NO_ID))
