"""Reading what is recorded on accounts: transfers, payments, commitments, statements."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from services.budget.ledger.models import Account, Commitment, Transfer, TransferLine
from services.budget.ledger.repository.accounts import is_visible, sight_of
from services.budget.ledger.rules import COMMIT, DATED, DISBURSE, HOLD, POST, RETURN, Spending
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset
from services.shared.scope import any_of

_ENTRIES = SortKey(TransferLine.transfer_id.expression, UUID)
_MADE = SortKey(Transfer.id.expression, UUID)
_OF_ACCOUNT = ("fiscal_year", "fund_code", "area_code", "function_code")
_PAID_ON = SortKey(Transfer.paid_on.expression, dt.date.fromisoformat)


def visible_transfers(principal: Principal) -> Select[Transfer]:
    """Return a select of the transfers that `principal` may see, each with its account.

    These are the ones on accounts it sees, and the ones that name its area as the one that pays or receives.
    """
    scope = sight_of(principal)
    found = select(Transfer).join(Transfer.account).options(contains_eager(Transfer.account))
    if scope.is_nationwide:
        return found
    paying, receiving = Transfer.paying_area_code.expression, Transfer.receiving_area_code.expression
    named = or_(any_of(paying, "scope_areas"), any_of(receiving, "scope_areas"))
    return found.where(or_(is_visible(False), named)).params(**scope.values())


def visible_payments(principal: Principal) -> Select[Transfer]:
    """Return a select of what was recorded by document, each with its account and, of a commitment, what is open."""
    found = visible_transfers(principal).outerjoin(Transfer.commitment).options(contains_eager(Transfer.commitment))
    return found.where(Transfer.kind.in_(DATED))


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


async def find_posting(session: AsyncSession, account: Account, transfer_id: UUID) -> Transfer | None:
    """Return a posting on a visible account, None when it has no such."""
    mine = select(Transfer).where(Transfer.id == transfer_id, Transfer.account_id == account.id, Transfer.kind == POST)
    return (await session.scalars(mine)).one_or_none()


async def posting_of(session: AsyncSession, commitment_id: UUID) -> UUID | None:
    """Return which posting a commitment spends; None when it named none."""
    return await session.scalar(select(Transfer.posted_transfer_id).where(Transfer.id == commitment_id))


async def spending_of(session: AsyncSession, posting: Transfer) -> Spending:
    """Return what of a posting was paid and is owed, as it stands now."""
    sums = spent_by_posting().where(Transfer.posted_transfer_id == posting.id)
    row = (await session.execute(sums)).one_or_none()
    return Spending(posting.amount, row.disbursed, row.spent) if row else Spending(posting.amount, 0, 0)


def spent_by_posting() -> Select[UUID | None, int, int]:
    """Return a select of (posted_transfer_id, disbursed, spent) in satang, from what names a posting.

    Spent is what was committed and not released, and what was paid without a commitment and not returned.
    """
    amount, kind = Transfer.amount, Transfer.kind
    paid = func.sum(case((kind == DISBURSE, amount), (kind == RETURN, -amount), else_=0))
    settles = (kind == DISBURSE) & Transfer.commitment_id.is_not(None)
    taken = case((settles, 0), (kind.in_((DISBURSE, COMMIT)), amount), else_=-amount)
    sums = (cast(paid, BigInteger).label("disbursed"), cast(func.sum(taken), BigInteger).label("spent"))
    return (
        select(Transfer.posted_transfer_id, *sums)
        .where(Transfer.posted_transfer_id.is_not(None))
        .group_by(Transfer.posted_transfer_id)
    )


async def find_commitment(session: AsyncSession, account: Account, commitment_id: UUID) -> Commitment | None:
    """Return a commitment of a visible account, None when it has no such."""
    mine = select(Commitment).where(Commitment.id == commitment_id, Commitment.account_id == account.id)
    return (await session.scalars(mine)).one_or_none()


async def lock_commitment(session: AsyncSession, transfer: Transfer) -> Commitment | None:
    """Return what is open of the commitment that a visible transfer made, locked; None when it made none."""
    mine = select(Commitment).where(Commitment.id == transfer.id).with_for_update()
    return (await session.scalars(mine.execution_options(populate_existing=True))).one_or_none()


async def find_resolution(session: AsyncSession, hold_id: UUID) -> Transfer | None:
    """Return what resolved a hold, None while it stands."""
    return (await session.scalars(select(Transfer).where(Transfer.pending_id == hold_id))).one_or_none()


async def find_by_reference(session: AsyncSession, reference: str) -> Transfer | None:
    """Return the transfer that stands under a reference."""
    return (await session.scalars(select(Transfer).where(Transfer.reference == reference))).one_or_none()


async def list_transfers(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[Transfer]:
    """Return up to one transfer more than the page holds, in the order they were made."""
    cursor = page.after(sort, filters, _MADE)
    found = visible_transfers(principal).where(*_wanted(filters))
    found = keyset(found, sort, _MADE, Transfer.id.expression, goes_on=cursor is not None)
    return (await session.scalars(found.params(**page.start(cursor)))).all()


def _wanted(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [
        getattr(Account if name in _OF_ACCOUNT else Transfer, name) == value
        for name, value in filters.items()
        if value is not None
    ]


async def list_payments(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], sort: str, page: PageRequest
) -> Sequence[Transfer]:
    """Return up to one payment, return, commitment or release more than the page holds, by day."""
    cursor = page.after(sort, filters, _PAID_ON)
    found = visible_payments(principal).where(Transfer.paid_on.is_not(None), *_wanted(filters))
    found = keyset(found, sort, _PAID_ON, Transfer.id.expression, goes_on=cursor is not None)
    return (await session.scalars(found.params(**page.start(cursor)))).all()


async def list_lines(session: AsyncSession, account: Account, page: PageRequest) -> Sequence[TransferLine]:
    """Return up to one line more than the page holds of a visible account's statement, the oldest first."""
    sort, filters = "transfer_id", {"account_id": account.id}
    cursor = page.after(sort, filters, _ENTRIES)
    found = select(TransferLine).join(TransferLine.transfer).options(contains_eager(TransferLine.transfer))
    found = found.where(TransferLine.account_id == account.id)
    found = keyset(found, sort, _ENTRIES, TransferLine.transfer_id.expression, goes_on=cursor is not None)
    return (await session.scalars(found.params(**page.start(cursor)))).all()
