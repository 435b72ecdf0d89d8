"""How a plan's strategy is shown."""

from uuid import UUID

from services.plans.strategy import schemas
from services.plans.strategy.models import PlanIssue
from services.plans.strategy.repository import PlanTree
from services.plans.strategy.rules import Dimension


def tree_of(tree: PlanTree, plan_id: UUID, plan_version: int) -> schemas.StrategyTree:
    """Return the representation of a plan's strategy."""
    return schemas.StrategyTree(
        plan_id=plan_id,
        plan_version=plan_version,
        missions=[mission.text_th for mission in tree.missions],
        goals=[schemas.Goal.model_validate(goal) for goal in tree.goals],
        issues=[_issue_of(issue, tree) for issue in tree.issues],
    )


def _issue_of(issue: PlanIssue, tree: PlanTree) -> schemas.Issue:
    return schemas.Issue(
        id=issue.id,
        number=issue.number,
        title_th=issue.title_th,
        dimension=Dimension(issue.dimension),
        goal_numbers=list(issue.goal_numbers),
        lead_host_unit=issue.lead_host_unit,
        lead_host_post=issue.lead_host_post,
        copied_from_id=issue.copied_from_id,
        strategies=[schemas.Strategy.model_validate(strategy) for strategy in tree.under(issue)],
    )
