"""The tables of how results are read: loaded by migrations, with source and fiscal years."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, Integer, Numeric, PrimaryKeyConstraint, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.achievement import WAYS
from services.indicators.base import Base
from services.shared.columns import Code, Words, Year

_LISTED = ", ".join(f"'{way}'" for way in WAYS)
_YEARS = "last_fiscal_year IS NULL OR first_fiscal_year <= last_fiscal_year"


class AchievementMethod(Base):
    """A way to put the year's value in percent of what was agreed, kept between a floor and a cap."""

    __tablename__ = "achievement_method"
    __table_args__ = (
        PrimaryKeyConstraint("code", "version", name="pk_achievement_method"),
        CheckConstraint(f"way IN ({_LISTED})", name="way"),
        CheckConstraint("floor_percent < 100 AND cap_percent >= 100", name="bounds"),
        CheckConstraint(_YEARS, name="fiscal_years"),
    )

    code: Mapped[Code]
    version: Mapped[int] = mapped_column(Integer)
    way: Mapped[Code]
    floor_percent: Mapped[Decimal] = mapped_column(Numeric)
    cap_percent: Mapped[Decimal] = mapped_column(Numeric)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    first_fiscal_year: Mapped[Year]
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class AchievementBand(Base):
    """What a percent is called from `at_least_percent` on, up to where the next band of the version begins."""

    __tablename__ = "achievement_band"
    __table_args__ = (
        PrimaryKeyConstraint("version", "code", name="pk_achievement_band"),
        CheckConstraint(_YEARS, name="fiscal_years"),
    )

    version: Mapped[int] = mapped_column(Integer)
    code: Mapped[Code]
    at_least_percent: Mapped[Decimal | None] = mapped_column(Numeric)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    first_fiscal_year: Mapped[Year]
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class ReadingLimit(Base):
    """From when on a value is late, doubtful, or enough to project from."""

    __tablename__ = "reading_limit"
    __table_args__ = (
        PrimaryKeyConstraint("code", "version", name="pk_reading_limit"),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint(_YEARS, name="fiscal_years"),
    )

    code: Mapped[Code]
    version: Mapped[int] = mapped_column(Integer)
    value: Mapped[Decimal] = mapped_column(Numeric)
    meaning_th: Mapped[Words]
    meaning_en: Mapped[Words]
    first_fiscal_year: Mapped[Year]
    last_fiscal_year: Mapped[int | None] = mapped_column(SmallInteger)
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)
