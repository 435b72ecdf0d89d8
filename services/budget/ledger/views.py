"""From rows to representations."""

from collections.abc import Sequence
from typing import Any

from services.budget.ledger import access
from services.budget.ledger.models import Account, Transfer, TransferLine
from services.budget.ledger.rules import rate_of
from services.budget.ledger.schemas.accounts import BudgetAccount, BudgetAccountFields, BudgetAccountPage
from services.budget.ledger.schemas.disbursements import Disbursement, DisbursementPage
from services.budget.ledger.schemas.transfers import (
    BudgetTransfer,
    BudgetTransferPage,
    StatementLine,
    StatementPage,
    TransferFields,
)
from services.budget.ledger.usecases.standing import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import allowed_action


def account_fields(account: Account) -> BudgetAccountFields:
    """Return an account as a list shows it."""
    return BudgetAccountFields(
        id=account.id,
        version=account.version,
        fiscal_year=account.fiscal_year,
        fund_code=account.fund_code,
        level=account.level,
        area_code=account.area_code,
        function_code=account.function_code,
        parent_id=account.parent_id,
        cap_amount=account.cap,
        held_amount=account.pending,
        posted_amount=account.posted,
        left_amount=account.cap - account.pending - account.posted,
        disbursed_amount=account.disbursed,
        disbursement_rate=rate_of(account.disbursed, account.posted),
        committed_amount=account.committed,
        carried_amount=account.carried,
        spent_amount=account.spent,
        spent_rate=rate_of(account.spent, account.posted),
        created_at=account.created_at,
        updated_at=account.updated_at,
    )


def account_out(account: Account, principal: Principal) -> BudgetAccount:
    """Return an account as its own page shows it."""
    answers = allowed_actions(principal, access.ON_ACCOUNT, subject_of(account))
    return BudgetAccount.model_construct(
        **dict(account_fields(account)), allowed_actions=[allowed_action(answer) for answer in answers]
    )


def account_page(
    accounts: Sequence[Account], page: PageRequest, filters: dict[str, Any], sort: str
) -> BudgetAccountPage:
    """Return a page of accounts."""
    by_cap = sort.endswith("cap_amount")
    shown, cursor = page.cut(accounts, sort, filters, lambda each: each.cap if by_cap else each.created_at)
    return BudgetAccountPage(items=[account_fields(each) for each in shown], next_cursor=cursor)


def transfer_out(transfer: Transfer, resolution: Transfer | None) -> BudgetTransfer:
    """Return a transfer, and what resolved it when it is a hold."""
    fields = dict(TransferFields.model_validate(transfer))
    return BudgetTransfer(**fields, resolved_by_id=resolution.id if resolution else None)


def statement_page(lines: Sequence[TransferLine], page: PageRequest) -> StatementPage:
    """Return a page of the statement of one account."""
    shown, cursor = lines[: page.limit], None
    if len(lines) > page.limit:
        last = shown[-1]
        cursor = page.next_cursor(
            "transfer_id", {"account_id": last.account_id}, str(last.transfer_id), last.transfer_id
        )
    return StatementPage(items=[_line_of(each) for each in shown], next_cursor=cursor)


def _line_of(line: TransferLine) -> StatementLine:
    return StatementLine(
        **dict(TransferFields.model_validate(line.transfer)),
        cap_change_amount=line.cap,
        held_change_amount=line.pending,
        posted_change_amount=line.posted,
        disbursed_change_amount=line.disbursed,
        committed_change_amount=line.committed,
        carried_change_amount=line.carried,
    )


def disbursement_out(transfer: Transfer) -> Disbursement:
    """Return what was recorded by the number of its document; a commitment says what of it is open."""
    elsewhere = {"fiscal_year", "note", "open_amount", *_OF_COMMITMENT}
    fields = {name: getattr(transfer, name) for name in Disbursement.model_fields if name not in elsewhere}
    commitment = transfer.commitment
    return Disbursement(
        **fields,
        **{name: getattr(commitment, name, None) for name in _OF_COMMITMENT},
        fiscal_year=transfer.account.fiscal_year,
        note=transfer.reason,
        open_amount=commitment.open if commitment else None,
    )


_OF_COMMITMENT = ("carried_from", "payable_until", "authority_th", "authority_document")


def version_of(payment: Transfer) -> int:
    """Return the version of what was recorded: a commitment has a new one whenever something of it is settled."""
    return payment.commitment.version if payment.commitment else 1


def transfer_page(
    transfers: Sequence[Transfer], page: PageRequest, filters: dict[str, Any], sort: str
) -> BudgetTransferPage:
    """Return a page of transfers."""
    shown, cursor = page.cut(transfers, sort, filters, lambda each: each.id)
    return BudgetTransferPage(items=[TransferFields.model_validate(each) for each in shown], next_cursor=cursor)


def disbursement_page(
    payments: Sequence[Transfer], page: PageRequest, filters: dict[str, Any], sort: str
) -> DisbursementPage:
    """Return a page of disbursements."""
    shown, cursor = page.cut(payments, sort, filters, lambda each: each.paid_on)
    return DisbursementPage(items=[disbursement_out(each) for each in shown], next_cursor=cursor)
