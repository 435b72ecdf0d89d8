"""How notices of resolutions are shown."""

from collections.abc import Sequence

from services.budget.resolution_notices import access, schemas
from services.budget.resolution_notices.models import ResolutionNotice
from services.budget.resolution_notices.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(notice: ResolutionNotice, principal: Principal) -> schemas.ResolutionNotice:
    """Return the representation of a notice."""
    fields = schemas.ResolutionNoticeFields.model_validate(notice)
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(notice))
    return schemas.ResolutionNotice(
        **dict(fields),
        items=[schemas.ResolutionNoticeItem.model_validate(item) for item in notice.items],
        allowed_actions=[allowed_action(answer) for answer in permitted],
    )


def page_of(
    found: Sequence[ResolutionNotice], page: PageRequest, filters: Json, sort: str
) -> schemas.ResolutionNoticePage:
    """Return a page of notices."""
    shown, cursor = page.cut(found, sort, filters, lambda notice: notice.created_at)
    items = [schemas.ResolutionNoticeListItem.model_validate(each) for each in shown]
    return schemas.ResolutionNoticePage(items=items, next_cursor=cursor)
