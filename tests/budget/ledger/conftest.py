"""What the ledger's tests share: a database of their own, and accounts through the gateway."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import BigInteger, Table, Update, Uuid, bindparam, update

from operations.postgres import Server
from services.budget.ledger.models import Account
from services.budget.ledger.repository import writing
from tests import databases
from tests.budget.ledger.books import BALANCES, BUREAU, Json, Place, Sessions, next_place, opened
from tests.conftest import As, key
from tests.stack import Stack

OpenAccount = Callable[..., Awaitable[Json]]


@pytest.fixture
async def quiet(server: Server) -> AsyncIterator[str]:
    """Administrator's address of a database where no service works."""
    name = f"test_ledger_{uuid4().hex[:8]}"
    yield await databases.make_database(server, name)
    await databases.drop_database(server, name)


@pytest.fixture
async def books(quiet: str) -> AsyncIterator[Sessions]:
    """Sixteen sessions of the app role on the quiet database."""
    async with opened(quiet, 16) as sessions:
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
    table = Account.__table__
    assert isinstance(table, Table)
    changes = {name: table.c[name] + bindparam(f"{name}_change", type_=BigInteger) for name in BALANCES}
    bare: Update = update(table).where(table.c.id == bindparam("account_id", type_=Uuid)).values(**changes)
    monkeypatch.setattr(writing, "GUARD", bare.values(updated_at=bindparam("at")).returning(table.c.id))
