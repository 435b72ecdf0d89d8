"""One indicator, every area, every period of a year: a statement whose answer is the finished JSON."""

from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, SmallInteger, Text, bindparam, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by, array

from services.indicators.observations.rules.periods import PERIODS
from services.indicators.readings.repository.values import AREAS, PLACES, WANTED, agreed, counted, current, indicator
from services.indicators.readings.repository.years import Asked
from services.shared.access import PUBLIC, Principal
from services.shared.database import JsonQuery, Reader, json_rows
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound

_YEAR = bindparam("fiscal_year", type_=SmallInteger)


async def read_matrix(reader: Reader, principal: Principal, asked: Asked) -> str:
    """Return the matrix of one fiscal year as JSON text; raises NotFound."""
    values = {**asked.values(), "fiscal_year": asked.fiscal_years[0]}
    found = await reader.rows(_query(principal.is_public), values)
    if not found:
        raise NotFound()
    return str(found[0]["body"])


@lru_cache
def _query(is_public: bool) -> JsonQuery:
    known, sides = indicator(), agreed()
    values = counted(current(PUBLIC if is_public else CLERK), known, sides)
    inner = select(
        known.c.id.label("indicator_id"),
        known.c.code.label("indicator_code"),
        known.c.name_th,
        known.c.unit_code,
        known.c.unit_name_th,
        known.c.decimals,
        _YEAR.label("fiscal_year"),
        WANTED.label("side"),
        array([literal_column(f"'{period}'", Text) for period in PERIODS]).label("periods"),
        _areas(values).label("areas"),
        _silent(values).label("not_reported"),
    )
    return JsonQuery.compile(json_rows(inner))


def _areas(values: CTE) -> ColumnElement[Any]:
    """Return the areas whose value counts, by code, with a place for each period."""
    rows = _counting(values).subquery("r")
    row: ColumnElement[Any] = aggregate_order_by(func.row_to_json(literal_column("r")), rows.c.area_code)
    return select(_array(row)).select_from(rows).scalar_subquery()


def _array(each: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what is put together as one JSON array without blanks, empty where there is nothing."""
    return func.coalesce(func.array_to_json(func.array_agg(each)), literal_column("'[]'::json"))


def _counting(values: CTE) -> Select[Any]:
    # Without the zeros that a sender wrote behind: as the other door writes a number.
    shown = array([func.trim_scale(values.c.value[place]) for place in PLACES])
    columns = (values.c.area_code, values.c.reporter, shown.label("values"), values.c.is_final)
    return select(*columns).where(values.c.counts)


def _silent(values: CTE) -> ColumnElement[Any]:
    """Return the areas of the year without a value that counts: they stand apart, and never as a zero."""
    asked = func.unnest(AREAS).table_valued("code", name="asked").render_derived()
    spoken = select(literal_column("1")).where(values.c.area_code == asked.c.code, values.c.counts).exists()
    code: ColumnElement[Any] = aggregate_order_by(asked.c.code, asked.c.code)
    return select(_array(code)).select_from(asked).where(~spoken, true()).scalar_subquery()
