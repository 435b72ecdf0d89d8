"""The periods a value is reported for, counted within the fiscal year as its quarters are."""

import datetime as dt
from collections.abc import Mapping

from services.shared import fiscal

# q1 is October to December, m01 October, m12 September.
YEAR = "year"
QUARTERS = tuple(f"q{number}" for number in range(1, 5))
MONTHS = tuple(f"m{number:02}" for number in range(1, 13))
PERIODS = (YEAR, *QUARTERS, *MONTHS)
MONTHS_IN: Mapping[str, tuple[str, ...]] = {
    **{month: (month,) for month in MONTHS},
    **{quarter: MONTHS[place * 3 : place * 3 + 3] for place, quarter in enumerate(QUARTERS)},
    YEAR: MONTHS,
}
# How many months the shortest period of an indicator has, by its frequency; a longer one may be reported too.
SHORTEST: Mapping[str, int] = {"monthly": 1, "quarterly": 3, "yearly": 12}


def begins_on(fiscal_year: int, period: str) -> dt.date:
    """Return the first day of a period; before it there is nothing to measure."""
    return _first_of(fiscal_year, MONTHS.index(MONTHS_IN[period][0]))


def ends_on(fiscal_year: int, period: str) -> dt.date:
    """Return the last day of a period."""
    return _first_of(fiscal_year, MONTHS.index(MONTHS_IN[period][-1]) + 1) - dt.timedelta(days=1)


def _first_of(fiscal_year: int, months: int) -> dt.date:
    first = fiscal.first_day(fiscal_year)
    month = first.month - 1 + months
    return first.replace(year=first.year + month // 12, month=month % 12 + 1)
