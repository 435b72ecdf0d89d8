"""Every SQL statement about single revisions and the pushes they came in.

Values are readable by whoever holds a role, final ones by everyone (`visible_to`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.models import Observation, ObservationBatch
from services.indicators.observations.rules.years import FINAL
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey

KEY = ("area_code", "indicator_id", "fiscal_year", "period", "reporter")
# A list goes on after a key; the id that a cursor names beside its value is the indicator's, a part of that key.
IN_ORDER = "key"
_OTHERS = ("area_code", "fiscal_year", "period", "reporter", "revision")

_OBSERVATION = cast("Table", Observation.__table__)
_KEY = tuple(_OBSERVATION.c[name] for name in KEY)


def visible_to(principal: Principal) -> Select[Observation]:
    """Return a select of the values that `principal` may see: all for who holds a role, final ones for the public.

    Only what is published is ever measured, and it never goes back to a draft.
    """
    found = select(Observation)
    return found.where(Observation.status == FINAL) if principal.is_public else found


async def list_observations(
    session: AsyncSession, principal: Principal, filters: Mapping[str, Any], page: PageRequest
) -> Sequence[Observation]:
    """Return up to one value more than the page holds, by key; only the current ones unless `current` is false."""
    is_current = filters["current"]
    names = KEY if is_current else (*KEY, "revision")
    order = [getattr(Observation, name) for name in names]
    found = visible_to(principal).where(
        *(getattr(Observation, name) == value for name, value in filters.items() if name in KEY and value is not None)
    )
    after = page.after(IN_ORDER, filters, SortKey(Observation.area_code.expression, dict))
    if after:
        last = {**after.value, "indicator_id": after.id}
        found = found.where(
            tuple_(*order) > tuple_(*(literal(last[name], _OBSERVATION.c[name].type) for name in names))
        )
    if is_current:
        found = found.ext(distinct_on(*order)).order_by(*order, Observation.revision.desc())
    else:
        found = found.order_by(*order)
    return (await session.scalars(found.limit(page.limit + 1))).all()


def place_of(value: Observation) -> dict[str, Any]:
    """Return what a cursor says of a value, its indicator apart."""
    return {name: getattr(value, name) for name in _OTHERS}


async def load_batch(session: AsyncSession, batch_id: UUID) -> ObservationBatch:
    """Return a push that wrote something, which whoever holds a role may read; raises NotFound."""
    batch = await session.get(ObservationBatch, batch_id)
    if batch is None:
        raise NotFound()
    return batch


async def facts_by_area(
    session: AsyncSession, principal: Principal, area_codes: list[str], fiscal_year: int
) -> Sequence[Any]:
    """Return (area, number of visible values, when the latest was recorded) of the areas that have any."""
    seen = visible_to(principal).where(Observation.area_code.in_(area_codes), Observation.fiscal_year == fiscal_year)
    latest = func.max(Observation.recorded_at).label("latest")
    values = seen.with_only_columns(Observation.area_code, latest).group_by(*_KEY).subquery()
    counted = select(values.c.area_code, func.count().label("value_count"), func.max(values.c.latest).label("latest"))
    return (await session.execute(counted.group_by(values.c.area_code))).all()
