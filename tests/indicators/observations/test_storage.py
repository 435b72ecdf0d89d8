"""How values are kept: by fiscal year, append-only, and in the same few statements however many there are."""

import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from migrations.roles import app_role
from services.indicators.observations import repository
from services.indicators.observations.rules.periods import FIRST_YEAR, LAST_YEAR, MONTHS, QUARTERS
from services.indicators.observations.schemas import MOST_ROWS
from services.indicators.observations.usecases import measuring
from services.shared import reference
from services.shared.database import open_doors
from services.shared.middleware import LARGEST_JSON
from tests import databases
from tests.indicators.observations.conftest import Json, Measured, row_of
from tests.indicators.observations.test_concurrency import REPORTER, push_in
from tests.stack import Stack

ADDED = (
    "INSERT INTO indicators_fact.observation VALUES ('50', gen_random_uuid(), $1, 'q1', 'area:50', 1, 1, NULL, NULL,"
    " 'final', 1, NULL, NULL, gen_random_uuid(), 'test', now())"
)

TABLES = ("observation", "observation_year")
DIGESTED = (
    "area_code, indicator_id, fiscal_year, period, reporter, revision,"
    " trim_scale(value), trim_scale(numerator), trim_scale(denominator), status"
)


@pytest.fixture
async def engine(stack: Stack) -> AsyncIterator[AsyncEngine]:
    """An engine of the app role on which nothing else works."""
    app, reader = databases.app_address(stack.dsn, "indicators"), databases.reader_address(stack.dsn, "indicators")
    doors = await open_doors(app, reader, "indicators", 2)
    yield doors.engine
    await doors.close()


class Sent:
    """The statements that an engine is given, with their parameters."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.statements: list[tuple[str, Any]] = []
        event.listen(engine.sync_engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        self.statements.append((statement, parameters))


def many_rows(indicators: list[Json], count: int) -> list[Json]:
    """Return that many rows of two years, provinces and periods."""
    rows = (
        row_of(indicator, area_code=province.code, period=period, fiscal_year=year, value=1)
        for indicator in indicators
        for year in (2557, 2558)
        for province in reference.provinces(year)
        for period in (*QUARTERS, *MONTHS)
    )
    return [row for row, _ in zip(rows, range(count), strict=False)]


async def test_ten_thousand_rows_take_no_more_statements_than_ten(engine: AsyncEngine, measured: Measured) -> None:
    indicators = [await measured(frequency="monthly") for _ in range(5)]
    used: dict[int, int] = {}
    for count in (10, MOST_ROWS):
        sent = Sent(engine)
        async with AsyncSession(engine) as session:
            pushed = await push_in(session, *many_rows(indicators, count))
            await session.commit()
        assert pushed.counts["failed"] == 0
        assert pushed.counts["added"] == count - pushed.counts["unchanged"]
        used[count] = len(sent.statements)
    # The first values of indicators are noted on them, in one statement and its event: two more at most.
    # Of the second push ten rows are unchanged, so that the database is asked for its digest: one more, at any size.
    assert used == {10: used[10], MOST_ROWS: used[10] + 1}
    # The windows of the years are one, and the job of those who follow values another.
    assert used[10] <= 21


async def test_ten_thousand_bad_rows_take_no_more_statements_than_ten(engine: AsyncEngine, measured: Measured) -> None:
    rows = many_rows([await measured() for _ in range(5)], MOST_ROWS)
    spoiled = [{**row, "value": 0.125 if place % 2 else None, "area_code": "10"} for place, row in enumerate(rows)]
    used: dict[int, int] = {}
    for count in (10, MOST_ROWS):
        sent = Sent(engine)
        async with AsyncSession(engine) as session:
            pushed = await push_in(session, *spoiled[:count])
            await session.commit()
        assert pushed.counts["failed"] == count
        used[count] = len(sent.statements)
    assert used == {10: used[10], MOST_ROWS: used[10]}
    assert used[10] <= 13


async def test_rows_that_the_database_does_not_pass_are_written_as_those_that_it_does(
    engine: AsyncEngine, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def pushed_twice(indicator: Json) -> list[tuple[Any, ...]]:
        """Push values, then the same, others and new ones; returns the counts and what is written."""
        first = [row_of(indicator, area_code=code, period=period) for code in ("50", "51") for period in QUARTERS[:2]]
        then = [first[0], {**first[1], "value": 1, "reason": "นับใหม่"}, {**first[2], "value": 2}]
        then.append(row_of(indicator, area_code="52"))
        async with AsyncSession(engine) as session:
            counts = [(await push_in(session, *rows)).counts for rows in (first, then)]
            written = "SELECT * FROM indicators_fact.observation WHERE indicator_id = :id ORDER BY 1, 4, 6"
            found = (await session.execute(text(written), {"id": indicator["id"]})).mappings().all()
            await session.commit()
        changing = ("indicator_id", "batch_id", "recorded_at")
        return [tuple(each.values()) for each in counts] + [
            tuple(value for name, value in row.items() if name not in changing) for row in found
        ]

    plainly = await pushed_twice(await measured())
    monkeypatch.setattr(measuring, "places_of", lambda *_: iter(()))  # no row is plainly good any more
    assert await pushed_twice(await measured()) == plainly
    assert plainly[:2] == [(4, 4, 0, 0, 0), (4, 1, 1, 1, 1)]


async def test_ten_thousand_rows_fit_a_request() -> None:
    row = row_of({"id": str(uuid4())}, note="ก" * 100, reason="ข" * 100)
    assert len(str(row).encode()) * MOST_ROWS < LARGEST_JSON


async def plan_of(engine: AsyncEngine, sent: Sent) -> str:
    """The plan of the last statement that was sent."""
    statement, parameters = sent.statements[-1]
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in rows)


async def test_a_year_is_read_from_its_own_partition(engine: AsyncEngine) -> None:
    sent = Sent(engine)
    async with AsyncSession(engine) as session:
        await repository.current_values(session, [uuid4()], 2558)
        assert partitions_in(await plan_of(engine, sent)) == {"observation_year_2558"}
        await repository.current_values(session, [uuid4()], 2557, ["50"])
        assert partitions_in(await plan_of(engine, sent)) == {"observation_year_2557"}
        await repository.facts_by_area(session, REPORTER, ["50"], 2559)
        assert partitions_in(await plan_of(engine, sent)) == {"observation_2559"}


def partitions_in(plan: str) -> set[str]:
    """The partitions that a plan reads."""
    every = {f"{table}_{year}" for table in TABLES for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    return {name for name in every if f" on {name} " in plan}


async def test_without_a_year_every_partition_is_read(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql(
            "EXPLAIN SELECT * FROM indicators_fact.observation WHERE area_code = '50'"
        )
        assert len(partitions_in("\n".join(row[0] for row in rows))) == LAST_YEAR - FIRST_YEAR + 1


@pytest.mark.parametrize(("year", "has_place"), [(2549, False), (2550, True), (2580, True), (2581, False)])
async def test_a_year_without_a_partition_is_refused(stack: Stack, year: int, has_place: bool) -> None:
    admin = await asyncpg.connect(stack.dsn)
    try:
        transaction = admin.transaction()
        await transaction.start()
        if has_place:
            assert await admin.execute(ADDED, year) == "INSERT 0 1"
        else:
            with pytest.raises(asyncpg.CheckViolationError, match="no partition"):
                await admin.execute(ADDED, year)
        await transaction.rollback()
    finally:
        await admin.close()


@pytest.mark.parametrize(
    "table", ["indicators_fact.observation", "indicators_fact.observation_2558", "observation_batch"]
)
@pytest.mark.parametrize("statement", ["UPDATE {} SET reporter = reporter", "DELETE FROM {}"])
async def test_what_was_reported_cannot_be_rewritten(stack: Stack, table: str, statement: str) -> None:
    connection = await asyncpg.connect(databases.address_of(stack.dsn, app_role("indicators")))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement.format(table))
    finally:
        await connection.close()


async def test_a_batch_tells_the_digest_of_what_stands_under_it(
    stack: Stack, engine: AsyncEngine, measured: Measured
) -> None:
    indicator = await measured()
    async with AsyncSession(engine) as session:
        pushed = await push_in(session, *(row_of(indicator, period=period, value=0.5) for period in QUARTERS))
        await session.commit()
        batch_id = pushed.batch_id
    admin = await asyncpg.connect(stack.dsn)
    try:
        rows = await admin.fetch(f"SELECT {DIGESTED} FROM indicators_fact.observation WHERE batch_id = $1", batch_id)
        kept = await admin.fetchval("SELECT digest FROM indicators.observation_batch WHERE id = $1", batch_id)
    finally:
        await admin.close()
    # Anyone who has the rows can work it out again.
    texts = (["" if each is None else str(each) for each in row] for row in rows)
    lines = sorted(json.dumps(each, separators=(",", ":")) for each in texts)
    assert len(rows) == len(QUARTERS)
    assert hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == kept
