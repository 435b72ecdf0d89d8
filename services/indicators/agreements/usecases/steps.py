"""The steps that ก.พ.ร. and the area take themselves: presenting, analysing, sending back, notice, acknowledgement."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access, repository
from services.indicators.agreements.errors import HostsSilent, StepMayNotReturn
from services.indicators.agreements.models import (
    AgreementAnalysedKpi,
    AgreementAnalysis,
    AgreementConsultation,
    PerformanceAgreement,
)
from services.indicators.agreements.rules.opinions import NOT_ANSWERED, NOT_ASKED, Asked, analysis_faults, silent_hosts
from services.indicators.agreements.schemas.steps import (
    PerformanceAgreementAnalysisCreate,
    PerformanceAgreementNotify,
    PerformanceAgreementReturn,
)
from services.indicators.agreements.usecases.agreements import lock_for
from services.indicators.agreements.usecases.chain import Document, move
from services.indicators.agreements.usecases.changes import hosts_of, subject_of_agreement
from services.shared.access import Action, Principal, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.idempotency import Once


async def begin(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID, action: Action
) -> PerformanceAgreement:
    """Return the agreement, locked, for who may take a step where it stands.

    Raises NotFound, NotPermitted, StateDoesNotAllow.
    """
    agreement = await lock_for(session, principal, agreement_id, action)
    await once.begin(session, principal)
    check_state(action, subject_of_agreement(agreement))
    return agreement


async def present_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID
) -> PerformanceAgreement:
    """Show a draft to the area, the KPIs' host agencies and whoever sits in the hearing. Raises StateDoesNotAllow."""
    agreement = await begin(session, principal, once, agreement_id, access.PRESENT)
    await move(session, principal, agreement, "present")
    return agreement


async def return_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID, body: PerformanceAgreementReturn
) -> PerformanceAgreement:
    """Send an agreement back from its analysis to the draft. Raises StateDoesNotAllow, StepMayNotReturn."""
    agreement = await begin(session, principal, once, agreement_id, access.RETURN)
    step = agreement.chain.way.step(agreement.step_code)
    if not step.may_return:
        raise StepMayNotReturn(step=step.code)
    await move(session, principal, agreement, "return", reason=body.reason_th)
    return agreement


async def analyse_agreement(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    body: PerformanceAgreementAnalysisCreate,
) -> PerformanceAgreement:
    """Record what ก.พ.ร. finds in an agreement and in each of its KPIs, and put it before the committee.

    Raises StateDoesNotAllow, Invalid, HostsSilent where the chain asks for the opinion of hosts that gave none.
    """
    agreement = await begin(session, principal, once, agreement_id, access.ANALYSE)
    analysed = [str(kpi.indicator_id) for kpi in body.kpis]
    if faults := analysis_faults(analysed, [str(kpi.indicator_id) for kpi in agreement.kpis]):
        raise Invalid(*faults)
    asked = await repository.load_consultations(session, agreement.id, agreement.round)
    refuse_silence(agreement, asked)
    await repository.save(session, new_analysis(principal, agreement, body, asked))
    await move(session, principal, agreement, "analyse")
    return agreement


def refuse_silence(agreement: PerformanceAgreement, asked: Sequence[AgreementConsultation]) -> None:
    """Raise HostsSilent where the chain asks for the opinion of every host agency, and one has not given it."""
    codes = {kpi.indicator_id: kpi.indicator.code for kpi in agreement.kpis}
    hosts = [(codes[indicator_id], function) for indicator_id, function in hosts_of(agreement).items()]
    answers = [Asked(each.indicator_code, each.function_code, each.opinion is not None) for each in asked]
    step = agreement.chain.way.step(agreement.step_code)
    if silent := silent_hosts(step.host_opinion, hosts, answers):
        raise HostsSilent(hosts=", ".join(silent))


def new_analysis(
    principal: Principal,
    agreement: PerformanceAgreement,
    body: PerformanceAgreementAnalysisCreate,
    asked: Sequence[AgreementConsultation],
) -> AgreementAnalysis:
    """Return the analysis that was sent, with what each host agency had said by then."""
    codes = {kpi.indicator_id: kpi.indicator.code for kpi in agreement.kpis}
    said = {each.indicator_id: each.opinion.opinion if each.opinion else NOT_ANSWERED for each in asked}
    analysis = AgreementAnalysis(
        id=new_id(),
        agreement_id=agreement.id,
        round=agreement.round,
        content_hash=agreement.content_hash,
        summary_th=body.summary_th,
        analysed_by=principal.subject,
        analysed_at=now(),
    )
    analysis.kpis = [
        AgreementAnalysedKpi(
            position=position,
            indicator_code=codes[kpi.indicator_id],
            host_opinion=said.get(kpi.indicator_id, NOT_ASKED),
            **kpi.model_dump(),
        )
        for position, kpi in enumerate(body.kpis, start=1)
    ]
    return analysis


async def notify_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID, body: PerformanceAgreementNotify
) -> PerformanceAgreement:
    """Give the area notice of the decision, by letter, and ask it to acknowledge. Raises StateDoesNotAllow."""
    agreement = await begin(session, principal, once, agreement_id, access.NOTIFY)
    letter = Document(body.document_number, body.dated_on)
    await move(session, principal, agreement, "notify", reason=body.message_th, document=letter)
    return agreement


async def acknowledge_agreement(
    session: AsyncSession, principal: Principal, once: Once, agreement_id: UUID
) -> PerformanceAgreement:
    """Say that the notice came to the area. Raises StateDoesNotAllow."""
    agreement = await begin(session, principal, once, agreement_id, access.ACKNOWLEDGE)
    await move(session, principal, agreement, "acknowledge")
    return agreement
