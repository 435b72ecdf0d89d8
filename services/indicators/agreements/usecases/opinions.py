"""What is said of an agreement on its way: comments and their answers, what host agencies are asked and say."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access, repository
from services.indicators.agreements.errors import AnsweredAlready
from services.indicators.agreements.models import (
    AgreementComment,
    AgreementCommentAnswer,
    AgreementConsultation,
    AgreementHostOpinion,
    PerformanceAgreement,
)
from services.indicators.agreements.rules.opinions import KPI_UNKNOWN, NO_HOST
from services.indicators.agreements.schemas.opinions import (
    PerformanceAgreementCommentAnswerIn,
    PerformanceAgreementCommentCreate,
    PerformanceAgreementConsultationCreate,
    PerformanceAgreementHostOpinionIn,
)
from services.indicators.agreements.usecases.chain import CONSULTATION
from services.indicators.agreements.usecases.changes import OBJECT, change_of, hosts_of, link_of, subject_of_agreement
from services.indicators.agreements.usecases.steps import begin
from services.shared import fiscal, reference
from services.shared.access import Principal, authorise
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, NotPermitted, Text
from services.shared.events.record import record
from services.shared.idempotency import Once
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import close_tasks, open_task


async def see_opinions(session: AsyncSession, principal: Principal, agreement_id: UUID) -> PerformanceAgreement:
    """Return a visible agreement to whoever may read what is said of it; raises NotFound."""
    agreement = await repository.load_agreement(session, principal, agreement_id)
    authorise(principal, access.READ_OPINIONS, subject_of_agreement(agreement))
    return agreement


async def add_comment(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    body: PerformanceAgreementCommentCreate,
) -> AgreementComment:
    """Comment on an agreement, or on one of its KPIs, while it is drafted or heard.

    Raises StateDoesNotAllow, Invalid (no such KPI), CommentExists.
    """
    agreement = await begin(session, principal, once, agreement_id, access.COMMENT)
    if body.indicator_id is not None and body.indicator_id not in {kpi.indicator_id for kpi in agreement.kpis}:
        raise Invalid(FieldError("/indicator_id", "kpi_unknown", KPI_UNKNOWN))
    unit = unit_of(principal, agreement, body.indicator_id)
    said = {
        "indicator_id": str(body.indicator_id) if body.indicator_id else None,
        "unit": unit,
        "unit_name_th": body.unit_name_th or name_of(unit or str(principal.grants[0])),
        "post_th": body.post_th,
        "text_th": body.text_th,
    }
    comment = AgreementComment(
        id=new_id(),
        agreement_id=agreement.id,
        round=agreement.round,
        step_code=agreement.step_code,
        agreement_version=agreement.version,
        content_hash=sha256(said),
        channel=body.channel,
        is_host=is_host(unit, agreement, body.indicator_id),
        recorded_by=principal.subject,
        recorded_at=now(),
        **{**said, "indicator_id": body.indicator_id},
    )
    comment.answer = None
    await repository.save(session, comment)
    told = {"comment_id": [None, str(comment.id)], "unit": [None, unit]}
    await record(session, principal, change_of(agreement, f"{OBJECT}.commented", told))
    return comment


def unit_of(principal: Principal, agreement: PerformanceAgreement, indicator_id: UUID | None) -> str | None:
    """Return the unit for which somebody speaks: the area's own, a host agency's, else the first that is held."""
    held = [grant.unit for grant in principal.grants if grant.unit]
    hosts = {f"function:{code}" for code in hosts_in_question(agreement, indicator_id)}
    return next((unit for unit in held if unit == agreement.owner or unit in hosts), held[0] if held else None)


def hosts_in_question(agreement: PerformanceAgreement, indicator_id: UUID | None) -> set[str]:
    """Return the host agencies that a comment concerns: that of the KPI it is on, or all of them."""
    hosts = hosts_of(agreement)
    return {code for each, code in hosts.items() if indicator_id in (None, each)}


def is_host(unit: str | None, agreement: PerformanceAgreement, indicator_id: UUID | None) -> bool:
    """Return whether a unit speaks as the host agency of what it comments on."""
    return unit in {f"function:{code}" for code in hosts_in_question(agreement, indicator_id)}


def name_of(unit: str) -> str:
    """Return the Thai name of a unit; that of a national body is its role."""
    kind, _, code = unit.partition(":")
    found = reference.area(code) if kind == "area" else reference.function(code)
    return found.name_th if found else unit


async def answer_comment(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    comment_id: UUID,
    body: PerformanceAgreementCommentAnswerIn,
) -> AgreementComment:
    """Say what became of a comment, once. Raises NotFound, StateDoesNotAllow, AnsweredAlready."""
    agreement = await begin(session, principal, once, agreement_id, access.ANSWER_COMMENT)
    comment = await repository.load_comment(session, agreement.id, comment_id)
    if comment.answer is not None:
        raise AnsweredAlready()
    comment.answer = AgreementCommentAnswer(answered_by=principal.subject, answered_at=now(), **body.model_dump())
    await repository.save(session)
    told = {"comment_id": [str(comment.id)] * 2, "disposition": [None, body.disposition]}
    await record(session, principal, change_of(agreement, f"{OBJECT}.comment_answered", told))
    return comment


async def ask_host(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    body: PerformanceAgreementConsultationCreate,
) -> AgreementConsultation:
    """Ask the host agency of a KPI for its opinion, which opens a task for it.

    Raises StateDoesNotAllow, Invalid (no such KPI, or no host), ConsultationExists.
    """
    agreement = await begin(session, principal, once, agreement_id, access.CONSULT)
    kpi = next((each for each in agreement.kpis if each.indicator_id == body.indicator_id), None)
    if kpi is None:
        raise Invalid(FieldError("/indicator_id", "kpi_unknown", KPI_UNKNOWN))
    function_code = kpi.indicator.host_function_code
    if function_code is None:
        raise Invalid(FieldError("/indicator_id", "kpi_without_host", NO_HOST))
    consultation = AgreementConsultation(
        id=new_id(),
        agreement_id=agreement.id,
        round=agreement.round,
        indicator_code=kpi.indicator.code,
        function_code=function_code,
        asked_by=principal.subject,
        asked_at=now(),
        **body.model_dump(),
    )
    consultation.opinion = None
    await repository.save(session, consultation)
    name = kpi.indicator.name_th
    title = Text(f"ให้ความเห็นต่อตัวชี้วัด: {name}", f"Give your opinion on the KPI: {name}")
    about, link = (CONSULTATION, consultation.id), f"{link_of(agreement)}/consultations"
    due_at = fiscal.end_of_day(body.answer_by) if body.answer_by else None
    await open_task(session, f"{OBJECT}.consult", function_grant(function_code), title, about, link, due_at)
    told = {"function_code": [None, function_code], "indicator_code": [None, kpi.indicator.code]}
    await record(session, principal, change_of(agreement, f"{OBJECT}.host_asked", told))
    return consultation


async def give_opinion(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    consultation_id: UUID,
    body: PerformanceAgreementHostOpinionIn,
) -> AgreementConsultation:
    """Record what a host agency says, once; the analysis may have ended without it.

    Raises NotFound, NotPermitted (another agency was asked), StateDoesNotAllow, AnsweredAlready.
    """
    agreement = await begin(session, principal, once, agreement_id, access.ANSWER_CONSULTATION)
    consultation = await repository.load_consultation(session, agreement.id, consultation_id)
    if f"function:{consultation.function_code}" not in principal.units:
        roles = str(function_grant(consultation.function_code))
        raise NotPermitted(action=access.ANSWER_CONSULTATION.name, roles=roles)
    if consultation.opinion is not None:
        raise AnsweredAlready()
    consultation.opinion = AgreementHostOpinion(given_by=principal.subject, given_at=now(), **body.model_dump())
    await repository.save(session)
    await close_tasks(session, CONSULTATION, consultation.id)
    told = {"function_code": [consultation.function_code] * 2, "opinion": [None, body.opinion]}
    await record(session, principal, change_of(agreement, f"{OBJECT}.host_answered", told))
    return consultation
