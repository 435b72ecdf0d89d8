"""The tables of a plan's strategy. They hang on the plan and are reached through it, so the plan's scope is theirs."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.base import Base
from services.plans.strategy.rules import Dimension
from services.shared.columns import Code, Id, Ref, Words

_DIMENSIONS = ", ".join(f"'{dimension}'" for dimension in Dimension)


class PlanMission(Base):
    """A mission (พันธกิจ) of a plan."""

    __tablename__ = "plan_mission"
    __table_args__ = (PrimaryKeyConstraint("plan_id", "position", name="pk_plan_mission"),)

    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("plan.id", name="fk_plan_mission_plan"))
    position: Mapped[int] = mapped_column(SmallInteger)
    text_th: Mapped[Words]


class PlanGoal(Base):
    """A goal (เป้าประสงค์) of a plan."""

    __tablename__ = "plan_goal"
    __table_args__ = (PrimaryKeyConstraint("plan_id", "position", name="pk_plan_goal"),)

    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("plan.id", name="fk_plan_goal_plan"))
    position: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[Code]
    title_th: Mapped[Words]


class PlanIssue(Base):
    """A strategic issue (ประเด็นยุทธศาสตร์) with its lead host (S4 1.1: เจ้าภาพหลัก), which is a post."""

    __tablename__ = "plan_issue"
    __table_args__ = (
        CheckConstraint(f"dimension IN ({_DIMENSIONS})", name="dimension"),
        Index("ix_plan_issue_plan", "plan_id", "position"),
    )

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("plan.id", name="fk_plan_issue_plan"))
    position: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[Code]
    title_th: Mapped[Words]
    dimension: Mapped[Code]
    goal_numbers: Mapped[list[str]] = mapped_column(ARRAY(Text))
    lead_host_unit: Mapped[str | None]
    lead_host_post: Mapped[str | None]
    copied_from_id: Mapped[UUID | None] = mapped_column(Uuid)


class PlanStrategy(Base):
    """A strategy (กลยุทธ์) under an issue. `line_id` is the same for one strategy through all editions of its plan."""

    __tablename__ = "plan_strategy"
    __table_args__ = (
        Index("ix_plan_strategy_plan", "plan_id", "position"),
        Index("ix_plan_strategy_issue", "issue_id"),
        Index("ix_plan_strategy_line", "line_id"),
    )

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("plan.id", name="fk_plan_strategy_plan"))
    issue_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("plan_issue.id", name="fk_plan_strategy_issue"))
    position: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[Code]
    title_th: Mapped[Words]
    copied_from_id: Mapped[UUID | None] = mapped_column(Uuid)
    line_id: Mapped[Ref]
