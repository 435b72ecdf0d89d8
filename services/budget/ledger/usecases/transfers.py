"""What requests and decisions do with money: hold, post, void, expire. No route leads here; access is the caller's.

Call these last in a transaction: from here to the commit the ceilings are locked, the highest first. A refusal
leaves a transfer behind that must be rolled back with everything else.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import EXPIRE, HOLD, POST, VOID, check_amount, effect_of
from services.budget.ledger.usecases.books import Entry, carry_out
from services.shared.access import Principal


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
