"""The periods a value is reported for, counted within the fiscal year as its quarters are."""

import datetime as dt
from collections.abc import Mapping

from services.shared import fiscal
from services.shared.errors import Text

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
_MONTH_NAMES = (
    Text("ตุลาคม", "October"),
    Text("พฤศจิกายน", "November"),
    Text("ธันวาคม", "December"),
    Text("มกราคม", "January"),
    Text("กุมภาพันธ์", "February"),
    Text("มีนาคม", "March"),
    Text("เมษายน", "April"),
    Text("พฤษภาคม", "May"),
    Text("มิถุนายน", "June"),
    Text("กรกฎาคม", "July"),
    Text("สิงหาคม", "August"),
    Text("กันยายน", "September"),
)
NAMES: Mapping[str, Text] = {
    YEAR: Text("ทั้งปี", "Whole year"),
    **{quarter: Text(f"ไตรมาสที่ {number}", f"Quarter {number}") for number, quarter in enumerate(QUARTERS, 1)},
    **dict(zip(MONTHS, _MONTH_NAMES, strict=True)),
}
# The periods in which an indicator is measured, by its frequency.
MEASURED: Mapping[str, tuple[str, ...]] = {
    frequency: tuple(period for period in PERIODS if len(MONTHS_IN[period]) == months)
    for frequency, months in SHORTEST.items()
}


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
