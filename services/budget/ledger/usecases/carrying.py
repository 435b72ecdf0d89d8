"""Taking what is committed on to the next fiscal year, and extending the day until which it may be paid there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import access, repository
from services.budget.ledger.errors import CommitmentClosed, NextAccountMissing
from services.budget.ledger.models import Account, Commitment, Fund, Transfer
from services.budget.ledger.rules import (
    BRING_FORWARD,
    CARRY_FORWARD,
    EXTENSION_MISSING,
    NOT_CARRIED,
    effect_of,
    faults_of_carry,
    faults_of_extension,
    payable_until,
)
from services.budget.ledger.schemas.carrying import CarryOver, CarryOverExtension, Extension
from services.budget.ledger.usecases.books import Entry, change_balances, write_down
from services.budget.ledger.usecases.standing import TRANSFER, audience_of, subject_of
from services.shared import fiscal
from services.shared.access import Action, Principal, authorise
from services.shared.columns import now
from services.shared.errors import Invalid, NotFound
from services.shared.events.record import Change, record
from services.shared.idempotency import Once


async def carry_over(
    session: AsyncSession, principal: Principal, once: Once, commitment_id: UUID, body: CarryOver
) -> Transfer:
    """Take what is open of a commitment on to the next year; returns what brought it there.

    Raises NotFound (the commitment), Invalid, CommitmentClosed, NextAccountMissing.
    """
    made, commitment = await load(session, principal, access.CARRY_OVER, once, commitment_id)
    account = made.account
    following = await next_account(session, principal, account)
    fund = next(each for each in await repository.list_funds(session) if each.code == account.fund_code)
    owed = terms_of(fund, commitment, following.fiscal_year, body.extension)
    if faults := faults_of_carry(account.fiscal_year, fiscal.day_in_bangkok(now())):
        raise Invalid(*faults)
    return await take_on(session, principal, made, commitment, following, body, owed)


async def take_on(
    session: AsyncSession,
    principal: Principal,
    made: Transfer,
    commitment: Commitment,
    following: Account,
    body: CarryOver,
    owed: Mapping[str, Any],
) -> Transfer:
    """Take what is open of a locked commitment on to the account that follows; last in a transaction."""
    if commitment.open == 0:
        raise CommitmentClosed()
    forward, brought = entries_of(made, commitment, following, body, owed)
    await write_down(session, principal, forward)
    written = await write_down(session, principal, brought)
    await change_balances(session, forward, brought)
    return written.transfer


async def load(
    session: AsyncSession, principal: Principal, action: Action, once: Once, commitment_id: UUID
) -> tuple[Transfer, Commitment]:
    """Return a visible commitment that the caller may do `action` with, locked, and what made it; raises NotFound."""
    made = await repository.load_payment(session, principal, commitment_id)
    authorise(principal, action, subject_of(made.account))
    await once.begin(session, principal)
    commitment = await repository.lock_commitment(session, made)
    if commitment is None:
        raise NotFound()
    return made, commitment


async def next_account(session: AsyncSession, principal: Principal, account: Account) -> Account:
    """Return the owner's account of the same fund in the year after; raises NextAccountMissing."""
    owner = {"area_code": account.area_code, "function_code": account.function_code}
    year, fund = account.fiscal_year + 1, account.fund_code
    found = await repository.find_account(session, principal, year, fund, **owner)
    if found is None:
        raise NextAccountMissing(fiscal_year=year, fund_code=fund)
    return found


def terms_of(fund: Fund, commitment: Commitment, fiscal_year: int, extension: Extension | None) -> dict[str, Any]:
    """Return until when the money may be paid in `fiscal_year`, and by whose word where that is an extension."""
    months = fund.carry_over_months if commitment.carried_from is None else None
    by_rule = payable_until(fiscal_year, months) if months else None
    if extension is None:
        if by_rule is None:
            raise Invalid(EXTENSION_MISSING)
        return {"payable_until": by_rule}
    if faults := faults_of_extension(fiscal_year, extension.payable_until, by_rule, "/extension/payable_until"):
        raise Invalid(*faults)
    return approved(extension)


def approved(extension: Extension) -> dict[str, Any]:
    """Return what an extension says of a commitment."""
    return {
        "payable_until": extension.payable_until,
        "authority_th": extension.authority_th,
        "authority_document": extension.document_number,
    }


def entries_of(
    made: Transfer, commitment: Commitment, following: Account, body: CarryOver, owed: Mapping[str, Any]
) -> tuple[Entry, Entry]:
    """Return what leaves the one year on its last day, and what comes to the other on its first."""
    account, amount = made.account, commitment.open
    days = fiscal.last_day(account.fiscal_year), fiscal.first_day(following.fiscal_year)
    said = {
        "reason": body.reason,
        "document_number": body.document_number,
        "expenditure_class": made.expenditure_class,
    }
    leaving, coming = (
        {**said, "paid_on": day, "quarter": fiscal.quarter_of(day).quarter, "counter_account_id": other.id}
        for day, other in zip(days, (following, account), strict=True)
    )
    leaving["commitment_id"] = commitment.id
    names = [f"{kind}:{commitment.id}" for kind in (CARRY_FORWARD, BRING_FORWARD)]
    forward = Entry(CARRY_FORWARD, account, amount, effect_of(CARRY_FORWARD, amount), names[0], leaving)
    came = {"carried_from": commitment.id, **owed}
    effect = effect_of(BRING_FORWARD, amount)
    return forward, Entry(BRING_FORWARD, following, amount, effect, names[1], coming, owed=came)


async def extend(
    session: AsyncSession, principal: Principal, once: Once, commitment_id: UUID, body: CarryOverExtension
) -> Transfer:
    """Let money that was carried over be paid until a later day. Raises NotFound (the commitment), Invalid."""
    made, commitment = await load(session, principal, access.EXTEND, once, commitment_id)
    if commitment.payable_until is None:
        raise Invalid(NOT_CARRIED)
    account, before = made.account, commitment.payable_until
    if faults := faults_of_extension(account.fiscal_year, body.payable_until, before):
        raise Invalid(*faults)
    await repository.extend_commitment(session, commitment, approved(body))
    changes = {
        "payable_until": [before.isoformat(), body.payable_until.isoformat()],
        "authority_th": body.authority_th,
        "document_number": body.document_number,
        "reason": body.reason,
    }
    payload = {"account_id": str(account.id), "payable_until": body.payable_until.isoformat()}
    happening, audience = f"{TRANSFER}.extended", audience_of(account)
    change = Change(happening, TRANSFER, made.id, commitment.version, audience, payload, changes)
    await record(session, principal, change)
    return made
