"""The table of submissions. The list itself is an array of ids: its order is the area's order of priority."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, SmallInteger, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.budget.base import Base
from services.budget.submissions.errors import SubmissionExists
from services.budget.submissions.rules import FLOW
from services.shared.columns import Code, Id, Moment, Satang, Year
from services.shared.constraints import means

_STATES = ", ".join(f"'{state}'" for state in FLOW.states)


class Submission(Base):
    """What one area asks for in one round of a fiscal year. Scoped: see `visible_to`."""

    __tablename__ = "submission"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("within_amount >= 0 AND above_amount >= 0", name="amounts"),
        Index("uq_submission_round", "area_code", "fiscal_year", "round", unique=True),
        Index("ix_submission_updated_at", "updated_at", "id"),
        Index("ix_submission_fiscal_year", "fiscal_year", "state"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    round: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[Code]
    request_order: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    within_amount: Mapped[Satang]
    above_amount: Mapped[Satang]
    content_hash: Mapped[Code]
    return_reason: Mapped[str | None]
    submitted_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    __mapper_args__ = {"version_id_col": version}

    @property
    def owner(self) -> str:
        """The owning unit, `area:50`."""
        return f"area:{self.area_code}"

    @property
    def request_count(self) -> int:
        """How many requests stand in the list."""
        return len(self.request_order)


means("uq_submission_round", SubmissionExists)
