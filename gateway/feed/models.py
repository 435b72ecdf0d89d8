"""The table of the feed; append-only."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column

from gateway.base import Base
from services.shared.columns import Code, Count, Moment, Ref


class FeedEvent(Base):
    """An event of one service as the feed shows it; `sequence` is its place among those of all services."""

    __tablename__ = "feed_event"
    __table_args__ = (
        UniqueConstraint("sequence", name="uq_feed_event_sequence"),
        UniqueConstraint("service", "position", name="uq_feed_event_service_position"),
        Index("ix_feed_event_audience", "audience", postgresql_using="gin"),
    )

    event_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger)
    service: Mapped[Code]
    position: Mapped[Count]
    type: Mapped[Code]
    object_type: Mapped[Code]
    object_id: Mapped[Ref]
    object_version: Mapped[Count]
    audience: Mapped[list[str]] = mapped_column(ARRAY(Text))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    recorded_at: Mapped[Moment]
