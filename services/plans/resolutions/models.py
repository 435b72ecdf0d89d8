"""The tables of resolutions. Items are append-only: what was decided is never edited, only decided anew."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.plans.base import Base
from services.plans.meetings.models import Meeting
from services.plans.resolutions.errors import ResolutionExists
from services.plans.resolutions.rules import FLOW, Decision
from services.shared.columns import Code, Count, Id, Moment, Ref, Words
from services.shared.constraints import means

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)
_DECISIONS = ", ".join(f"'{decision}'" for decision in Decision)


class ResolutionItem(Base):
    """What was decided of one object, in the version and with the content hash that the committee saw."""

    __tablename__ = "resolution_item"
    __table_args__ = (
        PrimaryKeyConstraint("resolution_id", "position", name="pk_resolution_item"),
        CheckConstraint(f"decision IN ({_DECISIONS})", name="decision"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        CheckConstraint("function_code IS NULL OR decision = 'refer'", name="function_code"),
        CheckConstraint("into_id IS NULL OR decision = 'merge' AND into_id <> object_id", name="into"),
        Index("uq_resolution_item_object", "resolution_id", "service", "object_type", "object_id", unique=True),
        Index("ix_resolution_item_object", "object_id"),
    )

    resolution_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("resolution.id", name="fk_resolution_item_resolution"))
    position: Mapped[int] = mapped_column(Integer)
    service: Mapped[Code]
    object_type: Mapped[Code]
    object_id: Mapped[Ref]
    object_version: Mapped[Count]
    content_hash: Mapped[Code]
    decision: Mapped[Code]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    condition_th: Mapped[str | None]
    reason_th: Mapped[str | None]
    function_code: Mapped[str | None]
    into_id: Mapped[UUID | None] = mapped_column(Uuid)


class Resolution(Base):
    """A resolution of a meeting: recorded by one person, confirmed by another."""

    __tablename__ = "resolution"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("(state = 'confirmed') = (confirmed_by IS NOT NULL)", name="confirmed"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> recorded_by", name="second_person"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND votes_abstained >= 0", name="votes"),
        Index("uq_resolution_number", "meeting_id", "number", unique=True, postgresql_where="state <> 'withdrawn'"),
        Index("ix_resolution_created_at", "created_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    meeting_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("meeting.id", name="fk_resolution_meeting"))
    number: Mapped[Code]
    title_th: Mapped[Words]
    state: Mapped[Code]
    votes_for: Mapped[int] = mapped_column(SmallInteger)
    votes_against: Mapped[int] = mapped_column(SmallInteger)
    votes_abstained: Mapped[int] = mapped_column(SmallInteger)
    item_count: Mapped[int] = mapped_column(Integer)
    items_hash: Mapped[Code]
    recorded_by: Mapped[Words]
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    meeting: Mapped[Meeting] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


means("uq_resolution_number", ResolutionExists)
