"""What requests and decisions do with money: hold, post, void, expire. No route leads here; access is the caller's.

Call these last in a transaction: from here to the commit the ceilings are locked, the highest first. A refusal
leaves a transfer behind that must be rolled back with everything else.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.budget.ledger import repository
from services.budget.ledger.errors import HoldResolved, ReferenceTaken, SettledPastCommitment
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import (
    CAP,
    COMMIT,
    DISBURSE,
    EXPIRE,
    HOLD,
    POST,
    RELEASE,
    RETURN,
    VOID,
    Effect,
    check_amount,
    effect_of,
    refusal_of,
)
from services.budget.ledger.usecases.standing import ACCOUNT, TRANSFER, audience_of
from services.shared.access import Principal
from services.shared.columns import new_id, now
from services.shared.events.record import Change, record
from services.shared.money import format_amount

HAPPENED = {
    HOLD: "held",
    POST: "posted",
    VOID: "voided",
    EXPIRE: "expired",
    DISBURSE: "disbursed",
    RETURN: "returned",
    COMMIT: "committed",
    RELEASE: "released",
}


@dataclass(frozen=True)
class Entry:
    """A transfer to be: `amount` in satang is what the transfer names, `effect` what it changes.

    `more` holds what only some kinds have, by column: reason, pending_id, resolution_id, the day of a payment.
    """

    kind: str
    account: Account
    amount: int
    effect: Effect
    reference: str
    more: dict[str, Any]


@dataclass(frozen=True)
class Written:
    """A transfer, and whether it was made now or stood under its reference before."""

    transfer: Transfer
    is_new: bool


async def hold(
    session: AsyncSession, principal: Principal, account: Account, amount: int, reference: str, reason: str | None
) -> Transfer:
    """Hold `amount` satang on an account and on all above it. Raises CeilingExceeded, ReferenceTaken, Invalid.

    `reference` is the caller's own id of this hold; the same again returns the first transfer and changes nothing.
    """
    check_amount(amount)
    entry = Entry(HOLD, account, amount, effect_of(HOLD, amount), reference, {"reason": reason})
    return (await carry_out(session, principal, entry)).transfer


async def post(
    session: AsyncSession,
    principal: Principal,
    held: Transfer,
    amount: int,
    reference: str,
    resolution_id: UUID | None,
    reason: str | None = None,
) -> Transfer:
    """Post `amount` satang of a hold and release the rest. Raises HoldResolved, ReferenceTaken, Invalid."""
    check_amount(amount, held.amount)
    more = {"pending_id": held.id, "resolution_id": resolution_id, "reason": reason}
    entry = Entry(POST, held.account, amount, effect_of(POST, amount, held.amount), reference, more)
    return (await carry_out(session, principal, entry)).transfer


async def void(
    session: AsyncSession,
    principal: Principal,
    held: Transfer,
    reference: str,
    reason: str,
    resolution_id: UUID | None = None,
) -> Transfer:
    """Release a hold, because its request was withdrawn or refused. Raises HoldResolved, ReferenceTaken."""
    more = {"pending_id": held.id, "resolution_id": resolution_id, "reason": reason}
    return await _release(session, principal, VOID, held, reference, more)


async def expire(session: AsyncSession, principal: Principal, held: Transfer, reference: str, reason: str) -> Transfer:
    """Release a hold whose time has ended. Raises HoldResolved, ReferenceTaken."""
    more = {"pending_id": held.id, "reason": reason}
    return await _release(session, principal, EXPIRE, held, reference, more)


async def _release(
    session: AsyncSession, principal: Principal, kind: str, held: Transfer, reference: str, more: dict[str, Any]
) -> Transfer:
    effect = effect_of(kind, held.amount, held.amount)
    entry = Entry(kind, held.account, held.amount, effect, reference, more)
    return (await carry_out(session, principal, entry)).transfer


async def carry_out(session: AsyncSession, principal: Principal, entry: Entry) -> Written:
    """Write a transfer, its lines and its event, and last of all change the balances, the highest account first."""
    values = {
        "id": new_id(),
        "reference": entry.reference,
        "kind": entry.kind,
        "account_id": entry.account.id,
        "amount": entry.amount,
        "actor": principal.subject,
        "created_at": now(),
        **entry.more,
    }
    transfer = await repository.add_transfer(session, values)
    if transfer is None:
        return Written(await _earlier(session, entry), is_new=False)
    set_committed_value(transfer, "account", entry.account)
    # A ceiling is one account's own; all else counts in every account above.
    account_ids = [entry.account.id] if entry.kind == CAP else entry.account.path
    await repository.add_lines(session, transfer.id, account_ids, entry.effect)
    await record(session, principal, _change_of(entry, transfer))
    await _keep_commitment(session, transfer)
    for account_id in account_ids:
        if not await repository.change_balances(session, account_id, entry.effect):
            raise refusal_of(entry.kind, await repository.balances_of(session, account_id), entry.amount)
    return Written(transfer, is_new=True)


async def _keep_commitment(session: AsyncSession, transfer: Transfer) -> None:
    """Write what is open of the commitment that a transfer makes or settles; before any ceiling is locked."""
    commitment = await repository.add_commitment(session, transfer) if transfer.kind == COMMIT else None
    set_committed_value(transfer, "commitment", commitment)
    settles = transfer.commitment_id
    if settles and not await repository.settle_commitment(session, settles, transfer.amount):
        still_open = await repository.open_of(session, settles)
        raise SettledPastCommitment(open=format_amount(still_open), asked=format_amount(transfer.amount))


async def _earlier(session: AsyncSession, entry: Entry) -> Transfer:
    standing = await repository.find_by_reference(session, entry.reference)
    if standing is not None:
        if not _is_same(standing, entry):
            raise ReferenceTaken(transfer_id=str(standing.id))
        set_committed_value(standing, "account", entry.account)
        return standing
    resolution = await repository.find_resolution(session, entry.more["pending_id"])
    assert resolution is not None  # nothing else stands in a transfer's way, and none is ever taken back
    raise HoldResolved(kind=resolution.kind, transfer_id=str(resolution.id))


def _is_same(standing: Transfer, entry: Entry) -> bool:
    same = (standing.kind, standing.account_id, standing.amount) == (entry.kind, entry.account.id, entry.amount)
    return same and all(getattr(standing, name) == value for name, value in entry.more.items() if name != "reason")


def _change_of(entry: Entry, transfer: Transfer) -> Change:
    account = entry.account
    payload = {
        "kind": entry.kind,
        "account_id": str(account.id),
        "fiscal_year": account.fiscal_year,
        "fund_code": account.fund_code,
        "owner": account.owner,
        "amount": format_amount(entry.amount),
    }
    reason = {"reason": transfer.reason} if transfer.reason else {}
    audience = audience_of(account)
    if entry.kind == CAP:
        happening = f"{ACCOUNT}.cap_revised" if account.version else f"{ACCOUNT}.opened"
        caps = [format_amount(entry.amount - entry.effect.cap), format_amount(entry.amount)]
        changes = {"cap_amount": caps, **reason}
        return Change(happening, ACCOUNT, account.id, account.version + 1, audience, payload, changes)
    happening = f"{TRANSFER}.{HAPPENED[entry.kind]}"
    return Change(happening, TRANSFER, transfer.id, 1, audience, payload, reason, transfer.resolution_id)
