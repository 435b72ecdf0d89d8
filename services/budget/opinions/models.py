"""The tables of opinions. Both are append-only: who is asked is asked once, and answers once."""

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.opinions.errors import OpinionAsked, OpinionGiven
from services.budget.opinions.rules import CRITERIA, LEVELS
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means

_LEVELS = ", ".join(f"'{level}'" for level in LEVELS)


class OpinionAnswer(Base):
    """What a ministry or department thinks of a request, as the request stood then."""

    __tablename__ = "opinion_answer"
    __table_args__ = tuple(CheckConstraint(f"{name} IN ({_LEVELS})", name=name) for name in CRITERIA)

    opinion_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("opinion.id", name="fk_opinion_answer_opinion"), primary_key=True
    )
    supports: Mapped[bool] = mapped_column(Boolean)
    strategy_fit: Mapped[Code]
    strategy_fit_th: Mapped[Words]
    need: Mapped[Code]
    need_th: Mapped[Words]
    priority: Mapped[Code]
    priority_th: Mapped[Words]
    output_code: Mapped[str | None]
    output_th: Mapped[str | None]
    request_version: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[Code]
    given_by: Mapped[Words]
    given_at: Mapped[Moment]


class Opinion(Base):
    """That a ministry or department was asked for its opinion on a request."""

    __tablename__ = "opinion"
    __table_args__ = (Index("uq_opinion_function", "request_id", "function_code", unique=True),)

    id: Mapped[Id]
    request_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("request.id", name="fk_opinion_request"))
    function_code: Mapped[Code]
    question_th: Mapped[str | None]
    answer_by: Mapped[dt.date | None] = mapped_column(Date)
    asked_by: Mapped[Words]
    asked_at: Mapped[Moment]

    answer: Mapped[OpinionAnswer | None] = relationship(lazy="raise")


means("uq_opinion_function", OpinionAsked)
means("pk_opinion_answer", OpinionGiven)
