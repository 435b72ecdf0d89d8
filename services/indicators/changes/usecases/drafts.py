"""Making a request, changing it, saying yes to its KPI as it is now, submitting it and giving it up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.usecases.revising import content_of_kpi, kpi_of, refuse_not_in_force
from services.indicators.changes import access, repository
from services.indicators.changes.errors import BaseMovedOn, ChangeRequestExists
from services.indicators.changes.models import ChangeRequest
from services.indicators.changes.rules.request import DRAFT, NO_NOTICE, SUBMITTED
from services.indicators.changes.schemas.bodies import ChangeRequestCreate, ChangeRequestPatch, ChangeRequestRebase
from services.indicators.changes.schemas.fields import ChangeEventIn
from services.indicators.changes.usecases.asking import asked_in, changed_by, refuse_faults
from services.indicators.changes.usecases.hearing import ask_keeper_and_host, forget_hearing
from services.indicators.changes.usecases.standing import OBJECT, content_of, lock_for, move, save, subject_of
from services.shared.access import Principal, Subject, authorise, check_state
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotFound, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.preconditions import check_version


async def create_request(
    session: AsyncSession, principal: Principal, once: Once, body: ChangeRequestCreate
) -> ChangeRequest:
    """Draft a request for a KPI of an approved agreement, what it says now kept beside what is asked.

    Raises Invalid, AgreementNotInForce, ChangeRequestExists.
    """
    agreement = await _agreement_for(session, principal, body.agreement_id)
    authorise(principal, access.CREATE, Subject(agreement.owner))
    await once.begin(session, principal)
    refuse_not_in_force(agreement)
    kpi = kpi_of(agreement, body.indicator_id)
    if kpi is None:
        raise Invalid(FieldError("/indicator_id", "kpi_unknown", _NO_KPI))
    if await repository.find_like(session, agreement.id, kpi.indicator_id):
        raise ChangeRequestExists()
    request = new_request(agreement, kpi)
    request.changed = changed_by(request, asked_in(body), {})
    put_event(request, body.event)
    refuse_faults(request, agreement, kpi)
    await save(session, principal, request, "created", {"state": [None, DRAFT], **_since_nothing(request)})
    return request


async def _agreement_for(session: AsyncSession, principal: Principal, agreement_id: UUID) -> PerformanceAgreement:
    try:
        return await agreements.load_agreement(session, principal, agreement_id, lock=True)
    except NotFound as absent:
        raise Invalid(FieldError("/agreement_id", "agreement_unknown", _NO_AGREEMENT)) from absent


# What a new request does not have yet.
UNSET = (
    "state_reason",
    "submitted_at",
    "analysis_th",
    "recommendation",
    "recommended",
    "analysed_by",
    "analysed_at",
    "opinion_th",
    "opinion_stance",
    "opinion_by",
    "opinion_at",
    "host_silence_th",
    "decision",
    "decision_reason_th",
    "condition_th",
    "resolution_id",
    "decided_on",
    "decided_at",
    "acknowledged_by",
    "acknowledged_at",
)


def new_request(agreement: PerformanceAgreement, kpi: AgreementKpi) -> ChangeRequest:
    """Return a draft that asks for nothing yet."""
    at = now()
    request = ChangeRequest(
        id=new_id(),
        agreement_id=agreement.id,
        indicator_id=kpi.indicator_id,
        area_code=agreement.area_code,
        level=agreement.level,
        fiscal_year=agreement.fiscal_year,
        host_function_code=kpi.indicator.host_function_code,
        state=DRAFT,
        notice_state=NO_NOTICE,
        evidence=[],
        created_at=at,
        updated_at=at,
        **dict.fromkeys(UNSET),
    )
    set_committed_value(request, "indicator", kpi.indicator)
    put_base(request, agreement, kpi)
    return request


def put_base(request: ChangeRequest, agreement: PerformanceAgreement, kpi: AgreementKpi) -> None:
    """Keep what the KPI says now as what the request is made from."""
    request.base = content_of_kpi(kpi)
    request.base_hash = sha256(request.base)
    request.base_agreement_version = agreement.version
    set_committed_value(request, "kpi", kpi)


def put_event(request: ChangeRequest, event: ChangeEventIn | None) -> None:
    """Write the event that is the reason, or take it away."""
    request.event_th = event.what_th if event else None
    request.event_began_on = event.began_on if event else None
    request.event_ended_on = event.ended_on if event else None
    request.effect_th = event.effect_th if event else None
    request.beyond_control_th = event.beyond_control_th if event else None


async def update_request(
    session: AsyncSession, principal: Principal, request_id: UUID, tag: str, body: ChangeRequestPatch
) -> ChangeRequest:
    """Change what a draft or returned request asks for. Raises VersionStale, StateDoesNotAllow, Invalid."""
    agreement = await repository.lock_agreement_of(session, principal, request_id)
    request = await lock_for(session, principal, request_id, access.UPDATE)
    check_version(tag, request.version)
    check_state(access.UPDATE, subject_of(request))
    before = content_of(request)
    request.changed = changed_by(request, asked_in(body), request.changed, cleared_by(body))
    if "event" in body.model_fields_set:
        put_event(request, body.event)
    refuse_faults(request, agreement, kpi_of(agreement, request.indicator_id))
    await save(session, principal, request, "updated", difference(before, content_of(request)))
    return request


def cleared_by(body: ChangeRequestPatch) -> frozenset[str]:
    """Return the kinds of change that are asked no more."""
    return frozenset(name for name in body.model_fields_set if name != "event" and getattr(body, name) is None)


async def rebase_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: ChangeRequestRebase
) -> ChangeRequest:
    """Say yes to the KPI as it is now: what was asked stays asked, from there. What was heard is heard anew.

    Raises StateDoesNotAllow, AgreementNotInForce, BaseMovedOn (it changed after it was looked at).
    """
    agreement = await repository.lock_agreement_of(session, principal, request_id)
    request = await lock_for(session, principal, request_id, access.REBASE)
    await once.begin(session, principal)
    check_state(access.REBASE, subject_of(request))
    refuse_not_in_force(agreement)
    kpi = kpi_of(agreement, request.indicator_id)
    if kpi is None:
        raise Invalid(FieldError("/content_hash", "kpi_unknown", _NO_KPI))
    if (current := sha256(content_of_kpi(kpi))) != body.content_hash:
        raise BaseMovedOn(accepted=body.content_hash[:12], current=current[:12])
    before = content_of(request)
    put_base(request, agreement, kpi)
    request.changed = changed_by(request, {}, request.changed)
    forget_hearing(request)
    changes = difference(before, content_of(request))
    await move(session, principal, request, "rebase", "rebased", changes=changes)
    if request.state == SUBMITTED:
        await ask_keeper_and_host(session, request)
    return request


async def withdraw_request(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, reason: str
) -> ChangeRequest:
    """Give up a request that is not decided; it stays readable, and another may be made. Raises StateDoesNotAllow."""
    request = await lock_for(session, principal, request_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of(request))
    await move(session, principal, request, "withdraw", "withdrawn", reason=reason)
    return request


async def show_history(session: AsyncSession, principal: Principal, request_id: UUID) -> HistoryPage:
    """Return what happened to a request, for those who may see its inside."""
    request = await repository.load_request(session, principal, request_id)
    authorise(principal, access.READ_HISTORY, subject_of(request))
    return await history_of(session, OBJECT, request_id)


def _since_nothing(request: ChangeRequest) -> dict[str, Any]:
    asked: Mapping[str, Any] = content_of(request)
    return {name: [None, asked[name]] for name in ("base_hash", "changed", "event") if asked[name] is not None}


_NO_AGREEMENT = Text(
    "ไม่มีคำรับรองนี้ ดูได้ที่ /v1/performance-agreements", "There is no such agreement; see /v1/performance-agreements."
)
_NO_KPI = Text("คำรับรองไม่มีตัวชี้วัดนี้", "The agreement has no KPI on this indicator.")
