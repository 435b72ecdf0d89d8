"""The four services behind the gateway: one client for all, a deadline for each call, a breaker for each service."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from yarl import URL

from gateway.breaker import Breaker
from gateway.settings import GatewaySettings
from services.shared import context
from services.shared.errors import DeadlinePassed, Unavailable, UpstreamBroken
from services.shared.middleware import DEADLINE_HEADER

READ_SECONDS = 5.0
WRITE_SECONDS = 10.0
FILE_SECONDS = 60.0
COMPOSITE_SECONDS = 3.0
CONNECT_SECONDS = 0.5
MOST_CONNECTIONS = 64
# Below the five seconds after which uvicorn closes an idle connection: else a POST could meet a closed one.
KEEP_ALIVE_SECONDS = 4.0

# aiohttp would add these by itself; only what the caller sent may reach a service.
_OWN_HEADERS = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")


@dataclass(frozen=True)
class Upstream:
    """One service: its name, where it listens and whether it can be reached."""

    name: str
    url: URL
    breaker: Breaker = field(default_factory=Breaker)


class RequestBody(Protocol):
    """A body that is still coming in."""

    @property
    def is_complete(self) -> bool:
        """True once the caller has sent all of it."""

    def chunks(self) -> AsyncGenerator[bytes, None]:
        """Return its parts as they come."""


@dataclass(frozen=True)
class Outgoing:
    """A request to a service; `target` is path and query, percent-encoded as they shall arrive."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: RequestBody | None = None


class Upstreams:
    """Every service by name, and the one client that calls them."""

    def __init__(self, client: aiohttp.ClientSession, urls: Mapping[str, str]) -> None:
        self._client = client
        self._by_name = {name: Upstream(name, URL(url)) for name, url in urls.items()}

    def __getitem__(self, name: str) -> Upstream:
        return self._by_name[name]

    def apart(self) -> "Upstreams":
        """Return the same services with breakers of their own, for background work that must not shut out a caller."""
        return Upstreams(self._client, {name: str(each.url) for name, each in self._by_name.items()})

    def names(self) -> tuple[str, ...]:
        """Return the name of every service."""
        return tuple(self._by_name)

    @contextlib.asynccontextmanager
    async def exchange(
        self, upstream: Upstream, request: Outgoing, seconds: float
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Send `request` and yield the answer, its body unread; both together take at most `seconds`.

        Raises Unavailable when the service cannot be reached, DeadlinePassed when it is too slow and UpstreamBroken
        when its answer cannot be used. The client repeats a request once, when an idle connection turns out to be
        closed and the method is idempotent (RFC 9110, 9.2.2) with no body under way.
        """
        if not upstream.breaker.admits():
            raise Unavailable(upstream.name)
        try:
            async with asyncio.timeout(seconds), self._send(upstream, request, seconds) as response:
                upstream.breaker.reached()
                yield response
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            upstream.breaker.missed()
            raise Unavailable(upstream.name) from problem
        except TimeoutError as problem:
            # A caller who is slow to send its body says nothing about the service.
            if request.body is None or request.body.is_complete:
                upstream.breaker.missed()
            raise DeadlinePassed(service=upstream.name) from problem
        except aiohttp.ClientError as problem:
            raise UpstreamBroken(service=upstream.name) from problem
        finally:
            upstream.breaker.gave_up()

    def _send(
        self, upstream: Upstream, request: Outgoing, seconds: float
    ) -> contextlib.AbstractAsyncContextManager[aiohttp.ClientResponse]:
        own = [("X-Request-ID", context.request_id.get()), (DEADLINE_HEADER, str(int(seconds * 1000)))]
        return self._client.request(
            request.method,
            URL(f"{upstream.url.origin()}{request.target}", encoded=True),
            headers=[*request.headers, *own],
            data=request.body.chunks() if request.body else None,
            allow_redirects=False,
        )

    async def ask(
        self, name: str, target: str, authorization: str | None, seconds: float = COMPOSITE_SECONDS
    ) -> dict[str, Any]:
        """Return the JSON that service `name` answers to GET `target`; raises as `exchange` does.

        `authorization` is the caller's own header: the service shows what this caller may see, and nothing more.
        """
        headers = [("Authorization", authorization)] if authorization else []
        upstream = self[name]
        async with self.exchange(upstream, Outgoing("GET", target, headers), seconds) as response:
            if response.status == Unavailable.status:
                raise Unavailable(name)
            if response.status != 200:
                raise UpstreamBroken(service=name)
            return _document(await response.read(), name)


def _document(body: bytes, name: str) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError as problem:
        raise UpstreamBroken(service=name) from problem
    if not isinstance(document, dict):
        raise UpstreamBroken(service=name)
    return document


@contextlib.asynccontextmanager
async def open_upstreams(settings: GatewaySettings) -> AsyncIterator[Upstreams]:
    """Open the client for all services, and close it at the end."""
    client = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=0, limit_per_host=MOST_CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS, use_dns_cache=True
        ),
        timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=_OWN_HEADERS,
        auto_decompress=False,
        trust_env=False,
    )
    async with client:
        yield Upstreams(client, settings.service_urls())
