"""Thai fiscal years (1 October to 30 September, Buddhist Era) and days as they are counted in Bangkok."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
"""Thailand has kept UTC+7 without summer time since 1920, so no time zone database is needed."""

FIRST_FISCAL_YEAR = 2500
LAST_FISCAL_YEAR = 2700

_BUDDHIST_ERA_OFFSET = 543
_FIRST_MONTH = 10
_BANGKOK_MIDNIGHT_IN_UTC = timedelta(days=1) - timedelta(hours=7)


class Quarter(NamedTuple):
    """A quarter of a fiscal year: `fiscal_year` in Buddhist Era, `quarter` 1 (October to December) to 4."""

    fiscal_year: int
    quarter: int


class Days(NamedTuple):
    """A span of days, both ends included."""

    first: date
    last: date


def fiscal_year_of(day: date) -> int:
    """Return the Buddhist Era fiscal year `day` lies in: 1 October 2021 is in 2565.

    Raises TypeError for a datetime: near midnight its own date may be another day in Bangkok
    (use `day_in_bangkok` first).
    """
    if isinstance(day, datetime):
        raise TypeError("a fiscal year is asked for a day; turn an instant into one with day_in_bangkok()")
    return day.year + _BUDDHIST_ERA_OFFSET + (day.month >= _FIRST_MONTH)


def first_day(fiscal_year: int) -> date:
    """Return 1 October on which `fiscal_year` begins; raises ValueError outside the valid range."""
    return date(_common_era(fiscal_year) - 1, _FIRST_MONTH, 1)


def last_day(fiscal_year: int) -> date:
    """Return 30 September on which `fiscal_year` ends; raises ValueError outside the valid range."""
    return date(_common_era(fiscal_year), 9, 30)


def quarter_of(day: date) -> Quarter:
    """Return the fiscal year and quarter `day` lies in; raises TypeError for a datetime."""
    return Quarter(fiscal_year_of(day), (day.month - _FIRST_MONTH) % 12 // 3 + 1)


def quarter_days(fiscal_year: int, quarter: int) -> Days:
    """Return the first and last day of a quarter; raises ValueError for a quarter other than 1 to 4."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"a fiscal year has quarters 1 to 4, not {quarter}")
    starts = [first_day(fiscal_year), *(date(_common_era(fiscal_year), month, 1) for month in (1, 4, 7))]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last_day(fiscal_year)]
    return Days(starts[quarter - 1], ends[quarter - 1])


def day_in_bangkok(instant: datetime) -> date:
    """Return the calendar day it is in Bangkok at `instant`; raises ValueError when it has no offset."""
    if instant.utcoffset() is None:
        raise ValueError("an instant needs its offset from UTC before it can be a day in Bangkok")
    return instant.astimezone(BANGKOK).date()


def end_of_day(day: date) -> datetime:
    """Return the UTC instant of 24:00 in Bangkok on `day`: a deadline of that day is met strictly before it."""
    return datetime.combine(day, time.min, UTC) + _BANGKOK_MIDNIGHT_IN_UTC


def looks_like_common_era(year: int) -> bool:
    """Say whether a year given as a fiscal year was probably meant in the Common Era (1900 to 2200)."""
    return 1900 <= year <= 2200


def _common_era(fiscal_year: int) -> int:
    if not FIRST_FISCAL_YEAR <= fiscal_year <= LAST_FISCAL_YEAR:
        raise ValueError(
            f"fiscal year {fiscal_year} is not between {FIRST_FISCAL_YEAR} and {LAST_FISCAL_YEAR} (Buddhist Era)"
        )
    return fiscal_year - _BUDDHIST_ERA_OFFSET
