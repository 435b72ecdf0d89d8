"""Submitting requests, one or a whole list: what stands against it, what is held, who is told."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.rules import Step
from services.budget.calendar.usecases import refuse_closed
from services.budget.ledger.models import Account
from services.budget.requests import access, clients, repository
from services.budget.requests.errors import RequestNotReady, SubmissionEmpty, SubmissionNotReady
from services.budget.requests.models import Request
from services.budget.requests.rules.project import Project, snapshot_state_of
from services.budget.requests.rules.request import FLOW, Readiness, gaps_of
from services.budget.requests.usecases import money
from services.budget.requests.usecases.keeping import note
from services.budget.requests.usecases.standing import ask_committee, lock_for, move, subject_of
from services.budget.submissions import access as list_access
from services.budget.submissions import usecases as lists
from services.budget.submissions.models import Submission
from services.budget.submissions.rules import order_gaps
from services.shared.access import Principal, check_state
from services.shared.errors import Busy, FieldError, Text
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
from services.shared.tasks.repository import open_task


async def submit_request(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, request_id: UUID
) -> Request:
    """Hand one request to the committee of its area, whatever its list; within the ceiling it holds its money.

    Raises StateDoesNotAllow, WindowClosed, RequestNotReady, CeilingExceeded.
    """
    project_ids = await repository.glimpse_projects(session, principal, request_id=request_id)
    projects = await clients.projects_of(asker, project_ids)
    request = await lock_for(session, principal, request_id, access.SUBMIT)
    await once.begin(session, principal)
    check_state(access.SUBMIT, subject_of(request))
    await refuse_closed(session, request.fiscal_year, request.area_code, Step.SUBMISSION)
    accounts = await money.accounts_of(session, [request])
    found = projects.get(request.project_id)
    if gaps := stands_against(request, found, accounts):
        raise RequestNotReady(*gaps)
    note(request, found)
    await move(session, principal, request, "submit", "submitted")
    await ask_committee(session, request)
    if request.is_within:
        await money.hold_for(session, principal, request, accounts[request.fund_code])
    return request


def stands_against(request: Request, found: Project | None, accounts: Mapping[str, Account]) -> tuple[FieldError, ...]:
    """Return what stands against submitting a request; `found` is its project as it is now."""
    readiness = Readiness(
        problem_th=request.problem_th,
        problem_rank=request.problem_rank,
        snapshot_state=snapshot_state_of(request.project, found),
        is_within=request.is_within,
        has_account=request.fund_code in accounts,
    )
    return gaps_of(readiness)


async def submit_list(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, submission_id: UUID
) -> Submission:
    """Submit a list with every request of it that is not submitted yet: all of them, or nothing.

    Raises StateDoesNotAllow, WindowClosed, SubmissionEmpty, SubmissionNotReady, CeilingExceeded (each naming every
    request that stands in the way), Busy (a request came in meanwhile).
    """
    project_ids = await repository.glimpse_projects(session, principal, submission_id=submission_id)
    projects = await clients.projects_of(asker, project_ids)
    submission = await lists.lock_for(session, principal, submission_id, list_access.SUBMIT)
    await once.begin(session, principal)
    check_state(list_access.SUBMIT, lists.subject_of(submission))
    await refuse_closed(session, submission.fiscal_year, submission.area_code, Step.SUBMISSION)
    requests = await repository.load_listed(session, lists.office_of(submission.area_code), submission)
    if not requests:
        raise SubmissionEmpty()
    waiting = [request for request in requests if request.state in FLOW.from_states("submit")]
    if not {request.project_id for request in waiting} <= set(project_ids):
        raise Busy()  # its project was not asked after
    within = [request for request in waiting if request.is_within]
    accounts = await money.accounts_of(session, within)
    errors = [*order_gaps(submission.request_order, [request.id for request in requests])]
    if errors := errors + [error for request in waiting for error in named(request, projects, accounts)]:
        raise SubmissionNotReady(*errors)
    for request in waiting:
        note(request, projects.get(request.project_id))
        await move(session, principal, request, "submit", "submitted")
    await lists.move(session, principal, submission, "submit", "submitted")
    await ask_for_list(session, submission)
    await money.hold_all(session, principal, within, accounts)
    return submission


def named(request: Request, projects: Mapping[UUID, Project], accounts: Mapping[str, Account]) -> list[FieldError]:
    """Return what stands against a request of a list, each fault saying whose it is."""
    gaps = stands_against(request, projects.get(request.project_id), accounts)
    return [FieldError(f"/requests/{request.id}{gap.pointer}", gap.code, gap.text) for gap in gaps]


async def ask_for_list(session: AsyncSession, submission: Submission) -> None:
    """Open the committee's task of deciding on a list."""
    of_round = f"{submission.fiscal_year}/{submission.round}"
    title = Text(f"พิจารณาชุดคำของบประมาณปี {of_round}", f"Decide on the budget submission of {of_round}")
    about, link = (lists.OBJECT, submission.id), lists.link_of(submission)
    await open_task(session, f"{lists.OBJECT}.endorse", lists.committee_of(submission.area_code), title, about, link)
