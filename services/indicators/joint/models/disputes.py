"""The tables of disputes: both sides' values of one area, what each side says, and how it was settled.

An area has one that is open or settled; those that closed by themselves stay as they were. Statements are append-only.
"""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, DateTime, ForeignKey, Index, Integer, Numeric, Uuid
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.base import Base
from services.indicators.joint.models.indicators import JointIndicator, one_of
from services.indicators.joint.rules.disputes import CLOSINGS, DISPUTE_FLOW, OUTCOMES
from services.indicators.joint.rules.states import AREA, FUNCTION
from services.shared.columns import Code, Id, Moment, Words


class JointDisputeStatement(Base):
    """Why one side stands by its value, and on what evidence."""

    __tablename__ = "joint_dispute_statement"
    __table_args__ = (one_of("side", AREA, FUNCTION), Index("ix_joint_dispute_statement_dispute", "dispute_id"))

    id: Mapped[Id]
    dispute_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("joint_dispute.id", name="fk_joint_dispute_statement_dispute")
    )
    side: Mapped[Code]
    reason_th: Mapped[Words]
    evidence_th: Mapped[list[str]] = mapped_column(JSON)
    stated_by: Mapped[Words]
    stated_as: Mapped[Code]
    stated_at: Mapped[Moment]


class JointDispute(Base):
    """That both sides' values of the year differ by more than the tolerance in one area, and what came of it.

    `area_*` and `function_*` are the values as they stood when it was last looked at; what is proposed and what was
    settled names the side that counts, or `committee` with a value of its own.
    """

    __tablename__ = "joint_dispute"
    __table_args__ = (
        one_of("state", *DISPUTE_FLOW.states),
        one_of("closed_because", *CLOSINGS),
        one_of("proposed_outcome", *OUTCOMES),
        one_of("settled_outcome", *OUTCOMES),
        CheckConstraint("(state = 'closed') = (closed_because IS NOT NULL)", name="closed"),
        CheckConstraint("(proposed_outcome IS NULL) = (proposal_reason_th IS NULL)", name="proposal"),
        CheckConstraint("(state = 'settled') = (settled_value IS NOT NULL)", name="settled"),
        CheckConstraint("(state = 'settled') = (resolution_id IS NOT NULL)", name="resolution"),
        Index(
            "uq_joint_dispute_area",
            "joint_indicator_id",
            "area_code",
            unique=True,
            postgresql_where="state <> 'closed'",
        ),
        Index("ix_joint_dispute_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[Code]
    joint_indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("joint_indicator.id", name="fk_joint_dispute_joint_indicator")
    )
    area_code: Mapped[Code]
    state: Mapped[Code]
    definition_version: Mapped[int] = mapped_column(Integer)
    function_reporter_code: Mapped[Code]
    tolerance_percent: Mapped[Decimal] = mapped_column(Numeric)
    area_value: Mapped[Decimal] = mapped_column(Numeric)
    area_numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    area_denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    area_made_of: Mapped[list[Any]] = mapped_column(JSON)
    function_value: Mapped[Decimal] = mapped_column(Numeric)
    function_numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    function_denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    function_made_of: Mapped[list[Any]] = mapped_column(JSON)
    closed_because: Mapped[str | None]
    proposed_outcome: Mapped[str | None]
    proposed_value: Mapped[Decimal | None] = mapped_column(Numeric)
    proposed_numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    proposed_denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    proposal_reason_th: Mapped[str | None]
    settled_outcome: Mapped[str | None]
    settled_value: Mapped[Decimal | None] = mapped_column(Numeric)
    settled_numerator: Mapped[Decimal | None] = mapped_column(Numeric)
    settled_denominator: Mapped[Decimal | None] = mapped_column(Numeric)
    settled_made_of: Mapped[list[Any]] = mapped_column(JSON)
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    resolution_number: Mapped[str | None]
    decided_on: Mapped[dt.date | None] = mapped_column(Date)
    decision_reason_th: Mapped[str | None]
    opened_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[Moment]

    joint: Mapped[JointIndicator] = relationship(lazy="raise", viewonly=True)
    statements: Mapped[list[JointDisputeStatement]] = relationship(lazy="raise", order_by=JointDisputeStatement.id)

    __mapper_args__ = {"version_id_col": version}
