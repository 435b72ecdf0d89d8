"""Recording money that left an account, or came back to it."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger import access, repository
from services.budget.ledger.errors import ReferenceTaken
from services.budget.ledger.models import Transfer
from services.budget.ledger.rules import effect_of, faults_of_day
from services.budget.ledger.schemas.disbursements import DisbursementCreate
from services.budget.ledger.usecases.standing import subject_of
from services.budget.ledger.usecases.transfers import Entry, carry_out
from services.shared import fiscal
from services.shared.access import Principal, authorise
from services.shared.columns import now
from services.shared.errors import Invalid
from services.shared.idempotency import Once


async def record_disbursement(
    session: AsyncSession, principal: Principal, once: Once, body: DisbursementCreate
) -> Transfer:
    """Record a payment or a return by its document number, once on an account.

    Raises NotFound (the account), Invalid, DisbursedPastPosted, ReturnedPastDisbursed, ReferenceTaken.
    """
    account = await repository.load_account(session, principal, body.account_id)
    authorise(principal, access.DISBURSE, subject_of(account))
    await once.begin(session, principal)
    if faults := faults_of_day(account.fiscal_year, body.paid_on, fiscal.day_in_bangkok(now())):
        raise Invalid(*faults)
    more = {
        "reason": body.note,
        "document_number": body.document_number,
        "paid_on": body.paid_on,
        "quarter": fiscal.quarter_of(body.paid_on).quarter,
        "expenditure_class": body.expenditure_class,
    }
    reference = f"{body.kind}:{account.id}:{body.document_number}"
    entry = Entry(body.kind, account, body.amount, effect_of(body.kind, body.amount), reference, more)
    written = await carry_out(session, principal, entry)
    if not written.is_new:
        raise ReferenceTaken(transfer_id=str(written.transfer.id))
    return written.transfer
