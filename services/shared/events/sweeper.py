"""The one sweeper of a service: gives committed events their position, in order, and links each to the one before."""

import json
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.events.models import Event, EventPending, EventPosition
from services.shared.events.record import hash_of_changes
from services.shared.schemas import format_instant

GENESIS = "0" * 64
BATCH = 500
# Any number will do as long as nothing else in the database uses it; it spells "evnt".
_LOCK = 0x65766E74


async def sweep(session: AsyncSession) -> int:
    """Give up to 500 committed events a position and commit; returns how many. Another sweeper at work: 0."""
    locked = await session.scalar(
        text("SELECT pg_try_advisory_xact_lock(:lock, hashtext(current_schema()))"), {"lock": _LOCK}
    )
    if not locked:
        return 0
    ids = (await session.scalars(select(EventPending.event_id).order_by(EventPending.event_id).limit(BATCH))).all()
    if not ids:
        return 0
    position, previous = await _last(session)
    events = (await session.scalars(select(Event).where(Event.id.in_(ids)).order_by(Event.id))).all()
    links = []
    for event in events:
        position += 1
        previous = link(previous, position, sealed(event))
        links.append({"position": position, "event_id": event.id, "hash": previous, "swept_at": now()})
    await session.execute(insert(EventPosition), links)
    await session.execute(delete(EventPending).where(EventPending.event_id.in_(ids)))
    await session.commit()
    return len(links)


async def _last(session: AsyncSession) -> tuple[int, str]:
    last = select(EventPosition.position, EventPosition.hash).order_by(EventPosition.position.desc()).limit(1)
    row = (await session.execute(last)).one_or_none()
    return (row.position, row.hash) if row else (0, GENESIS)


def sealed(event: Event) -> dict[str, Any]:
    """Return what the chain vouches for: all of the event but its changes, which stand in by their salted hash."""
    return {
        "id": str(event.id),
        "type": event.type,
        "object_type": event.object_type,
        "object_id": str(event.object_id),
        "object_version": event.object_version,
        "actor": event.actor,
        "actor_grants": event.actor_grants,
        "resolution_id": str(event.resolution_id) if event.resolution_id else None,
        "request_id": event.request_id,
        "audience": event.audience,
        "payload": json.loads(json.dumps(event.payload)),
        "changes_hash": event.changes_hash,
        "recorded_at": format_instant(event.recorded_at),
    }


def link(previous: str, position: int, event: dict[str, Any]) -> str:
    """Return the hash of one link of the chain."""
    return sha256({"previous": previous, "position": position, "event": event})


async def first_broken_link(session: AsyncSession) -> int | None:
    """Return the first position whose link does not follow from the one before it; None when the chain is whole."""
    previous, expected = GENESIS, 0
    statement = select(EventPosition, Event).outerjoin(Event, Event.id == EventPosition.event_id)
    rows = await session.stream(statement.order_by(EventPosition.position).execution_options(yield_per=BATCH))
    async for position, event in rows:
        expected += 1
        if position.position != expected or event is None or not _changes_agree(event):
            return expected
        if link(previous, expected, sealed(event)) != position.hash:
            return expected
        previous = position.hash
    return None


def _changes_agree(event: Event) -> bool:
    if event.changes is None or event.changes_salt is None:  # erased on a lawful request; the hash remains
        return True
    return hash_of_changes(event.changes_salt, event.changes) == event.changes_hash


async def pending(session: AsyncSession) -> int:
    """Return how many committed events wait for a position."""
    return int(await session.scalar(select(func.count()).select_from(EventPending)) or 0)
