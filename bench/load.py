"""`python -m bench.load --rows 1000000`: that many values into the running house's database, or into DATABASE_URL's.

They go the product's own way, ten thousand a push: COPY to staging, revisions, rows of years, batches and events.
Loaded again, nothing changes.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench import values
from migrations.roles import app_role
from operations import postgres
from operations.run import DATABASE_PORT
from services.indicators.observations.rules.rows import Outcome
from services.indicators.observations.schemas import MOST_ROWS, ObservationCsvQuery
from services.indicators.observations.usecases.pushing import push
from services.indicators.observations.usecases.reading import read_rows
from services.shared.access import Grant, Principal
from services.shared.idempotency import Once
from services.shared.roles import Role

LOADER = Principal("bench", "bench", (Grant(Role.MINISTRY, function=values.FUNCTION),))
_Item = TypeVar("_Item")


def address() -> str:
    """Return the administrator's address of DATABASE_URL, else of the house in DATA_DIR, started if need be."""
    known = os.environ.get("DATABASE_URL")
    if known:
        return known
    data, port = Path(os.environ.get("DATA_DIR", ".data")).resolve(), int(os.environ.get("PORT", "8000"))
    return postgres.start(data / "postgres", port + DATABASE_PORT).url()


def in_parts(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """Yield lists of up to `size` items."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


async def load(url: str, count: int) -> dict[str, int]:
    """Load about that many values; returns how many were added, and how many stood there already."""
    known = list(values.many(count))
    admin = await asyncpg.connect(url)
    await values.publish(admin, sorted({name for name, _ in known}))
    await admin.close()

    async def connect() -> asyncpg.Connection:
        connection = await asyncpg.connect(url)
        await connection.execute(f"SET ROLE {app_role('indicators')}; SET search_path TO indicators, public")
        return connection

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect)
    total = {Outcome.ADDED.value: 0, Outcome.UNCHANGED.value: 0}
    async with AsyncSession(engine, autoflush=False, expire_on_commit=False) as session:
        for number, part in enumerate(in_parts((row for _, rows in known for row in rows), MOST_ROWS)):
            counts = await _push(session, number, part)
            total = {name: total[name] + counts[name] for name in total}
    await engine.dispose()
    return total


async def _push(session: AsyncSession, number: int, part: Sequence[values.Value]) -> dict[str, int]:
    rows = [{**row._asdict(), "indicator_id": str(row.indicator_id)} for row in part]
    once = Once("pushObservations", f"bench-{number}-{time.time_ns()}", "", 1)
    pushed = await push(session, LOADER, once, ObservationCsvQuery(), await asyncio.to_thread(read_rows, rows))
    await session.commit()
    if pushed.faults:
        raise RuntimeError(f"a value was refused: {pushed.faults[0].error.text.en}")
    return pushed.counts


def main(arguments: Sequence[str]) -> int:
    """Load, and say how long it took; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    count = parser.parse_args(arguments).rows
    began = time.perf_counter()
    total = asyncio.run(load(address(), count))
    print(f"{total['added']:,} values added, {total['unchanged']:,} there already, {time.perf_counter() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
