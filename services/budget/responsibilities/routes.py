"""`/v1/responsibility-frameworks` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.responsibilities import access, repository, schemas, usecases, views
from services.budget.responsibilities.errors import FrameworkExists
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging

TAG = "responsibility-frameworks"
TAGS = {TAG: "กรอบความรับผิดชอบ: which kinds of projects are the regular mission of which ministry or department."}
PATH = "/v1/responsibility-frameworks"
ONE = f"{PATH}/{{framework_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[schemas.ResponsibilityFrameworkSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.ResponsibilityFrameworkPage,
    **operation("listResponsibilityFrameworks", access.READ, "List frameworks", refuses=[CursorInvalid]),
)
async def list_responsibility_frameworks(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.ResponsibilityFrameworkFilter, Query()],
    sort: Sort = schemas.ResponsibilityFrameworkSort.CREATED_LAST_FIRST,
) -> schemas.ResponsibilityFrameworkPage:
    """List every edition, the last recorded first; everyone may read them."""
    wanted = filters.model_dump()
    return views.page_of(await repository.load_frameworks(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.ResponsibilityFramework,
    **operation(
        "recordResponsibilityFramework",
        access.RECORD,
        "Record a framework",
        refuses=[*BODY, *KEYED, FrameworkExists],
        headers=("Location", "Idempotent-Replayed"),
    ),
)
async def record_responsibility_framework(
    session: Session, principal: Caller, once: Key, body: schemas.ResponsibilityFrameworkRecord
) -> Response:
    """Record the next edition of a fiscal year's framework, with the document that sets it. None is edited later."""
    framework = await usecases.record_framework(session, principal, once, body)
    return await once.answer(session, views.one_of(framework), status=201, location=f"{PATH}/{framework.id}")


@router.get(
    ONE,
    response_model=schemas.ResponsibilityFramework,
    **operation("getResponsibilityFramework", access.READ, "Read a framework", refuses=OBJECT),
)
async def get_responsibility_framework(
    session: Session, principal: Caller, framework_id: UUID
) -> schemas.ResponsibilityFramework:
    """Read one edition with its kinds."""
    return views.one_of(await repository.load_framework(session, principal, framework_id))
