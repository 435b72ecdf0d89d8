"""Reading another service's events: an own cursor, and inbox rows in the transaction of the effect."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.columns import now
from services.shared.events.models import EventCursor, Inbox

# Given the last position read: {"items": [...], "last_position": n}, as /internal/events answers.
Fetch = Callable[[int], Awaitable[dict[str, Any]]]
# The effect of events that have had none yet, in their order, in the given transaction.
Effect = Callable[[AsyncSession, Sequence[dict[str, Any]]], Awaitable[None]]


async def pull(
    sessions: async_sessionmaker[AsyncSession], consumer: str, source: str, fetch: Fetch, effect: Effect
) -> int:
    """Carry out the effect of the next page of `source`'s events, each exactly once; returns how many were read.

    A page takes effect whole or not at all.
    """
    page = await fetch(await position_after(sessions, source))
    events: list[dict[str, Any]] = page["items"]
    if events:
        async with sessions.begin() as session:
            claimed = await _claim(session, consumer, [UUID(event["id"]) for event in events])
            await effect(session, [event for event in events if UUID(event["id"]) in claimed])
            await advance(session, source, int(events[-1]["position"]))
    return len(events)


async def position_after(sessions: async_sessionmaker[AsyncSession], source: str) -> int:
    """Return how far the events of `source` were read; 0 before the first."""
    async with sessions() as session:
        return await session.scalar(select(EventCursor.position).where(EventCursor.source == source)) or 0


async def _claim(session: AsyncSession, consumer: str, event_ids: Sequence[UUID]) -> set[UUID]:
    """Note events as received; returns those that had not been."""
    received = [{"consumer": consumer, "event_id": event_id, "received_at": now()} for event_id in event_ids]
    claim = insert(Inbox).values(received).on_conflict_do_nothing().returning(Inbox.event_id)
    return set(await session.scalars(claim))


async def advance(session: AsyncSession, source: str, position: int) -> None:
    """Note that the events of `source` were read up to `position`; never backwards."""
    row = insert(EventCursor).values(source=source, position=position, updated_at=now())
    fresh = {"position": row.excluded.position, "updated_at": row.excluded.updated_at}
    ahead = EventCursor.position < row.excluded.position
    await session.execute(row.on_conflict_do_update(index_elements=["source"], set_=fresh, where=ahead))
