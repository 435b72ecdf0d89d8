"""What committees decide of joint indicators: offers that wait past their day, and values that both sides dispute."""

from services.indicators.joint import access, repository
from services.indicators.joint.usecases import disputes
from services.indicators.joint.usecases.asking import DISPUTE
from services.indicators.joint.usecases.changes import OFFER
from services.indicators.joint.usecases.settling import carry_out
from services.shared.decisions.kinds import DecisionKind


def kind(tag: str, path: str) -> DecisionKind:
    """Return offers as something that is decided, at `{path}/decisions`: settled, or their area released."""
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


def kind_of_disputes(tag: str, path: str) -> DecisionKind:
    """Return disputes as something that is decided, at `{path}/decisions`: what is proposed counts, or is rejected."""
    return DecisionKind(
        object_type=DISPUTE,
        noun="JointDispute",
        tag=tag,
        path=path,
        action=access.DECIDE_DISPUTE,
        lock=disputes.lock_decidable,
        hash_of=lambda found: found.content_hash,
        carry_out=disputes.carry_out,
        candidates=repository.dispute_candidates,
    )
