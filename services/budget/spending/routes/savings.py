"""`/v1/budget-savings` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.spending import access
from services.budget.spending.errors import BooksMoved, SavingExists
from services.budget.spending.repository import savings as repository
from services.budget.spending.schemas import savings as schemas
from services.budget.spending.usecases import savings as usecases
from services.budget.spending.usecases.standing import history_for
from services.budget.spending.views import savings as views
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "budget-savings"
PATH = "/v1/budget-savings"
ONE = f"{PATH}/{{saving_id:uuid}}"  # so that /v1/budget-savings/totals is no saving

router = new_router(TAG)

MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.BudgetSavingSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.BudgetSavingPage,
    **operation("listBudgetSavings", access.READ_SAVINGS, "List savings", refuses=[CursorInvalid]),
)
async def list_budget_savings(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.BudgetSavingFilter, Query()],
    sort: Sort = schemas.BudgetSavingSort.RECORDED_LAST_FIRST,
) -> schemas.BudgetSavingPage:
    """List the savings of the accounts the caller may see, what was sent back among them."""
    wanted = filters.model_dump()
    found = await repository.list_savings(session, principal, wanted, sort, page)
    return views.saving_page(found, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.BudgetSaving,
    **operation(
        "tellBudgetSaving",
        access.TELL,
        "Tell a saving",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, SavingExists],
        headers=("ETag", "Location", "Idempotent-Replayed"),
    ),
)
async def tell_budget_saving(
    session: Session, principal: Caller, once: Key, body: schemas.BudgetSavingTell
) -> Response:
    """Tell what was left of an account, a request or a project that is closed; the owner does, the bureau confirms."""
    saving = await usecases.tell_saving(session, principal, once, body)
    answer = views.saving_out(saving, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{saving.id}", version=saving.version)


@router.get(
    f"{PATH}/reasons",
    response_model=schemas.SavingReasonList,
    **operation("listSavingReasons", access.READ_SAVINGS, "List reasons of savings"),
)
async def list_saving_reasons(session: Session, _principal: Caller) -> schemas.SavingReasonList:
    """List why money may be left; what is an example says so."""
    return views.reasons_out(await repository.list_reasons(session))


@router.get(
    f"{PATH}/totals",
    response_model=schemas.SavingTotalsList,
    **operation("listSavingTotals", access.READ_SAVINGS, "Add savings up"),
)
async def list_saving_totals(
    session: Session, principal: Caller, query: Annotated[schemas.SavingTotalsQuery, Query()]
) -> schemas.SavingTotalsList:
    """Add up the savings of a fiscal year by owner; what is not known is counted, and in no amount."""
    return views.totals_out(await repository.totals_of(session, principal, query.model_dump()), query)


@router.get(
    ONE,
    response_model=schemas.BudgetSaving,
    **operation("getBudgetSaving", access.READ_SAVINGS, "Read a saving", refuses=OBJECT, headers=["ETag"]),
)
async def get_budget_saving(
    session: Session, principal: Caller, saving_id: UUID, response: Response
) -> schemas.BudgetSaving:
    """Read one saving with its reason and what becomes of it."""
    saving = await repository.load_saving(session, principal, saving_id)
    response.headers["ETag"] = etag(saving.version)
    return views.saving_out(saving, principal)


@router.post(
    f"{ONE}/confirm",
    response_model=schemas.BudgetSaving,
    **operation(
        "confirmBudgetSaving",
        access.CONFIRM,
        "Confirm a saving",
        refuses=[*OBJECT, *KEYED, Busy, StateDoesNotAllow, BooksMoved],
        headers=MOVED,
    ),
)
async def confirm_budget_saving(session: Session, principal: Caller, saving_id: UUID, once: Key) -> Response:
    """Confirm a saving; that of a whole account only while its books are as they were told."""
    saving = await usecases.confirm_saving(session, principal, once, saving_id)
    return await once.answer(session, views.saving_out(saving, principal), version=saving.version)


@router.post(
    f"{ONE}/send-back",
    response_model=schemas.BudgetSaving,
    **operation(
        "sendBackBudgetSaving",
        access.SEND_BACK,
        "Send a saving back",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def send_back_budget_saving(
    session: Session, principal: Caller, saving_id: UUID, once: Key, body: schemas.SavingSendBack
) -> Response:
    """Send a saving back to its owner with the reason; it no longer counts, and may be told anew."""
    saving = await usecases.send_back_saving(session, principal, once, saving_id, body)
    return await once.answer(session, views.saving_out(saving, principal), version=saving.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listBudgetSavingHistory", access.READ_SAVINGS, "Read a saving's history", refuses=OBJECT),
)
async def list_budget_saving_history(session: Session, principal: Caller, saving_id: UUID) -> HistoryPage:
    """List what happened to a saving, the newest first; whoever sees it may."""
    return await history_for(session, await repository.load_saving(session, principal, saving_id))
