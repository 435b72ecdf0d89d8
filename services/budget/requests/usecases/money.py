"""What becomes of money when a request is submitted, decided, returned or withdrawn.

The account is the area's own of the request's year and fund, looked up as a service of ours: whoever decides need not
see it. Hold, post and void come last in a transaction, funds in one fixed order, so that nobody waits in a circle.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import repository as ledger
from services.budget.ledger.errors import CeilingExceeded
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.usecases import transfers
from services.budget.requests.errors import AccountMissing
from services.budget.requests.models import Request
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import FieldError

Held = tuple[Request, Transfer]


async def accounts_of(session: AsyncSession, requests: Iterable[Request]) -> dict[str, Account]:
    """Return, by fund, the accounts that requests of one area and year are for; a fund without one is missing."""
    found = {}
    for request in {request.fund_code: request for request in requests}.values():
        account = await account_of(session, request)
        if account is not None:
            found[request.fund_code] = account
    return found


async def account_of(session: AsyncSession, request: Request) -> Account | None:
    """Return the account of a request's area, year and fund, None when there is none."""
    return await ledger.find_account(
        session, CLERK, request.fiscal_year, request.fund_code, area_code=request.area_code
    )


async def left_of(session: AsyncSession, account: Account) -> int:
    """Return how many satang can still be held on an account, under its own ceiling and all above it."""
    balances = [await ledger.balances_of(session, account_id) for account_id in account.path]
    return min(each.cap - each.pending - each.posted for each in balances)


async def hold_for(session: AsyncSession, principal: Principal, request: Request, account: Account) -> None:
    """Hold what a submitted request asks for. Raises CeilingExceeded."""
    reference = f"budget-request:{request.id}:{request.version}"
    held = await transfers.hold(session, principal, account, request.asked_amount, reference, request.title_th)
    await ledger.keep_transfer(session, request, "hold_id", held)


async def hold_all(
    session: AsyncSession, principal: Principal, requests: Sequence[Request], accounts: dict[str, Account]
) -> None:
    """Hold for every request within the ceiling, in their order. Raises CeilingExceeded, naming all that do not fit."""
    refused: list[tuple[Request, CeilingExceeded]] = []
    for request in sorted(requests, key=lambda each: each.fund_code):
        try:
            # What was changed of a ceiling above must not stand in the way of the next request.
            async with session.begin_nested():
                await hold_for(session, principal, request, accounts[request.fund_code])
        except CeilingExceeded as refusal:
            refused.append((request, refusal))
    if refused:
        first = refused[0][1]
        first.errors = tuple(_named(request, refusal) for request, refusal in refused)
        raise first


def _named(request: Request, refusal: CeilingExceeded) -> FieldError:
    return FieldError(f"/requests/{request.id}/ceiling_position", refusal.code, refusal.sentence())


async def take_hold(session: AsyncSession, request: Request) -> list[Held]:
    """Take a request's hold off it, to be posted or released at the end of the transaction; empty without one."""
    if request.hold_id is None:
        return []
    held = await ledger.load_hold(session, CLERK, request.hold_id)
    request.hold_id = None
    return [(request, held)]


async def release(
    session: AsyncSession, principal: Principal, held: Sequence[Held], reason: str, resolution_id: UUID | None = None
) -> None:
    """Free what was held for requests that were withdrawn, returned, rejected or referred."""
    for request, hold in sorted(held, key=lambda each: each[0].fund_code):
        reference = f"budget-request:{request.id}:{request.version}:void"
        await transfers.void(session, principal, hold, reference, reason, resolution_id)


async def grant(
    session: AsyncSession, principal: Principal, request: Request, held: Sequence[Held], resolution_id: UUID
) -> None:
    """Post what was approved and free the rest. Raises CeilingExceeded when a request above finds no free money."""
    amount = request.approved_amount
    assert amount is not None  # the one state in which this is asked has it
    reference = f"budget-request:{request.id}:{request.version}"
    reason = request.approval_reason
    if held and held[0][1].amount < amount:  # what was merged into it is granted here too
        await release(session, principal, held, reason or request.title_th, resolution_id)
        held = ()
    hold = held[0][1] if held else await hold_freed(session, principal, request, amount)
    posted = await transfers.post(session, principal, hold, amount, f"{reference}:post", resolution_id, reason)
    await ledger.keep_transfer(session, request, "posted_id", posted)


async def hold_freed(session: AsyncSession, principal: Principal, request: Request, amount: int) -> Transfer:
    """Hold what is granted above the ceiling that was: only where money was freed or the ceiling raised."""
    account = await account_of(session, request)
    if account is None:
        raise missing(request)
    reference = f"budget-request:{request.id}:{request.version}"
    return await transfers.hold(session, principal, account, amount, reference, request.title_th)


def missing(request: Request) -> AccountMissing:
    """Return the refusal of posting where there is no account."""
    return AccountMissing(area_code=request.area_code, fund_code=request.fund_code, fiscal_year=request.fiscal_year)
