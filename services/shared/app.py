"""How every service is built: one factory, so that no service can forget what all of them promise."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import structlog
from fastapi import APIRouter, Depends, FastAPI

from services.shared import contract, handlers, logs
from services.shared.access import Action
from services.shared.auth import FetchKeys, KeyRing, Verifier, fetch_from
from services.shared.database import Doors, open_doors
from services.shared.decisions.consumer import run_consumer
from services.shared.decisions.kinds import DecisionKind
from services.shared.decisions.routes import candidate_router, decision_router
from services.shared.declare import ACTION, PUBLIC_PREFIX
from services.shared.entrance import enter
from services.shared.events import routes as event_routes
from services.shared.events.upkeep import Chore, run_upkeep
from services.shared.facts import FactQuestion, ObjectQuestion
from services.shared.facts import router as facts_router
from services.shared.health import check_database
from services.shared.health import router as health_router
from services.shared.jobs.worker import SHORT_HEARTBEAT_SECONDS, JobHandler, run_worker
from services.shared.middleware import Envelope
from services.shared.neighbours import Neighbours, open_neighbours, own_authorization
from services.shared.routing import routes_of
from services.shared.settings import ServiceSettings, Settings
from services.shared.tasks.routes import router as tasks_router

logger = structlog.get_logger(__name__)


# Something more that an app opens after its doors and closes before them.
Opening = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def keys_of_gateway(settings: Settings) -> FetchKeys:
    """Return how a service reads the issuer's public keys: from the gateway."""
    return fetch_from(settings.gateway_url)


@dataclass(frozen=True)
class Service:
    """What one service is made of.

    `name` is also its schema. `actions` are the lines of its access tables, `jobs` what its background jobs do by
    kind, `long_jobs` the same of those that take minutes and may be called off, which hold up no other. `chores` is
    what it does by itself about once an hour, `facts` its answers to the bulk questions by feature and `object_facts`
    by type of object, `decisions` what committees decide on, `tags` the contract's chapters. `opens` is what else it
    opens and closes, `has_envelope` is False where an outer app already gives it.
    """

    name: str
    title: str
    description: str
    routers: Sequence[APIRouter]
    actions: Sequence[Action]
    tags: Mapping[str, str]
    jobs: Mapping[str, JobHandler] = field(default_factory=dict)
    long_jobs: Mapping[str, JobHandler] = field(default_factory=dict)
    chores: Sequence[Chore] = ()
    facts: Mapping[str, FactQuestion] = field(default_factory=dict)
    object_facts: Mapping[str, ObjectQuestion] = field(default_factory=dict)
    decisions: Sequence[DecisionKind] = ()
    retention_days: int = 30
    settings: type[Settings] = ServiceSettings
    keys: Callable[[Settings], FetchKeys] = keys_of_gateway
    opens: Sequence[Opening] = ()
    has_envelope: bool = True

    @cached_property
    def actions_by_name(self) -> Mapping[str, Action]:
        """The actions of the access tables by their names."""
        return {action.name: action for action in self.actions}


@dataclass(frozen=True)
class House:
    """What a running service holds: itself, its settings and its open doors."""

    service: Service
    settings: Settings
    doors: Doors
    cursor_secret: bytes
    retention_days: int


class UndeclaredRoute(Exception):
    """A route names no action, or one that no access table has; the service does not start."""


def create_app(service: Service, settings: Settings | None = None) -> FastAPI:
    """Return the app of `service`. Settings come from the environment when the app starts, unless given."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        known = settings or service.settings()
        logs.configure(service.name)
        async with open_house(service, known) as house, AsyncExitStack() as opened:
            app.state.house = house
            app.state.verifier = Verifier(KeyRing(service.keys(known)), known.issuer, known.audience)
            app.state.neighbours = await opened.enter_async_context(open_neighbours(known.service_urls()))
            for opening in service.opens:
                await opened.enter_async_context(opening(app))
            async with background(house, app.state.neighbours):
                yield

    app = FastAPI(
        title=service.title,
        description=service.description,
        version=contract.VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(enter)],
        generate_unique_id_function=lambda route: route.name,
        lifespan=lifespan,
    )
    handlers.install(app)
    if service.has_envelope:
        app.add_middleware(Envelope, service=service.name)
    app.state.service = service
    routers = [*routers_of(service), health_router, event_routes.router, facts_router, tasks_router]
    for router in routers:
        app.include_router(router)
    app.state.routes = list(routes_of(routers))
    refuse_undeclared(service)
    built = cache(lambda: contract.document(app, service.tags))
    app.openapi = built  # type: ignore[method-assign]  # FastAPI's documented way
    return app


def routers_of(service: Service) -> list[APIRouter]:
    """Return the routers of `service`: what carries out decisions comes first, "decisions" being no object's id."""
    if not service.decisions:
        return list(service.routers)
    by_type = {kind.object_type: kind for kind in service.decisions}
    carrying_out = [decision_router(service.name, kind) for kind in service.decisions]
    return [*carrying_out, candidate_router(by_type), *service.routers]


@contextlib.asynccontextmanager
async def open_house(service: Service, settings: Settings) -> AsyncIterator[House]:
    """Open the doors of `service` and close them at the end; raises NotReady when the database is not fit."""
    doors = await open_doors(
        settings.dsn.get_secret_value(), settings.reader_dsn.get_secret_value(), service.name, settings.pool_size
    )
    try:
        await check_database(doors)
        secret = settings.cursor_secret.get_secret_value().encode()
        yield House(service, settings, doors, secret, service.retention_days)
    finally:
        await doors.close()


@contextlib.asynccontextmanager
async def background(house: House, neighbours: Neighbours) -> AsyncIterator[None]:
    """Run the upkeep, the job worker and what follows the resolutions in this process, beside the requests."""
    # What was loaded stays: looked through with all else, it holds the event loop up for a second.
    gc.freeze()
    service, settings, sessions = house.service, house.settings, house.doors.sessions
    if not settings.workers:
        yield
        return
    running = [
        asyncio.create_task(run_upkeep(sessions, service.chores), name="upkeep"),
        asyncio.create_task(run_worker(sessions, service.jobs), name="worker"),
    ]
    if service.long_jobs:
        lasting = run_worker(sessions, service.long_jobs, SHORT_HEARTBEAT_SECONDS)
        running.append(asyncio.create_task(lasting, name="long worker"))
    if service.decisions and isinstance(settings, ServiceSettings) and settings.follows_resolutions:
        authorization = own_authorization(neighbours, settings, service.name)
        following = run_consumer(sessions, service.name, service.decisions, neighbours, authorization)
        running.append(asyncio.create_task(following, name="decisions"))
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def refuse_undeclared(service: Service) -> None:
    """Raise UndeclaredRoute unless every route under /v1 names an action of the access tables."""
    known = service.actions_by_name
    for route in routes_of(routers_of(service)):
        is_public = route.include_in_schema or route.path.startswith(PUBLIC_PREFIX)
        extra: dict[str, Any] = route.openapi_extra or {}
        if is_public and extra.get(ACTION) not in known:
            raise UndeclaredRoute(f"{route.name} {route.path} names no action of the access tables")
        if is_public and not route.path.startswith(PUBLIC_PREFIX):
            raise UndeclaredRoute(f"{route.path} stands in the contract, so it must be under {PUBLIC_PREFIX}")
