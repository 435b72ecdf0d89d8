"""The tables of the ledger. Amounts are satang; balances change only together with a transfer."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.ledger.errors import AccountExists
from services.budget.ledger.rules import (
    CAP,
    CARRY_FORWARD,
    CLASSES,
    DATED,
    KINDS,
    LEVELS,
    MOVE,
    PAYMENTS,
    POST,
    RELEASE,
    RESOLVING,
    TWO_SIDED,
)
from services.shared.columns import Code, Count, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import listed, means


class Fund(Base):
    """Where money comes from; written by migrations alone."""

    __tablename__ = "fund"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_th: Mapped[Words]
    name_en: Mapped[str | None]
    source: Mapped[Words]
    is_example: Mapped[bool] = mapped_column(Boolean)
    first_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    is_granted: Mapped[bool] = mapped_column(Boolean)
    carry_over_months: Mapped[int | None] = mapped_column(SmallInteger)
    carry_over_authority_th: Mapped[str | None]
    carry_over_source: Mapped[str | None]


class Account(Base):
    """A ceiling and what is under it. `path` is the accounts it counts in, the top first, itself last. Scoped."""

    # No index on a balance, the version or updated_at: they change with every hold, and would index the hot row anew.
    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("num_nonnulls(area_code, function_code) = 1", name="one_owner"),
        CheckConstraint(f"level IN ({listed(LEVELS)})", name="level"),
        CheckConstraint("pending >= 0 AND posted >= 0 AND pending + posted <= cap", name="within_cap"),
        CheckConstraint(
            "disbursed >= 0 AND committed >= 0 AND carried >= 0 AND disbursed + committed + carried <= posted",
            name="spent_within_posted",
        ),
        Index(
            "uq_account_owner",
            "fiscal_year",
            "fund_code",
            "area_code",
            "function_code",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_account_area", "area_code", "fiscal_year"),
        Index("ix_account_function", "function_code", "fiscal_year"),
        Index("ix_account_parent", "parent_id"),
        Index("ix_account_created_at", "created_at", "id"),
        Index("ix_account_cap", "cap", "id"),
    )

    id: Mapped[Id]
    version: Mapped[Count]
    fiscal_year: Mapped[Year]
    fund_code: Mapped[str] = mapped_column(Text, ForeignKey("fund.code", name="fk_account_fund"))
    level: Mapped[Code]
    area_code: Mapped[str | None]
    function_code: Mapped[str | None]
    parent_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("account.id", name="fk_account_parent"))
    path: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    cap: Mapped[Satang]
    pending: Mapped[Satang]
    posted: Mapped[Satang]
    disbursed: Mapped[Satang]
    committed: Mapped[Satang]
    carried: Mapped[Satang]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    @property
    def owner(self) -> str:
        """The owning unit, `area:50` or `function:05`."""
        return f"area:{self.area_code}" if self.area_code else f"function:{self.function_code}"

    @property
    def spent(self) -> int:
        """ใช้จ่าย: what was paid and what is committed, also what of it went on to the next year."""
        return self.disbursed + self.committed + self.carried


class Transfer(Base):
    """One immutable entry; a mistake is corrected by another one. `reference` is the id its maker gave it."""

    __tablename__ = "transfer"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_transfer_reference"),
        UniqueConstraint("pending_id", name="uq_transfer_pending_id"),
        CheckConstraint(f"kind IN ({listed(KINDS)})", name="kind"),
        CheckConstraint("amount > 0 OR kind = 'cap' AND amount = 0", name="amount_positive"),
        CheckConstraint(f"(kind IN ({listed(RESOLVING)})) = (pending_id IS NOT NULL)", name="resolves_a_hold"),
        CheckConstraint(
            "num_nonnulls(paid_on, quarter, expenditure_class) = "
            f"CASE WHEN kind IN ({listed(DATED)}) THEN 3 ELSE 0 END",
            name="payment",
        ),
        CheckConstraint(
            f"CASE WHEN kind IN ({listed((*DATED, MOVE))}) THEN document_number IS NOT NULL "
            f"WHEN kind IN ({listed((CAP, POST))}) THEN true ELSE document_number IS NULL END",
            name="document",
        ),
        CheckConstraint(f"(kind IN ({listed(TWO_SIDED)})) = (counter_account_id IS NOT NULL)", name="two_sided"),
        CheckConstraint(
            "CASE WHEN kind = 'move' THEN num_nonnulls(paying_area_code, receiving_area_code) = 2 "
            f"ELSE kind IN ({listed(PAYMENTS)}) OR num_nonnulls(paying_area_code, receiving_area_code) = 0 END",
            name="areas",
        ),
        CheckConstraint(f"expenditure_class IN ({listed(CLASSES)})", name="expenditure_class"),
        CheckConstraint(
            f"CASE WHEN kind IN ({listed((RELEASE, CARRY_FORWARD))}) THEN commitment_id IS NOT NULL "
            "ELSE kind = 'disburse' OR commitment_id IS NULL END",
            name="settles_a_commitment",
        ),
        CheckConstraint(f"posted_transfer_id IS NULL OR kind IN ({listed(PAYMENTS)})", name="spends_a_posting"),
        Index("ix_transfer_posting", "posted_transfer_id", postgresql_where="posted_transfer_id IS NOT NULL"),
        Index("ix_transfer_account", "account_id", "id"),
        Index("ix_transfer_paid_on", "paid_on", "id", postgresql_where="paid_on IS NOT NULL"),
        Index("ix_transfer_kind", "kind", "id"),
        Index("ix_transfer_paying", "paying_area_code", "id", postgresql_where="paying_area_code IS NOT NULL"),
        Index("ix_transfer_receiving", "receiving_area_code", "id", postgresql_where="receiving_area_code IS NOT NULL"),
        Index("ix_transfer_commitment", "commitment_id", postgresql_where="commitment_id IS NOT NULL"),
        Index(
            "ix_transfer_spending",
            "account_id",
            "quarter",
            "expenditure_class",
            "kind",
            postgresql_include=["amount", "commitment_id"],
            postgresql_where="paid_on IS NOT NULL",
        ),
    )

    id: Mapped[Id]
    reference: Mapped[Code]
    kind: Mapped[Code]
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("account.id", name="fk_transfer_account"))
    amount: Mapped[Satang]
    pending_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_transfer_pending"))
    reason: Mapped[str | None]
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    document_number: Mapped[str | None]
    paid_on: Mapped[dt.date | None] = mapped_column(Date)
    quarter: Mapped[int | None] = mapped_column(SmallInteger)
    expenditure_class: Mapped[str | None]
    commitment_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_transfer_commitment"))
    posted_transfer_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_transfer_posting"))
    counter_account_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("account.id", name="fk_transfer_counter_account")
    )
    paying_area_code: Mapped[str | None]
    receiving_area_code: Mapped[str | None]
    actor: Mapped[Code]
    created_at: Mapped[Moment]

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="raise")
    commitment: Mapped["Commitment | None"] = relationship(
        primaryjoin="Transfer.id == foreign(Commitment.id)", lazy="raise", viewonly=True, uselist=False
    )


class Commitment(Base):
    """What of a commitment is open: neither paid, released nor carried on. Its id is that of what made it.

    One that came over from the year before names that one, and may be paid until a day, which an authority may extend.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("open >= 0 AND open <= amount", name="open_within_amount"),
        CheckConstraint("(carried_from IS NULL) = (payable_until IS NULL)", name="carried"),
        CheckConstraint("num_nonnulls(authority_th, authority_document) IN (0, 2)", name="authority"),
        Index("ix_commitment_open", "account_id", "id", postgresql_where="open > 0"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_commitment_transfer"), primary_key=True)
    version: Mapped[Count]
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("account.id", name="fk_commitment_account"))
    amount: Mapped[Satang]
    open: Mapped[Satang]
    carried_from: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("commitment.id", name="fk_commitment_carried"))
    payable_until: Mapped[dt.date | None] = mapped_column(Date)
    authority_th: Mapped[str | None]
    authority_document: Mapped[str | None]


class TransferLine(Base):
    """What a transfer changes of one account: of its own and of each above it. The balances are the sums of these."""

    __tablename__ = "transfer_line"
    __table_args__ = (
        PrimaryKeyConstraint("account_id", "transfer_id", name="pk_transfer_line"),
        Index("ix_transfer_line_disbursed", "account_id", "transfer_id", postgresql_where="disbursed <> 0"),
    )

    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id", name="fk_transfer_line_account"))
    transfer_id: Mapped[Ref] = mapped_column(ForeignKey("transfer.id", name="fk_transfer_line_transfer"))
    cap: Mapped[Satang]
    pending: Mapped[Satang]
    posted: Mapped[Satang]
    disbursed: Mapped[Satang]
    committed: Mapped[Satang]
    carried: Mapped[Satang]

    transfer: Mapped[Transfer] = relationship(lazy="raise")


means("uq_account_owner", AccountExists)
