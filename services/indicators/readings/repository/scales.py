"""How results are read: the methods, bands and limits, all that ever were in force."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, select

from services.indicators.readings.models import AchievementBand, AchievementMethod, ReadingLimit
from services.indicators.readings.repository.values import listed
from services.shared.database import JsonQuery, Reader


def scales() -> Mapping[str, ColumnElement[Any]]:
    """Return the three tables, each as one JSON array: they are small, and what is in force depends on the year."""
    return {"methods": listed(_METHODS), "bands": listed(_BANDS), "limits": listed(_LIMITS)}


async def read_scales(reader: Reader) -> Mapping[str, str]:
    """Return the three tables as JSON text, by name."""
    (found,) = await reader.rows(_query(), {})
    return dict(found.items())


_METHODS = select(*AchievementMethod.__table__.c).order_by(AchievementMethod.code, AchievementMethod.version)
_BANDS = select(*AchievementBand.__table__.c).order_by(
    AchievementBand.version, AchievementBand.at_least_percent.asc().nulls_first()
)
_LIMITS = select(*ReadingLimit.__table__.c).order_by(ReadingLimit.code, ReadingLimit.version)


@lru_cache
def _query() -> JsonQuery:
    return JsonQuery.compile(select(*(part.label(name) for name, part in scales().items())))
