"""What is doubtful about values, and how fresh they are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.indicators.observations.rules.periods import FIRST_YEAR
from services.indicators.readings.repository import Asked, read_first_days, read_scales, read_scales_of, read_streams
from services.indicators.readings.repository.years import parsed
from services.indicators.readings.rules.due import ALLOWANCE, Deadlines
from services.indicators.readings.rules.freshness import Agency, Stream, agencies_of
from services.indicators.readings.rules.quality import Finding, Limits, Subject, findings_of
from services.indicators.readings.rules.years import RECORD
from services.indicators.readings.schemas.queries import FreshnessQuery, QualityQuery
from services.indicators.readings.usecases.loading import Reading, Scales, load_reading
from services.indicators.windows.rules import Late, Window, YearWindows
from services.shared.access import Principal
from services.shared.database import Reader
from services.shared.fiscal import day_in_bangkok, fiscal_year_of

LATE_AFTER_DAYS, OUTLIER_YEARS = "late_after_days", "outlier_years"
TOLERANCE, OUTLIER_MADS, OUTLIER_LEAST = "tolerance_percent", "outlier_mads", "outlier_least_values"
USED = (LATE_AFTER_DAYS, OUTLIER_LEAST, OUTLIER_MADS, OUTLIER_YEARS, TOLERANCE)


@dataclass(frozen=True)
class Examined:
    """The doubts about the values of an indicator, for an area and year, and the limits they were judged by."""

    query: QualityQuery
    reading: Reading
    findings: tuple[Finding, ...]
    limits: tuple[Mapping[str, Any], ...]
    due_by: str


async def quality_of(
    reader: Reader, principal: Principal, indicator_id: UUID, query: QualityQuery, today: dt.date
) -> Examined:
    """Return what is doubtful, in three statements: limits and windows, the values, and when each first came.

    Raises NotFound.
    """
    year, place = query.fiscal_year, (query.area_code, query.fiscal_year)
    scales, deadlines = await scales_of_year(reader, year)
    first = max(FIRST_YEAR, year - int(scales.limit(OUTLIER_YEARS, year)))
    asked = Asked(indicator_id, RECORD, (query.area_code,), tuple(range(first, year + 1)))
    reading = await load_reading(reader, principal, asked)
    came = await read_first_days(reader, principal, Asked(indicator_id, RECORD, (query.area_code,), (year,)))
    agreed = reading.agreed.get(place)
    subject = Subject(
        indicator_id=indicator_id,
        measure=reading.measure,
        frequency=reading.indicator["frequency"],
        fiscal_year=year,
        rows=[row for rows in reading.rows.values() for row in rows],
        first_recorded_on={(row["reporter"], row["period"]): day_in_bangkok(row["recorded_at"]) for row in came},
        settled_between=agreed.sides if agreed and agreed.settled else frozenset(),
    )
    limits = Limits(
        outlier_mads=scales.limit(OUTLIER_MADS, year),
        outlier_least_values=int(scales.limit(OUTLIER_LEAST, year)),
        deadlines=deadlines,
        tolerance_percent=agreed.tolerance_percent if agreed else scales.limit(TOLERANCE, year),
    )
    used, in_force = USED if deadlines.set_by == ALLOWANCE else USED[1:], scales.limits_of(year)
    findings = findings_of(subject, limits, today)
    return Examined(query, reading, findings, tuple(in_force[code] for code in used), deadlines.set_by)


async def scales_there_are(reader: Reader) -> Scales:
    """Return every method, band and limit."""
    return _scales(await read_scales(reader))


async def scales_of_year(reader: Reader, fiscal_year: int) -> tuple[Scales, Deadlines]:
    """Return every method, band and limit, and when the values of a fiscal year are due: one statement."""
    found = await read_scales_of(reader, fiscal_year)
    scales, windows = _scales(found), YearWindows(tuple(_window(each) for each in parsed(found["windows"])))
    return scales, Deadlines(fiscal_year, windows, int(scales.limit(LATE_AFTER_DAYS, fiscal_year)))


def _scales(found: Mapping[str, str]) -> Scales:
    return Scales(*(parsed(found[name]) for name in ("methods", "bands", "limits")))


def _window(row: Mapping[str, Any]) -> Window:
    locks_on = dt.date.fromisoformat(row["locks_on"]) if row["locks_on"] else None
    return Window(
        periods=tuple(row["periods"]),
        opens_on=dt.date.fromisoformat(row["opens_on"]),
        due_on=dt.date.fromisoformat(row["due_on"]),
        locks_on=locks_on,
        late=Late(row["late"]),
        frequency=row["frequency"],
        indicator_id=UUID(row["indicator_id"]) if row["indicator_id"] else None,
    )


async def freshness_of(reader: Reader, query: FreshnessQuery, today: dt.date) -> tuple[Agency, ...]:
    """Return how fresh the values of each unit are, in two statements."""
    year = query.fiscal_year or fiscal_year_of(today)
    _, deadlines = await scales_of_year(reader, year)
    rows = await read_streams(reader, year, query.reporter)
    return agencies_of([Stream(**row) for row in rows], deadlines, today)
