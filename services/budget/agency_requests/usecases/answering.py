"""What the agency answers, with which output, and what becomes of the money; the area takes note.

The reserve is the agency's own money, so its own word is enough: no committee resolves on it. It is held when the
agency accepts and not before (what is asked is never capped), and posted when it funds.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.agency_requests import access, repository
from services.budget.agency_requests.errors import ChangedSinceRead, OutputDiffers, OwnRequest, ProjectNotAsSent
from services.budget.agency_requests.models import AgencyOutput, AgencyRequest
from services.budget.agency_requests.rules import ACCEPT, REFER, Answer, answer_faults, funding_faults
from services.budget.agency_requests.schemas.bodies import AgencyOutputIn, AgencyRequestDecide, AgencyRequestFund
from services.budget.agency_requests.usecases.asking import Ask, open_request, project_now, send
from services.budget.agency_requests.usecases.standing import (
    OBJECT,
    ask_for_money,
    lock_for,
    move,
    save,
    subject_of,
    tell_area,
)
from services.budget.earmarks.usecases import account_of, hold_on_reserve
from services.budget.ledger import repository as ledger
from services.budget.ledger.models import Transfer
from services.budget.ledger.usecases import transfers
from services.budget.requests.errors import ProjectWithdrawn
from services.budget.requests.rules.project import CHANGED, GONE, Project, snapshot_state_of
from services.budget.requests.schemas.bodies import BudgetLineIn
from services.budget.requests.usecases.keeping import note, priced
from services.shared.access import Principal, check_state
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.errors import Invalid
from services.shared.idempotency import Once
from services.shared.money import amount_or_none, format_amount
from services.shared.neighbours import Asker
from services.shared.preconditions import check_version
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks

HAPPENED = {"accept": "accepted", "decline": "declined", "refer": "referred"}


async def decide_request(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    request_id: UUID,
    body: AgencyRequestDecide,
) -> AgencyRequest:
    """Accept (and hold), decline or refer what was sent.

    Raises StateDoesNotAllow, OwnRequest, ChangedSinceRead, Invalid, ProjectWithdrawn, ProjectNotAsSent, OutputDiffers,
    AgencyRequestExists (at the agency it is referred to), ReserveMissing, ReserveExceeded.
    """
    found = await project_now(session, asker, principal, request_id)
    request = await lock_for(session, principal, request_id, access.DECIDE)
    await once.begin(session, principal)
    check_state(access.DECIDE, subject_of(request))
    refuse_answer(principal, request, body)
    note(request, found)
    request.assessment = body.assessment.model_dump() if body.assessment else None
    changes: Json = {"assessment": [None, request.assessment]} if request.assessment else {}
    if body.output:
        changes |= await set_output(session, request, body.output)
    request.answered_at = now()
    if body.decision == ACCEPT:
        await accept(session, principal, request, found, body, changes)
        return request
    if body.decision == REFER:
        request.referred_to_id = await refer(session, principal, request, found, body)
        changes |= {"referred_to_id": [None, str(request.referred_to_id)]}
    await move(session, principal, request, body.decision, HAPPENED[body.decision], body.reason, changes)
    await tell_area(session, request)
    return request


def refuse_answer(principal: Principal, request: AgencyRequest, body: AgencyRequestDecide) -> None:
    """Raise a refusal unless the caller may answer so to what it read: OwnRequest, ChangedSinceRead, Invalid."""
    if request.owner in principal.units:
        raise OwnRequest(owner=request.owner)
    if body.content_hash != request.content_hash:
        raise ChangedSinceRead(decided_hash=body.content_hash, current_hash=request.content_hash)
    has_assessment = body.assessment is not None
    answer = Answer(body.decision, body.accepted_amount, body.reason, has_assessment, body.refer_to)
    if faults := answer_faults(answer, request.asked_amount, request.function_code):
        raise Invalid(*faults)


async def accept(
    session: AsyncSession,
    principal: Principal,
    request: AgencyRequest,
    found: Project | None,
    body: AgencyRequestDecide,
    changes: Json,
) -> None:
    """Accept a request in full or in part, and last of all hold that on the agency's reserve."""
    refuse_project(request, found)
    account = await account_of(session, request.fiscal_year, request.function_code)
    amount = body.accepted_amount
    assert amount is not None  # the rules have asked for it
    request.accepted_amount = amount
    changes = {**changes, "accepted_amount": [None, format_amount(amount)]}
    await move(session, principal, request, ACCEPT, HAPPENED[ACCEPT], body.reason, changes)
    await ask_for_money(session, request)
    await tell_area(session, request)
    held = await hold_on_reserve(session, principal, account, amount, reference_of(request), request.title_th)
    await ledger.keep_transfer(session, request, "hold_id", held)


def refuse_project(request: AgencyRequest, found: Project | None) -> None:
    """Raise ProjectWithdrawn or ProjectNotAsSent unless the project is what was sent."""
    fared = snapshot_state_of(request.project, found)
    if found is None or fared == GONE:
        raise ProjectWithdrawn(title_th=request.title_th)
    if fared == CHANGED:
        sent = request.project.content_hash
        raise ProjectNotAsSent(title_th=request.title_th, sent_hash=sent, current_hash=found.content_hash)


async def refer(
    session: AsyncSession,
    principal: Principal,
    request: AgencyRequest,
    found: Project | None,
    body: AgencyRequestDecide,
) -> UUID:
    """Send what was asked to another agency in the name of the same area; returns the new request's id."""
    refuse_project(request, found)
    assert found is not None  # it would be withdrawn
    assert body.refer_to is not None  # the rules have asked for it
    lines = [BudgetLineIn.model_validate(priced(line)) for line in request.lines]
    ask = Ask(
        request.area_code, request.fiscal_year, body.refer_to, found, request.asked_amount, lines,
        request.problem_th, body.reason, (OBJECT, request.id),
    )  # fmt: skip
    referred = await open_request(session, principal, ask)
    await send(session, principal, referred, found)
    return referred.id


async def name_output(
    session: AsyncSession, principal: Principal, request_id: UUID, tag: str, body: AgencyOutputIn
) -> AgencyRequest:
    """Say which output of the agency's budget carries a request.

    Raises VersionStale, StateDoesNotAllow, OutputDiffers.
    """
    request = await lock_for(session, principal, request_id, access.CARRY)
    check_version(tag, request.version)
    check_state(access.CARRY, subject_of(request))
    changes = await set_output(session, request, body)
    await save(session, principal, request, "output_named", changes)
    return request


async def set_output(session: AsyncSession, request: AgencyRequest, body: AgencyOutputIn) -> Json:
    """Link a request to an output, kept once for its agency, year and code; returns the change.

    Raises OutputDiffers.
    """
    key: dict[str, Any] = {"function_code": request.function_code, "fiscal_year": request.fiscal_year}
    values = {"id": new_id(), "created_at": now(), **key, **body.model_dump()}
    output: AgencyOutput = await repository.keep_output(session, values)
    if (output.name_th, output.budget_line_th) != (body.name_th, body.budget_line_th):
        raise OutputDiffers(code=output.code, name_th=output.name_th, budget_line_th=output.budget_line_th)
    before = request.output.code if request.output else None
    request.output = output
    return {"output_code": [before, output.code]}


async def fund_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: AgencyRequestFund
) -> AgencyRequest:
    """Post what is held for an accepted request, in full or in part; the rest is free again. Raises Invalid."""
    request = await lock_for(session, principal, request_id, access.FUND)
    await once.begin(session, principal)
    check_state(access.FUND, subject_of(request))
    assert request.accepted_amount is not None  # the one state in which this is asked has it
    if faults := funding_faults(request.accepted_amount, body.funded_amount, body.reason):
        raise Invalid(*faults)
    held = await take_hold(session, request)
    request.funded_amount, request.acknowledged_at = body.funded_amount, None
    changes = {"funded_amount": [None, amount_or_none(body.funded_amount)]}
    await move(session, principal, request, "fund", "funded", body.reason, changes)
    await tell_area(session, request)
    reference = f"{reference_of(request)}:post"
    posted = await transfers.post(session, principal, held, body.funded_amount, reference, None, body.reason)
    await ledger.keep_transfer(session, request, "posted_id", posted)
    return request


async def release_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, reason: str
) -> AgencyRequest:
    """Give up what was accepted: what was held is free again. Raises StateDoesNotAllow."""
    request = await lock_for(session, principal, request_id, access.RELEASE)
    await once.begin(session, principal)
    check_state(access.RELEASE, subject_of(request))
    held = await take_hold(session, request)
    request.acknowledged_at = None
    await move(session, principal, request, "release", "released", reason)
    await tell_area(session, request)
    await transfers.void(session, principal, held, f"{reference_of(request)}:void", reason)
    return request


async def take_hold(session: AsyncSession, request: AgencyRequest) -> Transfer:
    """Take a request's hold off it, to be posted or released at the end of the transaction."""
    assert request.hold_id is not None  # whatever is accepted is held
    held = await ledger.load_hold(session, CLERK, request.hold_id)
    request.hold_id = None
    return held


def reference_of(request: AgencyRequest) -> str:
    """Return the request's own name for what it does in the ledger at this version."""
    return f"agency-request:{request.id}:{request.version}"


async def acknowledge_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID
) -> AgencyRequest:
    """Take note of the agency's answer for the area; what the agency still has to do stays open."""
    request = await lock_for(session, principal, request_id, access.ACKNOWLEDGE)
    await once.begin(session, principal)
    check_state(access.ACKNOWLEDGE, subject_of(request))
    request.acknowledged_at = now()
    await close_tasks(session, OBJECT, request.id, kind=f"{OBJECT}.acknowledge")
    await save(
        session, principal, request, "acknowledged", {"acknowledged_at": [None, request.acknowledged_at.isoformat()]}
    )
    return request
