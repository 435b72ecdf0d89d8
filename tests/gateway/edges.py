"""The gateway's own layers on a free port, in front of services of a test's choosing and without a database."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter

from gateway.areas import access as area_access
from gateway.areas import routes as areas
from gateway.edge import Gateway, edge
from gateway.identity.keys import keys
from gateway.passthrough import Passthrough
from gateway.settings import GatewaySettings
from gateway.upstreams import Upstreams, open_upstreams
from services.shared.app import Service, create_app
from services.shared.auth import KeyRing, Verifier
from tests.gateway.servers import serving

NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Edge:
    """A running edge."""

    url: str
    client: httpx.AsyncClient
    upstreams: Upstreams


@contextlib.asynccontextmanager
async def edge_before(key_file: Path, *more: APIRouter, **settings: Any) -> AsyncIterator[Edge]:
    """Run the layers; `settings` name the services by `plans_url` and the like, the others are down.

    The gateway's own app has the areas and the routes of `more`.
    """
    urls = {f"{name}_url": NOWHERE for name in ("plans", "indicators", "budget", "evaluation")}
    known = GatewaySettings(
        environment="development",
        dsn="postgresql://unused",
        reader_dsn="postgresql://unused",
        cursor_secret="only-for-tests",
        gateway_url=NOWHERE,
        signing_keys=key_file,
        **{**urls, **settings},
    )
    service = Service(
        "gateway", "Test", "Test", (areas.router, *more), area_access.ACTIONS, areas.TAGS, has_envelope=False
    )
    app = create_app(service, known)
    async with open_upstreams(known) as upstreams:
        app.state.verifier = verifier = Verifier(KeyRing(keys(known)), known.issuer, known.audience)
        gateway = Gateway(app)
        app.state.edge = edge(app, Passthrough(upstreams, verifier), verifier, known)
        async with serving(gateway) as url, httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
            yield Edge(url, client, upstreams)
