"""Every SQL statement about reported values.

Values are readable by whoever holds a role, final ones by everyone (`visible_to`). `current_values` is not scoped: it
serves joint indicators and agreements, which check access to what they show, and never a route of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.models import Observation
from services.indicators.observations.rules import FINAL, CurrentValue
from services.shared.access import Principal

_OBSERVATION = cast("Table", Observation.__table__)
_NEWER = _OBSERVATION.alias("newer")
KEY = ("area_code", "indicator_id", "fiscal_year", "period", "reporter")


def visible_to(principal: Principal) -> Select[Observation]:
    """Return a select of the values that `principal` may see: all for who holds a role, final ones for the public.

    Only what is published is ever measured, and it never goes back to a draft.
    """
    found = select(Observation)
    return found.where(Observation.status == FINAL) if principal.is_public else found


def is_current(table: FromClause) -> ColumnElement[bool]:
    """Return the predicate "no later revision stands": numbers have no gaps, so it is one look in the key."""
    same = and_(*(_NEWER.c[name] == table.c[name] for name in KEY))
    return ~select(1).where(same, _NEWER.c.revision == table.c.revision + 1).exists()


_SHOWN = tuple(_OBSERVATION.c[name] for name in CurrentValue.__dataclass_fields__)
_CURRENT: Select[Any] = select(*_SHOWN).where(is_current(_OBSERVATION))


async def current_values(
    session: AsyncSession, indicator_ids: Iterable[UUID], fiscal_year: int, area_codes: Iterable[str] | None = None
) -> Sequence[CurrentValue]:
    """Return the current value of every reporter, period and area of the indicators, in the order of the key.

    Of all areas unless `area_codes` names some. Not scoped: whoever calls it checks access to what is shown.
    """
    found = _CURRENT.where(
        _OBSERVATION.c.indicator_id.in_(set(indicator_ids)), _OBSERVATION.c.fiscal_year == fiscal_year
    )
    if area_codes is not None:
        found = found.where(_OBSERVATION.c.area_code.in_(set(area_codes)))
    rows = await session.execute(found.order_by(*(_OBSERVATION.c[name] for name in KEY)))
    return [CurrentValue(*row) for row in rows]
