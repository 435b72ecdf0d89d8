"""The plans service in this process, its worker by hand: projects that hold files and come in from files."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.plans.main import IMPORTS, JOBS, SERVICE
from services.plans.projects.routes import PATH
from services.plans.projects.schemas import CREATE_EXAMPLE
from services.shared.app import create_app
from services.shared.jobs.worker import work_once
from tests.stack import SERVICES, settings_for

__all__ = ["IMPORTS", "JOBS", "PATH", "House", "Json", "Sessions", "opened", "project_body"]

Json = dict[str, Any]
Sessions = async_sessionmaker[AsyncSession]


@dataclass(frozen=True)
class House:
    """The running service: a client on it, its sessions, and its worker by hand."""

    app: FastAPI
    client: httpx.AsyncClient
    sessions: Sessions

    async def work(self) -> None:
        """Do every job that waits."""
        while await work_once(self.sessions, JOBS):
            pass


@contextlib.asynccontextmanager
async def opened(dsn: str, key_file: Path, signing_key: OKPKey) -> AsyncIterator[House]:
    """Open the service on the tests' database, without its background worker and without a gateway."""
    nowhere = dict.fromkeys((*SERVICES, "gateway"), "http://127.0.0.1:9")
    settings = settings_for("plans", dsn, nowhere, key_file).model_copy(update={"workers": False})

    async def keys() -> Json:
        return {"keys": [{**signing_key.as_dict(private=False), "kid": signing_key.kid}]}

    app = create_app(replace(SERVICE, keys=lambda _settings: keys), settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://plans") as client,
    ):
        yield House(app, client, app.state.house.doors.sessions)


def project_body(**changed: Any) -> Json:
    """Return a project of เชียงใหม่, its title unlike any other."""
    return {**CREATE_EXAMPLE, "title_th": f"โครงการทดสอบ {uuid4()}", **changed}
