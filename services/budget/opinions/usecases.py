"""What is done with opinions: asking for them, and giving one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.opinions import access, repository
from services.budget.opinions.errors import OpinionGiven
from services.budget.opinions.models import Opinion, OpinionAnswer
from services.budget.opinions.schemas import OpinionAnswerIn, OpinionAsk
from services.budget.requests.models import Request
from services.budget.requests.repository import load_request
from services.budget.requests.usecases.standing import OBJECT as REQUEST
from services.budget.requests.usecases.standing import audience_of, lock_for, subject_of
from services.shared import fiscal
from services.shared.access import Principal, check_state
from services.shared.columns import new_id, now
from services.shared.errors import NotPermitted, Text
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.schemas import Json
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import NewTask, close_tasks, open_all

OBJECT = "opinion"
# The task stands on the request: it is closed when that moves on.
GIVE = "opinion.give"


async def show_opinions(
    session: AsyncSession, principal: Principal, request_id: UUID
) -> tuple[Request, Sequence[Opinion]]:
    """Return a visible request and who was asked about it, with what they said; raises NotFound."""
    request = await load_request(session, principal, request_id)
    return request, await repository.load_opinions(session, request.id)


async def ask_functions(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: OpinionAsk
) -> tuple[Request, Sequence[Opinion]]:
    """Ask ministries and departments about a request that is not decided. Raises StateDoesNotAllow, OpinionAsked."""
    request = await lock_for(session, principal, request_id, access.ASK)
    await once.begin(session, principal)
    check_state(access.ASK, subject_of(request))
    asked = {**body.model_dump(exclude={"function_codes"}), "asked_by": principal.subject, "asked_at": now()}
    new = [Opinion(id=new_id(), request_id=request.id, function_code=code, **asked) for code in body.function_codes]
    for each in new:
        each.answer = None
    await repository.save(session, *new)
    await open_all(session, (task_for(request, each) for each in new))
    changes = [change_of(request, each, "asked", {"answer_by": [None, str(body.answer_by)]}) for each in new]
    await record(session, principal, *changes)
    return request, await repository.load_opinions(session, request.id)


def task_for(request: Request, opinion: Opinion) -> NewTask:
    """Return the task of whoever is asked."""
    title = Text(f"ให้ความเห็นต่อคำของบประมาณ: {request.title_th}", f"Give your opinion on: {request.title_th}")
    due_at = fiscal.end_of_day(opinion.answer_by) if opinion.answer_by else None
    about, assignee = (REQUEST, request.id), function_grant(opinion.function_code)
    return NewTask(GIVE, assignee, title, about, link_of(request.id), due_at)


async def give_opinion(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    request_id: UUID,
    opinion_id: UUID,
    body: OpinionAnswerIn,
) -> Opinion:
    """Say as the ministry or department that was asked what it thinks of a request, once, until it is decided.

    Raises NotFound, NotPermitted (another one was asked), StateDoesNotAllow, OpinionGiven.
    """
    request = await lock_for(session, principal, request_id, access.GIVE)
    opinion = await repository.load_opinion(session, request.id, opinion_id)
    if f"function:{opinion.function_code}" not in principal.units:
        raise NotPermitted(action=access.GIVE.name, roles=str(function_grant(opinion.function_code)))
    await once.begin(session, principal)
    check_state(access.GIVE, subject_of(request))
    if opinion.answer is not None:
        raise OpinionGiven()
    opinion.answer = OpinionAnswer(
        request_version=request.version,
        content_hash=request.content_hash,
        given_by=principal.subject,
        given_at=now(),
        **body.model_dump(),
    )
    await repository.save(session, opinion)
    await close_tasks(session, REQUEST, request.id, kind=GIVE, assignee=function_grant(opinion.function_code))
    told = {"supports": [None, body.supports], "content_hash": [None, request.content_hash]}
    await record(session, principal, change_of(request, opinion, "given", told))
    return opinion


def change_of(request: Request, opinion: Opinion, happening: str, changes: Json) -> Change:
    """Return the event of a change; who may know of the request may know of it."""
    payload = {"request_id": str(request.id), "function_code": opinion.function_code, "area_code": request.area_code}
    version = 1 if opinion.answer is None else 2
    return Change(f"{OBJECT}.{happening}", OBJECT, opinion.id, version, audience_of(request), payload, changes)


def link_of(request_id: UUID) -> str:
    """Return where the opinions on a request are read."""
    return f"/v1/budget-requests/{request_id}/opinions"
