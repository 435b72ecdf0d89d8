"""Writing in the books: a transfer with its lines and its event, and then the balances of every account it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.budget.ledger import repository
from services.budget.ledger.errors import HoldResolved, ReferenceTaken, SettledPastCommitment
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import (
    BRING_FORWARD,
    CAP,
    CARRY_FORWARD,
    COMMIT,
    DISBURSE,
    EXPIRE,
    HOLD,
    MOVE,
    POST,
    RELEASE,
    RETURN,
    VOID,
    Effect,
    Line,
    along,
    order_of,
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
    MOVE: "moved",
    CARRY_FORWARD: "carried_forward",
    BRING_FORWARD: "brought_forward",
}


@dataclass(frozen=True)
class Entry:
    """A transfer to be: `amount` in satang is what the transfer names, `effect` what it changes.

    `more` holds what only some kinds have, by column: reason, pending_id, resolution_id, the day of a payment; `owed`
    what a commitment that was carried over has. `lines` are given where not every account above changes alike.
    """

    kind: str
    account: Account
    amount: int
    effect: Effect
    reference: str
    more: dict[str, Any]
    lines: Sequence[Line] | None = None
    owed: Mapping[str, Any] = field(default_factory=dict)

    def all_lines(self) -> Sequence[Line]:
        """Return what it changes: a ceiling of one account, all else of every account above as well."""
        whole = along(self.account.path, self.effect)
        if self.lines is not None:
            return self.lines
        return whole[-1:] if self.kind == CAP else whole


@dataclass(frozen=True)
class Written:
    """A transfer, and whether it was made now or stood under its reference before."""

    transfer: Transfer
    is_new: bool


async def carry_out(session: AsyncSession, principal: Principal, entry: Entry) -> Written:
    """Write a transfer, its lines and its event, and last of all change the balances, the highest account first."""
    written = await write_down(session, principal, entry)
    if written.is_new:
        await change_balances(session, entry)
    return written


async def write_down(session: AsyncSession, principal: Principal, entry: Entry) -> Written:
    """Write a transfer, its lines and its event; the balances are still to be changed."""
    transfer = await repository.add_transfer(session, _row_of(entry, principal))
    if transfer is None:
        return Written(await _earlier(session, entry), is_new=False)
    set_committed_value(transfer, "account", entry.account)
    await repository.add_lines(session, transfer.id, entry.all_lines())
    await record(session, principal, _change_of(entry, transfer))
    await _keep_commitment(session, entry, transfer)
    return Written(transfer, is_new=True)


def _row_of(entry: Entry, principal: Principal) -> dict[str, Any]:
    return {
        "id": new_id(),
        "reference": entry.reference,
        "kind": entry.kind,
        "account_id": entry.account.id,
        "amount": entry.amount,
        "actor": principal.subject,
        "created_at": now(),
        **entry.more,
    }


async def write_all(session: AsyncSession, principal: Principal, entries: Sequence[Entry]) -> None:
    """Write entries that none stands in the way of, with their lines and events: four statements, however many."""
    transfers = [Transfer(**_row_of(entry, principal)) for entry in entries]
    await repository.add_transfers(session, transfers)
    lines = [(transfer.id, entry.all_lines()) for transfer, entry in zip(transfers, entries, strict=True)]
    await repository.add_all_lines(session, lines)
    changes = [_change_of(entry, transfer) for entry, transfer in zip(entries, transfers, strict=True)]
    await record(session, principal, *changes)


async def change_balances(session: AsyncSession, *entries: Entry) -> None:
    """Change all that entries change, in the one order of accounts; raises what the first that does not fit says."""
    booked = [(line, entry) for entry in entries for line in entry.all_lines()]
    for line, entry in sorted(booked, key=lambda each: order_of(each[0])):
        if not await repository.change_balances(session, line.account_id, line.effect):
            raise refusal_of(entry.kind, await repository.balances_of(session, line.account_id), entry.amount)


async def _keep_commitment(session: AsyncSession, entry: Entry, transfer: Transfer) -> None:
    """Write what is open of the commitment that a transfer makes or settles; before any ceiling is locked."""
    is_one = transfer.kind in (COMMIT, BRING_FORWARD)
    commitment = await repository.add_commitment(session, transfer, entry.owed) if is_one else None
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
        **{name: entry.more[name] for name in _AREAS if entry.more.get(name)},
    }
    reason = {"reason": transfer.reason} if transfer.reason else {}
    audience = audience_of(account) | {f"area:{entry.more[name]}" for name in _AREAS if entry.more.get(name)}
    if entry.kind == CAP:
        happening = f"{ACCOUNT}.cap_revised" if account.version else f"{ACCOUNT}.opened"
        caps = [format_amount(entry.amount - entry.effect.cap), format_amount(entry.amount)]
        changes = {"cap_amount": caps, **reason}
        version, resolution = account.version + 1, transfer.resolution_id
        return Change(happening, ACCOUNT, account.id, version, audience, payload, changes, resolution)
    happening = f"{TRANSFER}.{HAPPENED[entry.kind]}"
    return Change(happening, TRANSFER, transfer.id, 1, audience, payload, reason, transfer.resolution_id)


_AREAS = ("paying_area_code", "receiving_area_code")
