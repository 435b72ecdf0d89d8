"""Telling what was saved, and confirming it or sending it back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.models import Account
from services.budget.ledger.repository import load_account
from services.budget.ledger.usecases.standing import subject_of as subject_of_account
from services.budget.spending import access, errors
from services.budget.spending.errors import BooksMoved, SavingExists
from services.budget.spending.models import Saving, SavingUse
from services.budget.spending.repository import savings as repository
from services.budget.spending.rules.savings import (
    ACCOUNT,
    FLOW,
    REQUEST,
    Amounts,
    Told,
    Use,
    amount_faults,
    shape_faults,
    subject_key,
)
from services.budget.spending.schemas.savings import BudgetSavingTell, SavingSendBack
from services.budget.spending.usecases.standing import ask_bureau, ask_owner, save, subject_of
from services.shared import fiscal
from services.shared.access import Action, Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid
from services.shared.idempotency import Once
from services.shared.money import format_amount


async def tell_saving(session: AsyncSession, principal: Principal, once: Once, body: BudgetSavingTell) -> Saving:
    """Tell what was left of something that is closed. Raises NotFound (the account), Invalid, SavingExists."""
    account = await load_account(session, principal, body.account_id, lock=True)
    authorise(principal, access.TELL, subject_of_account(account))
    await once.begin(session, principal)
    told = told_of(body)
    if faults := tuple(shape_faults(told)):
        raise Invalid(*faults)
    amounts = await amounts_of(session, principal, account, told)
    faults = await faults_of(session, principal, body, told)
    told_before = (
        0 if told.closes == ACCOUNT else await repository.spent_told(session, principal, account.id, subject_key(told))
    )
    if faults := (*faults, *amount_faults(amounts, told.uses, account.spent - told_before)):
        raise Invalid(*faults)
    saving = new_saving(principal, account, body, told, amounts)
    if await repository.find_like(session, saving):
        raise SavingExists()
    await save(session, principal, saving, "told", {"reason": body.reason})
    await ask_bureau(session, saving)
    return saving


def told_of(body: BudgetSavingTell) -> Told:
    """Return what the rules ask of what was sent."""
    uses = tuple(Use(use.kind, use.amount, use.request_id) for use in body.uses)
    named = (body.closes, body.request_id, body.project_title_th)
    return Told(*named, body.posted_amount, body.spent_amount, uses)


async def amounts_of(session: AsyncSession, principal: Principal, account: Account, told: Told) -> Amounts:
    """Return what was given and spent: of an account by the books, of a request by its approval; raises Invalid."""
    if told.closes == ACCOUNT:
        return Amounts(account.posted, account.spent)
    assert told.spent is not None  # shape_faults refuses the rest
    if told.closes != REQUEST:
        return Amounts(told.posted, told.spent)
    assert told.request_id is not None
    approved = await repository.approved_for(session, principal, told.request_id, account.id)
    if approved is None:
        raise Invalid(errors.REQUEST_DOES_NOT_FIT)
    return Amounts(approved, told.spent)


async def faults_of(
    session: AsyncSession, principal: Principal, body: BudgetSavingTell, told: Told
) -> tuple[FieldError, ...]:
    """Return what is wrong with the reason, the day, and the needs that money goes to."""
    faults = []
    if body.reason_code not in {reason.code for reason in await repository.list_reasons(session)}:
        faults.append(errors.REASON_UNKNOWN)
    if body.closed_on > fiscal.day_in_bangkok(now()):
        faults.append(errors.CLOSED_TO_COME)
    named = [use.request_id for use in told.uses if use.request_id]
    known = await repository.needs_among(session, principal, named) if named else set()
    faults += (
        errors.need_unknown(place)
        for place, use in enumerate(told.uses)
        if use.request_id and use.request_id not in known
    )
    return tuple(faults)


def new_saving(principal: Principal, account: Account, body: BudgetSavingTell, told: Told, amounts: Amounts) -> Saving:
    """Return the row of what was told."""
    copied = ("fiscal_year", "fund_code", "area_code", "function_code")
    sent = ("closes", "request_id", "project_title_th", "reason_code", "reason", "source", "closed_on")
    return Saving(
        id=new_id(),
        account_id=account.id,
        **{name: getattr(account, name) for name in copied},
        **{name: getattr(body, name) for name in sent},
        subject_key=subject_key(told),
        posted=amounts.posted,
        spent=amounts.spent,
        saved=amounts.saved,
        state=FLOW.start,
        recorded_by=principal.subject,
        recorded_at=now(),
        uses=[SavingUse(position=place, **use.model_dump()) for place, use in enumerate(body.uses)],
    )


async def confirm_saving(session: AsyncSession, principal: Principal, once: Once, saving_id: UUID) -> Saving:
    """Confirm a saving. Raises BooksMoved when the account it closes is no longer as it was told."""
    saving = await lock_for(session, principal, once, saving_id, access.CONFIRM)
    if saving.closes == ACCOUNT:
        await refuse_moved(session, principal, saving)
    await review(session, principal, saving, "confirm", None)
    return saving


async def refuse_moved(session: AsyncSession, principal: Principal, saving: Saving) -> None:
    """Raise BooksMoved unless the account has what its saving tells; it is locked until the end."""
    account = await load_account(session, principal, saving.account_id, lock=True)
    if (account.posted, account.spent) != (saving.posted, saving.spent):
        raise BooksMoved(
            told_posted=format_amount(saving.posted or 0),
            told_spent=format_amount(saving.spent),
            posted=format_amount(account.posted),
            spent=format_amount(account.spent),
        )


async def send_back_saving(
    session: AsyncSession, principal: Principal, once: Once, saving_id: UUID, body: SavingSendBack
) -> Saving:
    """Send a saving back with the reason; its owner may tell it anew."""
    saving = await lock_for(session, principal, once, saving_id, access.SEND_BACK)
    await review(session, principal, saving, "send_back", body.reason)
    await ask_owner(session, saving)
    return saving


async def lock_for(session: AsyncSession, principal: Principal, once: Once, saving_id: UUID, action: Action) -> Saving:
    """Return a saving, locked, for who may do `action` in its state; raises NotFound, NotPermitted."""
    saving = await repository.load_saving(session, principal, saving_id, lock=True)
    authorise(principal, action, subject_of(saving))
    await once.begin(session, principal)
    check_state(action, subject_of(saving))
    return saving


async def review(session: AsyncSession, principal: Principal, saving: Saving, verb: str, reason: str | None) -> None:
    """Move a saving on, and say who did."""
    before = saving.state
    saving.state = FLOW.after(before, verb)
    saving.reviewed_by, saving.reviewed_at, saving.review_reason = principal.subject, now(), reason
    changes = {"state": [before, saving.state], **({"reason": reason} if reason else {})}
    await save(session, principal, saving, saving.state, changes)
