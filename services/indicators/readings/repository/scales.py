"""How results are read: every method, band and limit that ever was in force; and when the values of a year are due."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, SmallInteger, bindparam, select

from services.indicators.readings.models import AchievementBand, AchievementMethod, ReadingLimit
from services.indicators.readings.repository.values import listed
from services.indicators.windows import repository as windows
from services.indicators.windows.models import ObservationCalendar, ObservationWindow
from services.shared.access import PUBLIC
from services.shared.database import JsonQuery, Reader


def scales() -> Mapping[str, ColumnElement[Any]]:
    """Return the three tables, each as one JSON array: they are small, and what is in force depends on the year."""
    return {"methods": listed(_METHODS), "bands": listed(_BANDS), "limits": listed(_LIMITS)}


async def read_scales(reader: Reader) -> Mapping[str, str]:
    """Return the three tables as JSON text, by name."""
    (found,) = await reader.rows(_query(), {})
    return dict(found.items())


async def read_scales_of(reader: Reader, fiscal_year: int) -> Mapping[str, str]:
    """Return the three tables and the windows of a fiscal year as JSON text, by name: one statement."""
    (found,) = await reader.rows(_query_of_year(), {"fiscal_year": fiscal_year})
    return dict(found.items())


_METHODS = select(*AchievementMethod.__table__.c).order_by(AchievementMethod.code, AchievementMethod.version)
_BANDS = select(*AchievementBand.__table__.c).order_by(
    AchievementBand.version, AchievementBand.at_least_percent.asc().nulls_first()
)
_LIMITS = select(*ReadingLimit.__table__.c).order_by(ReadingLimit.code, ReadingLimit.version)


@lru_cache
def _query() -> JsonQuery:
    return JsonQuery.compile(select(*(part.label(name) for name, part in scales().items())))


@lru_cache
def _query_of_year() -> JsonQuery:
    parts = {**scales(), "windows": listed(_windows())}
    return JsonQuery.compile(select(*(part.label(name) for name, part in parts.items())))


def _windows() -> Select[Any]:
    names = ("periods", "opens_on", "due_on", "locks_on", "late", "frequency", "indicator_id")
    found = windows.visible_to(PUBLIC).join(ObservationCalendar.windows)
    found = found.with_only_columns(*(getattr(ObservationWindow, name) for name in names))
    year = bindparam("fiscal_year", type_=SmallInteger)
    return found.where(ObservationCalendar.fiscal_year == year).order_by(ObservationWindow.position)
