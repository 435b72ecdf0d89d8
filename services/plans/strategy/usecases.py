"""What is done with a plan's strategy: put in place of what was there, copied into a new edition, read as content."""

from uuid import UUID

from services.plans.strategy.models import PlanGoal, PlanIssue, PlanMission, PlanStrategy
from services.plans.strategy.repository import PlanTree
from services.plans.strategy.rules import IssueFacts, StrategyFacts, TreeFacts, match, tree_faults
from services.plans.strategy.schemas import IssueIn, StrategyTreeIn
from services.shared.columns import new_id
from services.shared.errors import Invalid
from services.shared.schemas import Json


def facts_of(body: StrategyTreeIn) -> TreeFacts:
    """Return what the rules ask of a tree."""
    issues = tuple(
        IssueFacts(
            id=issue.id,
            number=issue.number,
            goal_numbers=tuple(issue.goal_numbers),
            strategies=tuple(StrategyFacts(strategy.id, strategy.number) for strategy in issue.strategies),
        )
        for issue in body.issues
    )
    return TreeFacts(tuple(goal.number for goal in body.goals), issues)


def merge_tree(plan_id: UUID, stored: PlanTree, body: StrategyTreeIn) -> PlanTree:
    """Return the tree that was sent, stored issues and strategies keeping their ids; raises Invalid."""
    known_issues = frozenset(issue.id for issue in stored.issues)
    known_strategies = frozenset(strategy.id for strategy in stored.strategies)
    if faults := tree_faults(facts_of(body), known_issues, known_strategies):
        raise Invalid(*faults)
    issues = merge_issues(plan_id, stored, body.issues)
    return PlanTree(
        missions=[PlanMission(plan_id=plan_id, position=at, text_th=text) for at, text in enumerate(body.missions)],
        goals=[PlanGoal(plan_id=plan_id, position=at, **goal.model_dump()) for at, goal in enumerate(body.goals)],
        issues=issues,
        strategies=merge_strategies(plan_id, stored, body.issues, issues),
    )


def merge_issues(plan_id: UUID, stored: PlanTree, sent: list[IssueIn]) -> list[PlanIssue]:
    """Return the issues that were sent, in their order."""
    rows = {issue.id: issue for issue in stored.issues}
    matched = match([(issue.id, issue.number) for issue in sent], [(row.id, row.number) for row in rows.values()])
    issues = []
    for at, (issue, row_id) in enumerate(zip(sent, matched, strict=True)):
        row = rows[row_id] if row_id else PlanIssue(id=new_id(), plan_id=plan_id, copied_from_id=None)
        row.position = at
        for name, value in issue.model_dump(exclude={"id", "strategies"}).items():
            setattr(row, name, value)
        issues.append(row)
    return issues


def merge_strategies(
    plan_id: UUID, stored: PlanTree, sent: list[IssueIn], issues: list[PlanIssue]
) -> list[PlanStrategy]:
    """Return the strategies that were sent, each under its issue; one may have moved to another issue."""
    rows = {strategy.id: strategy for strategy in stored.strategies}
    placed = [(row.id, each) for row, issue in zip(issues, sent, strict=True) for each in issue.strategies]
    matched = match(
        [(each.id, (issue_id, each.number)) for issue_id, each in placed],
        [(row.id, (row.issue_id, row.number)) for row in rows.values()],
    )
    strategies = []
    for at, ((issue_id, each), row_id) in enumerate(zip(placed, matched, strict=True)):
        row = rows[row_id] if row_id else new_strategy(plan_id)
        row.issue_id, row.position, row.number, row.title_th = issue_id, at, each.number, each.title_th
        strategies.append(row)
    return strategies


def new_strategy(plan_id: UUID) -> PlanStrategy:
    """Return a strategy that begins a line of its own."""
    fresh = new_id()
    return PlanStrategy(id=fresh, plan_id=plan_id, copied_from_id=None, line_id=fresh)


def copy_tree(tree: PlanTree, plan_id: UUID) -> PlanTree:
    """Return the tree for a new edition: new ids, each naming what it was copied from, strategies in their lines."""
    new_ids = {issue.id: new_id() for issue in tree.issues}
    issue_fields = ("position", "number", "title_th", "dimension", "lead_host_unit", "lead_host_post")
    return PlanTree(
        missions=[PlanMission(plan_id=plan_id, position=row.position, text_th=row.text_th) for row in tree.missions],
        goals=[
            PlanGoal(plan_id=plan_id, position=row.position, number=row.number, title_th=row.title_th)
            for row in tree.goals
        ],
        issues=[
            PlanIssue(
                id=new_ids[row.id],
                plan_id=plan_id,
                copied_from_id=row.id,
                goal_numbers=list(row.goal_numbers),
                **{name: getattr(row, name) for name in issue_fields},
            )
            for row in tree.issues
        ],
        strategies=[
            PlanStrategy(
                id=new_id(),
                plan_id=plan_id,
                issue_id=new_ids[row.issue_id],
                position=row.position,
                number=row.number,
                title_th=row.title_th,
                copied_from_id=row.id,
                line_id=row.line_id,
            )
            for row in tree.strategies
        ],
    )


def content_of_tree(tree: PlanTree) -> Json:
    """Return what a tree says, without ids: a part of its plan's content."""
    return {
        "missions": [row.text_th for row in tree.missions],
        "goals": [{"number": row.number, "title_th": row.title_th} for row in tree.goals],
        "issues": [
            {
                "number": row.number,
                "title_th": row.title_th,
                "dimension": row.dimension,
                "goal_numbers": list(row.goal_numbers),
                "lead_host_unit": row.lead_host_unit,
                "lead_host_post": row.lead_host_post,
                "strategies": [{"number": each.number, "title_th": each.title_th} for each in tree.under(row)],
            }
            for row in tree.issues
        ],
    }
