"""`/v1/budget-requests/{id}/opinions` over HTTP."""

from uuid import UUID

from fastapi import Response

from services.budget.opinions import access, schemas, usecases, views
from services.budget.opinions.errors import OpinionAsked, OpinionGiven
from services.budget.requests.routes.requests import ONE, TAG
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Key

OPINIONS = f"{ONE}/opinions"

router = new_router(TAG)


@router.get(
    OPINIONS,
    response_model=schemas.OpinionPage,
    **operation("listBudgetRequestOpinions", access.READ, "List the opinions on a request", refuses=OBJECT),
)
async def list_opinions(session: Session, principal: Caller, request_id: UUID) -> schemas.OpinionPage:
    """List who was asked and what each said, beside what the committees decide on; silence is no support."""
    return views.page_of(await usecases.show_opinions(session, principal, request_id), principal)


@router.post(
    OPINIONS,
    status_code=201,
    response_model=schemas.OpinionPage,
    **operation(
        "askBudgetRequestOpinions",
        access.ASK,
        "Ask for opinions on a request",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, OpinionAsked],
        headers=("Location", "Idempotent-Replayed"),
    ),
)
async def ask_opinions(
    session: Session, principal: Caller, request_id: UUID, once: Key, body: schemas.OpinionAsk
) -> Response:
    """Ask ministries and departments what they think of a submitted or endorsed request; each gets a task."""
    shown = await usecases.ask_functions(session, principal, once, request_id, body)
    location = usecases.link_of(request_id)
    return await once.answer(session, views.page_of(shown, principal), status=201, location=location)


@router.post(
    f"{OPINIONS}/{{opinion_id:uuid}}/answer",
    response_model=schemas.Opinion,
    **operation(
        "giveBudgetRequestOpinion",
        access.GIVE,
        "Give an opinion on a request",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, OpinionGiven],
        headers=("Idempotent-Replayed",),
    ),
)
async def give_opinion(
    session: Session,
    principal: Caller,
    request_id: UUID,
    opinion_id: UUID,
    once: Key,
    body: schemas.OpinionAnswerIn,
) -> Response:
    """Say whether the ministry or department supports it, by fit, need and priority, each with its sentence; once."""
    opinion = await usecases.give_opinion(session, principal, once, request_id, opinion_id, body)
    return await once.answer(session, views.opinion_of(opinion))
