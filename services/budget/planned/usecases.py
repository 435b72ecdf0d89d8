"""What is asked of an area's money by its plan."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.planned import clients, repository
from services.budget.planned.rules import Balances, IssueMoney, by_issue, placed
from services.budget.requests import access
from services.shared.access import Principal, authorise
from services.shared.neighbours import Asker


async def show_by_plan(
    session: AsyncSession, asker: Asker, principal: Principal, area_code: str, fiscal_year: int
) -> tuple[list[IssueMoney], Balances | None]:
    """Return an area's requests of a year by strategic issue, and its accounts, in three statements.

    Where a project stands in the plan is asked of the plans service before, as it is now.
    """
    authorise(principal, access.READ)
    project_ids = await repository.glimpse_projects(session, principal, area_code, fiscal_year)
    projects = await clients.places_of(asker, project_ids)
    strategy_ids = {strategy_id for _, strategy_id in projects.values() if strategy_id}
    strategies = await clients.strategies_of(asker, strategy_ids)
    sums = await repository.sums_by_project(session, principal, area_code, fiscal_year)
    accounts = await repository.balances_of(session, principal, area_code, fiscal_year)
    return by_issue(placed(sums, projects, strategies)), accounts
