"""`python -m bench.reads`: an indicator's values for all provinces, and a series, beside a bare query of the driver.

"bare" reads the revisions by DISTINCT ON and nothing else, or, where JSON is asked for, writes them as JSON too; "year
rows" is what agreements and joint indicators ask, made into values; "matrix" is the statement of the contract's matrix,
"HTTP" the operation of the contract with all that goes with it. In turns, medians of wall time.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import httpx
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench import house, values
from bench.house import House
from bench.load import load
from services.indicators.observations.repository import current_values
from services.indicators.readings.repository import Asked, read_matrix
from services.shared import reference
from services.shared.database import Reader
from services.shared.decisions.access import CLERK

KNOWN, YEAR = values.indicator_id("load-0001"), 2558
_CURRENT = """
SELECT DISTINCT ON (area_code, indicator_id, fiscal_year, period, reporter) *
  FROM indicators_fact.observation
 WHERE indicator_id = $1 AND fiscal_year = $2 AND ($3::text IS NULL OR area_code = $3)
 ORDER BY area_code, indicator_id, fiscal_year, period, reporter, revision DESC
"""
_CELLS = f"SELECT area_code, period, reporter, revision, value, status FROM ({_CURRENT}) AS cells"
Query = dict[str, str | int]
Ask = Callable[[], Awaitable[object]]
Questions = dict[str, dict[str, Ask]]


async def compare(place: House, rounds: int) -> list[str]:
    """Return the table, one question and way a line."""
    admin = await asyncpg.connect(place.url)
    engine = create_async_engine(place.url.replace("postgresql://", "postgresql+asyncpg://"))
    reader = await Reader.open(place.url, "indicators", 1)
    async with (
        AsyncSession(engine) as session,
        httpx.AsyncClient(base_url=place.service_url, headers=place.headers("opdc"), trust_env=False) as client,
    ):
        questions = {**_of_values(admin, session), **_of_lists(admin, client), **_of_json(admin, reader, client)}
        lines = [line for question, ways in questions.items() for line in await _in_turns(question, ways, rounds)]
    await reader.close()
    await engine.dispose()
    await admin.close()
    return lines


def _of_values(admin: asyncpg.Connection, session: AsyncSession) -> Questions:
    return {
        "all provinces, twelve months": {
            "bare": lambda: admin.fetch(_CURRENT, KNOWN, YEAR, None),
            "year rows": lambda: current_values(session, [KNOWN], YEAR),
        },
        "a series of one province": {
            "bare": lambda: admin.fetch(_CURRENT, KNOWN, YEAR, "50"),
            "year rows": lambda: current_values(session, [KNOWN], YEAR, ["50"]),
        },
    }


def _of_lists(admin: asyncpg.Connection, client: httpx.AsyncClient) -> Questions:
    listing: Query = {"indicator_id": str(KNOWN), "fiscal_year": YEAR, "period": "m01", "limit": 200}
    return {
        "all provinces, one month, with HTTP": {
            "bare": lambda: admin.fetch(_CURRENT, KNOWN, YEAR, None),
            "HTTP": lambda: _get(client, "/v1/observations", listing),
        },
    }


def _of_json(admin: asyncpg.Connection, reader: Reader, client: httpx.AsyncClient) -> Questions:
    provinces = tuple(each.code for each in reference.provinces(YEAR))
    of_year: Query = {"first_year": YEAR, "last_year": YEAR, "area_code": "50"}
    return {
        "the matrix as JSON": {
            "bare": lambda: _cells_as_json(admin, None),
            "matrix": lambda: read_matrix(reader, CLERK, Asked(KNOWN, "record", provinces, (YEAR,))),
            "HTTP": lambda: _get(client, f"/v1/indicators/{KNOWN}/matrix", {"fiscal_year": YEAR}),
        },
        "a series as JSON": {
            "bare": lambda: _cells_as_json(admin, "50"),
            "HTTP": lambda: _get(client, f"/v1/indicators/{KNOWN}/series", of_year),
        },
    }


async def _get(client: httpx.AsyncClient, path: str, query: Query) -> None:
    (await client.get(path, params=query)).raise_for_status()


async def _cells_as_json(admin: asyncpg.Connection, area_code: str | None) -> str:
    return json.dumps([dict(row) for row in await admin.fetch(_CELLS, KNOWN, YEAR, area_code)], default=float)


async def _in_turns(question: str, ways: dict[str, Ask], rounds: int) -> list[str]:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, ask in ways.items():
            began = time.perf_counter()
            await ask()
            times[name].append((time.perf_counter() - began) * 1000)
    middle = {name: statistics.median(each) for name, each in times.items()}
    return [f"| {question} | {name} | {middle[name]:.2f} | {middle['bare'] / middle[name]:.2f} |" for name in ways]


def main(arguments: Sequence[str]) -> int:
    """Load, compare, and print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.reads", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args(arguments)
    with house.running() as place:
        asyncio.run(load(place.url, options.rows))
        print("\n".join(asyncio.run(compare(place, options.rounds))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
