"""How early notices are shown."""

from collections.abc import Sequence
from typing import Any

from services.budget.early_notices import access, schemas
from services.budget.early_notices.models import EarlyNotice
from services.budget.early_notices.usecases import awaited_from, subject_of
from services.budget.requests.schemas.answers import BudgetProjectSnapshot
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action

_TABLED = ("id", "version", "area_code", "fiscal_year", "project_id", "title_th", "estimated_amount", "why_th")
_NAMES = (*_TABLED, "function_codes", "answer_by", "answers", "created_at")


def _fields(notice: EarlyNotice) -> dict[str, Any]:
    return {**{name: getattr(notice, name) for name in _NAMES}, "awaited_from": awaited_from(notice)}


def one_of(notice: EarlyNotice, principal: Principal) -> schemas.EarlyNotice:
    """Return the representation of an early notice."""
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(notice))
    return schemas.EarlyNotice.model_validate(
        {
            **_fields(notice),
            "snapshot": BudgetProjectSnapshot(**notice.snapshot),
            "allowed_actions": [allowed_action(answer) for answer in permitted],
        }
    )


def page_of(found: Sequence[EarlyNotice], page: PageRequest, filters: Json, sort: str) -> schemas.EarlyNoticePage:
    """Return a page of early notices."""
    shown, cursor = page.cut(found, sort, filters, lambda notice: notice.created_at)
    items = [schemas.EarlyNoticeListItem.model_validate(_fields(each)) for each in shown]
    return schemas.EarlyNoticePage(items=items, next_cursor=cursor)
