"""`/v1/delegations` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.delegations import access, repository, schemas, usecases, views
from services.plans.delegations.errors import DelegationExists
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "delegations"
TAGS = {TAG: "การมอบอำนาจ: which power an order gives to an area's committee, up to which limit, until when."}
PATH = "/v1/delegations"
ONE = f"{PATH}/{{delegation_id:uuid}}"

router = new_router(TAG)

Sort = Annotated[schemas.DelegationSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.DelegationPage,
    **operation("listDelegations", access.READ, "List delegations", refuses=[CursorInvalid]),
)
async def list_delegations(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.DelegationFilter, Query()],
    sort: Sort = schemas.DelegationSort.UPDATED_LAST_FIRST,
) -> schemas.DelegationPage:
    """List which powers were given to which committees; everyone may read them."""
    wanted = filters.model_dump()
    found = await repository.load_delegations(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Delegation,
    **operation(
        "createDelegation",
        access.CREATE,
        "Register a delegation",
        refuses=[*BODY, *KEYED, DelegationExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def create_delegation(session: Session, principal: Caller, once: Key, body: schemas.DelegationCreate) -> Response:
    """Register a power that an order gives to an area's committee, with its limits; null is an order without one."""
    delegation = await usecases.register(session, principal, once, body)
    answer, location = views.one_of(delegation, principal), f"{PATH}/{delegation.id}"
    return await once.answer(session, answer, status=201, location=location, version=delegation.version)


@router.get(
    ONE,
    response_model=schemas.Delegation,
    **operation("getDelegation", access.READ, "Read a delegation", refuses=OBJECT, headers=["ETag"]),
)
async def get_delegation(
    session: Session, principal: Caller, delegation_id: UUID, response: Response
) -> schemas.Delegation:
    """Read a delegation."""
    delegation = await repository.load_delegation(session, principal, delegation_id)
    response.headers["ETag"] = etag(delegation.version)
    return views.one_of(delegation, principal)


@router.post(
    f"{ONE}/revoke",
    response_model=schemas.Delegation,
    **operation(
        "revokeDelegation",
        access.REVOKE,
        "Revoke a delegation",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=("ETag", "Idempotent-Replayed"),
    ),
)
async def revoke_delegation(
    session: Session, principal: Caller, delegation_id: UUID, once: Key, body: schemas.DelegationRevoke
) -> Response:
    """Take a power back from a day on, with the reason; what a meeting before that day decided stays."""
    delegation = await usecases.revoke(session, principal, once, delegation_id, body)
    return await once.answer(session, views.one_of(delegation, principal), version=delegation.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listDelegationHistory", access.READ, "Read a delegation's history", refuses=OBJECT),
)
async def list_delegation_history(session: Session, principal: Caller, delegation_id: UUID) -> HistoryPage:
    """List what happened to a delegation, the newest first."""
    return await usecases.show_history(session, principal, delegation_id)
