"""A push on its way in: its rows as they were sent, and what becomes of each, in tables of the transaction alone.

Both go when the transaction ends, so that a pooled connection keeps nothing of them, and are never spread over several
machines. Statements are as many for one row as for ten thousand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple, cast

import asyncpg
from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.models import FACTS
from services.indicators.observations.rules.plain import Limit, Place, Scale, Span
from services.indicators.observations.rules.rows import Outcome, Verdict
from services.indicators.observations.rules.years import FINAL
from services.shared.numbers import MOST_DIGITS

# A transaction may take several pushes.
_FORGET = text("DROP TABLE IF EXISTS pg_temp.sent, pg_temp.judged")
_SENT = text(
    """
    CREATE TEMPORARY TABLE sent (
      index integer, area_code text, indicator_id uuid, fiscal_year smallint, period text,
      value numeric, numerator numeric, denominator numeric, status text, note text, reason text
    ) ON COMMIT DROP
    """
)


# Tables that were just filled have no statistics, and without any the planner may join them row by row, which for ten
# thousand rows takes seconds. What stands is found by the push's indicators, so hashing it is never much.
_BY_HASH = text("SET LOCAL enable_nestloop = off")
_AS_EVER = text("SET LOCAL enable_nestloop = on")


async def stage(session: AsyncSession, indexes: Iterable[int], columns: Mapping[str, Sequence[str]]) -> None:
    """Put rows where they can be judged; `columns` hold them as COPY takes them."""
    await session.execute(_FORGET)
    await session.execute(_SENT)
    lines = map("\t".join, zip(map(str, indexes), *columns.values(), strict=True))
    copied = "".join(f"{line}\n" for line in lines).encode()
    connection = await (await session.connection()).get_raw_connection()
    driver = cast("asyncpg.Connection", connection.driver_connection)
    await driver.copy_to_table("sent", source=BytesIO(copied), columns=["index", *columns])


@dataclass(frozen=True, slots=True)
class Plain:
    """What the rows of a push are held against; `reason` is why values change where the row gives no reason.

    `has_doubles`: a key may stand in two of the rows. Where none does, none is looked for.
    """

    reporter: str
    reason: str | None
    spans: Sequence[Span]
    places: Sequence[Place]
    scales: Sequence[Scale]
    limits: Sequence[Limit] = ()
    has_doubles: bool = True


def _table(name: str, kind: type[NamedTuple], **types: str) -> str:
    """Return a table that is sent as one array per column, each under the names of both."""
    arrays = ", ".join(f"CAST(:{name}_{field} AS {types[field]}[])" for field in kind._fields)
    return f"unnest({arrays}) AS {name} ({', '.join(kind._fields)})"


_SPANS = _table(
    "span", Span, fiscal_year="smallint", period="text", slot="integer", months="integer", is_open="boolean"
)
_PLACES = _table("place", Place, fiscal_year="smallint", area_code="text")
_SCALES = _table(
    "scale",
    Scale,
    indicator_id="uuid",
    definition_version="integer",
    months="integer",
    is_for_all="boolean",
    decimals="integer",
    unit="numeric",
    units="numeric",
    is_ratio="boolean",
)
_LIMITS = _table(
    "edge",
    Limit,
    fiscal_year="smallint",
    period="text",
    indicator_id="uuid",
    is_shut="boolean",
    is_late="boolean",
)
# Numerator over denominator in units of the last decimal, rounded half up; of whole numbers, so that nothing is lost.
_RATIO = """
    CASE WHEN scale.is_ratio THEN
      sign(sent.numerator) * sign(sent.denominator) * scale.unit
      * div(2 * abs(sent.numerator) * scale.units + abs(sent.denominator), 2 * nullif(abs(sent.denominator), 0))
    END
"""
# What `rules.rows.faults_of` asks of a row by itself, and `doubles_of` of all.
_IS_PLAIN = f"""
    span.is_open AND place.area_code IS NOT NULL
    AND (scale.is_for_all OR :reporter = 'area:' || sent.area_code) AND span.months >= scale.months
    AND CASE WHEN scale.is_ratio
          THEN abs(ratio) < 1e{MOST_DIGITS} AND (sent.value IS NULL OR round(sent.value, scale.decimals) = ratio)
          ELSE sent.numerator IS NULL AND sent.denominator IS NULL
               AND round(sent.value, scale.decimals) = sent.value
        END
"""
# What `rules.rows.verdict_of` says of a row that is plain; any other has no outcome yet.
_OUTCOME = f"""
    CASE WHEN is_plain IS NOT TRUE THEN NULL
         WHEN is_same AND is_final = before_is_final THEN '{Outcome.UNCHANGED}'
         WHEN is_shut THEN NULL
         WHEN before_revision IS NULL THEN '{Outcome.ADDED}'
         WHEN before_is_final AND NOT is_final OR reason IS NULL AND NOT is_same THEN NULL
         ELSE '{Outcome.REVISED}' END
"""
_TWICE = """
    LEFT JOIN (
      SELECT area_code, indicator_id, fiscal_year, period FROM sent GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
    ) AS twice
      ON twice.area_code = sent.area_code AND twice.indicator_id = sent.indicator_id
     AND twice.fiscal_year = sent.fiscal_year AND twice.period = sent.period
"""
_EDGES = f"""
    LEFT JOIN {_LIMITS}
      ON edge.fiscal_year = sent.fiscal_year AND edge.period = sent.period AND edge.indicator_id = sent.indicator_id
"""


@cache
def _judge(has_doubles: bool, has_limits: bool) -> TextClause:
    """Return the statement that says what becomes of rows; it joins nothing in which there is nothing to find."""
    joins = (_TWICE if has_doubles else "") + (_EDGES if has_limits else "")
    limits = "edge.is_shut, edge.is_late" if has_limits else "false AS is_shut, false AS is_late"
    is_single = "twice.area_code IS NULL" if has_doubles else "true"
    return text(
        f"""
    CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
    SELECT held.*, coalesce(before_revision, 0) + 1 AS revision, {_OUTCOME} AS outcome
      FROM (
        SELECT valued.*,
               value = before_value AND numerator IS NOT DISTINCT FROM before_numerator
               AND denominator IS NOT DISTINCT FROM before_denominator AS is_same
          FROM (
            SELECT sent.index, sent.area_code, sent.indicator_id, sent.fiscal_year, sent.period, slot,
                   sent.value AS sent_value, CASE WHEN scale.is_ratio THEN ratio ELSE sent.value END AS value,
                   sent.numerator, sent.denominator, sent.status, sent.status = '{FINAL}' AS is_final,
                   sent.note, coalesce(sent.reason, :reason) AS reason, scale.definition_version,
                   {is_single} AND {_IS_PLAIN} AS is_plain, {limits},
                   year.area_code IS NOT NULL AS has_year,
                   year.revision[slot] AS before_revision, year.value[slot] AS before_value,
                   year.numerator[slot] AS before_numerator, year.denominator[slot] AS before_denominator,
                   year.is_final[slot] AS before_is_final, year.recorded_at[slot] AS before_recorded_at
              FROM sent
              JOIN {_SPANS} ON span.fiscal_year = sent.fiscal_year AND span.period = sent.period
              LEFT JOIN {_PLACES} ON place.fiscal_year = sent.fiscal_year AND place.area_code = sent.area_code
              LEFT JOIN {_SCALES} ON scale.indicator_id = sent.indicator_id
              {joins}
              LEFT JOIN {FACTS}.observation_year AS year
                ON year.area_code = sent.area_code AND year.indicator_id = sent.indicator_id
               AND year.fiscal_year = sent.fiscal_year AND year.reporter = :reporter
               AND year.fiscal_year = ANY(CAST(:years AS smallint[]))
               AND year.indicator_id = ANY(CAST(:scale_indicator_id AS uuid[]))
              CROSS JOIN LATERAL (SELECT {_RATIO} AS ratio) AS parts
          ) AS valued
      ) AS held
    """
    )


async def judge_plain(session: AsyncSession, plain: Plain) -> None:
    """Say what becomes of every staged row that is plainly good, in one statement; the others wait for a verdict."""
    values: dict[str, Any] = {"reporter": plain.reporter, "reason": plain.reason}
    values["years"] = sorted({span.fiscal_year for span in plain.spans})
    tables: tuple[tuple[str, type[Any], Sequence[Any]], ...] = (
        ("span", Span, plain.spans),
        ("place", Place, plain.places),
        ("scale", Scale, plain.scales),
        *((("edge", Limit, plain.limits),) if plain.limits else ()),
    )
    for name, kind, rows in tables:
        values |= {f"{name}_{field}": [getattr(row, field) for row in rows] for field in kind._fields}
    await session.execute(_BY_HASH)
    await session.execute(_judge(plain.has_doubles, bool(plain.limits)), values)
    await session.execute(_AS_EVER)


_SUSPICIOUS = text("SELECT * FROM judged WHERE outcome IS NULL ORDER BY index")


async def suspicious_rows(session: AsyncSession) -> Sequence[RowMapping]:
    """Return the rows that wait for a verdict, in their order, each with what stands before it."""
    return (await session.execute(_SUSPICIOUS)).mappings().all()


_SETTLE = text(
    """
    UPDATE judged SET outcome = verdict.outcome, value = verdict.value, revision = verdict.revision
      FROM unnest(CAST(:indexes AS integer[]), CAST(:outcomes AS text[]), CAST(:values AS numeric[]),
                  CAST(:revisions AS integer[])) AS verdict (index, outcome, value, revision)
     WHERE judged.index = verdict.index
    """
)


async def settle(session: AsyncSession, verdicts: Sequence[Verdict]) -> None:
    """Write down what becomes of suspicious rows that were found good; there is no statement when there are none."""
    if verdicts:
        columns = {
            "indexes": [each.row.index for each in verdicts],
            "outcomes": [each.outcome.value for each in verdicts],
            "values": [each.value for each in verdicts],
            "revisions": [each.revision for each in verdicts],
        }
        await session.execute(_SETTLE, columns)


_COUNT = text(
    "SELECT outcome, count(*), count(*) FILTER (WHERE is_late), bool_or(has_year) FROM judged"
    " WHERE outcome IS NOT NULL GROUP BY outcome"
)


class Tally(NamedTuple):
    """How many rows became what, and of those that are written how many come after their last day.

    `has_years`: the row of a year that some of them go into is there already.
    """

    outcomes: dict[Outcome, int]
    late: int
    has_years: bool


async def count_outcomes(session: AsyncSession) -> Tally:
    """Return how many rows became what."""
    rows = [(Outcome(outcome), *rest) for outcome, *rest in await session.execute(_COUNT)]
    outcomes = {outcome: count for outcome, count, _, _ in rows}
    written = [(late, has_year) for outcome, _, late, has_year in rows if outcome is not Outcome.UNCHANGED]
    return Tally(outcomes, sum(late for late, _ in written), any(has_year for _, has_year in written))
