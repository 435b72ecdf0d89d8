"""`/v1/change-requests/{id}/…` over HTTP: what ก.พ.ร. and the host agency do before the working group decides."""

from uuid import UUID

from fastapi import Response

from services.indicators.changes import access, views
from services.indicators.changes.errors import (
    AnalysisMissing,
    ChangeBreaksRules,
    ChangeRequestNotReady,
    HostNotHeard,
    HostWasHeard,
)
from services.indicators.changes.routes.requests import MOVED, ONE, TAG
from services.indicators.changes.schemas import answers, bodies
from services.indicators.changes.usecases import hearing
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, StateDoesNotAllow
from services.shared.idempotency import Key

router = new_router(TAG)


@router.post(
    f"{ONE}/opinion",
    response_model=answers.ChangeRequest,
    **operation(
        "giveChangeRequestOpinion",
        access.GIVE_OPINION,
        "Give the host agency's opinion",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def give_change_request_opinion(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestOpinion
) -> Response:
    """Say what the host agency of the KPI thinks; saying it anew replaces it until the working group has it."""
    request = await hearing.give_opinion(session, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/analysis",
    response_model=answers.ChangeRequest,
    **operation(
        "analyseChangeRequest",
        access.ANALYSE,
        "Record the analysis",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow, ChangeBreaksRules],
        headers=MOVED,
    ),
)
async def analyse_change_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestAnalysis
) -> Response:
    """Record what ก.พ.ร. found and recommends, which may be other terms than those asked."""
    request = await hearing.analyse(session, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/propose",
    response_model=answers.ChangeRequest,
    **operation(
        "proposeChangeRequest",
        access.PROPOSE,
        "Put a request before the working group",
        refuses=[
            *OBJECT,
            *BODY,
            *KEYED,
            StateDoesNotAllow,
            ChangeRequestNotReady,
            AnalysisMissing,
            HostNotHeard,
            HostWasHeard,
        ],
        headers=MOVED,
    ),
)
async def propose_change_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestProposal
) -> Response:
    """Put an analysed request before the working group; what it sees then stays as it is."""
    request = await hearing.propose(session, principal, once, request_id, body)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/recall",
    response_model=answers.ChangeRequest,
    **operation(
        "recallChangeRequest",
        access.RECALL,
        "Take a request back from the working group",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def recall_change_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestReason
) -> Response:
    """Take a request back that is not decided yet, to analyse it or hear the host agency again."""
    request = await hearing.recall(session, principal, once, request_id, body.reason)
    return await once.answer(session, views.one_of(request, principal), version=request.version)


@router.post(
    f"{ONE}/return",
    response_model=answers.ChangeRequest,
    **operation(
        "returnChangeRequest",
        access.SEND_BACK,
        "Return a change request",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def return_change_request(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: bodies.ChangeRequestReason
) -> Response:
    """Return a submitted request to its area to be corrected, with the reason."""
    request = await hearing.send_back(session, principal, once, request_id, body.reason)
    return await once.answer(session, views.one_of(request, principal), version=request.version)
