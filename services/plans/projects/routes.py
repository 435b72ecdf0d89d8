"""`/v1/projects` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.plans.projects import access, schemas, views
from services.plans.projects.errors import OwnerNotYours, ProjectExists, ProjectIncomplete
from services.plans.projects.repository import read_project, read_projects
from services.plans.projects.usecases import moves, projects
from services.shared.auth import Caller
from services.shared.database import Read, Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "projects"
TAGS = {TAG: "โครงการ: what an area or a ministry means to carry out, drafted, submitted, returned and corrected."}
PATH = "/v1/projects"
# Only an id stands there, so that /v1/projects/imports is no project.
ONE = f"{PATH}/{{project_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.ProjectSort, Query(description="how to sort; a minus reverses")]
Expand = Annotated[schemas.ProjectExpand | SkipJsonSchema[None], Query(description="what each item carries beside")]


@router.get(
    PATH,
    response_model=schemas.ProjectPage,
    **operation("listProjects", access.READ, "List projects", refuses=[CursorInvalid]),
)
async def list_projects(
    reader: Read,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.ProjectFilter, Query()],
    sort: Sort = schemas.ProjectSort.UPDATED_LAST_FIRST,
    expand: Expand = None,
) -> Response:
    """List the projects the caller may see: its own in every state, others' once submitted."""
    wanted = filters.model_dump()
    rows = await read_projects(reader, principal, wanted, sort, page)
    return views.list_of(rows, principal, page, wanted, sort, expand)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Project,
    **operation(
        "createProject",
        access.CREATE,
        "Create a project",
        refuses=[*BODY, *KEYED, OwnerNotYours, ProjectExists],
        headers=CREATED,
    ),
)
async def create_project(session: Session, principal: Caller, once: Key, body: schemas.ProjectCreate) -> Response:
    """Create a draft for a unit of the caller's. A second one of the same owner, year and title is refused."""
    project = await projects.create_project(session, principal, once, body)
    answer = views.one_of(project, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{project.id}", version=project.version)


@router.get(
    ONE,
    response_model=schemas.Project,
    **operation("getProject", access.READ, "Read a project", refuses=OBJECT, headers=["ETag"]),
)
async def get_project(reader: Read, principal: Caller, project_id: UUID) -> Response:
    """Read one project, with what the caller may do with it now; the ETag is its version."""
    return views.read_of(await read_project(reader, principal, project_id), principal)


@router.patch(
    ONE,
    response_model=schemas.Project,
    **operation(
        "updateProject",
        access.UPDATE,
        "Change a project",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, ProjectExists],
        headers=["ETag"],
    ),
)
async def update_project(
    session: Session, principal: Caller, project_id: UUID, tag: IfMatch, body: schemas.ProjectPatch
) -> Response:
    """Change a draft or returned project; what is not sent stays, null clears."""
    project = await projects.update_project(session, principal, project_id, tag, body)
    return views.answer_of(project, principal)


@router.delete(
    ONE,
    status_code=204,
    **operation(
        "cancelProject",
        access.CANCEL,
        "Cancel a project",
        refuses=[*OBJECT, *VERSIONED, StateDoesNotAllow],
    ),
)
async def cancel_project(session: Session, principal: Caller, project_id: UUID, tag: IfMatch) -> Response:
    """Give a draft or returned project up. It stays readable to its owner as cancelled, with its history."""
    await moves.cancel_project(session, principal, project_id, tag)
    return Response(status_code=204)


@router.post(
    f"{ONE}/submit",
    response_model=schemas.Project,
    **operation(
        "submitProject",
        access.SUBMIT,
        "Submit a project",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, ProjectIncomplete],
        headers=MOVED,
    ),
)
async def submit_project(session: Session, principal: Caller, project_id: UUID, once: Key) -> Response:
    """Hand a complete project to the committee of its area, which gets a task."""
    project = await moves.submit_project(session, principal, once, project_id)
    return await once.answer(session, views.one_of(project, principal), version=project.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=schemas.Project,
    **operation(
        "withdrawProject",
        access.WITHDRAW,
        "Withdraw a project",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_project(session: Session, principal: Caller, project_id: UUID, once: Key) -> Response:
    """Take a submitted project back to the desk, as a draft."""
    project = await moves.withdraw_project(session, principal, once, project_id)
    return await once.answer(session, views.one_of(project, principal), version=project.version)


@router.post(
    f"{ONE}/return",
    response_model=schemas.Project,
    **operation(
        "returnProject",
        access.RETURN,
        "Return a project",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def return_project(
    session: Session, principal: Caller, project_id: UUID, once: Key, body: schemas.ProjectReturn
) -> Response:
    """Give a submitted project back to its owner with the reason; the owner gets a task."""
    project = await moves.return_project(session, principal, once, project_id, body.reason)
    return await once.answer(session, views.one_of(project, principal), version=project.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listProjectHistory", access.READ_HISTORY, "Read a project's history", refuses=OBJECT),
)
async def list_project_history(session: Session, principal: Caller, project_id: UUID) -> HistoryPage:
    """List what happened to a project, the newest first: what changed, from what, by whom, why."""
    return await projects.show_history(session, principal, project_id)
