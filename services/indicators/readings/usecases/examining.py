"""What is doubtful about values, and how fresh they are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.indicators.observations.rules.periods import FIRST_YEAR
from services.indicators.readings.repository import Asked, read_first_days, read_scales, read_streams
from services.indicators.readings.repository.years import parsed
from services.indicators.readings.rules.freshness import Agency, Stream, agencies_of
from services.indicators.readings.rules.quality import Finding, Limits, Subject, findings_of
from services.indicators.readings.rules.years import RECORD
from services.indicators.readings.schemas.queries import FreshnessQuery, QualityQuery
from services.indicators.readings.usecases.loading import Reading, Scales, load_reading
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


async def quality_of(
    reader: Reader, principal: Principal, indicator_id: UUID, query: QualityQuery, today: dt.date
) -> Examined:
    """Return what is doubtful, in three statements: the limits, the values, and when each first came.

    Raises NotFound.
    """
    year, place = query.fiscal_year, (query.area_code, query.fiscal_year)
    scales = await scales_there_are(reader)
    first = max(FIRST_YEAR, year - int(scales.limit(OUTLIER_YEARS, year)))
    asked = Asked(indicator_id, RECORD, (query.area_code,), tuple(range(first, year + 1)))
    reading = await load_reading(reader, principal, asked)
    came = await read_first_days(reader, principal, Asked(indicator_id, RECORD, (query.area_code,), (year,)))
    subject = Subject(
        measure=reading.measure,
        frequency=reading.indicator["frequency"],
        fiscal_year=year,
        rows=[row for rows in reading.rows.values() for row in rows],
        first_recorded_on={(row["reporter"], row["period"]): day_in_bangkok(row["recorded_at"]) for row in came},
    )
    agreed = reading.agreed.get(place)
    limits = Limits(
        outlier_mads=scales.limit(OUTLIER_MADS, year),
        outlier_least_values=int(scales.limit(OUTLIER_LEAST, year)),
        late_after_days=int(scales.limit(LATE_AFTER_DAYS, year)),
        tolerance_percent=agreed.tolerance_percent if agreed else scales.limit(TOLERANCE, year),
    )
    in_force = scales.limits_of(year)
    return Examined(query, reading, findings_of(subject, limits, today), tuple(in_force[code] for code in USED))


async def scales_there_are(reader: Reader) -> Scales:
    """Return every method, band and limit."""
    found = await read_scales(reader)
    return Scales(*(parsed(found[name]) for name in ("methods", "bands", "limits")))


async def freshness_of(reader: Reader, query: FreshnessQuery, today: dt.date) -> tuple[Agency, ...]:
    """Return how fresh the values of each unit are, in two statements."""
    year = query.fiscal_year or fiscal_year_of(today)
    scales = await scales_there_are(reader)
    rows = await read_streams(reader, year, query.reporter)
    streams = [Stream(**row) for row in rows]
    return agencies_of(streams, year, today, int(scales.limit(LATE_AFTER_DAYS, year)))
