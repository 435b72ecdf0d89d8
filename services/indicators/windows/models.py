"""The tables of the windows. An exception is granted and at most revoked; nothing else of it ever changes."""

import datetime as dt
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.base import Base
from services.indicators.periods import PERIODS, SHORTEST
from services.indicators.windows.errors import CalendarExists, ExceptionExists
from services.indicators.windows.rules import Late, Leave, TemplateLine, Window
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means

_PERIODS = ", ".join(f"'{period}'" for period in PERIODS)
_FREQUENCIES = ", ".join(f"'{frequency}'" for frequency in SHORTEST)
_LATE = ", ".join(f"'{late}'" for late in Late)


class WindowTemplateLine(Base):
    """One line of a template that ships with the house: days after the end of a period."""

    __tablename__ = "observation_window_template"
    __table_args__ = (
        PrimaryKeyConstraint("code", "position", name="pk_observation_window_template"),
        CheckConstraint(f"late IN ({_LATE})", name="late"),
    )

    code: Mapped[Code]
    position: Mapped[int] = mapped_column(SmallInteger)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    periods: Mapped[list[str]] = mapped_column(ARRAY(Text))
    opens_after_days: Mapped[int] = mapped_column(SmallInteger)
    due_after_days: Mapped[int] = mapped_column(SmallInteger)
    locks_after_days: Mapped[int | None] = mapped_column(SmallInteger)
    late: Mapped[Code]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)

    @property
    def line(self) -> TemplateLine:
        """What the rules ask of it."""
        days = (self.opens_after_days, self.due_after_days, self.locks_after_days)
        return TemplateLine(tuple(self.periods), *days, Late(self.late))


class ObservationWindow(Base):
    """When values of some periods are taken, in its place among the year's windows."""

    __tablename__ = "observation_window"
    __table_args__ = (
        PrimaryKeyConstraint("fiscal_year", "position", name="pk_observation_window"),
        CheckConstraint(f"periods <@ ARRAY[{_PERIODS}] AND cardinality(periods) > 0", name="periods"),
        CheckConstraint(f"frequency IN ({_FREQUENCIES})", name="frequency"),
        CheckConstraint("num_nonnulls(indicator_id, frequency) <= 1", name="narrowed"),
        CheckConstraint("due_on >= opens_on AND locks_on > due_on", name="days"),
        CheckConstraint(f"late IN ({_LATE})", name="late"),
    )

    fiscal_year: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("observation_calendar.fiscal_year", name="fk_observation_window_calendar")
    )
    position: Mapped[int] = mapped_column(SmallInteger)
    periods: Mapped[list[str]] = mapped_column(ARRAY(Text))
    frequency: Mapped[str | None]
    indicator_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_observation_window_indicator")
    )
    opens_on: Mapped[dt.date] = mapped_column(Date)
    due_on: Mapped[dt.date] = mapped_column(Date)
    locks_on: Mapped[dt.date | None] = mapped_column(Date)
    late: Mapped[Code]
    source: Mapped[Words]
    dated_on: Mapped[dt.date | None] = mapped_column(Date)

    @property
    def window(self) -> Window:
        """What the rules ask of it."""
        days = (self.opens_on, self.due_on, self.locks_on)
        return Window(tuple(self.periods), *days, Late(self.late), self.frequency, self.indicator_id)


class ObservationException(Base):
    """One reporter is heard until a day, whatever the windows say."""

    __tablename__ = "observation_exception"
    __table_args__ = (
        CheckConstraint(f"period IN ({_PERIODS})", name="period"),
        CheckConstraint("reporter ~ '^(area|function):'", name="reporter"),
        CheckConstraint("num_nulls(revoked_at, revoked_by, revoke_reason) IN (0, 3)", name="revoked"),
        # The business key, while it stands; `about` is all that narrows it as one text, since nulls are never equal.
        Index(
            "uq_observation_exception_about",
            "fiscal_year",
            "reporter",
            "about",
            "until",
            unique=True,
            postgresql_where="revoked_at IS NULL",
        ),
    )

    id: Mapped[Id]
    fiscal_year: Mapped[int] = mapped_column(
        SmallInteger, ForeignKey("observation_calendar.fiscal_year", name="fk_observation_exception_calendar")
    )
    reporter: Mapped[Code]
    area_code: Mapped[str | None]
    indicator_id: Mapped[UUID | None] = mapped_column(
        Uuid, ForeignKey("indicator.id", name="fk_observation_exception_indicator")
    )
    period: Mapped[str | None]
    about: Mapped[Code]
    until: Mapped[dt.date] = mapped_column(Date)
    opens_locked: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[Words]
    granted_by: Mapped[Words]
    granted_at: Mapped[Moment]
    revoked_by: Mapped[str | None]
    revoked_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    revoke_reason: Mapped[str | None]

    @property
    def leave(self) -> Leave:
        """What the rules ask of it."""
        return Leave(self.reporter, self.until, self.opens_locked, self.area_code, self.indicator_id, self.period)


class ObservationCalendar(Base):
    """The windows of a fiscal year."""

    __tablename__ = "observation_calendar"
    __table_args__ = (Index("uq_observation_calendar_fiscal_year", "fiscal_year", unique=True),)

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    fiscal_year: Mapped[Year]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    windows: Mapped[list[ObservationWindow]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by=ObservationWindow.position
    )
    exceptions: Mapped[list[ObservationException]] = relationship(
        lazy="raise", cascade="all", order_by=ObservationException.id
    )

    __mapper_args__ = {"version_id_col": version}


means("uq_observation_calendar_fiscal_year", CalendarExists)
means("uq_observation_exception_about", ExceptionExists)
