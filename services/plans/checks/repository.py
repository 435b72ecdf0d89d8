"""The one statement of the checks: the projects under the strategies of a plan."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import CANCELLED, REJECTED
from services.plans.checks.rules import Projects
from services.plans.projects.repository import visible_to
from services.plans.strategy.models import PlanStrategy
from services.shared.access import Principal


async def projects_by_line(
    session: AsyncSession, principal: Principal, line_ids: Sequence[UUID], first_year: int, last_year: int
) -> dict[UUID, Projects]:
    """Return, by line of strategies, the visible projects of these fiscal years under it, in whichever edition."""
    project = visible_to(principal).subquery()
    counted = (
        select(PlanStrategy.line_id, func.count(), cast(func.sum(project.c.estimated_amount), BigInteger))
        .join(project, project.c.strategy_id == PlanStrategy.id)
        .where(
            PlanStrategy.line_id.in_(line_ids),
            project.c.fiscal_year.between(first_year, last_year),
            project.c.state.not_in((CANCELLED, REJECTED)),
        )
        .group_by(PlanStrategy.line_id)
    )
    return {line: Projects(count, amount) for line, count, amount in await session.execute(counted)}
