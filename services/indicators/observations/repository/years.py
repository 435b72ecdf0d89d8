"""The current values of a year, read from the one row that holds them.

It is not scoped to a caller: it serves joint indicators and agreements, which check access to what they show. No route
shows it as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row as Found
from sqlalchemy import Select, SmallInteger, Table, Text, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.models import ObservationYear
from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.years import FINAL, PROVISIONAL

_YEAR = cast("Table", ObservationYear.__table__)
_SHOWN: Select[Any] = select(*(each for each in _YEAR.c if each.name != "definition_version"))
_OF_INDICATORS = _SHOWN.where(
    _YEAR.c.indicator_id == bindparam("ids", type_=ARRAY(Uuid)).any_(),
    _YEAR.c.fiscal_year == bindparam("fiscal_year", type_=SmallInteger),
)
_IN_AREAS = _YEAR.c.area_code == bindparam("areas", type_=ARRAY(Text)).any_()
_BY_KEY = attrgetter("area_code", "indicator_id", "fiscal_year", "period", "reporter")


async def current_values(
    session: AsyncSession, indicator_ids: Iterable[UUID], fiscal_year: int, area_codes: Iterable[str] | None = None
) -> Sequence[CurrentValue]:
    """Return the current value of every reporter, period and area of the indicators, in the order of the key.

    Of all areas unless `area_codes` names some. Not scoped: whoever calls it checks access to what is shown.
    """
    values: dict[str, Any] = {"ids": list(indicator_ids), "fiscal_year": fiscal_year}
    found = _OF_INDICATORS
    if area_codes is not None:
        found, values["areas"] = found.where(_IN_AREAS), list(area_codes)
    years = await session.execute(found, values)
    return sorted((value for year in years for value in _values_of(year)), key=_BY_KEY)


def _values_of(year: Found[Any]) -> Iterator[CurrentValue]:
    """Yield what stands in the places of a year."""
    area_code, indicator_id, fiscal_year, reporter, *slots = cast("tuple[Any, ...]", year)
    for period, value, numerator, denominator, revision, is_final, recorded_at in zip(PERIODS, *slots, strict=True):
        if revision is not None:
            status = FINAL if is_final else PROVISIONAL
            known = (area_code, indicator_id, fiscal_year, period, reporter, revision)
            yield CurrentValue(*known, value, numerator, denominator, status, recorded_at)
