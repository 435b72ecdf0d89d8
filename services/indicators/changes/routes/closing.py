"""`/v1/change-requests/closing-dates` over HTTP."""

from typing import Annotated

from fastapi import Path, Response

from services.indicators.changes import access, views
from services.indicators.changes.errors import ClosingDateExists
from services.indicators.changes.repository import load_closing_dates
from services.indicators.changes.routes.requests import CREATED, PATH, TAG
from services.indicators.changes.schemas import answers, bodies
from services.indicators.changes.usecases import closing as usecases
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.preconditions import IfMatch
from services.shared.schemas import FiscalYear

ALL = f"{PATH}/closing-dates"
ONE = f"{ALL}/{{fiscal_year}}"

router = new_router(TAG)

Year = Annotated[FiscalYear, Path()]


@router.get(
    ALL,
    response_model=answers.ChangeClosingDatePage,
    **operation("listChangeClosingDates", access.READ_CLOSING, "List closing dates"),
)
async def list_change_closing_dates(session: Session) -> answers.ChangeClosingDatePage:
    """List the fiscal years that have a closing date. A year that is not there never closes."""
    return views.closing_page(await load_closing_dates(session))


@router.post(
    ALL,
    status_code=201,
    response_model=answers.ChangeClosingDate,
    **operation(
        "createChangeClosingDate",
        access.SET_CLOSING,
        "Set a closing date",
        refuses=[*BODY, *KEYED, ClosingDateExists],
        headers=CREATED,
    ),
)
async def create_change_closing_date(
    session: Session, principal: Caller, once: Key, body: bodies.ChangeClosingDateCreate
) -> Response:
    """Set until when requests of a fiscal year are first submitted, and the document that says so."""
    closing = await usecases.create_closing_date(session, principal, once, body)
    answer, location = views.closing_of(closing), f"{ALL}/{closing.fiscal_year}"
    return await once.answer(session, answer, status=201, location=location, version=closing.version)


@router.get(
    ONE,
    response_model=answers.ChangeClosingDate,
    **operation("getChangeClosingDate", access.READ_CLOSING, "Read a closing date", refuses=OBJECT, headers=["ETag"]),
)
async def get_change_closing_date(session: Session, fiscal_year: Year) -> Response:
    """Read the closing date of a fiscal year; a year without one is not found."""
    return views.closing_answer(await usecases.load_closing_date(session, fiscal_year))


@router.put(
    ONE,
    response_model=answers.ChangeClosingDate,
    **operation(
        "moveChangeClosingDate",
        access.MOVE_CLOSING,
        "Move a closing date",
        refuses=[*OBJECT, *BODY, *VERSIONED],
        headers=["ETag"],
    ),
)
async def move_change_closing_date(
    session: Session, principal: Caller, fiscal_year: Year, tag: IfMatch, body: bodies.ChangeClosingDateMove
) -> Response:
    """Move the closing date of a fiscal year, with the reason."""
    closing = await usecases.move_closing_date(session, principal, fiscal_year, tag, body)
    return views.closing_answer(closing)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listChangeClosingDateHistory", access.READ_CLOSING, "Read a closing date's history", refuses=OBJECT),
)
async def list_change_closing_date_history(session: Session, fiscal_year: Year) -> HistoryPage:
    """List what happened to a closing date, the newest first; everyone may read it."""
    return await usecases.show_history(session, fiscal_year)
