"""How uses of indicators are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.indicators.uses.repository import BY_KEY
from services.indicators.uses.schemas import IndicatorUse, IndicatorUsePage
from services.shared.paging import PageRequest


def page_of(found: Sequence[Any], page: PageRequest, filters: Mapping[str, Any]) -> IndicatorUsePage:
    """Return a page of uses; the row past the page only says that there is a next one."""
    shown, cursor = found[: page.limit], None
    if len(found) > page.limit:
        cursor = page.next_cursor(BY_KEY, filters, shown[-1].key, shown[-1].indicator_id)
    return IndicatorUsePage(items=[IndicatorUse.model_validate(row) for row in shown], next_cursor=cursor)
