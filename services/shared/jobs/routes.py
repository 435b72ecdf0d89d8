"""The reading side of jobs, mounted by each resource that starts some."""

from collections.abc import Collection
from uuid import UUID

from fastapi import APIRouter, Response

from services.shared.access import Action
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import OBJECT, new_router, operation
from services.shared.jobs import schemas
from services.shared.jobs.models import QUEUED, RUNNING
from services.shared.jobs.repository import find_job

RETRY_AFTER_SECONDS = 1


def job_router(tag: str, prefix: str, action: Action, *, noun: str, kinds: Collection[str]) -> APIRouter:
    """Return a router with GET {prefix}/jobs/{job_id} for jobs of `kinds`; `noun` names it, as in getProjectJob."""
    router = new_router(tag)

    @router.get(
        f"{prefix}/jobs/{{job_id}}",
        **operation(f"get{noun}Job", action, "How far a job is", refuses=OBJECT, headers=["Retry-After"]),
    )
    async def get_job(job_id: UUID, session: Session, principal: Caller, response: Response) -> schemas.Job:
        """Only the unit that asked for the job sees it. While it is queued or running, `Retry-After` is sent."""
        job = await find_job(session, principal, kinds, job_id)
        if job.state in (QUEUED, RUNNING):
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return schemas.Job.model_validate(job)

    return router
