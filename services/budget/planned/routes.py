"""`/v1/budget-requests/by-plan` over HTTP: an area's money of a year by its plan."""

from typing import Annotated

from fastapi import Query

from services.budget.planned import usecases, views
from services.budget.planned.schemas import BudgetByPlan
from services.budget.requests import access
from services.budget.requests.routes import PATH, TAG
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.neighbours import Ask
from services.shared.schemas import AreaCode, FiscalYear

router = new_router(TAG)


@router.get(
    f"{PATH}/by-plan",
    response_model=BudgetByPlan,
    **operation("getBudgetByPlan", access.READ, "An area's money by its plan"),
)
async def get_budget_by_plan(
    session: Session,
    asker: Ask,
    principal: Caller,
    area_code: Annotated[AreaCode, Query()],
    fiscal_year: Annotated[FiscalYear, Query()],
) -> BudgetByPlan:
    """Read which issues and projects of an area's plan have which requests, what was approved, and what is spent."""
    issues, accounts = await usecases.show_by_plan(session, asker, principal, area_code, fiscal_year)
    return views.by_plan_of(area_code, fiscal_year, issues, accounts)
