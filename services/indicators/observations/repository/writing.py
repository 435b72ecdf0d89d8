"""What a push writes: its revisions, and in the same transaction the current values of the years they are about."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    DateTime,
    FromClause,
    Integer,
    Numeric,
    Select,
    SmallInteger,
    Table,
    Text,
    Uuid,
    bindparam,
    case,
    column,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert, array, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from services.indicators.observations.models import Observation, ObservationBatch, ObservationYear
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.rows import Measure, Verdict
from services.indicators.observations.rules.years import FINAL

_OBSERVATION = cast("Table", Observation.__table__)
_YEAR = cast("Table", ObservationYear.__table__)
_YEAR_KEY = ("area_code", "indicator_id", "fiscal_year", "reporter")
_SLOTS = tuple(each.name for each in _YEAR.c if each.name not in _YEAR_KEY)


async def lock_reporter(session: AsyncSession, reporter: str) -> None:
    """Let the pushes of one reporter take turns until the transaction ends; those of others do not wait."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended('observations of ' || :reporter, 0))")
    await session.execute(lock, {"reporter": reporter})


def _sent(**columns: TypeEngine[Any]) -> FromClause:
    """Return rows that are sent as one array per column, named as the column: one statement however many they are."""
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in columns.items())
    named = (column(name, kind) for name, kind in columns.items())
    return func.unnest(*arrays).table_valued(*named, name="sent").render_derived()


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
_WRITTEN = select(*_ROWS.c, *(bindparam(name, type_=kind).label(name) for name, kind in _OF_ALL.items()))
_ADD = insert(_OBSERVATION).from_select([*(each.name for each in _ROWS.c), *_OF_ALL], _WRITTEN)


def _kept(rows: Select[Any]) -> Insert:
    """Return the statement that puts new revisions in their places of the years they are about.

    A place that `rows` say nothing of stays as it is, in a row that is there already.
    """
    new = rows.subquery("new")
    facts: dict[str, ColumnElement[Any]] = {name: new.c[name] for name in _SLOTS if name != "is_final"}
    facts["is_final"] = new.c.status == FINAL
    years = select(
        *(new.c[name] for name in _YEAR_KEY),
        *(array([_at(period, new, facts[name]) for period in PERIODS]).label(name) for name in _SLOTS),
    ).group_by(*(new.c[name] for name in _YEAR_KEY))
    add = insert(_YEAR).from_select([*_YEAR_KEY, *_SLOTS], years)
    places = range(1, len(PERIODS) + 1)
    is_new = {place: add.excluded.revision[place].is_not(None) for place in places}
    merged = {
        name: array([case((is_new[place], add.excluded[name][place]), else_=_YEAR.c[name][place]) for place in places])
        for name in _SLOTS
    }
    return add.on_conflict_do_update(constraint=_YEAR.primary_key, set_=merged)


def _at(period: str, rows: FromClause, fact: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the fact of the one row of a period; null where there is none."""
    only = func.bool_or(fact) if isinstance(fact.type, Boolean) else func.max(fact)
    return only.filter(rows.c.period == period)


_KEEP = _kept(_WRITTEN)


async def add_batch(
    session: AsyncSession, batch: ObservationBatch, verdicts: Sequence[Verdict], measures: Mapping[UUID, Measure]
) -> None:
    """Write a push, the values it adds or revises, and what is current now, in three statements."""
    session.add(batch)
    await session.flush()
    of_rows = ("area_code", "indicator_id", "fiscal_year", "period", "numerator", "denominator", "status", "note")
    columns: dict[str, list[Any]] = {name: [getattr(each.row, name) for each in verdicts] for name in of_rows}
    columns |= {name: [getattr(each, name) for each in verdicts] for name in ("revision", "value", "reason")}
    columns["definition_version"] = [measures[each.row.indicator_id].definition_version for each in verdicts]
    of_all = {"batch_id": batch.id, **{name: getattr(batch, name) for name in _OF_ALL if name != "batch_id"}}
    await session.execute(_ADD, {**columns, **of_all})
    await session.execute(_KEEP, {**columns, **of_all})
