"""Making a request, changing it, screening it, and giving it up."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.models import Fund
from services.budget.ledger.repository import list_funds
from services.budget.ledger.usecases.accounts import counts_in
from services.budget.requests import access, clients, repository
from services.budget.requests.errors import ListFull, RequestExists
from services.budget.requests.models import Request, RequestLine
from services.budget.requests.rules.advice import reason_faults
from services.budget.requests.rules.lines import Ask, line_faults
from services.budget.requests.rules.project import Project, project_faults
from services.budget.requests.rules.request import DRAFT, JointIndicator, joint_faults, screening_faults
from services.budget.requests.schemas.bodies import (
    BudgetRequestCreate,
    BudgetRequestLineIn,
    BudgetRequestPatch,
    BudgetRequestScreen,
)
from services.budget.requests.usecases import money
from services.budget.requests.usecases.keeping import store_project
from services.budget.requests.usecases.standing import OBJECT, content_of, lock_for, move, relist, save, subject_of
from services.budget.submissions import access as list_access
from services.budget.submissions.models import Submission
from services.budget.submissions.repository import load_submission
from services.budget.submissions.rules import MOST_REQUESTS
from services.budget.submissions.usecases import subject_of as subject_of_list
from services.shared import reference
from services.shared.access import Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
from services.shared.preconditions import check_version


async def create_request(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    body: BudgetRequestCreate,
    carried_from_id: UUID | None = None,
) -> Request:
    """Add a request for a project to an open list. Raises Invalid, StateDoesNotAllow, RequestExists, ListFull.

    `carried_from_id` is the request of an earlier year whose need it carries on.
    """
    projects = await clients.projects_of(asker, [body.project_id])
    joint = await served_by(asker, body.joint_indicator_id)
    submission = await list_of(session, principal, body.submission_id)
    authorise(principal, access.CREATE, subject_of_list(submission))
    await once.begin(session, principal)
    check_state(list_access.ARRANGE, subject_of_list(submission))
    if submission.request_count >= MOST_REQUESTS:
        raise ListFull(most=MOST_REQUESTS)
    project = projects.get(body.project_id)
    faults = project_faults(project, submission.area_code, submission.fiscal_year)
    if project is None or faults:
        raise Invalid(*faults)
    if like := await repository.find_like(session, submission.id, body.project_id):
        raise RequestExists(request_id=str(like))
    request = new_request(submission, project, body)
    request.carried_from_id = carried_from_id
    await refuse_faults(session, request, joint, names_joint=body.joint_indicator_id is not None)
    await save(session, principal, request, "created", {"state": [None, DRAFT], **since_nothing(request)})
    await relist(session, principal, submission)
    return request


async def list_of(session: AsyncSession, principal: Principal, submission_id: UUID) -> Submission:
    """Return the list that a request is for, locked; raises Invalid when there is none of that id."""
    try:
        return await load_submission(session, principal, submission_id, lock=True)
    except NotFound as absent:
        sentence = Text("ไม่มีชุดคำขอรหัสนี้ ดูได้ที่ /v1/budget-submissions", "/v1/budget-submissions lists the submissions.")
        raise Invalid(FieldError("/submission_id", "submission_unknown", sentence)) from absent


async def served_by(asker: Asker, joint_indicator_id: UUID | None) -> JointIndicator | None:
    """Return the joint indicator that a request is to serve; None when it serves none, or there is none of that id."""
    return None if joint_indicator_id is None else await clients.joint_indicator_of(asker, joint_indicator_id)


def new_request(submission: Submission, project: Project, body: BudgetRequestCreate) -> Request:
    """Return a draft of what was sent, with the project as it stands."""
    at = now()
    request = Request(
        id=new_id(),
        submission=submission,
        area_code=submission.area_code,
        fiscal_year=submission.fiscal_year,
        state=DRAFT,
        created_at=at,
        updated_at=at,
        lines=new_lines(body.lines, submission.fiscal_year),
        merged_ids=[],
        merged_amount=0,
        **dict.fromkeys(UNSET),
        **body.model_dump(exclude={"lines", "submission_id", *AS_JSON}),
        **body.model_dump(include=AS_JSON, mode="json"),
    )
    store_project(request, project)
    return request


# What is stored as the JSON values that it came in as.
AS_JSON = {"forum", "evidence", "reasons"}
# What a new request does not have yet: results of screening and approval, money, reasons.
UNSET = (
    "screened_amount",
    "screening_reason",
    "approved_amount",
    "approval_reason",
    "condition_th",
    "state_reason",
    "joint_function_code",
    "merged_into_id",
    "referred_to",
    "carried_from_id",
    "account_id",
    "hold_id",
    "posted_id",
)


def new_lines(lines: Iterable[BudgetRequestLineIn], fiscal_year: int) -> list[RequestLine]:
    """Return the rows of what was sent; a line without a year is of the request's."""
    return [
        RequestLine(position=place, **{**line.model_dump(), "fiscal_year": line.fiscal_year or fiscal_year})
        for place, line in enumerate(lines)
    ]


async def refuse_faults(
    session: AsyncSession, request: Request, joint: JointIndicator | None, *, names_joint: bool
) -> None:
    """Raise Invalid when amounts contradict each other, or the fund or the joint indicator is none of that fiscal year.

    `names_joint`: what was sent names a joint indicator, and `joint` is what was found of it.
    """
    faults = faults_of(request, await list_funds(session))
    if names_joint:
        faults = (*faults, *joint_faults(joint, request.fiscal_year))
    if names_joint or request.joint_indicator_id is None:
        request.joint_function_code = joint.function_code if joint else None
    if faults:
        raise Invalid(*faults)


def faults_of(request: Request, funds: Iterable[Fund]) -> tuple[FieldError, ...]:
    """Return what contradicts itself in a request, whichever door it came in by."""
    faults = line_faults(ask_of(request), request.parts)
    faults = (*faults, *reason_faults([each["finding"] for each in request.reasons]))
    if request.fund_code not in {fund.code for fund in funds if counts_in(fund, request.fiscal_year)}:
        faults = (*faults, _FUND)
    return faults


def ask_of(request: Request) -> Ask:
    """Return what a request asks as the rules of lines want it: the area itself, or the provinces of the cluster."""
    code, year = request.area_code, request.fiscal_year
    return Ask(request.asked_amount, year, reference.members_of(code, year) or frozenset({code}))


_FUND = FieldError(
    "/fund_code",
    "fund_unknown",
    Text("ไม่มีแหล่งเงินนี้ในปีงบประมาณนี้ ดูที่ /v1/budget-accounts/funds", "/v1/budget-accounts/funds lists the funds."),
)


async def update_request(
    session: AsyncSession, asker: Asker, principal: Principal, request_id: UUID, tag: str, body: BudgetRequestPatch
) -> Request:
    """Change what was sent of a draft or returned request. Raises VersionStale, StateDoesNotAllow, Invalid."""
    joint = await served_by(asker, body.joint_indicator_id)
    request = await lock_for(session, principal, request_id, access.UPDATE, with_list=True)
    check_version(tag, request.version)
    check_state(access.UPDATE, subject_of(request))
    before = content_of(request)
    if "asked_amount" in body.model_fields_set and body.asked_amount != request.asked_amount:
        request.screened_amount = request.screening_reason = None  # another amount is screened anew
    sent = body.model_dump(exclude_unset=True, exclude={"lines", *AS_JSON})
    for name, value in (sent | body.model_dump(exclude_unset=True, include=AS_JSON, mode="json")).items():
        setattr(request, name, value)
    if "lines" in body.model_fields_set:
        request.lines = new_lines(body.lines, request.fiscal_year)
    await refuse_faults(session, request, joint, names_joint=body.joint_indicator_id is not None)
    await save(session, principal, request, "updated", difference(before, content_of(request)))
    await relist(session, principal, request.submission)
    return request


async def screen_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: BudgetRequestScreen
) -> Request:
    """Record what the screening proposes, beside what is asked. Raises StateDoesNotAllow, Invalid.

    The whole of what is asked stays held until it is decided.
    """
    request = await lock_for(session, principal, request_id, access.SCREEN, with_list=True)
    await once.begin(session, principal)
    check_state(access.SCREEN, subject_of(request))
    if faults := screening_faults(request.asked_amount, body.screened_amount, body.reason):
        raise Invalid(*faults)
    before = content_of(request)
    request.screened_amount, request.screening_reason = body.screened_amount, body.reason
    await save(session, principal, request, "screened", difference(before, content_of(request)))
    await relist(session, principal, request.submission)
    return request


async def withdraw_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, reason: str
) -> Request:
    """Give up a request that is not endorsed; what was held for it is free again. Raises StateDoesNotAllow."""
    request = await lock_for(session, principal, request_id, access.WITHDRAW, with_list=True)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(request))
    held = await money.take_hold(session, request)
    await move(session, principal, request, "withdraw", "withdrawn", reason)
    await relist(session, principal, request.submission)
    await money.release(session, principal, held, reason)
    return request


async def show_history(session: AsyncSession, principal: Principal, request_id: UUID) -> HistoryPage:
    """Return what happened to a request, for those who may see its inside."""
    request = await repository.load_request(session, principal, request_id)
    authorise(principal, access.READ_HISTORY, subject_of(request))
    return await history_of(session, OBJECT, request_id)


def since_nothing(request: Request) -> dict[str, Any]:
    """Return what a new request says, as changes from nothing."""
    return {name: [None, value] for name, value in content_of(request).items() if value is not None}
