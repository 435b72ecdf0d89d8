"""Accounts: whose are seen by whom, and what stands on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, func, or_, select, true
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.models import Account, Fund, Transfer, TransferLine
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.scope import Scope, is_in_sight, is_insider, scope_of

SORTS = {
    "created_at": SortKey(Account.created_at.expression, parse_instant),
    "cap_amount": SortKey(Account.cap.expression, int),
}


def sight_of(principal: Principal) -> Scope:
    """Return the caller's scope: every account is off the desk, and only the next provinces' are not one's business."""
    scope = scope_of(principal)
    return replace(scope, neighbours_of=())


def visible_to(principal: Principal) -> Select[Account]:
    """Return a select of the accounts that `principal` may see."""
    scope = sight_of(principal)
    return select(Account).where(is_visible(scope.is_nationwide)).params(**scope.values())


def is_visible(is_nationwide: bool) -> ColumnElement[bool]:
    if is_nationwide:
        return true()
    insider = is_insider(Account.area_code.expression, Account.function_code.expression)
    return or_(insider, is_in_sight(Account.area_code.expression, Account.fiscal_year.expression))


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


async def lock_accounts(session: AsyncSession, principal: Principal, ids: Collection[UUID]) -> Sequence[Account]:
    """Return the visible ones of these accounts, locked in the one order: the higher first, then by id."""
    found = visible_to(principal).where(Account.id.in_(ids)).order_by(func.cardinality(Account.path), Account.id)
    locked = found.with_for_update(of=Account, key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def allotted_under(session: AsyncSession, principal: Principal, account: Account) -> int:
    """Return how many satang of an account's ceiling are the ceilings of the accounts right under it."""
    under = visible_to(principal).where(Account.parent_id == account.id).subquery()
    total = sql_cast(func.coalesce(func.sum(under.c.cap), 0), BigInteger)
    return (await session.execute(select(total).select_from(under))).scalar_one()


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


async def accounts_of_areas(
    session: AsyncSession, principal: Principal, fiscal_year: int, fund_code: str, area_codes: Collection[str]
) -> Sequence[Account]:
    """Return the visible accounts of areas of a fiscal year and fund; an area without one is missing."""
    mine = visible_to(principal).where(Account.fiscal_year == fiscal_year, Account.fund_code == fund_code)
    return (await session.scalars(mine.where(Account.area_code.in_(area_codes)))).all()


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


async def add_accounts(session: AsyncSession, accounts: Sequence[Account]) -> None:
    """Add new accounts in one statement; one of the same owner, fund and year is refused here."""
    session.add_all(accounts)
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
    return (await session.scalars(found.params(**page.start(cursor)))).all()


async def list_funds(session: AsyncSession) -> Sequence[Fund]:
    """Return every fund by its code."""
    return (await session.scalars(select(Fund).order_by(Fund.code))).all()


async def facts_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> Sequence[Any]:
    """Return (account, area, its balances, quarter, disbursed then) of the areas' accounts.

    One row per account and quarter with payments; quarter is null for an account without.
    """
    mine = visible_to(principal).where(Account.area_code.in_(area_codes), Account.fiscal_year == fiscal_year)
    seen = mine.subquery()
    names = ("id", "area_code", "cap", "pending", "posted", "disbursed", "committed", "carried")
    balances = [seen.c[name] for name in names]
    paid = sql_cast(func.sum(TransferLine.disbursed), BigInteger).label("paid")
    lines = (TransferLine.account_id == seen.c.id) & (TransferLine.disbursed != 0)
    found = select(*balances, Transfer.quarter, paid).select_from(seen)
    found = found.outerjoin(TransferLine, lines).outerjoin(Transfer, Transfer.id == TransferLine.transfer_id)
    return (await session.execute(found.group_by(*balances, Transfer.quarter))).all()
