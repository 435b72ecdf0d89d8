"""`/v1/budget-submissions` over HTTP, as far as it needs no request; the rest is in requests' routes."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.submissions import access, repository, schemas, usecases, views
from services.budget.submissions.errors import SubmissionExists, SubmissionNotYours
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "budget-submissions"
TAGS = {TAG: "ชุดคำของบประมาณ: the ordered list of what an area asks for in a round of a fiscal year."}
PATH = "/v1/budget-submissions"
ONE = f"{PATH}/{{submission_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[schemas.BudgetSubmissionSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.BudgetSubmissionPage,
    **operation("listBudgetSubmissions", access.READ, "List submissions", refuses=[CursorInvalid]),
)
async def list_budget_submissions(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.BudgetSubmissionFilter, Query()],
    sort: Sort = schemas.BudgetSubmissionSort.UPDATED_LAST_FIRST,
) -> schemas.BudgetSubmissionPage:
    """List the submissions the caller may see: its own in every state, others' once submitted."""
    wanted = filters.model_dump()
    found = await repository.load_submissions(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.BudgetSubmission,
    **operation(
        "createBudgetSubmission",
        access.CREATE,
        "Create a submission",
        refuses=[*BODY, *KEYED, SubmissionNotYours, SubmissionExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_budget_submission(
    session: Session, principal: Caller, once: Key, body: schemas.BudgetSubmissionCreate
) -> Response:
    """Begin the list of an area of the caller's. A second one of the same year and round is refused."""
    submission = await usecases.create_submission(session, principal, once, body)
    answer, location = views.one_of(submission, principal), f"{PATH}/{submission.id}"
    return await once.answer(session, answer, status=201, location=location, version=submission.version)


@router.get(
    ONE,
    response_model=schemas.BudgetSubmission,
    **operation("getBudgetSubmission", access.READ, "Read a submission", refuses=OBJECT, headers=["ETag"]),
)
async def get_budget_submission(
    session: Session, principal: Caller, submission_id: UUID, response: Response
) -> schemas.BudgetSubmission:
    """Read a submission with its order, its sums within and above the ceiling, and what the caller may do."""
    submission = await repository.load_submission(session, principal, submission_id)
    response.headers["ETag"] = etag(submission.version)
    return views.one_of(submission, principal)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listBudgetSubmissionHistory", access.READ_HISTORY, "Read a submission's history", refuses=OBJECT),
)
async def list_budget_submission_history(session: Session, principal: Caller, submission_id: UUID) -> HistoryPage:
    """List what happened to a submission, the newest first."""
    return await usecases.show_history(session, principal, submission_id)
