"""`/v1/budget-submissions/{id}/…` over HTTP: what is done with a list and the requests in it together."""

from uuid import UUID

from fastapi import Response

from services.budget.calendar.errors import WindowClosed
from services.budget.ledger.errors import CeilingExceeded
from services.budget.requests import views
from services.budget.requests.errors import SubmissionEmpty, SubmissionNotReady
from services.budget.requests.schemas.checks import BudgetSubmissionCheck
from services.budget.requests.usecases import checking, lists, submitting
from services.budget.submissions import access
from services.budget.submissions import views as submission_views
from services.budget.submissions.routes import ONE, TAG
from services.budget.submissions.schemas import BudgetSubmission, BudgetSubmissionOrder
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import Busy, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.preconditions import IfMatch, etag

router = new_router(TAG)

MOVED = ("ETag", "Idempotent-Replayed")


@router.put(
    f"{ONE}/order",
    response_model=BudgetSubmission,
    **operation(
        "arrangeBudgetSubmission",
        access.ARRANGE,
        "Set the order",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def arrange_budget_submission(
    session: Session,
    principal: Caller,
    submission_id: UUID,
    tag: IfMatch,
    body: BudgetSubmissionOrder,
    response: Response,
) -> BudgetSubmission:
    """Set the whole order of a list at once, the most urgent first; it names every request of the list once."""
    submission = await lists.arrange_list(session, principal, submission_id, tag, body.request_ids)
    response.headers["ETag"] = etag(submission.version)
    return submission_views.one_of(submission, principal)


@router.get(
    f"{ONE}/checks",
    response_model=BudgetSubmissionCheck,
    **operation("checkBudgetSubmission", access.READ, "See what a submission lacks", refuses=OBJECT),
)
async def check_budget_submission(
    session: Session, asker: Ask, principal: Caller, submission_id: UUID
) -> BudgetSubmissionCheck:
    """See what submitting the list now is refused for (must), and what its committee will ask about (should)."""
    return views.check_of(await checking.check_list(session, asker, principal, submission_id))


@router.post(
    f"{ONE}/submit",
    response_model=BudgetSubmission,
    **operation(
        "submitBudgetSubmission",
        access.SUBMIT,
        "Submit a submission",
        refuses=[
            *OBJECT,
            *KEYED,
            Busy,
            StateDoesNotAllow,
            WindowClosed,
            SubmissionEmpty,
            SubmissionNotReady,
            CeilingExceeded,
        ],
        headers=MOVED,
    ),
)
async def submit_budget_submission(
    session: Session, asker: Ask, principal: Caller, submission_id: UUID, once: Key
) -> Response:
    """Submit a list with all its requests, or none: each that stands in the way is named."""
    submission = await submitting.submit_list(session, asker, principal, once, submission_id)
    return await once.answer(session, submission_views.one_of(submission, principal), version=submission.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=BudgetSubmission,
    **operation(
        "withdrawBudgetSubmission",
        access.WITHDRAW,
        "Withdraw a submission",
        refuses=[*OBJECT, *KEYED, Busy, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def withdraw_budget_submission(session: Session, principal: Caller, submission_id: UUID, once: Key) -> Response:
    """Take a submitted list back to the desk with its submitted requests, as drafts; what was held is free again."""
    submission = await lists.withdraw_list(session, principal, once, submission_id)
    return await once.answer(session, submission_views.one_of(submission, principal), version=submission.version)
