"""The tables of notices of resolutions. Their items are append-only."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year


class ResolutionNoticeItem(Base):
    """What was resolved of one request that concerns the addressee, and why it does."""

    __tablename__ = "resolution_notice_item"
    __table_args__ = (PrimaryKeyConstraint("notice_id", "request_id", name="pk_resolution_notice_item"),)

    notice_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("resolution_notice.id", name="fk_resolution_notice_item_notice")
    )
    request_id: Mapped[Ref]
    position: Mapped[int] = mapped_column(Integer)
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    title_th: Mapped[Words]
    decision: Mapped[Code]
    reason_th: Mapped[str | None]
    condition_th: Mapped[str | None]
    asked_amount: Mapped[Satang]
    approved_amount: Mapped[int | None] = mapped_column(BigInteger)
    concerns: Mapped[list[str]] = mapped_column(ARRAY(Text))


class ResolutionNotice(Base):
    """What one resolution means for one ministry or department. Scoped: see `visible_to`."""

    __tablename__ = "resolution_notice"
    __table_args__ = (
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged"),
        Index("uq_resolution_notice_function", "resolution_id", "function_code", unique=True),
        Index("ix_resolution_notice_created_at", "created_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    resolution_id: Mapped[Ref]
    resolution_number: Mapped[Code]
    title_th: Mapped[Words]
    held_on: Mapped[dt.date] = mapped_column(Date)
    function_code: Mapped[Code]
    item_count: Mapped[int] = mapped_column(Integer)
    acknowledged_by: Mapped[str | None]
    acknowledged_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    acknowledgement_th: Mapped[str | None]
    created_at: Mapped[Moment]

    items: Mapped[list[ResolutionNoticeItem]] = relationship(lazy="raise", order_by=ResolutionNoticeItem.position)
