"""Recording money that is owed or left an account, or is no longer owed or came back to it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import access, repository
from services.budget.ledger.errors import CarryOverEnded, ReferenceTaken
from services.budget.ledger.models import Account, Transfer
from services.budget.ledger.rules import (
    CLUSTER,
    COMMITMENT_UNKNOWN,
    DISBURSE,
    POST,
    POSTING_OF_COMMITMENT,
    POSTING_UNKNOWN,
    effect_of,
    faults_of_areas,
    faults_of_commitment,
    faults_of_day,
    refuse_past_posting,
)
from services.budget.ledger.schemas.disbursements import DisbursementCreate
from services.budget.ledger.usecases.books import Entry, carry_out
from services.budget.ledger.usecases.standing import subject_of
from services.shared import fiscal, reference
from services.shared.access import Principal, authorise
from services.shared.columns import now
from services.shared.errors import Invalid
from services.shared.idempotency import Once


async def record_disbursement(
    session: AsyncSession, principal: Principal, once: Once, body: DisbursementCreate
) -> Transfer:
    """Record a commitment, payment, release or return by its document number, once on an account.

    Raises NotFound (the account), Invalid, CommittedPastPosted, DisbursedPastPosted, ReturnedPastDisbursed,
    SettledPastCommitment, SpentPastPosting, CarryOverEnded, ReferenceTaken.
    """
    account = await repository.load_account(session, principal, body.account_id)
    authorise(principal, access.DISBURSE, subject_of(account))
    await once.begin(session, principal)
    await check_payment(session, account, body)
    posting_id = await posting_spent(session, account, body)
    more = {
        "reason": body.note,
        "document_number": body.document_number,
        "paid_on": body.paid_on,
        "quarter": fiscal.quarter_of(body.paid_on).quarter,
        "expenditure_class": body.expenditure_class,
        "commitment_id": body.commitment_id,
        "posted_transfer_id": posting_id,
        "paying_area_code": body.paying_area_code,
        "receiving_area_code": body.receiving_area_code,
    }
    settled = body.amount if body.commitment_id else 0
    name = f"{body.kind}:{account.id}:{body.document_number}"
    effect = effect_of(body.kind, body.amount, settled=settled)
    entry = Entry(body.kind, account, body.amount, effect, name, more)
    written = await carry_out(session, principal, entry)
    if not written.is_new:
        raise ReferenceTaken(transfer_id=str(written.transfer.id))
    return written.transfer


async def posting_spent(session: AsyncSession, account: Account, body: DisbursementCreate) -> UUID | None:
    """Return which request's posting a record spends, None for none; its records take turns from here on.

    Raises Invalid, SpentPastPosting, ReturnedPastDisbursed.
    """
    posting_id = body.posted_transfer_id
    if body.commitment_id is not None:
        committed = await repository.posting_of(session, body.commitment_id)
        if posting_id not in (None, committed):
            raise Invalid(POSTING_OF_COMMITMENT)
        posting_id = committed
    if posting_id is None:
        return None
    posting = await repository.find_posting(session, account, posting_id)
    if posting is None:
        raise Invalid(POSTING_UNKNOWN)
    await repository.take_turns(session, POST, posting_id)
    spending = await repository.spending_of(session, posting)
    refuse_past_posting(body.kind, spending, body.amount, settles=body.commitment_id is not None)
    return posting_id


async def check_payment(session: AsyncSession, account: Account, body: DisbursementCreate) -> None:
    """Raise Invalid when the day, the areas or the commitment are none of the account's own; CarryOverEnded."""
    faults = faults_of_day(account.fiscal_year, body.paid_on, fiscal.day_in_bangkok(now()))
    faults += faults_of_commitment(body.kind, body.commitment_id is not None)
    names = {"paying_area_code": body.paying_area_code, "receiving_area_code": body.receiving_area_code}
    clusters = {name: reference.cluster_of(code, account.fiscal_year) for name, code in names.items() if code}
    faults += faults_of_areas(account.area_code if account.level == CLUSTER else None, clusters)
    if faults:
        raise Invalid(*faults)
    if body.commitment_id is None:
        return
    commitment = await repository.find_commitment(session, account, body.commitment_id)
    if commitment is None:
        raise Invalid(COMMITMENT_UNKNOWN)
    until = commitment.payable_until
    if body.kind == DISBURSE and until is not None and body.paid_on > until:
        raise CarryOverEnded(payable_until=until.isoformat(), paid_on=body.paid_on.isoformat())
