"""Writing an event: the use case says what changed, in the same transaction as the change."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared import context
from services.shared.access import Principal
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.events.models import Event, EventPending

EVERYONE = "public"


@dataclass(frozen=True)
class Change:
    """What happened to one object.

    `payload` is public to `audience` (units such as `area:50`, roles such as `role:opdc`, or `public`).
    `changes` stays inside: by field name the pair [from, to], and under `reason` why.
    """

    type: str
    object_type: str
    object_id: UUID
    object_version: int
    audience: frozenset[str]
    payload: Mapping[str, Any]
    changes: Mapping[str, Any] = field(default_factory=dict)
    resolution_id: UUID | None = None


async def record(session: AsyncSession, principal: Principal, *changes: Change) -> None:
    """Write one event per change; it commits or rolls back with the change itself."""
    events = [_event(principal, change) for change in changes]
    session.add_all(events)
    session.add_all(EventPending(event_id=event.id) for event in events)
    await session.flush()


def _event(principal: Principal, change: Change) -> Event:
    salt = secrets.token_hex(16)
    changes = dict(change.changes)
    return Event(
        id=new_id(),
        type=change.type,
        object_type=change.object_type,
        object_id=change.object_id,
        object_version=change.object_version,
        actor=principal.subject,
        actor_grants=sorted(str(grant) for grant in principal.grants),
        resolution_id=change.resolution_id,
        request_id=context.request_id.get(),
        audience=sorted(change.audience),
        payload=dict(change.payload),
        changes=changes,
        changes_salt=salt,
        changes_hash=hash_of_changes(salt, changes),
        recorded_at=now(),
    )


def hash_of_changes(salt: str, changes: Mapping[str, Any]) -> str:
    """Return the salted hash that the chain holds in place of the changes themselves."""
    return sha256({"salt": salt, "changes": dict(changes)})


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return, by field, [from, to] of every value that is not the same in both."""
    return {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}
