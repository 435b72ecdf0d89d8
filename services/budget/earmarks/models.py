"""The tables of reserves. Amounts are satang, rates percent; a revision adds a row and never changes one."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.earmarks.rules import CERTAINTIES, Statement
from services.budget.ledger.models import Account
from services.shared.columns import Code, Count, Id, Moment, Words, Year
from services.shared.constraints import listed, means
from services.shared.errors import AlreadyExists


class EarmarkRevision(Base):
    """What was stated of a reserve, once; `number` is the version of the reserve that it made."""

    __tablename__ = "earmark_revision"
    __table_args__ = (
        PrimaryKeyConstraint("earmark_id", "number", name="pk_earmark_revision"),
        CheckConstraint(
            "num_nonnulls(rate_from, rate_to) IN (0, 2) AND 0 <= rate_from AND rate_from <= rate_to AND rate_to <= 100",
            name="rate",
        ),
        CheckConstraint("base_amount >= 0 AND amount >= 0", name="amounts"),
        CheckConstraint(f"certainty IN ({listed(CERTAINTIES)})", name="certainty"),
    )

    earmark_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("earmark.id", name="fk_earmark_revision_earmark"))
    number: Mapped[int] = mapped_column(SmallInteger)
    rate_from: Mapped[Decimal | None] = mapped_column(Numeric)
    rate_to: Mapped[Decimal | None] = mapped_column(Numeric)
    base_amount: Mapped[int | None] = mapped_column(BigInteger)
    base_th: Mapped[str | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    certainty: Mapped[Code]
    source: Mapped[Words]
    stated_on: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[str | None]
    actor: Mapped[Code]
    recorded_at: Mapped[Moment]

    @property
    def statement(self) -> Statement:
        """What was stated, as the rules see it."""
        return Statement(self.rate_from, self.rate_to, self.base_amount, self.base_th, self.amount, self.certainty)


class Earmark(Base):
    """The reserve of an agency in a fiscal year; without an agency it is a proposal to all. Its money: the account."""

    __tablename__ = "earmark"
    __table_args__ = (
        Index("uq_earmark_agency", "fiscal_year", "function_code", unique=True, postgresql_nulls_not_distinct=True),
        Index("ix_earmark_function", "function_code", "fiscal_year"),
        Index("ix_earmark_fiscal_year", "fiscal_year", "id"),
    )

    id: Mapped[Id]
    version: Mapped[Count]
    fiscal_year: Mapped[Year]
    function_code: Mapped[str | None]
    account_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("account.id", name="fk_earmark_account"))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    account: Mapped[Account | None] = relationship(lazy="raise")
    revisions: Mapped[list[EarmarkRevision]] = relationship(lazy="raise", order_by=EarmarkRevision.number)

    @property
    def owner(self) -> str:
        """The owning unit, `function:05`; nobody's where it is a proposal to all."""
        return f"function:{self.function_code}" if self.function_code else ""

    @property
    def latest(self) -> EarmarkRevision:
        """What is stated now."""
        return self.revisions[-1]


means("uq_earmark_agency", AlreadyExists)
