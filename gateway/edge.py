"""The outermost layers of the gateway, around its own app and the hop to the services."""

import contextlib
from collections.abc import AsyncIterator

import structlog
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.passthrough import Passthrough
from gateway.paths import INTERNAL, is_plain, service_of
from gateway.rate import RateLimit
from gateway.refuse import refuse
from gateway.settings import GatewaySettings
from gateway.upstreams import open_upstreams
from services.shared.auth import Verifier
from services.shared.errors import PathUnknown, Refusal, Unexpected
from services.shared.middleware import Envelope

EXPOSED_HEADERS = (
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "X-Request-ID",
    "Idempotent-Replayed",
    "Content-Disposition",
)
ACCEPTED_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
ACCEPTED_HEADERS = (
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "X-Request-ID",
)

logger = structlog.get_logger(__name__)


class Dispatch:
    """Sends a request to the service that owns its path, or to the gateway's own app."""

    def __init__(self, app: ASGIApp, passthrough: Passthrough) -> None:
        self._app = app
        self._passthrough = passthrough

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what no reader of paths would understand alike, and what is internal, is unknown here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        raw_path: bytes = scope["raw_path"]
        if not is_plain(raw_path) or _is_internal(scope["path"]):
            await refuse(PathUnknown(), scope, send)
            return
        service = service_of(raw_path.decode("latin-1"))
        if service is None:
            await self._app(scope, receive, send)
        else:
            await self._passthrough(service, scope, receive, send)


class LastResort:
    """Answers what went wrong inside the gateway's own app, before the framework would in its own words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a fault of ours becomes a problem, half an answer is cut off."""
        has_begun = False

        async def noting(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as fault:
            if has_begun or scope["type"] != "http":
                raise
            if not isinstance(fault, Refusal):
                logger.error("unexpected", exc_info=fault)
            await refuse(fault if isinstance(fault, Refusal) else Unexpected(), scope, send)


def _is_internal(path: str) -> bool:
    return path.lower().startswith(INTERNAL)


def edge(app: ASGIApp, passthrough: Passthrough, verifier: Verifier, settings: GatewaySettings) -> ASGIApp:
    """Return `app` and the hop in their layers: browsers' rules, request id and limits, rate, then who answers."""
    counted = RateLimit(
        Dispatch(app, passthrough), verifier, settings.requests_per_minute, settings.public_requests_per_minute
    )
    enveloped = Envelope(counted, service="gateway")
    if not settings.allowed_origins:
        return enveloped
    # Outside the envelope, so that a browser may read its refusals too.
    return CORSMiddleware(
        enveloped,
        allow_origins=settings.allowed_origins,
        allow_methods=ACCEPTED_METHODS,
        allow_headers=ACCEPTED_HEADERS,
        expose_headers=EXPOSED_HEADERS,
    )


@contextlib.asynccontextmanager
async def open_edge(app: FastAPI) -> AsyncIterator[None]:
    """Open the client to the services and put the layers around `app`, ready in `app.state.edge`."""
    settings = app.state.house.settings
    async with open_upstreams(settings) as upstreams:
        app.state.upstreams = upstreams
        app.state.edge = edge(app, Passthrough(upstreams, app.state.verifier), app.state.verifier, settings)
        yield


class Gateway:
    """The whole gateway as one ASGI app: `app` lives the lifespan and opens the edge, the edge takes the requests."""

    def __init__(self, app: FastAPI) -> None:
        app.add_middleware(LastResort)
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one scope."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        else:
            await self.app.state.edge(scope, receive, send)
