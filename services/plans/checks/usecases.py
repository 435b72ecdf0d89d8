"""Checking a plan."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.checks import repository
from services.plans.checks.rules import Chain, Finding, IssueRow, Share, StrategyRow, balance_of, findings_of
from services.plans.documents.models import Plan
from services.plans.documents.repository import load_plan
from services.plans.strategy.repository import PlanTree, load_tree
from services.plans.strategy.rules import Dimension
from services.shared.access import Principal


@dataclass(frozen=True)
class Checked:
    """A plan, the plan whose strategy was checked, and what was found."""

    plan: Plan
    strategy_of_id: UUID
    findings: list[Finding]
    balance: list[Share]


async def check_plan(session: AsyncSession, principal: Principal, plan_id: UUID) -> Checked:
    """Return the gaps and the balance of a plan; raises NotFound.

    An action plan without a strategy of its own carries out its parent's, with the projects of its one year.
    """
    plan = await load_plan(session, principal, plan_id)
    source, tree = plan, await load_tree(session, plan.id)
    if not tree.issues and plan.parent is not None:
        source, tree = plan.parent, await load_tree(session, plan.parent.id)
    lines = [strategy.line_id for strategy in tree.strategies]
    years = plan.first_fiscal_year, plan.last_fiscal_year
    projects = await repository.projects_by_line(session, principal, lines, *years)
    chain = chain_of(source, tree)
    return Checked(plan, source.id, findings_of(chain, projects), balance_of(chain.issues, projects))


def chain_of(plan: Plan, tree: PlanTree) -> Chain:
    """Return what the checks look at."""
    return Chain(
        has_vision=plan.vision_th is not None,
        has_missions=bool(tree.missions),
        goals=[(goal.number, goal.title_th) for goal in tree.goals],
        issues=[
            IssueRow(
                id=issue.id,
                number=issue.number,
                title_th=issue.title_th,
                dimension=Dimension(issue.dimension),
                goal_numbers=tuple(issue.goal_numbers),
                has_lead_host=issue.lead_host_post is not None,
                strategies=tuple(
                    StrategyRow(each.id, each.line_id, each.number, each.title_th) for each in tree.under(issue)
                ),
            )
            for issue in tree.issues
        ],
    )
