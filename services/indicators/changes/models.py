"""The tables of change requests, of closing dates, and of what each KPI said before and since.

Nothing here is ever deleted: neither a request nor a decision goes with the KPI that it was about.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    Uuid,
    and_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.indicators.agreements.models import AgreementKpi
from services.indicators.agreements.rules.agreement import LEVELS
from services.indicators.base import Base
from services.indicators.catalogue.models import Indicator
from services.indicators.changes.errors import ChangeRequestExists, ClosingDateExists
from services.indicators.changes.rules.request import (
    CLOSED,
    FLOW,
    NOTICE_FLOW,
    OUTCOMES,
    RECOMMENDATIONS,
    STANCES,
)
from services.indicators.changes.rules.terms import KINDS
from services.shared.columns import Code, Id, Moment, Ref, Words, Year
from services.shared.constraints import listed, means


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({listed(values)})", name=column)


class ChangeClosingDate(Base):
    """Until when requests of a fiscal year are first submitted, and the document that says so."""

    __tablename__ = "change_closing_date"
    __table_args__ = (Index("uq_change_closing_date_year", "fiscal_year", unique=True),)

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    closes_on: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}


class ChangeRequest(Base):
    """What an area asks to change of one KPI: `base` as agreed, `changed` what shall differ. Scoped: `visible_to`."""

    __tablename__ = "change_request"
    __table_args__ = (
        _one_of("level", LEVELS),
        _one_of("state", FLOW.states),
        _one_of("notice_state", NOTICE_FLOW.states),
        _one_of("recommendation", RECOMMENDATIONS),
        _one_of("opinion_stance", STANCES),
        _one_of("decision", OUTCOMES),
        CheckConstraint(f"kinds <@ ARRAY[{listed(KINDS)}]::text[]", name="kinds"),
        CheckConstraint("num_nulls(event_th, event_began_on, effect_th, beyond_control_th) IN (0, 4)", name="event"),
        CheckConstraint("event_ended_on IS NULL OR event_ended_on >= event_began_on", name="event_days"),
        CheckConstraint("num_nulls(analysis_th, recommendation, analysed_by, analysed_at) IN (0, 4)", name="analysis"),
        CheckConstraint("(recommended IS NOT NULL) = (coalesce(recommendation, '') = 'approve_changed')", name="other"),
        CheckConstraint("num_nulls(opinion_th, opinion_stance, opinion_by, opinion_at) IN (0, 4)", name="opinion"),
        CheckConstraint("opinion_th IS NULL OR host_function_code IS NOT NULL", name="host"),
        CheckConstraint("host_silence_th IS NULL OR opinion_th IS NULL", name="silence"),
        CheckConstraint("state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted"),
        CheckConstraint("state <> 'proposed' OR analysis_th IS NOT NULL", name="proposed"),
        CheckConstraint(
            "(state IN ('approved', 'rejected')) = (decision IS NOT NULL) "
            "AND (decision IS NULL OR num_nulls(resolution_id, decided_at, decided_on) = 0)",
            name="decided",
        ),
        CheckConstraint("(notice_state = 'none') = (decision IS NULL)", name="notice"),
        CheckConstraint("(notice_state = 'acknowledged') = (acknowledged_at IS NOT NULL)", name="acknowledged"),
        Index(
            "uq_change_request_kpi",
            "agreement_id",
            "indicator_id",
            unique=True,
            postgresql_where=f"state NOT IN ({listed(CLOSED)})",
        ),
        Index("ix_change_request_agreement", "agreement_id"),
        Index("ix_change_request_area", "area_code", "fiscal_year"),
        Index("ix_change_request_fiscal_year", "fiscal_year", "id"),
        Index("ix_change_request_indicator", "indicator_id"),
        Index("ix_change_request_host", "host_function_code"),
        Index("ix_change_request_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[Code]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_change_request_agreement")
    )
    indicator_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("indicator.id", name="fk_change_request_indicator"))
    area_code: Mapped[Code]
    level: Mapped[Code]
    fiscal_year: Mapped[Year]
    host_function_code: Mapped[str | None]
    state: Mapped[Code]
    state_reason: Mapped[str | None]
    base: Mapped[dict[str, Any]] = mapped_column(JSON)
    base_hash: Mapped[Code]
    base_agreement_version: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[dict[str, Any]] = mapped_column(JSON)
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    event_th: Mapped[str | None]
    event_began_on: Mapped[dt.date | None] = mapped_column(Date)
    event_ended_on: Mapped[dt.date | None] = mapped_column(Date)
    effect_th: Mapped[str | None]
    beyond_control_th: Mapped[str | None]
    # The files as they were when it was submitted: after that nobody adds or removes one.
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    analysis_th: Mapped[str | None]
    recommendation: Mapped[str | None]
    recommended: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    analysed_by: Mapped[str | None]
    analysed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    opinion_th: Mapped[str | None]
    opinion_stance: Mapped[str | None]
    opinion_by: Mapped[str | None]
    opinion_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    host_silence_th: Mapped[str | None]
    decision: Mapped[str | None]
    decision_reason_th: Mapped[str | None]
    condition_th: Mapped[str | None]
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    decided_on: Mapped[dt.date | None] = mapped_column(Date)
    decided_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    notice_state: Mapped[Code]
    acknowledged_by: Mapped[str | None]
    acknowledged_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    indicator: Mapped[Indicator] = relationship(lazy="raise", viewonly=True)
    # By its indicator, as agreements know their KPIs; None once the agreement no longer has it.
    kpi: Mapped[AgreementKpi | None] = relationship(
        lazy="raise",
        viewonly=True,
        uselist=False,
        primaryjoin=lambda: and_(
            foreign(ChangeRequest.agreement_id) == AgreementKpi.agreement_id,
            foreign(ChangeRequest.indicator_id) == AgreementKpi.indicator_id,
        ),
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50`."""
        return f"area:{self.area_code}"

    @property
    def event(self) -> dict[str, Any] | None:
        """The event that is the reason; None while a draft names none."""
        if self.event_th is None:
            return None
        return {
            "what_th": self.event_th,
            "began_on": self.event_began_on,
            "ended_on": self.event_ended_on,
            "effect_th": self.effect_th,
            "beyond_control_th": self.beyond_control_th,
        }

    @property
    def analysis(self) -> dict[str, Any] | None:
        """What ก.พ.ร. found and recommends; None before."""
        if self.analysis_th is None:
            return None
        return {
            "text_th": self.analysis_th,
            "recommendation": self.recommendation,
            "analysed_by": self.analysed_by,
            "analysed_at": self.analysed_at,
        }


class KpiRevision(Base):
    """What a KPI of an agreement said from one moment on, the first as agreed. Open to whoever sees the agreement."""

    __tablename__ = "agreement_kpi_revision"
    __table_args__ = (
        Index("uq_agreement_kpi_revision", "agreement_id", "indicator_id", "revision", unique=True),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("change_request_id IS NULL OR resolution_id IS NOT NULL", name="resolution"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_kpi_revision_agreement")
    )
    kpi_id: Mapped[Ref]
    indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_agreement_kpi_revision_indicator")
    )
    revision: Mapped[int] = mapped_column(Integer)
    agreement_version: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[Code]
    change_request_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("change_request.id", name="fk_agreement_kpi_revision_request")
    )
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    reason_th: Mapped[str | None]
    revised_by: Mapped[Words]
    revised_at: Mapped[Moment]


means("uq_change_request_kpi", ChangeRequestExists)
means("uq_change_closing_date_year", ClosingDateExists)
