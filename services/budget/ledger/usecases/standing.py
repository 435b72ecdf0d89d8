"""How an account stands to people: whose it is, who may know of it."""

from dataclasses import replace

from services.budget.ledger.models import Account, Commitment, Transfer
from services.budget.ledger.rules import state_of
from services.shared import reference
from services.shared.access import Subject
from services.shared.roles import FUNCTION_ROLES, OVERSEERS

ACCOUNT, TRANSFER = "budget_account", "budget_transfer"


def subject_of(account: Account) -> Subject:
    """Return what access asks of an account: its owner, and the cluster of the owner in that fiscal year."""
    above = reference.cluster_of(account.area_code, account.fiscal_year) if account.area_code else None
    return Subject(account.owner, frozenset({f"area:{above}"} if above else set()))


def subject_of_record(record: Transfer, commitment: Commitment | None) -> Subject:
    """Return what access asks of what was recorded by document; its state is that of its commitment."""
    still_open, is_carried = (commitment.open, commitment.carried_from is not None) if commitment else (None, False)
    return replace(subject_of(record.account), state=state_of(still_open, is_carried))


def audience_of(account: Account) -> frozenset[str]:
    """Return who may know of what happens on an account: those who see it."""
    seers = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    return frozenset({account.owner} | subject_of(account).within | seers)
