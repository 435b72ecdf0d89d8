"""How committees are shown."""

import datetime as dt
from collections.abc import Sequence

from services.plans.committees import access, schemas
from services.plans.committees.models import Committee
from services.plans.committees.usecases import members_on, subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(committee: Committee, principal: Principal, on: dt.date | None = None) -> schemas.Committee:
    """Return the representation of a committee with the members of the day `on`, all of them without a day."""
    fields = schemas.CommitteeFields.model_validate(committee)
    answers = allowed_actions(principal, access.ACTIONS, subject_of(committee))
    return schemas.Committee(
        **dict(fields),
        members=[schemas.Member.model_validate(member) for member in members_on(committee.members, on)],
        allowed_actions=[allowed_action(answer) for answer in answers],
    )


def page_of(found: Sequence[Committee], page: PageRequest, filters: Json, sort: str) -> schemas.CommitteePage:
    """Return a page."""
    items, cursor = page.cut(found, sort, filters, lambda each: each.name_sort)
    shown = [schemas.CommitteeListItem.model_validate(each) for each in items]
    return schemas.CommitteePage(items=shown, next_cursor=cursor)
