"""The steps of a performance agreement's chain over HTTP, but for those that committees decide."""

from uuid import UUID

from fastapi import Response

from services.indicators.agreements import access
from services.indicators.agreements.errors import HostsSilent, StepMayNotReturn
from services.indicators.agreements.repository import load_analyses
from services.indicators.agreements.routes.agreements import CREATED, MOVED, ONE, PATH, TAG
from services.indicators.agreements.schemas import answers
from services.indicators.agreements.schemas import steps as schemas
from services.indicators.agreements.usecases import steps as usecases
from services.indicators.agreements.usecases.opinions import see_opinions
from services.indicators.agreements.views import agreements as views
from services.indicators.agreements.views.opinions import analyses_of
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Key

router = new_router(TAG)


@router.post(
    f"{ONE}/present",
    response_model=answers.PerformanceAgreement,
    **operation(
        "presentPerformanceAgreement",
        access.PRESENT,
        "Present a draft at the hearing",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def present_agreement(session: Session, principal: Caller, agreement_id: UUID, once: Key) -> Response:
    """Show the draft to the hearing; the area comments on it, takes it over and submits it as its own."""
    agreement = await usecases.present_agreement(session, principal, once, agreement_id)
    return await once.answer(session, views.one_of(agreement, principal), version=agreement.version)


@router.get(
    f"{ONE}/analyses",
    response_model=schemas.AgreementAnalysisPage,
    **operation(
        "listPerformanceAgreementAnalyses", access.READ_OPINIONS, "List an agreement's analyses", refuses=OBJECT
    ),
)
async def list_analyses(session: Session, principal: Caller, agreement_id: UUID) -> schemas.AgreementAnalysisPage:
    """List what ก.พ.ร. found in the agreement, the last first: an agreement that was sent back is analysed anew."""
    agreement = await see_opinions(session, principal, agreement_id)
    return analyses_of(await load_analyses(session, agreement.id))


@router.post(
    f"{ONE}/analyses",
    status_code=201,
    response_model=answers.PerformanceAgreement,
    **operation(
        "createPerformanceAgreementAnalysis",
        access.ANALYSE,
        "Record the analysis of an agreement",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, HostsSilent],
        headers=CREATED,
    ),
)
async def create_analysis(
    session: Session,
    principal: Caller,
    agreement_id: UUID,
    once: Key,
    body: schemas.PerformanceAgreementAnalysisCreate,
) -> Response:
    """Record what ก.พ.ร. finds in the agreement and in each KPI, by which it comes before the committee.

    The answer is the agreement as it is then.
    """
    agreement = await usecases.analyse_agreement(session, principal, once, agreement_id, body)
    answer, location = views.one_of(agreement, principal), f"{PATH}/{agreement.id}"
    return await once.answer(session, answer, status=201, location=location, version=agreement.version)


@router.post(
    f"{ONE}/return",
    response_model=answers.PerformanceAgreement,
    **operation(
        "returnPerformanceAgreement",
        access.RETURN,
        "Send an agreement back",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, StepMayNotReturn],
        headers=MOVED,
    ),
)
async def return_agreement(
    session: Session, principal: Caller, agreement_id: UUID, once: Key, body: schemas.PerformanceAgreementReturn
) -> Response:
    """Send an agreement back from the analysis to its draft, with the reason; committees do so by resolution."""
    agreement = await usecases.return_agreement(session, principal, once, agreement_id, body)
    return await once.answer(session, views.one_of(agreement, principal), version=agreement.version)


@router.post(
    f"{ONE}/notify",
    response_model=answers.PerformanceAgreement,
    **operation(
        "notifyPerformanceAgreement",
        access.NOTIFY,
        "Give notice of an approved agreement",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def notify_agreement(
    session: Session, principal: Caller, agreement_id: UUID, once: Key, body: schemas.PerformanceAgreementNotify
) -> Response:
    """Tell the area, by letter, that its agreement is approved; it is asked to acknowledge."""
    agreement = await usecases.notify_agreement(session, principal, once, agreement_id, body)
    return await once.answer(session, views.one_of(agreement, principal), version=agreement.version)


@router.post(
    f"{ONE}/acknowledge",
    response_model=answers.PerformanceAgreement,
    **operation(
        "acknowledgePerformanceAgreement",
        access.ACKNOWLEDGE,
        "Acknowledge the notice",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def acknowledge_agreement(session: Session, principal: Caller, agreement_id: UUID, once: Key) -> Response:
    """Say that the notice came; who acknowledged and when stands in `progress`."""
    agreement = await usecases.acknowledge_agreement(session, principal, once, agreement_id)
    return await once.answer(session, views.one_of(agreement, principal), version=agreement.version)
