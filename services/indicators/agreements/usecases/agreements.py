"""What areas and ก.พ.ร. do with performance agreements."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access, repository
from services.indicators.agreements.errors import AgreementExists, AgreementIncomplete, AgreementRulesNotMet
from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.rules.chains import Stage
from services.indicators.agreements.schemas.bodies import PerformanceAgreementCreate, PerformanceAgreementPatch
from services.indicators.agreements.usecases.chain import ask_next, enter_chain, move, put_at
from services.indicators.agreements.usecases.changes import (
    OBJECT,
    change_of,
    content_of,
    save,
    subject_of,
    subject_of_agreement,
)
from services.indicators.agreements.usecases.checks import check
from services.indicators.agreements.usecases.drafting import (
    named_in_plans,
    new_agreement,
    officers_of,
    put_kpis,
    put_officers,
    refuse_faults,
)
from services.shared.access import Action, Principal, authorise, check_state
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.neighbours import Asker
from services.shared.preconditions import check_version
from services.shared.tasks.repository import close_tasks


async def create_agreement(
    session: AsyncSession, asker: Asker, principal: Principal, once: Once, body: PerformanceAgreementCreate
) -> PerformanceAgreement:
    """Add a draft for an area: by the area itself, or by ก.พ.ร. for it. Raises Invalid, AgreementExists."""
    named = await named_in_plans(asker, body)
    authorise(principal, access.CREATE, subject_of(body.area_code, body.fiscal_year))
    await once.begin(session, principal)
    agreement = new_agreement(principal, body)
    await enter_chain(session, agreement)
    await put_kpis(session, principal, agreement, body.kpis, named)
    put_officers(agreement, body.issue_officers)
    await refuse_faults(session, agreement)
    if like := await repository.find_like(session, agreement):
        raise AgreementExists(agreement_id=str(like))
    content = content_of(agreement)
    agreement.content_hash = sha256(content)
    await repository.add_agreement(session, agreement)
    await record(session, principal, change_of(agreement, "performance_agreement.created", content))
    if agreement.owner not in principal.units or agreement.stage == Stage.DRAFTING_FOR_HEARING:
        await ask_next(session, agreement)
    return agreement


async def update_agreement(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    agreement_id: UUID,
    tag: str,
    body: PerformanceAgreementPatch,
) -> PerformanceAgreement:
    """Change what was sent of an agreement that is not submitted. Raises VersionStale, StateDoesNotAllow, Invalid."""
    named = await named_in_plans(asker, body)
    agreement = await lock_for(session, principal, agreement_id, access.UPDATE)
    check_version(tag, agreement.version)
    check_state(access.UPDATE, subject_of_agreement(agreement))
    before, officers = content_of(agreement), officers_of(agreement)
    if "note_th" in body.model_fields_set:
        agreement.note_th = body.note_th
    if "reasons" in body.model_fields_set:
        agreement.reasons = dict(body.reasons)
    if "kpis" in body.model_fields_set:
        await put_kpis(session, principal, agreement, body.kpis, named)
    if "issue_officers" in body.model_fields_set:
        put_officers(agreement, body.issue_officers)
    await refuse_faults(session, agreement)
    changes = difference(before, content_of(agreement)) | difference(officers, officers_of(agreement))
    await save(session, principal, agreement, "performance_agreement.updated", changes)
    return agreement


async def submit_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID
) -> PerformanceAgreement:
    """Hand an agreement that keeps the rules of its year to the next step of its chain, whoever drafted it.

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
    await move(session, principal, agreement, "submit")
    return agreement


async def withdraw_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID
) -> PerformanceAgreement:
    """Take a submitted agreement back to where it was before: the desk, or the hearing. Raises StateDoesNotAllow."""
    agreement = await lock_for(session, principal, agreement_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of_agreement(agreement))
    await move(session, principal, agreement, "withdraw")
    return agreement


async def cancel_agreement(session: AsyncSession, principal: Principal, agreement_id: UUID, tag: str) -> None:
    """Give up an agreement that was not submitted; its history stays. Raises VersionStale, StateDoesNotAllow."""
    agreement = await lock_for(session, principal, agreement_id, access.CANCEL)
    check_version(tag, agreement.version)
    check_state(access.CANCEL, subject_of_agreement(agreement))
    before = agreement.state
    await close_tasks(session, OBJECT, agreement.id)
    put_at(agreement, agreement.chain.way.after(agreement.place, "cancel"))
    changes = {"state": [before, agreement.state]}
    await save(session, principal, agreement, "performance_agreement.cancelled", changes)


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
