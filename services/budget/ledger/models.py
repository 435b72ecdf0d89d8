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
from services.budget.ledger.rules import CLASSES, KINDS, LEVELS, PAYMENTS, RESOLVING
from services.shared.columns import Code, Count, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import means


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


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


class Account(Base):
    """A ceiling and what is under it. `path` is the accounts it counts in, the top first, itself last. Scoped."""

    # No index on a balance, the version or updated_at: they change with every hold, and would index the hot row anew.
    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("num_nonnulls(area_code, function_code) = 1", name="one_owner"),
        CheckConstraint(f"level IN ({_listed(LEVELS)})", name="level"),
        CheckConstraint("pending >= 0 AND posted >= 0 AND pending + posted <= cap", name="within_cap"),
        CheckConstraint(
            "disbursed >= 0 AND committed >= 0 AND disbursed + committed <= posted", name="spent_within_posted"
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
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    @property
    def owner(self) -> str:
        """The owning unit, `area:50` or `function:05`."""
        return f"area:{self.area_code}" if self.area_code else f"function:{self.function_code}"

    @property
    def spent(self) -> int:
        """ใช้จ่าย: what was paid and what is committed."""
        return self.disbursed + self.committed


class Transfer(Base):
    """One immutable entry; a mistake is corrected by another one. `reference` is the id its maker gave it."""

    __tablename__ = "transfer"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_transfer_reference"),
        UniqueConstraint("pending_id", name="uq_transfer_pending_id"),
        CheckConstraint(f"kind IN ({_listed(KINDS)})", name="kind"),
        CheckConstraint("amount > 0 OR kind = 'cap' AND amount = 0", name="amount_positive"),
        CheckConstraint(f"(kind IN ({_listed(RESOLVING)})) = (pending_id IS NOT NULL)", name="resolves_a_hold"),
        CheckConstraint(
            "num_nonnulls(paid_on, quarter, expenditure_class, document_number) = "
            f"CASE WHEN kind IN ({_listed(PAYMENTS)}) THEN 4 ELSE 0 END",
            name="payment",
        ),
        CheckConstraint(f"expenditure_class IN ({_listed(CLASSES)})", name="expenditure_class"),
        CheckConstraint(
            "CASE kind WHEN 'release' THEN commitment_id IS NOT NULL WHEN 'disburse' THEN true "
            "ELSE commitment_id IS NULL END",
            name="settles_a_commitment",
        ),
        Index("ix_transfer_account", "account_id", "id"),
        Index("ix_transfer_paid_on", "paid_on", "id", postgresql_where="paid_on IS NOT NULL"),
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
    actor: Mapped[Code]
    created_at: Mapped[Moment]

    account: Mapped[Account] = relationship(lazy="raise")
    commitment: Mapped["Commitment | None"] = relationship(
        primaryjoin="Transfer.id == foreign(Commitment.id)", lazy="raise", viewonly=True, uselist=False
    )


class Commitment(Base):
    """What of a commitment is open: neither paid nor released. Its id is that of the transfer that made it."""

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("open >= 0 AND open <= amount", name="open_within_amount"),
        Index("ix_commitment_open", "account_id", "id", postgresql_where="open > 0"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("transfer.id", name="fk_commitment_transfer"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("account.id", name="fk_commitment_account"))
    amount: Mapped[Satang]
    open: Mapped[Satang]


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

    transfer: Mapped[Transfer] = relationship(lazy="raise")


means("uq_account_owner", AccountExists)
