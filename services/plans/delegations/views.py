"""How delegations are shown, and told to the services."""

from collections.abc import Sequence

from services.plans.delegations import access, schemas
from services.plans.delegations.models import Delegation
from services.plans.delegations.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(delegation: Delegation, principal: Principal) -> schemas.Delegation:
    """Return the representation of a delegation."""
    fields = schemas.DelegationFields.model_validate(delegation)
    answers = allowed_actions(principal, access.ACTIONS, subject_of(delegation))
    return schemas.Delegation(**dict(fields), allowed_actions=[allowed_action(answer) for answer in answers])


def page_of(found: Sequence[Delegation], page: PageRequest, filters: Json, sort: str) -> schemas.DelegationPage:
    """Return a page of delegations."""
    shown, cursor = page.cut(found, sort, filters, lambda each: each.updated_at)
    items = [schemas.DelegationListItem.model_validate(each) for each in shown]
    return schemas.DelegationPage(items=items, next_cursor=cursor)
