"""Series, comparison, ranking and matrix: each one statement, however many areas and years."""

import asyncio
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from services.indicators.observations.rules.periods import YEAR
from services.indicators.readings.errors import BY_WHOLE_YEAR
from services.indicators.readings.repository import Asked, read_matrix
from services.indicators.readings.rules.ranking import Place, merit_of, places_of
from services.indicators.readings.rules.years import AreaYear
from services.indicators.readings.schemas.queries import ComparisonQuery, MatrixQuery, RankingQuery, SeriesQuery
from services.indicators.readings.usecases.areas import Peers, areas_of, peers_of, years_of
from services.indicators.readings.usecases.loading import Reading, load_reading
from services.shared.access import Principal
from services.shared.database import Reader
from services.shared.errors import Invalid

BY_VALUE = "value"
NOT_REPORTED, INCOMPLETE = "not_reported", "incomplete"


@dataclass(frozen=True)
class Series:
    """An indicator of one area over years."""

    query: SeriesQuery
    years: tuple[int, ...]
    reading: Reading


@dataclass(frozen=True)
class Comparison:
    """An indicator of one area beside its peers."""

    query: ComparisonQuery
    years: tuple[int, ...]
    peers: Peers
    reading: Reading


@dataclass(frozen=True)
class Ranked:
    """An area with its place, its value, and the percent it is ordered by where that is asked for."""

    place: Place
    value: Decimal
    percent: Decimal | None
    year: AreaYear


@dataclass(frozen=True)
class Ranking:
    """Areas in order, and those without a place with the reason."""

    query: RankingQuery
    reading: Reading
    ranked: tuple[Ranked, ...]
    apart: Mapping[str, str]


async def series_of(
    reader: Reader, principal: Principal, indicator_id: UUID, query: SeriesQuery, today: dt.date
) -> Series:
    """Return the series of one area. Raises Invalid, NotFound."""
    years = years_of(query, today)
    asked = Asked(indicator_id, query.side, (query.area_code,), years)
    return Series(query, years, await load_reading(reader, principal, asked))


async def comparison_of(
    reader: Reader, principal: Principal, indicator_id: UUID, query: ComparisonQuery, today: dt.date
) -> Comparison:
    """Return an area beside its peers. Raises Invalid, NotFound."""
    years = years_of(query, today)
    peers = peers_of(query, query.last_year or years[-1])
    asked = Asked(indicator_id, query.side, (query.area_code, *peers.area_codes), years)
    return Comparison(query, years, peers, await load_reading(reader, principal, asked))


async def matrix_of(reader: Reader, principal: Principal, indicator_id: UUID, query: MatrixQuery) -> str:
    """Return every area and period of a year as JSON text; raises NotFound."""
    areas = areas_of(query.level, query.fiscal_year)
    return await read_matrix(reader, principal, Asked(indicator_id, query.side, areas, (query.fiscal_year,)))


async def ranking_of(reader: Reader, principal: Principal, indicator_id: UUID, query: RankingQuery) -> Ranking:
    """Return the areas of a year in order. Raises Invalid, NotFound."""
    if query.by != BY_VALUE and query.period != YEAR:
        raise Invalid(BY_WHOLE_YEAR)
    areas = areas_of(query.level, query.fiscal_year, query.within)
    asked = Asked(indicator_id, query.side, areas, (query.fiscal_year,))
    return await asyncio.to_thread(ranking_in, await load_reading(reader, principal, asked), query, areas)


def ranking_in(reading: Reading, query: RankingQuery, areas: tuple[str, ...]) -> Ranking:
    """Return the order of areas: a year that is not whole is no match for one that is, so it has no place."""
    years = {code: reading.year(code, query.fiscal_year) for code in areas}
    values, percents, apart = dict[str, Decimal](), dict[str, Decimal](), dict[str, str]()
    for code, year in years.items():
        value = _value_of(reading, query, year)
        if isinstance(value, str):
            apart[code] = value
            continue
        percent, reason = _percent_of(query, year)
        if reason is not None:
            apart[code] = reason
            continue
        values[code] = value
        if percent is not None:
            percents[code] = percent
    merits = percents if query.by != BY_VALUE else {code: merit_of(reading.measure, values[code]) for code in values}
    ranked = (
        Ranked(each, values[each.area_code], percents.get(each.area_code), years[each.area_code])
        for each in places_of(merits)
    )
    return Ranking(query, reading, tuple(ranked), apart)


def _value_of(reading: Reading, query: RankingQuery, year: AreaYear) -> Decimal | str:
    if query.period == YEAR:
        if year.value is None:
            return NOT_REPORTED
        return year.value.value if year.is_complete else INCOMPLETE
    row = reading.counting(year.area_code, year.fiscal_year)
    found = next((value for value in row.values if value.period == query.period), None) if row else None
    return NOT_REPORTED if found is None else found.value


def _percent_of(query: RankingQuery, year: AreaYear) -> tuple[Decimal | None, str | None]:
    """Return the percent to order by, or why there is none; neither where the value itself is ordered by."""
    if query.by == BY_VALUE:
        return None, None
    found = next((each for each in year.achievements if each.method == query.by), None)
    return (found.percent, found.reason) if found else (None, "method_not_in_force")
