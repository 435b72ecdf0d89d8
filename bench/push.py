"""`python -m bench.push`: 10,000 values pushed as CSV and as JSON, beside plain COPY and upsert and the usual ORM way.

All of it runs in one go on one server, in turns; each round has indicators of its own, so that every row is new.
"plain" has no HTTP, no rules, no history and no rollup: COPY to a temporary table, INSERT … ON CONFLICT DO UPDATE into
the very table of revisions. Times are wall times of one caller; a ratio is plain over the other, by medians.
"""

import argparse
import asyncio
import csv
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from uuid import UUID, uuid4

import asyncpg
import httpx
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from bench import house, values
from bench.house import House
from services.indicators.observations.models import Observation
from services.shared.columns import new_id, now
from services.shared.schemas import Json

YEAR = 2558
PROVINCES = 76
BATCH = UUID(int=0)
Rows = Sequence[values.Value]

_TEMPORARY = """
CREATE TEMPORARY TABLE plain (
  area_code text, indicator_id uuid, fiscal_year smallint, period text, value numeric, status text
) ON COMMIT DROP
"""
_UPSERT = """
INSERT INTO indicators_fact.observation (
  area_code, indicator_id, fiscal_year, period, reporter, revision, value, status, definition_version, batch_id,
  recorded_by, recorded_at
)
SELECT area_code, indicator_id, fiscal_year, period, 'function:05', 1, value, status, 1, $1, 'bench', now() FROM plain
ON CONFLICT (area_code, indicator_id, fiscal_year, period, reporter, revision) DO UPDATE SET value = EXCLUDED.value
"""


@dataclass
class Figures:
    """Milliseconds by way, in the order of the rounds."""

    rows: int
    shape: str
    wall: dict[str, list[float]] = field(default_factory=dict)

    def median(self, way: str) -> float:
        """Return the middle of a way's times."""
        return statistics.median(self.wall[way])

    def ratio(self, way: str) -> float:
        """Return how near a way comes to plain COPY and upsert, which is 1."""
        return self.median("plain") / self.median(way)

    def lines(self) -> list[str]:
        """Return the table, one way a line."""
        return [
            f"| {self.shape} | {self.rows:,} | {way} | {self.median(way):.0f} | {min(times):.0f}–{max(times):.0f} |"
            f" {self.ratio(way):.2f} |"
            for way, times in self.wall.items()
        ]


def as_csv(rows: Rows) -> bytes:
    """Return rows as a ministry's server would write them."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(values.FIELDS)
    lines.writerows(rows)
    return text.getvalue().encode()


def as_json(rows: Rows) -> bytes:
    """Return rows as the body of a push."""
    sent = [{**row._asdict(), "indicator_id": str(row.indicator_id)} for row in rows]
    return json.dumps({"rows": sent}).encode()


class Ways:
    """The ways to bring rows in; each takes a while and returns when the rows are kept."""

    def __init__(self, place: House, client: httpx.AsyncClient, admin: asyncpg.Connection) -> None:
        self._place, self._client, self._admin = place, client, admin
        self._engine = create_async_engine(place.url.replace("postgresql://", "postgresql+asyncpg://"))

    async def plain(self, content: bytes, _rows: Rows) -> None:
        """COPY to a temporary table, upsert."""
        async with self._admin.transaction():
            await self._admin.execute(_TEMPORARY)
            await self._admin.copy_to_table("plain", source=BytesIO(content), format="csv", header=True)
            await self._admin.execute(_UPSERT, BATCH)

    async def by_csv(self, content: bytes, rows: Rows) -> None:
        """The product, as CSV."""
        await self._post("/v1/observations/csv", "text/csv", content, rows)

    async def by_json(self, content: bytes, rows: Rows) -> None:
        """The product, as JSON."""
        await self._post("/v1/observations", "application/json", content, rows)

    async def _post(self, path: str, media: str, content: bytes, rows: Rows) -> None:
        headers = {**self._place.headers("ministry:05"), "Idempotency-Key": str(uuid4()), "Content-Type": media}
        answer = await self._client.post(path, content=content, headers=headers)
        counts: Json = answer.json().get("counts", {})
        if counts.get("added") != len(rows):
            raise RuntimeError(f"{answer.status_code} {answer.text[:500]}")

    async def by_orm(self, _content: bytes, rows: Rows) -> None:
        """An object per row, added to a session: no comparison with what stands, no rollup."""
        common = {"reporter": values.REPORTER, "revision": 1, "definition_version": 1, "recorded_by": "bench"}
        batch, at = new_id(), now()
        async with AsyncSession(self._engine) as session:
            session.add_all(Observation(**row._asdict(), **common, batch_id=batch, recorded_at=at) for row in rows)
            await session.commit()

    async def close(self) -> None:
        """Give the connections back."""
        await self._engine.dispose()


Way = Callable[[bytes, Rows], Awaitable[None]]


async def compare(place: House, shape: str, count: int, rounds: int) -> Figures:
    """Return the times of every way, round by round in turns; the first round only warms up."""
    figures = Figures(count, shape)
    admin = await asyncpg.connect(place.url)
    async with httpx.AsyncClient(base_url=place.service_url, timeout=60, trust_env=False) as client:
        ways = Ways(place, client, admin)
        formats: dict[str, tuple[Way, Callable[[Rows], bytes]]] = {
            "plain": (ways.plain, as_csv),
            "CSV": (ways.by_csv, as_csv),
            "JSON": (ways.by_json, as_json),
            "ORM": (ways.by_orm, lambda _: b""),
        }
        for number in range(rounds + 1):
            for name, (way, written) in formats.items():
                rows = await new_rows(admin, shape, count)
                content = written(rows)
                began = time.perf_counter()
                await way(content, rows)
                if number:
                    figures.wall.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        await ways.close()
    await admin.close()
    return figures


async def new_rows(admin: asyncpg.Connection, shape: str, count: int) -> Rows:
    """Return rows of indicators that nobody has measured: twelve months of a year each, or its year alone."""
    per_indicator = PROVINCES * (12 if shape == "months" else 1)
    names = [f"push-{uuid4().hex[:8]}" for _ in range(-(-count // per_indicator))]
    await values.publish(admin, names)
    rows = list(values.values_of(names, YEAR)) if shape == "months" else values.of_one_period(names, YEAR)
    return rows[:count]


def main(arguments: Sequence[str]) -> int:
    """Compare, and print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.push", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(arguments)
    with house.running() as place:
        for shape in ("months", "years"):
            figures = asyncio.run(compare(place, shape, options.rows, options.rounds))
            print("\n".join(figures.lines()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
