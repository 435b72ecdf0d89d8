"""`/v1/budget-calendar/open` over HTTP: what a caller's units have to do today."""

from typing import Annotated

from fastapi import Query

from services.budget.calendar.routes import PATH, TAG
from services.budget.deadlines import access, usecases, views
from services.budget.deadlines.schemas import OpenStepFilter, OpenStepPage
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.paging import Paging

router = new_router(TAG)


@router.get(
    f"{PATH}/open",
    response_model=OpenStepPage,
    **operation("listOpenBudgetSteps", access.READ_OPEN, "What is open for me", refuses=[CursorInvalid]),
)
async def list_open_budget_steps(
    session: Session, principal: Caller, page: Paging, filters: Annotated[OpenStepFilter, Query()]
) -> OpenStepPage:
    """List what the calendar has open, next or late for every unit you act for, what has to be done first before."""
    found = await usecases.open_to(session, principal, filters.unit, filters.fiscal_year, filters.on)
    return views.page_of(found, page, filters.model_dump(), filters.on)
