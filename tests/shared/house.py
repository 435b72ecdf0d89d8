"""A small house for the tests of the floor's rooms: projects of the plans service that hold and come from files."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from joserfc.jwk import OKPKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.plans.projects import access, repository, routes, usecases
from services.plans.projects.schemas import CREATE_EXAMPLE, ProjectCreate
from services.shared.access import Principal
from services.shared.app import Service, create_app
from services.shared.attachments.holder import AttachmentHolder, Held
from services.shared.attachments.routes import attachment_router
from services.shared.errors import Text
from services.shared.events.record import record
from services.shared.imports.kinds import ImportKind, RowFault, Values
from services.shared.imports.parsing import parse_import
from services.shared.imports.routes import import_router
from services.shared.imports.rules.table import Row
from services.shared.jobs.routes import job_router
from services.shared.jobs.worker import work_once
from tests.shared.import_files import COLUMNS
from tests.stack import settings_for

Json = dict[str, Any]
Sessions = async_sessionmaker[AsyncSession]
PROJECTS, IMPORTS = "/v1/projects", "/v1/projects/imports"
_TWICE = Text("มีชื่อโครงการนี้ซ้ำในไฟล์", "This title stands in the file twice.")


async def find_project(session: AsyncSession, principal: Principal, object_id: UUID, *, lock: bool) -> Held:
    """Return a project as the holder of files."""
    project = await repository.load_project(session, principal, object_id, lock=lock)
    return Held(usecases.subject_of_project(project), project.version, frozenset({project.owner}))


FILES = AttachmentHolder(
    object_type=usecases.OBJECT,
    noun="Project",
    tag=routes.TAG,
    path="/v1/projects/{project_id}",
    read=access.READ,
    add=access.ATTACH,
    remove=access.ATTACH,
    find=find_project,
)


def body_of(owner: str, values: Values) -> ProjectCreate:
    """Return a row as the body that the JSON door takes."""
    fields = {name: value for name, value in values.items() if value is not None and name in ProjectCreate.model_fields}
    return ProjectCreate.model_validate({"owner_area_code": owner.removeprefix("area:"), **fields})


def check_row(owner: str, values: Values) -> None:
    """Refuse what the JSON door would refuse of a new project."""
    usecases.refuse_faults(usecases.new_project(body_of(owner, values)))


def check_titles(rows: Sequence[Row]) -> list[RowFault]:
    """Refuse a title that stands there twice."""
    seen: set[object] = set()
    again = [row for row in rows if row.values["title_th"] in seen or seen.add(row.values["title_th"])]  # type: ignore[func-returns-value]  # add returns None, which is false
    return [RowFault(row.number, "title_th", "title_twice", _TWICE) for row in again]


async def add_projects(session: AsyncSession, principal: Principal, owner: str, rows: Sequence[Row]) -> Json:
    """Create a project of each row."""
    projects = [usecases.new_project(body_of(owner, row.values)) for row in rows]
    await repository.add_projects(session, *projects)
    changes = [usecases.change_of(each, "project.created", usecases.shown(each)) for each in projects]
    await record(session, principal, *changes)
    return {"created": [str(project.id) for project in projects]}


KIND = ImportKind(
    name="project",
    noun="Project",
    title=Text("โครงการ", "Projects"),
    tag=routes.TAG,
    path=IMPORTS,
    action=access.IMPORT,
    columns=COLUMNS,
    apply=add_projects,
    validate=check_row,
    check=check_titles,
)
JOBS = {KIND.job_kind: parse_import(KIND)}


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
    """Open the service on the tests' database, without its background worker."""
    nowhere = dict.fromkeys(("plans", "gateway"), "http://127.0.0.1:9")
    settings = settings_for("plans", dsn, nowhere, key_file)

    async def keys() -> Json:
        return {"keys": [{**signing_key.as_dict(private=False), "kid": signing_key.kid}]}

    service = Service(
        name="plans",
        title="Projects",
        description="Projects with files.",
        routers=(
            import_router(KIND),
            job_router(routes.TAG, PROJECTS, access.IMPORT, noun="Project", kinds=JOBS),
            attachment_router(FILES),
            routes.router,
        ),
        actions=access.ACTIONS,
        tags=routes.TAGS,
        keys=lambda _settings: keys,
    )
    app = create_app(service, settings.model_copy(update={"workers": False}))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://plans") as client,
    ):
        yield House(app, client, app.state.house.doors.sessions)


def project_body(**changed: Any) -> Json:
    """Return a project of เชียงใหม่, its title unlike any other."""
    return {**CREATE_EXAMPLE, "title_th": f"โครงการทดสอบ {uuid4()}", **changed}
