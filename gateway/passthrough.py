"""The gateway's hop: bytes in, bytes out. Nothing of a request or an answer is parsed on its way through."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from dataclasses import dataclass

import aiohttp
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from gateway.refuse import refuse
from gateway.upstreams import FILE_SECONDS, READ_SECONDS, WRITE_SECONDS, Outgoing, Upstream, Upstreams
from services.shared.auth import Verifier, bearer_token
from services.shared.errors import BodyTooLarge, Refusal
from services.shared.middleware import DEADLINE_HEADER, size_limit

# RFC 9110, 7.6.1: these speak of one connection and go no further.
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
# What the hop says itself: the host, the request id, the time left. What a caller claims of earlier hops is not passed
# on, and `Expect` was answered here already.
NOT_FORWARDED = HOP_BY_HOP | {"host", "expect", "x-request-id", DEADLINE_HEADER, "forwarded"}
FORWARDED_CLAIMS = "x-forwarded-"
# Our own server writes these two itself.
NOT_RETURNED = HOP_BY_HOP | {"server", "date"}
# Below these files come and go, or hundreds of objects are changed one by one.
SLOW = ("/attachments", "/imports", "/decisions")
LARGEST_BODY_AT_ONCE = 64 * 1024


@dataclass(frozen=True)
class Forwarded:
    """Stands in the scope for the route, so that the access line names the resource and no identifiers."""

    path: str


class CallerGone(Exception):
    """The caller hung up; there is nobody to answer."""


class Body:
    """The caller's body as it comes in; notes whether it is complete and what went wrong with it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._finished = asyncio.Event()
        self.failure: Exception | None = None

    @property
    def is_complete(self) -> bool:
        """True once the caller has sent all of it."""
        return self._finished.is_set()

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Return its parts; raises BodyTooLarge (from the layer that counts) or CallerGone."""
        try:
            more = True
            while more:
                message = await self._receive()
                if message["type"] == "http.disconnect":
                    raise CallerGone()
                more = message.get("more_body", False)
                if part := message.get("body", b""):
                    yield part
            self._finished.set()
        except Exception as failure:
            # The client that sends the body hides why it failed.
            self.failure = failure
            raise

    def skip(self) -> None:
        """Note that the request has no body."""
        self._finished.set()

    async def caller_hangs_up(self) -> None:
        """Wait for the caller to hang up; what else comes after the body is ignored."""
        await self._finished.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass


class Passthrough:
    """Hands a request to the service that owns the path, and its answer back."""

    def __init__(self, upstreams: Upstreams, verifier: Verifier) -> None:
        self._upstreams = upstreams
        self._verifier = verifier

    async def __call__(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request of `scope` through service `name`; what goes wrong leaves as a problem."""
        scope["route"] = Forwarded("/".join(scope["path"].split("/")[:3]))
        answer = _Answer(send)
        body = Body(receive)
        try:
            await self._check_token(scope)
            _check_length(scope)
            async with _watched(body):
                await self._forward(self._upstreams[name], scope, body, answer)
        except CallerGone:
            return
        except Refusal as refusal:
            if answer.has_begun:  # cutting the connection is the only honest end of half an answer
                raise
            await refuse(refusal, scope, send)

    async def _check_token(self, scope: Scope) -> None:
        token = bearer_token(Headers(scope=scope).get("authorization"))
        if token is not None:
            await self._verifier.principal(token)

    async def _forward(self, upstream: Upstream, scope: Scope, body: Body, answer: "_Answer") -> None:
        request = _outgoing(scope, body)
        try:
            async with self._upstreams.exchange(upstream, request, seconds_for(scope)) as response:
                await answer.relay(response)
        except Refusal:
            if body.failure is not None:
                raise body.failure from None
            raise


class _Answer:
    """The answer on its way back; remembers whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def relay(self, response: aiohttp.ClientResponse) -> None:
        """Send status, headers and body of `response`; a small body is read whole first, so that it can still fail."""
        length = response.content_length
        if length is not None and length <= LARGEST_BODY_AT_ONCE:
            body = await response.read()
            await self._begin(response)
            await self._send({"type": "http.response.body", "body": body})
            return
        await self._begin(response)
        async for part in response.content.iter_any():
            await self._send({"type": "http.response.body", "body": part, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    async def _begin(self, response: aiohttp.ClientResponse) -> None:
        headers = [
            (name.lower(), value)
            for name, value in response.raw_headers
            if name.decode("latin-1").lower() not in NOT_RETURNED
        ]
        self.has_begun = True
        start: Message = {"type": "http.response.start", "status": response.status, "headers": headers}
        await self._send(start)


def seconds_for(scope: Scope) -> float:
    """Return how long the exchange may take: longer for a change than for reading, longest for files and decisions."""
    media = Headers(scope=scope).get("content-type", "json").split(";")[0].strip()
    if not media.endswith("json") or any(part in scope["path"] for part in SLOW):
        return FILE_SECONDS
    return READ_SECONDS if scope["method"] in ("GET", "HEAD", "OPTIONS") else WRITE_SECONDS


def _check_length(scope: Scope) -> None:
    """Raise BodyTooLarge when the announced length is over the limit; what is not announced is counted on its way."""
    headers = Headers(scope=scope)
    limit = size_limit(headers.get("content-type", "application/json"))
    if int(headers.get("content-length", "0")) > limit:
        raise BodyTooLarge(limit=limit)


def _outgoing(scope: Scope, body: Body) -> Outgoing:
    headers = list(_forwarded(scope["headers"]))
    has_body = any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])
    if not has_body:
        body.skip()
    target: bytes = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
    return Outgoing(scope["method"], target.decode("ascii"), headers, body if has_body else None)


def _forwarded(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[str, str]]:
    plain = [(name.decode("latin-1").lower(), value.decode("utf-8", "replace")) for name, value in headers]
    named = {part.strip().lower() for name, value in plain if name == "connection" for part in value.split(",")}
    for name, value in plain:
        if name not in NOT_FORWARDED and name not in named and not name.startswith(FORWARDED_CLAIMS):
            yield name, value


@contextlib.asynccontextmanager
async def _watched(body: Body) -> AsyncIterator[None]:
    """Stop what is inside when the caller hangs up; raises CallerGone then."""
    inside = asyncio.current_task()
    assert inside is not None
    has_gone = False

    async def stop_when_gone() -> None:
        nonlocal has_gone
        await body.caller_hangs_up()
        has_gone = True
        inside.cancel()

    watcher = asyncio.create_task(stop_when_gone())
    try:
        yield
    except asyncio.CancelledError as cancelled:
        if has_gone and inside.uncancel() == 0:
            raise CallerGone() from cancelled
        raise
    finally:
        watcher.cancel()
