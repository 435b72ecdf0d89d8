"""Values move into the fact schema and back: none is lost, changed or left without its place among the current ones."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from migrations.upgrade import on_schema
from tests.indicators.observations.rollup import BY_REVISION, BY_YEAR
from tests.migrations.test_migrations import empty

__all__ = ["empty"]
Shown = list[tuple[object, ...]]

# Two areas, indicators and sides, three years, every period; one value in three has a second revision, a final one.
SEED = """
INSERT INTO indicators.observation
SELECT area, indicator::uuid, year, period, reporter, revision, place + revision / 8.0,
       CASE WHEN place % 2 = 0 THEN place END, CASE WHEN place % 2 = 0 THEN 8 END,
       CASE revision WHEN 2 THEN 'final' ELSE 'provisional' END, revision, NULL, NULL,
       '0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60', 'ministry', TIMESTAMPTZ '2015-01-09 02:15Z' + revision * interval '1 day'
  FROM unnest(ARRAY['50', 'TH']) AS area, unnest(ARRAY[2550, 2558, 2580]) AS year,
       unnest(ARRAY['area:50', 'function:05']) AS reporter,
       unnest(ARRAY['0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55', '0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56']) AS indicator,
       unnest(ARRAY['year', 'q1', 'q4', 'm01', 'm11', 'm12']) WITH ORDINALITY AS period(period, place),
       generate_series(1, 2) AS revision
 WHERE (revision = 1 OR place % 3 = 0) AND (year <> 2550 OR place = 6)
"""
SEEDED = 8 * (2 * 8 + 2)
REVISIONS = "SELECT * FROM {}.observation ORDER BY area_code, indicator_id, fiscal_year, period, reporter, revision"
RIGHTS = """
SELECT relname, relacl::text FROM pg_class WHERE relnamespace = '{}'::regnamespace AND relname LIKE 'observation%'
   AND relname NOT LIKE 'observation\\_year%' AND relkind IN ('r', 'p') AND relname <> 'observation_batch' ORDER BY 1
"""


async def shown(engine: AsyncEngine, question: str) -> Shown:
    """Return what a question to the database is answered."""
    async with engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(question))]


async def move(engine: AsyncEngine, revision: str) -> None:
    """Bring the indicators to a step, upwards or downwards."""
    go = command.downgrade if revision == "indicators_0005" and await is_moved(engine) else command.upgrade
    await on_schema(engine, "indicators", lambda config: go(config, revision))


async def is_moved(engine: AsyncEngine) -> bool:
    """Return whether the values stand in the fact schema."""
    return await shown(engine, "SELECT to_regclass('indicators_fact.observation') IS NOT NULL") == [(True,)]


async def test_values_that_were_there_stay_and_have_their_places(empty: AsyncEngine) -> None:
    await move(empty, "indicators_0005")
    async with empty.begin() as connection:
        await connection.execute(text(SEED))
    before = await shown(empty, REVISIONS.format("indicators"))
    rights = await shown(empty, RIGHTS.format("indicators"))
    assert (len(before), len(rights)) == (SEEDED, 32)
    for _ in range(2):
        await move(empty, "indicators_0006")
        assert await shown(empty, REVISIONS.format("indicators_fact")) == before
        assert await shown(empty, RIGHTS.format("indicators_fact")) == rights
        current = await shown(empty, BY_REVISION)
        assert current == await shown(empty, BY_YEAR)
        assert len(current) == 8 * 13
        await move(empty, "indicators_0005")
        assert await shown(empty, REVISIONS.format("indicators")) == before
        assert await shown(empty, RIGHTS.format("indicators")) == rights


@pytest.mark.parametrize("name", ["value", "revision", "definition_version"])
async def test_a_year_has_one_place_per_period(empty: AsyncEngine, name: str) -> None:
    await move(empty, "indicators_0006")
    arrays = ("value", "numerator", "denominator", "revision", "is_final", "recorded_at", "definition_version")
    places = {each: 16 if each == name else 17 for each in arrays}
    kinds = dict.fromkeys(arrays[:3], "numeric") | dict(
        zip(arrays[3:], ("int", "bool", "timestamptz", "int"), strict=True)
    )
    filled = ", ".join(f"array_fill(NULL::{kinds[each]}, ARRAY[{places[each]}])" for each in arrays)
    row = f"INSERT INTO indicators_fact.observation_year SELECT '50', gen_random_uuid(), 2558, 'area:50', {filled}"
    async with empty.connect() as connection:
        with pytest.raises(Exception, match="ck_observation_year_slots"):
            await connection.execute(text(row))
