"""The tables of early notices. A notice never changes; its version counts the answers."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.early_notices.errors import NoticeAnswered, NoticeExists
from services.budget.early_notices.rules import ACKNOWLEDGED, ANSWERS
from services.shared.columns import Code, Id, Moment, Ref, Satang, Words, Year
from services.shared.constraints import means

_ANSWERS = ", ".join(f"'{answer}'" for answer in ANSWERS)


class EarlyNoticeAnswer(Base):
    """What one ministry or department says: that it has seen it, and once what it thinks."""

    __tablename__ = "early_notice_answer"
    __table_args__ = (
        CheckConstraint(f"answer IN ({_ANSWERS})", name="answer"),
        CheckConstraint(f"is_final = (answer <> '{ACKNOWLEDGED}')", name="final"),
        CheckConstraint("reason_th IS NOT NULL OR NOT is_final", name="reason"),
        Index("uq_early_notice_answer", "notice_id", "function_code", "is_final", unique=True),
    )

    id: Mapped[Id]
    notice_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("early_notice.id", name="fk_early_notice_answer_notice"))
    function_code: Mapped[Code]
    answer: Mapped[Code]
    is_final: Mapped[bool] = mapped_column(Boolean)
    reason_th: Mapped[str | None]
    given_by: Mapped[Words]
    given_at: Mapped[Moment]


class EarlyNotice(Base):
    """That an area means to ask for a project, with the project as it was then. Scoped: see `visible_to`."""

    __tablename__ = "early_notice"
    __table_args__ = (
        CheckConstraint("estimated_amount > 0", name="estimated_amount"),
        Index("uq_early_notice_project", "area_code", "fiscal_year", "project_id", unique=True),
        Index("ix_early_notice_created_at", "created_at", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    area_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    project_id: Mapped[Ref]
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON)
    estimated_amount: Mapped[Satang]
    why_th: Mapped[Words]
    function_codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    answer_by: Mapped[dt.date | None] = mapped_column(Date)
    sent_by: Mapped[Words]
    created_at: Mapped[Moment]

    answers: Mapped[list[EarlyNoticeAnswer]] = relationship(
        lazy="raise", order_by=(EarlyNoticeAnswer.given_at, EarlyNoticeAnswer.id)
    )

    @property
    def title_th(self) -> str:
        """Title of the project then."""
        return str(self.snapshot["title_th"])


means("uq_early_notice_project", NoticeExists)
means("uq_early_notice_answer", NoticeAnswered)
