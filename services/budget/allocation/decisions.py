"""Rounds as what ก.น.จ. decides."""

from services.budget.allocation import access, repository
from services.budget.allocation.usecases import deciding
from services.budget.allocation.usecases.standing import OBJECT
from services.shared.decisions.kinds import DecisionKind


def round_kind(tag: str, path: str) -> DecisionKind:
    """Return rounds as what is decided; `path` is where they are."""
    return DecisionKind(
        object_type=OBJECT,
        noun="AllocationRound",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=lambda allocation: allocation.content_hash,
        carry_out=deciding.carry_out,
        candidates=repository.candidates,
    )
