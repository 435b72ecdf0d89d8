"""What a year may come to, from what of it is there: an estimate that says what it was made of, or why there is none.

No document prints a way to project. Each way here is a plain one, named in the answer, and none is asked to know the
season but the one that takes it from the year before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from services.indicators.observations.rules import CurrentValue, YearValue, value_of_year
from services.indicators.observations.rules.periods import MONTHS, MONTHS_IN

REPORTED, RUN_RATE, SHARE_OF_LAST_YEAR = "reported", "run_rate", "share_of_last_year"
MEAN_SO_FAR, LAST_SO_FAR, MAXIMUM_SO_FAR = "mean_so_far", "last_so_far", "maximum_so_far"
WAYS = (REPORTED, RUN_RATE, SHARE_OF_LAST_YEAR, MEAN_SO_FAR, LAST_SO_FAR, MAXIMUM_SO_FAR)
NOT_REPORTED, NOT_PROJECTED, TOO_FEW_MONTHS = "not_reported", "not_projected", "too_few_months"
LAST_YEAR_UNKNOWN, LAST_YEAR_NOT_COMPARABLE = "last_year_unknown", "last_year_not_comparable"
REASONS = (NOT_REPORTED, NOT_PROJECTED, TOO_FEW_MONTHS, LAST_YEAR_UNKNOWN, LAST_YEAR_NOT_COMPARABLE)

_EXACT = Context(prec=60)
_MEAN = Context(prec=28)


@dataclass(frozen=True)
class Known:
    """What there is to project from: a year so far, and the year before, by period; None where nothing is reported."""

    so_far: Sequence[CurrentValue]
    year: YearValue | None
    last_year: Sequence[CurrentValue]
    least_months: int
    is_defined_alike: bool  # both years were measured by one and the same definition

    @property
    def months(self) -> int:
        """How many months of the year something is reported of."""
        return len({month for value in self.so_far for month in MONTHS_IN[value.period]})


@dataclass(frozen=True)
class Projection:
    """What the year comes to by one way, in the indicator's unit and unrounded; None with the reason."""

    way: str
    value: Decimal | None
    reason: str | None


def projections_of(known: Known, time_aggregation: str) -> tuple[Projection, ...]:
    """Return what each way that fits the indicator's aggregation over time says of the year.

    A year that is reported whole is no estimate; with `none` a year is not made of its periods, so none is projected.
    """
    if known.year is not None and known.year.is_complete:
        return (Projection(REPORTED, known.year.value, None),)
    ways = _WAYS.get(time_aggregation)
    if ways is None:
        return (Projection(REPORTED, None, NOT_PROJECTED),)
    if known.year is None:
        return tuple(Projection(way, None, NOT_REPORTED) for way in ways)
    if known.months < known.least_months:
        return tuple(Projection(way, None, TOO_FEW_MONTHS) for way in ways)
    return tuple(_projection(way, project(known, known.year)) for way, project in ways.items())


Projected = Decimal | str


def _projection(way: str, found: Projected) -> Projection:
    return Projection(way, None, found) if isinstance(found, str) else Projection(way, found, None)


def _run_rate(known: Known, year: YearValue) -> Projected:
    whole = _EXACT.multiply(year.value, Decimal(len(MONTHS)))
    return _MEAN.divide(whole, Decimal(known.months))


def _share_of_last_year(known: Known, year: YearValue) -> Projected:
    """Take the season from the year before: the same periods had the same share of the year then."""
    periods = {value.period for value in year.made_of}
    before = {value.period: value.value for value in known.last_year}
    whole = value_of_year(known.last_year, "sum") if known.last_year else None
    if whole is None or not whole.is_complete:
        return LAST_YEAR_UNKNOWN
    if not known.is_defined_alike or not periods <= before.keys():
        return LAST_YEAR_NOT_COMPARABLE
    same = sum((before[period] for period in periods), Decimal(0))
    if same <= 0 or whole.value <= 0:
        return LAST_YEAR_NOT_COMPARABLE
    return _MEAN.divide(_EXACT.multiply(year.value, whole.value), same)


def _as_it_stands(_known: Known, year: YearValue) -> Projected:
    return year.value


_WAYS: Mapping[str, Mapping[str, Callable[[Known, YearValue], Projected]]] = {
    "sum": {RUN_RATE: _run_rate, SHARE_OF_LAST_YEAR: _share_of_last_year},
    "average": {MEAN_SO_FAR: _as_it_stands},
    "last": {LAST_SO_FAR: _as_it_stands},
    "maximum": {MAXIMUM_SO_FAR: _as_it_stands},
}
