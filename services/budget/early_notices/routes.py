"""`/v1/early-notices` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.early_notices import access, repository, schemas, usecases, views
from services.budget.early_notices.errors import NoticeAnswered, NoticeExists, NoticeNotYours
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "early-notices"
TAGS = {TAG: "การแจ้งโครงการล่วงหน้า: what an area means to ask for, told to ministries before it does."}
PATH = "/v1/early-notices"
ONE = f"{PATH}/{{notice_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[schemas.EarlyNoticeSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.EarlyNoticePage,
    **operation("listEarlyNotices", access.READ, "List early notices", refuses=[CursorInvalid]),
)
async def list_early_notices(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.EarlyNoticeFilter, Query()],
    sort: Sort = schemas.EarlyNoticeSort.LAST_FIRST,
) -> schemas.EarlyNoticePage:
    """List the early notices the caller may see, with what was answered and whose answer is awaited."""
    wanted = filters.model_dump()
    return views.page_of(await repository.load_notices(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.EarlyNotice,
    **operation(
        "createEarlyNotice",
        access.CREATE,
        "Send an early notice",
        refuses=[*BODY, *KEYED, NoticeNotYours, NoticeExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_early_notice(
    session: Session, asker: Ask, principal: Caller, once: Key, body: schemas.EarlyNoticeCreate
) -> Response:
    """Tell ministries and departments of a project that the area means to ask for; each gets a task."""
    notice = await usecases.send_notice(session, asker, principal, once, body)
    answer, location = views.one_of(notice, principal), f"{PATH}/{notice.id}"
    return await once.answer(session, answer, status=201, location=location, version=notice.version)


@router.get(
    ONE,
    response_model=schemas.EarlyNotice,
    **operation("getEarlyNotice", access.READ, "Read an early notice", refuses=OBJECT, headers=["ETag"]),
)
async def get_early_notice(
    session: Session, principal: Caller, notice_id: UUID, response: Response
) -> schemas.EarlyNotice:
    """Read an early notice with the project as it was then."""
    notice = await repository.load_notice(session, principal, notice_id)
    response.headers["ETag"] = etag(notice.version)
    return views.one_of(notice, principal)


@router.post(
    f"{ONE}/answers",
    response_model=schemas.EarlyNotice,
    **operation(
        "answerEarlyNotice",
        access.ANSWER,
        "Acknowledge or answer an early notice",
        refuses=[*OBJECT, *BODY, *KEYED, NoticeAnswered],
        headers=("ETag", "Idempotent-Replayed"),
    ),
)
async def answer_early_notice(
    session: Session, principal: Caller, notice_id: UUID, once: Key, body: schemas.EarlyNoticeAnswerIn
) -> Response:
    """Take note of it for an addressee, and say once what it thinks, with the reason."""
    notice = await usecases.answer_notice(session, principal, once, notice_id, body)
    return await once.answer(session, views.one_of(notice, principal), version=notice.version)
