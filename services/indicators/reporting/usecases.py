"""What a unit asks before it reports, and the job that makes tasks of what is open."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.observations.repository import current_values
from services.indicators.observations.rules import CurrentValue
from services.indicators.periods import NAMES
from services.indicators.reporting import repository
from services.indicators.reporting.rules import Duty, Owed, by_place, owed_of, waiting
from services.indicators.windows.repository import find_calendar, windows_of, years_to_look_at
from services.indicators.windows.rules import YearWindows
from services.indicators.windows.usecases import OBJECT
from services.shared import reference
from services.shared.access import Grant, Principal
from services.shared.columns import new_id, now
from services.shared.decisions.access import CLERK
from services.shared.errors import Text
from services.shared.fiscal import day_in_bangkok, end_of_day, fiscal_year_of
from services.shared.jobs.worker import Sessions
from services.shared.roles import Role
from services.shared.tasks.repository import NewTask, set_tasks

TASK = "observations.report"


def years_open(day: dt.date) -> tuple[int, ...]:
    """Return the fiscal years that are reported on a day unless one is named: this one, and the one that has ended."""
    this = fiscal_year_of(day)
    return (this - 1, this)


async def owed_by(
    session: AsyncSession, principal: Principal, reporter: str, fiscal_years: Collection[int] = ()
) -> list[Owed]:
    """Return what a unit owes as it stands today, in four statements and one more for each year."""
    day = day_in_bangkok(now())
    years = fiscal_years or years_open(day)
    duties = await repository.duties_of(session, principal, years, reporter)
    windows = await windows_of(session, years, reporter, day)
    said = await _said(session, duties)
    return list(owed_of(duties, windows.years, by_place(said), day))


async def _said(session: AsyncSession, duties: Collection[Duty]) -> list[CurrentValue]:
    values: list[CurrentValue] = []
    for year in sorted({duty.fiscal_year for duty in duties}):
        asked = [duty for duty in duties if duty.fiscal_year == year]
        areas = {duty.area_code for duty in asked}
        values += await current_values(session, {duty.indicator_id for duty in asked}, year, areas)
    return values


async def remind(sessions: Sessions, _job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
    """Have one task open for each unit and period of a year that is open and owed; with `unit`, for that one alone.

    The year's windows are held, so that two of these never make a task twice.
    """
    fiscal_year, unit = payload["fiscal_year"], payload.get("unit")
    async with sessions.begin() as session:
        calendar = await find_calendar(session, CLERK, fiscal_year, lock=True)
        if calendar is None:
            return {"fiscal_year": fiscal_year, "waiting": 0}
        standing = tuple(each.leave for each in calendar.exceptions if each.revoked_at is None)
        windows = YearWindows(tuple(each.window for each in calendar.windows), standing)
        duties = await repository.duties_of(session, CLERK, [fiscal_year], unit)
        said = by_place(await _said(session, duties))
        about = (OBJECT, calendar.id)
        wanted = tasks_of(owed_of(duties, {fiscal_year: windows}, said, day_in_bangkok(now())), about)
        among = () if unit is None else (grant_of(unit),)
        await set_tasks(session, TASK, about, wanted, among)
    return {"fiscal_year": fiscal_year, "waiting": len(wanted)}


async def remind_of_years(sessions: Sessions) -> None:
    """Bring the tasks of every year up to date whose values are taken today: what opens in the night is a task by day.

    Several processes may do it at once: each year's windows are held while its tasks are made.
    """
    async with sessions() as session:
        years = await years_to_look_at(session, day_in_bangkok(now()))
    for year in years:
        await remind(sessions, new_id(), {"fiscal_year": year})


async def close_owed(sessions: Sessions, job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
    """Look again at what a unit owes of the years it has just reported of; what came in is no task any more."""
    about = {"unit": payload["reporter"]}
    owed = [await remind(sessions, job_id, {**about, "fiscal_year": year}) for year in payload["fiscal_years"]]
    return {"waiting": sum(each["waiting"] for each in owed)}


def tasks_of(owed: Iterable[Owed], about: tuple[str, UUID]) -> list[NewTask]:
    """Return a task for each unit and period that waits."""
    return [_task(about, *key, due_on) for key, due_on in sorted(waiting(owed).items())]


def _task(about: tuple[str, UUID], reporter: str, fiscal_year: int, period: str, due_on: dt.date) -> NewTask:
    name = NAMES[period]
    title = Text(
        f"รายงานค่าตัวชี้วัด {name.th} ปีงบประมาณ {fiscal_year}",
        f"Report values of {name.en.lower()}, fiscal year {fiscal_year}",
    )
    link = f"/v1/observations/open?reporter={reporter}&fiscal_year={fiscal_year}&period={period}"
    return NewTask(TASK, grant_of(reporter), title, about, link, end_of_day(due_on))


def grant_of(unit: str) -> Grant:
    """Return the role in which a unit reports."""
    kind, _, code = unit.partition(":")
    if kind == "area":
        area = reference.area(code)
        is_cluster = area is not None and area.kind is reference.AreaKind.CLUSTER
        return Grant(Role.CLUSTER if is_cluster else Role.PROVINCE, area=code)
    function = reference.function(code)
    is_department = function is not None and function.kind is reference.FunctionKind.DEPARTMENT
    return Grant(Role.DEPARTMENT if is_department else Role.MINISTRY, function=code)
