"""Stating a reserve, revising it, and holding on it.

The reserve is the ceiling of an account of its own in the ledger, so it can neither be passed nor lowered below use.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.earmarks import access, repository
from services.budget.earmarks.errors import EarmarkExists, ReserveExceeded, ReserveMissing
from services.budget.earmarks.models import Earmark, EarmarkRevision
from services.budget.earmarks.rules import statement_faults
from services.budget.earmarks.schemas import EarmarkCreate, EarmarkRevise, EarmarkStatement
from services.budget.ledger import repository as ledger
from services.budget.ledger.errors import CeilingExceeded
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import RESERVE
from services.budget.ledger.schemas.accounts import BudgetAccountOpen
from services.budget.ledger.usecases import transfers
from services.budget.ledger.usecases.accounts import new_account, set_cap
from services.shared.access import Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.errors import Invalid
from services.shared.events.record import Change, difference, record
from services.shared.idempotency import Once
from services.shared.money import amount_or_none, format_amount
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS
from services.shared.schemas import Json
from services.shared.text import text_or_none

OBJECT = "earmark"
# Every role that may read reserves; areas are told of them too, so that they know whom to ask.
AUDIENCE = frozenset(f"role:{role}" for role in AREA_ROLES | FUNCTION_ROLES | OVERSEERS)


def subject_of(earmark: Earmark) -> Subject:
    """Return what access asks of a reserve: its agency."""
    return Subject(earmark.owner)


async def state_earmark(session: AsyncSession, principal: Principal, once: Once, body: EarmarkCreate) -> Earmark:
    """State the reserve of an agency the caller acts for. Raises NotPermitted, EarmarkExists, Invalid."""
    authorise(principal, access.STATE, Subject(f"function:{body.function_code}"))
    await once.begin(session, principal)
    if like := await repository.find_like(session, body.fiscal_year, body.function_code):
        raise EarmarkExists(earmark_id=str(like))
    at = now()
    earmark = Earmark(
        id=new_id(), version=0, fiscal_year=body.fiscal_year, function_code=body.function_code,
        account=None, revisions=[], created_at=at, updated_at=at,
    )  # fmt: skip
    await add_revision(session, principal, earmark, body, None)
    return earmark


async def revise_earmark(
    session: AsyncSession, principal: Principal, once: Once, earmark_id: UUID, body: EarmarkRevise
) -> Earmark:
    """State a reserve anew; what was stated stays. Raises NotFound, Invalid, CapBelowUse."""
    earmark = await repository.load_earmark(session, earmark_id, lock=True)
    authorise(principal, access.REVISE, subject_of(earmark))
    await once.begin(session, principal)
    await add_revision(session, principal, earmark, body, body.reason)
    return earmark


async def add_revision(
    session: AsyncSession, principal: Principal, earmark: Earmark, body: EarmarkStatement, reason: str | None
) -> None:
    """Add what is stated now, say so, and last of all give the account that ceiling. Raises Invalid, CapBelowUse."""
    before = earmark.latest if earmark.revisions else None
    revision = new_revision(earmark, principal, body, reason)
    if faults := statement_faults(revision.statement, before.statement if before else None):
        raise Invalid(*faults)
    if revision.amount is not None and earmark.account is None:
        earmark.account = await open_account(session, earmark, revision.amount)
    earmark.version, earmark.updated_at = revision.number, revision.recorded_at
    earmark.revisions.append(revision)
    await repository.save_earmark(session, earmark)
    changes = difference(shown(before) if before else {}, shown(revision))
    payload = {
        "fiscal_year": earmark.fiscal_year,
        "function_code": earmark.function_code,
        "amount": shown(revision)["amount"],
        "certainty": revision.certainty,
    }
    happened = f"{OBJECT}.revised" if before else f"{OBJECT}.stated"
    told = changes | ({"reason": reason} if reason else {})
    change = Change(happened, OBJECT, earmark.id, earmark.version, AUDIENCE, payload, told)
    await record(session, principal, change)
    await set_ceiling(session, principal, earmark, revision)


async def set_ceiling(session: AsyncSession, principal: Principal, earmark: Earmark, revision: EarmarkRevision) -> None:
    """Make the amount stated the ceiling of the account, where it is not. Raises CapBelowUse."""
    account, amount = earmark.account, revision.amount
    if account is None or amount is None or (account.version and account.cap == amount):
        return
    document = f"{OBJECT}:{earmark.id}:{earmark.version}"
    await set_cap(session, principal, account, amount, document, revision.reason or revision.source)
    await session.refresh(account)


def new_revision(earmark: Earmark, principal: Principal, body: EarmarkStatement, reason: str | None) -> EarmarkRevision:
    """Return what was sent as the next statement of a reserve."""
    return EarmarkRevision(
        number=earmark.version + 1,
        rate_from=body.rate_from_percent,
        rate_to=body.rate_to_percent,
        base_amount=body.base_amount,
        base_th=body.base_th,
        amount=body.amount,
        certainty=body.certainty,
        source=body.source,
        stated_on=body.stated_on,
        reason=reason,
        actor=principal.subject,
        recorded_at=now(),
    )


async def open_account(session: AsyncSession, earmark: Earmark, amount: int) -> Account:
    """Return the agency's account of the reserve fund and year: the one that stands, or a new one without ceiling."""
    year, function_code = earmark.fiscal_year, earmark.function_code
    standing = await ledger.find_account(session, CLERK, year, RESERVE, function_code=function_code)
    if standing is not None:
        return await ledger.load_account(session, CLERK, standing.id, lock=True)
    funds = {fund.code: fund for fund in await ledger.list_funds(session)}
    opening = BudgetAccountOpen.model_validate(
        {
            "fiscal_year": year,
            "fund_code": RESERVE,
            "function_code": function_code,
            "cap_amount": format_amount(amount),
            "reason": OBJECT,
        }
    )
    account = new_account(opening, funds.get(RESERVE), None)
    await ledger.add_account(session, account)
    return account


def shown(revision: EarmarkRevision) -> Json:
    """Return a statement as JSON values, for the history's [from, to]."""
    return {
        "rate_from_percent": text_or_none(revision.rate_from),
        "rate_to_percent": text_or_none(revision.rate_to),
        "base_amount": amount_or_none(revision.base_amount),
        "base_th": revision.base_th,
        "amount": amount_or_none(revision.amount),
        "certainty": revision.certainty,
        "source": revision.source,
        "stated_on": revision.stated_on.isoformat(),
    }


async def account_of(session: AsyncSession, fiscal_year: int, function_code: str) -> Account:
    """Return the account of an agency's reserve of a year. Raises ReserveMissing without one."""
    earmark = await repository.find_earmark(session, fiscal_year, function_code)
    if earmark is None or earmark.account is None:
        raise ReserveMissing(function_code=function_code, fiscal_year=fiscal_year)
    return earmark.account


async def hold_on_reserve(
    session: AsyncSession, principal: Principal, account: Account, amount: int, reference: str, reason: str
) -> Transfer:
    """Hold `amount` satang on a reserve, last in a transaction. Raises ReserveExceeded."""
    try:
        return await transfers.hold(session, principal, account, amount, reference, reason)
    except CeilingExceeded as refusal:
        told = refusal.facts
        raise ReserveExceeded(
            reserve=told["ceiling"], held=told["held"], used=told["posted"], asked=told["asked"]
        ) from refusal
