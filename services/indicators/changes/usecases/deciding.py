"""Carrying out what the working group resolved of a request: applied by the decision alone, with it or not at all."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.models import AgreementKpi, PerformanceAgreement
from services.indicators.agreements.usecases.revising import Cause, content_of_kpi, revise_kpi
from services.indicators.changes import access, repository
from services.indicators.changes.errors import DecisionNotForChangeRequests, NothingRecommended
from services.indicators.changes.models import ChangeRequest, KpiRevision
from services.indicators.changes.rules.request import DECISIONS, FLOW, GRANTING, NOTICE_FLOW
from services.indicators.changes.usecases.hearing import ask_owner_to_correct
from services.indicators.changes.usecases.standing import (
    OBJECT,
    ask,
    lock_for,
    move,
    owner_of,
    save,
    subject_of_notice,
)
from services.indicators.joint.usecases.following import follow_target
from services.shared.access import Principal, check_state
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.errors import Text
from services.shared.idempotency import Once
from services.shared.schemas import Json
from services.shared.tasks.repository import close_tasks

HAPPENED = {"approve": "approved", "approve_changed": "approved", "reject": "rejected", "return": "returned"}


async def carry_out(
    session: AsyncSession,
    actor: Principal,
    resolution: ConfirmedResolution,
    item: DecisionItem,
    request: ChangeRequest,
) -> None:
    """Approve a request as asked or as ก.พ.ร. recommends instead, reject or return it, and tell its area.

    Raises CommitteeMayNotDecide, DecisionNotForChangeRequests, StateDoesNotAllow, NothingRecommended,
    AgreementNotInForce, KpiChangedSince.
    """
    resolution.refuse_other_than(item.decision, Deciding.WORKING_GROUP)
    if item.decision not in DECISIONS:
        raise DecisionNotForChangeRequests(decision=item.decision, known=", ".join(DECISIONS))
    FLOW.after(request.state, item.decision)
    if item.decision in GRANTING:
        await apply(session, actor, request, item, resolution.id)
    request.resolution_id, request.decided_on, request.decided_at = resolution.id, resolution.held_on, now()
    is_over = item.decision != "return"
    changes = write_outcome(request, item) if is_over else {}
    happening, reason = HAPPENED[item.decision], item.reason_th
    await move(session, actor, request, item.decision, happening, reason, changes, resolution.id)
    if is_over:
        await ask(session, request, "acknowledge", owner_of(request), _ACKNOWLEDGE)
    else:
        await ask_owner_to_correct(session, request)


def write_outcome(request: ChangeRequest, item: DecisionItem) -> Json:
    """Write what was decided on a request, and that its area is told; return it as changes."""
    request.decision, request.decision_reason_th = item.decision, item.reason_th
    request.condition_th = item.condition_th
    before, request.notice_state = request.notice_state, NOTICE_FLOW.after(request.notice_state, "send")
    return {
        "decision": [None, item.decision],
        "condition_th": [None, item.condition_th],
        "notice_state": [before, request.notice_state],
    }


async def apply(
    session: AsyncSession, actor: Principal, request: ChangeRequest, item: DecisionItem, resolution_id: UUID
) -> None:
    """Have the KPI say what was approved, and keep what it said. Raises NothingRecommended, KpiChangedSince."""
    changed = request.changed if item.decision == "approve" else request.recommended
    if changed is None:
        raise NothingRecommended()
    agreement = await agreements.load_agreement(session, CLERK, request.agreement_id, lock=True)
    version, cause = agreement.version, Cause(request.id, resolution_id, request.event_th)
    kpi = await revise_kpi(session, actor, agreement, request.indicator_id, request.base_hash, changed, cause)
    known = await repository.load_revisions(session, agreement.id, kpi.indicator_id)
    is_known = bool(known) and known[0].content_hash == request.base_hash
    found = [] if is_known else [as_found(agreement, kpi, request.base, version)]
    revised = revision_of(agreement, kpi, content_of_kpi(kpi))
    revised.change_request_id, revised.resolution_id = request.id, resolution_id
    revised.reason_th, revised.revised_by, revised.revised_at = request.event_th, actor.subject, now()
    for revision, row in enumerate([*found, revised], start=len(known) + 1):
        row.revision = revision
    await repository.add_revisions(session, *found, revised)
    target = kpi.targets_by_year.get(agreement.fiscal_year)
    if "targets" in changed and target is not None:
        await follow_target(session, agreement.area_code, kpi.indicator_id, agreement.fiscal_year, target)


def as_found(agreement: PerformanceAgreement, kpi: AgreementKpi, content: Json, version: int) -> KpiRevision:
    """Return what a KPI said as its agreement was approved, where no revision says so yet."""
    found = revision_of(agreement, kpi, content)
    found.agreement_version = version
    found.change_request_id, found.reason_th = None, None
    found.resolution_id, found.revised_by = agreement.resolution_id, agreement.drafted_by
    found.revised_at = agreement.decided_at or agreement.updated_at
    return found


def revision_of(agreement: PerformanceAgreement, kpi: AgreementKpi, content: Json) -> KpiRevision:
    """Return a revision of a KPI that says `content`; neither its number nor its cause is set."""
    return KpiRevision(
        id=new_id(),
        agreement_id=agreement.id,
        kpi_id=kpi.id,
        indicator_id=kpi.indicator_id,
        agreement_version=agreement.version,
        content=content,
        content_hash=sha256(content),
    )


async def acknowledge(session: AsyncSession, principal: Principal, once: Once, request_id: UUID) -> ChangeRequest:
    """Note that the area knows what was decided. Raises StateDoesNotAllow before a decision, and after a first time."""
    request = await lock_for(session, principal, request_id, access.ACKNOWLEDGE, on_notice=True)
    await once.begin(session, principal)
    check_state(access.ACKNOWLEDGE, subject_of_notice(request))
    before, request.notice_state = request.notice_state, NOTICE_FLOW.after(request.notice_state, "acknowledge")
    request.acknowledged_by, request.acknowledged_at = principal.subject, now()
    await close_tasks(session, OBJECT, request.id)
    changes = {"notice_state": [before, request.notice_state]}
    await save(session, principal, request, "acknowledged", changes)
    return request


_ACKNOWLEDGE = Text("รับทราบผลการพิจารณาคำขอเปลี่ยนแปลงตัวชี้วัด", "Acknowledge what was decided on the change request")
