"""The tables of responsibility frameworks. Append-only: a new edition takes the place of the one before."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Index, PrimaryKeyConstraint, SmallInteger, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.responsibilities.errors import FrameworkExists
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means


class FrameworkKind(Base):
    """A kind of project, and the ministry or department whose regular mission it is; None: an area's own."""

    __tablename__ = "framework_kind"
    __table_args__ = (PrimaryKeyConstraint("framework_id", "code", name="pk_framework_kind"),)

    framework_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("framework.id", name="fk_framework_kind_framework"))
    code: Mapped[Code]
    position: Mapped[int] = mapped_column(SmallInteger)
    title_th: Mapped[Words]
    function_code: Mapped[str | None]
    note_th: Mapped[str | None]


class Framework(Base):
    """An edition of a fiscal year's framework; the last edition is in force."""

    __tablename__ = "framework"
    __table_args__ = (
        Index("uq_framework_edition", "fiscal_year", "edition", unique=True),
        Index("uq_framework_source", "fiscal_year", "source", unique=True),
        Index("ix_framework_created_at", "created_at", "id"),
    )

    id: Mapped[Id]
    fiscal_year: Mapped[Year]
    edition: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[Words]
    dated_on: Mapped[dt.date | None] = mapped_column(Date)
    recorded_by: Mapped[Words]
    created_at: Mapped[Moment]

    kinds: Mapped[list[FrameworkKind]] = relationship(lazy="raise", cascade="all", order_by=FrameworkKind.position)


means("uq_framework_edition", FrameworkExists)
means("uq_framework_source", FrameworkExists)
