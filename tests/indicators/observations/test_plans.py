"""How the database finds what it is asked when it has a choice, with rows and statistics: one partition, by index."""

import re
from collections.abc import AsyncIterator
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from services.indicators.observations import repository
from services.indicators.observations.rules.plain import Place, Scale, Span
from services.indicators.observations.usecases.reading import read_rows
from tests.indicators.observations.conftest import row_of
from tests.indicators.observations.test_concurrency import REPORTER
from tests.indicators.observations.test_storage import Sent
from tests.stack import Stack

KNOWN = UUID(int=7)
# Two years, 300 indicators, 76 areas, one side each; the areas' codes are numbers from 10.
SEED = """
INSERT INTO indicators_fact.observation_year
SELECT (9 + area)::text, lpad(to_hex(indicator), 32, '0')::uuid, year, 'function:05',
       array_fill(1::numeric, ARRAY[17]), array_fill(NULL::numeric, ARRAY[17]), array_fill(NULL::numeric, ARRAY[17]),
       array_fill(1, ARRAY[17]), array_fill(true, ARRAY[17]), array_fill(now(), ARRAY[17]), array_fill(1, ARRAY[17])
  FROM generate_series(1, 76) AS area, generate_series(1, 300) AS indicator, generate_series(2557, 2558) AS year
"""
SEED_REVISIONS = """
INSERT INTO indicators_fact.observation
SELECT area_code, indicator_id, fiscal_year, 'q1', reporter, 1, 1, NULL, NULL, 'final', 1, NULL, NULL, indicator_id,
       'x', now()
  FROM indicators_fact.observation_year
 WHERE fiscal_year = 2558 AND indicator_id < '00000000-0000-0000-0001-000000000000'
"""


class Asked:
    """A session with many values in it, which are taken back at the end, and what it is asked."""

    def __init__(self, session: AsyncSession, sent: Sent) -> None:
        self.session, self._sent = session, sent

    async def plan(self, beginning: str = "") -> str:
        """The plan of the last statement that begins so."""
        found = [each for each in self._sent.statements if each[0].lstrip().startswith(beginning)]
        statement, parameters = found[-1]
        connection = await self.session.connection()
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in rows)


@pytest.fixture
async def asked(stack: Stack) -> AsyncIterator[Asked]:
    """Values in plenty, with statistics."""
    engine = create_async_engine(stack.dsn.replace("postgresql://", "postgresql+asyncpg://"))
    async with AsyncSession(engine) as session:
        for statement in (SEED, SEED_REVISIONS, "ANALYZE indicators_fact.observation_year_2557"):
            await session.execute(text(statement.replace("::", r"\:\:")))
        for table in ("observation_year_2558", "observation_2558"):
            await session.execute(text(f"ANALYZE indicators_fact.{table}"))
        yield Asked(session, Sent(engine))
        await session.rollback()
    await engine.dispose()


def scans_of(plan: str) -> set[tuple[str, str]]:
    """How each partition of values is read: by index or whole, and which."""
    found = re.findall(r"((?:Bitmap Heap|Index|Index Only|Seq) Scan).* on (observation(?:_year)?_\d{4})\b", plan)
    return {("whole" if how == "Seq Scan" else "by index", table) for how, table in found}


async def test_current_values_are_found_in_their_partition_by_indicator(asked: Asked) -> None:
    await repository.current_values(asked.session, [KNOWN], 2558)
    assert scans_of(await asked.plan()) == {("by index", "observation_year_2558")}


async def test_current_values_of_areas_are_found_by_index(asked: Asked) -> None:
    await repository.current_values(asked.session, [KNOWN, UUID(int=8)], 2557, ["50", "51"])
    assert scans_of(await asked.plan()) == {("by index", "observation_year_2557")}


async def test_what_an_area_has_is_found_by_index(asked: Asked) -> None:
    await repository.facts_by_area(asked.session, REPORTER, ["77"], 2558)
    assert scans_of(await asked.plan()) == {("by index", "observation_2558")}


@pytest.mark.parametrize("rows", [1, 76])
async def test_a_push_reads_what_stands_of_its_indicators_alone(asked: Asked, rows: int) -> None:
    provinces = [row_of({"id": str(KNOWN)}, area_code=code) for code in ("50", "51", "52")] * rows
    reading = read_rows(provinces[:rows])
    await repository.stage(asked.session, reading.indexes, reading.columns)
    scale = Scale(KNOWN, 1, 3, True, 2, Decimal("0.01"), Decimal(100), False)
    plain = repository.Plain("function:05", None, [Span(2558, "q1", 2, 3, True)], [Place(2558, "50")], [scale], [])
    await repository.judge_plain(asked.session, plain)
    await asked.session.execute(text("DROP TABLE judged"))
    await asked.session.execute(text("SET LOCAL enable_nestloop = off"))
    plan = await asked.plan("CREATE TEMPORARY TABLE judged")
    assert scans_of(plan) == {("by index", "observation_year_2558")}
    assert "Nested Loop" not in plan
