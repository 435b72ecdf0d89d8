"""Moving part of a ceiling between two accounts of one cluster, with the record of who pays and who receives.

Whether a committee's delegated power covers a move is a fact of the plans service: it is asked first of all, before
the accounts are looked up.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import access, repository
from services.budget.ledger.errors import CeilingAllotted, ReferenceTaken
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import (
    APART,
    CLUSTER,
    MOVE,
    PROVINCE,
    Effect,
    Line,
    Side,
    faults_of_move,
    lines_of_move,
)
from services.budget.ledger.schemas.moves import BudgetMove
from services.budget.ledger.usecases.books import Entry, carry_out
from services.budget.ledger.usecases.standing import ACCOUNT, audience_of, subject_of
from services.shared import reference
from services.shared.access import Principal, authorise
from services.shared.errors import Invalid
from services.shared.events.record import Change, record
from services.shared.idempotency import Once
from services.shared.money import format_amount


async def move_budget(session: AsyncSession, principal: Principal, once: Once, body: BudgetMove) -> Transfer:
    """Move part of a ceiling, both sides or neither, once by its document.

    Raises NotFound (an account), Invalid, CeilingAllotted, MovedPastLeft, ReferenceTaken.
    """
    paying = await repository.load_account(session, principal, body.paying_account_id)
    receiving = await repository.load_account(session, principal, body.receiving_account_id)
    authorise(principal, access.MOVE, subject_of(paying))
    await once.begin(session, principal)
    if faults := faults_of_move(side_of(paying), side_of(receiving)):
        raise Invalid(*faults)
    return await move(session, principal, paying, receiving, body)


async def move(
    session: AsyncSession, principal: Principal, paying: Account, receiving: Account, body: BudgetMove
) -> Transfer:
    """Move money between two accounts whose pairing and mover were found right; last in a transaction."""
    lines = lines_of_move(paying.path, receiving.path, body.amount)
    changed = await lock(session, principal, paying, lines)
    if paying.id in receiving.path:
        await check_allotted(session, principal, paying, body.amount)
    entry = entry_of(paying, receiving, body, lines)
    written = await carry_out(session, principal, entry)
    if not written.is_new:
        raise ReferenceTaken(transfer_id=str(written.transfer.id))
    await record(session, principal, *[_change_of(account, entry) for account in changed])
    return written.transfer


def side_of(account: Account) -> Side:
    """Return what the rules ask of an account that money moves from or to."""
    return Side(
        account_id=account.id,
        fiscal_year=account.fiscal_year,
        fund_code=account.fund_code,
        level=account.level,
        area_code=account.area_code,
        cluster=reference.cluster_of(account.area_code, account.fiscal_year) if account.area_code else None,
    )


async def lock(session: AsyncSession, principal: Principal, paying: Account, lines: Sequence[Line]) -> list[Account]:
    """Lock the accounts whose ceilings change, and the one that pays; raises Invalid when one is above the cluster."""
    wanted = {line.account_id for line in lines}
    locked = await repository.lock_accounts(session, principal, wanted | {paying.id})
    changed = [account for account in locked if account.id in wanted]
    if len(changed) < len(wanted) or any(account.level not in (CLUSTER, PROVINCE) for account in changed):
        raise Invalid(APART)
    return changed


async def check_allotted(session: AsyncSession, principal: Principal, paying: Account, amount: int) -> None:
    """Raise CeilingAllotted when the ceilings under a locked account would come to more than its own."""
    allotted = await repository.allotted_under(session, principal, paying)
    if allotted + amount > paying.cap:
        shown = [format_amount(value) for value in (paying.cap, allotted, amount)]
        raise CeilingAllotted(ceiling=shown[0], allotted=shown[1], asked=shown[2])


def entry_of(paying: Account, receiving: Account, body: BudgetMove, lines: Sequence[Line]) -> Entry:
    """Return the entry that a move is."""
    more = {
        "reason": body.reason,
        "document_number": body.document_number,
        "resolution_id": body.resolution_id,
        "counter_account_id": receiving.id,
        "paying_area_code": paying.area_code,
        "receiving_area_code": receiving.area_code,
    }
    name = f"move:{paying.id}:{receiving.id}:{body.document_number}"
    return Entry(MOVE, paying, body.amount, Effect(cap=-body.amount), name, more, lines)


def _change_of(account: Account, entry: Entry) -> Change:
    effect = next(line.effect for line in entry.lines or () if line.account_id == account.id)
    payload = {
        "fiscal_year": account.fiscal_year,
        "fund_code": account.fund_code,
        "owner": account.owner,
        "paying_area_code": entry.more["paying_area_code"],
        "receiving_area_code": entry.more["receiving_area_code"],
        "amount": format_amount(entry.amount),
    }
    # The row was locked before its ceiling changed, and is not read anew: what it shows is what stood before.
    caps = [format_amount(account.cap), format_amount(account.cap + effect.cap)]
    changes = {"cap_amount": caps, "reason": entry.more["reason"], "document_number": entry.more["document_number"]}
    version, resolution = account.version + 1, entry.more["resolution_id"]
    happening = f"{ACCOUNT}.cap_moved"
    return Change(happening, ACCOUNT, account.id, version, audience_of(account), payload, changes, resolution)
