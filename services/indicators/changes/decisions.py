"""How the working group decides on change requests."""

from services.indicators.changes import access, repository
from services.indicators.changes.usecases.deciding import carry_out
from services.indicators.changes.usecases.standing import OBJECT
from services.shared.decisions.kinds import DecisionKind


def kind(tag: str, path: str) -> DecisionKind:
    """Return change requests as something that committees decide on."""
    return DecisionKind(
        object_type=OBJECT,
        noun="ChangeRequest",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=lambda request: request.content_hash,
        carry_out=carry_out,
        candidates=repository.candidates,
    )
