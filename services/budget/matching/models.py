"""The tables of matching funds. Entries are append-only; what a pledge and a fund amount to are their sums."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, DateTime, ForeignKey, Index, Numeric, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.matching.errors import DocumentTaken, FundExists, PledgeExists
from services.budget.matching.rules import CONTRIBUTORS, FLOW, FORMS, KINDS, Amounts
from services.shared.columns import Code, Id, Moment, Satang, Words, Year
from services.shared.constraints import listed, means


class MatchingEntry(Base):
    """One thing that happened to a pledge: it was made, raised, lowered, paid or paid back."""

    __tablename__ = "matching_entry"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(KINDS)})", name="kind"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("kind IN ('pledge', 'pay') OR reason IS NOT NULL", name="reason"),
        Index("uq_matching_entry_document", "pledge_id", "kind", "document_number", unique=True),
        Index("ix_matching_entry_fund", "fund_id", "id"),
    )

    id: Mapped[Id]
    fund_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("matching_fund.id", name="fk_matching_entry_fund"))
    pledge_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("matching_pledge.id", name="fk_matching_entry_pledge"))
    kind: Mapped[Code]
    amount: Mapped[Satang]
    on: Mapped[dt.date] = mapped_column("on_day", Date)
    document_number: Mapped[Words]
    reason: Mapped[str | None]
    actor: Mapped[Code]
    created_at: Mapped[Moment]


class MatchingPledge(Base):
    """What one contributor pledges to a fund, in cash or in kind."""

    __tablename__ = "matching_pledge"
    __table_args__ = (
        CheckConstraint(f"contributor_kind IN ({listed(CONTRIBUTORS)})", name="contributor_kind"),
        CheckConstraint(f"form IN ({listed(FORMS)})", name="form"),
        CheckConstraint("paid >= 0 AND paid <= pledged", name="amounts"),
        Index("uq_matching_pledge_contributor", "fund_id", "contributor_key", "form", unique=True),
    )

    id: Mapped[Id]
    fund_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("matching_fund.id", name="fk_matching_pledge_fund"))
    contributor_kind: Mapped[Code]
    contributor_th: Mapped[Words]
    contributor_key: Mapped[Words]
    form: Mapped[Code]
    what_th: Mapped[str | None]
    pledged: Mapped[Satang]
    paid: Mapped[Satang]
    created_at: Mapped[Moment]

    entries: Mapped[list[MatchingEntry]] = relationship(lazy="raise", cascade="all", order_by=MatchingEntry.id)

    @property
    def amounts(self) -> Amounts:
        """What the rules ask of it."""
        return Amounts(self.pledged, self.paid)


class MatchingFund(Base):
    """What an area and others put together for a project or purpose of a year. Scoped: see `visible_to`."""

    __tablename__ = "matching_fund"
    __table_args__ = (
        CheckConstraint(f"state IN ({listed(FLOW.states)})", name="state"),
        CheckConstraint("own_amount >= 0", name="own_amount"),
        CheckConstraint("pledged >= 0 AND paid >= 0 AND paid <= pledged", name="amounts"),
        CheckConstraint(
            "in_kind_pledged >= 0 AND in_kind_paid >= 0 AND in_kind_paid <= in_kind_pledged", name="in_kind"
        ),
        CheckConstraint("(aimed_ratio IS NULL) = (aim_source IS NULL)", name="aim"),
        CheckConstraint("aimed_ratio > 0", name="aimed_ratio"),
        CheckConstraint("(project_id IS NULL) = (project_version IS NULL)", name="project"),
        CheckConstraint("(state = 'closed') = (close_reason IS NOT NULL)", name="closed"),
        Index("uq_matching_fund_title", "area_code", "fiscal_year", "title_key", unique=True),
        Index("ix_matching_fund_fiscal_year", "fiscal_year", "area_code"),
        Index("ix_matching_fund_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    title_th: Mapped[Words]
    title_key: Mapped[Words]
    purpose_th: Mapped[str] = mapped_column(Text)
    project_id: Mapped[UUID | None] = mapped_column(Uuid)
    project_version: Mapped[int | None] = mapped_column(BigInteger)
    own_amount: Mapped[Satang]
    aimed_ratio: Mapped[Decimal | None] = mapped_column(Numeric(12, 4))
    aim_source: Mapped[str | None]
    aim_dated_on: Mapped[dt.date | None] = mapped_column(Date)
    state: Mapped[Code]
    close_reason: Mapped[str | None]
    closed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    pledged: Mapped[Satang]
    paid: Mapped[Satang]
    in_kind_pledged: Mapped[Satang]
    in_kind_paid: Mapped[Satang]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    pledges: Mapped[list[MatchingPledge]] = relationship(lazy="raise", cascade="all", order_by=MatchingPledge.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50`."""
        return f"area:{self.area_code}"


means("uq_matching_fund_title", FundExists)
means("uq_matching_pledge_contributor", PledgeExists)
means("uq_matching_entry_document", DocumentTaken)
