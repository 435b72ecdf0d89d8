"""Every SQL statement about reported values.

Values are readable by whoever holds a role, final ones by everyone (`visible_to`). Two reads are not scoped to a
caller: `current_values` serves joint indicators and agreements, which check access to what they show, and
`standing_values` compares a push with what its own reporter said before. No route shows either as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    DateTime,
    FromClause,
    Integer,
    Numeric,
    Select,
    SmallInteger,
    Table,
    Text,
    Uuid,
    and_,
    bindparam,
    column,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from services.indicators.observations.models import Observation, ObservationBatch
from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.rows import Key, Measure, Row, Verdict
from services.indicators.observations.rules.years import FINAL
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey

KEY = ("area_code", "indicator_id", "fiscal_year", "period", "reporter")
# A list goes on after a key; the id that a cursor names beside its value is the indicator's, a part of that key.
IN_ORDER = "key"
_OTHERS = ("area_code", "fiscal_year", "period", "reporter", "revision")

_OBSERVATION = cast("Table", Observation.__table__)
_SHOWN = tuple(_OBSERVATION.c[name] for name in CurrentValue.__dataclass_fields__)
_KEY = tuple(_OBSERVATION.c[name] for name in KEY)
# The highest revision of each key.
_CURRENT: Select[Any] = select(*_SHOWN).ext(distinct_on(*_KEY)).order_by(*_KEY, _OBSERVATION.c.revision.desc())
_OF_INDICATORS = _CURRENT.where(
    _OBSERVATION.c.indicator_id == bindparam("ids", type_=ARRAY(Uuid)).any_(),
    _OBSERVATION.c.fiscal_year == bindparam("fiscal_year", type_=SmallInteger),
)
_IN_AREAS = _OBSERVATION.c.area_code == bindparam("areas", type_=ARRAY(Text)).any_()


def visible_to(principal: Principal) -> Select[Observation]:
    """Return a select of the values that `principal` may see: all for who holds a role, final ones for the public.

    Only what is published is ever measured, and it never goes back to a draft.
    """
    found = select(Observation)
    return found.where(Observation.status == FINAL) if principal.is_public else found


async def current_values(
    session: AsyncSession, indicator_ids: Iterable[UUID], fiscal_year: int, area_codes: Iterable[str] | None = None
) -> Sequence[CurrentValue]:
    """Return the current value of every reporter, period and area of the indicators, in the order of the key.

    Of all areas unless `area_codes` names some. Not scoped: whoever calls it checks access to what is shown.
    """
    values: dict[str, Any] = {"ids": list(indicator_ids), "fiscal_year": fiscal_year}
    found = _OF_INDICATORS
    if area_codes is not None:
        found, values["areas"] = found.where(_IN_AREAS), list(area_codes)
    return [CurrentValue(*row) for row in await session.execute(found, values)]


async def list_observations(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], page: PageRequest
) -> Sequence[Observation]:
    """Return up to one value more than the page holds, by key; only the current ones unless `current` is false."""
    is_current = filters["current"]
    names = KEY if is_current else (*KEY, "revision")
    order = [getattr(Observation, name) for name in names]
    found = visible_to(principal).where(
        *(getattr(Observation, name) == value for name, value in filters.items() if name in KEY and value is not None)
    )
    after = page.after(IN_ORDER, filters, SortKey(Observation.area_code.expression, dict))
    if after:
        last = {**after.value, "indicator_id": after.id}
        found = found.where(
            tuple_(*order) > tuple_(*(literal(last[name], _OBSERVATION.c[name].type) for name in names))
        )
    if is_current:
        found = found.ext(distinct_on(*order)).order_by(*order, Observation.revision.desc())
    else:
        found = found.order_by(*order)
    return (await session.scalars(found.limit(page.limit + 1))).all()


def place_of(value: Observation) -> dict[str, Any]:
    """Return what a cursor says of a value, its indicator apart."""
    return {name: getattr(value, name) for name in _OTHERS}


async def load_batch(session: AsyncSession, batch_id: UUID) -> ObservationBatch:
    """Return a push that wrote something, which whoever holds a role may read; raises NotFound."""
    batch = await session.get(ObservationBatch, batch_id)
    if batch is None:
        raise NotFound()
    return batch


async def lock_reporter(session: AsyncSession, reporter: str) -> None:
    """Let the pushes of one reporter take turns until the transaction ends; those of others do not wait."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended('observations of ' || :reporter, 0))")
    await session.execute(lock, {"reporter": reporter})


def _sent(**columns: TypeEngine[Any]) -> FromClause:
    """Return rows that are sent as one array per column, named as the column: one statement however many they are."""
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in columns.items())
    named = (column(name, kind) for name, kind in columns.items())
    return func.unnest(*arrays).table_valued(*named, name="sent").render_derived()


_KEYS = _sent(area_code=Text(), indicator_id=Uuid(), fiscal_year=SmallInteger(), period=Text())
_STANDING = _CURRENT.join(_KEYS, and_(*(_KEYS.c[each.name] == _OBSERVATION.c[each.name] for each in _KEYS.c))).where(
    _OBSERVATION.c.reporter == bindparam("reporter", type_=Text),
    _OBSERVATION.c.fiscal_year == bindparam("years", type_=ARRAY(SmallInteger)).any_(),
)


async def standing_values(session: AsyncSession, reporter: str, rows: Sequence[Row]) -> dict[Key, CurrentValue]:
    """Return, by key, what a reporter last said of what `rows` are about."""
    columns = {column.name: [getattr(row, column.name) for row in rows] for column in _KEYS.c}
    years = sorted({row.fiscal_year for row in rows})
    found = await session.execute(_STANDING, {**columns, "years": years, "reporter": reporter})
    values = (CurrentValue(*row) for row in found)
    return {(each.area_code, each.indicator_id, each.fiscal_year, each.period): each for each in values}


_ROWS = _sent(
    area_code=Text(),
    indicator_id=Uuid(),
    fiscal_year=SmallInteger(),
    period=Text(),
    revision=Integer(),
    value=Numeric(),
    numerator=Numeric(),
    denominator=Numeric(),
    status=Text(),
    definition_version=Integer(),
    note=Text(),
    reason=Text(),
)
# The same in every row of a push.
_OF_ALL: dict[str, Any] = {
    "reporter": Text(),
    "batch_id": Uuid(),
    "recorded_by": Text(),
    "recorded_at": DateTime(timezone=True),
}
_ADD = insert(_OBSERVATION).from_select(
    [*(each.name for each in _ROWS.c), *_OF_ALL],
    select(*_ROWS.c, *(bindparam(name, type_=kind) for name, kind in _OF_ALL.items())),
)


async def add_batch(
    session: AsyncSession, batch: ObservationBatch, verdicts: Sequence[Verdict], measures: Mapping[UUID, Measure]
) -> None:
    """Write a push and the values it adds or revises, in two statements."""
    session.add(batch)
    await session.flush()
    of_rows = ("area_code", "indicator_id", "fiscal_year", "period", "numerator", "denominator", "status", "note")
    columns: dict[str, list[Any]] = {name: [getattr(each.row, name) for each in verdicts] for name in of_rows}
    columns |= {name: [getattr(each, name) for each in verdicts] for name in ("revision", "value", "reason")}
    columns["definition_version"] = [measures[each.row.indicator_id].definition_version for each in verdicts]
    of_all = {"batch_id": batch.id, **{name: getattr(batch, name) for name in _OF_ALL if name != "batch_id"}}
    await session.execute(_ADD, {**columns, **of_all})


async def facts_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> Sequence[Any]:
    """Return (area, number of visible values, when the latest was recorded) of the areas that have any."""
    seen = visible_to(principal).where(Observation.area_code.in_(area_codes), Observation.fiscal_year == fiscal_year)
    latest = func.max(Observation.recorded_at).label("latest")
    values = seen.with_only_columns(Observation.area_code, latest).group_by(*_KEY).subquery()
    counted = select(values.c.area_code, func.count().label("value_count"), func.max(values.c.latest).label("latest"))
    return (await session.execute(counted.group_by(values.c.area_code))).all()
