"""How readings are read: one statement however much there is, from the years asked for, by the index."""

import datetime as dt
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from services.indicators.observations.repository import current_values
from services.indicators.observations.rules.periods import FIRST_YEAR, LAST_YEAR, PERIODS
from services.indicators.readings.repository import Asked, read_first_days, read_matrix, read_streams
from services.indicators.readings.schemas.queries import (
    ComparisonQuery,
    FreshnessQuery,
    MatrixQuery,
    QualityQuery,
    RankingQuery,
    RollUpQuery,
    SeriesQuery,
)
from services.indicators.readings.usecases import estimates, examining, series
from services.indicators.readings.usecases.loading import load_reading
from services.shared import reference
from services.shared.access import PUBLIC, Grant, Principal
from services.shared.database import JsonQuery, Reader, open_doors
from services.shared.numbers import number_of
from tests import databases
from tests.indicators.readings.conftest import House
from tests.stack import Stack

OFFICE = Principal("test", "test", (Grant.parse("opdc"),))
TODAY = dt.date(2026, 11, 28)
EVERYBODY = ComparisonQuery(area_code="50", last_year=2558, peers="all")
# Nobody else's tests report of it: it has not begun.
BUSY_YEAR = 2579


class Noting(Reader):
    """A reader that remembers what it was asked."""

    asked: list[tuple[JsonQuery, dict[str, Any]]]

    @override
    async def rows(self, query: JsonQuery, values: dict[str, Any]) -> Sequence[asyncpg.Record]:
        self.asked.append((query, values))
        return await super().rows(query, values)


@pytest.fixture
async def reader(stack: Stack) -> AsyncIterator[Noting]:
    found = await Noting.open(databases.reader_address(stack.dsn, "indicators"), "indicators", 2)
    assert isinstance(found, Noting)
    found.asked = []
    yield found
    await found.close()


async def many_values(house: House) -> UUID:
    """An indicator with values of every province, by both sides, in three years."""
    known = await house.indicator(frequency="monthly")
    codes = [each.code for each in reference.provinces(2558)]
    rows = [
        {"area_code": code, "period": period, "value": 0.25 * at}
        for code in codes
        for at, period in enumerate(("q1", "m04", "m05"))
    ]
    for year in (2556, 2557, 2558):
        await house.push(known, *rows, fiscal_year=year)
    return UUID(known)


async def test_every_reading_takes_as_many_statements_for_the_whole_country_as_for_nothing(
    house: House, reader: Noting
) -> None:
    used: list[list[int]] = []
    for indicator_id in (await many_values(house), UUID(await house.indicator())):
        counts = list[int]()
        for read in (
            series.series_of(reader, OFFICE, indicator_id, SeriesQuery(area_code="50", last_year=2558), TODAY),
            series.comparison_of(reader, OFFICE, indicator_id, EVERYBODY, TODAY),
            series.ranking_of(reader, OFFICE, indicator_id, RankingQuery(fiscal_year=2558)),
            series.matrix_of(reader, OFFICE, indicator_id, MatrixQuery(fiscal_year=2558)),
            estimates.roll_up_of(reader, OFFICE, indicator_id, RollUpQuery(area_code="TH", fiscal_year=2558), TODAY),
            examining.quality_of(reader, OFFICE, indicator_id, QualityQuery(area_code="50", fiscal_year=2558), TODAY),
            examining.freshness_of(reader, FreshnessQuery(fiscal_year=2558), TODAY),
        ):  # fmt: skip
            reader.asked.clear()
            await read
            counts.append(len(reader.asked))
        used.append(counts)
    assert used == [[1, 1, 1, 1, 1, 3, 2]] * 2


async def test_both_doors_tell_the_same_values(house: House, reader: Noting, stack: Stack) -> None:
    indicator_id = await many_values(house)
    await house.push(str(indicator_id), {"area_code": "50", "value": 1234567.5, "period": "m06"})
    asked = Asked(indicator_id, "record", tuple(each.code for each in reference.provinces(2558)), (2558,))
    matrix = json.loads(await read_matrix(reader, OFFICE, asked))
    address = databases.app_address(stack.dsn, "indicators")
    doors = await open_doors(address, databases.reader_address(stack.dsn, "indicators"), "indicators", 2)
    async with AsyncSession(doors.engine) as session:
        current = await current_values(session, [indicator_id], 2558)
    await doors.close()
    places: dict[str, list[Any]] = {}
    for value in current:
        places.setdefault(value.area_code, [None] * len(PERIODS))[PERIODS.index(value.period)] = number_of(value.value)
    told = {each["area_code"]: each["values"] for each in matrix["areas"]}
    assert json.dumps(told).encode() == json.dumps(dict(sorted(places.items()))).encode()
    reading = await load_reading(reader, OFFICE, asked)
    of_rows = {value for rows in reading.rows.values() for row in rows for value in row.values}
    assert of_rows == set(current)


async def test_when_a_value_first_came_is_told_by_its_first_revision(house: House, reader: Noting) -> None:
    known = await house.indicator()
    await house.own(known, {"50": 1})
    between = dt.datetime.now(dt.UTC)
    await house.own(known, {"50": 2})
    (found,) = await read_first_days(reader, OFFICE, Asked(UUID(known), "record", ("50",), (2558,)))
    assert (found["reporter"], found["period"]) == ("area:50", "year")
    assert found["recorded_at"] < between


async def test_revisions_tell_the_same_as_what_is_current(house: House, reader: Noting) -> None:
    indicator_id = await many_values(house)
    codes = tuple(each.code for each in reference.provinces(2558))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    for principal in (OFFICE, PUBLIC):
        found = [
            await load_reading(reader, principal, Asked(indicator_id, "record", codes, (2557, 2558), as_of))
            for as_of in (None, later)
        ]
        assert found[0].rows == found[1].rows
        assert len(found[0].rows) == 2 * len(codes)


@pytest.fixture
async def busy(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    """A connection that sees a year with 6,080 sides of 40 indicators; nobody else ever does."""
    admin = await asyncpg.connect(stack.dsn, server_settings={"search_path": "indicators, public"})
    transaction = admin.transaction()
    await transaction.start()
    await admin.execute(
        f"""INSERT INTO indicators_fact.observation_year (area_code, indicator_id, fiscal_year, reporter, value,
              numerator, denominator, revision, is_final, recorded_at, definition_version)
            SELECT area::text, md5(indicator::text)::uuid, {BUSY_YEAR}, side || area, array_fill(1.5, ARRAY[17]),
              array_fill(NULL::numeric, ARRAY[17]), array_fill(NULL::numeric, ARRAY[17]), array_fill(1, ARRAY[17]),
              array_fill(true, ARRAY[17]), array_fill(now(), ARRAY[17]), array_fill(1, ARRAY[17])
            FROM generate_series(10, 85) area, generate_series(1, 40) indicator,
              (VALUES ('area:'), ('function:')) s (side)"""
    )
    await admin.execute(f"ANALYZE indicators_fact.observation_year_{BUSY_YEAR}")
    yield admin
    await transaction.rollback()
    await admin.close()


async def plan_of(admin: asyncpg.Connection, query: JsonQuery, values: dict[str, Any]) -> str:
    known = {**query.constants, **values}
    rows = await admin.fetch(f"EXPLAIN {query.sql}", *(known[name] for name in query.names))
    return "\n".join(row[0] for row in rows)


def partitions_in(plan: str) -> set[str]:
    every = {
        f"{table}_{year}" for table in ("observation", "observation_year") for year in range(FIRST_YEAR, LAST_YEAR + 1)
    }
    return {name for name in every if f" on {name} " in plan}


async def test_a_matrix_and_a_series_read_their_years_by_the_index(reader: Noting, busy: asyncpg.Connection) -> None:
    indicator_id: UUID = await busy.fetchval("SELECT md5('7')::uuid")
    codes = tuple(each.code for each in reference.provinces(BUSY_YEAR))
    index = f"observation_year_{BUSY_YEAR}_indicator_id_area_code_reporter_idx"
    for areas, read in ((codes, read_matrix), (codes, load_reading), (("50",), load_reading)):
        with pytest.raises(Exception, match="not_found"):  # there is no such indicator, which is asked first
            await read(reader, OFFICE, Asked(indicator_id, "record", areas, (BUSY_YEAR,)))
        plan = await plan_of(busy, *reader.asked[-1])
        assert partitions_in(plan) == {f"observation_year_{BUSY_YEAR}"}, plan
        assert index in plan or f"observation_year_{BUSY_YEAR}_pkey" in plan, plan
        assert "Seq Scan on observation_year" not in plan


async def test_as_of_and_freshness_read_only_the_years_they_are_about(reader: Noting, busy: asyncpg.Connection) -> None:
    at = dt.datetime.now(dt.UTC)
    with pytest.raises(Exception, match="not_found"):
        await load_reading(reader, OFFICE, Asked(uuid4(), "record", ("50",), (2557,), at))
    assert partitions_in(await plan_of(busy, *reader.asked[-1])) == {"observation_2557"}
    await read_streams(reader, 2558, "function:05")
    assert partitions_in(await plan_of(busy, *reader.asked[-1])) == {"observation_year_2557", "observation_year_2558"}
