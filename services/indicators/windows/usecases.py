"""What ก.พ.ร. does with the windows of a fiscal year."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.windows import access, errors, repository
from services.indicators.windows.errors import CalendarExists, ExceptionRevoked
from services.indicators.windows.models import ObservationCalendar, ObservationException, ObservationWindow
from services.indicators.windows.rules import Window, window_faults, windows_of_template
from services.indicators.windows.schemas import (
    ObservationExceptionCreate,
    ObservationExceptionRevoke,
    ObservationWindowIn,
    ObservationWindowsCreate,
    ObservationWindowsReplace,
)
from services.shared import fiscal, reference
from services.shared.access import Action, Principal, Subject, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid, NotFound
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import EVERYONE, Change, record
from services.shared.idempotency import Once
from services.shared.jobs.worker import enqueue
from services.shared.preconditions import check_version
from services.shared.schemas import Json

OBJECT = "observation_windows"
# They are nobody's own: who keeps one year's keeps them all.
SUBJECT = Subject("")
# The job that makes tasks of what is open; who owes what is known above this feature.
REMINDING = "observation_windows.remind"


async def create_calendar(
    session: AsyncSession, principal: Principal, once: Once, body: ObservationWindowsCreate
) -> ObservationCalendar:
    """Set the windows of a fiscal year. Raises Invalid, CalendarExists."""
    authorise(principal, access.CREATE)
    await once.begin(session, principal)
    if await repository.find_calendar(session, principal, body.fiscal_year):
        raise CalendarExists()
    at, year = now(), body.fiscal_year
    calendar = ObservationCalendar(id=new_id(), fiscal_year=year, created_at=at, updated_at=at, exceptions=[])
    calendar.windows = await (from_template(session, body) if body.template else new_windows(session, body.windows))
    await save(session, principal, calendar, "created", {"windows": [None, shown(calendar)]})
    await ask_to_remind(session, calendar)
    return calendar


async def from_template(session: AsyncSession, body: ObservationWindowsCreate) -> list[ObservationWindow]:
    """Return the windows a template gives a year; raises Invalid for a template that there is not, or with windows."""
    if body.windows:
        raise Invalid(errors.TEMPLATE_AND_WINDOWS)
    lines = await repository.load_templates(session, body.template)
    if not lines:
        raise Invalid(errors.NO_SUCH_TEMPLATE)
    sourced = [(each, line) for line in lines for each in windows_of_template([line.line], body.fiscal_year)]
    return [_row(place, window, line.source, line.dated_on) for place, (window, line) in enumerate(sourced)]


def _row(place: int, window: Window, source: str, dated_on: dt.date | None) -> ObservationWindow:
    return ObservationWindow(
        position=place,
        periods=list(window.periods),
        opens_on=window.opens_on,
        due_on=window.due_on,
        locks_on=window.locks_on,
        late=window.late,
        source=source,
        dated_on=dated_on,
    )


async def new_windows(session: AsyncSession, windows: list[ObservationWindowIn]) -> list[ObservationWindow]:
    """Return the rows of what was sent; raises Invalid when windows contradict each other."""
    rows = [ObservationWindow(position=place, **window.model_dump()) for place, window in enumerate(windows)]
    faults = list(window_faults([row.window for row in rows]))
    known = await repository.published_among(session, {row.indicator_id for row in rows if row.indicator_id})
    faults += (
        errors.indicator_unknown(f"/windows/{row.position}/indicator_id")
        for row in rows
        if row.indicator_id and row.indicator_id not in known
    )
    if faults:
        raise Invalid(*faults)
    return rows


async def replace_windows(
    session: AsyncSession, principal: Principal, fiscal_year: int, tag: str, body: ObservationWindowsReplace
) -> ObservationCalendar:
    """Set all windows anew. Raises VersionStale, Invalid."""
    calendar = await lock_for(session, principal, fiscal_year, access.REPLACE)
    check_version(tag, calendar.version)
    before = shown(calendar)
    calendar.windows = await new_windows(session, body.windows)
    await save(session, principal, calendar, "replaced", {"windows": [before, shown(calendar)], "reason": body.reason})
    await ask_to_remind(session, calendar)
    return calendar


async def grant_exception(
    session: AsyncSession, principal: Principal, once: Once, fiscal_year: int, body: ObservationExceptionCreate
) -> ObservationCalendar:
    """Hear one unit until a day. Raises Invalid for what could never serve anyone, ExceptionExists."""
    calendar = await lock_for(session, principal, fiscal_year, access.GRANT)
    await once.begin(session, principal)
    at = now()
    await refuse_grant(session, body, fiscal.day_in_bangkok(at))
    about = " ".join(str(part or "*") for part in (body.area_code, body.indicator_id, body.period))
    exception = ObservationException(
        id=new_id(), about=about, granted_by=principal.subject, granted_at=at, **body.model_dump()
    )
    calendar.exceptions.append(exception)
    granted = {"exception": [None, _plain_fields(exception)], "reason": body.reason}
    await save(session, principal, calendar, "forced" if body.opens_locked else "excepted", granted)
    return calendar


async def refuse_grant(session: AsyncSession, body: ObservationExceptionCreate, today: dt.date) -> None:
    """Raise Invalid when an exception could never serve anyone."""
    kind, _, code = body.reporter.partition(":")
    faults = []
    if (reference.area(code) if kind == "area" else reference.function(code)) is None:
        faults.append(errors.UNIT_UNKNOWN)
    if body.until < today:
        faults.append(errors.DAY_IS_PAST)
    if body.indicator_id and not await repository.published_among(session, {body.indicator_id}):
        faults.append(errors.indicator_unknown("/indicator_id"))
    if faults:
        raise Invalid(*faults)


async def revoke_exception(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    fiscal_year: int,
    exception_id: UUID,
    body: ObservationExceptionRevoke,
) -> ObservationCalendar:
    """Take an exception back. Raises NotFound, ExceptionRevoked."""
    calendar = await lock_for(session, principal, fiscal_year, access.REVOKE)
    await once.begin(session, principal)
    exception = _among(calendar.exceptions, exception_id)
    if exception.revoked_at is not None:
        raise ExceptionRevoked()
    exception.revoked_at, exception.revoked_by, exception.revoke_reason = now(), principal.subject, body.reason
    revoked = {"exception": [_plain_fields(exception), None], "reason": body.reason}
    await save(session, principal, calendar, "revoked", revoked)
    return calendar


def _among(exceptions: Iterable[ObservationException], exception_id: UUID) -> ObservationException:
    found = next((each for each in exceptions if each.id == exception_id), None)
    if found is None:
        raise NotFound()
    return found


async def remind(session: AsyncSession, principal: Principal, once: Once, fiscal_year: int) -> ObservationCalendar:
    """Ask anew for a task of every unit that owes values of what is open today; what is done is closed."""
    calendar = await lock_for(session, principal, fiscal_year, access.REMIND)
    await once.begin(session, principal)
    await ask_to_remind(session, calendar)
    return calendar


async def ask_to_remind(session: AsyncSession, calendar: ObservationCalendar) -> None:
    """Have the tasks of a year brought up to date once this commits."""
    await enqueue(session, REMINDING, OBJECT, {"fiscal_year": calendar.fiscal_year})


async def show_history(session: AsyncSession, principal: Principal, fiscal_year: int) -> HistoryPage:
    """Return what happened to a year's windows; raises NotFound."""
    calendar = await repository.load_calendar(session, principal, fiscal_year)
    return await history_of(session, OBJECT, calendar.id)


async def lock_for(
    session: AsyncSession, principal: Principal, fiscal_year: int, action: Action
) -> ObservationCalendar:
    """Return a year's windows, locked, for who may do `action`; raises NotFound, NotPermitted."""
    calendar = await repository.load_calendar(session, principal, fiscal_year, lock=True)
    authorise(principal, action, SUBJECT)
    return calendar


async def save(
    session: AsyncSession, principal: Principal, calendar: ObservationCalendar, verb: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it; everyone may know of it."""
    calendar.updated_at = now()
    await repository.save_calendar(session, calendar)
    payload = {"fiscal_year": calendar.fiscal_year}
    everyone = frozenset({EVERYONE})
    change = Change(f"{OBJECT}.{verb}", OBJECT, calendar.id, calendar.version, everyone, payload, changes)
    await record(session, principal, change)


def shown(calendar: ObservationCalendar) -> list[Json]:
    """Return a year's windows as JSON values, for the history's [from, to]."""
    return [
        {name: _plain(getattr(window, name)) for name in ObservationWindowIn.model_fields}
        for window in calendar.windows
    ]


def _plain_fields(exception: ObservationException) -> Json:
    names = (name for name in ObservationExceptionCreate.model_fields if name != "reason")
    return {"id": str(exception.id), **{name: _plain(getattr(exception, name)) for name in names}}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | list) else str(value)
