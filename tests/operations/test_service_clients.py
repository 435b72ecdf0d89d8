"""The services' own clients: there after the database is prepared, with the secret they were given last."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import httpx
import pytest

from operations import service_clients
from operations.service_clients import provide
from services.shared.neighbours import client_id_of
from tests.databases import app_address
from tests.stack import Stack


@pytest.fixture
def service() -> str:
    """A service that nobody has heard of yet."""
    return f"test-{uuid4().hex[:8]}"


@pytest.fixture
async def gateway(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(app_address(stack.dsn, "gateway"), server_settings={"search_path": "gateway"})
    yield connection
    await connection.close()


async def status_of(api: httpx.AsyncClient, service: str, secret: str) -> int:
    form = {"grant_type": "client_credentials", "client_id": client_id_of(service), "client_secret": secret}
    return (await api.post("/v1/oauth/token", data=form)).status_code


async def test_a_secret_is_good_from_then_on_and_the_oldest_of_three_ends(
    stack: Stack, api: httpx.AsyncClient, service: str
) -> None:
    address = app_address(stack.dsn, "gateway")
    for secret in ("first", "second", "third"):
        await provide(address, {service: secret})
    assert [await status_of(api, service, secret) for secret in ("first", "second", "third")] == [401, 200, 200]


async def test_what_is_right_already_stays(stack: Stack, gateway: asyncpg.Connection, service: str) -> None:
    address = app_address(stack.dsn, "gateway")
    await provide(address, {service: "first"})
    events = "SELECT count(*) FROM event"
    before = await gateway.fetchval(events)
    await provide(address, {service: "first"})
    assert await gateway.fetchval(events) == before


async def test_it_holds_the_role_of_a_service_and_no_other(stack: Stack, api: httpx.AsyncClient, service: str) -> None:
    await provide(app_address(stack.dsn, service_clients.SCHEMA), {service: "first"})
    form = {"grant_type": "client_credentials", "client_id": client_id_of(service), "client_secret": "first"}
    assert (await api.post("/v1/oauth/token", data=form)).json()["scope"] == "service"
