"""How a request stands to people, what a committee sees of it, and how it is written and moved on."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.requests import repository
from services.budget.requests.models import Request, RequestLine
from services.budget.requests.rules.request import FLOW, OFF_THE_DESK
from services.budget.requests.usecases.keeping import priced
from services.budget.requests.usecases.likeness import keep_comparable
from services.budget.submissions.models import Submission
from services.budget.submissions.usecases import above_of, committee_of, office_of, take_stock
from services.budget.submissions.usecases import audience_of as audience_of_area
from services.shared.access import Action, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.errors import Text
from services.shared.events.record import Change, record
from services.shared.money import amount_or_none, format_amount
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks, open_task
from services.shared.text import text_or_none

OBJECT = "budget_request"
ENDORSE = f"{OBJECT}.endorse"


def subject_of(request: Request) -> Subject:
    """Return what access asks of a request: its area, and the area's cluster in that fiscal year."""
    return Subject(request.owner, above_of(request.area_code, request.fiscal_year), state=request.state)


def audience_of(request: Request, *states: str | None) -> frozenset[str]:
    """Return who may know of a change to a request that was or is in `states`."""
    is_known = any(state in OFF_THE_DESK for state in (request.state, *states))
    return audience_of_area(request.area_code, request.fiscal_year, is_known=is_known)


def content_of(request: Request) -> Json:
    """Return what a committee sees of a request, the content that it decides on; what is passing is no part of it."""
    names = ("area_code", "fiscal_year", "title_th", "fund_code", "ceiling_position", "screening_reason")
    return {
        **{name: getattr(request, name) for name in (*names, "problem_th", "problem_rank")},
        "project_id": str(request.project_id),
        "project_hash": request.project.content_hash,
        "asked_amount": format_amount(request.asked_amount),
        "screened_amount": amount_or_none(request.screened_amount),
        "lines": [shown_line(line) for line in request.lines],
        "joint_indicator_id": text_or_none(request.joint_indicator_id),
        **{name: getattr(request, name) for name in ("project_kind", "forum", "evidence", "reasons")},
    }


def shown_line(line: RequestLine) -> Json:
    """Return a line as JSON values."""
    return {**priced(line), "fiscal_year": line.fiscal_year, "area_code": line.area_code}


async def lock_for(
    session: AsyncSession, principal: Principal, request_id: UUID, action: Action, *, with_list: bool = False
) -> Request:
    """Return the request, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted).

    With its list when the change shows there: the list is locked first.
    """
    if with_list:
        await repository.lock_list(session, principal, request_id)
    request = await repository.load_request(session, principal, request_id, lock=True)
    authorise(principal, action, subject_of(request))
    return request


async def relist(session: AsyncSession, principal: Principal, submission: Submission) -> None:
    """Make a locked list agree with the requests in it, after one of them changed."""
    listed = await repository.listed_in(session, office_of(submission.area_code), submission.id)
    await take_stock(session, principal, submission, listed)


async def move(
    session: AsyncSession,
    principal: Principal,
    request: Request,
    verb: str,
    happening: str,
    reason: str | None = None,
    resolution_id: UUID | None = None,
    changes: Json | None = None,
) -> None:
    """Take a request along its workflow, close what waited on it, and say so. Raises StateDoesNotAllow."""
    before, request.state = request.state, FLOW.after(request.state, verb)
    request.state_reason = reason
    # An opinion that was asked for helps the next committee too.
    await close_tasks(session, OBJECT, request.id, kind=ENDORSE if verb == "endorse" else None)
    said = {"state": [before, request.state], **(changes or {})} | ({"reason": reason} if reason else {})
    await save(session, principal, request, happening, said, resolution_id)


async def save(
    session: AsyncSession,
    principal: Principal,
    request: Request,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version, with the hash of what it says now, and the event beside it."""
    request.updated_at = now()
    request.content_hash = sha256(content_of(request))
    await repository.save_request(session, request)
    await keep_comparable(session, request)
    await record(session, principal, change_of(request, happening, changes, resolution_id))


def change_of(request: Request, happening: str, changes: dict[str, Any], resolution_id: UUID | None = None) -> Change:
    """Return the event of a change that was written."""
    payload = {
        "fiscal_year": request.fiscal_year,
        "area_code": request.area_code,
        "submission_id": str(request.submission_id),
        "state": request.state,
        "ceiling_position": request.ceiling_position,
        "asked_amount": format_amount(request.asked_amount),
        "approved_amount": amount_or_none(request.approved_amount),
    }
    audience = audience_of(request, *changes.get("state", []))
    return Change(
        f"{OBJECT}.{happening}", OBJECT, request.id, request.version, audience, payload, changes, resolution_id
    )


async def ask_committee(session: AsyncSession, request: Request) -> None:
    """Open the committee's task of deciding on a request."""
    title = Text(f"พิจารณาคำของบประมาณ: {request.title_th}", f"Decide on the budget request: {request.title_th}")
    assignee = committee_of(request.area_code)
    await open_task(session, ENDORSE, assignee, title, (OBJECT, request.id), link_of(request))


async def ask_office(session: AsyncSession, request: Request) -> None:
    """Open the owner's task of correcting a request."""
    title = Text(f"แก้ไขคำของบประมาณที่ส่งกลับ: {request.title_th}", f"Correct the returned request: {request.title_th}")
    assignee = office_of(request.area_code)
    await open_task(session, f"{OBJECT}.correct", assignee, title, (OBJECT, request.id), link_of(request))


def link_of(request: Request) -> str:
    """Return where a request is read."""
    return f"/v1/budget-requests/{request.id}"
