"""Values that look like a ministry's: indicators measured every month for every province."""

import uuid
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import asyncpg

from services.indicators.observations.rules.periods import FIRST_YEAR, MONTHS, YEAR
from services.shared import reference

SPACE = uuid.UUID("0193a1de-7a10-7c3e-8f00-be0000000000")
REPORTER, FUNCTION = "function:05", "05"
LAST_YEAR_MEASURED = 2568
FIELDS = ("area_code", "indicator_id", "fiscal_year", "period", "value", "status")


class Value(NamedTuple):
    """One row of a push."""

    area_code: str
    indicator_id: uuid.UUID
    fiscal_year: int
    period: str
    value: float
    status: str


def indicator_id(name: str) -> uuid.UUID:
    """Return the id of an indicator for loads and comparisons, the same in every run."""
    return uuid.uuid5(SPACE, name)


def values_of(names: Sequence[str], fiscal_year: int, periods: Sequence[str] = MONTHS) -> Iterator[Value]:
    """Yield a value of each indicator, province and period of a year; no two neighbours are the same."""
    for which, name in enumerate(names):
        for place, province in enumerate(reference.provinces(fiscal_year)):
            for month, period in enumerate(periods):
                number = (which * 7919 + place * 104729 + month * 1299709 + fiscal_year) % 10_000_000 / 100
                yield Value(province.code, indicator_id(name), fiscal_year, period, number, "provisional")


def many(count: int) -> Iterator[tuple[str, Iterator[Value]]]:
    """Yield indicators with their values of every year until there are about that many values."""
    years = range(FIRST_YEAR, LAST_YEAR_MEASURED + 1)
    made = number = 0
    while made < count:
        number += 1
        name = f"load-{number:04}"
        for year in years:
            if made < count:
                made += len(reference.provinces(year)) * len(MONTHS)
                yield name, values_of([name], year)


def of_one_period(names: Sequence[str], fiscal_year: int) -> list[Value]:
    """Return a value of the whole year for each indicator and province: as many years as rows."""
    return list(values_of(names, fiscal_year, (YEAR,)))


_INDICATOR = """
INSERT INTO indicators.indicator (
  id, version, code, state, owner_function_code, host_function_code, name_th, definition_th, formula_th, unit_code,
  unit_name_th, direction, level, use_levels, frequency, decimals, time_aggregation, area_aggregation,
  national_value_derivable, definition_version, data_source, created_at, updated_at
)
SELECT id, 1, 'BENCH-' || name, 'published', $3, $3, 'ตัวชี้วัดสำหรับทดสอบ ' || name, '-', '-', 'persons', 'คน', 'higher',
       'outcome', '{}', 'monthly', 2, 'sum', 'sum', true, 1, 'ตัวอย่างของระบบ, not official', now(), now()
  FROM unnest($1::uuid[], $2::text[]) AS made (id, name)
ON CONFLICT DO NOTHING
"""


async def publish(connection: asyncpg.Connection, names: Sequence[str]) -> None:
    """Have the indicators in the catalogue, as the administrator; those that are there stay as they are."""
    await connection.execute(_INDICATOR, [indicator_id(name) for name in names], list(names), FUNCTION)
