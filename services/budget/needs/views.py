"""How unfunded needs are shown."""

from collections.abc import Sequence

from services.budget.needs import access, schemas
from services.budget.needs.models import UnfundedNeed
from services.budget.needs.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(need: UnfundedNeed, principal: Principal) -> schemas.UnfundedNeed:
    """Return the representation of an unfunded need."""
    fields = schemas.UnfundedNeedFields.model_validate(need)
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(need))
    return schemas.UnfundedNeed(**dict(fields), allowed_actions=[allowed_action(answer) for answer in permitted])


def page_of(found: Sequence[UnfundedNeed], page: PageRequest, filters: Json, sort: str) -> schemas.UnfundedNeedPage:
    """Return a page of unfunded needs."""
    name = sort.removeprefix("-")
    shown, cursor = page.cut(found, sort, filters, lambda need: getattr(need, name))
    items = [schemas.UnfundedNeedListItem.model_validate(each) for each in shown]
    return schemas.UnfundedNeedPage(items=items, next_cursor=cursor)
