"""Calling a job off."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Action, Principal
from services.shared.columns import now
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Once
from services.shared.jobs.models import CANCELLED, OPEN, Job
from services.shared.jobs.repository import find_job

# What a resource does in the same transaction when a job of its own was called off.
AfterCancel = Callable[[AsyncSession, Principal, Job], Awaitable[None]]


@dataclass(frozen=True)
class Cancelling:
    """That a resource's jobs may be called off: by which action, and what it does then."""

    action: Action
    after: AfterCancel


async def cancel_job(
    session: AsyncSession, principal: Principal, once: Once, kinds: Collection[str], units: Collection[str],
    job_id: UUID, cancelling: Cancelling,
) -> Job:  # fmt: skip
    """Call a job off that has not ended; its worker notices at its next beat. Raises NotFound, StateDoesNotAllow."""
    job = await find_job(session, units, kinds, job_id, lock=True)
    await once.begin(session, principal)
    if job.state not in OPEN:
        raise StateDoesNotAllow(action=cancelling.action.name, allowed=", ".join(OPEN), state=job.state)
    job.state, job.lease_until, job.finished_at = CANCELLED, None, now()
    await session.flush()
    await cancelling.after(session, principal, job)
    return job
