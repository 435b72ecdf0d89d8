"""What is done with a list as a whole: its order, taking it back, and what it still lacks."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.requests import repository
from services.budget.requests.rules.request import SUBMITTED
from services.budget.requests.usecases import money
from services.budget.requests.usecases.standing import move
from services.budget.submissions import access as list_access
from services.budget.submissions import usecases as lists
from services.budget.submissions.models import Submission
from services.budget.submissions.rules import order_faults
from services.shared.access import Principal, check_state
from services.shared.errors import Invalid
from services.shared.idempotency import Once
from services.shared.preconditions import check_version

WITHDRAWAL = "ถอนชุดคำขอ"


async def arrange_list(
    session: AsyncSession, principal: Principal, submission_id: UUID, tag: str, request_ids: Sequence[UUID]
) -> Submission:
    """Set the whole order of a list at once. Raises VersionStale, StateDoesNotAllow, Invalid."""
    submission = await lists.lock_for(session, principal, submission_id, list_access.ARRANGE)
    check_version(tag, submission.version)
    check_state(list_access.ARRANGE, lists.subject_of(submission))
    if faults := order_faults(submission.request_order, request_ids):
        raise Invalid(*faults)
    listed = await repository.listed_in(session, lists.office_of(submission.area_code), submission.id)
    await lists.take_stock(session, principal, submission, listed, order=request_ids)
    return submission


async def withdraw_list(session: AsyncSession, principal: Principal, once: Once, submission_id: UUID) -> Submission:
    """Take a submitted list back to the desk with its submitted requests; what was held for them is free again.

    What was endorsed or decided by itself stays as it is. Raises StateDoesNotAllow.
    """
    submission = await lists.lock_for(session, principal, submission_id, list_access.WITHDRAW)
    await once.begin(session, principal)
    check_state(list_access.WITHDRAW, lists.subject_of(submission))
    requests = await repository.load_listed(session, lists.office_of(submission.area_code), submission)
    held: list[money.Held] = []
    for request in requests:
        if request.state == SUBMITTED:
            held += await money.take_hold(session, request)
            await move(session, principal, request, "recall", "recalled")
    await lists.move(session, principal, submission, "withdraw", "withdrawn")
    await money.release(session, principal, held, WITHDRAWAL)
    return submission
