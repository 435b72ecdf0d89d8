"""The doubts themselves, one function for each kind."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Context, Decimal

from services.indicators.aggregation import Measure, rounded
from services.indicators.catalogue.rules import PERCENT
from services.indicators.joint.rules.results import is_beyond
from services.indicators.observations.rules import CurrentValue, value_of_year
from services.indicators.observations.rules.periods import MONTHS, MONTHS_IN, QUARTERS, YEAR
from services.indicators.readings.rules.due import periods_around
from services.indicators.readings.rules.quality.findings import (
    GAP,
    LATE,
    OUTLIER,
    PARTS_DIFFER,
    PERIODS_DIFFER,
    SIDES_DIFFER,
    Finding,
    Limits,
    Subject,
    finding,
)
from services.indicators.readings.rules.ranking import middle_of
from services.indicators.readings.rules.years import Reported

_EXACT = Context(prec=60)
_HALF = Decimal("0.5")


def findings_of(subject: Subject, limits: Limits, day: dt.date) -> tuple[Finding, ...]:
    """Return every doubt about the values of a year, on a day; none is a proof that a value is wrong."""
    return (
        *_outliers(subject, limits),
        *_gaps(subject, limits, day),
        *_late(subject, limits),
        *_sides_that_differ(subject, limits),
        *_periods_that_differ(subject),
        *_parts_that_differ(subject),
    )


def _outliers(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Compare each value with the same reporter's others of periods as long; without any spread nothing is judged."""
    for row in subject.of_year:
        for value in row.values:
            others = _others_like(value, row.reporter, subject.rows)
            if len(others) < limits.outlier_least_values:
                continue
            middle = middle_of(others)
            deviation = middle_of([abs(_EXACT.subtract(other, middle)) for other in others])
            away = abs(_EXACT.subtract(value.value, middle))
            if deviation and away > _EXACT.multiply(deviation, limits.outlier_mads):
                numbers = {"value": value.value, "median": middle, "deviation": deviation}
                yield finding(OUTLIER, row.reporter, [value.period], **numbers, times=limits.outlier_mads)


def _others_like(value: CurrentValue, reporter: str, rows: Sequence[Reported]) -> list[Decimal]:
    length = len(MONTHS_IN[value.period])
    alike = (other for row in rows if row.reporter == reporter for other in row.values)
    return [other.value for other in alike if len(MONTHS_IN[other.period]) == length and other is not value]


def _gaps(subject: Subject, limits: Limits, day: dt.date) -> Iterator[Finding]:
    """Name what is due and not there, of every unit that reported this year or before; of nobody when none did."""
    due = limits.deadlines.due_by(subject.indicator_id, subject.frequency, day)
    known = {row.reporter: {value.period for value in row.values} for row in subject.of_year}
    before = {row.reporter for row in subject.rows if row.fiscal_year < subject.fiscal_year}
    reporters: list[str | None] = [*sorted(known.keys() | before)]
    for reporter in reporters or [None]:
        there = known.get(reporter, set()) if reporter else set()
        missing = [period for period in due if not there & set(periods_around(period))]
        if missing:
            yield finding(GAP, reporter, missing, due_by=limits.deadlines.set_by)


def _late(subject: Subject, limits: Limits) -> Iterator[Finding]:
    for (reporter, period), came_on in sorted(subject.first_recorded_on.items()):
        due_on = limits.deadlines.due_on(subject.indicator_id, subject.frequency, period)
        if due_on is not None and came_on > due_on:
            known = {"due_on": due_on.isoformat(), "due_by": limits.deadlines.set_by}
            yield finding(LATE, reporter, [period], days=(came_on - due_on).days, **known)


def _sides_that_differ(subject: Subject, limits: Limits) -> Iterator[Finding]:
    """Name where two sides contradict each other; what a resolution settled between them is no doubt any more."""
    sides = [{value.period: value.value for value in row.values} for row in subject.of_year]
    rows = subject.of_year
    for place, one in enumerate(rows):
        for other, values in zip(rows[place + 1 :], sides[place + 1 :], strict=True):
            if {one.reporter, other.reporter} == subject.settled_between:
                continue
            for period in sorted(sides[place].keys() & values.keys()):
                mine, theirs = sides[place][period], values[period]
                if is_beyond(limits.tolerance_percent, mine, theirs):
                    numbers = {"value": mine, "other_value": theirs, "tolerance": limits.tolerance_percent}
                    yield finding(SIDES_DIFFER, one.reporter, [period], other=other.reporter, **numbers)


def _periods_that_differ(subject: Subject) -> Iterator[Finding]:
    for row in subject.of_year:
        values = {value.period: value for value in row.values}
        for whole, parts in _wholes(values):
            expected = _value_of(parts, subject.measure)
            if expected is None:
                continue
            slack = _slack(subject.measure, len(parts))
            if abs(_EXACT.subtract(values[whole].value, expected)) > slack:
                yield finding(PERIODS_DIFFER, row.reporter, [whole], value=values[whole].value, expected=expected)


def _wholes(values: Mapping[str, CurrentValue]) -> Iterator[tuple[str, list[CurrentValue]]]:
    """Yield each period that stands beside all of its parts; the year beside its months only where a quarter lacks."""
    for whole, parts in ((YEAR, QUARTERS), *((quarter, MONTHS_IN[quarter]) for quarter in QUARTERS)):
        if whole in values and values.keys() >= set(parts):
            yield whole, [values[part] for part in parts]
    if YEAR in values and values.keys() >= set(MONTHS) and not values.keys() >= set(QUARTERS):
        yield YEAR, [values[month] for month in MONTHS]


def _value_of(parts: Sequence[CurrentValue], measure: Measure) -> Decimal | None:
    found = value_of_year(parts, measure.time_aggregation)
    if found is None:
        return None
    return rounded(found.value, measure.decimals)


def _slack(measure: Measure, count: int) -> Decimal:
    """Return by how much rounding alone may keep a whole and its parts apart."""
    step = Decimal(1).scaleb(-measure.decimals)
    match measure.time_aggregation:
        case "sum":
            return _EXACT.multiply(step, _HALF * (count + 1))
        case "average":
            return step
        case _:
            return Decimal(0)


def _parts_that_differ(subject: Subject) -> Iterator[Finding]:
    for row in subject.of_year:
        for value in row.values:
            if value.numerator is None or not value.denominator:
                continue
            ratio = _EXACT.divide(value.numerator, value.denominator)
            shown = _EXACT.multiply(ratio, Decimal(100)) if subject.measure.unit_code == PERCENT else ratio
            expected = rounded(shown, subject.measure.decimals)
            if expected != value.value:
                yield finding(PARTS_DIFFER, row.reporter, [value.period], value=value.value, expected=expected)
