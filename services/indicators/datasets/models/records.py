"""The tables of what was recorded of a dataset (updates, assessments, steps), and of the steps there are."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.base import Base
from services.indicators.datasets.errors import DigitisationRecorded
from services.indicators.datasets.models.registry import Dataset
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means


class DigitisationDefinition(Base):
    """What a document says of the KPI of digitised data in some years, and how it is read. Loaded by migrations."""

    __tablename__ = "digitisation_definition"
    __table_args__ = (PrimaryKeyConstraint("first_fiscal_year", name="pk_digitisation_definition"),)

    first_fiscal_year: Mapped[int] = mapped_column(SmallInteger, autoincrement=False)
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    sentence_th: Mapped[Words]
    reading: Mapped[Words]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class DigitisationStep(Base):
    """A step of digitisation, and whether a dataset that reached it counts, in some years. Loaded by migrations."""

    __tablename__ = "digitisation_step"
    __table_args__ = (PrimaryKeyConstraint("code", "first_fiscal_year", name="pk_digitisation_step"),)

    code: Mapped[Code]
    first_fiscal_year: Mapped[int] = mapped_column(SmallInteger, autoincrement=False)
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    is_digitised: Mapped[bool] = mapped_column(Boolean)
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class DatasetUpdate(Base):
    """That data of a day came into a dataset, with the promise as it then was; the same day again is a correction."""

    __tablename__ = "dataset_update"
    __table_args__ = (
        CheckConstraint("(revision = 1) = (correction_reason_th IS NULL)", name="correction"),
        Index("uq_dataset_update", "dataset_id", "as_of", "revision", unique=True),
        Index("ix_dataset_update_recorded", "dataset_id", "recorded_at", "id"),
    )

    id: Mapped[Id]
    dataset_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dataset.id", name="fk_dataset_update_dataset"))
    as_of: Mapped[dt.date] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(Integer)
    expected_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date] = mapped_column(Date)
    was_late: Mapped[bool] = mapped_column(Boolean)
    note_th: Mapped[str | None]
    correction_reason_th: Mapped[str | None]
    recorded_as: Mapped[Code]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]

    dataset: Mapped[Dataset] = relationship(lazy="raise")


class DatasetAssessment(Base):
    """That somebody found a dataset usable or not, and why."""

    __tablename__ = "dataset_assessment"
    __table_args__ = (Index("ix_dataset_assessment_recorded", "dataset_id", "recorded_at", "id"),)

    id: Mapped[Id]
    dataset_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dataset.id", name="fk_dataset_assessment_dataset"))
    update_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("dataset_update.id", name="fk_dataset_assessment_update")
    )
    is_usable: Mapped[bool] = mapped_column(Boolean)
    reason_th: Mapped[Words]
    recorded_as: Mapped[Code]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]


class DatasetDigitisation(Base):
    """That a dataset reached a step of digitisation on a day."""

    __tablename__ = "dataset_digitisation"
    __table_args__ = (
        Index("uq_dataset_digitisation", "dataset_id", "reached_on", "step_code", unique=True),
        Index("ix_dataset_digitisation_recorded", "dataset_id", "recorded_at", "id"),
    )

    id: Mapped[Id]
    dataset_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dataset.id", name="fk_dataset_digitisation_dataset"))
    step_code: Mapped[Code]
    reached_on: Mapped[dt.date] = mapped_column(Date)
    evidence_th: Mapped[str | None]
    recorded_as: Mapped[Code]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]


means("uq_dataset_digitisation", DigitisationRecorded)
