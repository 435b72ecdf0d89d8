"""How committees decide on offers: what waits past its day is settled, or its area released."""

from services.indicators.joint import access, repository
from services.indicators.joint.usecases.changes import OFFER
from services.indicators.joint.usecases.settling import carry_out
from services.shared.decisions.kinds import DecisionKind


def kind(tag: str, path: str) -> DecisionKind:
    """Return offers as something that is decided, at `{path}/decisions`."""
    return DecisionKind(
        object_type=OFFER,
        noun="JointOffer",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=lambda offer: offer.content_hash,
        carry_out=carry_out,
        candidates=repository.candidates,
    )
