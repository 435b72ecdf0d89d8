"""What committees decide on: requests one by one, and lists as a whole."""

from services.budget.requests import access, repository
from services.budget.requests.usecases import deciding, looking
from services.budget.requests.usecases.standing import OBJECT
from services.budget.submissions import access as list_access
from services.budget.submissions import repository as list_repository
from services.budget.submissions.usecases import OBJECT as LIST
from services.shared.decisions.kinds import DecisionKind


def request_kind(tag: str, path: str) -> DecisionKind:
    """Return requests as what is decided; `path` is where they are."""
    return DecisionKind(
        object_type=OBJECT,
        noun="BudgetRequest",
        tag=tag,
        path=path,
        action=access.DECIDE,
        lock=repository.lock_for_decision,
        hash_of=lambda request: request.content_hash,
        carry_out=deciding.carry_out,
        candidates=repository.candidates,
        look=looking.look_at_requests,
    )


def submission_kind(tag: str, path: str) -> DecisionKind:
    """Return submissions as what is decided; `path` is where they are."""
    return DecisionKind(
        object_type=LIST,
        noun="BudgetSubmission",
        tag=tag,
        path=path,
        action=list_access.DECIDE,
        lock=list_repository.lock_for_decision,
        hash_of=lambda submission: submission.content_hash,
        carry_out=deciding.carry_out_list,
        candidates=list_repository.candidates,
        look=looking.look_at_lists,
    )
