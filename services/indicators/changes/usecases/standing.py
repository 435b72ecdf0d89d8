"""How a request stands to people, what the working group sees of it, and how it is written and moved on."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.rules.agreement import CLUSTER
from services.indicators.changes import repository
from services.indicators.changes.models import ChangeRequest
from services.indicators.changes.rules.request import DECIDED, FLOW
from services.indicators.changes.rules.terms import kinds_of
from services.indicators.changes.schemas.fields import ChangeEvent
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.errors import Text
from services.shared.events.record import EVERYONE, Change, record
from services.shared.roles import OVERSEERS, Role
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks, open_task

OBJECT = "change_request"


def subject_of(request: ChangeRequest) -> Subject:
    """Return what access asks of a request: its area, the cluster above, the host agency that is named on it."""
    return _subject(request, request.state)


def subject_of_notice(request: ChangeRequest) -> Subject:
    """Return what access asks of the notice of a decision, which has a state of its own."""
    return _subject(request, request.notice_state)


def _subject(request: ChangeRequest, state: str) -> Subject:
    above = reference.cluster_of(request.area_code, request.fiscal_year)
    host = {f"function:{request.host_function_code}"} if request.host_function_code else set()
    return Subject(request.owner, frozenset({f"area:{above}"} if above else ()), frozenset(host), state)


def content_of(request: ChangeRequest) -> Json:
    """Return what the working group decides on, as JSON values: the fields that `content_hash` is made of.

    The analysis and the opinion are part of it: who decides has read them, and decides anew when they change.
    """
    names = ("area_code", "fiscal_year", "base_hash", "changed", "evidence", "host_function_code", "host_silence_th")
    return {
        "agreement_id": str(request.agreement_id),
        "indicator_id": str(request.indicator_id),
        **{name: getattr(request, name) for name in names},
        "event": event_of(request),
        "analysis": {name: getattr(request, name) for name in ("analysis_th", "recommendation", "recommended")},
        "opinion": {name: getattr(request, name) for name in ("opinion_stance", "opinion_th")},
    }


def event_of(request: ChangeRequest) -> Json | None:
    """Return the event as JSON values; None while a draft names none."""
    return None if request.event is None else ChangeEvent.model_validate(request.event).model_dump(mode="json")


def audience_of(request: ChangeRequest, *states: str) -> frozenset[str]:
    """Return who may know of a change to a request that was or is in `states`: whoever may see it then."""
    if {request.state, *states} & set(DECIDED):
        return frozenset({EVERYONE})
    if request.submitted_at is None:
        return frozenset({request.owner})
    cluster = reference.cluster_of(request.area_code, request.fiscal_year) or request.area_code
    around = {f"area:{code}" for code in {cluster, *reference.members_of(cluster, request.fiscal_year)}}
    host = {f"function:{request.host_function_code}"} if request.host_function_code else set()
    return frozenset({request.owner, *around, *host, *(f"role:{role}" for role in OVERSEERS)})


async def lock_for(
    session: AsyncSession, principal: Principal, request_id: UUID, action: Action, *, on_notice: bool = False
) -> ChangeRequest:
    """Return the request, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    request = await repository.load_request(session, principal, request_id, lock=True)
    authorise(principal, action, subject_of_notice(request) if on_notice else subject_of(request))
    return request


async def move(
    session: AsyncSession,
    principal: Principal,
    request: ChangeRequest,
    verb: str,
    happening: str,
    reason: str | None = None,
    changes: Json | None = None,
    resolution_id: UUID | None = None,
) -> None:
    """Take a request along its workflow, close what waited on it, and say so. Raises StateDoesNotAllow."""
    before, request.state = request.state, FLOW.after(request.state, verb)
    request.state_reason = reason
    await close_tasks(session, OBJECT, request.id)
    said = {"state": [before, request.state], **(changes or {})} | ({"reason": reason} if reason else {})
    await save(session, principal, request, happening, said, resolution_id)


async def save(
    session: AsyncSession,
    principal: Principal,
    request: ChangeRequest,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version, with the hash of what it says now, and the event beside it."""
    request.updated_at = now()
    request.kinds = kinds_of(request.changed)
    request.content_hash = sha256(content_of(request))
    await repository.save_request(session, request)
    payload = {
        "agreement_id": str(request.agreement_id),
        "indicator_id": str(request.indicator_id),
        "area_code": request.area_code,
        "fiscal_year": request.fiscal_year,
        "kinds": request.kinds,
        "state": request.state,
        "content_hash": request.content_hash,
    }
    audience = audience_of(request, *(changes.get("state") or ()))
    happened = f"{OBJECT}.{happening}"
    change = Change(happened, OBJECT, request.id, request.version, audience, payload, changes, resolution_id)
    await record(session, principal, change)


async def ask(session: AsyncSession, request: ChangeRequest, kind: str, assignee: Grant, to_do: Text) -> None:
    """Open a task on a request; `to_do` is followed by the KPI and the area it is about."""
    area = reference.area(request.area_code)
    assert area is not None  # the agreement's own area
    title = Text(
        f"{to_do.th}: {request.indicator.name_th} {area.name_th} ปี {request.fiscal_year}",
        f"{to_do.en}: {request.indicator.name_en or request.indicator.code}, {area.name_en}, {request.fiscal_year}",
    )
    await open_task(session, f"{OBJECT}.{kind}", assignee, title, (OBJECT, request.id), link_of(request))


def owner_of(request: ChangeRequest) -> Grant:
    """Return the grant whose holders asked for the change."""
    return Grant(Role.CLUSTER if request.level == CLUSTER else Role.PROVINCE, area=request.area_code)


def link_of(request: ChangeRequest) -> str:
    """Return where a request is read."""
    return f"/v1/change-requests/{request.id}"
