"""What a push writes: its revisions, and in the same transaction the current values of the years they are about.

Both are made of `judged`, the table of the transaction that says what becomes of each row (`staging`).
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.models import FACTS, ObservationBatch
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.rows import Outcome

_IS_WRITTEN = f"outcome IN ('{Outcome.ADDED}', '{Outcome.REVISED}')"


async def lock_reporter(session: AsyncSession, reporter: str) -> None:
    """Let the pushes of one reporter take turns until the transaction ends; those of others do not wait."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended('observations of ' || :reporter, 0))")
    await session.execute(lock, {"reporter": reporter})


class Written(NamedTuple):
    """What a push is about to write: the digest of its rows, and what they are about."""

    digest: str
    area_codes: list[str]
    indicator_ids: list[UUID]
    fiscal_years: list[int]
    periods: list[str]
    has_parts: bool  # some of them have a numerator and denominator


def _each(column: str) -> str:
    return f"ARRAY(SELECT DISTINCT {column} FROM judged WHERE {_IS_WRITTEN} ORDER BY 1)"


def _shown(number: str) -> str:
    return f"coalesce(CAST(trim_scale({number}) AS text), '')"


# One JSON array of texts per line, sorted; no text in it has a character that JSON would write in another way.
_DIGEST = f"""
    SELECT encode(sha256(convert_to(string_agg(line || chr(10), '' ORDER BY line COLLATE "C"), 'UTF8')), 'hex')
      FROM judged CROSS JOIN LATERAL (
        SELECT '["' || concat_ws(
          '","', area_code, indicator_id, fiscal_year, period, CAST(:reporter AS text), revision,
          {_shown("value")}, {_shown("numerator")}, {_shown("denominator")}, status
        ) || '"]' AS line
      ) AS lines
     WHERE {_IS_WRITTEN}
"""
_SUM_UP = text(
    f"SELECT ({_DIGEST}), {_each('area_code')}, {_each('indicator_id')}, {_each('fiscal_year')}, {_each('period')},"
    f" EXISTS (SELECT FROM judged WHERE numerator IS NOT NULL AND {_IS_WRITTEN})"
)


async def sum_up(session: AsyncSession, reporter: str) -> Written:
    """Return the digest of what will be written, and what it is about; where all is new, its reading tells too."""
    return Written(*(await session.execute(_SUM_UP, {"reporter": reporter})).one())


_ADD = text(
    f"""
    INSERT INTO {FACTS}.observation (
      area_code, indicator_id, fiscal_year, period, reporter, revision, value, numerator, denominator, status,
      definition_version, note, reason, batch_id, recorded_by, recorded_at
    )
    SELECT area_code, indicator_id, fiscal_year, period, :reporter, revision, value, numerator, denominator, status,
           definition_version, note, CASE outcome WHEN '{Outcome.REVISED}' THEN reason END,
           CAST(:batch_id AS uuid), :recorded_by, CAST(:recorded_at AS timestamptz)
      FROM judged WHERE {_IS_WRITTEN}
    """
)
_KEY = ", ".join(("area_code", "indicator_id", "fiscal_year", "reporter"))
_NOTHING = f"array_fill(CAST(NULL AS numeric), ARRAY[{len(PERIODS)}])"


@cache
def _keep(periods: frozenset[str], has_parts: bool, has_years: bool) -> TextClause:
    """Return the statement that puts what is written of some periods in its places.

    A place that no row is of stays as it is, in a year that is there already (`has_years`). What the rows are of is
    said in the statement itself: a place costs as much as a row.
    """
    slots = [slot for slot, period in enumerate(PERIODS, 1) if period in periods]
    facts = _facts_of_many(slots, has_parts) if len(slots) > 1 else _facts_of_one(slots, has_parts)
    new = ", ".join(_array(fact) if fact else _NOTHING for fact in facts.values())
    grouped = " GROUP BY area_code, indicator_id, fiscal_year" if len(slots) > 1 else ""
    merged = ", ".join(f"{name} = {_array(_merged(name, slots))}" for name in facts)
    return text(
        f"INSERT INTO {FACTS}.observation_year AS year ({_KEY}, {', '.join(facts)})"
        f" SELECT area_code, indicator_id, fiscal_year, :reporter, {new} FROM judged WHERE {_IS_WRITTEN}{grouped}"
        + (f" ON CONFLICT ({_KEY}) DO UPDATE SET {merged}" if has_years else "")
    )


_RECORDED_AT = "CAST(:recorded_at AS timestamptz)"


def _facts_of_one(slots: Sequence[int], has_parts: bool) -> dict[str, dict[int, str]]:
    """Return what stands where when all rows are of one period: each row is a year of its own."""
    facts = {"value": "value", "numerator": "numerator", "denominator": "denominator", "revision": "revision"}
    facts |= {"is_final": "is_final", "recorded_at": _RECORDED_AT, "definition_version": "definition_version"}
    return {
        name: {slot: shown for slot in slots if has_parts or name not in ("numerator", "denominator")}
        for name, shown in facts.items()
    }


def _facts_of_many(slots: Sequence[int], has_parts: bool) -> dict[str, dict[int, str]]:
    """Return what stands where when several rows may be of one year."""
    at = {slot: f"FILTER (WHERE slot = {slot})" for slot in slots}
    is_there = {slot: f"max(revision) {at[slot]} IS NOT NULL" for slot in slots}
    return {
        "value": {slot: f"max(value) {at[slot]}" for slot in slots},
        "numerator": {slot: f"max(numerator) {at[slot]}" for slot in slots if has_parts},
        "denominator": {slot: f"max(denominator) {at[slot]}" for slot in slots if has_parts},
        "revision": {slot: f"max(revision) {at[slot]}" for slot in slots},
        "is_final": {slot: f"bool_or(is_final) {at[slot]}" for slot in slots},
        "recorded_at": {slot: f"CASE WHEN {is_there[slot]} THEN {_RECORDED_AT} END" for slot in slots},
        "definition_version": {slot: f"CASE WHEN {is_there[slot]} THEN max(definition_version) END" for slot in slots},
    }


def _array(places: Mapping[int, str]) -> str:
    return f"ARRAY[{', '.join(places.get(slot, 'NULL') for slot in range(1, len(PERIODS) + 1))}]"


def _merged(name: str, slots: Container[int]) -> dict[int, str]:
    """Return what stands in the places of a year that is there: what is written now, else what stood there before."""
    return {
        slot: f"CASE WHEN excluded.revision[{slot}] IS NULL THEN year.{name}[{slot}] ELSE excluded.{name}[{slot}] END"
        if slot in slots
        else f"year.{name}[{slot}]"
        for slot in range(1, len(PERIODS) + 1)
    }


async def add_values(
    session: AsyncSession, batch: ObservationBatch, periods: Iterable[str], *, has_parts: bool, has_years: bool
) -> None:
    """Write the values that a push adds or revises, and what is current now, in two statements.

    `periods` are those of what is written; `has_years`, see `Tally`.
    """
    of_all: dict[str, Any] = {"reporter": batch.reporter, "recorded_at": batch.recorded_at}
    await session.execute(_ADD, {**of_all, "batch_id": batch.id, "recorded_by": batch.recorded_by})
    await session.execute(_keep(frozenset(periods), has_parts, has_years), of_all)


async def add_batch(session: AsyncSession, batch: ObservationBatch) -> None:
    """Write a push itself."""
    session.add(batch)
    await session.flush()
