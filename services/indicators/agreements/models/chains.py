"""The chains that agreements go through, their days, and who took which step. What was passed is append-only."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.agreements.models.values import one_of
from services.indicators.agreements.rules.agreement import LEVELS
from services.indicators.agreements.rules.chains import MAY, MUST, Chain, Kind, Step
from services.indicators.agreements.rules.opinions import OUTCOMES
from services.indicators.base import Base
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means
from services.shared.decisions.rules import Deciding
from services.shared.errors import VersionStale

ACTORS = ("area", "opdc", *Deciding)


class AgreementChainStep(Base):
    """A step of a chain, with the document's sentence where there is one. Loaded by migrations."""

    __tablename__ = "agreement_chain_step"
    __table_args__ = (
        PrimaryKeyConstraint("chain_code", "position", name="pk_agreement_chain_step"),
        one_of("kind", Kind),
        one_of("actor", ACTORS),
        one_of("host_opinion", (MAY, MUST)),
        Index("uq_agreement_chain_step_code", "chain_code", "code", unique=True),
    )

    chain_code: Mapped[str] = mapped_column(
        Text, ForeignKey("agreement_chain.code", name="fk_agreement_chain_step_chain")
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[Code]
    kind: Mapped[Code]
    actor: Mapped[Code]
    may_return: Mapped[bool] = mapped_column(Boolean)
    host_opinion: Mapped[Code]
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    sentence_th: Mapped[str | None]
    sentence_en: Mapped[str | None]
    reading: Mapped[str | None]
    source: Mapped[Words]


class AgreementChain(Base):
    """The chain of a fiscal year and level, as a document tells of it. Loaded by migrations."""

    __tablename__ = "agreement_chain"
    __table_args__ = (one_of("level", LEVELS),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    fiscal_year: Mapped[Year]
    level: Mapped[Code]
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    reading: Mapped[Words]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)

    steps: Mapped[list[AgreementChainStep]] = relationship(lazy="raise", order_by=AgreementChainStep.position)

    @property
    def way(self) -> Chain:
        """The chain as the rules take it."""
        steps = (
            Step(each.code, Kind(each.kind), each.actor, each.may_return, each.host_opinion) for each in self.steps
        )
        return Chain(self.code, self.fiscal_year, tuple(steps))


class AgreementPassage(Base):
    """That an agreement passed a step, or was sent back from it: who, when, by which resolution."""

    __tablename__ = "agreement_passage"
    __table_args__ = (
        one_of("outcome", OUTCOMES),
        CheckConstraint("outcome <> 'returned' OR reason_th IS NOT NULL", name="reason"),
        Index("ix_agreement_passage_agreement", "agreement_id", "passed_at"),
    )

    id: Mapped[Id]
    agreement_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("performance_agreement.id", name="fk_agreement_passage_agreement")
    )
    round: Mapped[int] = mapped_column(SmallInteger)
    step_code: Mapped[Code]
    outcome: Mapped[Code]
    content_hash: Mapped[Code]
    passed_by: Mapped[Words]
    passed_at: Mapped[Moment]
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    reason_th: Mapped[str | None]
    document_number: Mapped[str | None]
    document_dated_on: Mapped[dt.date | None] = mapped_column(Date)


class AgreementDeadline(Base):
    """From when to when a step is to be taken in a fiscal year, as somebody set it; nothing is refused by it."""

    __tablename__ = "agreement_deadline"
    __table_args__ = (
        PrimaryKeyConstraint("fiscal_year", "level", "step_code", name="pk_agreement_deadline"),
        one_of("level", LEVELS),
        CheckConstraint("opens_on <= due_on", name="days"),
    )

    fiscal_year: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("agreement_calendar.fiscal_year", name="fk_agreement_deadline_calendar")
    )
    level: Mapped[Code]
    step_code: Mapped[Code]
    opens_on: Mapped[dt.date | None] = mapped_column(Date)
    due_on: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[Words]
    dated_on: Mapped[dt.date | None] = mapped_column(Date)


class AgreementCalendar(Base):
    """The deadlines of a fiscal year, set as a whole."""

    __tablename__ = "agreement_calendar"
    __table_args__ = (PrimaryKeyConstraint("fiscal_year", name="pk_agreement_calendar"),)

    fiscal_year: Mapped[Year]
    id: Mapped[UUID] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[Moment]

    deadlines: Mapped[list[AgreementDeadline]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        order_by=(AgreementDeadline.level, AgreementDeadline.due_on, AgreementDeadline.step_code),
    )

    __mapper_args__ = {"version_id_col": version}


means("pk_agreement_calendar", lambda: VersionStale(current='"1"'))
