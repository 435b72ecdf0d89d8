"""The tables of plans."""

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
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.plans.approval import APPROVED, CANCELLED, REJECTED
from services.plans.base import Base
from services.plans.documents.errors import PlanActive, PlanExists, RevisionOpen
from services.plans.documents.rules import FLOW, UNDER_WAY, PlanKind, RevisionTrigger, is_stale
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import listed, means
from services.shared.text import search_key_sql, sort_key_sql

_PERIOD = ("area_code", "kind", "first_fiscal_year", "last_fiscal_year")


class PlanPeriodLength(Base):
    """How many years a development plan may have, from which year on. Loaded by migrations, with its source."""

    __tablename__ = "plan_period_length"

    years: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    from_fiscal_year: Mapped[Year]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class Plan(Base):
    """One edition of a plan of an area. Scoped: see `visible_to`."""

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(PlanKind)})", name="kind"),
        CheckConstraint(f"state IN ({listed(FLOW.states)})", name="state"),
        CheckConstraint("first_fiscal_year <= last_fiscal_year", name="period"),
        CheckConstraint("(kind = 'action') = (parent_id IS NOT NULL)", name="parent"),
        CheckConstraint("(edition = 1) = (revises_id IS NULL)", name="edition"),
        CheckConstraint(f"revision_trigger IN ({listed(RevisionTrigger)})", name="revision_trigger"),
        CheckConstraint("num_nonnulls(revises_id, revision_reason_th, revision_trigger) IN (0, 3)", name="revision"),
        Index("uq_plan_active", *_PERIOD, unique=True, postgresql_where=f"state = '{APPROVED}'"),
        Index(
            "uq_plan_edition",
            *_PERIOD,
            "edition",
            unique=True,
            postgresql_where=f"state NOT IN ('{CANCELLED}', '{REJECTED}')",
        ),
        Index("uq_plan_revision", "revises_id", unique=True, postgresql_where=f"state IN ({listed(UNDER_WAY)})"),
        Index("ix_plan_parent", "parent_id"),
        Index("ix_plan_updated_at", "updated_at", "id"),
        Index("ix_plan_title_sort", "title_sort", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[Code]
    area_code: Mapped[Code]
    first_fiscal_year: Mapped[Year]
    last_fiscal_year: Mapped[Year]
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("plan.id", name="fk_plan_parent"))
    edition: Mapped[int] = mapped_column(SmallInteger)
    revises_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("plan.id", name="fk_plan_revises"))
    revision_reason_th: Mapped[str | None]
    revision_trigger: Mapped[str | None]
    title_th: Mapped[Words]
    title_en: Mapped[str | None]
    vision_th: Mapped[str | None]
    positioning_th: Mapped[str | None]
    revenue_driver_th: Mapped[str | None]
    revenue_driver_value: Mapped[Decimal | None] = mapped_column(Numeric)
    revenue_driver_unit_th: Mapped[str | None]
    revenue_driver_first_year: Mapped[int | None] = mapped_column(SmallInteger)
    revenue_driver_last_year: Mapped[int | None] = mapped_column(SmallInteger)
    revenue_driver_source: Mapped[str | None]
    source: Mapped[str | None]
    content_hash: Mapped[Code]
    state: Mapped[Code]
    return_reason: Mapped[str | None]
    endorsed_by_id: Mapped[UUID | None] = mapped_column(Uuid)
    approved_by_id: Mapped[UUID | None] = mapped_column(Uuid)
    approved_on: Mapped[dt.date | None] = mapped_column(Date)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    title_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("title_th"), persisted=True))
    title_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("title_th"), persisted=True))

    parent: Mapped["Plan | None"] = relationship(lazy="raise", foreign_keys=[parent_id], remote_side="Plan.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, such as `area:50`."""
        return f"area:{self.area_code}"

    @property
    def is_stale(self) -> bool:
        """Whether the plan above it was amended since, or given up."""
        return is_stale(self.parent.state if self.parent else None)


means("uq_plan_active", PlanActive)
means("uq_plan_edition", PlanExists)
means("uq_plan_revision", RevisionOpen)
