"""Values for tests of pure rules."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.aggregation import Measure
from services.indicators.observations.rules import CurrentValue, YearValue
from services.indicators.readings.rules.years import Reported

INDICATOR = UUID("0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55")
AT = dt.datetime(2015, 10, 5, tzinfo=dt.UTC)


def measure(**changed: Any) -> Measure:
    """An indicator of which more is better and which adds up, unless told otherwise."""
    known: dict[str, Any] = {
        "unit_code": "million_baht",
        "decimals": 2,
        "direction": "higher",
        "range_lower": None,
        "range_upper": None,
        "time_aggregation": "sum",
        "area_aggregation": "sum",
    }
    return Measure(**{**known, **changed})


def value(period: str, number: object, *, year: int = 2558, reporter: str = "area:50", **changed: Any) -> CurrentValue:
    """A final value of เชียงใหม่."""
    known: dict[str, Any] = {"numerator": None, "denominator": None, "status": "final", "recorded_at": AT, **changed}
    return CurrentValue("50", INDICATOR, year, period, reporter, 1, Decimal(str(number)), **known)


def reported(
    values: Mapping[str, object], *, year: int = 2558, reporter: str = "area:50", counts: bool = True
) -> Reported:
    """What a unit reported of a year, by period."""
    found = tuple(value(period, number, year=year, reporter=reporter) for period, number in values.items())
    return Reported("50", year, reporter, counts, found, dict.fromkeys(values, 1))


def whole(number: object, parts: tuple[object, object] | None = None, missing: tuple[str, ...] = ()) -> YearValue:
    """A year's value, of a ratio with its parts."""
    above, below = (None, None) if parts is None else (Decimal(str(parts[0])), Decimal(str(parts[1])))
    return YearValue(Decimal(str(number)), above, below, (value("year", number),), missing)
