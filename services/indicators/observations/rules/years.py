"""How the values of a fiscal year become the value of the year."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from uuid import UUID

from services.indicators.catalogue.rules import NONE
from services.indicators.observations.rules.periods import MONTHS_IN, QUARTERS, YEAR

PROVISIONAL, FINAL = "provisional", "final"
STATUSES = (PROVISIONAL, FINAL)

# Values have at most 15 digits, the last of them not below 10^-29, so that sums of them never come near this.
EXACT = Context(prec=60)
MEAN = Context(prec=28)


@dataclass(frozen=True, slots=True)
class CurrentValue:
    """What a unit (`reporter`, `area:50` or `function:05`) last reported of an indicator, for an area and period."""

    area_code: str
    indicator_id: UUID
    fiscal_year: int
    period: str
    reporter: str
    revision: int
    value: Decimal  # in the indicator's unit
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class YearValue:
    """The value of a fiscal year as one reporter gives it, and what it was made of, in the order of the calendar."""

    value: Decimal
    # Known where one period speaks for the year; the parts of a ratio are no matter of adding up its periods.
    numerator: Decimal | None
    denominator: Decimal | None
    made_of: tuple[CurrentValue, ...]
    missing: tuple[str, ...]  # periods whose value would change it: whole quarters, or months of a begun one

    @property
    def is_complete(self) -> bool:
        """Return whether no period is missing; a sum over two quarters of four is partial."""
        return not self.missing

    @property
    def is_final(self) -> bool:
        """Return whether every value it was made of is final."""
        return all(each.status == FINAL for each in self.made_of)

    @property
    def revisions(self) -> tuple[tuple[str, int], ...]:
        """Return (period, revision) of each value it was made of."""
        return tuple((each.period, each.revision) for each in self.made_of)

    @property
    def recorded_at(self) -> dt.datetime:
        """Return when the latest of them was recorded."""
        return max(each.recorded_at for each in self.made_of)


Side = tuple[str, UUID, int, str]


def side_of(value: CurrentValue) -> Side:
    """Return what a year's value is about: area, indicator, fiscal year, reporter."""
    return value.area_code, value.indicator_id, value.fiscal_year, value.reporter


def by_side(values: Iterable[CurrentValue]) -> dict[Side, list[CurrentValue]]:
    """Return values put together by area, indicator, fiscal year and reporter, as `value_of_year` takes them."""
    sides: dict[Side, list[CurrentValue]] = {}
    for value in values:
        sides.setdefault(side_of(value), []).append(value)
    return sides


def value_of_year(values: Sequence[CurrentValue], time_aggregation: str) -> YearValue | None:
    """Return the year's value of one reporter, area and indicator; None where its values do not make one.

    A value reported for the year counts alone. Else its quarters and months are put together as the catalogue's
    `time_aggregation` says, a quarter in place of its months; `average` weighs by length, rounded to 28 digits,
    `last` takes the period that ends last, and with `none` only the year's own value counts.
    Raises ValueError for values of several sides, two of one period, or an unknown aggregation.
    """
    periods = _by_period(values)
    if YEAR in periods:
        only = periods[YEAR]
        return YearValue(only.value, only.numerator, only.denominator, (only,), ())
    if time_aggregation == NONE or not periods:
        return None
    parts = [periods[period] for period in _apart(periods)]
    missing = _missing(periods)
    match time_aggregation:
        case "sum":
            return YearValue(_sum_of(part.value for part in parts), None, None, tuple(parts), missing)
        case "average":
            return YearValue(_mean_of(parts), None, None, tuple(parts), missing)
        case "last":
            last = parts[-1]
            later = tuple(period for period in missing if _end_of(period) > _end_of(last.period))
            return YearValue(last.value, last.numerator, last.denominator, (last,), later)
        case "maximum":
            most = max(parts, key=lambda part: part.value)
            return YearValue(most.value, most.numerator, most.denominator, tuple(parts), missing)
        case _:
            raise ValueError(f"unknown aggregation over time: {time_aggregation}")


def _by_period(values: Sequence[CurrentValue]) -> dict[str, CurrentValue]:
    if len({side_of(value) for value in values}) > 1:
        raise ValueError("a year's value is made of values of one area, indicator, fiscal year and reporter")
    periods = {value.period: value for value in values}
    if len(periods) < len(values):
        raise ValueError("a period has one current value")
    return periods


def _apart(periods: Iterable[str]) -> list[str]:
    """Return periods none of which lies in another: the quarters that are there, the months of the others; in order."""
    known = set(periods)
    kept = [period for period in QUARTERS if period in known]
    for quarter in QUARTERS:
        if quarter not in known:
            kept += [month for month in MONTHS_IN[quarter] if month in known]
    return sorted(kept, key=_end_of)


def _missing(periods: Iterable[str]) -> tuple[str, ...]:
    known, missing = set(periods), list[str]()
    for quarter in QUARTERS:
        absent = [month for month in MONTHS_IN[quarter] if month not in known]
        if quarter not in known and absent:
            missing += absent if len(absent) < len(MONTHS_IN[quarter]) else [quarter]
    return tuple(missing)


def _end_of(period: str) -> str:
    return MONTHS_IN[period][-1]


def _sum_of(numbers: Iterable[Decimal]) -> Decimal:
    with localcontext(EXACT):
        return sum(numbers, Decimal(0))


def _mean_of(parts: Sequence[CurrentValue]) -> Decimal:
    with localcontext(EXACT):
        months = sum(len(MONTHS_IN[part.period]) for part in parts)
        total = sum((part.value * len(MONTHS_IN[part.period]) for part in parts), Decimal(0))
    return MEAN.divide(total, Decimal(months))
