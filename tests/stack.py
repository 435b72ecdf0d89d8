"""The whole house in the test process: four services and the gateway under uvicorn on free loopback ports."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.types import ASGIApp
from typing_extensions import override

from gateway.feed import puller
from gateway.main import create_gateway
from gateway.settings import GatewaySettings
from services.shared.app import Service, create_app
from services.shared.jobs import worker
from services.shared.settings import ServiceSettings, Settings
from tests import databases

Changed = Mapping[str, Any]
UNCHANGED: Changed = MappingProxyType({})
SERVICES = ("plans", "indicators", "budget", "evaluation")
# Looking twice a second for what is new takes a quarter of the tests' time; who waits for it waits a little longer.
# A job added here wakes its worker by itself.
puller.PAUSE_SECONDS = 2.0
worker.PAUSE_SECONDS = 5.0


class QuietServer(uvicorn.Server):
    """A uvicorn server that leaves the test process's signals alone."""

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True)
class Stack:
    """The running house."""

    dsn: str
    urls: Mapping[str, str]
    apps: Mapping[str, FastAPI]
    settings: Mapping[str, Settings]

    @property
    def gateway_url(self) -> str:
        """Where the gateway listens."""
        return self.urls["gateway"]

    def service_url(self, name: str) -> str:
        """Where a service listens."""
        return self.urls[name]

    def app(self, name: str) -> FastAPI:
        """The FastAPI app of a service."""
        return self.apps[name]

    def sessions(self, name: str) -> async_sessionmaker[AsyncSession]:
        """Sessions on a service's schema, as its app role."""
        sessions: async_sessionmaker[AsyncSession] = self.apps[name].state.house.doors.sessions
        return sessions


def settings_for(
    schema: str, dsn: str, urls: Mapping[str, str], key_file: Path, changed: Changed = UNCHANGED
) -> Settings:
    """Return the settings of a service, or of the gateway, on the database `dsn`; `changed` come over them."""
    common: dict[str, Any] = {
        "environment": "development",
        "dsn": databases.app_address(dsn, schema),
        "reader_dsn": databases.reader_address(dsn, schema),
        "cursor_secret": "only-for-tests",
        **{f"{name}_url": urls[name] for name in (*SERVICES, "gateway")},
        **changed,
    }
    if schema != "gateway":
        # Tests follow the resolutions by hand, so that nothing changes behind the back of the others.
        return ServiceSettings(**common, client_secret=databases.CLIENT_SECRET, follows_resolutions=False)
    return GatewaySettings(
        **common,
        signing_keys=key_file,
        requests_per_minute=1_000_000,
        public_requests_per_minute=1_000_000,
    )


@contextlib.asynccontextmanager
async def running(dsn: str, key_file: Path, **changed: Changed) -> AsyncIterator[Stack]:
    """Start the house on the database `dsn` and stop it at the end; `changed` settings are given by service."""
    sockets = {name: listen() for name in (*SERVICES, "gateway")}
    urls = {name: f"http://127.0.0.1:{each.getsockname()[1]}" for name, each in sockets.items()}
    settings = {name: settings_for(name, dsn, urls, key_file, changed.get(name, UNCHANGED)) for name in sockets}
    services = {name: in_tests(import_module(f"services.{name}.main").SERVICE) for name in SERVICES}
    apps = {name: create_app(service, settings[name]) for name, service in services.items()}
    gateway_settings = settings["gateway"]
    assert isinstance(gateway_settings, GatewaySettings)
    gateway = create_gateway(gateway_settings)
    async with contextlib.AsyncExitStack() as opened:
        await opened.enter_async_context(served(gateway, sockets["gateway"]))
        for name, app in apps.items():
            await opened.enter_async_context(served(app, sockets[name]))
        yield Stack(dsn, urls, {**apps, "gateway": gateway.app}, settings)


def in_tests(service: Service) -> Service:
    """Return a service whose long jobs tests do by hand, so that nothing changes behind the back of the others."""
    return replace(service, long_jobs={})


@contextlib.asynccontextmanager
async def served(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on a socket while the block runs."""
    config = uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=2)
    server = QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                await task
                raise RuntimeError("the app did not start")
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await task


def listen() -> socket.socket:
    """Return a socket of a free port to serve on.

    The protocol is named because asyncio turns Nagle's algorithm off only on sockets that name it; with it on, every
    second packet of an answer waits 40 ms.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    return listening
