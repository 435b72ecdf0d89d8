"""What the generated tests share: the world, and a look at the database before and after."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import httpx
import pytest

from tests.conftest import As
from tests.contract.digest import digest
from tests.contract.world import World
from tests.stack import Stack

Untouched = Callable[[], Awaitable[None]]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


@pytest.fixture(scope="session")
async def admin(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    """The administrator's connection to the house's database."""
    connection = await asyncpg.connect(stack.dsn)
    yield connection
    await connection.close()


@pytest.fixture
def watch(admin: asyncpg.Connection) -> Callable[[], Awaitable[Untouched]]:
    """Remember the database now; the answer asserts later that nothing was written since."""

    async def remember() -> Untouched:
        before = await digest(admin)

        async def untouched() -> None:
            assert await digest(admin) == before

        return untouched

    return remember


Watch = Callable[[], Awaitable[Untouched]]
