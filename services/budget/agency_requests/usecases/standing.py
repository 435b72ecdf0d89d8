"""How a request stands to people, what an agency sees of it, and how it is written and moved on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.agency_requests import repository
from services.budget.agency_requests.models import AgencyRequest
from services.budget.agency_requests.rules import FLOW, OFF_THE_DESK
from services.budget.agency_requests.usecases.likeness import keep_comparable
from services.budget.requests.usecases.keeping import priced
from services.budget.submissions.usecases import above_of, office_of
from services.budget.submissions.usecases import audience_of as audience_of_area
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.errors import Text
from services.shared.events.record import Change, record
from services.shared.money import amount_or_none, format_amount
from services.shared.roles import Role
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks, open_task

OBJECT = "agency_request"


def subject_of(request: AgencyRequest) -> Subject:
    """Return what access asks of a request: the area that asks, its cluster that year, the agency that is asked."""
    within = above_of(request.area_code, request.fiscal_year)
    return Subject(request.owner, within, frozenset({request.agency}), request.state)


def audience_of(request: AgencyRequest, *states: str | None) -> frozenset[str]:
    """Return who may know of a change to a request that was or is in `states`."""
    is_known = any(state in OFF_THE_DESK for state in (request.state, *states))
    return audience_of_area(request.area_code, request.fiscal_year, is_known=is_known)


def agency_of(request: AgencyRequest) -> Grant:
    """Return the grant whose holders answer for the agency that is asked."""
    function = reference.function(request.function_code)
    is_ministry = function is None or function.kind is reference.FunctionKind.MINISTRY
    return Grant(Role.MINISTRY if is_ministry else Role.DEPARTMENT, function=request.function_code)


def content_of(request: AgencyRequest) -> Json:
    """Return what an agency decides on; what is passing is no part of it."""
    names = ("area_code", "fiscal_year", "function_code", "title_th", "problem_th", "reason_th")
    return {
        **{name: getattr(request, name) for name in names},
        "project_id": str(request.project_id),
        "project_hash": request.project.content_hash,
        "asked_amount": format_amount(request.asked_amount),
        "lines": [priced(line) for line in request.lines],
    }


async def lock_for(session: AsyncSession, principal: Principal, request_id: UUID, action: Action) -> AgencyRequest:
    """Return the request, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    request = await repository.load_request(session, principal, request_id, lock=True)
    authorise(principal, action, subject_of(request))
    return request


async def move(
    session: AsyncSession,
    principal: Principal,
    request: AgencyRequest,
    verb: str,
    happening: str,
    reason: str | None = None,
    changes: Json | None = None,
) -> None:
    """Take a request along its workflow, close what waited on it, and say so. Raises StateDoesNotAllow."""
    before, request.state = request.state, FLOW.after(request.state, verb)
    request.state_reason = reason
    await close_tasks(session, OBJECT, request.id)
    said = {"state": [before, request.state], **(changes or {})} | ({"reason": reason} if reason else {})
    await save(session, principal, request, happening, said)


async def save(
    session: AsyncSession, principal: Principal, request: AgencyRequest, happening: str, changes: Json
) -> None:
    """Write the row under its next version, with the hash of what it says now, and the event beside it."""
    request.updated_at = now()
    request.content_hash = sha256(content_of(request))
    await repository.save_request(session, request)
    await keep_comparable(session, request)
    payload = {
        "fiscal_year": request.fiscal_year,
        "area_code": request.area_code,
        "function_code": request.function_code,
        "state": request.state,
        "asked_amount": format_amount(request.asked_amount),
        "accepted_amount": amount_or_none(request.accepted_amount),
        "funded_amount": amount_or_none(request.funded_amount),
    }
    audience = audience_of(request, *changes.get("state", []))
    change = Change(f"{OBJECT}.{happening}", OBJECT, request.id, request.version, audience, payload, changes)
    await record(session, principal, change)


async def ask_agency(session: AsyncSession, request: AgencyRequest) -> None:
    """Open the agency's task of answering a request."""
    title = Text(f"พิจารณาคำขอจากพื้นที่: {request.title_th}", f"Answer the area's request: {request.title_th}")
    await open_task(session, f"{OBJECT}.decide", agency_of(request), title, (OBJECT, request.id), link_of(request))


async def ask_for_money(session: AsyncSession, request: AgencyRequest) -> None:
    """Open the agency's task of funding what it accepted, or of releasing it."""
    title = Text(f"จัดสรรเงินตามที่รับไว้: {request.title_th}", f"Fund what was accepted: {request.title_th}")
    await open_task(session, f"{OBJECT}.fund", agency_of(request), title, (OBJECT, request.id), link_of(request))


async def tell_area(session: AsyncSession, request: AgencyRequest) -> None:
    """Open the area's task of taking note of an answer."""
    title = Text(f"รับทราบคำตอบของหน่วยงาน: {request.title_th}", f"Take note of the answer: {request.title_th}")
    assignee = office_of(request.area_code)
    await open_task(session, f"{OBJECT}.acknowledge", assignee, title, (OBJECT, request.id), link_of(request))


def link_of(request: AgencyRequest) -> str:
    """Return where a request is read."""
    return f"/v1/agency-requests/{request.id}"
