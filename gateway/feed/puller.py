"""Filling the feed: each service's events are pulled in their order; a service that is down is asked again later."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import structlog
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from gateway.feed.repository import append
from gateway.identity.keys import load_keys
from gateway.identity.tokens import Issuer, mint
from gateway.settings import GatewaySettings
from gateway.upstreams import Upstreams
from services.shared.access import Grant, Principal
from services.shared.columns import now
from services.shared.database import DATABASE_TROUBLE
from services.shared.errors import Refusal
from services.shared.events.consumer import Fetch, pull
from services.shared.events.routes import LARGEST_PULL, pull_events
from services.shared.roles import Role

PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
CONSUMER = "feed"
GATEWAY = Principal("gateway", "gateway", (Grant(Role.SERVICE),))
# Half a token's life: one token serves many pulls, and none is sent close to its end.
TOKEN_SECONDS = 300.0

Sessions = async_sessionmaker[AsyncSession]
logger = structlog.get_logger(__name__)


def own_tokens(settings: GatewaySettings, clock: Callable[[], float] = time.monotonic) -> Callable[[], str]:
    """Return what gives the `Authorization` of the gateway itself, a new token every five minutes."""
    keys = load_keys(settings)
    issuer = Issuer(settings.issuer, settings.audience)
    token, minted_at = "", float("-inf")

    def authorization() -> str:
        nonlocal token, minted_at
        if clock() - minted_at > TOKEN_SECONDS:
            token = mint(keys.signing(), issuer, GATEWAY.subject, GATEWAY.client, GATEWAY.grants, now())
            minted_at = clock()
        return f"Bearer {token}"

    return authorization


def fetch_from_service(upstreams: Upstreams, service: str, authorization: Callable[[], str]) -> Fetch:
    """Return how the next events of `service` are read; raises what Upstreams.ask raises."""

    async def fetch(after: int) -> dict[str, Any]:
        return await upstreams.ask(service, f"/internal/events?after={after}", authorization())

    return fetch


def fetch_from_gateway(sessions: Sessions) -> Fetch:
    """Return how the gateway's own events are read: of clients, secrets and assignments."""

    async def fetch(after: int) -> dict[str, Any]:
        async with sessions() as session:
            return await pull_events(session, GATEWAY, after, LARGEST_PULL)

    return fetch


async def run_puller(sessions: Sessions, service: str, fetch: Fetch) -> None:
    """Pull the events of one service until cancelled; nothing that a service does or fails to do ends it."""
    pause, append_from = PAUSE_SECONDS, partial(append, service=service)
    while True:
        try:
            pulled = await pull(sessions, CONSUMER, service, fetch, append_from)
            pause = 0.0 if pulled == LARGEST_PULL else PAUSE_SECONDS
        except (Refusal, KeyError, ValueError, TypeError, *DATABASE_TROUBLE) as problem:
            logger.warning("the feed waits", service=service, problem=repr(problem))
            pause = min(max(pause, PAUSE_SECONDS) * 2, LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(pause)


@contextlib.asynccontextmanager
async def open_feed(app: FastAPI) -> AsyncIterator[None]:
    """Pull from every service beside the requests, unless this process leaves background work to others."""
    settings, sessions = app.state.house.settings, app.state.house.doors.sessions
    if not settings.workers:
        yield
        return
    upstreams: Upstreams = app.state.upstreams.apart()
    authorization = own_tokens(settings)
    fetches = {name: fetch_from_service(upstreams, name, authorization) for name in upstreams.names()}
    fetches["gateway"] = fetch_from_gateway(sessions)
    pulling = [
        asyncio.create_task(run_puller(sessions, name, fetch), name=f"feed-{name}") for name, fetch in fetches.items()
    ]
    try:
        yield
    finally:
        for task in pulling:
            task.cancel()
        await asyncio.gather(*pulling, return_exceptions=True)
