"""What a year may come to, and what areas come to together."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.indicators.achievement import has_reached
from services.indicators.aggregation import RolledUp, roll_up, rounded
from services.indicators.catalogue.rules import WEIGHTED_AVERAGE
from services.indicators.observations.rules import YearValue, value_of_year
from services.indicators.readings.repository import Asked
from services.indicators.readings.rules.ground import Ground
from services.indicators.readings.rules.projection import Known, Projection, projections_of
from services.indicators.readings.rules.years import AreaYear, Reported, Settled, aim_of
from services.indicators.readings.schemas.queries import ProjectionQuery, RollUpQuery
from services.indicators.readings.usecases.areas import ground_under
from services.indicators.readings.usecases.loading import Reading, load_reading
from services.shared.access import Principal
from services.shared.database import Reader

LEAST_MONTHS = "projection_least_months"
NATION = "TH"


@dataclass(frozen=True)
class Estimated:
    """What one way says of a year, rounded, and whether that is as good as the target."""

    projection: Projection
    value: Decimal | None
    on_track: bool | None


@dataclass(frozen=True)
class Projected:
    """A year of an area with what it may come to."""

    query: ProjectionQuery
    reading: Reading
    year: AreaYear
    known: Known
    estimates: tuple[Estimated, ...]


async def projection_of(reader: Reader, principal: Principal, indicator_id: UUID, query: ProjectionQuery) -> Projected:
    """Return what the year of an area may come to. Raises NotFound."""
    year = query.fiscal_year
    asked = Asked(indicator_id, query.side, (query.area_code,), (year - 1, year))
    reading = await load_reading(reader, principal, asked)
    found, now, before = reading.year(query.area_code, year), reading.counting(query.area_code, year), None
    if now is not None:
        # The season of a year is that of the same reporter, whoever counted the year before.
        rows = reading.rows.get((query.area_code, year - 1), ())
        before = next((row for row in rows if row.reporter == now.reporter), None)
    known = Known(
        so_far=now.values if now else (),
        year=found.value,
        last_year=before.values if before else (),
        least_months=int(reading.scales.limit(LEAST_MONTHS, year)),
        is_defined_alike=_is_defined_alike(now, before),
    )
    ways = projections_of(known, reading.measure.time_aggregation)
    return Projected(query, reading, found, known, tuple(_estimated(each, found, reading) for each in ways))


def _is_defined_alike(*rows: Reported | None) -> bool:
    versions = {version for row in rows if row is not None for version in row.definition_versions.values()}
    return len(versions) == 1


def _estimated(projection: Projection, year: AreaYear, reading: Reading) -> Estimated:
    if projection.value is None:
        return Estimated(projection, None, None)
    value = rounded(projection.value, reading.measure.decimals)
    return Estimated(projection, value, has_reached(aim_of(reading.measure, year.target), value))


@dataclass(frozen=True)
class PartValue:
    """What one province gives."""

    area_code: str
    covers: tuple[str, ...]
    reporter: str
    value: YearValue
    weight: YearValue | None
    settled: Settled | None


@dataclass(frozen=True)
class Rolled:
    """The value of a larger area with everything it was made of."""

    query: RollUpQuery
    reading: Reading
    ground: Ground
    result: RolledUp
    parts: tuple[PartValue, ...]
    overlap: Decimal | None
    stated: tuple[tuple[str, YearValue], ...]


async def roll_up_of(
    reader: Reader, principal: Principal, indicator_id: UUID, query: RollUpQuery, today: dt.date
) -> Rolled:
    """Return the value of a larger area: one statement, and another where something weighs the areas.

    Raises Invalid, AreaNotInStructure, NotFound.
    """
    ground = ground_under(query, today)
    codes = tuple(part.area_code for part in ground.parts)
    asked = Asked(indicator_id, query.side, (*codes, query.area_code), (query.fiscal_year,), query.as_of)
    reading = await load_reading(reader, principal, asked)
    weights = await _weights(reader, principal, asked, reading)
    covers = {part.area_code: part.covers for part in ground.parts}
    years = {code: reading.year(code, query.fiscal_year) for code in codes}
    parts = tuple(
        PartValue(code, covers[code], year.reporter or "", year.value, weights.get(code), year.settled)
        for code, year in years.items()
        if year.value is not None
    )
    overlap = _overlap(reading, query)
    values = {part.area_code: part.value for part in parts}
    result = roll_up(reading.measure, values, codes, weights, overlap)
    return Rolled(query, reading, ground, result, parts, overlap, _stated(reading, query))


async def _weights(reader: Reader, principal: Principal, asked: Asked, reading: Reading) -> Mapping[str, YearValue]:
    """Return, by area, the value of what weighs it, of whoever's value counts of that indicator."""
    weight_id = reading.indicator["denominator_indicator_id"]
    if reading.measure.area_aggregation != WEIGHTED_AVERAGE or weight_id is None:
        return {}
    about = Asked(UUID(weight_id), asked.side, asked.area_codes, asked.fiscal_years, asked.as_of)
    weighing = await load_reading(reader, principal, about)
    years = {code: weighing.year(code, asked.fiscal_years[0]).value for code in asked.area_codes}
    return {code: value for code, value in years.items() if value is not None}


def _overlap(reading: Reading, query: RollUpQuery) -> Decimal | None:
    """Return what a joint indicator counts in two areas and once in the nation; of the nation alone."""
    if query.area_code != NATION:
        return None
    known = {each.joint_indicator_id: each.overlap for each in reading.agreed.values()}
    return next(iter(known.values())) if len(known) == 1 else None


def _stated(reading: Reading, query: RollUpQuery) -> tuple[tuple[str, YearValue], ...]:
    rows: tuple[Reported, ...] = reading.rows.get((query.area_code, query.fiscal_year), ())
    years = ((row.reporter, value_of_year(row.values, reading.measure.time_aggregation)) for row in rows)
    return tuple((reporter, value) for reporter, value in sorted(years) if value is not None)
