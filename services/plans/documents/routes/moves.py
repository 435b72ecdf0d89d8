"""Plans on their way: submitted, withdrawn, returned, cancelled, revised."""

from uuid import UUID

from fastapi import Response

from services.plans.documents import access, schemas, views
from services.plans.documents.errors import PlanExists, PlanIncomplete, RevisionOpen
from services.plans.documents.routes.plans import CREATED, ONE, PATH, TAG
from services.plans.documents.usecases import moves as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.preconditions import IfMatch

router = new_router(TAG)

MOVED = ("ETag", "Idempotent-Replayed")


@router.delete(
    ONE,
    status_code=204,
    **operation("cancelPlan", access.CANCEL, "Cancel a plan", refuses=[*OBJECT, *VERSIONED, StateDoesNotAllow]),
)
async def cancel_plan(session: Session, principal: Caller, plan_id: UUID, tag: IfMatch) -> Response:
    """Give a draft or returned plan up. It stays readable to its owner as cancelled, with its history."""
    await usecases.cancel_plan(session, principal, plan_id, tag)
    return Response(status_code=204)


@router.post(
    f"{ONE}/submit",
    response_model=schemas.Plan,
    **operation(
        "submitPlan",
        access.SUBMIT,
        "Submit a plan",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, PlanIncomplete],
        headers=MOVED,
    ),
)
async def submit_plan(session: Session, principal: Caller, plan_id: UUID, once: Key) -> Response:
    """Hand a complete plan to the area's own committee, which gets a task."""
    plan = await usecases.submit_plan(session, principal, once, plan_id)
    return await once.answer(session, views.one_of(plan, principal), version=plan.version)


@router.post(
    f"{ONE}/withdraw",
    response_model=schemas.Plan,
    **operation(
        "withdrawPlan", access.WITHDRAW, "Withdraw a plan", refuses=[*OBJECT, *KEYED, StateDoesNotAllow], headers=MOVED
    ),
)
async def withdraw_plan(session: Session, principal: Caller, plan_id: UUID, once: Key) -> Response:
    """Take a submitted plan back to the desk, as a draft."""
    plan = await usecases.withdraw_plan(session, principal, once, plan_id)
    return await once.answer(session, views.one_of(plan, principal), version=plan.version)


@router.post(
    f"{ONE}/return",
    response_model=schemas.Plan,
    **operation(
        "returnPlan",
        access.RETURN,
        "Return a plan",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def return_plan(
    session: Session, principal: Caller, plan_id: UUID, once: Key, body: schemas.PlanReturn
) -> Response:
    """Give a submitted plan back to its owner with the reason; the owner gets a task."""
    plan = await usecases.return_plan(session, principal, once, plan_id, body.reason)
    return await once.answer(session, views.one_of(plan, principal), version=plan.version)


@router.post(
    f"{ONE}/revise",
    status_code=201,
    response_model=schemas.Plan,
    **operation(
        "revisePlan",
        access.REVISE,
        "Revise a plan",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, RevisionOpen, PlanExists],
        headers=CREATED,
    ),
)
async def revise_plan(
    session: Session, principal: Caller, plan_id: UUID, once: Key, body: schemas.PlanRevise
) -> Response:
    """Make a draft of the next edition of an approved plan; the approved one stays active until that is approved."""
    plan = await usecases.revise_plan(session, principal, once, plan_id, body)
    answer = views.one_of(plan, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{plan.id}", version=plan.version)
