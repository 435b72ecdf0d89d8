"""How an area's money by its plan is shown."""

from collections.abc import Sequence
from typing import Any

from services.budget.planned import schemas
from services.budget.planned.rules import Balances, IssueMoney, ProjectMoney, Sums


def by_plan_of(
    area_code: str, fiscal_year: int, issues: Sequence[IssueMoney], accounts: Balances | None
) -> schemas.BudgetByPlan:
    """Return the representation of an area's money of a year."""
    return schemas.BudgetByPlan(
        area_code=area_code,
        fiscal_year=fiscal_year,
        **_named(schemas.PlannedSums, sum((each.sums for each in issues), Sums()).values),
        accounts=schemas.PlannedAccounts(**_named(schemas.PlannedAccounts, accounts)) if accounts else None,
        issues=[_issue(each) for each in issues],
    )


def _named(model: type[schemas.PlannedSums] | type[schemas.PlannedAccounts], values: tuple[int, ...]) -> dict[str, Any]:
    return dict(zip(model.model_fields, values, strict=True))


def _issue(issue: IssueMoney) -> schemas.PlannedIssue:
    first = issue.first
    return schemas.PlannedIssue(
        issue_id=first.issue_id if first else None,
        plan_id=first.plan_id if first else None,
        number=first.issue_number if first else None,
        title_th=first.issue_title_th if first else None,
        **_named(schemas.PlannedSums, issue.sums.values),
        projects=[_project(each) for each in issue.projects],
    )


def _project(project: ProjectMoney) -> schemas.PlannedProject:
    return schemas.PlannedProject(
        project_id=project.project_id,
        title_th=project.title_th,
        project_state=project.state,
        strategy_id=project.strategy.id if project.strategy else None,
        strategy_title_th=project.strategy.title_th if project.strategy else None,
        **_named(schemas.PlannedSums, project.sums.values),
    )
