"""How opinions are shown."""

from collections.abc import Sequence

from services.budget.opinions import access, schemas
from services.budget.opinions.models import Opinion
from services.budget.requests.models import Request
from services.budget.requests.usecases.standing import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.schemas import allowed_action


def opinion_of(opinion: Opinion) -> schemas.Opinion:
    """Return who was asked, and what was said."""
    return schemas.Opinion.model_validate(opinion)


def page_of(shown: tuple[Request, Sequence[Opinion]], principal: Principal) -> schemas.OpinionPage:
    """Return all opinions on a request."""
    request, opinions = shown
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(request))
    return schemas.OpinionPage(
        items=[opinion_of(each) for each in opinions],
        next_cursor=None,
        allowed_actions=[allowed_action(answer) for answer in permitted],
    )
