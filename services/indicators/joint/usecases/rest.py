"""The unassigned line: while it is not zero, the ministry is asked to find who takes it, by the day it set itself."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.models import JointIndicator
from services.indicators.joint.rules.cascade import unassigned_of
from services.indicators.joint.rules.states import OFFERED
from services.indicators.joint.usecases.asking import rest_of_function
from services.indicators.joint.usecases.changes import OBJECT, today
from services.indicators.joint.usecases.terms import limit_of
from services.shared.decisions.access import CLERK
from services.shared.tasks.repository import close_tasks, is_asked, open_all

# Areas answer side by side; whoever changes the sum looks at it after the others have written theirs.
_TAKE_TURNS = text("SELECT pg_advisory_xact_lock(hashtextextended('rest of ' || :joint_id, 0))")


async def tell_rest(session: AsyncSession, joint: JointIndicator) -> None:
    """Open the function's task while something is unassigned, close it when nothing is; the last step of a change.

    Its due day is the one after which nothing may be unassigned, so what is left then is an overdue task.
    """
    if limit_of(joint) is None or joint.national_target is None:
        return
    await session.execute(_TAKE_TURNS, {"joint_id": str(joint.id)})
    tally = (await repository.tallies_of(session, CLERK, [joint.id], today())).get(joint.id)
    assigned = [tally.assigned] if tally else []
    rest = unassigned_of(joint.national_target, joint.overlap_value, assigned)
    if rest == 0 or joint.state != OFFERED:
        await close_tasks(session, OBJECT, joint.id)
    elif not await is_asked(session, OBJECT, joint.id):
        await open_all(session, [rest_of_function(joint)])
