"""`make soak`: the long forms. Loads, loads again, compares, and writes the figures with their date."""

import argparse
import asyncio
import datetime as dt
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import house, push, reads, served
from bench.load import load
from services.shared.schemas import Json

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- observations: written by make soak -->", "<!-- observations: end -->"
# What stands above each table, and its head.
PUSHED = (
    "",
    "A push beside plain COPY to a temporary table and upsert without HTTP (1 is as fast; aim: CSV 0.70,"
    " JSON 0.45). `months` are twelve periods an indicator and province, `years` one, so that every row begins"
    " a row of a year.",
    "",
    "| rows are | rows | way | median ms | from–to | ratio |",
    "|---|---|---|---|---|---|",
)
READ = (
    "",
    "Current values beside a bare query of the driver over the revisions, without HTTP (above 1 is faster):",
    "",
    "| question | way | median ms | ratio |",
    "|---|---|---|---|",
)
ANSWERED = (
    "",
    "As they are served, beside a bare server (Starlette, asyncpg, orjson; no token, scope or contract), by"
    " processor time of the server's processes and by wall time (above 1 is cheaper; aim of the matrix: 2.5):",
    "",
    "| question | way | bytes | processor ms | median ms | ratio of processor | ratio of wall |",
    "|---|---|---|---|---|---|---|",
)
NOT_RUN = (
    "Not run here: Citus (no cluster), PostgreSQL 15 to 17 (the embedded 18 only), several machines, real networks "
    "and TLS, days instead of minutes."
)


@dataclass(frozen=True)
class Figures:
    """What a soak found: values loaded and loaded again with the seconds of the first, and lines of three tables."""

    loaded: Json
    seconds: float
    again: Json
    pushed: Sequence[str]
    read: Sequence[str]
    answered: Sequence[str]


def measured(rows: int, push_rows: int, rounds: int, provinces: int) -> Figures:
    """Load, load again, and compare."""
    with house.running() as place:
        began = time.perf_counter()
        loaded = asyncio.run(load(place.url, rows))
        seconds = time.perf_counter() - began
        again = asyncio.run(load(place.url, rows))
        shapes = [asyncio.run(push.compare(place, shape, push_rows, rounds)) for shape in ("months", "years")]
        read = asyncio.run(reads.compare(place, 20 * rounds))
        answered = asyncio.run(served.compare(place, 4 * rounds, provinces))
    return Figures(loaded, seconds, again, [line for shape in shapes for line in shape.lines()], read, answered)


def section(found: Figures, rounds: int) -> str:
    """Return the figures as they stand in the document."""
    load_before, cores = os.getloadavg()[2], os.cpu_count()
    return "\n".join(
        (
            f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC: {cores} processors, {platform.system()},"
            f" load average of the last 15 minutes {load_before:.1f}; {rounds} rounds in turns, medians of wall time.",
            "",
            f"Loaded {found.loaded['added']:,} values in {found.seconds:.0f} s through the push itself; loaded again,"
            f" {found.again['added']:,} were added and {found.again['unchanged']:,} stood there already.",
            *PUSHED,
            *found.pushed,
            *READ,
            *found.read,
            *ANSWERED,
            *found.answered,
            "",
            NOT_RUN,
        )
    )


def written(document: str, figures: str, begin: str = BEGIN, end: str = END) -> str:
    """Return the document with the section's figures in their place."""
    before, _, rest = document.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{figures}\n\n{end}{after}"


def main(arguments: Sequence[str]) -> int:
    """Run all and write the document; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--push-rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--provinces", type=int, default=served.EVERYWHERE)
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    options = parser.parse_args(arguments)
    found = measured(options.rows, options.push_rows, options.rounds, options.provinces)
    figures = section(found, options.rounds)
    options.document.write_text(written(options.document.read_text(), figures))
    print(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
