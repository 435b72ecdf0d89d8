"""How committees decide on scorecards: the evaluation committee approves a score, which freezes the card."""

from services.evaluation.scorecards import access
from services.evaluation.scorecards.models import Scorecard
from services.evaluation.scorecards.repository import candidates, lock_for_decision
from services.evaluation.scorecards.usecases.deciding import carry_out
from services.evaluation.scorecards.usecases.saving import OBJECT
from services.shared.decisions.kinds import DecisionKind


def kind(tag: str, path: str) -> DecisionKind:
    """Return what is decided of scorecards, mounted under `path`."""
    return DecisionKind(
        object_type=OBJECT,
        noun="Scorecard",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=lock_for_decision,
        hash_of=hash_of,
        carry_out=carry_out,
        candidates=candidates,
    )


def hash_of(card: Scorecard) -> str:
    """Return the hash of what the committee saw."""
    return card.content_hash
