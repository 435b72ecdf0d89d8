"""What follows a push, a signature or a new definition: both sides' values are looked at, beside the request.

A push leaves a job in its own transaction, so that nothing is forgotten and nobody waits; the service's worker carries
it out, and either side may ask for the same look at any time. What follows a new target of an agreement is a task.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.usecases.asking import new_target_of_function
from services.indicators.joint.usecases.reviewing import review
from services.shared.access import Grant, Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound
from services.shared.jobs.worker import Sessions, enqueue, report_progress
from services.shared.roles import Role
from services.shared.tasks.repository import open_all

# The look that a signature or a new definition asks for; a push leaves `observations.written` to all who follow values.
REVIEW = "joint_indicator.review"
FOLLOWER = Principal("service:indicators", "joint-disputes", (Grant(Role.SERVICE),))


async def review_later(session: AsyncSession, joint: JointIndicator) -> None:
    """Have both sides' values of a joint indicator looked at once this transaction is through, if there are any."""
    if joint.indicator.data_since is None:
        return
    about = {"indicator_ids": [str(joint.indicator_id)], "fiscal_years": [joint.fiscal_year]}
    await enqueue(session, REVIEW, f"function:{joint.function_code}", about)


async def follow_values(sessions: Sessions, job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
    """Look at the joint indicators of what was written, each in a transaction of its own; returns what it came to."""
    indicators = [UUID(each) for each in payload["indicator_ids"]]
    async with sessions() as session:
        found = await repository.joints_of_indicators(session, CLERK, indicators, payload["fiscal_years"])
    counts = {"opened": 0, "changed": 0, "closed": 0}
    for place, joint_id in enumerate(found):
        async with sessions.begin() as session:
            try:
                joint = await repository.load_joint(session, FOLLOWER, joint_id, lock=True, offers=True)
            except NotFound:
                continue
            reviewed = await review(session, FOLLOWER, joint)
            for name in counts:
                counts[name] += len(getattr(reviewed, name))
        await report_progress(sessions, job_id, (place + 1) / len(found))
    return counts


JOBS = {REVIEW: follow_values}


async def follow_target(
    session: AsyncSession, area_code: str, indicator_id: UUID, fiscal_year: int, target: Decimal
) -> None:
    """Ask the function for a new offer where an area's agreement has another target now than both have signed.

    A resolution on an agreement binds the area; what a ministry has signed is changed by a new offer alone.
    """
    offers = await repository.signed_offers(session, area_code, indicator_id, fiscal_year)
    await open_all(
        session, [new_target_of_function(offer, offer.joint, target) for offer in offers if offer.target != target]
    )
