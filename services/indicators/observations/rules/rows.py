"""What is wrong with a row of a push, and what becomes of one that is right.

The documents name who measures an indicator (its host agency); the form of the data they leave to the ministries.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from itertools import islice
from uuid import UUID

from services.indicators.catalogue.rules import PUBLISHED
from services.indicators.observations import errors
from services.indicators.observations.rules.periods import FIRST_YEAR, LAST_YEAR, MONTHS_IN, SHORTEST, begins_on
from services.indicators.observations.rules.years import EXACT, FINAL, PROVISIONAL, CurrentValue
from services.indicators.windows.rules import NO_WINDOWS, Windows
from services.shared.errors import FieldError
from services.shared.numbers import MOST_DIGITS

Key = tuple[str, UUID, int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a push that could be read; `index` is its place in it, from 0."""

    index: int
    area_code: str
    indicator_id: UUID
    fiscal_year: int
    period: str
    value: Decimal | None  # in the indicator's unit; None where a ratio's parts say it
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    note: str | None
    reason: str | None

    @property
    def key(self) -> Key:
        """What one reporter has one current value of."""
        return self.area_code, self.indicator_id, self.fiscal_year, self.period


@dataclass(frozen=True, slots=True)
class Measure:
    """What the rules ask of an indicator. `functions` are those that report it for every area, `function:05`.

    `named` are those that a joint indicator of a fiscal year lets do so too.
    """

    state: str
    definition_version: int
    frequency: str
    decimals: int
    is_ratio: bool
    is_percent: bool
    functions: frozenset[str]
    named: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row; `error.pointer` starts at the row, `/value`."""

    index: int
    error: FieldError

    @property
    def pointer(self) -> str:
        """Where the fault is in the push."""
        return f"/rows/{self.index}{self.error.pointer}"


class Outcome(StrEnum):
    """What becomes of a row without a fault."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a row: the value it stands for, and under which revision it is written."""

    row: Row
    outcome: Outcome
    value: Decimal
    revision: int

    @property
    def reason(self) -> str | None:
        """Why it differs from the revision before, where there is one."""
        return self.row.reason if self.outcome is Outcome.REVISED else None


def faults_of(
    row: Row, measure: Measure | None, reporter: str, areas: Container[str], day: dt.date
) -> Iterator[FieldError]:
    """Yield what is wrong with a row by itself.

    `areas` are those that values of its year are measured for, `measure` is None for an indicator that is not seen,
    `day` is the one it is in Bangkok.
    """
    if not FIRST_YEAR <= row.fiscal_year <= LAST_YEAR:
        yield errors.YEAR_WITHOUT_PLACE
        return
    if begins_on(row.fiscal_year, row.period) > day:
        yield errors.NOT_BEGUN
    if row.area_code not in areas:
        yield errors.AREA_NOT_MEASURED
    if measure is None:
        yield errors.INDICATOR_UNKNOWN
    elif measure.state != PUBLISHED:
        yield errors.INDICATOR_NOT_IN_USE
    else:
        if not may_report(reporter, row, measure):
            yield errors.NOT_THE_REPORTER
        if len(MONTHS_IN[row.period]) < SHORTEST[measure.frequency]:
            yield errors.PERIOD_TOO_SHORT
        yield from _faults_of_numbers(row, measure)


def may_report(reporter: str, row: Row, measure: Measure) -> bool:
    """Return whether a unit may report this: an area for itself; the host, the owner and their ministries for all.

    So may, in its year, the function that a joint indicator names: both sides report what they share.
    """
    is_function = reporter in measure.functions or (row.fiscal_year, reporter) in measure.named
    return reporter == f"area:{row.area_code}" or is_function


def _faults_of_numbers(row: Row, measure: Measure) -> Iterator[FieldError]:
    has_parts = row.numerator is not None and row.denominator is not None
    if measure.is_ratio:
        if not has_parts:
            yield errors.PARTS_MISSING
        elif row.denominator == 0:
            yield errors.DENOMINATOR_ZERO
        elif (ratio := ratio_of(row, measure)).adjusted() >= MOST_DIGITS:
            yield errors.RATIO_TOO_LARGE
        elif row.value is not None and _rounded(row.value, measure.decimals) != ratio:
            yield errors.VALUE_NOT_OF_PARTS
        return
    if row.numerator is not None or row.denominator is not None:
        yield errors.PARTS_WITHOUT_USE
    if row.value is None:
        yield errors.VALUE_MISSING
    elif _rounded(row.value, measure.decimals) != row.value:
        yield errors.TOO_MANY_DECIMALS


def ratio_of(row: Row, measure: Measure) -> Decimal:
    """Return numerator over denominator, times 100 for a percentage, rounded half up to the indicator's decimals."""
    with localcontext(EXACT):
        ratio = (row.numerator or Decimal(0)) / (row.denominator or Decimal(1))
        return _rounded(ratio * 100 if measure.is_percent else ratio, measure.decimals)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext(EXACT):
        return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def doubles_of(rows: Iterable[Row]) -> Iterator[Fault]:
    """Yield a fault for every row whose key stands in another row too, naming the first of the others."""
    places: defaultdict[Key, list[int]] = defaultdict(list)
    for row in rows:
        places[row.key].append(row.index)
    for indexes in places.values():
        for index in indexes:
            if len(indexes) > 1:
                first = islice((other for other in indexes if other != index), errors.MOST_NAMED + 1)
                yield Fault(index, errors.key_twice(list(first)))


def verdict_of(row: Row, measure: Measure, before: CurrentValue | None) -> Verdict | FieldError:
    """Return what becomes of a row that has no fault by itself, or why it cannot be written after `before`.

    The same numbers and status again are nothing new. Calling the same numbers final needs no reason, every other
    change does. What was called final is corrected by another final value and never provisional again, so that
    the last final value, which everyone reads, is the current one.
    """
    value = ratio_of(row, measure) if measure.is_ratio else row.value
    assert value is not None
    if before is None:
        return Verdict(row, Outcome.ADDED, value, 1)
    is_same = (value, row.numerator, row.denominator) == (before.value, before.numerator, before.denominator)
    if is_same and row.status == before.status:
        return Verdict(row, Outcome.UNCHANGED, value, before.revision)
    if before.status == FINAL and row.status == PROVISIONAL:
        return errors.FINAL_STAYS_FINAL
    if row.reason is None and not is_same:
        return errors.REASON_MISSING
    return Verdict(row, Outcome.REVISED, value, before.revision + 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rows are judged by: indicators, the areas measured in each year, what stands there, the day, the windows."""

    measures: Mapping[UUID, Measure]
    areas: Mapping[int, Container[str]]
    standing: Mapping[Key, CurrentValue]
    day: dt.date
    windows: Windows = NO_WINDOWS


def judge(rows: Sequence[Row], reporter: str, facts: Facts) -> tuple[list[Verdict], list[Fault]]:
    """Return what becomes of the rows that can be written, and what is wrong with the others."""
    verdicts, faults = list[Verdict](), list(doubles_of(rows))
    doubled = {fault.index for fault in faults}
    for row in rows:
        measure = facts.measures.get(row.indicator_id)
        wrong = list(faults_of(row, measure, reporter, facts.areas.get(row.fiscal_year, ()), facts.day))
        if not wrong and measure is not None and row.index not in doubled:
            verdict = verdict_in_time(row, measure, reporter, facts)
            if isinstance(verdict, Verdict):
                verdicts.append(verdict)
            else:
                wrong.append(verdict)
        faults += [Fault(row.index, error) for error in wrong]
    return verdicts, faults


def verdict_in_time(row: Row, measure: Measure, reporter: str, facts: Facts) -> Verdict | FieldError:
    """Return what becomes of a row, or why not: nothing changes outside the windows, but the same may be sent again."""
    verdict = verdict_of(row, measure, facts.standing.get(row.key))
    if isinstance(verdict, Verdict) and verdict.outcome is Outcome.UNCHANGED:
        return verdict
    about = (row.area_code, row.indicator_id, measure.frequency, row.fiscal_year, row.period)
    return facts.windows.fault_of(reporter, *about, facts.day) or verdict
