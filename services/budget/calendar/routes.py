"""`/v1/budget-calendar` over HTTP."""

from typing import Annotated

from fastapi import Path, Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.budget.calendar import access, schemas, usecases, views
from services.budget.calendar.errors import CalendarExists, ExceptionExists
from services.budget.calendar.repository import load_calendar, load_calendars, load_templates
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag
from services.shared.schemas import Day, FiscalYear

TAG = "budget-calendar"
TAGS = {TAG: "ปฏิทินงบประมาณ: which step of the budget year is open when, and the exceptions granted."}
PATH = "/v1/budget-calendar"
ONE = f"{PATH}/{{fiscal_year}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
Sort = Annotated[schemas.BudgetCalendarSort, Query(description="how to sort; a minus reverses")]
Year = Annotated[FiscalYear, Path()]
On = Annotated[Day | SkipJsonSchema[None], Query(description="what is open on this day; today in Bangkok without it")]


@router.get(
    PATH,
    response_model=schemas.BudgetCalendarPage,
    **operation("listBudgetCalendars", access.READ, "List calendars", refuses=[CursorInvalid]),
)
async def list_budget_calendars(
    session: Session,
    principal: Caller,
    page: Paging,
    sort: Sort = schemas.BudgetCalendarSort.YEAR_LAST_FIRST,
) -> schemas.BudgetCalendarPage:
    """List the fiscal years that have a calendar, the last first; everyone may read them."""
    return views.page_of(await load_calendars(session, principal, sort, page), page, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.BudgetCalendar,
    **operation(
        "createBudgetCalendar",
        access.CREATE,
        "Create a calendar",
        refuses=[*BODY, *KEYED, CalendarExists],
        headers=CREATED,
    ),
)
async def create_budget_calendar(
    session: Session, principal: Caller, once: Key, body: schemas.BudgetCalendarCreate
) -> Response:
    """Give a fiscal year its calendar, by hand, from a template or from another year. One without refuses nothing."""
    calendar = await usecases.create_calendar(session, principal, once, body)
    answer, location = views.one_of(calendar, principal), f"{PATH}/{calendar.fiscal_year}"
    return await once.answer(session, answer, status=201, location=location, version=calendar.version)


@router.get(
    f"{PATH}/templates",
    response_model=schemas.BudgetCalendarTemplates,
    **operation("listBudgetCalendarTemplates", access.READ, "List templates"),
)
async def list_budget_calendar_templates(session: Session) -> schemas.BudgetCalendarTemplates:
    """List the templates that a year's calendar may be made from, each line with its source and how sure it is."""
    return views.templates_of(await load_templates(session))


@router.get(
    ONE,
    response_model=schemas.BudgetCalendar,
    **operation("getBudgetCalendar", access.READ, "Read a calendar", refuses=OBJECT, headers=["ETag"]),
)
async def get_budget_calendar(
    session: Session, principal: Caller, fiscal_year: Year, response: Response, on: On = None
) -> schemas.BudgetCalendar:
    """Read the calendar of a fiscal year, and what of it is open on a day."""
    calendar = await load_calendar(session, principal, fiscal_year)
    response.headers["ETag"] = etag(calendar.version)
    return views.one_of(calendar, principal, on)


@router.put(
    f"{ONE}/windows",
    response_model=schemas.BudgetCalendar,
    **operation(
        "replaceBudgetCalendarWindows",
        access.REPLACE,
        "Replace the windows",
        refuses=[*OBJECT, *BODY, *VERSIONED],
        headers=["ETag"],
    ),
)
async def replace_budget_calendar_windows(
    session: Session,
    principal: Caller,
    fiscal_year: Year,
    tag: IfMatch,
    body: schemas.BudgetWindowsReplace,
    response: Response,
) -> schemas.BudgetCalendar:
    """Set all windows of a fiscal year anew, with the reason; what was granted stays granted."""
    calendar = await usecases.replace_windows(session, principal, fiscal_year, tag, body)
    response.headers["ETag"] = etag(calendar.version)
    return views.one_of(calendar, principal)


@router.post(
    f"{ONE}/exceptions",
    status_code=201,
    response_model=schemas.BudgetCalendar,
    **operation(
        "createBudgetCalendarException",
        access.GRANT,
        "Grant an exception",
        refuses=[*OBJECT, *BODY, *KEYED, ExceptionExists],
        headers=CREATED,
    ),
)
async def create_budget_calendar_exception(
    session: Session, principal: Caller, fiscal_year: Year, once: Key, body: schemas.BudgetExceptionCreate
) -> Response:
    """Let one area take a step until a day, with the reason; the answer is the calendar as it is then."""
    calendar = await usecases.grant_exception(session, principal, once, fiscal_year, body)
    answer, location = views.one_of(calendar, principal), f"{PATH}/{fiscal_year}"
    return await once.answer(session, answer, status=201, location=location, version=calendar.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listBudgetCalendarHistory", access.READ, "Read a calendar's history", refuses=OBJECT),
)
async def list_budget_calendar_history(session: Session, principal: Caller, fiscal_year: Year) -> HistoryPage:
    """List what happened to a calendar, the newest first; everyone may read it."""
    return await usecases.show_history(session, principal, fiscal_year)
