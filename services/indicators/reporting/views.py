"""How what is open is shown."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal_column

from services.indicators.reporting.rules import OpenPeriod
from services.indicators.reporting.schemas import OpenObservation, OpenObservationPage
from services.shared.paging import PageRequest, SortKey

IN_ORDER = "position"
# What is open is numbered in its order; a cursor remembers the number of the last one shown.
_PLACE = SortKey(literal_column("position"), int)
_NO_ROW = UUID(int=0)


def page_of(found: Sequence[OpenPeriod], page: PageRequest, filters: Mapping[str, Any]) -> OpenObservationPage:
    """Return a page of what is open."""
    after = page.after(IN_ORDER, filters, _PLACE)
    start = after.value if after else 0
    end = start + page.limit
    cursor = page.next_cursor(IN_ORDER, filters, end, _NO_ROW) if end < len(found) else None
    return OpenObservationPage(items=[_shown(each) for each in found[start:end]], next_cursor=cursor)


def _shown(each: OpenPeriod) -> OpenObservation:
    duty, window = each.duty, each.standing.window
    return OpenObservation(
        reporter=duty.reporter,
        indicator_id=duty.indicator_id,
        indicator_code=duty.code,
        name_th=duty.name_th,
        unit_name_th=duty.unit_name_th,
        frequency=duty.frequency,
        fiscal_year=duty.fiscal_year,
        period=each.period,
        state=each.standing.state,
        opens_on=window.opens_on if window else None,
        due_on=window.due_on if window else None,
        locks_on=window.locks_on if window else None,
        exception_until=each.standing.until,
        areas=each.areas,
        reported=each.reported,
        final=each.final,
    )
