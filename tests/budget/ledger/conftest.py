"""What the ledger's tests share: a database of their own, and accounts through the gateway."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from operations.postgres import Server
from tests import databases
from tests.budget.ledger.books import BUREAU, Json, Place, Sessions, next_place, opened, take_guard_out
from tests.conftest import As, key
from tests.stack import Stack

OpenAccount = Callable[..., Awaitable[Json]]


@asynccontextmanager
async def a_database(server: Server) -> AsyncIterator[str]:
    """Make a database where no service works; yields its administrator's address."""
    name = f"test_ledger_{uuid4().hex[:8]}"
    address = await databases.make_database(server, name)
    await databases.wait_long_for_locks(address)
    yield address
    await databases.drop_database(server, name)


@pytest.fixture(scope="session")
async def books(server: Server) -> AsyncIterator[Sessions]:
    """Sixteen sessions of the app role on a database where no service works; every book in it is right."""
    async with a_database(server) as address, opened(address, 16) as sessions:
        yield sessions


@pytest.fixture
async def unchecked(server: Server) -> AsyncIterator[Sessions]:
    """Sixteen sessions on a database for wrong books: its own check of ceilings, the second wall, is dropped."""
    async with a_database(server) as address, opened(address, 16) as sessions:
        admin = await asyncpg.connect(address)
        await admin.execute("ALTER TABLE budget.account DROP CONSTRAINT ck_account_within_cap")
        await admin.close()
        yield sessions


@pytest.fixture
def sessions(stack: Stack) -> Sessions:
    """Sessions on the running service's schema."""
    return stack.sessions("budget")


@pytest.fixture
def open_account(api: httpx.AsyncClient, as_: As) -> OpenAccount:
    """Open an account at a place (a new one unless given) through the gateway."""

    async def make(place: Place | None = None, **changed: Any) -> Json:
        body = (place or next_place()).body(**changed)
        answer = await api.post("/v1/budget-accounts", json=body, headers={**as_(BUREAU), **key()})
        assert answer.status_code == 201, answer.text
        account: Json = answer.json()
        return account

    return make


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard taken out of the one statement that changes balances."""
    take_guard_out(monkeypatch)
