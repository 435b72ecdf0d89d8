"""Current values as a list, for a file: bounded, in the order of their key."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import asyncpg
from sqlalchemy import Integer, SmallInteger, Text, Uuid, bindparam
from sqlalchemy.dialects.postgresql import distinct_on

from services.indicators.observations import repository as observations
from services.indicators.observations.models import Observation
from services.shared.access import PUBLIC, Principal
from services.shared.database import JsonQuery, Reader
from services.shared.decisions.access import CLERK

KEY = ("area_code", "indicator_id", "fiscal_year", "period", "reporter")
COLUMNS = (
    *KEY, "revision", "value", "numerator", "denominator", "status", "definition_version", "note", "reason",
    "recorded_at",
)  # fmt: skip
_TYPES = {"indicator_id": Uuid, "fiscal_year": SmallInteger}


async def read_values(
    reader: Reader, principal: Principal, filters: Mapping[str, Any], most: int
) -> Sequence[asyncpg.Record]:
    """Return up to one more than `most` current values that the caller sees, narrowed by what is given of the key."""
    used = {name: value for name, value in filters.items() if name in KEY and value is not None}
    return await reader.rows(_query(principal.is_public, frozenset(used)), {**used, "most": most + 1})


@lru_cache(maxsize=128)
def _query(is_public: bool, names: frozenset[str]) -> JsonQuery:
    table = Observation
    key = [getattr(table, name) for name in KEY]
    wanted = (getattr(table, name) == bindparam(name, type_=_TYPES.get(name, Text)) for name in KEY if name in names)
    found = observations.visible_to(PUBLIC if is_public else CLERK).where(*wanted)
    found = found.with_only_columns(*(getattr(table, name) for name in COLUMNS))
    found = found.ext(distinct_on(*key)).order_by(*key, table.revision.desc())
    return JsonQuery.compile(found.limit(bindparam("most", type_=Integer)))
