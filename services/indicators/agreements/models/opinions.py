"""What is said of agreements on their way: comments with answers, host agencies' opinions, analyses of ก.พ.ร.

All of it is append-only, the answer to a comment and a host's opinion included: each is given once.
"""

import datetime as dt
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, SmallInteger, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.agreements.errors import AnsweredAlready, CommentExists, ConsultationExists
from services.indicators.agreements.models.values import one_of
from services.indicators.agreements.rules.opinions import CHANNELS, DISPOSITIONS, OPINIONS, RECOMMENDATIONS
from services.indicators.base import Base
from services.shared.columns import Code, Id, Moment, Words
from services.shared.constraints import means


class AgreementCommentAnswer(Base):
    """What was answered to a comment, once."""

    __tablename__ = "agreement_comment_answer"
    __table_args__ = (one_of("disposition", DISPOSITIONS),)

    comment_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("agreement_comment.id", name="fk_agreement_comment_answer_comment"), primary_key=True
    )
    disposition: Mapped[Code]
    answer_th: Mapped[Words]
    answered_by: Mapped[Words]
    answered_at: Mapped[Moment]


class AgreementComment(Base):
    """A comment on an agreement, or on one of its KPIs: of which unit and post, in which step. No names."""

    __tablename__ = "agreement_comment"
    __table_args__ = (
        one_of("channel", CHANNELS),
        Index("uq_agreement_comment_content", "agreement_id", "round", "content_hash", unique=True),
        Index("ix_agreement_comment_recorded_at", "agreement_id", "recorded_at", "id"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_comment_agreement")
    )
    round: Mapped[int] = mapped_column(SmallInteger)
    step_code: Mapped[Code]
    agreement_version: Mapped[int] = mapped_column(Integer)
    content_hash: Mapped[Code]
    indicator_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_agreement_comment_indicator")
    )
    channel: Mapped[Code]
    unit: Mapped[str | None]
    unit_name_th: Mapped[Words]
    post_th: Mapped[Words]
    is_host: Mapped[bool] = mapped_column(Boolean)
    text_th: Mapped[Words]
    recorded_by: Mapped[Words]
    recorded_at: Mapped[Moment]

    answer: Mapped[AgreementCommentAnswer | None] = relationship(lazy="raise")


class AgreementHostOpinion(Base):
    """What a host agency said when it was asked, once."""

    __tablename__ = "agreement_host_opinion"
    __table_args__ = (one_of("opinion", OPINIONS),)

    consultation_id: Mapped[UUID] = mapped_column(
        Uuid,
        ForeignKey("agreement_consultation.id", name="fk_agreement_host_opinion_consultation"),
        primary_key=True,
    )
    opinion: Mapped[Code]
    text_th: Mapped[Words]
    post_th: Mapped[Words]
    given_by: Mapped[Words]
    given_at: Mapped[Moment]


class AgreementConsultation(Base):
    """That ก.พ.ร. asked the host agency of a KPI for its opinion."""

    __tablename__ = "agreement_consultation"
    __table_args__ = (
        Index("uq_agreement_consultation_host", "agreement_id", "round", "indicator_id", unique=True),
        Index("ix_agreement_consultation_asked_at", "agreement_id", "asked_at", "id"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_consultation_agreement")
    )
    round: Mapped[int] = mapped_column(SmallInteger)
    indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_agreement_consultation_indicator")
    )
    indicator_code: Mapped[Code]
    function_code: Mapped[Code]
    question_th: Mapped[Words]
    answer_by: Mapped[dt.date | None] = mapped_column(Date)
    asked_by: Mapped[Words]
    asked_at: Mapped[Moment]

    opinion: Mapped[AgreementHostOpinion | None] = relationship(lazy="raise")


class AgreementAnalysedKpi(Base):
    """What an analysis says of one KPI."""

    __tablename__ = "agreement_analysed_kpi"
    __table_args__ = (one_of("recommendation", RECOMMENDATIONS),)

    analysis_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("agreement_analysis.id", name="fk_agreement_analysed_kpi_analysis"), primary_key=True
    )
    indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_agreement_analysed_kpi_indicator"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    indicator_code: Mapped[Code]
    recommendation: Mapped[Code]
    text_th: Mapped[Words]
    host_opinion: Mapped[Code]


class AgreementAnalysis(Base):
    """What ก.พ.ร. finds in an agreement before the committees see it."""

    __tablename__ = "agreement_analysis"
    __table_args__ = (Index("ix_agreement_analysis_agreement", "agreement_id", "analysed_at"),)

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_analysis_agreement")
    )
    round: Mapped[int] = mapped_column(SmallInteger)
    content_hash: Mapped[Code]
    summary_th: Mapped[Words]
    analysed_by: Mapped[Words]
    analysed_at: Mapped[Moment]

    kpis: Mapped[list[AgreementAnalysedKpi]] = relationship(lazy="raise", order_by=AgreementAnalysedKpi.position)


means("uq_agreement_comment_content", CommentExists)
means("uq_agreement_consultation_host", ConsultationExists)
means("pk_agreement_comment_answer", AnsweredAlready)
means("pk_agreement_host_opinion", AnsweredAlready)
