"""The promise of a dataset to be current, and how it stands against it on a day.

The documents ask for data that are prepared ahead and current (S4 2.2) and name no interval: each dataset has its own.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
PROMISE_UNITS = tuple(MONTHS_OF)

FRESH, DUE, OVERDUE, NEVER_UPDATED = "fresh", "due", "overdue", "never_updated"
FRESHNESS = (FRESH, DUE, OVERDUE, NEVER_UPDATED)


@dataclass(frozen=True)
class Promise:
    """New data every so many months, quarters or years, ready within some days after the end of their period."""

    every: int
    unit: str
    ready_within_days: int

    @property
    def months(self) -> int:
        """The length of one period in months."""
        return self.every * MONTHS_OF[self.unit]


@dataclass(frozen=True)
class Expected:
    """The next data: the day they are to be of, and the last day to record them, until 24:00 in Bangkok."""

    on: dt.date
    due_on: dt.date


def expected_after(day: dt.date, promise: Promise) -> Expected:
    """Return what is expected after data as of `day`, or, where there never were any, after the dataset was shared."""
    on = months_later(day, promise.months)
    return Expected(on, on + dt.timedelta(days=promise.ready_within_days))


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month; the last day of a month leads to the last day of the other."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if is_last else min(day.day, last))


def freshness_of(last_as_of: dt.date | None, expected: Expected | None, today: dt.date) -> str | None:
    """Return how a dataset stands: fresh until newer data are expected, due until the last day ends, then overdue.

    None where nothing is expected: of a draft, and of what is retired.
    """
    if expected is None:
        return None
    if last_as_of is None:
        return NEVER_UPDATED
    if today <= expected.on:
        return FRESH
    return DUE if today <= expected.due_on else OVERDUE


def is_past_due(expected: Expected | None, today: dt.date) -> bool:
    """Return whether the promised day has ended, for data that never came too."""
    return expected is not None and today > expected.due_on
