"""`/v1/change-requests` over HTTP: what the area does with its request, and reading."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.agreements.errors import AgreementNotInForce
from services.indicators.changes import access, views
from services.indicators.changes.errors import (
    BaseMovedOn,
    ChangeBreaksRules,
    ChangeRequestExists,
    ChangeRequestNotReady,
    ClosingDatePassed,
)
from services.indicators.changes.repository import load_request, load_requests
from services.indicators.changes.schemas import answers, bodies
from services.indicators.changes.usecases import deciding, drafts, submitting
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "change-requests"
PATH = "/v1/change-requests"
ONE = f"{PATH}/{{request_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[bodies.ChangeRequestSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=answers.ChangeRequestPage,
    **operation("listChangeRequests", access.READ, "List change requests", refuses=[CursorInvalid]),
)
async def list_change_requests(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[bodies.ChangeRequestFilter, Query()],
    sort: Sort = bodies.ChangeRequestSort.UPDATED_LAST_FIRST,
) -> answers.ChangeRequestPage:
    """List change requests: decided ones to everyone, submitted ones to those concerned, drafts to their area."""
    wanted = filters.model_dump()
    return views.page_of(await load_requests(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.ChangeRequest,
    **operation(
        "createChangeRequest",
        access.CREATE,
        "Draft a change request",
        refuses=[*BODY, *KEYED, Busy, AgreementNotInForce, ChangeRequestExists],
        headers=CREATED,
    ),
)
async def create_change_request(
    session: Session, principal: Caller, once: Key, body: bodies.ChangeRequestCreate
) -> Response:
    """Draft a request to change a KPI of an approved agreement; what it says now is kept beside what is asked."""
    request = await drafts.create_request(session, principal, once, body)
    answer, location = views.one_of(request, principal), f"{PATH}/{request.id}"
    return await once.answer(session, answer, status=201, location=location, version=request.version)


@router.get(
    ONE,
    response_model=answers.ChangeRequest,
    **operation("getChangeRequest", access.READ, "Read a change request", refuses=OBJECT, headers=["ETag"]),
)
async def get_change_request(session: Session, principal: Caller, request_id: UUID) -> Response:
    """Read a request with the KPI before and after, who said what, and what the caller may do with it."""
    return views.answer_of(await load_request(session, principal, request_id), principal)


@router.patch(
    ONE,
    response_model=answers.ChangeRequest,
    **operation(
        "updateChangeRequest",
        access.UPDATE,
        "Change a change request",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_change_request(
    session: Session, principal: Caller, request_id: UUID, tag: IfMatch, body: bodies.ChangeRequestPatch
) -> Response:
    """Change what a draft or returned request asks for, or its event."""
    request = await drafts.update_request(session, principal, request_id, tag, body)
    return views.answer_of(request, principal)


@router.post(
    f"{ONE}/rebase",
    response_model=answers.ChangeRequest,
    **operation(
        "rebaseChangeRequest",
        access.REBASE,
        "Say yes to the KPI as it is now",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow, AgreementNotInForce, BaseMovedOn],
        headers=MOVED,
    ),
)
async def rebase_change_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestRebase
) -> Response:
    """Make a request from the KPI as `base.differences` shows it; a submitted one is analysed and heard anew."""
    request = await drafts.rebase_request(session, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/submit",
    response_model=answers.ChangeRequest,
    **operation(
        "submitChangeRequest",
        access.SUBMIT,
        "Submit a change request",
        refuses=[
            *OBJECT,
            *KEYED,
            Busy,
            StateDoesNotAllow,
            AgreementNotInForce,
            ClosingDatePassed,
            ChangeRequestNotReady,
            ChangeBreaksRules,
        ],
        headers=MOVED,
    ),
)
async def submit_change_request(session: Session, principal: Caller, request_id: UUID, once: Key) -> Response:
    """Hand a request with its event and evidence to ก.พ.ร. for analysis, and to the host agency for its opinion."""
    request = await submitting.submit_request(session, principal, once, request_id)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=answers.ChangeRequest,
    **operation(
        "withdrawChangeRequest",
        access.WITHDRAW,
        "Withdraw a change request",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_change_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestReason
) -> Response:
    """Give up a request that is not decided; another may be made for the KPI."""
    request = await drafts.withdraw_request(session, principal, once, request_id, body.reason)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/acknowledge",
    response_model=answers.ChangeRequest,
    **operation(
        "acknowledgeChangeRequest",
        access.ACKNOWLEDGE,
        "Acknowledge the decision",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def acknowledge_change_request(session: Session, principal: Caller, request_id: UUID, once: Key) -> Response:
    """Note that the area knows what was decided."""
    request = await deciding.acknowledge(session, principal, once, request_id)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listChangeRequestHistory", access.READ_HISTORY, "Read a request's history", refuses=OBJECT),
)
async def list_change_request_history(session: Session, principal: Caller, request_id: UUID) -> HistoryPage:
    """List what happened to a request, the newest first: what changed, from what, by whom, why."""
    return await drafts.show_history(session, principal, request_id)
