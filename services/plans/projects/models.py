"""The tables of projects."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Computed,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.plans.approval import CANCELLED
from services.plans.base import Base
from services.plans.projects.errors import ProjectExists
from services.plans.projects.rules import FLOW
from services.plans.strategy.errors import StrategyInUse
from services.shared.columns import Code, Id, Moment, Satang, Words, Year
from services.shared.constraints import means
from services.shared.text import search_key_sql, sort_key_sql

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)


class ProjectShare(Base):
    """What part of a project's money is for one province, in satang."""

    __tablename__ = "project_share"
    __table_args__ = (
        PrimaryKeyConstraint("project_id", "area_code", name="pk_project_share"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    project_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("project.id", name="fk_project_share_project", ondelete="CASCADE")
    )
    area_code: Mapped[str] = mapped_column(Text, index=True)
    amount: Mapped[Satang]


class Project(Base):
    """A project: one owner, which is an area or a function, and shares per province. Scoped: see `visible_to`."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("num_nonnulls(owner_area_code, owner_function_code) = 1", name="one_owner"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("estimated_amount >= 0", name="estimated_amount"),
        Index(
            "uq_project_title",
            "fiscal_year",
            "owner_area_code",
            "owner_function_code",
            "title_search",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=f"state <> '{CANCELLED}'",
        ),
        Index("ix_project_owner_area", "owner_area_code", "fiscal_year"),
        Index("ix_project_owner_function", "owner_function_code", "fiscal_year"),
        Index("ix_project_strategy", "strategy_id"),
        Index("ix_project_updated_at", "updated_at", "id"),
        Index("ix_project_title_sort", "title_sort", "id"),
        Index("ix_project_estimated_amount", "estimated_amount", "id"),
        Index(
            "ix_project_title_search",
            "title_search",
            postgresql_using="gin",
            postgresql_ops={"title_search": "gin_trgm_ops"},
        ),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    owner_area_code: Mapped[str | None]
    owner_function_code: Mapped[str | None]
    fiscal_year: Mapped[Year]
    title_th: Mapped[Words]
    title_en: Mapped[str | None]
    objective_th: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    responsible_post: Mapped[str | None]
    place_th: Mapped[str | None]
    start_on: Mapped[dt.date | None] = mapped_column(Date)
    end_on: Mapped[dt.date | None] = mapped_column(Date)
    estimated_amount: Mapped[int] = mapped_column(BigInteger)
    is_area_initiative: Mapped[bool] = mapped_column(Boolean)
    is_regular_mission: Mapped[bool] = mapped_column(Boolean)
    strategy_id: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("plan_strategy.id", name="fk_project_strategy"))
    content_hash: Mapped[Code]
    state: Mapped[Code]
    return_reason: Mapped[str | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    title_sort: Mapped[str] = mapped_column(Text(collation="C"), Computed(sort_key_sql("title_th"), persisted=True))
    title_search: Mapped[str] = mapped_column(Text(collation="C"), Computed(search_key_sql("title_th"), persisted=True))

    shares: Mapped[list[ProjectShare]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=ProjectShare.area_code
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50` or `function:05`."""
        return f"area:{self.owner_area_code}" if self.owner_area_code else f"function:{self.owner_function_code}"


means("uq_project_title", ProjectExists)
means("fk_project_strategy", StrategyInUse)
