"""`/v1/budget-accounts` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.budget.ledger import access, repository, views
from services.budget.ledger.errors import (
    AccountExists,
    CapBelowUse,
    CeilingExceeded,
    CeilingStated,
    NotGranted,
    ReferenceTaken,
)
from services.budget.ledger.schemas import accounts as schemas
from services.budget.ledger.schemas.transfers import BudgetTransfer, StatementPage
from services.budget.ledger.usecases import accounts as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import Busy, CursorInvalid
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import etag

TAG = "budget-accounts"
PATH = "/v1/budget-accounts"
ONE = f"{PATH}/{{account_id:uuid}}"  # so that /v1/budget-accounts/funds is no account

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.BudgetAccountSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.BudgetAccountPage,
    **operation("listBudgetAccounts", access.READ, "List accounts", refuses=[CursorInvalid]),
)
async def list_budget_accounts(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.BudgetAccountFilter, Query()],
    sort: Sort = schemas.BudgetAccountSort.CREATED_LAST_FIRST,
) -> schemas.BudgetAccountPage:
    """List the accounts the caller may see: its own, those of its cluster's provinces, all for ministries."""
    wanted = filters.model_dump()
    accounts = await repository.list_accounts(session, principal, wanted, sort, page)
    return views.account_page(accounts, page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.BudgetAccount,
    **operation(
        "openBudgetAccount",
        access.OPEN,
        "Open an account",
        refuses=[*OBJECT, *BODY, *KEYED, AccountExists, CeilingStated],
        headers=CREATED,
    ),
)
async def open_budget_account(
    session: Session, principal: Caller, once: Key, body: schemas.BudgetAccountOpen
) -> Response:
    """Open an account with its ceiling. A second one of the same owner, fund and year is refused."""
    account = await usecases.open_account(session, principal, once, body)
    answer = views.account_out(account, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{account.id}", version=account.version)


@router.get(
    f"{PATH}/funds",
    response_model=schemas.BudgetFundList,
    **operation("listBudgetFunds", access.READ, "List funds"),
)
async def list_budget_funds(session: Session, _principal: Caller) -> schemas.BudgetFundList:
    """List where money comes from; what is an example says so."""
    funds = await repository.list_funds(session)
    return schemas.BudgetFundList(items=[schemas.BudgetFund.model_validate(fund) for fund in funds], next_cursor=None)


@router.get(
    ONE,
    response_model=schemas.BudgetAccount,
    **operation("getBudgetAccount", access.READ, "Read an account", refuses=OBJECT, headers=["ETag"]),
)
async def get_budget_account(
    session: Session, principal: Caller, account_id: UUID, response: Response
) -> schemas.BudgetAccount:
    """Read one account with its balances; every transfer on it makes a new version."""
    account = await repository.load_account(session, principal, account_id)
    response.headers["ETag"] = etag(account.version)
    return views.account_out(account, principal)


@router.post(
    f"{ONE}/revise-cap",
    response_model=schemas.BudgetAccount,
    **operation(
        "reviseBudgetAccountCap",
        access.REVISE_CAP,
        "Revise a ceiling",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, CapBelowUse, CeilingStated, ReferenceTaken],
        headers=MOVED,
    ),
)
async def revise_budget_account_cap(
    session: Session, principal: Caller, account_id: UUID, once: Key, body: schemas.CapRevision
) -> Response:
    """Set the ceiling anew, with the document and the reason; never below what is held and posted."""
    account = await usecases.revise_cap(session, principal, once, account_id, body)
    return await once.answer(session, views.account_out(account, principal), version=account.version)


@router.post(
    f"{ONE}/grant",
    response_model=BudgetTransfer,
    **operation(
        "grantBudgetAccountMoney",
        access.GRANT,
        "Grant money by document",
        refuses=[*OBJECT, *BODY, *KEYED, Busy, NotGranted, CeilingExceeded, ReferenceTaken],
        headers=("Idempotent-Replayed",),
    ),
)
async def grant_budget_account_money(
    session: Session, principal: Caller, account_id: UUID, once: Key, body: schemas.MoneyGrant
) -> Response:
    """Approve money on an account whose fund needs no requests, an office's operating budget; within the ceiling."""
    granted = await usecases.grant_money(session, principal, once, account_id, body)
    return await once.answer(session, views.transfer_out(granted, None))


@router.get(
    f"{ONE}/statement",
    response_model=StatementPage,
    **operation(
        "getBudgetAccountStatement", access.READ, "Read an account's statement", refuses=[*OBJECT, CursorInvalid]
    ),
)
async def get_budget_account_statement(
    session: Session, principal: Caller, account_id: UUID, page: Paging
) -> StatementPage:
    """List what happened on an account and the accounts under it, the oldest first."""
    account = await repository.load_account(session, principal, account_id)
    return views.statement_page(await repository.list_lines(session, account, page), page)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listBudgetAccountHistory", access.READ_HISTORY, "Read an account's history", refuses=OBJECT),
)
async def list_budget_account_history(session: Session, principal: Caller, account_id: UUID) -> HistoryPage:
    """List the opening of an account and each revision of its ceiling, the newest first."""
    return await usecases.show_history(session, principal, account_id)
