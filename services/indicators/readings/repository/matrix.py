"""One indicator, every area, every period of a year: a statement whose answer is the finished JSON."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    SmallInteger,
    Text,
    bindparam,
    case,
    func,
    literal_column,
    null,
    select,
    true,
)
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
    rows = _rows(values, sides, is_public)
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
        _areas(rows).label("areas"),
        _silent(rows).label("not_reported"),
    )
    return JsonQuery.compile(json_rows(inner))


def _areas(found: CTE) -> ColumnElement[Any]:
    """Return the areas with a value that counts, by code, with a place for each period."""
    rows = select(found).subquery("r")
    row: ColumnElement[Any] = aggregate_order_by(func.row_to_json(literal_column("r")), rows.c.area_code)
    return select(_array(row)).select_from(rows).scalar_subquery()


def _array(each: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what is put together as one JSON array without blanks, empty where there is nothing."""
    return func.coalesce(func.array_to_json(func.array_agg(each)), literal_column("'[]'::json"))


def _rows(values: CTE, sides: CTE, is_public: bool) -> CTE:
    """Return a row of each area whose value counts; what was settled stands in the place of the year."""
    names = ("area_code", "reporter", "value", "is_final")
    counting = select(*(values.c[name] for name in names)).where(values.c.counts).subquery("counting")
    settled = select(sides).where(sides.c.dispute_id.is_not(None)).subquery("settled")
    is_settled, year, others = settled.c.dispute_id.is_not(None), PLACES[0], PLACES[1:]
    told = func.json_build_object(
        literal_column("'dispute_id'"), null() if is_public else settled.c.dispute_id,
        literal_column("'reporter'"), settled.c.settled_reporter,
    )  # fmt: skip
    numbers = (func.coalesce(settled.c.settled_value, counting.c.value[year]), *(counting.c.value[at] for at in others))
    final = case((is_settled, literal_column("true", Boolean)), else_=counting.c.is_final[year])
    columns = (
        func.coalesce(counting.c.area_code, settled.c.area_code).label("area_code"),
        func.coalesce(counting.c.reporter, settled.c.reporter).label("reporter"),
        # Without the zeros that a sender wrote behind: as the other door writes a number.
        array([func.trim_scale(each) for each in numbers]).label("values"),
        array([final, *(counting.c.is_final[at] for at in others)]).label("is_final"),
        case((is_settled, told)).label("settled"),
    )
    both = counting.outerjoin(settled, settled.c.area_code == counting.c.area_code, full=True)
    return select(*columns).select_from(both).cte("shown")


def _silent(found: CTE) -> ColumnElement[Any]:
    """Return the areas of the year without a value that counts: they stand apart, and never as a zero."""
    asked = func.unnest(AREAS).table_valued("code", name="asked").render_derived()
    spoken = select(literal_column("1")).where(found.c.area_code == asked.c.code).exists()
    code: ColumnElement[Any] = aggregate_order_by(asked.c.code, asked.c.code)
    return select(_array(code)).select_from(asked).where(~spoken, true()).scalar_subquery()
