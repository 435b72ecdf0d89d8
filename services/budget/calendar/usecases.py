"""What people do with the budget calendar, and what other features ask of it."""

import datetime as dt
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.calendar import access, errors, repository
from services.budget.calendar.errors import CalendarExists, WindowClosed
from services.budget.calendar.models import Calendar, CalendarException, CalendarWindow
from services.budget.calendar.rules import (
    Level,
    Standing,
    Step,
    Window,
    level_of,
    shifted,
    shown_windows,
    standing_of,
    window_faults,
)
from services.budget.calendar.schemas import (
    BudgetCalendarCreate,
    BudgetExceptionCreate,
    BudgetWindowIn,
    BudgetWindowsReplace,
)
from services.shared import fiscal, reference
from services.shared.access import PUBLIC, Action, Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import EVERYONE, Change, record
from services.shared.idempotency import Once
from services.shared.jobs.worker import enqueue
from services.shared.preconditions import check_version
from services.shared.schemas import Json
from services.shared.text import text_or_none

OBJECT = "budget_calendar"
# A calendar is nobody's own: who keeps one keeps them all.
SUBJECT = Subject("")
# The job that makes tasks of what is open; who still owes what is known above this feature.
REMINDING = "budget_calendar.remind"


async def create_calendar(
    session: AsyncSession, principal: Principal, once: Once, body: BudgetCalendarCreate
) -> Calendar:
    """Give a fiscal year its calendar. Raises Invalid, CalendarExists."""
    authorise(principal, access.CREATE)
    await once.begin(session, principal)
    if await repository.find_calendar(session, principal, body.fiscal_year):
        raise CalendarExists()
    at = now()
    calendar = Calendar(id=new_id(), fiscal_year=body.fiscal_year, created_at=at, updated_at=at, exceptions=[])
    calendar.windows = await windows_for(session, principal, body)
    await save(session, principal, calendar, "created", {"windows": [None, shown(calendar)]})
    await ask_to_remind(session, calendar)
    return calendar


async def windows_for(session: AsyncSession, principal: Principal, body: BudgetCalendarCreate) -> list[CalendarWindow]:
    """Return the windows a year begins with: as sent, from a template, or another year's moved. Raises Invalid."""
    if sum(map(bool, (body.template, body.from_fiscal_year, body.windows))) > 1:
        raise Invalid(errors.ONE_ORIGIN)
    if body.template:
        return await from_template(session, body.template, body.fiscal_year)
    if body.from_fiscal_year:
        return await from_year(session, principal, body.from_fiscal_year, body.fiscal_year)
    return new_windows(body.windows)


async def from_template(session: AsyncSession, code: str, fiscal_year: int) -> list[CalendarWindow]:
    """Return the windows a template gives a year; raises Invalid for a template that there is not."""
    lines = await repository.load_templates(session, code)
    if not lines:
        raise Invalid(errors.NO_SUCH_TEMPLATE)
    return [
        _row(place, each.line.window_in(fiscal_year), each.source, each.dated_on) for place, each in enumerate(lines)
    ]


async def from_year(session: AsyncSession, principal: Principal, origin: int, fiscal_year: int) -> list[CalendarWindow]:
    """Return the windows of another year moved to this one, each naming where it comes from; raises Invalid."""
    found = await repository.find_calendar(session, principal, origin)
    if found is None:
        raise Invalid(errors.NO_SUCH_YEAR)
    note = f"เลื่อนจากปฏิทินปีงบประมาณ {origin} โปรดยืนยัน: "
    return [
        _row(place, shifted(each.window, fiscal_year - origin), note + each.source.removeprefix(note), each.dated_on)
        for place, each in enumerate(found.windows)
    ]


def _row(place: int, window: Window, source: str, dated_on: dt.date | None) -> CalendarWindow:
    days = {"opens_on": window.opens_on, "closes_on": window.closes_on}
    return CalendarWindow(
        position=place, step=window.step, level=window.level, source=source, dated_on=dated_on, **days
    )


def new_windows(windows: list[BudgetWindowIn]) -> list[CalendarWindow]:
    """Return the rows of what was sent; raises Invalid when windows contradict each other."""
    rows = [CalendarWindow(position=place, **window.model_dump()) for place, window in enumerate(windows)]
    if faults := window_faults([row.window for row in rows]):
        raise Invalid(*faults)
    return rows


async def replace_windows(
    session: AsyncSession, principal: Principal, fiscal_year: int, tag: str, body: BudgetWindowsReplace
) -> Calendar:
    """Set all windows anew. Raises VersionStale, Invalid."""
    calendar = await lock_for(session, principal, fiscal_year, access.REPLACE)
    check_version(tag, calendar.version)
    before = shown(calendar)
    calendar.windows = new_windows(body.windows)
    await save(session, principal, calendar, "replaced", {"windows": [before, shown(calendar)], "reason": body.reason})
    await ask_to_remind(session, calendar)
    return calendar


async def grant_exception(
    session: AsyncSession, principal: Principal, once: Once, fiscal_year: int, body: BudgetExceptionCreate
) -> Calendar:
    """Let one area take a step until a day. Raises Invalid for what could never serve anyone, ExceptionExists."""
    calendar = await lock_for(session, principal, fiscal_year, access.GRANT)
    await once.begin(session, principal)
    at = now()
    refuse_grant(calendar, body, fiscal.day_in_bangkok(at))
    exception = CalendarException(id=new_id(), granted_by=principal.subject, granted_at=at, **body.model_dump())
    calendar.exceptions.append(exception)
    granted = {name: str(getattr(exception, name)) for name in ("area_code", "step", "until")}
    await save(session, principal, calendar, "excepted", {"exception": [None, granted], "reason": body.reason})
    await ask_to_remind(session, calendar)
    return calendar


async def ask_to_remind(session: AsyncSession, calendar: Calendar) -> None:
    """Have the tasks of a year brought up to date once this commits."""
    await enqueue(session, REMINDING, OBJECT, {"fiscal_year": calendar.fiscal_year})


def refuse_grant(calendar: Calendar, body: BudgetExceptionCreate, today: dt.date) -> None:
    """Raise Invalid when an exception could never serve anyone."""
    area = reference.area(body.area_code)
    if area is None or level_of(area.kind) is None or not reference.in_fiscal_year(area, calendar.fiscal_year):
        sentence = Text("ต้องเป็นจังหวัดหรือกลุ่มจังหวัดของปีงบประมาณนั้น", "It is for a province or cluster of that fiscal year.")
        raise Invalid(FieldError("/area_code", "area_does_not_fit", sentence))
    if body.until < today:
        sentence = Text("วันสุดท้ายต้องไม่ผ่านไปแล้ว", "Its last day must not be past.")
        raise Invalid(FieldError("/until", "day_is_past", sentence))


async def show_history(session: AsyncSession, principal: Principal, fiscal_year: int) -> HistoryPage:
    """Return what happened to a calendar; raises NotFound."""
    calendar = await repository.load_calendar(session, principal, fiscal_year)
    return await history_of(session, OBJECT, calendar.id)


async def standing_on(session: AsyncSession, fiscal_year: int, area_code: str, step: Step, day: dt.date) -> Standing:
    """Return how a step stands on `day` for an area, in the calendar of a fiscal year."""
    return standing_in(await repository.find_calendar(session, PUBLIC, fiscal_year), area_code, step, day)


def standing_in(calendar: Calendar | None, area_code: str, step: Step, day: dt.date) -> Standing:
    """Return how a step stands on `day` for an area in a calendar as it was loaded."""
    windows = None if calendar is None else [each.window for each in calendar.windows]
    exceptions = [] if calendar is None else calendar.exceptions
    granted = [each.until for each in exceptions if (each.area_code, each.step) == (area_code, step)]
    return standing_of(windows, step, level_for(area_code), day, granted)


async def refuse_closed(session: AsyncSession, fiscal_year: int, area_code: str, step: Step) -> None:
    """Raise WindowClosed when the calendar has a step closed today for an area, saying when it is open."""
    today = fiscal.day_in_bangkok(now())
    standing = await standing_on(session, fiscal_year, area_code, step, today)
    if standing.is_closed:
        raise closed(standing, fiscal_year, area_code, step, today)


def closed(standing: Standing, fiscal_year: int, area_code: str, step: Step, day: dt.date) -> WindowClosed:
    """Return the refusal of a step that is closed on a day."""
    windows, level = shown_windows(standing.windows), level_for(area_code)
    return WindowClosed(
        fiscal_year=fiscal_year, step=step.value, level=level.value, windows=windows, day=day.isoformat()
    )


def level_for(area_code: str) -> Level:
    """Return at which level an area's windows are; a cluster's own, any other area's those of provinces."""
    area = reference.area(area_code)
    return (level_of(area.kind) if area else None) or Level.PROVINCE


async def lock_for(session: AsyncSession, principal: Principal, fiscal_year: int, action: Action) -> Calendar:
    """Return the calendar, locked, for who may do `action`; raises NotFound, NotPermitted."""
    calendar = await repository.load_calendar(session, principal, fiscal_year, lock=True)
    authorise(principal, action, SUBJECT)
    return calendar


async def save(
    session: AsyncSession, principal: Principal, calendar: Calendar, verb: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it; everyone may know of it."""
    calendar.updated_at = now()
    await repository.save_calendar(session, calendar)
    payload = {"fiscal_year": calendar.fiscal_year}
    everyone = frozenset({EVERYONE})
    change = Change(f"{OBJECT}.{verb}", OBJECT, calendar.id, calendar.version, everyone, payload, changes)
    await record(session, principal, change)


def shown(calendar: Calendar) -> list[Json]:
    """Return a calendar's windows as JSON values, for the history's [from, to]."""
    return [
        {name: text_or_none(getattr(window, name)) for name in BudgetWindowIn.model_fields}
        for window in calendar.windows
    ]
