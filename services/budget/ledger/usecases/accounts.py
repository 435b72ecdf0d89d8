"""Opening accounts, revising their ceilings, and granting money of funds that need no requests."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import access, repository
from services.budget.ledger.errors import AccountExists, CeilingStated, NotGranted, ReferenceTaken
from services.budget.ledger.models import Account, Fund, Transfer
from services.budget.ledger.rules import CAP, HOLD, POST, RESERVE, Opening, Parent, effect_of, faults_of, level_of
from services.budget.ledger.schemas.accounts import BudgetAccountOpen, CapRevision, MoneyGrant
from services.budget.ledger.usecases.books import Entry, Written, carry_out
from services.budget.ledger.usecases.standing import ACCOUNT, subject_of
from services.shared import reference
from services.shared.access import Principal, authorise
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.idempotency import Once


async def open_account(session: AsyncSession, principal: Principal, once: Once, body: BudgetAccountOpen) -> Account:
    """Open an account with its ceiling. Raises NotFound (the one above), Invalid, AccountExists, CeilingStated."""
    authorise(principal, access.OPEN)
    parent = await repository.load_account(session, principal, body.parent_id) if body.parent_id else None
    await once.begin(session, principal)
    refuse_stated(body.fund_code)
    funds = {fund.code: fund for fund in await repository.list_funds(session)}
    account = new_account(body, funds.get(body.fund_code), parent)
    if like := await repository.find_like(session, account):
        raise AccountExists(account_id=str(like))
    await repository.add_account(session, account)
    await set_cap(session, principal, account, body.cap_amount, f"open:{account.id}", body.reason)
    await session.refresh(account)
    return account


def refuse_stated(fund_code: str) -> None:
    """Raise CeilingStated when the ceilings of a fund are what ministries state, and set by that alone."""
    if fund_code == RESERVE:
        raise CeilingStated(fund_code=fund_code)


def new_account(body: BudgetAccountOpen, fund: Fund | None, parent: Account | None) -> Account:
    """Return an account of what was sent, still without its ceiling; raises Invalid."""
    if (body.area_code is None) == (body.function_code is None):
        sentence = Text("ระบุเจ้าของหนึ่งเดียว: พื้นที่หรือกระทรวง", "Name one owner: an area or a ministry.")
        raise Invalid(FieldError("/area_code", "one_owner", sentence))
    opening = opening_of(body, fund, parent)
    if faults := faults_of(opening):
        raise Invalid(*faults)
    account_id, at = new_id(), now()
    return Account(
        id=account_id,
        version=0,  # its ceiling is the first change
        fiscal_year=body.fiscal_year,
        fund_code=body.fund_code,
        level=opening.level,
        area_code=body.area_code,
        function_code=body.function_code,
        parent_id=body.parent_id,
        path=[*(parent.path if parent else []), account_id],
        cap=0,
        pending=0,
        posted=0,
        disbursed=0,
        committed=0,
        carried=0,
        created_at=at,
        updated_at=at,
    )


def opening_of(body: BudgetAccountOpen, fund: Fund | None, parent: Account | None) -> Opening:
    """Return what the rules ask of an account to be."""
    area = reference.area(body.area_code) if body.area_code else None
    function = reference.function(body.function_code) if body.function_code else None
    kinds = (area.kind if area else None, area is not None and area.counts_as_province)
    return Opening(
        fiscal_year=body.fiscal_year,
        fund_code=body.fund_code,
        fund_counts=fund is not None and counts_in(fund, body.fiscal_year),
        level=level_of(*kinds, function.kind if function else None),
        owner_counts=area is None or reference.in_fiscal_year(area, body.fiscal_year),
        cluster=reference.cluster_of(area.code, body.fiscal_year) if area else None,
        parent=Parent(parent.fiscal_year, parent.fund_code, parent.level, parent.area_code) if parent else None,
    )


def counts_in(fund: Fund, fiscal_year: int) -> bool:
    """Return whether a fund counts in a fiscal year."""
    first, last = fund.first_fiscal_year, fund.last_fiscal_year
    return (first is None or first <= fiscal_year) and (last is None or fiscal_year <= last)


async def revise_cap(
    session: AsyncSession, principal: Principal, once: Once, account_id: UUID, body: CapRevision
) -> Account:
    """Set the ceiling of an account anew.

    Raises CapBelowUse, ReferenceTaken (that document was carried out before), CeilingStated.
    """
    account = await repository.load_account(session, principal, account_id, lock=True)
    authorise(principal, access.REVISE_CAP, subject_of(account))
    await once.begin(session, principal)
    refuse_stated(account.fund_code)
    document = f"cap:{account.id}:{body.document_number}"
    named = {"document_number": body.document_number, "resolution_id": body.resolution_id}
    written = await set_cap(session, principal, account, body.cap_amount, document, body.reason, named)
    if not written.is_new:
        raise ReferenceTaken(transfer_id=str(written.transfer.id))
    await session.refresh(account)
    return account


async def set_cap(
    session: AsyncSession,
    principal: Principal,
    account: Account,
    cap: int,
    name: str,
    reason: str | None,
    named: Mapping[str, Any] = MappingProxyType({}),
) -> Written:
    """Give a locked account a ceiling of `cap` satang; `named` has its document and resolution.

    Raises CapBelowUse, ReferenceTaken.
    """
    effect = effect_of(CAP, cap - account.cap)
    return await carry_out(session, principal, Entry(CAP, account, cap, effect, name, {"reason": reason, **named}))


async def grant_money(
    session: AsyncSession, principal: Principal, once: Once, account_id: UUID, body: MoneyGrant
) -> Transfer:
    """Approve money by document on an account whose fund needs no requests, such as an office's operating budget.

    Raises NotFound, NotGranted, CeilingExceeded, ReferenceTaken (that document was carried out before).
    """
    account = await repository.load_account(session, principal, account_id)
    authorise(principal, access.GRANT, subject_of(account))
    await once.begin(session, principal)
    fund = next(each for each in await repository.list_funds(session) if each.code == account.fund_code)
    if not fund.is_granted:
        raise NotGranted(fund_code=fund.code)
    name = f"grant:{account.id}:{body.document_number}"
    more: dict[str, Any] = {"reason": body.reason}
    entry = Entry(HOLD, account, body.amount, effect_of(HOLD, body.amount), f"{name}:hold", more)
    held = await carry_out(session, principal, entry)
    if not held.is_new:
        raise ReferenceTaken(transfer_id=str(held.transfer.id))
    more = {**more, "pending_id": held.transfer.id, "document_number": body.document_number}
    effect = effect_of(POST, body.amount, body.amount)
    entry = Entry(POST, account, body.amount, effect, name, {**more, "resolution_id": body.resolution_id})
    return (await carry_out(session, principal, entry)).transfer


async def show_history(session: AsyncSession, principal: Principal, account_id: UUID) -> HistoryPage:
    """Return what happened to an account itself; its statement has what happened on it."""
    account = await repository.load_account(session, principal, account_id)
    authorise(principal, access.READ_HISTORY, subject_of(account))
    return await history_of(session, ACCOUNT, account_id)
