"""The tables of the calendar. Exceptions are append-only: what was granted stays granted."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.budget.base import Base
from services.budget.calendar.errors import CalendarExists
from services.budget.calendar.rules import Level, Step, Window
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means

_STEPS = ", ".join(f"'{step}'" for step in Step)
_LEVELS = ", ".join(f"'{level}'" for level in Level)


class CalendarWindow(Base):
    """From when to when a step is open at a level, in its place in the calendar."""

    __tablename__ = "calendar_window"
    __table_args__ = (
        PrimaryKeyConstraint("calendar_id", "position", name="pk_calendar_window"),
        CheckConstraint(f"step IN ({_STEPS})", name="step"),
        CheckConstraint(f"level IN ({_LEVELS})", name="level"),
        CheckConstraint("closes_on >= opens_on", name="days"),
    )

    calendar_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("calendar.id", name="fk_calendar_window_calendar"))
    position: Mapped[int] = mapped_column(SmallInteger)
    step: Mapped[Code]
    level: Mapped[Code]
    opens_on: Mapped[dt.date] = mapped_column(Date)
    closes_on: Mapped[dt.date] = mapped_column(Date)
    source: Mapped[Words]
    dated_on: Mapped[dt.date | None] = mapped_column(Date)

    @property
    def window(self) -> Window:
        """What the rules ask of it."""
        return Window(Step(self.step), Level(self.level), self.opens_on, self.closes_on)


class CalendarException(Base):
    """One area may take a step until a day, whatever the windows say."""

    __tablename__ = "calendar_exception"
    __table_args__ = (
        CheckConstraint(f"step IN ({_STEPS})", name="step"),
        Index("ix_calendar_exception_area", "calendar_id", "area_code", "step"),
    )

    id: Mapped[Id]
    calendar_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("calendar.id", name="fk_calendar_exception_calendar"))
    area_code: Mapped[Code]
    step: Mapped[Code]
    until: Mapped[dt.date] = mapped_column(Date)
    reason: Mapped[Words]
    granted_by: Mapped[Words]
    granted_at: Mapped[Moment]


class Calendar(Base):
    """The calendar of a fiscal year."""

    __tablename__ = "calendar"
    __table_args__ = (Index("uq_calendar_fiscal_year", "fiscal_year", unique=True),)

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    windows: Mapped[list[CalendarWindow]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=CalendarWindow.position
    )
    exceptions: Mapped[list[CalendarException]] = relationship(
        lazy="raise", cascade="all", order_by=CalendarException.id
    )

    __mapper_args__ = {"version_id_col": version}


means("uq_calendar_fiscal_year", CalendarExists)
