"""`/v1/agency-requests` over HTTP, for whoever asks and whoever reads."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.agency_requests import access, views
from services.budget.agency_requests.errors import AgencyRequestExists, AgencyRequestNotReady
from services.budget.agency_requests.repository import list_requests, load_request
from services.budget.agency_requests.schemas import answers, bodies
from services.budget.agency_requests.usecases import asking as usecases
from services.budget.requests.errors import ProjectWithdrawn, SnapshotMovedOn
from services.budget.requests.schemas.bodies import BudgetSnapshotRefresh
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "agency-requests"
PATH = "/v1/agency-requests"
ONE = f"{PATH}/{{request_id:uuid}}"  # so that /v1/agency-requests/outputs is no request

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[bodies.AgencyRequestSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=answers.AgencyRequestPage,
    **operation("listAgencyRequests", access.READ, "List requests to agencies", refuses=[CursorInvalid]),
)
async def list_agency_requests(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[bodies.AgencyRequestFilter, Query()],
    sort: Sort = bodies.AgencyRequestSort.UPDATED_LAST_FIRST,
) -> answers.AgencyRequestPage:
    """List the requests the caller may see: an area's own in every state, others' once sent."""
    wanted = filters.model_dump()
    return views.page_of(await list_requests(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.AgencyRequest,
    **operation(
        "createAgencyRequest",
        access.CREATE,
        "Begin a request to an agency",
        refuses=[*BODY, *KEYED, AgencyRequestExists],
        headers=CREATED,
    ),
)
async def create_agency_request(
    session: Session, asker: Ask, principal: Caller, once: Key, body: bodies.AgencyRequestCreate
) -> Response:
    """Ask a ministry or department for money for a project; what is asked is never capped.

    A second open request of the same area, year, project and agency is refused.
    """
    request = await usecases.create_request(session, asker, principal, once, body)
    answer, location = views.one_of(request, principal), f"{PATH}/{request.id}"
    return await once.answer(session, answer, status=201, location=location, version=request.version)


@router.get(
    ONE,
    response_model=answers.AgencyRequest,
    **operation("getAgencyRequest", access.READ, "Read a request to an agency", refuses=OBJECT, headers=["ETag"]),
)
async def get_agency_request(
    session: Session, principal: Caller, request_id: UUID, response: Response
) -> answers.AgencyRequest:
    """Read one request with its project, the agency's answer, its money and what the caller may do with it."""
    request = await load_request(session, principal, request_id)
    response.headers["ETag"] = etag(request.version)
    return views.one_of(request, principal)


@router.patch(
    ONE,
    response_model=answers.AgencyRequest,
    **operation(
        "updateAgencyRequest",
        access.UPDATE,
        "Change a request to an agency",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_agency_request(
    session: Session, principal: Caller, request_id: UUID, tag: IfMatch, body: bodies.AgencyRequestPatch
) -> Response:
    """Change a draft; what is not sent stays, null clears. Its project and its agency stay."""
    request = await usecases.update_request(session, principal, request_id, tag, body)
    return views.answer_of(request, principal)


@router.post(
    f"{ONE}/refresh-snapshot",
    response_model=answers.AgencyRequest,
    **operation(
        "refreshAgencyRequestSnapshot",
        access.REFRESH,
        "Ask after the project again",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, ProjectWithdrawn, SnapshotMovedOn],
        headers=MOVED,
    ),
)
async def refresh_agency_request_snapshot(
    session: Session, asker: Ask, principal: Caller, request_id: UUID, once: Key, body: BudgetSnapshotRefresh
) -> Response:
    """Ask how the project is now; `accept` takes it over, also after sending: the agency then reads another content."""
    request = await usecases.refresh_snapshot(session, asker, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/send",
    response_model=answers.AgencyRequest,
    **operation(
        "sendAgencyRequest",
        access.SEND,
        "Send a request to its agency",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, AgencyRequestNotReady],
        headers=MOVED,
    ),
)
async def send_agency_request(session: Session, asker: Ask, principal: Caller, request_id: UUID, once: Key) -> Response:
    """Hand a request to its agency, which gets a task; nothing is held before the agency accepts."""
    request = await usecases.send_request(session, asker, principal, once, request_id)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=answers.AgencyRequest,
    **operation(
        "withdrawAgencyRequest",
        access.WITHDRAW,
        "Withdraw a request to an agency",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_agency_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.AgencyRequestReason
) -> Response:
    """Give up a request that is not answered yet."""
    request = await usecases.withdraw_request(session, principal, once, request_id, body.reason)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listAgencyRequestHistory", access.READ_HISTORY, "Read a request's history", refuses=OBJECT),
)
async def list_agency_request_history(session: Session, principal: Caller, request_id: UUID) -> HistoryPage:
    """List what happened to a request, the newest first: what changed, from what, by whom, why."""
    return await usecases.show_history(session, principal, request_id)
