"""Finding a job for the unit it was asked for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.errors import NotFound
from services.shared.jobs.models import Job


async def find_job(
    session: AsyncSession, units: Collection[str], kinds: Collection[str], job_id: UUID, *, lock: bool = False
) -> Job:
    """Return a job of one of these kinds that one of these units owns, its row locked when asked; raises NotFound."""
    mine = select(Job).where(Job.id == job_id, Job.kind.in_(kinds), Job.owner.in_(units))
    job = (await session.scalars(mine.with_for_update() if lock else mine)).one_or_none()
    if job is None:
        raise NotFound()
    return job


async def states_of(session: AsyncSession, job_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return how far jobs are, by id: what an object shows of the work that it waits for."""
    if not job_ids:
        return {}
    found = await session.execute(select(Job.id, Job.state).where(Job.id.in_(job_ids)))
    return {row.id: row.state for row in found}
