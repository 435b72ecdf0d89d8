"""`python -m bench.served`: the matrix, a series and the joint matrix as they are served, beside a bare server.

Both are asked over HTTP, in turns. The bare server (`bench.bare`) knows no token, no scope and no contract; ours
answers as the contract says, the joint matrix through the gateway, which asks three services for it. A ratio is bare
over ours: above 1, ours is cheaper. The processor time is that of the processes that take part, but for PostgreSQL's.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
import psutil

from bench import bare, house, values
from bench.bare import Bare
from bench.house import House
from bench.load import load
from example import indicators, joint
from example.house import House as Visited
from example.places import Place
from services.shared import reference

KNOWN, YEAR = values.indicator_id("load-0001"), 2558
EVERYWHERE = 76  # provinces
BARE, SERVICE, GATEWAY = "bare", "service", "gateway"
Ask = Callable[[], Awaitable[httpx.Response]]


@dataclass
class Cost:
    """What one way of asking cost: wall time of each answer, processor time of all, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    processor: float = 0.0
    bytes: int = 0

    @property
    def median(self) -> float:
        """The middle of the wall times."""
        return statistics.median(self.wall)

    @property
    def each(self) -> float:
        """Processor time per answer."""
        return self.processor / len(self.wall)


async def compare(place: House, rounds: int, provinces: int = EVERYWHERE) -> list[str]:
    """Return the table, one question and way a line; `rounds` turns of ten answers a way.

    The joint indicator is signed and reported by so many `provinces`.
    """
    with bare.running(place.url) as server:
        async with (
            httpx.AsyncClient(base_url=server.url, trust_env=False) as plain,
            httpx.AsyncClient(base_url=place.service_url, headers=place.headers("opdc"), trust_env=False) as service,
            httpx.AsyncClient(base_url=place.gateway_url, trust_env=False, timeout=60) as gateway,
        ):
            shared = await agree(place, gateway, provinces)
            gateway.headers.update(place.headers("opdc"))
            asked = questions(plain, service, gateway, shared)
            return [line for name, ways in asked.items() for line in await in_turns(name, ways, place, server, rounds)]


def questions(
    plain: httpx.AsyncClient, service: httpx.AsyncClient, gateway: httpx.AsyncClient, shared: str
) -> dict[str, dict[str, Ask]]:
    """Return what is asked, each of the bare server and of ours; `shared` is the indicator that is a joint one."""
    whole: dict[str, Any] = {"indicator_id": str(KNOWN), "fiscal_year": YEAR}
    one = {**whole, "area_code": "50"}
    series: dict[str, Any] = {"first_year": YEAR, "last_year": YEAR, "area_code": "50"}
    return {
        "the matrix: all provinces, twelve months": {
            BARE: lambda: plain.get("/values", params=whole),
            SERVICE: lambda: service.get(f"/v1/indicators/{KNOWN}/matrix", params={"fiscal_year": YEAR}),
        },
        "a series of one province": {
            BARE: lambda: plain.get("/values", params=one),
            SERVICE: lambda: service.get(f"/v1/indicators/{KNOWN}/series", params=series),
        },
        "the joint matrix through the gateway, four quarters": {
            BARE: lambda: plain.get("/values", params={**whole, "indicator_id": shared}),
            GATEWAY: lambda: gateway.get(
                "/v1/overview/joint-matrix", params={"fiscal_year": YEAR, "function": values.FUNCTION}
            ),
        },
    }


async def agree(place: House, gateway: httpx.AsyncClient, provinces: int) -> str:
    """Have the joint indicator of the example signed by provinces, and reported by the ministry; returns its id."""
    signing = tuple(each.code for each in reference.provinces(YEAR))[:provinces]
    visited = Visited(gateway, lambda grant, _subject: place.headers(grant), uuid4().hex[:8].upper())
    everywhere = Place("C52-15", signing, YEAR)
    tourism = await indicators.register_tourism(visited)
    proposed = await joint.propose(visited, everywhere, tourism)
    for area in signing:
        await joint.sign(visited, proposed, area)
    rows = [
        joint.value_of(everywhere, area, tourism, f"q{quarter}", f"{quarter * 1000 + int(area)}")
        for area in signing
        for quarter in (1, 2, 3, 4)
    ]
    await joint.push(visited, "of all provinces", joint.FUNCTION, rows)
    return str(tourism["id"])


async def in_turns(name: str, ways: dict[str, Ask], place: House, server: Bare, rounds: int) -> list[str]:
    """Return the lines of one question."""
    costs = {way: Cost() for way in ways}
    pids = {BARE: [server.pid], SERVICE: [place.pids["indicators"]], GATEWAY: list(place.pids.values())}
    for number in range(rounds + 1):
        for way, ask in ways.items():
            before = processor_time(pids[way])
            for _ in range(10):
                began = time.perf_counter()
                answer = await ask()
                elapsed = (time.perf_counter() - began) * 1000
                answer.raise_for_status()
                if number:  # the first turn only warms up
                    costs[way].wall.append(elapsed)
                    costs[way].bytes = len(answer.content)
            if number:
                costs[way].processor += processor_time(pids[way]) - before
    return [line_of(name, way, cost, costs[BARE]) for way, cost in costs.items()]


def processor_time(pids: Iterable[int]) -> float:
    """Return what processes have used so far, in milliseconds."""
    times = (psutil.Process(pid).cpu_times() for pid in pids)
    return sum(each.user + each.system for each in times) * 1000


def line_of(name: str, way: str, cost: Cost, beside: Cost) -> str:
    """Return a line of the table."""
    ratios = f"{beside.each / cost.each:.2f} | {beside.median / cost.median:.2f}" if cost.each else "– | –"
    return f"| {name} | {way} | {cost.bytes:,} | {cost.each:.2f} | {cost.median:.2f} | {ratios} |"


def main(arguments: Sequence[str]) -> int:
    """Load, compare, and print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.served", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--provinces", type=int, default=EVERYWHERE)
    options = parser.parse_args(arguments)
    with house.running() as place:
        asyncio.run(load(place.url, options.rows))
        print("\n".join(asyncio.run(compare(place, options.rounds, options.provinces))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
