"""The tables of scorecards. Computations and recorded results are append-only: what a score was made of stays."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.evaluation.base import Base
from services.evaluation.scorecards.errors import ScorecardExists
from services.evaluation.scorecards.rules.card import CAUSES, FLOW
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)
_CAUSES = ", ".join(f"'{cause}'" for cause in CAUSES)


class Scorecard(Base):
    """What one province scores by one frame; the figures are those of its last computation. Scoped: `visible_to`."""

    __tablename__ = "scorecard"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(
            "num_nonnulls(resolution_id, frozen_at) = CASE state WHEN 'frozen' THEN 2 ELSE 0 END", name="frozen"
        ),
        CheckConstraint("state <> 'frozen' OR score IS NOT NULL", name="whole"),
        Index("uq_scorecard_frame_area", "frame_id", "area_code", unique=True),
        Index("ix_scorecard_fiscal_year", "fiscal_year", "area_code", "id"),
        Index("ix_scorecard_area_code", "area_code", "id"),
        Index("ix_scorecard_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    frame_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("evaluation_frame.id", name="fk_scorecard_frame"))
    frame_version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    area_code: Mapped[Code]
    state: Mapped[Code]
    computation: Mapped[int] = mapped_column(Integer)
    weights: Mapped[Decimal | None] = mapped_column(Numeric)
    scored_weight: Mapped[Decimal] = mapped_column(Numeric)
    score: Mapped[Decimal | None] = mapped_column(Numeric)
    band: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(Boolean)
    content_hash: Mapped[Code]
    computed_at: Mapped[Moment]
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    frozen_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


class ScorecardComputation(Base):
    """One computation of a card: all that it was made of, and the trace of every number to its source."""

    __tablename__ = "scorecard_computation"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "number", name="uq_scorecard_computation_number"),
        CheckConstraint(f"cause IN ({_CAUSES})", name="cause"),
    )

    id: Mapped[Id]
    scorecard_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("scorecard.id", name="fk_scorecard_computation_scorecard")
    )
    number: Mapped[int] = mapped_column(Integer)
    cause: Mapped[Code]
    weights: Mapped[Decimal | None] = mapped_column(Numeric)
    scored_weight: Mapped[Decimal] = mapped_column(Numeric)
    score: Mapped[Decimal | None] = mapped_column(Numeric)
    band: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(Boolean)
    content_hash: Mapped[Code]
    indicators_read_at: Mapped[Moment]
    budget_read_at: Mapped[Moment]
    computed_by: Mapped[Words]
    computed_at: Mapped[Moment]
    # Large, and not needed in lists.
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    trace: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)


class ScorecardResult(Base):
    """What an evaluator recorded for one item; correcting it adds a revision."""

    __tablename__ = "scorecard_result"
    __table_args__ = (PrimaryKeyConstraint("scorecard_id", "position", "revision", name="pk_scorecard_result"),)

    scorecard_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("scorecard.id", name="fk_scorecard_result_scorecard"))
    position: Mapped[int] = mapped_column(SmallInteger)
    revision: Mapped[int] = mapped_column(Integer)
    value: Mapped[Decimal | None] = mapped_column(Numeric)
    source: Mapped[Words]
    evidence_note: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]


means("uq_scorecard_frame_area", ScorecardExists)
