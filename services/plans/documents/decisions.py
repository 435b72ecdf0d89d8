"""Plans as what committees decide on."""

from services.plans.documents import access, repository
from services.plans.documents.models import Plan
from services.plans.documents.usecases.changes import OBJECT
from services.plans.documents.usecases.decisions import carry_out
from services.shared.decisions.kinds import DecisionKind


def hash_of(plan: Plan) -> str:
    """Return the hash of what a committee sees of a plan."""
    return plan.content_hash


def kind(tag: str, path: str) -> DecisionKind:
    """Return plans as objects of decisions; `path` is where plans are."""
    return DecisionKind(
        object_type=OBJECT,
        noun="Plan",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=hash_of,
        carry_out=carry_out,
        candidates=repository.candidates,
    )
