"""Who is heard before the working group decides: สำนักงาน ก.พ.ร., which analyses, and the host agency of the KPI."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.usecases.revising import kpi_of
from services.indicators.changes import access, repository
from services.indicators.changes.errors import AnalysisMissing, HostNotHeard, HostWasHeard
from services.indicators.changes.models import ChangeRequest
from services.indicators.changes.rules.request import WAITING, opinion_state
from services.indicators.changes.rules.terms import idle_faults
from services.indicators.changes.schemas.bodies import (
    ChangeRequestAnalysis,
    ChangeRequestOpinion,
    ChangeRequestProposal,
)
from services.indicators.changes.usecases.asking import (
    asked_in,
    changed_by,
    faults_of_terms,
    refuse_broken_rules,
    refuse_gaps,
)
from services.indicators.changes.usecases.standing import (
    OBJECT,
    ask,
    content_of,
    lock_for,
    move,
    owner_of,
    save,
    subject_of,
)
from services.shared.access import Grant, Principal, check_state
from services.shared.columns import now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.roles import Role
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import close_tasks

HEARD = (
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
)


def forget_hearing(request: ChangeRequest) -> None:
    """Take analysis and opinion away: they spoke of what is asked no more. The history keeps them."""
    for name in HEARD:
        setattr(request, name, None)


def opinion_of(request: ChangeRequest) -> str:
    """Return how the host agency was heard."""
    was_submitted, is_given = request.submitted_at is not None, request.opinion_th is not None
    host = request.host_function_code
    return opinion_state(request.state, host, was_submitted=was_submitted, is_given=is_given)


async def ask_keeper_and_host(session: AsyncSession, request: ChangeRequest) -> None:
    """Ask ก.พ.ร. to analyse a request, and the host agency, where there is one, for its opinion."""
    await ask(session, request, "analyse", Grant(Role.OPDC), _ANALYSE)
    if request.host_function_code and request.opinion_th is None:
        await ask(session, request, "give_opinion", function_grant(request.host_function_code), _GIVE_OPINION)


async def give_opinion(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: ChangeRequestOpinion
) -> ChangeRequest:
    """Record what the host agency says; saying it anew replaces it until the working group has it."""
    request = await lock_for(session, principal, request_id, access.GIVE_OPINION)
    await once.begin(session, principal)
    check_state(access.GIVE_OPINION, subject_of(request))
    before = content_of(request)
    request.opinion_stance, request.opinion_th = body.stance, body.text_th
    request.opinion_by, request.opinion_at = principal.subject, now()
    await close_tasks(session, OBJECT, request.id, kind=f"{OBJECT}.give_opinion")
    await save(session, principal, request, "opinion_given", difference(before, content_of(request)))
    return request


async def analyse(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: ChangeRequestAnalysis
) -> ChangeRequest:
    """Record the analysis and what is recommended, other terms included, held to the rules of the agreement.

    Raises StateDoesNotAllow, Invalid, ChangeBreaksRules.
    """
    agreement = await repository.lock_agreement_of(session, principal, request_id)
    request = await lock_for(session, principal, request_id, access.ANALYSE)
    await once.begin(session, principal)
    check_state(access.ANALYSE, subject_of(request))
    before = content_of(request)
    recommended = _recommended(request, body)
    kpi = kpi_of(agreement, request.indicator_id)
    if recommended is not None and kpi is not None:
        refuse_instead(faults_of_terms(request, agreement, kpi, recommended))
        await refuse_broken_rules(session, request, agreement, kpi, recommended)
    request.analysis_th, request.recommendation, request.recommended = body.text_th, body.recommendation, recommended
    request.analysed_by, request.analysed_at = principal.subject, now()
    await save(session, principal, request, "analysed", difference(before, content_of(request)))
    return request


def _recommended(request: ChangeRequest, body: ChangeRequestAnalysis) -> dict[str, Any] | None:
    """Return what shall differ from what was agreed by approve_changed; raises Invalid where it is out of place."""
    asked = {} if body.instead is None else asked_in(body.instead)
    if bool(asked) != (body.recommendation == "approve_changed"):
        raise Invalid(FieldError("/instead", "recommendation_and_terms_disagree", _INSTEAD))
    if not asked:
        return None
    refuse_instead(idle_faults(request.base, asked))
    recommended = changed_by(request, asked, {})
    if recommended == request.changed:
        raise Invalid(FieldError("/instead", "changes_nothing", _AS_ASKED))
    return recommended


def refuse_instead(faults: Iterable[FieldError]) -> None:
    """Raise Invalid for what is wrong with the terms that are recommended in place of those asked."""
    named = [FieldError(f"/instead{fault.pointer}", fault.code, fault.text) for fault in faults]
    if named:
        raise Invalid(*named)


async def propose(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, body: ChangeRequestProposal
) -> ChangeRequest:
    """Put an analysed request before the working group. A silent host agency is told as silent.

    Raises StateDoesNotAllow, ChangeRequestNotReady, AnalysisMissing, HostNotHeard, HostWasHeard.
    """
    request = await lock_for(session, principal, request_id, access.PROPOSE)
    await once.begin(session, principal)
    check_state(access.PROPOSE, subject_of(request))
    refuse_gaps(request)
    if request.analysis_th is None:
        raise AnalysisMissing()
    is_silent = opinion_of(request) == WAITING
    if is_silent and body.host_silence_th is None:
        raise HostNotHeard(host=request.host_function_code)
    if body.host_silence_th is not None and not is_silent:
        raise HostWasHeard()
    before = content_of(request)
    request.host_silence_th = body.host_silence_th
    await move(session, principal, request, "propose", "proposed", changes=difference(before, content_of(request)))
    # The working group has no desk of its own: ก.พ.ร. is its secretariat.
    await ask(session, request, "decide", Grant(Role.OPDC), _DECIDE)
    return request


async def recall(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, reason: str
) -> ChangeRequest:
    """Take a request back from the working group, to analyse it or hear the host agency again."""
    request = await lock_for(session, principal, request_id, access.RECALL)
    await once.begin(session, principal)
    check_state(access.RECALL, subject_of(request))
    request.host_silence_th = None
    await move(session, principal, request, "recall", "recalled", reason=reason)
    await ask_keeper_and_host(session, request)
    return request


async def send_back(
    session: AsyncSession, principal: Principal, once: Once, request_id: UUID, reason: str
) -> ChangeRequest:
    """Return a request to its area before it goes to the working group, and say why."""
    request = await lock_for(session, principal, request_id, access.SEND_BACK)
    await once.begin(session, principal)
    check_state(access.SEND_BACK, subject_of(request))
    await move(session, principal, request, "send_back", "returned", reason=reason)
    await ask_owner_to_correct(session, request)
    return request


async def ask_owner_to_correct(session: AsyncSession, request: ChangeRequest) -> None:
    """Ask the area to correct a returned request."""
    await ask(session, request, "correct", owner_of(request), _CORRECT)


_ANALYSE = Text("วิเคราะห์คำขอเปลี่ยนแปลงตัวชี้วัด", "Analyse the change request")
_GIVE_OPINION = Text("ให้ความเห็นต่อคำขอเปลี่ยนแปลงตัวชี้วัด", "Give your opinion on the change request")
_DECIDE = Text("เสนอคณะทำงานพิจารณาคำขอเปลี่ยนแปลงตัวชี้วัด", "Have the working group decide on the change request")
_CORRECT = Text("แก้ไขคำขอเปลี่ยนแปลงตัวชี้วัดที่ส่งกลับ", "Correct the returned change request")
_INSTEAD = Text(
    "instead ใช้กับข้อเสนอ approve_changed เท่านั้น และต้องมีเมื่อเสนอเช่นนั้น",
    "`instead` goes with approve_changed, which needs it; with no other recommendation.",
)
_AS_ASKED = Text("เหมือนที่จังหวัดขอ โปรดเสนอ approve", "This is what is asked; recommend approve.")
