"""`/v1/resolution-notices` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.resolution_notices import access, repository, schemas, usecases, views
from services.budget.resolution_notices.errors import NoticeAcknowledged
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "resolution-notices"
TAGS = {TAG: "หนังสือแจ้งมติ ก.น.จ.: what a resolution on requests means for each ministry and department."}
PATH = "/v1/resolution-notices"
ONE = f"{PATH}/{{notice_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[schemas.ResolutionNoticeSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.ResolutionNoticePage,
    **operation("listResolutionNotices", access.READ, "List notices of resolutions", refuses=[CursorInvalid]),
)
async def list_resolution_notices(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.ResolutionNoticeFilter, Query()],
    sort: Sort = schemas.ResolutionNoticeSort.LAST_FIRST,
) -> schemas.ResolutionNoticePage:
    """List whom resolutions were told to; `is_acknowledged=false` names who has not acknowledged yet."""
    wanted = filters.model_dump()
    return views.page_of(await repository.load_notices(session, principal, wanted, sort, page), page, wanted, sort)


@router.get(
    ONE,
    response_model=schemas.ResolutionNotice,
    **operation("getResolutionNotice", access.READ, "Read a notice", refuses=OBJECT, headers=["ETag"]),
)
async def get_resolution_notice(
    session: Session, principal: Caller, notice_id: UUID, response: Response
) -> schemas.ResolutionNotice:
    """Read what a resolution says of the requests that concern one ministry or department, and why they do."""
    notice = await repository.load_notice(session, principal, notice_id)
    response.headers["ETag"] = etag(notice.version)
    return views.one_of(notice, principal)


@router.post(
    f"{ONE}/acknowledge",
    response_model=schemas.ResolutionNotice,
    **operation(
        "acknowledgeResolutionNotice",
        access.ACKNOWLEDGE,
        "Acknowledge a notice",
        refuses=[*OBJECT, *BODY, *KEYED, NoticeAcknowledged],
        headers=("ETag", "Idempotent-Replayed"),
    ),
)
async def acknowledge_resolution_notice(
    session: Session, principal: Caller, notice_id: UUID, once: Key, body: schemas.ResolutionNoticeAcknowledge
) -> Response:
    """Take note as the addressee, and say what it will do; when an item is added later, it is asked again."""
    notice = await usecases.acknowledge(session, principal, once, notice_id, body)
    return await once.answer(session, views.one_of(notice, principal), version=notice.version)
