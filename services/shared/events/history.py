"""The history of one object, for those who may read the object's inside: what changed, from what, by whom, why."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.events.models import Event
from services.shared.schemas import Instant, Json, Out

LONGEST_HISTORY = 200


EXAMPLE: Json = {
    "event_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "type": "project.returned",
    "object_version": 4,
    "actor": "province_committee:50",
    "actor_grants": ["province_committee:50"],
    "resolution_id": None,
    "changes": {"state": ["submitted", "returned"], "reason": "โปรดปรับวงเงินให้ตรงกับกิจกรรม"},
    "request_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
    "recorded_at": "2014-09-15T03:20:00.000000Z",
}


class HistoryEntry(Out):
    """One change of an object."""

    event_id: UUID
    type: str = Field(description="what happened", examples=["project.submitted"])
    object_version: int = Field(description="the version that the change made", examples=[4])
    actor: str = Field(description="post or machine that did it", examples=["province:50"])
    actor_grants: list[str] = Field(description="the roles it held then", examples=[["province:50"]])
    resolution_id: UUID | None = Field(description="the resolution it carries out; null when it needed none")
    changes: dict[str, Any] = Field(
        description="by field [from, to]; `reason` is why",
        examples=[{"estimated_amount": ["1000000.00", "1250000.00"]}],
    )
    request_id: str
    recorded_at: Instant


class HistoryPage(Out):
    """The changes of one object, the newest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [EXAMPLE], "next_cursor": None}]})

    items: list[HistoryEntry]
    next_cursor: str | None = Field(description="always null: an object's history fits one page; null ends the list")


async def history_of(session: AsyncSession, object_type: str, object_id: UUID) -> HistoryPage:
    """Return the newest 200 changes of an object that the caller was already found to be allowed to read."""
    statement = (
        select(Event)
        .where(Event.object_type == object_type, Event.object_id == object_id)
        .order_by(Event.object_version.desc(), Event.id.desc())
        .limit(LONGEST_HISTORY)
    )
    events = (await session.scalars(statement)).all()
    return HistoryPage(items=[_entry(event) for event in events], next_cursor=None)


def _entry(event: Event) -> HistoryEntry:
    return HistoryEntry(
        event_id=event.id,
        type=event.type,
        object_version=event.object_version,
        actor=event.actor,
        actor_grants=event.actor_grants,
        resolution_id=event.resolution_id,
        changes=event.changes or {},
        request_id=event.request_id,
        recorded_at=event.recorded_at,
    )
