"""What is done with a list as a whole: its order, taking it back, and what it still lacks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.rules import Standing, Step
from services.budget.calendar.usecases import closed, standing_on
from services.budget.requests import clients, repository
from services.budget.requests.errors import SubmissionEmpty
from services.budget.requests.models import Request
from services.budget.requests.rules.request import FLOW, SUBMITTED, ceiling_gaps
from services.budget.requests.usecases import money
from services.budget.requests.usecases.standing import move
from services.budget.requests.usecases.submitting import stands_against
from services.budget.submissions import access as list_access
from services.budget.submissions import usecases as lists
from services.budget.submissions.models import Submission
from services.budget.submissions.repository import load_submission
from services.budget.submissions.rules import order_faults
from services.shared import fiscal
from services.shared.access import Principal, check_state
from services.shared.columns import now
from services.shared.errors import FieldError, Invalid
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
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


@dataclass(frozen=True)
class RequestCheck:
    """What stands against submitting one request of a list."""

    request: Request
    gaps: tuple[FieldError, ...]


@dataclass(frozen=True)
class ListCheck:
    """What stands against submitting a list on a day."""

    submission: Submission
    day: dt.date
    standing: Standing
    gaps: tuple[FieldError, ...]
    requests: tuple[RequestCheck, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against it."""
        return not self.gaps and not any(check.gaps for check in self.requests)


async def check_list(session: AsyncSession, asker: Asker, principal: Principal, submission_id: UUID) -> ListCheck:
    """Return what submitting a list would be refused for now; nothing is written. Raises NotFound."""
    project_ids = await repository.glimpse_projects(session, principal, submission_id=submission_id)
    projects = await clients.projects_of(asker, project_ids)
    submission = await load_submission(session, principal, submission_id)
    requests = await repository.show_listed(session, principal, submission)
    waiting = [request for request in requests if request.state in FLOW.from_states("submit")]
    accounts = await money.accounts_of(session, [request for request in waiting if request.is_within])
    gaps = {each.id: stands_against(each, projects.get(each.project_id), accounts) for each in waiting}
    for fund, account in accounts.items():
        within = [request for request in waiting if request.is_within and request.fund_code == fund]
        past = ceiling_gaps([request.asked_amount for request in within], await money.left_of(session, account))
        for request, gap in zip(within, past, strict=True):
            gaps[request.id] += (gap,) if gap else ()
    day = fiscal.day_in_bangkok(now())
    standing = await standing_on(session, submission.fiscal_year, submission.area_code, Step.SUBMISSION, day)
    checks = tuple(RequestCheck(request, gaps.get(request.id, ())) for request in requests)
    return ListCheck(submission, day, standing, gaps_of_list(submission, standing, day, bool(requests)), checks)


def gaps_of_list(
    submission: Submission, standing: Standing, day: dt.date, has_requests: bool
) -> tuple[FieldError, ...]:
    """Return what stands against a list as a whole."""
    gaps = []
    if not has_requests:
        gaps.append(FieldError("", SubmissionEmpty.code, SubmissionEmpty.detail))
    if standing.is_closed:
        refusal = closed(standing, submission.fiscal_year, submission.area_code, Step.SUBMISSION, day)
        gaps.append(FieldError("", refusal.code, refusal.sentence()))
    return tuple(gaps)
