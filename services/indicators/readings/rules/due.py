"""When a value is due: its period is over, and the days that are allowed after it are too."""

import datetime as dt

from services.indicators.observations.rules.periods import MONTHS_IN, PERIODS, SHORTEST, begins_on


def ends_on(fiscal_year: int, period: str) -> dt.date:
    """Return the last day of a period."""
    last = begins_on(fiscal_year, MONTHS_IN[period][-1])
    return (last.replace(day=1) + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def due_on(fiscal_year: int, period: str, allowed_days: int) -> dt.date:
    """Return the last day on which a value of a period is in time."""
    return ends_on(fiscal_year, period) + dt.timedelta(days=allowed_days)


def periods_of(frequency: str) -> tuple[str, ...]:
    """Return the periods that an indicator of a frequency is measured for, in their order."""
    return tuple(period for period in PERIODS if len(MONTHS_IN[period]) == SHORTEST[frequency])


def due_periods(frequency: str, fiscal_year: int, day: dt.date, allowed_days: int) -> tuple[str, ...]:
    """Return the periods of a year whose values should all be there on a day."""
    return tuple(period for period in periods_of(frequency) if due_on(fiscal_year, period, allowed_days) < day)


def periods_around(period: str) -> tuple[str, ...]:
    """Return the periods whose value speaks for a period too: itself, and every longer one it lies in."""
    months = set(MONTHS_IN[period])
    return tuple(each for each in PERIODS if months <= set(MONTHS_IN[each]))
