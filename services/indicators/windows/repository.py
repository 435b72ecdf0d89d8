"""Every SQL statement about the windows. They are public, so every row is visible to everyone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Date, Select, SmallInteger, Text, and_, bindparam, not_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.indicators.catalogue.repository import load_measured
from services.indicators.catalogue.rules import PUBLISHED
from services.indicators.windows.models import (
    ObservationCalendar,
    ObservationException,
    ObservationWindow,
    WindowTemplateLine,
)
from services.indicators.windows.rules import Leave, Window, Windows, YearWindows
from services.shared.access import PUBLIC, Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset

SORTS = {"fiscal_year": SortKey(ObservationCalendar.fiscal_year.expression, int)}

_YEARS = bindparam("years", type_=ARRAY(SmallInteger))
_WINDOWS = select(ObservationWindow).where(ObservationWindow.fiscal_year == _YEARS.any_())
_LEAVES = select(ObservationException).where(
    ObservationException.fiscal_year == _YEARS.any_(),
    ObservationException.reporter == bindparam("reporter", type_=Text),
    ObservationException.until >= bindparam("day", type_=Date),
    ObservationException.revoked_at.is_(None),
)


def visible_to(_principal: Principal) -> Select[ObservationCalendar]:
    """Return a select of the years' windows that a caller may see: all of them."""
    return select(ObservationCalendar)


async def find_calendar(
    session: AsyncSession, principal: Principal, fiscal_year: int, *, lock: bool = False
) -> ObservationCalendar | None:
    """Return a year's windows and exceptions, its row locked when asked."""
    whole = (selectinload(ObservationCalendar.windows), selectinload(ObservationCalendar.exceptions))
    found = visible_to(principal).where(ObservationCalendar.fiscal_year == fiscal_year).options(*whole)
    if lock:
        found = found.with_for_update(of=ObservationCalendar)
    return (await session.scalars(found)).one_or_none()


async def load_calendar(
    session: AsyncSession, principal: Principal, fiscal_year: int, *, lock: bool = False
) -> ObservationCalendar:
    """Return a year's windows and exceptions, as `find_calendar`; raises NotFound."""
    calendar = await find_calendar(session, principal, fiscal_year, lock=lock)
    if calendar is None:
        raise NotFound()
    return calendar


async def load_calendars(
    session: AsyncSession, principal: Principal, sort: str, page: PageRequest
) -> Sequence[ObservationCalendar]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, {}, key)
    found = keyset(visible_to(principal), sort, key, ObservationCalendar.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def save_calendar(session: AsyncSession, calendar: ObservationCalendar) -> None:
    """Add or write a year's windows; a second set for a year is refused here."""
    session.add(calendar)
    await session.flush()


async def load_templates(session: AsyncSession, code: str | None = None) -> Sequence[WindowTemplateLine]:
    """Return the lines of every template, or of one, in their order."""
    found = select(WindowTemplateLine).order_by(WindowTemplateLine.code, WindowTemplateLine.position)
    if code is not None:
        found = found.where(WindowTemplateLine.code == code)
    return (await session.scalars(found)).all()


async def published_among(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Return those of `ids` that are published indicators."""
    found = await load_measured(session, PUBLIC, ids) if ids else ()
    return {indicator.id for indicator in found if indicator.state == PUBLISHED}


async def year_windows(session: AsyncSession, fiscal_years: Collection[int]) -> Windows:
    """Return the windows of some years, exceptions apart, in one statement."""
    windows: defaultdict[int, list[Window]] = defaultdict(list)
    for row in await session.scalars(_WINDOWS, {"years": sorted(fiscal_years)}):
        windows[row.fiscal_year].append(row.window)
    return Windows({year: YearWindows(tuple(found)) for year, found in windows.items()})


async def years_to_look_at(session: AsyncSession, day: dt.date) -> Sequence[int]:
    """Return the fiscal years of which some window has opened by a day and is not locked."""
    is_locked = and_(ObservationWindow.locks_on.is_not(None), ObservationWindow.locks_on <= day)
    found = select(ObservationWindow.fiscal_year).where(ObservationWindow.opens_on <= day, not_(is_locked))
    return (await session.scalars(found.distinct().order_by(ObservationWindow.fiscal_year))).all()


async def windows_of(session: AsyncSession, fiscal_years: Collection[int], reporter: str, day: dt.date) -> Windows:
    """Return the windows of some years and the exceptions that a reporter has on a day, in at most two statements."""
    windows = await year_windows(session, fiscal_years)
    if not windows.years:
        return windows
    leaves: defaultdict[int, list[Leave]] = defaultdict(list)
    asked = {"years": sorted(windows.years), "reporter": reporter, "day": day}
    for exception in await session.scalars(_LEAVES, asked):
        leaves[exception.fiscal_year].append(exception.leave)
    return Windows({year: replace(found, leaves=tuple(leaves[year])) for year, found in windows.years.items()})
