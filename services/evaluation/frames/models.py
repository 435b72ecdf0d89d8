"""The tables of evaluation frames."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    Date,
    ForeignKey,
    Index,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.evaluation.base import Base
from services.evaluation.frames.errors import FrameExists
from services.evaluation.frames.rules.frame import (
    DRAFT,
    FLOW,
    PUBLISHED,
    RESULT_SOURCES,
    SIDES,
    SUBJECT_KINDS,
    StatedRubric,
    Weight,
)
from services.evaluation.frames.rules.scoring import HIGHER, LOWER, Method, weights_of
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means
from services.shared.errors import Busy
from services.shared.text import search_key_sql


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


CONFIDENCES = ("high", "medium", "low")


class ScoringMethod(Base):
    """How results become scores, with its source; written by migrations alone."""

    __tablename__ = "scoring_method"
    __table_args__ = (CheckConstraint(_one_of("confidence", CONFIDENCES), name="confidence"),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    levels: Mapped[list[Decimal]] = mapped_column(ARRAY(Numeric))
    below: Mapped[Decimal] = mapped_column(Numeric)
    confidence: Mapped[Code]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)

    @property
    def scale(self) -> Method:
        """The method as the rules take it."""
        return Method(self.code, tuple(self.levels), self.below)


class EvaluationFrameItem(Base):
    """One thing that is evaluated. Weight and rubric are there in full, with source and day, or not at all."""

    __tablename__ = "evaluation_frame_item"
    __table_args__ = (
        PrimaryKeyConstraint("frame_id", "position", name="pk_evaluation_frame_item"),
        CheckConstraint(_one_of("side", SIDES), name="side"),
        CheckConstraint(_one_of("result_source", RESULT_SOURCES), name="result_source"),
        CheckConstraint(_one_of("direction", (HIGHER, LOWER)), name="direction"),
        CheckConstraint("weight_value BETWEEN 0 AND 100", name="weight"),
        CheckConstraint("num_nulls(weight_value, weight_source, weight_dated_on) IN (0, 3)", name="weight_stated"),
        CheckConstraint(
            "num_nulls(method, direction, anchors, rubric_unit, rubric_source, rubric_dated_on) IN (0, 6)",
            name="rubric_stated",
        ),
    )

    frame_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("evaluation_frame.id", name="fk_evaluation_frame_item_frame", ondelete="CASCADE")
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    side: Mapped[str | None]
    dimension_no: Mapped[int] = mapped_column(SmallInteger)
    dimension_th: Mapped[Words]
    code: Mapped[str | None]
    name_th: Mapped[Words]
    doubt: Mapped[str | None]
    result_source: Mapped[Code]
    weight_value: Mapped[Decimal | None] = mapped_column(Numeric)
    weight_source: Mapped[str | None]
    weight_dated_on: Mapped[dt.date | None] = mapped_column(Date)
    method: Mapped[str | None] = mapped_column(
        Text, ForeignKey("scoring_method.code", name="fk_evaluation_frame_item_method")
    )
    direction: Mapped[str | None]
    anchors: Mapped[list[Decimal] | None] = mapped_column(ARRAY(Numeric))
    rubric_unit: Mapped[str | None]
    rubric_source: Mapped[str | None]
    rubric_dated_on: Mapped[dt.date | None] = mapped_column(Date)

    scoring_method: Mapped[ScoringMethod | None] = relationship(lazy="raise")

    @property
    def weight(self) -> Weight | None:
        """The weight with its source; None when the frame gives none."""
        if self.weight_value is None or self.weight_source is None or self.weight_dated_on is None:
            return None
        return Weight(self.weight_value, self.weight_source, self.weight_dated_on)

    @property
    def rubric(self) -> StatedRubric | None:
        """The rubric with its source; None when the frame gives none."""
        if self.method is None:
            return None
        parts = (self.scoring_method, self.direction, self.anchors, self.rubric_unit)
        method, direction, anchors, unit = parts
        source, dated_on = self.rubric_source, self.rubric_dated_on
        if not (method and direction and anchors and unit and source and dated_on):
            return None
        return StatedRubric(method.scale, direction, tuple(anchors), unit, source, dated_on)


class EvaluationFrameBand(Base):
    """A level of the total score, from `at_least` up to where the next begins."""

    __tablename__ = "evaluation_frame_band"
    __table_args__ = (PrimaryKeyConstraint("frame_id", "at_least", name="pk_evaluation_frame_band"),)

    frame_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("evaluation_frame.id", name="fk_evaluation_frame_band_frame", ondelete="CASCADE")
    )
    at_least: Mapped[Decimal] = mapped_column(Numeric)
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class EvaluationFrame(Base):
    """By what one kind of subject is evaluated in a fiscal year; one edition is in force. Scoped: see `visible_to`."""

    __tablename__ = "evaluation_frame"
    __table_args__ = (
        CheckConstraint(_one_of("state", FLOW.states), name="state"),
        CheckConstraint(_one_of("subject_kind", SUBJECT_KINDS), name="subject_kind"),
        CheckConstraint("edition > 0", name="edition"),
        CheckConstraint("num_nulls(edition, published_at) IN (0, 2)", name="published"),
        Index(
            "uq_evaluation_frame_in_force",
            "fiscal_year",
            "subject_kind",
            unique=True,
            postgresql_where=f"state = '{PUBLISHED}'",
        ),
        Index("uq_evaluation_frame_edition", "fiscal_year", "subject_kind", "edition", unique=True),
        Index(
            "uq_evaluation_frame_draft",
            "fiscal_year",
            "subject_kind",
            "title_search",
            unique=True,
            postgresql_where=f"state = '{DRAFT}'",
        ),
        Index("ix_evaluation_frame_fiscal_year", "fiscal_year", "id"),
        Index("ix_evaluation_frame_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    subject_kind: Mapped[Code]
    edition: Mapped[int | None] = mapped_column(SmallInteger)
    title_th: Mapped[Words]
    note_th: Mapped[str | None]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)
    copied_from_id: Mapped[UUID | None] = mapped_column(Uuid)
    state: Mapped[Code]
    published_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    title_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("title_th"), persisted=True))

    items: Mapped[list[EvaluationFrameItem]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=EvaluationFrameItem.position
    )
    bands: Mapped[list[EvaluationFrameBand]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=EvaluationFrameBand.at_least
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def weights(self) -> Decimal | None:
        """The sum of the weights; None when the frame gives none."""
        return weights_of(item.weight_value for item in self.items)


means("uq_evaluation_frame_draft", FrameExists)
# Two drafts of one year were published at the same moment; the second is tried again and supersedes the first.
means("uq_evaluation_frame_in_force", Busy)
means("uq_evaluation_frame_edition", Busy)
