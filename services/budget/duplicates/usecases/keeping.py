"""Keeping what can be the same as something else, called by whoever owns it in the transaction that changes it."""

from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates.repository import comparables
from services.budget.duplicates.rules.comparing import Side
from services.budget.duplicates.rules.reading import Reading, activity_of, read
from services.budget.duplicates.rules.things import Thing
from services.budget.duplicates.rules.vocabulary import vocabulary
from services.shared import reference
from services.shared.columns import now

# Readings of titles that are looked at again and again; the oldest give way.
MOST_READINGS = 4096


async def keep(session: AsyncSession, *things: Thing) -> None:
    """Have these things found as they are now, in one statement."""
    if things:
        await comparables.save_things(session, [row_of(each) for each in things])


def row_of(thing: Thing) -> dict[str, Any]:
    """Return a thing as it is stored and searched for."""
    return {**{name: getattr(thing, name) for name in comparables.NAMES}, **searched_for(thing), "updated_at": now()}


def searched_for(thing: Thing) -> dict[str, Any]:
    """Return what a thing is searched for by: its title in one run of letters, and the provinces it is in."""
    reading = reading_of(thing)
    return {"run": reading.run, "provinces": sorted(reading.places.provinces)}


def side_of(thing: Thing) -> Side:
    """Return a thing as it is compared."""
    activity = _activity(thing.activity_th or "")
    return Side(reading_of(thing), thing.fiscal_year, thing.amount, thing.project_kind, activity, thing.function_code)


def reading_of(thing: Thing) -> Reading:
    """Return what a thing's title says; a province's own thing is in that province unless it says otherwise."""
    return _read(thing.title_th, thing.stretch_th or "", thing.place_th or "", thing.area_code)


@lru_cache(maxsize=MOST_READINGS)
def _activity(text: str) -> str:
    return activity_of(text, vocabulary())


@lru_cache(maxsize=MOST_READINGS)
def _read(title: str, stretch: str, place: str, area_code: str | None) -> Reading:
    reading = read(title, vocabulary(), stretch=stretch, place=place)
    area = reference.area(area_code) if area_code else None
    if reading.places.provinces or area is None or area.kind is not reference.AreaKind.PROVINCE:
        return reading
    return read(title, vocabulary(), stretch=stretch, place=f"{place} จังหวัด{area.name_th}")
