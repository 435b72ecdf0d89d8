"""What areas and ก.พ.ร. do with performance agreements."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access, repository
from services.indicators.agreements.clients import standing_projects
from services.indicators.agreements.errors import AgreementExists, AgreementIncomplete, AgreementRulesNotMet
from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.schemas.bodies import (
    AgreementKpiIn,
    PerformanceAgreementCreate,
    PerformanceAgreementPatch,
)
from services.indicators.agreements.usecases.changes import (
    OBJECT,
    change_of,
    content_of,
    link_of,
    move,
    save,
    subject_of,
    subject_of_agreement,
)
from services.indicators.agreements.usecases.checks import check
from services.indicators.agreements.usecases.drafting import new_agreement, put_kpis, refuse_faults
from services.shared import reference
from services.shared.access import Action, Grant, Principal, authorise, check_state
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.errors import Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
from services.shared.preconditions import check_version
from services.shared.roles import Role
from services.shared.tasks.repository import open_task


async def create_agreement(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: PerformanceAgreementCreate
) -> PerformanceAgreement:
    """Add a draft for an area: by the area itself, or by ก.พ.ร. for it. Raises Invalid, AgreementExists."""
    projects = await standing_projects(asker, named_in(body.kpis))
    authorise(principal, access.CREATE, subject_of(body.area_code, body.fiscal_year))
    await once.begin(session, principal)
    agreement = new_agreement(principal, body)
    await put_kpis(session, principal, agreement, body.kpis, projects)
    await refuse_faults(session, agreement)
    if like := await repository.find_like(session, agreement):
        raise AgreementExists(agreement_id=str(like))
    content = content_of(agreement)
    agreement.content_hash = sha256(content)
    await repository.add_agreement(session, agreement)
    await record(session, principal, change_of(agreement, "performance_agreement.created", content))
    return agreement


def named_in(kpis: Iterable[AgreementKpiIn]) -> set[UUID]:
    """Return the projects that KPIs name."""
    return {project_id for kpi in kpis for project_id in kpi.project_ids}


async def update_agreement(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    agreement_id: UUID,
    tag: str,
    body: PerformanceAgreementPatch,
) -> PerformanceAgreement:
    """Change what was sent of a draft or returned agreement. Raises VersionStale, StateDoesNotAllow, Invalid."""
    projects = await standing_projects(asker, named_in(body.kpis))
    agreement = await lock_for(session, principal, agreement_id, access.UPDATE)
    check_version(tag, agreement.version)
    check_state(access.UPDATE, subject_of_agreement(agreement))
    before = content_of(agreement)
    if "note_th" in body.model_fields_set:
        agreement.note_th = body.note_th
    if "reasons" in body.model_fields_set:
        agreement.reasons = dict(body.reasons)
    if "kpis" in body.model_fields_set:
        await put_kpis(session, principal, agreement, body.kpis, projects)
    await refuse_faults(session, agreement)
    changes = difference(before, content_of(agreement))
    await save(session, principal, agreement, "performance_agreement.updated", changes)
    return agreement


async def submit_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID
) -> PerformanceAgreement:
    """Hand an agreement that keeps the rules of its year to the committee, and to ก.พ.ร. to analyse it.

    It binds to the definitions in force now. Raises StateDoesNotAllow, AgreementIncomplete, AgreementRulesNotMet.
    """
    agreement = await lock_for(session, principal, agreement_id, access.SUBMIT)
    await once.begin(session, principal)
    check_state(access.SUBMIT, subject_of_agreement(agreement))
    await repository.hold_indicators(session, principal, [kpi.indicator_id for kpi in agreement.kpis])
    for kpi in agreement.kpis:
        kpi.definition_version = kpi.indicator.definition_version
    checked = await check(session, agreement)
    if checked.gaps:
        raise AgreementIncomplete(*checked.gaps)
    if refusals := checked.refusals:
        raise AgreementRulesNotMet(*refusals)
    agreement.submitted_at = now()
    await move(session, principal, agreement, "submit", "performance_agreement.submitted")
    await ask_for_decision(session, agreement)
    return agreement


async def ask_for_decision(session: AsyncSession, agreement: PerformanceAgreement) -> None:
    """Open what waits on a submitted agreement: its analysis by ก.พ.ร., and the committee's decision (S3, item 4)."""
    area = reference.area(agreement.area_code)
    assert area is not None  # looked up when the draft was made
    of_th, of_en = f"{area.name_th} ปี {agreement.fiscal_year}", f"{area.name_en}, {agreement.fiscal_year}"
    waiting = (
        ("analyse", Role.OPDC, Text(f"วิเคราะห์คำรับรอง: {of_th}", f"Analyse the agreement: {of_en}")),
        ("decide", Role.EVALUATION_COMMITTEE, Text(f"พิจารณาคำรับรอง: {of_th}", f"Decide on the agreement: {of_en}")),
    )
    for kind, role, title in waiting:
        about = (OBJECT, agreement.id)
        await open_task(session, f"{OBJECT}.{kind}", Grant(role), title, about, link_of(agreement))


async def withdraw_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID
) -> PerformanceAgreement:
    """Take a submitted agreement back to the desk. Raises StateDoesNotAllow."""
    agreement = await lock_for(session, principal, agreement_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of_agreement(agreement))
    await move(session, principal, agreement, "withdraw", "performance_agreement.withdrawn")
    return agreement


async def cancel_agreement(session: AsyncSession, principal: Principal, agreement_id: UUID, tag: str) -> None:
    """Give a draft or returned agreement up; its history stays. Raises VersionStale, StateDoesNotAllow."""
    agreement = await lock_for(session, principal, agreement_id, access.CANCEL)
    check_version(tag, agreement.version)
    check_state(access.CANCEL, subject_of_agreement(agreement))
    await move(session, principal, agreement, "cancel", "performance_agreement.cancelled")


async def show_history(session: AsyncSession, principal: Principal, agreement_id: UUID) -> HistoryPage:
    """Return what happened to an agreement, for those who may see its inside."""
    agreement = await repository.load_agreement(session, principal, agreement_id)
    authorise(principal, access.READ_HISTORY, subject_of_agreement(agreement))
    return await history_of(session, OBJECT, agreement_id)


async def lock_for(
    session: AsyncSession, principal: Principal, agreement_id: UUID, action: Action
) -> PerformanceAgreement:
    """Return the agreement, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    agreement = await repository.load_agreement(session, principal, agreement_id, lock=True)
    authorise(principal, action, subject_of_agreement(agreement))
    return agreement
