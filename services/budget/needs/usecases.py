"""What is done with unfunded needs: keeping one, referring it, asking again, closing it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.needs import access, repository
from services.budget.needs.errors import NeedCarried, NeedExists, NeedNotThere
from services.budget.needs.models import UnfundedNeed
from services.budget.needs.rules import FLOW, FUNDED, OPEN, VERBS, WITH_MINISTRY, Asked, unfunded_of, year_faults
from services.budget.needs.schemas import UnfundedNeedCarry, UnfundedNeedClose, UnfundedNeedCreate, UnfundedNeedRefer
from services.budget.requests.models import Request
from services.budget.requests.repository import load_request
from services.budget.requests.rules.request import CLOSED
from services.budget.requests.schemas.bodies import BudgetRequestCreate
from services.budget.requests.usecases.drafts import create_request
from services.budget.requests.usecases.standing import shown_line
from services.budget.requests.usecases.standing import subject_of as subject_of_request
from services.budget.submissions.usecases import above_of, audience_of, office_of
from services.shared.access import Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.neighbours import Asker
from services.shared.schemas import Json
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import close_tasks, open_task
from services.shared.text import text_or_none

OBJECT = "unfunded_need"
_UNKNOWN = Text("ไม่มีคำขอรหัสนี้ ดูได้ที่ /v1/budget-requests", "/v1/budget-requests lists the requests.")


def subject_of(need: UnfundedNeed) -> Subject:
    """Return what access asks of a need: its area, and the ministry or department it was referred to."""
    shared = frozenset({f"function:{need.referred_to}"} if need.referred_to else set())
    owner, above = f"area:{need.area_code}", above_of(need.area_code, need.fiscal_year)
    return Subject(owner, above, shared, state=need.state)


async def create_need(
    session: AsyncSession, principal: Principal, once: Once, body: UnfundedNeedCreate
) -> UnfundedNeed:
    """Keep what a request of the caller's did not get. Raises Invalid, NotPermitted, NeedNotThere, NeedExists."""
    try:
        request = await load_request(session, principal, body.request_id, lock=True)
    except NotFound as absent:
        raise Invalid(FieldError("/request_id", "request_unknown", _UNKNOWN)) from absent
    authorise(principal, access.CREATE, subject_of_request(request))
    await once.begin(session, principal)
    granted = request.approved_amount
    found = unfunded_of(Asked(request.state, request.ceiling_position, request.asked_in_all, granted))
    if found is None:
        raise NeedNotThere(state=request.state)
    if await repository.find_like(session, request.id):
        raise NeedExists()
    need = new_need(request, found.cause, found.amount, body.reason_th, request.referred_to)
    await keep(session, principal, need)
    return need


def new_need(request: Request, cause: str, amount: int, reason: str, referred_to: str | None) -> UnfundedNeed:
    """Return what a request did not get, as a need that nobody has taken up yet."""
    at = now()
    return UnfundedNeed(
        id=new_id(), request_id=request.id, area_code=request.area_code, fiscal_year=request.fiscal_year,
        project_id=request.project_id, title_th=request.title_th, amount=amount, cause=cause, reason_th=reason,
        resolution_id=None, state=WITH_MINISTRY if referred_to else OPEN, referred_to=referred_to,
        agency_request_id=None, next_request_id=None, state_reason=None, created_at=at, updated_at=at,
    )  # fmt: skip


async def keep(session: AsyncSession, principal: Principal, need: UnfundedNeed) -> None:
    """Add a need and ask whose turn it is: its ministry or department where it was referred, else its own area."""
    await save(session, principal, need, "kept", {"state": [None, need.state], "reason": need.reason_th})
    await ask_next(session, need)


async def ask_next(session: AsyncSession, need: UnfundedNeed) -> None:
    """Open the task of whose turn it is, in place of what was open."""
    title = Text(f"ความต้องการที่ไม่ได้รับงบประมาณ: {need.title_th}", f"An unfunded need: {need.title_th}")
    assignee = function_grant(need.referred_to) if need.referred_to else office_of(need.area_code)
    await open_task(session, f"{OBJECT}.take_up", assignee, title, (OBJECT, need.id), link_of(need))


async def refer_need(
    session: AsyncSession, principal: Principal, once: Once, need_id: UUID, body: UnfundedNeedRefer
) -> UnfundedNeed:
    """Ask a ministry or department to take a need over. Raises StateDoesNotAllow."""
    need = await repository.load_need(session, principal, need_id, lock=True)
    authorise(principal, access.REFER, subject_of(need))
    await once.begin(session, principal)
    check_state(access.REFER, subject_of(need))
    changes: Json = {"referred_to": [need.referred_to, body.function_code]}
    need.referred_to, need.agency_request_id = body.function_code, body.agency_request_id
    await move(session, principal, need, "refer", body.reason, changes)
    await ask_next(session, need)
    return need


async def carry_need(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, need_id: UUID, body: UnfundedNeedCarry
) -> UnfundedNeed:
    """Ask for a need again in a list of a later year: a new draft, and each end names the other.

    Raises NotFound, NotPermitted, Invalid, StateDoesNotAllow, NeedCarried, RequestExists, ListFull.
    """
    need = await repository.load_need(session, principal, need_id)
    authorise(principal, access.CARRY, subject_of(need))
    before = await load_request(session, principal, need.request_id)
    draft, before_id = draft_of(before, need.amount, body), before.id
    await session.rollback()  # what the draft asks of the other services comes before the change
    request = await create_request(session, asker, principal, once, draft, before_id)
    need = await repository.load_need(session, principal, need_id, lock=True)
    check_state(access.CARRY, subject_of(need))
    if faults := year_faults(need.fiscal_year, request.fiscal_year):
        raise Invalid(*faults)
    if request.area_code != need.area_code:
        raise Invalid(FieldError("/submission_id", "list_of_another_area", _ELSEWHERE))
    await refuse_carried(session, principal, need)
    changes: Json = {"next_request_id": [text_or_none(need.next_request_id), str(request.id)]}
    need.next_request_id = request.id
    await move(session, principal, need, "carry", None, changes)
    return need


_ELSEWHERE = Text("ชุดคำขอต้องเป็นของพื้นที่เดียวกับความต้องการ", "The list must be of the area whose need it is.")


async def refuse_carried(session: AsyncSession, principal: Principal, need: UnfundedNeed) -> None:
    """Raise NeedCarried while an earlier draft or request still asks for a need."""
    if need.next_request_id is None:
        return
    earlier = await load_request(session, principal, need.next_request_id)
    if earlier.state not in CLOSED:
        raise NeedCarried(request_id=str(earlier.id), state=earlier.state)


def draft_of(before: Request, amount: int, body: UnfundedNeedCarry) -> BudgetRequestCreate:
    """Return what asks for a need again: as the earlier request did, its lines too where all of it is asked again.

    The lines of the earlier year become the new year's; what was stated of later years is for its owner to say anew.
    """
    asked = [line for line in before.lines if line.fiscal_year == before.fiscal_year]
    lines = [{**shown_line(line), "fiscal_year": None} for line in asked]
    if amount != before.asked_amount:
        largest = max(asked, key=lambda line: line.amount)
        one = {"fiscal_year": None, "title_th": before.title_th, "amount": format_amount(amount)}
        lines = [{**shown_line(largest), **one}]
    return BudgetRequestCreate.model_validate(
        {
            **body.model_dump(),
            "fund_code": before.fund_code,
            "ceiling_position": before.ceiling_position,
            "asked_amount": format_amount(amount),
            "lines": lines,
            "problem_th": before.problem_th,
            "problem_rank": before.problem_rank,
            **{name: getattr(before, name) for name in ("project_kind", "forum", "evidence")},
        }
    )


async def close_need(
    session: AsyncSession, principal: Principal, once: Once, need_id: UUID, body: UnfundedNeedClose
) -> UnfundedNeed:
    """Close a need that somebody pays for, or that is given up. Raises StateDoesNotAllow."""
    need = await repository.load_need(session, principal, need_id, lock=True)
    authorise(principal, access.CLOSE, subject_of(need))
    await once.begin(session, principal)
    check_state(access.CLOSE, subject_of(need))
    if body.agency_request_id is not None:
        need.agency_request_id = body.agency_request_id
    await move(session, principal, need, VERBS[body.outcome], body.reason)
    return need


async def after_grant(session: AsyncSession, actor: Principal, request: Request, granted: int, reason: str) -> None:
    """Close the needs that a request answers, which is approved now: the one it carries on, and its own.

    Its own stays for the rest where less was granted than it asked.
    """
    for need in await repository.lock_answered_by(session, request.id):
        rest = request.asked_in_all - granted
        if need.request_id == request.id and rest > 0:
            changes: Json = {"amount": [format_amount(need.amount), format_amount(rest)], "reason": reason}
            need.amount, need.cause = rest, "approved_in_part"
            await save(session, actor, need, "reduced", changes)
        elif need.state in FLOW.from_states(VERBS[FUNDED]):
            await move(session, actor, need, VERBS[FUNDED], reason)


async def after_refusal(
    session: AsyncSession, actor: Principal, request: Request, cause: str, resolution_id: UUID, reason: str,
    referred_to: str | None,
) -> None:  # fmt: skip
    """Keep what ก.น.จ. rejected above the ceiling, or referred; a need that its owner kept before goes the same way."""
    standing = [
        need for need in await repository.lock_answered_by(session, request.id) if need.request_id == request.id
    ]
    if not standing:
        need = new_need(request, cause, request.asked_in_all, reason, referred_to)
        need.resolution_id = resolution_id
        await keep(session, actor, need)
    for need in standing:
        if referred_to is not None and need.state in FLOW.from_states("refer"):
            changes: Json = {"referred_to": [need.referred_to, referred_to]}
            need.referred_to = referred_to
            await move(session, actor, need, "refer", reason, changes)
            await ask_next(session, need)


async def move(
    session: AsyncSession,
    principal: Principal,
    need: UnfundedNeed,
    verb: str,
    reason: str | None,
    changes: Json | None = None,
) -> None:
    """Take a need along its workflow, close what waited on it, and say so."""
    before, need.state = need.state, FLOW.after(need.state, verb)
    need.state_reason = reason
    await close_tasks(session, OBJECT, need.id)
    said = {"state": [before, need.state], **(changes or {})} | ({"reason": reason} if reason else {})
    await save(session, principal, need, need.state, said)


async def save(session: AsyncSession, principal: Principal, need: UnfundedNeed, happening: str, changes: Json) -> None:
    """Write the row under its next version and the event beside it."""
    need.updated_at = now()
    await repository.save_need(session, need)
    payload = {
        "area_code": need.area_code,
        "fiscal_year": need.fiscal_year,
        "request_id": str(need.request_id),
        "amount": format_amount(need.amount),
        "cause": need.cause,
        "state": need.state,
        "referred_to": need.referred_to,
        "next_request_id": text_or_none(need.next_request_id),
    }
    audience = audience_of(need.area_code, need.fiscal_year, is_known=True)
    happened = f"{OBJECT}.{happening}"
    await record(session, principal, Change(happened, OBJECT, need.id, need.version, audience, payload, changes))


def link_of(need: UnfundedNeed) -> str:
    """Return where a need is read."""
    return f"/v1/unfunded-needs/{need.id}"
