"""Jobs over HTTP, mounted by each resource that starts some: how far one is; calling it off where that is offered."""

from collections.abc import Callable, Collection
from uuid import UUID

from fastapi import APIRouter, Response

from services.shared.access import Action, Principal
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import KEYED, OBJECT, new_router, operation
from services.shared.errors import StateDoesNotAllow
from services.shared.idempotency import Key
from services.shared.jobs import schemas, usecases
from services.shared.jobs.models import OPEN
from services.shared.jobs.repository import find_job
from services.shared.jobs.usecases import Cancelling

RETRY_AFTER_SECONDS = 1

# Under which names of owners a caller's jobs are found.
UnitsOf = Callable[[Principal], Collection[str]]


def own_units(principal: Principal) -> Collection[str]:
    """Return the units a caller acts for."""
    return principal.units


def job_router(
    tag: str, prefix: str, action: Action, *, noun: str, kinds: Collection[str],
    units: UnitsOf = own_units, cancelling: Cancelling | None = None,
) -> APIRouter:  # fmt: skip
    """Return a router with GET {prefix}/jobs/{job_id} for jobs of `kinds`; `noun` names it, as in getProjectJob.

    With `cancelling`, also with POST {prefix}/jobs/{job_id}/cancel.
    """
    router = new_router(tag)

    @router.get(
        f"{prefix}/jobs/{{job_id}}",
        **operation(f"get{noun}Job", action, "How far a job is", refuses=OBJECT, headers=["Retry-After"]),
    )
    async def get_job(job_id: UUID, session: Session, principal: Caller, response: Response) -> schemas.Job:
        """Only the unit that asked for the job sees it. While it is queued or running, `Retry-After` is sent."""
        job = await find_job(session, units(principal), kinds, job_id)
        if job.state in OPEN:
            response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return schemas.Job.model_validate(job)

    if cancelling is not None:
        _add_cancellation(router, prefix, noun, kinds, units, cancelling)
    return router


def _add_cancellation(
    router: APIRouter, prefix: str, noun: str, kinds: Collection[str], units: UnitsOf, cancelling: Cancelling
) -> None:
    @router.post(
        f"{prefix}/jobs/{{job_id}}/cancel",
        response_model=schemas.Job,
        **operation(
            f"cancel{noun}Job",
            cancelling.action,
            "Call a job off",
            refuses=[*OBJECT, *KEYED, StateDoesNotAllow],
            headers=["Idempotent-Replayed"],
        ),
    )
    async def cancel_job(job_id: UUID, session: Session, principal: Caller, once: Key) -> Response:
        """Call off a job that is queued or running: what it computes is ended, and nothing comes of it."""
        job = await usecases.cancel_job(session, principal, once, kinds, units(principal), job_id, cancelling)
        return await once.answer(session, schemas.Job.model_validate(job))
