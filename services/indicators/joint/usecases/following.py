"""What follows a push, a signature or a new definition: both sides' values are looked at, beside the request.

The push itself only leaves a job in its own transaction, so that nothing is forgotten and nobody waits. The service's
worker carries it out; either side may ask for the same look at any time.
"""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.usecases.reviewing import review
from services.shared.access import Grant, Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound
from services.shared.jobs.worker import Sessions, enqueue, report_progress
from services.shared.roles import Role

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
