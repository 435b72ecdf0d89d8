"""Giving many areas their ceilings at once, in as many statements for one as for a hundred: what is allocated.

New accounts hang under the nation's, where that stands: a cluster's ceiling is money of its own, not that of its
provinces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import repository
from services.budget.ledger.errors import CapBelowUse, CeilingAllotted
from services.budget.ledger.models import Account
from services.budget.ledger.rules import CAP, effect_of
from services.budget.ledger.schemas.accounts import BudgetAccountOpen
from services.budget.ledger.usecases.accounts import new_account
from services.budget.ledger.usecases.books import Entry, write_all
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import FieldError
from services.shared.money import format_amount

NATION = "TH"


@dataclass(frozen=True)
class Ceilings:
    """Which ceilings areas get of a fiscal year and fund: `amounts` in satang by area code.

    `is_added`: they come to what stands, else they take its place. `reference` names what gives them, once for all.
    """

    fiscal_year: int
    fund_code: str
    amounts: Mapping[str, int]
    is_added: bool
    reference: str
    reason: str
    resolution_id: UUID | None


async def set_ceilings(session: AsyncSession, principal: Principal, ceilings: Ceilings) -> Sequence[Account]:
    """Open an account for each area that has none, and give all of them their ceilings; last in a transaction.

    Raises Invalid (the fund, or an area, has no accounts), CapBelowUse naming every account that uses more already,
    CeilingAllotted when the nation's account has less than the ceilings under it.
    """
    year, fund, codes = ceilings.fiscal_year, ceilings.fund_code, [*ceilings.amounts, NATION]
    standing = {each.area_code: each for each in await repository.accounts_of_areas(session, CLERK, year, fund, codes)}
    opened = await _open_missing(session, ceilings, standing)
    ids = [account.id for account in (*standing.values(), *opened)]
    accounts = await repository.lock_accounts(session, CLERK, ids)
    entries = [_entry(account, ceilings) for account in accounts if account.area_code in ceilings.amounts]
    _refuse_below_use(entries)
    for nation in accounts:
        if nation.area_code == NATION:
            await _refuse_allotted(session, nation, entries)
    await write_all(session, principal, entries)
    await repository.change_caps(session, {entry.account.id: entry.effect.cap for entry in entries})
    return [entry.account for entry in entries]


async def _open_missing(
    session: AsyncSession, ceilings: Ceilings, standing: Mapping[str | None, Account]
) -> Sequence[Account]:
    """Open an account, still without its ceiling, for each area that has none. Raises Invalid."""
    fund_code, nation = ceilings.fund_code, standing.get(NATION)
    missing = sorted(ceilings.amounts.keys() - standing.keys())
    funds = {fund.code: fund for fund in await repository.list_funds(session)}
    accounts = [new_account(_opening(ceilings, code, nation), funds.get(fund_code), nation) for code in missing]
    await repository.add_accounts(session, accounts)
    return accounts


def _opening(ceilings: Ceilings, area_code: str, nation: Account | None) -> BudgetAccountOpen:
    amount = format_amount(ceilings.amounts[area_code])
    sent: dict[str, Any] = {
        "fiscal_year": ceilings.fiscal_year,
        "fund_code": ceilings.fund_code,
        "area_code": area_code,
        "parent_id": nation.id if nation else None,
        "cap_amount": amount,
        "reason": ceilings.reason,
    }
    return BudgetAccountOpen.model_validate(sent)


def _entry(account: Account, ceilings: Ceilings) -> Entry:
    assert account.area_code is not None  # they were looked up by it
    amount = ceilings.amounts[account.area_code]
    cap = account.cap + amount if ceilings.is_added else amount
    more = {"reason": ceilings.reason, "resolution_id": ceilings.resolution_id}
    return Entry(CAP, account, cap, effect_of(CAP, cap - account.cap), f"{ceilings.reference}:{account.id}", more)


def _refuse_below_use(entries: Sequence[Entry]) -> None:
    """Raise CapBelowUse when a locked account uses more than its new ceiling, naming every one that does."""
    refused = [entry for entry in entries if entry.account.pending + entry.account.posted > entry.amount]
    if refused:
        raise CapBelowUse(*(_named(entry) for entry in refused), **_figures(refused[0]))


def _named(entry: Entry) -> FieldError:
    return FieldError(f"/areas/{entry.account.area_code}", CapBelowUse.code, CapBelowUse(**_figures(entry)).sentence())


def _figures(entry: Entry) -> dict[str, Any]:
    account = entry.account
    figures = {"ceiling": account.cap, "held": account.pending, "posted": account.posted, "asked": entry.amount}
    return {name: format_amount(amount) for name, amount in figures.items()}


async def _refuse_allotted(session: AsyncSession, nation: Account, entries: Sequence[Entry]) -> None:
    """Raise CeilingAllotted when the ceilings under the nation's would come to more than its own."""
    allotted = await repository.allotted_under(session, CLERK, nation)
    under = sum(entry.effect.cap for entry in entries if entry.account.parent_id == nation.id)
    if under > 0 and allotted + under > nation.cap:
        shown = [format_amount(value) for value in (nation.cap, allotted, under)]
        raise CeilingAllotted(ceiling=shown[0], allotted=shown[1], asked=shown[2])
