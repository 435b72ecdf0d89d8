"""`/v1/disbursements` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.ledger import access, repository, views
from services.budget.ledger.errors import (
    CarryOverEnded,
    CommittedPastPosted,
    DisbursedPastPosted,
    NextAccountMissing,
    ReferenceTaken,
    ReturnedPastDisbursed,
    SettledPastCommitment,
    SpentPastPosting,
)
from services.budget.ledger.schemas import disbursements as schemas
from services.budget.ledger.schemas.carrying import CarryOver, CarryOverExtension
from services.budget.ledger.usecases import carrying
from services.budget.ledger.usecases import disbursements as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "disbursements"
PATH = "/v1/disbursements"

router = new_router(TAG)

REFUSES = (
    *OBJECT,
    *BODY,
    *KEYED,
    Busy,
    CarryOverEnded,
    CommittedPastPosted,
    DisbursedPastPosted,
    ReturnedPastDisbursed,
    SettledPastCommitment,
    SpentPastPosting,
    ReferenceTaken,
)
Sort = Annotated[schemas.DisbursementSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.DisbursementPage,
    **operation("listDisbursements", access.READ, "List disbursements", refuses=[CursorInvalid]),
)
async def list_disbursements(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.DisbursementFilter, Query()],
    sort: Sort = schemas.DisbursementSort.PAID_LAST_FIRST,
) -> schemas.DisbursementPage:
    """List what was committed, paid, released and returned on the accounts the caller may see, by its day."""
    wanted = filters.model_dump()
    payments = await repository.list_payments(session, principal, wanted, sort, page)
    return views.disbursement_page(payments, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Disbursement,
    **operation(
        "recordDisbursement",
        access.DISBURSE,
        "Record a disbursement",
        refuses=REFUSES,
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def record_disbursement(
    session: Session, principal: Caller, once: Key, body: schemas.DisbursementCreate
) -> Response:
    """Record money committed, paid, released or returned; the account's owner does. Never more than was posted."""
    payment = await usecases.record_disbursement(session, principal, once, body)
    answer = views.disbursement_out(payment, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{payment.id}", version=1)


@router.get(
    f"{PATH}/{{disbursement_id}}",
    response_model=schemas.Disbursement,
    **operation("getDisbursement", access.READ, "Read a disbursement", refuses=OBJECT, headers=["ETag"]),
)
async def get_disbursement(
    session: Session, principal: Caller, disbursement_id: UUID, response: Response
) -> schemas.Disbursement:
    """Read one commitment, payment, release or return; a commitment with what is open of it."""
    payment = await repository.load_payment(session, principal, disbursement_id)
    response.headers["ETag"] = etag(views.version_of(payment))
    return views.disbursement_out(payment, principal)


@router.post(
    f"{PATH}/{{disbursement_id}}/carry-over",
    status_code=201,
    response_model=schemas.Disbursement,
    **operation(
        "carryOverCommitment",
        access.CARRY_OVER,
        "Carry a commitment over",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, NextAccountMissing, StateDoesNotAllow],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def carry_over_commitment(
    session: Session, principal: Caller, disbursement_id: UUID, once: Key, body: CarryOver
) -> Response:
    """Take what is open of a commitment on to the next year's account; the answer is the commitment there."""
    payment = await carrying.carry_over(session, principal, once, disbursement_id, body)
    answer = views.disbursement_out(payment, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{payment.id}", version=1)


@router.post(
    f"{PATH}/{{disbursement_id}}/extend",
    response_model=schemas.Disbursement,
    **operation(
        "extendCarriedCommitment",
        access.EXTEND,
        "Extend carried money",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=("ETag", "Idempotent-Replayed"),
    ),
)
async def extend_carried_commitment(
    session: Session, principal: Caller, disbursement_id: UUID, once: Key, body: CarryOverExtension
) -> Response:
    """Let money that was carried over be paid until a later day, by the approval that is named."""
    payment = await carrying.extend(session, principal, once, disbursement_id, body)
    return await once.answer(session, views.disbursement_out(payment, principal), version=views.version_of(payment))
