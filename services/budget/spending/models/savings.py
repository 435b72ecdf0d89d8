"""The tables of savings. What was told stays as it was told; only its state moves, once."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.spending.errors import SavingExists
from services.budget.spending.rules.savings import CLOSES, FLOW, USES, undecided_of
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import listed, means


class SavingReason(Base):
    """Why money was left; written by migrations alone."""

    __tablename__ = "saving_reason"

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    source: Mapped[Words]
    is_example: Mapped[bool] = mapped_column(Boolean)
    dated_on: Mapped[dt.date] = mapped_column(Date)


class SavingUse(Base):
    """What becomes of a part of a saving."""

    __tablename__ = "saving_use"
    __table_args__ = (
        PrimaryKeyConstraint("saving_id", "position", name="pk_saving_use"),
        CheckConstraint(f"kind IN ({listed(USES)})", name="kind"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(kind = 'unfunded_needs') = (request_id IS NOT NULL)", name="names_its_need"),
    )

    saving_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("saving.id", name="fk_saving_use_saving"))
    position: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[Code]
    amount: Mapped[Satang]
    request_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("request.id", name="fk_saving_use_request"))
    document_number: Mapped[str | None]


class Saving(Base):
    """What was posted and not spent of an account, a request or a project that is closed. Scoped: see `visible_to`."""

    __tablename__ = "saving"
    __table_args__ = (
        CheckConstraint("num_nonnulls(area_code, function_code) = 1", name="one_owner"),
        CheckConstraint(f"closes IN ({listed(CLOSES)})", name="closes"),
        CheckConstraint(f"state IN ({listed(FLOW.states)})", name="state"),
        CheckConstraint("(closes = 'request') = (request_id IS NOT NULL)", name="names_its_request"),
        CheckConstraint("(closes = 'project') = (project_title_th IS NOT NULL)", name="names_its_project"),
        CheckConstraint("spent >= 0 AND posted >= spent", name="spent_within_posted"),
        CheckConstraint("saved IS NOT DISTINCT FROM posted - spent", name="saved"),
        CheckConstraint(
            "num_nonnulls(reviewed_by, reviewed_at) = CASE state WHEN 'recorded' THEN 0 ELSE 2 END", name="reviewed"
        ),
        CheckConstraint("(state = 'sent_back') = (review_reason IS NOT NULL)", name="review_reason"),
        Index(
            "uq_saving_subject",
            "account_id",
            "subject_key",
            unique=True,
            postgresql_where="state <> 'sent_back'",
        ),
        Index("ix_saving_fiscal_year", "fiscal_year", "state", "id"),
        Index("ix_saving_area", "area_code", "fiscal_year"),
        Index("ix_saving_function", "function_code", "fiscal_year"),
        Index("ix_saving_recorded_at", "recorded_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[Ref] = mapped_column(ForeignKey("account.id", name="fk_saving_account"))
    fiscal_year: Mapped[Year]
    fund_code: Mapped[Code]
    area_code: Mapped[str | None]
    function_code: Mapped[str | None]
    closes: Mapped[Code]
    subject_key: Mapped[Code]
    request_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("request.id", name="fk_saving_request"))
    project_title_th: Mapped[str | None]
    posted: Mapped[int | None] = mapped_column(BigInteger)
    spent: Mapped[Satang]
    saved: Mapped[int | None] = mapped_column(BigInteger)
    reason_code: Mapped[str] = mapped_column(Text, ForeignKey("saving_reason.code", name="fk_saving_reason"))
    reason: Mapped[Words]
    source: Mapped[str | None]
    closed_on: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[Code]
    recorded_by: Mapped[Code]
    recorded_at: Mapped[Moment]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    review_reason: Mapped[str | None]

    uses: Mapped[list[SavingUse]] = relationship(lazy="raise", order_by=SavingUse.position)

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50` or `function:05`."""
        return f"area:{self.area_code}" if self.area_code else f"function:{self.function_code}"

    @property
    def undecided(self) -> int | None:
        """What of it nobody has said what becomes of it, in satang."""
        return undecided_of(self.saved, [use.amount for use in self.uses])


means("uq_saving_subject", SavingExists)
