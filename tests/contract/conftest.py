"""What the generated tests share: the world, and a look at the database before and after."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import httpx
import pytest

from tests.conftest import As
from tests.contract.digest import Digest, digest, snapshot
from tests.contract.world import World
from tests.stack import Stack

Untouched = Callable[[], Awaitable[None]]
Look = Callable[[], Awaitable[tuple[str, Digest]]]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As, stack: Stack) -> World:
    """The house under test."""
    return World(api, as_, stack)


@pytest.fixture(scope="session")
async def admin(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    """The administrator's connection to the house's database."""
    connection = await asyncpg.connect(stack.dsn)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def look(admin: asyncpg.Connection) -> Look:
    """A look at the database: what is written there, and as which transactions see it."""
    last: dict[str, Digest] = {}

    async def look_now() -> tuple[str, Digest]:
        seen = await snapshot(admin)
        if seen not in last:
            last.clear()
            last[seen] = await digest(admin)
        return seen, last[seen]

    return look_now


@pytest.fixture
def watch(look: Look, admin: asyncpg.Connection) -> Callable[[], Awaitable[Untouched]]:
    """Remember the database now; the answer asserts later that nothing was written since."""

    async def remember() -> Untouched:
        seen, before = await look()

        async def untouched() -> None:
            if await snapshot(admin) != seen:  # else no transaction wrote anything, and no table need be looked at
                assert (await look())[1] == before

        return untouched

    return remember


Watch = Callable[[], Awaitable[Untouched]]
