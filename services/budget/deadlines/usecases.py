"""What a unit asks of the calendar, and the jobs that make tasks of what is open."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar.models import Calendar
from services.budget.calendar.repository import calendars_of, find_calendar
from services.budget.calendar.rules import Step
from services.budget.calendar.usecases import OBJECT
from services.budget.deadlines import access
from services.budget.deadlines.repository import states_of_lists, years_to_look_at
from services.budget.deadlines.rules import COMMITTEES, Duty, Year, duties_of
from services.budget.submissions.usecases import committee_of, office_of
from services.shared import reference
from services.shared.access import Grant, Principal, authorise
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.errors import NotPermitted, Text
from services.shared.fiscal import day_in_bangkok, end_of_day, fiscal_year_of
from services.shared.jobs.worker import Sessions
from services.shared.tasks.repository import NewTask, set_tasks

TASK = "budget_calendar.due"


async def open_to(
    session: AsyncSession, principal: Principal, unit: str | None, fiscal_year: int | None, on: dt.date | None
) -> list[Duty]:
    """Return what is open to the units a caller acts for, or to one, in four statements. Raises NotPermitted."""
    authorise(principal, access.READ_OPEN)
    grants = [grant for grant in principal.grants if unit in (None, grant.unit)]
    if unit is not None and not grants:
        raise NotPermitted(action=access.READ_OPEN.name, roles=unit)
    day = on or day_in_bangkok(now())
    this = fiscal_year_of(day)
    years = {fiscal_year} if fiscal_year else {this, this + 1}
    states = await states_of_lists(session, principal, years)
    return duties_of(grants, [year_of(each, states) for each in await calendars_of(session, principal, years)], day)


def year_of(calendar: Calendar, states: Mapping[tuple[int, str], frozenset[str]]) -> Year:
    """Return what the rules ask of a calendar and of the lists of its year."""
    granted: dict[tuple[str, Step], tuple[dt.date, ...]] = {}
    for each in calendar.exceptions:
        key = (each.area_code, Step(each.step))
        granted[key] = (*granted.get(key, ()), each.until)
    lists = {area: found for (year, area), found in states.items() if year == calendar.fiscal_year}
    return Year(calendar.fiscal_year, tuple(each.window for each in calendar.windows), granted, lists)


async def remind(sessions: Sessions, _job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
    """Have one task open for each area and step of a year that is open and owed; with `area_code`, for that one alone.

    The calendar is held, so that two of these never make a task twice.
    """
    fiscal_year, area_code = payload["fiscal_year"], payload.get("area_code")
    async with sessions.begin() as session:
        calendar = await find_calendar(session, CLERK, fiscal_year, lock=True)
        if calendar is None:
            return {"fiscal_year": fiscal_year, "waiting": 0}
        grants = grants_in(fiscal_year) if area_code is None else [office_of(area_code), committee_of(area_code)]
        year = year_of(calendar, await states_of_lists(session, CLERK, [fiscal_year]))
        wanted = list(tasks_of(duties_of(grants, [year], day_in_bangkok(now())), calendar.id))
        await set_tasks(session, TASK, (OBJECT, calendar.id), wanted, () if area_code is None else grants)
    return {"fiscal_year": fiscal_year, "waiting": len(wanted)}


def grants_in(fiscal_year: int) -> list[Grant]:
    """Return the offices and committees of every province and cluster of a fiscal year."""
    areas = [each.code for each in (*reference.provinces(fiscal_year), *reference.clusters(fiscal_year))]
    return [grant for code in areas for grant in (office_of(code), committee_of(code))]


async def remind_of_years(sessions: Sessions) -> None:
    """Bring the tasks of every year up to date that has something open today or had a task still open.

    What opens in the night is a task by day, what closes is none any more. Several processes may do it at once.
    """
    async with sessions() as session:
        years = await years_to_look_at(session, day_in_bangkok(now()))
    for year in years:
        await remind(sessions, new_id(), {"fiscal_year": year})


async def close_owed(sessions: Sessions, job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
    """Look again at what an area owes of a year once its list has moved; what is done is no task any more."""
    return await remind(sessions, job_id, payload)


def tasks_of(duties: Iterable[Duty], calendar_id: UUID) -> Iterator[NewTask]:
    """Return a task for each step that is open and owed."""
    for duty in duties:
        if duty.is_owed:
            link = f"/v1/budget-calendar/open?unit={duty.grant.unit}&fiscal_year={duty.fiscal_year}"
            yield NewTask(TASK, duty.grant, _title(duty), (OBJECT, calendar_id), link, end_of_day(duty.acts_by))


def _title(duty: Duty) -> Text:
    year = duty.fiscal_year
    if duty.grant.role in COMMITTEES:
        return Text(f"พิจารณาชุดคำของบประมาณปี {year} ภายในกำหนด", f"Decide on the lists of {year} in time")
    return Text(f"ส่งชุดคำของบประมาณปี {year} ภายในกำหนด", f"Submit the budget list of {year} in time")
