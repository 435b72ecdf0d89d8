"""Reading another service's events: an own cursor, and an inbox row in the transaction of the effect."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.columns import now
from services.shared.events.models import EventCursor, Inbox

# Given the last position read: {"items": [...], "last_position": n}, as /internal/events answers.
Fetch = Callable[[int], Awaitable[dict[str, Any]]]
# The effect of one event, in the given transaction.
Effect = Callable[[AsyncSession, dict[str, Any]], Awaitable[None]]


async def pull(
    sessions: async_sessionmaker[AsyncSession], consumer: str, source: str, fetch: Fetch, effect: Effect
) -> int:
    """Carry out the effect of the next page of `source`'s events, each exactly once; returns how many were read."""
    page = await fetch(await position_after(sessions, source))
    for event in page["items"]:
        async with sessions.begin() as session:
            if await _claim(session, consumer, UUID(event["id"])):
                await effect(session, event)
            await advance(session, source, int(event["position"]))
    return len(page["items"])


async def position_after(sessions: async_sessionmaker[AsyncSession], source: str) -> int:
    """Return how far the events of `source` were read; 0 before the first."""
    async with sessions() as session:
        return await session.scalar(select(EventCursor.position).where(EventCursor.source == source)) or 0


async def _claim(session: AsyncSession, consumer: str, event_id: UUID) -> bool:
    claim = insert(Inbox).values(consumer=consumer, event_id=event_id, received_at=now())
    claimed = await session.execute(claim.on_conflict_do_nothing().returning(Inbox.event_id))
    return claimed.scalar_one_or_none() is not None


async def advance(session: AsyncSession, source: str, position: int) -> None:
    """Note that the events of `source` were read up to `position`; never backwards."""
    row = insert(EventCursor).values(source=source, position=position, updated_at=now())
    fresh = {"position": row.excluded.position, "updated_at": row.excluded.updated_at}
    ahead = EventCursor.position < row.excluded.position
    await session.execute(row.on_conflict_do_update(index_elements=["source"], set_=fresh, where=ahead))
