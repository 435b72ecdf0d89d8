"""Every SQL statement of the ledger."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, Table, Uuid, bindparam, func, or_, select, true, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from services.budget.ledger.models import Account, Commitment, Fund, Transfer, TransferLine
from services.budget.ledger.rules import HOLD, PAYMENTS, Balances, Effect
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.errors import NotFound
from services.shared.paging import Cursor, PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import Scope, is_in_sight, is_insider, scope_of

SORTS = {
    "created_at": SortKey(Account.created_at.expression, parse_instant),
    "cap_amount": SortKey(Account.cap.expression, int),
}
_ENTRIES = SortKey(TransferLine.transfer_id.expression, UUID)
_PAID_ON = SortKey(Transfer.paid_on.expression, dt.date.fromisoformat)
_ACCOUNT = cast("Table", Account.__table__)


def _changed(name: str) -> ColumnElement[int]:
    return _ACCOUNT.c[name] + bindparam(f"{name}_change", type_=BigInteger)


# The one statement that changes balances: a row that its ceiling, or what is on it, refuses is not found.
GUARD = (
    update(_ACCOUNT)
    .where(
        _ACCOUNT.c.id == bindparam("account_id", type_=Uuid),
        _changed("pending") >= 0,
        _changed("posted") >= 0,
        _changed("pending") + _changed("posted") <= _changed("cap"),
        _changed("disbursed") >= 0,
        _changed("committed") >= 0,
        _changed("disbursed") + _changed("committed") <= _changed("posted"),
    )
    .values(
        cap=_changed("cap"),
        pending=_changed("pending"),
        posted=_changed("posted"),
        disbursed=_changed("disbursed"),
        committed=_changed("committed"),
        version=_ACCOUNT.c.version + 1,
        updated_at=bindparam("at"),
    )
    .returning(_ACCOUNT.c.id)
)
# A ceiling above the caller's account may be out of its sight; what it refuses names its figures all the same.
_BALANCES = select(*(_ACCOUNT.c[each.name] for each in fields(Balances))).where(
    _ACCOUNT.c.id == bindparam("account_id", type_=Uuid)
)


def sight_of(principal: Principal) -> Scope:
    """Return the caller's scope: every account is off the desk, and only the next provinces' are not one's business."""
    scope = scope_of(principal)
    return replace(scope, neighbours_of=())


def visible_to(principal: Principal) -> Select[Account]:
    """Return a select of the accounts that `principal` may see."""
    scope = sight_of(principal)
    return select(Account).where(_is_visible(scope.is_nationwide)).params(**scope.values())


def _is_visible(is_nationwide: bool) -> ColumnElement[bool]:
    if is_nationwide:
        return true()
    insider = is_insider(Account.area_code.expression, Account.function_code.expression)
    return or_(insider, is_in_sight(Account.area_code.expression, Account.fiscal_year.expression))


def visible_transfers(principal: Principal) -> Select[Transfer]:
    """Return a select of the transfers on accounts that `principal` may see, each with its account."""
    scope = sight_of(principal)
    found = select(Transfer).join(Transfer.account).options(contains_eager(Transfer.account))
    return found.where(_is_visible(scope.is_nationwide)).params(**scope.values())


def visible_payments(principal: Principal) -> Select[Transfer]:
    """Return a select of what was committed, paid, released and returned, each with its account and what is open."""
    found = visible_transfers(principal).outerjoin(Transfer.commitment).options(contains_eager(Transfer.commitment))
    return found.where(Transfer.kind.in_(PAYMENTS))


async def load_account(session: AsyncSession, principal: Principal, account_id: UUID, *, lock: bool = False) -> Account:
    """Return a visible account, its row locked against other changes when asked; raises NotFound."""
    found = visible_to(principal).where(Account.id == account_id)
    if lock:
        # Not FOR UPDATE: that would also hold up whoever merely records a transfer on the account.
        found = found.with_for_update(of=Account, key_share=True)
    account = (await session.scalars(found)).one_or_none()
    if account is None:
        raise NotFound()
    return account


async def find_account(
    session: AsyncSession,
    principal: Principal,
    fiscal_year: int,
    fund_code: str,
    *,
    area_code: str | None = None,
    function_code: str | None = None,
) -> Account | None:
    """Return the visible account of an owner by its business key, None when there is none."""
    owner = Account.area_code == area_code if area_code else Account.function_code == function_code
    mine = visible_to(principal).where(Account.fiscal_year == fiscal_year, Account.fund_code == fund_code, owner)
    return (await session.scalars(mine)).one_or_none()


async def find_like(session: AsyncSession, account: Account) -> UUID | None:
    """Return the account that has the business key of `account` already."""
    alike = select(Account.id).where(
        Account.fiscal_year == account.fiscal_year,
        Account.fund_code == account.fund_code,
        Account.area_code.is_not_distinct_from(account.area_code),
        Account.function_code.is_not_distinct_from(account.function_code),
    )
    return await session.scalar(alike)


async def add_account(session: AsyncSession, account: Account) -> None:
    """Add a new account; one of the same owner, fund and year is refused here."""
    session.add(account)
    await session.flush()


async def list_accounts(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[Account]:
    """Return up to one account more than the page holds, in order."""
    key = SORTS[sort.lstrip("-")]
    wanted = [getattr(Account, name) == value for name, value in filters.items() if value is not None]
    cursor = page.after(sort, filters, key)
    found = visible_to(principal).where(*wanted)
    found = keyset(found, sort, key, Account.id.expression, goes_on=cursor is not None)
    return (await session.scalars(found.params(**_from(page, cursor)))).all()


def _from(page: PageRequest, cursor: Cursor | None) -> dict[str, Any]:
    after = {"after_value": cursor.value, "after_id": cursor.id} if cursor else {}
    return {"limit": page.limit + 1, **after}


async def list_funds(session: AsyncSession) -> Sequence[Fund]:
    """Return every fund by its code."""
    return (await session.scalars(select(Fund).order_by(Fund.code))).all()


async def load_transfer(session: AsyncSession, principal: Principal, transfer_id: UUID) -> Transfer:
    """Return a transfer on a visible account, the account with it; raises NotFound."""
    found = visible_transfers(principal).where(Transfer.id == transfer_id)
    transfer = (await session.scalars(found)).one_or_none()
    if transfer is None:
        raise NotFound()
    return transfer


async def load_hold(session: AsyncSession, principal: Principal, transfer_id: UUID) -> Transfer:
    """Return a hold on a visible account, resolved or not; raises NotFound."""
    transfer = await load_transfer(session, principal, transfer_id)
    if transfer.kind != HOLD:
        raise NotFound()
    return transfer


async def load_payment(session: AsyncSession, principal: Principal, transfer_id: UUID) -> Transfer:
    """Return what was recorded by the number of its document on a visible account; raises NotFound."""
    payment = (await session.scalars(visible_payments(principal).where(Transfer.id == transfer_id))).one_or_none()
    if payment is None:
        raise NotFound()
    return payment


async def find_commitment(session: AsyncSession, account: Account, commitment_id: UUID) -> Commitment | None:
    """Return a commitment of a visible account, None when it has no such."""
    mine = select(Commitment).where(Commitment.id == commitment_id, Commitment.account_id == account.id)
    return (await session.scalars(mine)).one_or_none()


async def find_resolution(session: AsyncSession, hold_id: UUID) -> Transfer | None:
    """Return what resolved a hold, None while it stands."""
    return (await session.scalars(select(Transfer).where(Transfer.pending_id == hold_id))).one_or_none()


async def find_by_reference(session: AsyncSession, reference: str) -> Transfer | None:
    """Return the transfer that stands under a reference."""
    return (await session.scalars(select(Transfer).where(Transfer.reference == reference))).one_or_none()


async def list_payments(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[Transfer]:
    """Return up to one payment, return, commitment or release more than the page holds, by day."""
    of_account = ("fiscal_year", "fund_code", "area_code", "function_code")
    wanted = [
        getattr(Account if name in of_account else Transfer, name) == value
        for name, value in filters.items()
        if value is not None
    ]
    cursor = page.after(sort, filters, _PAID_ON)
    found = visible_payments(principal).where(Transfer.paid_on.is_not(None), *wanted)
    found = keyset(found, sort, _PAID_ON, Transfer.id.expression, goes_on=cursor is not None)
    return (await session.scalars(found.params(**_from(page, cursor)))).all()


async def list_lines(session: AsyncSession, account: Account, page: PageRequest) -> Sequence[TransferLine]:
    """Return up to one line more than the page holds of a visible account's statement, the oldest first."""
    sort, filters = "transfer_id", {"account_id": account.id}
    cursor = page.after(sort, filters, _ENTRIES)
    found = select(TransferLine).join(TransferLine.transfer).options(contains_eager(TransferLine.transfer))
    found = found.where(TransferLine.account_id == account.id)
    found = keyset(found, sort, _ENTRIES, TransferLine.transfer_id.expression, goes_on=cursor is not None)
    return (await session.scalars(found.params(**_from(page, cursor)))).all()


async def add_transfer(session: AsyncSession, values: Mapping[str, Any]) -> Transfer | None:
    """Add a transfer; None when its reference stands already, or its hold is resolved. Waits for one under way."""
    added = insert(Transfer).values(**values).on_conflict_do_nothing().returning(Transfer)
    return (await session.scalars(added)).one_or_none()


async def add_lines(session: AsyncSession, transfer_id: UUID, account_ids: Sequence[UUID], effect: Effect) -> None:
    """Add what a transfer changes of each account."""
    rows = [{"account_id": each, "transfer_id": transfer_id, **vars(effect)} for each in account_ids]
    await session.execute(insert(TransferLine).values(rows))


async def add_commitment(session: AsyncSession, transfer: Transfer) -> Commitment:
    """Add what a transfer committed, all of it open."""
    amount = transfer.amount
    commitment = Commitment(id=transfer.id, account_id=transfer.account_id, amount=amount, open=amount)
    session.add(commitment)
    await session.flush()
    return commitment


async def settle_commitment(session: AsyncSession, commitment_id: UUID, amount: int) -> bool:
    """Take `amount` off what is open of a commitment; False when less is open. Locks it until the end."""
    taken = update(Commitment).where(Commitment.id == commitment_id, Commitment.open >= amount)
    taken = taken.values(open=Commitment.open - amount).execution_options(synchronize_session=False)
    return (await session.scalar(taken.returning(Commitment.id))) is not None


async def open_of(session: AsyncSession, commitment_id: UUID) -> int:
    """Return what is open of a commitment: for the figures of a refusal."""
    return (await session.scalars(select(Commitment.open).where(Commitment.id == commitment_id))).one()


async def change_balances(session: AsyncSession, account_id: UUID, effect: Effect) -> bool:
    """Change one account's balances; False when its ceiling, or what is on it, refuses. Locks it until the end."""
    changes = {f"{name}_change": change for name, change in vars(effect).items()}
    return (await session.scalar(GUARD, {"account_id": account_id, "at": now(), **changes})) is not None


async def balances_of(session: AsyncSession, account_id: UUID) -> Balances:
    """Return what stands on an account, whoever asks: for the figures of a refusal."""
    return Balances(*(await session.execute(_BALANCES, {"account_id": account_id})).one())


async def facts_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> Sequence[Any]:
    """Return (account, area, cap, pending, posted, disbursed, committed, quarter, disbursed then) of areas' accounts.

    One row per account and quarter with payments; quarter is null for an account without.
    """
    mine = visible_to(principal).where(Account.area_code.in_(area_codes), Account.fiscal_year == fiscal_year)
    seen = mine.subquery()
    names = ("id", "area_code", "cap", "pending", "posted", "disbursed", "committed")
    balances = [seen.c[name] for name in names]
    paid = sql_cast(func.sum(TransferLine.disbursed), BigInteger).label("paid")
    lines = (TransferLine.account_id == seen.c.id) & (TransferLine.disbursed != 0)
    found = select(*balances, Transfer.quarter, paid).select_from(seen)
    found = found.outerjoin(TransferLine, lines).outerjoin(Transfer, Transfer.id == TransferLine.transfer_id)
    return (await session.execute(found.group_by(*balances, Transfer.quarter))).all()
