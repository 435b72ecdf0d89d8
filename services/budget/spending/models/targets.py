"""The targets of a year. Nothing of them ever changes: other targets are a new version."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Numeric, PrimaryKeyConstraint, SmallInteger, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.spending.errors import TargetsReplaced
from services.budget.spending.rules.targets import CERTAINTIES, MEASURES, TARGET_CLASSES, Goal
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import listed, means


class SpendingGoal(Base):
    """What is to be reached by the end of a quarter, with its source."""

    __tablename__ = "spending_goal"
    __table_args__ = (
        PrimaryKeyConstraint("targets_id", "measure", "expenditure_class", "quarter", name="pk_spending_goal"),
        CheckConstraint(f"measure IN ({listed(MEASURES)})", name="measure"),
        CheckConstraint(f"expenditure_class IN ({listed(TARGET_CLASSES)})", name="expenditure_class"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(f"certainty IN ({listed(CERTAINTIES)})", name="certainty"),
    )

    targets_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("spending_targets.id", name="fk_spending_goal_targets"))
    measure: Mapped[Code]
    expenditure_class: Mapped[Code]
    quarter: Mapped[int] = mapped_column(SmallInteger)
    percent: Mapped[Decimal] = mapped_column(Numeric)
    certainty: Mapped[Code]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)

    @property
    def goal(self) -> Goal:
        """What the rules ask of it."""
        return Goal(self.measure, self.expenditure_class, self.quarter, self.percent)


class SpendingTargets(Base):
    """One version of the targets of a fiscal year; the latest counts. Public."""

    __tablename__ = "spending_targets"
    __table_args__ = (
        CheckConstraint("edition >= 1", name="edition"),
        Index("uq_spending_targets_edition", "fiscal_year", "edition", unique=True),
    )

    id: Mapped[Id]
    fiscal_year: Mapped[Year]
    edition: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[Words]
    recorded_by: Mapped[Code]
    recorded_at: Mapped[Moment]

    goals: Mapped[list[SpendingGoal]] = relationship(
        lazy="raise", order_by=[SpendingGoal.measure, SpendingGoal.expenditure_class, SpendingGoal.quarter]
    )


means("uq_spending_targets_edition", TargetsReplaced)
