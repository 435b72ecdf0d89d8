"""The tables of duplicates: what can be the same as something else, agencies' own projects, and what was judged."""

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Numeric, SmallInteger, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.base import Base
from services.budget.duplicates.errors import VerdictExists
from services.budget.duplicates.rules.things import (
    AGENCY_PROJECT,
    CANCELLED,
    GONE,
    KINDS,
    OPEN,
    PROJECT_STATES,
    STANDINGS,
    VERDICTS,
    Thing,
)
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import listed, means


class Comparable(Base):
    """What can be the same as something else, under the id of what it stands for. Scoped: see `visible_to`.

    Written by whoever owns the thing, in the transaction that changes it; `run` is its title as it is searched for.
    """

    __tablename__ = "comparable"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(KINDS)})", name="kind"),
        CheckConstraint(f"standing IN ({listed(STANDINGS)})", name="standing"),
        Index("ix_comparable_run", "run", postgresql_using="gin", postgresql_ops={"run": "gin_trgm_ops"}),
        # What names no province may be in any; what names one is compared within it, and with those.
        Index(
            "ix_comparable_run_anywhere",
            "run",
            postgresql_using="gin",
            postgresql_ops={"run": "gin_trgm_ops"},
            postgresql_where="provinces = '{}'",
        ),
        Index("ix_comparable_provinces", "provinces", postgresql_using="gin"),
    )

    id: Mapped[Id]
    kind: Mapped[Code]
    unit: Mapped[Code]
    area_code: Mapped[str | None]
    function_code: Mapped[str | None]
    fiscal_year: Mapped[Year]
    title_th: Mapped[Words]
    place_th: Mapped[str | None]
    stretch_th: Mapped[str | None]
    project_kind: Mapped[str | None]
    activity_th: Mapped[str | None]
    amount: Mapped[Satang]
    state: Mapped[Code]
    standing: Mapped[Code]
    provinces: Mapped[list[str]] = mapped_column(ARRAY(Text))
    run: Mapped[str] = mapped_column(Text(collation="C"))
    updated_at: Mapped[Moment]


class AgencyProject(Base):
    """A project that a ministry or department does itself, as its own system tells; its code is the agency's."""

    __tablename__ = "agency_project"
    __table_args__ = (
        CheckConstraint(f"state IN ({listed(PROJECT_STATES)})", name="state"),
        CheckConstraint("amount > 0", name="amount"),
        Index("uq_agency_project_code", "function_code", "fiscal_year", "code", unique=True),
        Index("ix_agency_project_updated_at", "updated_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    function_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    code: Mapped[Code]
    title_th: Mapped[Words]
    area_code: Mapped[str | None]
    place_th: Mapped[str | None]
    stretch_th: Mapped[str | None]
    project_kind: Mapped[str | None]
    activity_th: Mapped[str | None]
    amount: Mapped[Satang]
    state: Mapped[Code]
    source: Mapped[Words]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    @property
    def unit(self) -> str:
        """The owning unit, `function:DOH`."""
        return f"function:{self.function_code}"

    @property
    def thing(self) -> Thing:
        """It as it is compared."""
        names = ("id", "unit", "area_code", "function_code", "fiscal_year", "title_th", "place_th", "stretch_th")
        told = {name: getattr(self, name) for name in (*names, "project_kind", "activity_th", "amount", "state")}
        return Thing(kind=AGENCY_PROJECT, standing=GONE if self.state == CANCELLED else OPEN, **told)


class DuplicateVerdict(Base):
    """What somebody judged of a pair, with the content of both as it was seen. Append-only; the last one counts."""

    __tablename__ = "duplicate_verdict"
    __table_args__ = (
        CheckConstraint(f"verdict IN ({listed(VERDICTS)})", name="verdict"),
        CheckConstraint("left_id < right_id", name="order"),
        Index("uq_duplicate_verdict_number", "left_id", "right_id", "number", unique=True),
        Index("ix_duplicate_verdict_right", "right_id"),
        Index("ix_duplicate_verdict_given_at", "given_at", "id"),
    )

    id: Mapped[Id]
    left_id: Mapped[Ref]
    right_id: Mapped[Ref]
    number: Mapped[int] = mapped_column(SmallInteger)
    verdict: Mapped[Code]
    reason_th: Mapped[Words]
    left_hash: Mapped[Code]
    right_hash: Mapped[Code]
    left_content: Mapped[dict[str, Any]] = mapped_column(JSON)
    right_content: Mapped[dict[str, Any]] = mapped_column(JSON)
    score: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    scale_version: Mapped[int] = mapped_column(SmallInteger)
    given_for: Mapped[Code]
    given_by: Mapped[Words]
    given_at: Mapped[Moment]


means("uq_duplicate_verdict_number", VerdictExists)
