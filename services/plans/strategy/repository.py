"""Every SQL statement about a plan's strategy. Whoever calls has found the plan to be visible, or locked it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.base import Base
from services.plans.strategy.models import PlanGoal, PlanIssue, PlanMission, PlanStrategy


@dataclass(frozen=True)
class PlanTree:
    """The rows of one plan's strategy, each kind in its order."""

    missions: Sequence[PlanMission] = field(default=())
    goals: Sequence[PlanGoal] = field(default=())
    issues: Sequence[PlanIssue] = field(default=())
    strategies: Sequence[PlanStrategy] = field(default=())

    def under(self, issue: PlanIssue) -> list[PlanStrategy]:
        """Return the strategies of an issue, in order."""
        return [strategy for strategy in self.strategies if strategy.issue_id == issue.id]


async def load_tree(session: AsyncSession, plan_id: UUID) -> PlanTree:
    """Return the strategy of a plan, in four statements; empty when it has none."""
    missions = select(PlanMission).where(PlanMission.plan_id == plan_id).order_by(PlanMission.position)
    goals = select(PlanGoal).where(PlanGoal.plan_id == plan_id).order_by(PlanGoal.position)
    issues = select(PlanIssue).where(PlanIssue.plan_id == plan_id).order_by(PlanIssue.position)
    strategies = select(PlanStrategy).where(PlanStrategy.plan_id == plan_id).order_by(PlanStrategy.position)
    return PlanTree(
        missions=(await session.scalars(missions)).all(),
        goals=(await session.scalars(goals)).all(),
        issues=(await session.scalars(issues)).all(),
        strategies=(await session.scalars(strategies)).all(),
    )


async def write_tree(session: AsyncSession, plan_id: UUID, before: PlanTree, after: PlanTree) -> None:
    """Put `after` in place of `before`; a strategy that projects stand under is refused here (StrategyInUse).

    Issues come before the strategies under them and go after them, which is why each kind is flushed by itself.
    """
    for row in (*before.missions, *before.goals):
        session.expunge(row)
    await session.execute(delete(PlanMission).where(PlanMission.plan_id == plan_id))
    await session.execute(delete(PlanGoal).where(PlanGoal.plan_id == plan_id))
    for rows in (after.missions, after.goals, after.issues, after.strategies):
        session.add_all(rows)
        await session.flush()
    kept_strategies, kept_issues = {row.id for row in after.strategies}, {row.id for row in after.issues}
    await _delete(session, [row for row in before.strategies if row.id not in kept_strategies])
    await _delete(session, [row for row in before.issues if row.id not in kept_issues])


async def _delete(session: AsyncSession, rows: Sequence[Base]) -> None:
    for row in rows:
        await session.delete(row)
    await session.flush()
