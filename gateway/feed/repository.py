"""Every statement on the feed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from gateway.feed.access import audiences_of
from gateway.feed.models import FeedEvent
from services.shared.access import Principal

# Any number will do as long as nothing else in the database uses it; it spells "feed".
_LOCK = 0x66656564


@dataclass(frozen=True)
class FeedPage:
    """Events in feed order, and the place after which a reader goes on."""

    events: Sequence[FeedEvent]
    reaches: int


async def append(session: AsyncSession, events: Sequence[dict[str, Any]], service: str) -> None:
    """Add events of a service as /internal/events shows them, in their order, at the end of the feed.

    The lock is held until the transaction ends, so that places are seen in the order in which they were given: a reader
    that has seen one has seen all before it.
    """
    if not events:
        return
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock, hashtext(current_schema()))"), {"lock": _LOCK})
    last = await session.scalar(select(func.max(FeedEvent.sequence))) or 0
    await session.execute(
        insert(FeedEvent), [_row(service, last + place, event) for place, event in enumerate(events, start=1)]
    )


def _row(service: str, sequence: int, event: dict[str, Any]) -> dict[str, Any]:
    return {
        "event_id": UUID(event["id"]),
        "sequence": sequence,
        "service": service,
        "position": int(event["position"]),
        "type": event["type"],
        "object_type": event["object_type"],
        "object_id": UUID(event["object_id"]),
        "object_version": int(event["object_version"]),
        "audience": event["audience"],
        "payload": event["payload"],
        "resolution_id": UUID(event["resolution_id"]) if event["resolution_id"] else None,
        "recorded_at": dt.datetime.fromisoformat(event["recorded_at"]),
    }


async def read_after(
    session: AsyncSession, principal: Principal, place: int, limit: int, kind: str | None, object_type: str | None
) -> FeedPage:
    """Return up to `limit` events after `place` that `principal` belongs to the audience of, in feed order.

    `kind` and `object_type` narrow. A page that is not full reaches to the end of the feed as it was first seen, so
    that the next reading does not walk again over what was for others.
    """
    end = await session.scalar(select(func.max(FeedEvent.sequence))) or 0
    mine = select(FeedEvent).where(
        FeedEvent.sequence > place,
        FeedEvent.sequence <= end,
        FeedEvent.audience.overlap(audiences_of(principal)),
    )
    if kind is not None:
        mine = mine.where(FeedEvent.type == kind)
    if object_type is not None:
        mine = mine.where(FeedEvent.object_type == object_type)
    events = (await session.scalars(mine.order_by(FeedEvent.sequence).limit(limit))).all()
    return FeedPage(events, events[-1].sequence if len(events) == limit else max(end, place))
