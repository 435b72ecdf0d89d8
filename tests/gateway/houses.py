"""A second gateway on the tests' database, whose services a test may take away and give back."""

import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

from gateway.main import create_gateway
from gateway.settings import GatewaySettings
from tests.gateway.servers import Connection, Handler, json_answer, serving
from tests.stack import Stack


@contextlib.asynccontextmanager
async def gateway_before(stack: Stack, urls: Mapping[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """Run a gateway that finds the services of `urls` there and the others where the stack has them."""
    settings = stack.settings["gateway"]
    assert isinstance(settings, GatewaySettings)
    # Without workers: the stack's gateway fills the one feed already.
    changed = settings.model_copy(update={"workers": False, **{f"{name}_url": url for name, url in urls.items()}})
    async with (
        serving(create_gateway(changed), lifespan=True) as url,
        httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client,
    ):
        yield client


def answering(document: Mapping[str, Any], status: bytes = b"200 OK") -> Handler:
    """Return a handler that answers every request with `document`."""

    async def handler(connection: Connection) -> None:
        while True:
            await connection.request()
            await connection.answer(json_answer(json.dumps(document).encode(), status=status))

    return handler


async def hanging(connection: Connection) -> None:
    """Read and never answer."""
    await connection.reader.read()
