"""How committees decide on agreements."""

from services.indicators.agreements import access, repository
from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.usecases.changes import OBJECT
from services.indicators.agreements.usecases.decisions import carry_out
from services.shared.decisions.kinds import DecisionKind


def kind(tag: str, path: str) -> DecisionKind:
    """Return agreements as something that committees decide on."""
    return DecisionKind(
        object_type=OBJECT,
        noun="PerformanceAgreement",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=hash_of,
        carry_out=carry_out,
        candidates=repository.candidates,
    )


def hash_of(agreement: PerformanceAgreement) -> str:
    """Return the hash of what the agreement says now."""
    return agreement.content_hash
