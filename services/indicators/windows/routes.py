"""`/v1/observation-windows` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.indicators.windows import access, schemas, usecases, views
from services.indicators.windows.errors import CalendarExists, ExceptionExists, ExceptionRevoked
from services.indicators.windows.repository import load_calendar, load_calendars, load_templates
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag
from services.shared.schemas import Day, FiscalYear

TAG = "observation-windows"
TAGS = {TAG: "ช่วงเวลารายงานค่า: when values of which period are taken, until when, and the exceptions granted."}
PATH = "/v1/observation-windows"
ONE = f"{PATH}/{{fiscal_year}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[schemas.ObservationCalendarSort, Query(description="how to sort; a minus reverses")]
Year = Annotated[FiscalYear, Path()]
On = Annotated[Day | SkipJsonSchema[None], Query(description="how it stands on this day; today in Bangkok without it")]


@router.get(
    PATH,
    response_model=schemas.ObservationCalendarPage,
    **operation("listObservationWindows", access.READ, "List years with windows", refuses=[CursorInvalid]),
)
async def list_observation_windows(
    session: Session,
    principal: Caller,
    page: Paging,
    sort: Sort = schemas.ObservationCalendarSort.YEAR_LAST_FIRST,
) -> schemas.ObservationCalendarPage:
    """List the fiscal years that have windows, the last first; everyone may read them."""
    return views.page_of(await load_calendars(session, principal, sort, page), page, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.ObservationCalendar,
    **operation(
        "createObservationWindows",
        access.CREATE,
        "Set the windows of a year",
        refuses=[*BODY, *KEYED, CalendarExists],
        headers=CREATED,
    ),
)
async def create_observation_windows(
    session: Session, principal: Caller, once: Key, body: schemas.ObservationWindowsCreate
) -> Response:
    """Say when values of a fiscal year are taken, by hand or from a template. A year without windows takes all."""
    calendar = await usecases.create_calendar(session, principal, once, body)
    answer, location = views.one_of(calendar, principal), f"{PATH}/{calendar.fiscal_year}"
    return await once.answer(session, answer, status=201, location=location, version=calendar.version)


@router.get(
    f"{PATH}/templates",
    response_model=schemas.WindowTemplates,
    **operation("listObservationWindowTemplates", access.READ, "List templates"),
)
async def list_observation_window_templates(session: Session) -> schemas.WindowTemplates:
    """List the templates that a year's windows may be made from, each line with its source."""
    return views.templates_of(await load_templates(session))


@router.get(
    ONE,
    response_model=schemas.ObservationCalendar,
    **operation("getObservationWindows", access.READ, "Read a year's windows", refuses=OBJECT, headers=["ETag"]),
)
async def get_observation_windows(
    session: Session, principal: Caller, fiscal_year: Year, response: Response, on: On = None
) -> schemas.ObservationCalendar:
    """Read the windows and exceptions of a fiscal year, and how they stand on a day."""
    calendar = await load_calendar(session, principal, fiscal_year)
    response.headers["ETag"] = etag(calendar.version)
    return views.one_of(calendar, principal, on)


@router.put(
    f"{ONE}/windows",
    response_model=schemas.ObservationCalendar,
    **operation(
        "replaceObservationWindows",
        access.REPLACE,
        "Replace the windows",
        refuses=[*OBJECT, *BODY, *VERSIONED],
        headers=["ETag"],
    ),
)
async def replace_observation_windows(
    session: Session,
    principal: Caller,
    fiscal_year: Year,
    tag: IfMatch,
    body: schemas.ObservationWindowsReplace,
    response: Response,
) -> schemas.ObservationCalendar:
    """Set all windows of a fiscal year anew, with the reason; what was granted stays granted."""
    calendar = await usecases.replace_windows(session, principal, fiscal_year, tag, body)
    response.headers["ETag"] = etag(calendar.version)
    return views.one_of(calendar, principal)


@router.post(
    f"{ONE}/exceptions",
    status_code=201,
    response_model=schemas.ObservationCalendar,
    **operation(
        "createObservationException",
        access.GRANT,
        "Grant an exception",
        refuses=[*OBJECT, *BODY, *KEYED, ExceptionExists],
        headers=CREATED,
    ),
)
async def create_observation_exception(
    session: Session, principal: Caller, fiscal_year: Year, once: Key, body: schemas.ObservationExceptionCreate
) -> Response:
    """Hear one unit until a day, with the reason; the answer is the year's windows as they are then."""
    calendar = await usecases.grant_exception(session, principal, once, fiscal_year, body)
    answer, location = views.one_of(calendar, principal), f"{PATH}/{fiscal_year}"
    return await once.answer(session, answer, status=201, location=location, version=calendar.version)


@router.post(
    f"{ONE}/exceptions/{{exception_id}}/revoke",
    response_model=schemas.ObservationCalendar,
    **operation(
        "revokeObservationException",
        access.REVOKE,
        "Revoke an exception",
        refuses=[*OBJECT, *BODY, *KEYED, ExceptionRevoked],
        headers=MOVED,
    ),
)
async def revoke_observation_exception(
    session: Session,
    principal: Caller,
    fiscal_year: Year,
    exception_id: UUID,
    once: Key,
    body: schemas.ObservationExceptionRevoke,
) -> Response:
    """Take an exception back, with the reason; values that came in by it stay."""
    calendar = await usecases.revoke_exception(session, principal, once, fiscal_year, exception_id, body)
    return await once.answer(session, views.one_of(calendar, principal), version=calendar.version)


@router.post(
    f"{ONE}/remind",
    response_model=schemas.ObservationCalendar,
    **operation(
        "remindObservationWindows",
        access.REMIND,
        "Remind who owes values",
        refuses=[*OBJECT, *KEYED],
        headers=MOVED,
    ),
)
async def remind_observation_windows(session: Session, principal: Caller, fiscal_year: Year, once: Key) -> Response:
    """Bring the tasks of a year up to date: one for each unit and period that is open and owed; a job does it."""
    calendar = await usecases.remind(session, principal, once, fiscal_year)
    return await once.answer(session, views.one_of(calendar, principal), version=calendar.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listObservationWindowsHistory", access.READ, "Read the history of windows", refuses=OBJECT),
)
async def list_observation_windows_history(session: Session, principal: Caller, fiscal_year: Year) -> HistoryPage:
    """List what happened to a year's windows, the newest first; everyone may read it."""
    return await usecases.show_history(session, principal, fiscal_year)
