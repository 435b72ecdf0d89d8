"""Every SQL statement about the calendar. It is public, so every row is visible to everyone."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.budget.calendar.models import Calendar, CalendarTemplateLine
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset

SORTS = {"fiscal_year": SortKey(Calendar.fiscal_year.expression, int)}


def visible_to(_principal: Principal) -> Select[Calendar]:
    """Return a select of the calendars that a caller may see: all of them."""
    return select(Calendar)


async def find_calendar(
    session: AsyncSession, principal: Principal, fiscal_year: int, *, lock: bool = False
) -> Calendar | None:
    """Return the calendar of a fiscal year with its windows and exceptions, its row locked when asked."""
    whole = (selectinload(Calendar.windows), selectinload(Calendar.exceptions))
    found = visible_to(principal).where(Calendar.fiscal_year == fiscal_year).options(*whole)
    if lock:
        found = found.with_for_update(of=Calendar)
    return (await session.scalars(found)).one_or_none()


async def load_calendar(
    session: AsyncSession, principal: Principal, fiscal_year: int, *, lock: bool = False
) -> Calendar:
    """Return the calendar of a fiscal year, as `find_calendar`; raises NotFound."""
    calendar = await find_calendar(session, principal, fiscal_year, lock=lock)
    if calendar is None:
        raise NotFound()
    return calendar


async def load_calendars(
    session: AsyncSession, principal: Principal, sort: str, page: PageRequest
) -> Sequence[Calendar]:
    """Return up to one row more than the page holds, in order."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, {}, key)
    found = keyset(visible_to(principal), sort, key, Calendar.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def calendars_of(
    session: AsyncSession, principal: Principal, fiscal_years: Collection[int]
) -> Sequence[Calendar]:
    """Return the calendars of some fiscal years with their windows and exceptions, the first year first."""
    whole = (selectinload(Calendar.windows), selectinload(Calendar.exceptions))
    found = visible_to(principal).where(Calendar.fiscal_year.in_(sorted(fiscal_years)))
    return (await session.scalars(found.options(*whole).order_by(Calendar.fiscal_year))).all()


async def load_templates(session: AsyncSession, code: str | None = None) -> Sequence[CalendarTemplateLine]:
    """Return the lines of every template, or of one, in their order."""
    found = select(CalendarTemplateLine).order_by(CalendarTemplateLine.code, CalendarTemplateLine.position)
    if code is not None:
        found = found.where(CalendarTemplateLine.code == code)
    return (await session.scalars(found)).all()


async def save_calendar(session: AsyncSession, calendar: Calendar) -> None:
    """Add or write a calendar; a second one of a fiscal year is refused here."""
    session.add(calendar)
    await session.flush()
