"""`/v1/budget-transfers` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.ledger import access, repository, views
from services.budget.ledger.errors import CeilingAllotted, MovedPastLeft, ReferenceTaken
from services.budget.ledger.schemas import transfers as schemas
from services.budget.ledger.schemas.moves import BudgetMove
from services.budget.ledger.usecases import moves
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid
from services.shared.idempotency import Key
from services.shared.paging import Paging

TAG = "budget-transfers"
PATH = "/v1/budget-transfers"

router = new_router(TAG)

Sort = Annotated[schemas.BudgetTransferSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.BudgetTransferPage,
    **operation("listBudgetTransfers", access.READ, "List transfers", refuses=[CursorInvalid]),
)
async def list_budget_transfers(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.BudgetTransferFilter, Query()],
    sort: Sort = schemas.BudgetTransferSort.MADE_LAST_FIRST,
) -> schemas.BudgetTransferPage:
    """List the entries on accounts the caller may see, and the moves that name its area; `kind=move` are the moves."""
    wanted = filters.model_dump()
    transfers = await repository.list_transfers(session, principal, wanted, sort, page)
    return views.transfer_page(transfers, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.BudgetTransfer,
    **operation(
        "moveBudget",
        access.MOVE,
        "Move part of a ceiling",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, CeilingAllotted, MovedPastLeft, ReferenceTaken],
        headers=("Location", "Idempotent-Replayed"),
    ),
)
async def move_budget(session: Session, principal: Caller, once: Key, body: BudgetMove) -> Response:
    """Move part of a ceiling between two provinces of a cluster, or between the cluster and a province of its own."""
    moved = await moves.move_budget(session, principal, once, body)
    answer = views.transfer_out(moved, None)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{moved.id}")


@router.get(
    f"{PATH}/{{transfer_id}}",
    response_model=schemas.BudgetTransfer,
    **operation("getBudgetTransfer", access.READ, "Read a transfer", refuses=OBJECT),
)
async def get_budget_transfer(session: Session, principal: Caller, transfer_id: UUID) -> schemas.BudgetTransfer:
    """Read one entry of the ledger; a hold says what resolved it."""
    transfer = await repository.load_transfer(session, principal, transfer_id)
    return views.transfer_out(transfer, await repository.find_resolution(session, transfer.id))
