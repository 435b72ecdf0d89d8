"""The agreements themselves with their KPIs, and the rules of the years.

Waivers are append-only: what was waived is never edited, only waived anew.
"""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
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
    Text,
    Uuid,
    and_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.indicators.agreements.errors import AgreementExists
from services.indicators.agreements.models.chains import AgreementChain, AgreementDeadline, AgreementPassage
from services.indicators.agreements.models.values import one_of
from services.indicators.agreements.rules.agreement import (
    ANCHORS,
    GIVEN_UP,
    KINDS,
    LEVELS,
    RUBRIC_DIRECTIONS,
    STATES,
)
from services.indicators.agreements.rules.chains import STAGES_OF_STATES, Place, Stage
from services.indicators.agreements.rules.checks import STRENGTHS
from services.indicators.agreements.rules.totals import TOTAL_KINDS
from services.indicators.base import Base
from services.indicators.catalogue.models import Indicator
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import listed, means

_PAIRS = ", ".join(f"('{state}', '{stage}')" for state, stage in STAGES_OF_STATES)


class AgreementRule(Base):
    """A rule of a fiscal year for the KPIs of one level, with the sentence it stands in. Loaded by migrations."""

    __tablename__ = "agreement_rule"
    __table_args__ = (
        PrimaryKeyConstraint("level", "code", "first_fiscal_year", name="pk_agreement_rule"),
        one_of("level", LEVELS),
        one_of("strength", STRENGTHS),
        CheckConstraint("first_fiscal_year <= last_fiscal_year", name="fiscal_years"),
    )

    level: Mapped[Code]
    code: Mapped[Code]
    first_fiscal_year: Mapped[Year]
    last_fiscal_year: Mapped[Year]
    position: Mapped[int] = mapped_column(SmallInteger)
    strength: Mapped[Code]
    value: Mapped[int | None] = mapped_column(SmallInteger)
    domains: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    sentence_th: Mapped[Words]
    sentence_en: Mapped[Words]
    reading: Mapped[Words]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class AgreementTarget(Base):
    """The target of one fiscal year, in the indicator's unit."""

    __tablename__ = "agreement_target"
    __table_args__ = (PrimaryKeyConstraint("kpi_id", "fiscal_year", name="pk_agreement_target"),)

    kpi_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("agreement_kpi.id", name="fk_agreement_target_kpi", ondelete="CASCADE")
    )
    fiscal_year: Mapped[Year]
    value: Mapped[Decimal] = mapped_column(Numeric)


class AgreementKpi(Base):
    """One indicator in an agreement. Baseline and rubric are there in full or not at all: documents print none."""

    __tablename__ = "agreement_kpi"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("stated_total_kind", TOTAL_KINDS),
        one_of("rubric_method", tuple(ANCHORS)),
        one_of("rubric_direction", RUBRIC_DIRECTIONS),
        CheckConstraint("weight > 0 AND weight <= 100", name="weight"),
        CheckConstraint("kind = 'strategic' OR weight IS NULL", name="monitoring_weight"),
        CheckConstraint("(stated_total IS NULL) = (stated_total_kind = 'none')", name="stated_total"),
        CheckConstraint("num_nulls(baseline_value, baseline_fiscal_year, baseline_source) IN (0, 3)", name="baseline"),
        CheckConstraint(
            "num_nulls(rubric_method, rubric_direction, rubric_anchors, rubric_unit, rubric_source, rubric_dated_on) "
            "IN (0, 6)",
            name="rubric",
        ),
        Index("uq_agreement_kpi_indicator", "agreement_id", "indicator_id", unique=True),
        Index("ix_agreement_kpi_indicator", "indicator_id"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_kpi_agreement", ondelete="CASCADE")
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    indicator_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("indicator.id", name="fk_agreement_kpi_indicator"))
    definition_version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Code]
    weight: Mapped[Decimal | None] = mapped_column(Numeric)
    baseline_value: Mapped[Decimal | None] = mapped_column(Numeric)
    baseline_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    baseline_source: Mapped[str | None]
    stated_total: Mapped[Decimal | None] = mapped_column(Numeric)
    stated_total_kind: Mapped[Code]
    key_matter_th: Mapped[str | None]
    strategic_issue_id: Mapped[UUID | None] = mapped_column(Uuid)
    plan_issue_th: Mapped[str | None]
    # What the plans service said of the issue when the KPI was written.
    strategic_issue: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    policy_th: Mapped[str | None]
    is_taken_from_plan: Mapped[bool] = mapped_column(Boolean)
    project_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    budget_support_th: Mapped[str | None]
    participating_area_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    measurement_th: Mapped[str | None]
    is_revenue_driver: Mapped[bool] = mapped_column(Boolean)
    development_index_ref: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    responsible_post: Mapped[str | None]
    rubric_method: Mapped[str | None]
    rubric_direction: Mapped[str | None]
    rubric_anchors: Mapped[list[Decimal] | None] = mapped_column(ARRAY(Numeric))
    rubric_unit: Mapped[str | None]
    rubric_source: Mapped[str | None]
    rubric_dated_on: Mapped[dt.date | None] = mapped_column(Date)
    source: Mapped[str | None]

    targets: Mapped[list[AgreementTarget]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=AgreementTarget.fiscal_year
    )
    indicator: Mapped[Indicator] = relationship(lazy="raise")

    @property
    def baseline(self) -> dict[str, Any] | None:
        """The baseline with its year and source; None when it is missing."""
        if self.baseline_value is None:
            return None
        return {
            "value": self.baseline_value,
            "fiscal_year": self.baseline_fiscal_year,
            "source": self.baseline_source,
        }

    @property
    def rubric(self) -> dict[str, Any] | None:
        """The rubric with its source; None when none was given."""
        if self.rubric_method is None:
            return None
        return {
            "method": self.rubric_method,
            "direction": self.rubric_direction,
            "anchors": self.rubric_anchors,
            "unit": self.rubric_unit,
            "source": self.rubric_source,
            "dated_on": self.rubric_dated_on,
        }

    @property
    def targets_by_year(self) -> dict[int, Decimal]:
        """The targets, by fiscal year."""
        return {target.fiscal_year: target.value for target in self.targets}


class AgreementWaiver(Base):
    """That สำนักงาน ก.พ.ร. lets an agreement pass a rule, for what the rule found then."""

    __tablename__ = "agreement_waiver"
    __table_args__ = (Index("ix_agreement_waiver_agreement", "agreement_id", "given_at"),)

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_waiver_agreement")
    )
    rule_code: Mapped[Code]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[Words]
    document_number: Mapped[Words]
    given_by: Mapped[Words]
    given_at: Mapped[Moment]


class PerformanceAgreement(Base):
    """The agreement of an area for a fiscal year, its area a province or a cluster. Scoped: see `visible_to`."""

    __tablename__ = "performance_agreement"
    __table_args__ = (
        one_of("level", LEVELS),
        one_of("state", STATES),
        CheckConstraint(f"(state, stage) IN ({_PAIRS})", name="stage"),
        CheckConstraint(
            "state NOT IN ('approved', 'rejected') OR num_nulls(resolution_id, decided_at) = 0", name="decided"
        ),
        Index(
            "uq_performance_agreement_area",
            "area_code",
            "fiscal_year",
            unique=True,
            postgresql_where=f"state NOT IN ({listed(GIVEN_UP)})",
        ),
        Index("ix_performance_agreement_fiscal_year", "fiscal_year", "id"),
        Index("ix_performance_agreement_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[Code]
    area_code: Mapped[Code]
    level: Mapped[Code]
    fiscal_year: Mapped[Year]
    note_th: Mapped[str | None]
    reasons: Mapped[dict[str, str]] = mapped_column(JSON)
    issue_officers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[Code]
    chain_code: Mapped[str] = mapped_column(
        Text, ForeignKey("agreement_chain.code", name="fk_performance_agreement_chain")
    )
    stage: Mapped[Code]
    step_code: Mapped[Code]
    round: Mapped[int] = mapped_column(SmallInteger)
    drafted_by: Mapped[Words]
    submitted_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    decision_note_th: Mapped[str | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    kpis: Mapped[list[AgreementKpi]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=AgreementKpi.position
    )
    waivers: Mapped[list[AgreementWaiver]] = relationship(
        lazy="raise", order_by=(AgreementWaiver.given_at, AgreementWaiver.id)
    )
    chain: Mapped[AgreementChain] = relationship(lazy="raise")
    passages: Mapped[list[AgreementPassage]] = relationship(
        lazy="raise", order_by=(AgreementPassage.passed_at, AgreementPassage.id)
    )
    deadlines: Mapped[list[AgreementDeadline]] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=lambda: and_(
            foreign(AgreementDeadline.fiscal_year) == PerformanceAgreement.fiscal_year,
            foreign(AgreementDeadline.level) == PerformanceAgreement.level,
        ),
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50`."""
        return f"area:{self.area_code}"

    @property
    def place(self) -> Place:
        """Where it is along its chain."""
        return Place(self.state, Stage(self.stage), self.step_code)


means("uq_performance_agreement_area", AgreementExists)
