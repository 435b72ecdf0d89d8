"""The tables of choices. What a choice rests on and what came of it never change; overrules are added to it."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.selection.access import owner_of
from services.budget.selection.errors import SelectionExists
from services.budget.selection.rules.answers import OUTCOMES
from services.budget.selection.rules.overruling import VERDICTS
from services.shared.columns import Code, Count, Id, Moment, Words, Year
from services.shared.constraints import listed, means

QUESTIONS = ("change", "weigh")


class SelectionQuestion(Base):
    """What was asked of a choice once it stood: the smallest change for a candidate, or what overruling costs."""

    __tablename__ = "selection_question"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(QUESTIONS)})", name="kind"),
        Index("ix_selection_question_candidate", "selection_id", "request_id", "kind"),
    )

    job_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    selection_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("selection.id", name="fk_selection_question_selection"))
    kind: Mapped[Code]
    request_id: Mapped[UUID] = mapped_column(Uuid)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[Moment]


class SelectionOverrule(Base):
    """That a committee put a candidate in or out, or took that back; the latest of a candidate counts."""

    __tablename__ = "selection_overrule"
    __table_args__ = (
        PrimaryKeyConstraint("selection_id", "number", name="pk_selection_overrule"),
        CheckConstraint(f"verdict IN ({listed(VERDICTS)})", name="verdict"),
    )

    selection_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("selection.id", name="fk_selection_overrule_selection"))
    number: Mapped[int] = mapped_column(SmallInteger)
    request_id: Mapped[UUID] = mapped_column(Uuid)
    verdict: Mapped[Code]
    reason: Mapped[Words]
    effect: Mapped[dict[str, Any]] = mapped_column(JSON)
    job_id: Mapped[UUID] = mapped_column(Uuid)
    overruled_by: Mapped[Words]
    overruled_at: Mapped[Moment]


class SelectionCandidate(Base):
    """What came of one candidate: its place in the ranking, in or out of both, and why."""

    __tablename__ = "selection_candidate"
    __table_args__ = (
        PrimaryKeyConstraint("selection_id", "id", name="pk_selection_candidate"),
        Index("ix_selection_candidate_position", "selection_id", "position", unique=True),
    )

    selection_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("selection.id", name="fk_selection_candidate_selection")
    )
    id: Mapped[UUID] = mapped_column(Uuid)  # its request's; of a joint one its first request's
    position: Mapped[int] = mapped_column(SmallInteger)
    is_in_strict: Mapped[bool] = mapped_column(Boolean)
    is_in_optimum: Mapped[bool | None] = mapped_column(Boolean)
    title_th: Mapped[Words]
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class Selection(Base):
    """One choice among the requests of a year, with all that it rests on. Scoped: see `visible_to`."""

    __tablename__ = "selection"
    __table_args__ = (
        CheckConstraint(f"outcome IN ({listed(OUTCOMES)})", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (answer IS NULL)", name="answer"),
        Index(
            "uq_selection_number", "fiscal_year", "area_code", "number", unique=True, postgresql_nulls_not_distinct=True
        ),
        Index("ix_selection_updated_at", "updated_at", "id"),
        Index("ix_selection_area", "area_code", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[Count] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    area_code: Mapped[str | None]
    number: Mapped[int] = mapped_column(SmallInteger)
    title_th: Mapped[Words]
    candidate_count: Mapped[int] = mapped_column(SmallInteger)
    # The body without its scores, the ceilings as they are counted, and what the lists are called.
    stated: Mapped[dict[str, Any]] = mapped_column(JSON)
    # The candidates, and their requests as they stood: by far the most, and read only where it is computed.
    problem: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    content_hash: Mapped[Code]
    job_id: Mapped[UUID] = mapped_column(Uuid)
    outcome: Mapped[str | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # without the candidates
    created_by: Mapped[Words]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    finished_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))

    overrules: Mapped[list[SelectionOverrule]] = relationship(lazy="raise", order_by=SelectionOverrule.number)

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """Whose it is, `area:50` or `nation`."""
        return owner_of(self.area_code)


means("uq_selection_number", SelectionExists)
