"""What each unit reports, of which indicator and for how many areas: one statement for the whole country."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, SmallInteger, Text, bindparam, case, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import array

from services.indicators.catalogue import repository as catalogue
from services.indicators.catalogue.models import Indicator
from services.indicators.observations.models import ObservationYear
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.readings.repository.values import PLACES, YEARS, visible_to
from services.indicators.readings.rules.due import periods_around
from services.shared.database import JsonQuery, Reader
from services.shared.decisions.access import CLERK

_YEAR = bindparam("fiscal_year", type_=SmallInteger)
_REPORTER = bindparam("reporter", type_=Text)


async def read_streams(reader: Reader, fiscal_year: int, reporter: str | None) -> list[dict[str, Any]]:
    """Return every (reporter, indicator) of a fiscal year and the one before, with what of the year is there."""
    values: dict[str, Any] = {"fiscal_year": fiscal_year, "years": [fiscal_year - 1, fiscal_year]}
    if reporter is not None:
        values["reporter"] = reporter
    return [dict(row) for row in await reader.rows(_query(reporter is not None), values)]


@lru_cache
def _query(of_one: bool) -> JsonQuery:
    table = ObservationYear
    slots = [_spoken_for(period).label(period) for period in PERIODS]
    latest: Select[Any] = select(func.max(literal_column("at"))).select_from(func.unnest(table.recorded_at).alias("at"))
    found = visible_to(CLERK).where(table.fiscal_year == YEARS.any_())
    if of_one:
        found = found.where(table.reporter == _REPORTER)
    columns = (table.reporter, table.indicator_id, table.area_code, latest.scalar_subquery().label("latest"), *slots)
    rows = found.with_only_columns(*columns).cte("said").prefix_with("MATERIALIZED")
    by_area = [rows.c.reporter, rows.c.indicator_id, rows.c.area_code]
    areas = select(
        *by_area, func.max(rows.c.latest).label("latest"), *(func.bool_or(rows.c[each]).label(each) for each in PERIODS)
    )
    area = areas.group_by(*by_area).subquery("area")
    counted = array([func.count().filter(area.c[period]) for period in PERIODS])
    sides = (
        select(
            area.c.reporter,
            area.c.indicator_id,
            func.count().label("area_count"),
            func.max(area.c.latest).label("latest"),
            counted.label("reported"),
        )
        .group_by(area.c.reporter, area.c.indicator_id)
        .subquery("stream")
    )
    known = catalogue.visible_to(CLERK).with_only_columns(
        Indicator.id, Indicator.code, Indicator.name_th, Indicator.frequency, Indicator.state
    )
    measured = known.where(Indicator.state == "published").subquery("measured")
    shown = (*sides.c, measured.c.code.label("indicator_code"), measured.c.name_th, measured.c.frequency)
    joined = select(*shown).select_from(sides.join(measured, measured.c.id == sides.c.indicator_id))
    return JsonQuery.compile(joined.order_by(sides.c.reporter, measured.c.code))


def _spoken_for(period: str) -> ColumnElement[bool]:
    """Return whether a value of the year asked for speaks for a period: its own, or of a longer one around it."""
    table = ObservationYear
    places = [PLACES[PERIODS.index(each)] for each in periods_around(period)]
    there = or_(*(table.value[place].is_not(None) for place in places))
    return case((table.fiscal_year == _YEAR, there), else_=literal_column("false"))
