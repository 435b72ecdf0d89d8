"""How a client's own codes are shown."""

from collections.abc import Sequence
from typing import Any

from services.indicators.codes import access, models, schemas
from services.indicators.codes.repository import IN_ORDER
from services.indicators.codes.usecases import SUBJECT
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import allowed_action


def one_of(mapped: models.ExternalCode, principal: Principal) -> schemas.ExternalCode:
    """Return the representation of a code."""
    fields = schemas.ExternalCodeListItem.model_validate(mapped)
    answers = allowed_actions(principal, access.ACTIONS, SUBJECT)
    return schemas.ExternalCode(**dict(fields), allowed_actions=[allowed_action(answer) for answer in answers])


def page_of(
    found: Sequence[models.ExternalCode], page: PageRequest, filters: dict[str, Any]
) -> schemas.ExternalCodePage:
    """Return a page of codes."""
    shown, cursor = page.cut(found, IN_ORDER, filters, lambda mapped: mapped.code)
    items = [schemas.ExternalCodeListItem.model_validate(each) for each in shown]
    return schemas.ExternalCodePage(items=items, next_cursor=cursor)
