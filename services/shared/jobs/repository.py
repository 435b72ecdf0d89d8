"""Finding a job for the unit it was asked for."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.jobs.models import Job


async def find_job(session: AsyncSession, principal: Principal, kinds: Collection[str], job_id: UUID) -> Job:
    """Return a job of one of these kinds that a unit of the caller owns; raises NotFound for any other."""
    mine = select(Job).where(Job.id == job_id, Job.kind.in_(kinds), Job.owner.in_(principal.units))
    job = (await session.scalars(mine)).one_or_none()
    if job is None:
        raise NotFound()
    return job
