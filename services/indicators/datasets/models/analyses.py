"""The tables of what units read in the data."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, PrimaryKeyConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.base import Base
from services.indicators.datasets.errors import DatasetAnalysisExists
from services.indicators.datasets.models.records import DatasetUpdate
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.rules.analyses import Figure
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means


class DatasetAnalysis(Base):
    """What one unit reads in the data of one update, as it stands now."""

    __tablename__ = "dataset_analysis"
    __table_args__ = (
        Index("uq_dataset_analysis_unit", "update_id", "unit", unique=True),
        Index("ix_dataset_analysis_dataset", "dataset_id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    dataset_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dataset.id", name="fk_dataset_analysis_dataset"))
    update_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("dataset_update.id", name="fk_dataset_analysis_update"))
    unit: Mapped[Code]
    text_th: Mapped[Words]
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    dataset: Mapped[Dataset] = relationship(lazy="raise")
    data: Mapped[DatasetUpdate] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    @property
    def numbers(self) -> list[Figure]:
        """Its figures, as the rules compare them."""
        return [Figure(each["name_th"], each["unit_th"], Decimal(repr(each["value"]))) for each in self.figures]


class DatasetAnalysisVersion(Base):
    """What an analysis said under one version."""

    __tablename__ = "dataset_analysis_version"
    __table_args__ = (PrimaryKeyConstraint("analysis_id", "analysis_version", name="pk_dataset_analysis_version"),)

    analysis_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("dataset_analysis.id", name="fk_dataset_analysis_version_analysis")
    )
    analysis_version: Mapped[int] = mapped_column(BigInteger)
    text_th: Mapped[Words]
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason_th: Mapped[str | None]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]


means("uq_dataset_analysis_unit", DatasetAnalysisExists)
