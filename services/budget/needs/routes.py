"""`/v1/unfunded-needs` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.needs import access, repository, schemas, usecases, views
from services.budget.needs.errors import NeedCarried, NeedExists, NeedNotThere
from services.budget.requests.errors import ListFull, RequestExists
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "unfunded-needs"
TAGS = {TAG: "ความต้องการที่ไม่ได้รับงบประมาณ: what was asked for and not paid for, until it is paid for or given up."}
PATH = "/v1/unfunded-needs"
ONE = f"{PATH}/{{need_id:uuid}}"
MOVED = ("ETag", "Idempotent-Replayed")

router = new_router(TAG)

Sort = Annotated[schemas.UnfundedNeedSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.UnfundedNeedPage,
    **operation("listUnfundedNeeds", access.READ, "List unfunded needs", refuses=[CursorInvalid]),
)
async def list_unfunded_needs(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.UnfundedNeedFilter, Query()],
    sort: Sort = schemas.UnfundedNeedSort.UPDATED_LAST_FIRST,
) -> schemas.UnfundedNeedPage:
    """List what areas asked for and did not get, with amount and reason, and what became of it."""
    wanted = filters.model_dump()
    return views.page_of(await repository.load_needs(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.UnfundedNeed,
    **operation(
        "createUnfundedNeed",
        access.CREATE,
        "Keep an unfunded need",
        refuses=[*BODY, *KEYED, NeedNotThere, NeedExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_unfunded_need(
    session: Session, principal: Caller, once: Key, body: schemas.UnfundedNeedCreate
) -> Response:
    """Keep what a request lacked money for; what ก.น.จ. referred, or rejected above the ceiling, is kept by itself."""
    need = await usecases.create_need(session, principal, once, body)
    answer, location = views.one_of(need, principal), f"{PATH}/{need.id}"
    return await once.answer(session, answer, status=201, location=location, version=need.version)


@router.get(
    ONE,
    response_model=schemas.UnfundedNeed,
    **operation("getUnfundedNeed", access.READ, "Read an unfunded need", refuses=OBJECT, headers=["ETag"]),
)
async def get_unfunded_need(
    session: Session, principal: Caller, need_id: UUID, response: Response
) -> schemas.UnfundedNeed:
    """Read an unfunded need: why there is one, who was asked, and which later request asks for it again."""
    need = await repository.load_need(session, principal, need_id)
    response.headers["ETag"] = etag(need.version)
    return views.one_of(need, principal)


@router.post(
    f"{ONE}/refer",
    response_model=schemas.UnfundedNeed,
    **operation(
        "referUnfundedNeed",
        access.REFER,
        "Refer an unfunded need",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def refer_unfunded_need(
    session: Session, principal: Caller, need_id: UUID, once: Key, body: schemas.UnfundedNeedRefer
) -> Response:
    """Ask a ministry or department to take it over; it gets a task."""
    need = await usecases.refer_need(session, principal, once, need_id, body)
    return await once.answer(session, views.one_of(need, principal), version=need.version)


@router.post(
    f"{ONE}/carry",
    response_model=schemas.UnfundedNeed,
    **operation(
        "carryUnfundedNeed",
        access.CARRY,
        "Ask again in a later year",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, NeedCarried, RequestExists, ListFull],
        headers=MOVED,
    ),
)
async def carry_unfunded_need(
    session: Session, asker: Ask, principal: Caller, need_id: UUID, once: Key, body: schemas.UnfundedNeedCarry
) -> Response:
    """Make the draft that asks for it again in a list of a later year; `next_request_id` names it."""
    need = await usecases.carry_need(session, asker, principal, once, need_id, body)
    return await once.answer(session, views.one_of(need, principal), version=need.version)


@router.post(
    f"{ONE}/close",
    response_model=schemas.UnfundedNeed,
    **operation(
        "closeUnfundedNeed",
        access.CLOSE,
        "Close an unfunded need",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def close_unfunded_need(
    session: Session, principal: Caller, need_id: UUID, once: Key, body: schemas.UnfundedNeedClose
) -> Response:
    """Close it: somebody pays for it, or nobody will; its area says so, or the ministry that it was referred to."""
    need = await usecases.close_need(session, principal, once, need_id, body)
    return await once.answer(session, views.one_of(need, principal), version=need.version)
