"""The house as money is tried in it: answers can be lost at its door and behind it, and processes killed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass

import asyncpg
import httpx
import psutil

from bench import house
from operations import postgres, run
from operations.postgres.server import status
from services.shared.database import open_doors
from tests.budget.ledger.books import Sessions
from tests.contract.world import World
from tests.faults.proxy import COMMITTED, HTTP_ANSWER, Chance, FaultProxy, port_of

PORT, CLIENTS = 18600, 32
BEFORE_BUDGET = ("gateway", "plans")


@dataclass
class Bench:
    """The running house, its two places where answers get lost, and ways to it."""

    place: house.House
    budget: run.Process
    door: FaultProxy
    wire: FaultProxy
    world: World
    through_the_door: httpx.AsyncClient
    sessions: Sessions

    async def admin(self) -> asyncpg.Connection:
        """Connect as administrator."""
        return await asyncpg.connect(self.place.url)

    def kill_budget(self) -> None:
        """Kill the budget service and start it again."""
        assert self.budget.running is not None
        self.budget.running.kill()
        self.budget.running.wait()
        run.start([self.budget])

    def kill_postgres(self) -> None:
        """Kill every process of the server and start it again."""
        data = self.place.data / "postgres"
        postmaster = status(data)
        assert postmaster is not None
        main = psutil.Process(postmaster.pid)
        for process in (main, *main.children(recursive=True)):
            process.kill()
        postgres.start(data, postmaster.port)

    @contextmanager
    def swallowing(self, one_in: int) -> Iterator[None]:
        """Have one answer in so many swallowed at both places while the block runs, counted from nothing."""
        for seed, proxy in enumerate((self.door, self.wire)):
            proxy.chance, proxy.armed, proxy.answers, proxy.swallowed = Chance(one_in, seed), True, 0, 0
        yield
        self.door.armed = self.wire.armed = False


@asynccontextmanager
async def opened(place: house.House) -> AsyncIterator[Bench]:
    """Start the budget service of a house on a wire that can swallow answers, and open all ways."""
    budget, direct = place.processes["budget"], place.processes["budget"].environment
    dsn, reader_dsn = direct["BURANAKAN_DSN"], direct["BURANAKAN_READER_DSN"]
    wire = FaultProxy(port_of(place.url), COMMITTED, Chance(1, seed=0))
    door = FaultProxy(port_of(place.gateway_url), HTTP_ANSWER, Chance(1, seed=0))
    async with AsyncExitStack() as stack:
        for proxy in (wire, door):
            await stack.enter_async_context(proxy.serving())
        budget.environment["BURANAKAN_DSN"] = wire.before(dsn)
        await asyncio.to_thread(run.start, [budget])
        # Stopped while the wire still serves it.
        stack.callback(run.stop, [budget])
        doors = await open_doors(dsn, reader_dsn, "budget", CLIENTS)
        stack.push_async_callback(doors.close)
        straight, through = [
            await stack.enter_async_context(httpx.AsyncClient(base_url=url, timeout=30, trust_env=False))
            for url in (place.gateway_url, door.before(place.gateway_url))
        ]

        def as_(*grants: str, subject: str | None = None) -> dict[str, str]:
            return place.headers(",".join(grants), subject)

        yield Bench(place, budget, door, wire, World(straight, as_), through, doors.sessions)


@contextmanager
def started() -> Iterator[house.House]:
    """Start a house with what the budget service needs."""
    with house.running(PORT, BEFORE_BUDGET) as place:
        yield place
