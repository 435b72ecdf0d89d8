"""How what is open is shown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column

from services.budget.deadlines.rules import Duty, StepState
from services.budget.deadlines.schemas import OpenStep, OpenStepPage
from services.shared import fiscal
from services.shared.columns import now
from services.shared.paging import PageRequest, SortKey

IN_ORDER = "position"
# What is open is numbered in its order; a cursor remembers the number of the last one shown.
_PLACE = SortKey(literal_column("position"), int)
_NO_ROW = UUID(int=0)


def page_of(found: Sequence[Duty], page: PageRequest, filters: Mapping[str, Any], on: dt.date | None) -> OpenStepPage:
    """Return a page of what is open on a day, today in Bangkok unless given."""
    day = on or fiscal.day_in_bangkok(now())
    after = page.after(IN_ORDER, filters, _PLACE)
    start = after.value if after else 0
    end = start + page.limit
    cursor = page.next_cursor(IN_ORDER, filters, end, _NO_ROW) if end < len(found) else None
    return OpenStepPage(items=[_shown(each, day) for each in found[start:end]], next_cursor=cursor)


def _shown(duty: Duty, day: dt.date) -> OpenStep:
    return OpenStep(
        unit=duty.grant.unit,
        role=duty.grant.role,
        fiscal_year=duty.fiscal_year,
        step=duty.step,
        level=duty.level,
        state=duty.state,
        opens_on=duty.window.opens_on,
        closes_on=duty.window.closes_on,
        exception_until=duty.until,
        days_left=None if duty.state is StepState.LATE else (duty.acts_by - day).days,
        is_done=duty.is_done,
    )
