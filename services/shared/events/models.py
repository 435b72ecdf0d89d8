"""Tables of events. `event` and `event_position` are append-only: the app role may neither update nor delete them."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, PrimaryKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.columns import Code, Count, Id, Moment, Ref, Words
from services.shared.database import FloorBase


class Event(FloorBase):
    """One change of one object, written in the transaction of the change."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_object", "object_type", "object_id", "object_version"),)

    id: Mapped[Id]
    type: Mapped[Code]
    object_type: Mapped[Code]
    object_id: Mapped[Ref]
    object_version: Mapped[Count]
    actor: Mapped[Words]
    actor_grants: Mapped[list[str]] = mapped_column(ARRAY(Text))
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    request_id: Mapped[Words]
    audience: Mapped[list[str]] = mapped_column(ARRAY(Text))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Internal: from, to and why. Erasable on a lawful request, because the chain holds only its salted hash.
    changes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    changes_salt: Mapped[str | None] = mapped_column(Text)
    changes_hash: Mapped[Words]
    recorded_at: Mapped[Moment]


class EventPending(FloorBase):
    """An event that has no position yet; the sweeper takes it away when it gives one."""

    __tablename__ = "event_pending"

    event_id: Mapped[Id]


class EventPosition(FloorBase):
    """The place of a committed event in the order of this service, and the link of the hash chain there."""

    __tablename__ = "event_position"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    event_id: Mapped[Ref] = mapped_column(unique=True)
    hash: Mapped[Words]
    swept_at: Mapped[Moment]


class EventCursor(FloorBase):
    """How far this service has read another's events."""

    __tablename__ = "event_cursor"

    source: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[Count]
    updated_at: Mapped[Moment]


class Inbox(FloorBase):
    """An event of another service whose effect is done here; written in the transaction of the effect."""

    __tablename__ = "inbox"
    __table_args__ = (PrimaryKeyConstraint("consumer", "event_id", name="pk_inbox"),)

    consumer: Mapped[Code]
    event_id: Mapped[Ref]
    received_at: Mapped[Moment]
