"""`/v1/budget-requests` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.calendar.errors import WindowClosed
from services.budget.duplicates.schemas.similar import SimilarThings
from services.budget.duplicates.views import similar_of
from services.budget.ledger.errors import CeilingExceeded
from services.budget.requests import access, views
from services.budget.requests.errors import ListFull, ProjectWithdrawn, RequestExists, RequestNotReady, SnapshotMovedOn
from services.budget.requests.repository import load_request, load_requests
from services.budget.requests.schemas import answers, bodies
from services.budget.requests.schemas.checks import BudgetRequestCheck
from services.budget.requests.usecases import checking, drafts, likeness, projects, submitting
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "budget-requests"
PATH = "/v1/budget-requests"
ONE = f"{PATH}/{{request_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[bodies.BudgetRequestSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=answers.BudgetRequestPage,
    **operation("listBudgetRequests", access.READ, "List requests", refuses=[CursorInvalid]),
)
async def list_budget_requests(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[bodies.BudgetRequestFilter, Query()],
    sort: Sort = bodies.BudgetRequestSort.UPDATED_LAST_FIRST,
) -> answers.BudgetRequestPage:
    """List the requests the caller may see: its own in every state, others' once submitted."""
    wanted = filters.model_dump()
    return views.page_of(await load_requests(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.BudgetRequest,
    **operation(
        "createBudgetRequest",
        access.CREATE,
        "Create a request",
        refuses=[*BODY, *KEYED, StateDoesNotAllow, RequestExists, ListFull],
        headers=CREATED,
    ),
)
async def create_budget_request(
    session: Session, asker: Ask, principal: Caller, once: Key, body: bodies.BudgetRequestCreate
) -> Response:
    """Ask for money for a project, last in an open list. A second one for the project in the same list is refused."""
    request = await drafts.create_request(session, asker, principal, once, body)
    answer, location = views.one_of(request, principal), f"{PATH}/{request.id}"
    return await once.answer(session, answer, status=201, location=location, version=request.version)


@router.get(
    ONE,
    response_model=answers.BudgetRequest,
    **operation("getBudgetRequest", access.READ, "Read a request", refuses=OBJECT, headers=["ETag"]),
)
async def get_budget_request(
    session: Session, principal: Caller, request_id: UUID, response: Response
) -> answers.BudgetRequest:
    """Read one request with its project, its money and what the caller may do with it."""
    request = await load_request(session, principal, request_id)
    response.headers["ETag"] = etag(request.version)
    return views.one_of(request, principal)


@router.patch(
    ONE,
    response_model=answers.BudgetRequest,
    **operation(
        "updateBudgetRequest",
        access.UPDATE,
        "Change a request",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_budget_request(
    session: Session, asker: Ask, principal: Caller, request_id: UUID, tag: IfMatch, body: bodies.BudgetRequestPatch
) -> Response:
    """Change a draft or returned request; what is not sent stays, null clears. Its project stays."""
    request = await drafts.update_request(session, asker, principal, request_id, tag, body)
    return views.answer_of(request, principal)


@router.get(
    f"{ONE}/checks",
    response_model=BudgetRequestCheck,
    **operation("checkBudgetRequest", access.READ, "See what a request lacks", refuses=OBJECT),
)
async def check_budget_request(session: Session, asker: Ask, principal: Caller, request_id: UUID) -> BudgetRequestCheck:
    """See what submitting it now is refused for (must), and what its committee will ask about (should)."""
    return views.request_check_of(await checking.check_request(session, asker, principal, request_id))


@router.get(
    f"{ONE}/similar",
    response_model=SimilarThings,
    **operation("listSimilarToBudgetRequest", access.READ, "See what is like a request", refuses=OBJECT),
)
async def list_similar(session: Session, principal: Caller, request_id: UUID) -> SimilarThings:
    """See what others ask for or do that is like it, of any area, agency and year, with score and reasons.

    Others' drafts are never shown. What was judged different stands under `told_apart` until either side changes.
    """
    return similar_of(await likeness.show_similar(session, principal, request_id))


@router.post(
    f"{ONE}/refresh-snapshot",
    response_model=answers.BudgetRequest,
    **operation(
        "refreshBudgetRequestSnapshot",
        access.REFRESH,
        "Ask after the project again",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, ProjectWithdrawn, SnapshotMovedOn],
        headers=MOVED,
    ),
)
async def refresh_budget_request_snapshot(
    session: Session, asker: Ask, principal: Caller, request_id: UUID, once: Key, body: bodies.BudgetSnapshotRefresh
) -> Response:
    """Ask how the project is now: `snapshot_differences` shows what changed, `accept` takes it over."""
    request = await projects.refresh_snapshot(session, asker, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/submit",
    response_model=answers.BudgetRequest,
    **operation(
        "submitBudgetRequest",
        access.SUBMIT,
        "Submit a request",
        refuses=[*OBJECT, *KEYED, Busy, StateDoesNotAllow, WindowClosed, RequestNotReady, CeilingExceeded],
        headers=MOVED,
    ),
)
async def submit_budget_request(
    session: Session, asker: Ask, principal: Caller, request_id: UUID, once: Key
) -> Response:
    """Hand one request to the committee of its area by itself; within the ceiling its money is held."""
    request = await submitting.submit_request(session, asker, principal, once, request_id)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/screen",
    response_model=answers.BudgetRequest,
    **operation(
        "screenBudgetRequest",
        access.SCREEN,
        "Screen a request",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def screen_budget_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.BudgetRequestScreen
) -> Response:
    """Record what the screening of the area's committee proposes, beside what is asked, with its reason."""
    request = await drafts.screen_request(session, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=answers.BudgetRequest,
    **operation(
        "withdrawBudgetRequest",
        access.WITHDRAW,
        "Withdraw a request",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_budget_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.BudgetRequestWithdraw
) -> Response:
    """Give a request up that is not endorsed: it leaves its list, and what was held for it is free again."""
    request = await drafts.withdraw_request(session, principal, once, request_id, body.reason)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listBudgetRequestHistory", access.READ_HISTORY, "Read a request's history", refuses=OBJECT),
)
async def list_budget_request_history(session: Session, principal: Caller, request_id: UUID) -> HistoryPage:
    """List what happened to a request, the newest first: what changed, from what, by whom, why."""
    return await drafts.show_history(session, principal, request_id)
