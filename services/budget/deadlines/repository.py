"""The statements that say how far the lists of the areas are, and which years there is something to do of."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.models import Calendar, CalendarException, CalendarWindow
from services.budget.calendar.repository import visible_to as calendars_visible_to
from services.budget.calendar.usecases import OBJECT
from services.budget.submissions.models import Submission
from services.budget.submissions.repository import visible_to
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.tasks.models import Task


async def states_of_lists(
    session: AsyncSession, principal: Principal, fiscal_years: Collection[int]
) -> Mapping[tuple[int, str], frozenset[str]]:
    """Return, by fiscal year and area, in which states the visible lists of some years are."""
    columns = (Submission.fiscal_year, Submission.area_code, Submission.state)
    found = visible_to(principal).where(Submission.fiscal_year.in_(sorted(fiscal_years)))
    states: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for year, area_code, state in await session.execute(found.with_only_columns(*columns).distinct()):
        states[year, area_code].add(state)
    return {place: frozenset(each) for place, each in states.items()}


async def years_to_look_at(session: AsyncSession, day: dt.date) -> Sequence[int]:
    """Return the fiscal years of which something is open on a day, by window or exception, or a task is still open."""
    holds = select(CalendarWindow.calendar_id).where(CalendarWindow.opens_on <= day, CalendarWindow.closes_on >= day)
    excepted = select(CalendarException.calendar_id).where(CalendarException.until >= day)
    asked = select(Task.object_id).where(Task.object_type == OBJECT, Task.closed_at.is_(None))
    found = calendars_visible_to(CLERK).where(or_(*(Calendar.id.in_(each) for each in (holds, excepted, asked))))
    years = found.with_only_columns(Calendar.fiscal_year).order_by(Calendar.fiscal_year)
    return (await session.scalars(years)).all()
