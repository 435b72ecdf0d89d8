"""`/v1/agency-projects` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.duplicates import access, views
from services.budget.duplicates.errors import AgencyNotYours
from services.budget.duplicates.repository.projects import load_project, load_projects
from services.budget.duplicates.schemas import projects as schemas
from services.budget.duplicates.usecases.projects import push_projects
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import AlreadyExists, CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging

TAG = "agency-projects"
PATH = "/v1/agency-projects"

router = new_router(TAG)

Sort = Annotated[schemas.AgencyProjectSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.AgencyProjectPage,
    **operation("listAgencyProjects", access.READ, "List agencies' own projects", refuses=[CursorInvalid]),
)
async def list_agency_projects(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.AgencyProjectFilter, Query()],
    sort: Sort = schemas.AgencyProjectSort.UPDATED_LAST_FIRST,
) -> schemas.AgencyProjectPage:
    """List what ministries and departments do themselves, as their own systems tell."""
    wanted = filters.model_dump()
    return views.projects_of(await load_projects(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    response_model=schemas.AgencyProjectsPushed,
    **operation(
        "pushAgencyProjects",
        access.PUSH,
        "Push projects of one's own agency",
        refuses=[*BODY, *KEYED, AgencyNotYours, AlreadyExists],
        headers=["Idempotent-Replayed"],
    ),
)
async def push_agency_projects(
    session: Session, principal: Caller, once: Key, body: schemas.AgencyProjectPush
) -> Response:
    """Have projects stand as they are sent, all or none; by agency, year and code one that stands is changed."""
    pushed = await push_projects(session, principal, once, body)
    return await once.answer(session, views.pushed_of(pushed))


@router.get(
    f"{PATH}/{{project_id:uuid}}",
    response_model=schemas.AgencyProject,
    **operation("getAgencyProject", access.READ, "Read an agency's own project", refuses=OBJECT),
)
async def get_agency_project(session: Session, principal: Caller, project_id: UUID) -> schemas.AgencyProject:
    """Read one project as its agency told of it last."""
    return views.project_of(await load_project(session, principal, project_id))
