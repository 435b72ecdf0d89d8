"""Asking an agency: making a request, changing it, sending it, giving it up, taking note of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.agency_requests import access, repository
from services.budget.agency_requests.errors import AgencyRequestExists, AgencyRequestNotReady
from services.budget.agency_requests.models import AgencyRequest, AgencyRequestLine
from services.budget.agency_requests.rules import DRAFT, gaps_of
from services.budget.agency_requests.schemas.bodies import AgencyRequestCreate, AgencyRequestPatch
from services.budget.agency_requests.usecases.standing import (
    OBJECT,
    ask_agency,
    content_of,
    lock_for,
    move,
    save,
    subject_of,
)
from services.budget.requests import clients
from services.budget.requests.errors import ProjectWithdrawn, SnapshotMovedOn
from services.budget.requests.rules.lines import Ask as Asked
from services.budget.requests.rules.lines import Part, line_faults
from services.budget.requests.rules.project import GONE, Project, project_faults, snapshot_state_of
from services.budget.requests.schemas.bodies import BudgetLineIn, BudgetSnapshotRefresh
from services.budget.requests.usecases.keeping import note, store_project
from services.budget.submissions.usecases import refuse_area
from services.shared.access import Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
from services.shared.preconditions import check_version


@dataclass(frozen=True)
class Ask:
    """What an area asks of an agency for a project as it is now; `origin`: type and id of what it came of."""

    area_code: str
    fiscal_year: int
    function_code: str
    project: Project
    asked_amount: int
    lines: Sequence[BudgetLineIn]
    problem_th: str | None = None
    reason_th: str | None = None
    origin: tuple[str, UUID] | None = None


async def open_request(session: AsyncSession, principal: Principal, ask: Ask) -> AgencyRequest:
    """Make a draft of what is asked: the one way in, whatever a request comes of; access is the caller's.

    `requests.clients.projects_of` has the project, before the transaction. Raises Invalid, AgencyRequestExists.
    """
    project_id = UUID(ask.project.id)
    refuse_area(ask.area_code, ask.fiscal_year)
    faults = project_faults(ask.project, ask.area_code, ask.fiscal_year)
    if faults := (*faults, *faults_of_lines(ask.asked_amount, ask.fiscal_year, ask.lines)):
        raise Invalid(*faults)
    key = (ask.area_code, ask.fiscal_year, project_id, ask.function_code)
    if like := await repository.find_like(session, *key):
        raise AgencyRequestExists(request_id=str(like))
    request = new_request(ask, project_id)
    since_nothing = {name: [None, value] for name, value in content_of(request).items() if value is not None}
    await save(session, principal, request, "created", {"state": [None, DRAFT], **since_nothing})
    return request


def new_request(ask: Ask, project_id: UUID) -> AgencyRequest:
    """Return a draft with the project as it stands."""
    at = now()
    origin_type, origin_id = ask.origin or (None, None)
    request = AgencyRequest(
        id=new_id(),
        area_code=ask.area_code,
        fiscal_year=ask.fiscal_year,
        function_code=ask.function_code,
        project_id=project_id,
        asked_amount=ask.asked_amount,
        problem_th=ask.problem_th,
        reason_th=ask.reason_th,
        origin_type=origin_type,
        origin_id=origin_id,
        state=DRAFT,
        output=None,
        lines=new_lines(ask.lines),
        created_at=at,
        updated_at=at,
        **dict.fromkeys(UNSET),
    )
    store_project(request, ask.project)
    return request


# What a new request does not have yet: the agency's answer, money, moments.
UNSET = (
    "state_reason", "assessment", "accepted_amount", "funded_amount", "referred_to_id", "output_id", "account_id",
    "hold_id", "posted_id", "sent_at", "answered_at", "acknowledged_at",
)  # fmt: skip


def new_lines(lines: Sequence[BudgetLineIn]) -> list[AgencyRequestLine]:
    """Return the rows of what was sent."""
    return [AgencyRequestLine(position=place, **line.model_dump()) for place, line in enumerate(lines)]


def faults_of_lines(
    asked: int, fiscal_year: int, lines: Sequence[BudgetLineIn] | Sequence[AgencyRequestLine]
) -> tuple[FieldError, ...]:
    """Return what is wrong with lines, all of which are of the year that is asked for and of no province."""
    parts = [Part(line.expenditure_class, line.amount, fiscal_year, None) for line in lines]
    return line_faults(Asked(asked, fiscal_year, ()), parts)


async def create_request(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: AgencyRequestCreate
) -> AgencyRequest:
    """Begin a request of an area the caller acts for. Raises NotPermitted, Invalid, AgencyRequestExists."""
    projects = await clients.projects_of(asker, [body.project_id])
    authorise(principal, access.CREATE, Subject(f"area:{body.area_code}"))
    await once.begin(session, principal)
    project = projects.get(body.project_id)
    if project is None:
        raise Invalid(*project_faults(None, body.area_code, body.fiscal_year))
    sent: dict[str, Any] = {name: getattr(body, name) for name in type(body).model_fields if name != "project_id"}
    return await open_request(session, principal, Ask(project=project, **sent))


async def update_request(
    session: AsyncSession, principal: Principal, request_id: UUID, tag: str, body: AgencyRequestPatch
) -> AgencyRequest:
    """Change what was sent of a draft. Raises VersionStale, StateDoesNotAllow, Invalid."""
    request = await lock_for(session, principal, request_id, access.UPDATE)
    check_version(tag, request.version)
    check_state(access.UPDATE, subject_of(request))
    before = content_of(request)
    for name, value in body.model_dump(exclude_unset=True, exclude={"lines"}).items():
        setattr(request, name, value)
    if "lines" in body.model_fields_set:
        request.lines = new_lines(body.lines)
    if faults := faults_of_lines(request.asked_amount, request.fiscal_year, request.lines):
        raise Invalid(*faults)
    await save(session, principal, request, "updated", difference(before, content_of(request)))
    return request


async def refresh_snapshot(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    request_id: UUID,
    body: BudgetSnapshotRefresh,
) -> AgencyRequest:
    """Ask after the project, and take it over as it is now when that is accepted, which makes the content another one.

    Raises StateDoesNotAllow, ProjectWithdrawn, SnapshotMovedOn, Invalid.
    """
    found = await project_now(session, asker, principal, request_id)
    request = await lock_for(session, principal, request_id, access.REFRESH)
    await once.begin(session, principal)
    check_state(access.REFRESH, subject_of(request))
    before, fared = content_of(request), request.snapshot_state
    if not body.accept:
        note(request, found)
        await save(session, principal, request, "project_asked", {"snapshot_state": [fared, request.snapshot_state]})
        return request
    if found is None or snapshot_state_of(request.project, found) == GONE:
        raise ProjectWithdrawn(title_th=request.title_th)
    if body.project_version not in (None, found.version):
        raise SnapshotMovedOn(accepted=body.project_version, current=found.version)
    if faults := project_faults(found, request.area_code, request.fiscal_year):
        raise Invalid(*faults)
    store_project(request, found)
    await save(session, principal, request, "project_accepted", difference(before, content_of(request)))
    return request


async def project_now(session: AsyncSession, asker: Asker, principal: Principal, request_id: UUID) -> Project | None:
    """Return the project of a visible request as it is now, None when the caller is shown none; raises NotFound."""
    project_id = await repository.glimpse_project(session, principal, request_id)
    return (await clients.projects_of(asker, [project_id])).get(project_id)


async def send_request(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, request_id: UUID
) -> AgencyRequest:
    """Send a draft to its agency; nothing is held. Raises StateDoesNotAllow, AgencyRequestNotReady."""
    found = await project_now(session, asker, principal, request_id)
    request = await lock_for(session, principal, request_id, access.SEND)
    await once.begin(session, principal)
    check_state(access.SEND, subject_of(request))
    await send(session, principal, request, found)
    return request


async def send(session: AsyncSession, principal: Principal, request: AgencyRequest, found: Project | None) -> None:
    """Hand a draft to its agency; `found` is its project as it is now. Raises AgencyRequestNotReady."""
    if gaps := gaps_of(request.problem_th, request.reason_th, snapshot_state_of(request.project, found)):
        raise AgencyRequestNotReady(*gaps)
    note(request, found)
    request.sent_at = now()
    await move(session, principal, request, "send", "sent")
    await ask_agency(session, request)


async def withdraw_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, reason: str
) -> AgencyRequest:
    """Give up a request that is not answered yet. Raises StateDoesNotAllow."""
    request = await lock_for(session, principal, request_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(request))
    await move(session, principal, request, "withdraw", "withdrawn", reason)
    return request


async def show_history(session: AsyncSession, principal: Principal, request_id: UUID) -> HistoryPage:
    """Return what happened to a request, for those who may see its inside."""
    request = await repository.load_request(session, principal, request_id)
    authorise(principal, access.READ_HISTORY, subject_of(request))
    return await history_of(session, OBJECT, request_id)
