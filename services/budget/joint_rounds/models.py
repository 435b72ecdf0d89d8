"""The tables of joint rounds. Confirmations are append-only, each of the content that was read."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.joint_rounds.errors import RoundExists
from services.budget.joint_rounds.rules import STATES
from services.shared.columns import Code, Id, Moment, Satang, Words, Year
from services.shared.constraints import means

_STATES = ", ".join(f"'{state}'" for state in STATES)


class JointRoundShare(Base):
    """Who pays what of an item; the unit is written `area:50` or `function:05`."""

    __tablename__ = "joint_round_share"
    __table_args__ = (
        PrimaryKeyConstraint("round_id", "position", "unit", name="pk_joint_round_share"),
        ForeignKeyConstraint(
            ["round_id", "position"],
            ["joint_round_item.round_id", "joint_round_item.position"],
            name="fk_joint_round_share_item",
        ),
        CheckConstraint("amount > 0", name="amount"),
    )

    round_id: Mapped[UUID] = mapped_column(Uuid)
    position: Mapped[int] = mapped_column(SmallInteger)
    unit: Mapped[Code]
    amount: Mapped[Satang]


class JointRoundItem(Base):
    """A request or project that was sat over, and what it costs in all."""

    __tablename__ = "joint_round_item"
    __table_args__ = (
        PrimaryKeyConstraint("round_id", "position", name="pk_joint_round_item"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("num_nonnulls(request_id, project_id) = 1", name="object"),
    )

    round_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("joint_round.id", name="fk_joint_round_item_round"))
    position: Mapped[int] = mapped_column(SmallInteger)
    request_id: Mapped[UUID | None] = mapped_column(Uuid)
    project_id: Mapped[UUID | None] = mapped_column(Uuid)
    title_th: Mapped[Words]
    amount: Mapped[Satang]

    shares: Mapped[list[JointRoundShare]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=JointRoundShare.unit
    )


class JointRoundConfirmation(Base):
    """That a participant of the other side confirmed a record as it stood."""

    __tablename__ = "joint_round_confirmation"
    __table_args__ = (PrimaryKeyConstraint("round_id", "content_hash", "unit", name="pk_joint_round_confirmation"),)

    round_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("joint_round.id", name="fk_joint_round_confirmation_round"))
    content_hash: Mapped[Code]
    unit: Mapped[Code]
    confirmed_by: Mapped[Words]
    confirmed_at: Mapped[Moment]


class JointRound(Base):
    """Who sat together over the money of a fiscal year. Scoped: see `visible_to`."""

    __tablename__ = "joint_round"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("total_amount >= 0", name="total_amount"),
        Index("uq_joint_round_number", "fiscal_year", "function_code", "number", unique=True),
        Index("ix_joint_round_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    function_code: Mapped[Code]
    number: Mapped[int] = mapped_column(SmallInteger)
    area_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    held_on: Mapped[dt.date] = mapped_column(Date)
    title_th: Mapped[Words]
    recorded_for: Mapped[Code]  # the unit whose record it is
    state: Mapped[Code]
    total_amount: Mapped[Satang]
    content_hash: Mapped[Code]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    items: Mapped[list[JointRoundItem]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=JointRoundItem.position
    )
    confirmations: Mapped[list[JointRoundConfirmation]] = relationship(
        lazy="raise", order_by=(JointRoundConfirmation.confirmed_at, JointRoundConfirmation.unit)
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def function_unit(self) -> str:
        """The ministry or department as a unit, `function:05`."""
        return f"function:{self.function_code}"

    @property
    def area_units(self) -> list[str]:
        """The areas as units, `area:50`."""
        return [f"area:{code}" for code in self.area_codes]


means("uq_joint_round_number", RoundExists)
