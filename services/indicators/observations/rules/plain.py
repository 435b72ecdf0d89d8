"""What of a push is plainly good, as small tables that the database can hold every row against at once.

They say no more than `rules.rows`: a row that all of them speak for has no fault. Any other row is suspicious and is
judged by those rules, which also say what is wrong. So of a fact with finer points (a window with its exceptions, say)
only what is plainly open is told here, and the rules tell the rest.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from services.indicators.catalogue.rules import PUBLISHED
from services.indicators.observations.rules.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS_IN,
    PERIODS,
    SHORTEST,
    begins_on,
)
from services.indicators.observations.rules.rows import Facts
from services.indicators.windows.rules import Standing, State


class Span(NamedTuple):
    """A period of a fiscal year: its place among the periods, from 1, its months, whether any value may be of it."""

    fiscal_year: int
    period: str
    slot: int
    months: int
    is_open: bool


class Limit(NamedTuple):
    """A period of an indicator in which a value is not plainly taken, or comes late; there are none without windows."""

    fiscal_year: int
    period: str
    indicator_id: UUID
    is_shut: bool  # nothing new, unless an exception is found for it
    is_late: bool


class Place(NamedTuple):
    """An area that values of a fiscal year are measured for."""

    fiscal_year: int
    area_code: str


class Scale(NamedTuple):
    """An indicator in use: who reports it, how often and how finely it is measured."""

    indicator_id: UUID
    definition_version: int
    months: int  # that its shortest period has
    is_for_all: bool  # the reporter is one of its functions, which report for every area
    decimals: int
    unit: Decimal  # the last decimal, 0.01
    units: Decimal  # how many of them numerator over denominator is, when it is 1
    is_ratio: bool


def spans_of(pairs: Iterable[tuple[int, str]], facts: Facts) -> Iterator[Span]:
    """Yield the periods that rows are of."""
    for fiscal_year, period in pairs:
        is_open = FIRST_YEAR <= fiscal_year <= LAST_YEAR and has_begun(fiscal_year, period, facts.day)
        yield Span(fiscal_year, period, PERIODS.index(period) + 1, len(MONTHS_IN[period]), is_open)


def has_begun(fiscal_year: int, period: str, day: dt.date) -> bool:
    """Return whether a period has begun on a day."""
    return begins_on(fiscal_year, period) <= day


def limits_of(pairs: Iterable[tuple[int, str]], facts: Facts) -> Iterator[Limit]:
    """Yield what the windows of the day have against values of these periods, exceptions apart."""
    for fiscal_year, period in pairs:
        year = facts.windows.of(fiscal_year)
        for indicator_id, measure in facts.measures.items() if year.windows else ():
            window = year.window_for(indicator_id, measure.frequency, period)
            if window is not None and window.state_on(facts.day) is not State.OPEN:
                is_shut = not Standing(window.state_on(facts.day), window).is_taken
                yield Limit(fiscal_year, period, indicator_id, is_shut, facts.day > window.due_on)


def places_of(pairs: Iterable[tuple[int, str]], facts: Facts) -> Iterator[Place]:
    """Yield those of the areas that values are measured for."""
    for fiscal_year, area_code in pairs:
        if area_code in facts.areas.get(fiscal_year, ()):
            yield Place(fiscal_year, area_code)


def scales_of(facts: Facts, reporter: str) -> Iterator[Scale]:
    """Yield the indicators in use, as they are to a reporter."""
    for indicator_id, measure in facts.measures.items():
        if measure.state == PUBLISHED:
            yield Scale(
                indicator_id,
                measure.definition_version,
                SHORTEST[measure.frequency],
                reporter in measure.functions,
                measure.decimals,
                Decimal(1).scaleb(-measure.decimals),
                Decimal(10) ** (measure.decimals + (2 if measure.is_percent else 0)),
                measure.is_ratio,
            )
