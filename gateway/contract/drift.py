"""Whether each running service speaks the contract this gateway serves; `/readyz` says so, and a drift is logged.

The gateway never merges at run time: a service that is down would shrink the public contract.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping

import structlog
from fastapi import FastAPI

from gateway.contract.files import FINGERPRINTS
from gateway.upstreams import Upstreams
from services.shared.errors import Refusal

CURRENT, DRIFTED, UNAVAILABLE = "current", "drifted", "unavailable"
PAUSE_SECONDS = 30.0

logger = structlog.get_logger(__name__)


async def compare(upstreams: Upstreams, released: Mapping[str, str]) -> dict[str, str]:
    """Return, by service, whether its contract's fingerprint is the released one."""
    names = upstreams.names()
    found = await asyncio.gather(*(_state(upstreams, name, released[name]) for name in names))
    return dict(zip(names, found, strict=True))


async def _state(upstreams: Upstreams, name: str, released: str) -> str:
    try:
        answer = await upstreams.ask(name, "/internal/contract", None)
    except Refusal:
        return UNAVAILABLE
    if answer.get("sha256") == released:
        return CURRENT
    logger.warning("a service speaks another contract than the one served here", service=name)
    return DRIFTED


@contextlib.asynccontextmanager
async def open_drift(app: FastAPI) -> AsyncIterator[None]:
    """Compare every half minute beside the requests, unless this process leaves background work to others.

    What was found stands in `/readyz` under `contracts`.
    """
    if not app.state.house.settings.workers:
        yield
        return
    released: dict[str, str] = json.loads(FINGERPRINTS.read_bytes())
    upstreams: Upstreams = app.state.upstreams.apart()

    async def keep_comparing() -> None:
        while True:
            app.state.readiness = {"contracts": await compare(upstreams, released)}
            await asyncio.sleep(PAUSE_SECONDS)

    comparing = asyncio.create_task(keep_comparing(), name="contract-drift")
    try:
        yield
    finally:
        comparing.cancel()
        await asyncio.gather(comparing, return_exceptions=True)
