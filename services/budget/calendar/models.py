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
from services.budget.calendar.errors import CalendarExists, ExceptionExists
from services.budget.calendar.rules import AREA_STEPS, Level, Step, TemplateCertainty, TemplateLine, Window
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means

_STEPS = ", ".join(f"'{step}'" for step in Step)
_AREA_STEPS = ", ".join(f"'{step}'" for step in AREA_STEPS)
_LEVELS = ", ".join(f"'{level}'" for level in Level)
_CERTAINTIES = ", ".join(f"'{certainty}'" for certainty in TemplateCertainty)


class CalendarTemplateLine(Base):
    """One line of a template that ships with the house: from when to when, before the year it prepares."""

    __tablename__ = "calendar_template"
    __table_args__ = (
        PrimaryKeyConstraint("code", "position", name="pk_calendar_template"),
        CheckConstraint(f"step IN ({_STEPS})", name="step"),
        CheckConstraint(f"level IN ({_LEVELS})", name="level"),
        CheckConstraint(f"certainty IN ({_CERTAINTIES})", name="certainty"),
    )

    code: Mapped[Code]
    position: Mapped[int] = mapped_column(SmallInteger)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    step: Mapped[Code]
    level: Mapped[Code]
    years_before: Mapped[int] = mapped_column(SmallInteger)
    opens_month: Mapped[int] = mapped_column(SmallInteger)
    opens_day: Mapped[int] = mapped_column(SmallInteger)
    closes_month: Mapped[int] = mapped_column(SmallInteger)
    closes_day: Mapped[int | None] = mapped_column(SmallInteger)
    certainty: Mapped[Code]
    source: Mapped[Words]
    dated_on: Mapped[dt.date | None] = mapped_column(Date)

    @property
    def line(self) -> TemplateLine:
        """What the rules ask of it."""
        opens, closes = (self.opens_month, self.opens_day), (self.closes_month, self.closes_day)
        return TemplateLine(Step(self.step), Level(self.level), self.years_before, *opens, *closes)


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
        CheckConstraint(f"step IN ({_AREA_STEPS})", name="step"),
        Index("uq_calendar_exception", "calendar_id", "area_code", "step", "until", unique=True),
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
means("uq_calendar_exception", ExceptionExists)
