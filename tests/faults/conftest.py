"""A house of its own whose answers can be swallowed, at its door and between the budget service and its database."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from joserfc.jwk import OKPKey

from operations.postgres import Server
from tests import databases
from tests.budget.ledger.books import Sessions
from tests.conftest import As
from tests.contract.world import World
from tests.faults.proxy import COMMITTED, HTTP_ANSWER, Chance, FaultProxy, port_of
from tests.stack import SERVICES, Changed, running


@dataclass(frozen=True)
class FaultyHouse:
    """The house, its two places where answers get lost, and callers that go through them or straight."""

    dsn: str
    admin: asyncpg.Connection
    world: World
    sessions: Sessions
    door: FaultProxy
    wire: FaultProxy
    through_the_door: httpx.AsyncClient

    @contextmanager
    def swallowing(self, one_in: int) -> Iterator[None]:
        """Have one answer in so many swallowed at both places while the block runs, counted from nothing."""
        for seed, proxy in enumerate((self.door, self.wire)):
            proxy.chance, proxy.armed, proxy.answers, proxy.swallowed = Chance(one_in, seed), True, 0, 0
        yield
        self.door.armed = self.wire.armed = False


@pytest.fixture(scope="session")
async def faulty(
    server: Server, worker_id: str, key_file: Path, signing_key: OKPKey, as_: As
) -> AsyncIterator[FaultyHouse]:
    """The house on a database of its own; no background work commits beside the requests."""
    assert signing_key.kid
    name = f"test_faults_{worker_id}_{os.getpid()}"
    dsn = await databases.make_database(server, name)
    await databases.wait_long_for_locks(dsn)
    admin = await asyncpg.connect(dsn)
    wire = FaultProxy(port_of(dsn), COMMITTED, Chance(1, seed=0))
    async with wire.serving():
        still: dict[str, Changed] = {name: {"workers": False} for name in (*SERVICES, "gateway")}
        still["budget"] = {"dsn": wire.before(databases.app_address(dsn, "budget")), "workers": False}
        async with running(dsn, key_file, **still) as stack:
            door = FaultProxy(port_of(stack.gateway_url), HTTP_ANSWER, Chance(1, seed=0))
            async with (
                door.serving(),
                httpx.AsyncClient(base_url=stack.gateway_url, timeout=30, trust_env=False) as straight,
                httpx.AsyncClient(base_url=door.before(stack.gateway_url), timeout=30, trust_env=False) as through,
            ):
                sessions = stack.sessions("budget")
                yield FaultyHouse(dsn, admin, World(straight, as_), sessions, door, wire, through)
    await admin.close()
    await databases.drop_database(server, name)
