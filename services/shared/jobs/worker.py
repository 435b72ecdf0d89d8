"""The worker of a service: claims one job at a time, keeps its lease alive, and never blocks the event loop."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, event, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.shared.columns import new_id, now
from services.shared.database import DATABASE_TROUBLE
from services.shared.errors import Refusal, Unexpected
from services.shared.jobs.models import FAILED, QUEUED, RUNNING, SUCCEEDED, Job
from services.shared.problems import problem

LEASE = dt.timedelta(seconds=60)
HEARTBEAT_SECONDS = 15.0
# Of work that a person may call off.
SHORT_HEARTBEAT_SECONDS = 1.0
# How long a worker without work waits before it looks again. A job added in its own process wakes it at once.
PAUSE_SECONDS = 0.5
MOST_ATTEMPTS = 3

Sessions = async_sessionmaker[AsyncSession]
# Does one job: given the sessions, its id and its payload, returns its result. A Refusal is its problem.
JobHandler = Callable[[Sessions, UUID, dict[str, Any]], Awaitable[dict[str, Any]]]

logger = structlog.get_logger(__name__)
# One for each worker of this process, set when there may be work.
_bells: set[asyncio.Event] = set()


async def enqueue(session: AsyncSession, kind: str, owner: str, payload: dict[str, Any]) -> UUID:
    """Add a job in the caller's transaction; the workers see it once that commits. Returns its id."""
    job = Job(
        id=new_id(), kind=kind, owner=owner, payload=payload, state=QUEUED, progress=0.0, attempts=0, created_at=now()
    )
    session.add(job)
    await session.flush()
    event.listen(session.sync_session, "after_commit", _ring, once=True)
    return job.id


def in_turn(*handlers: JobHandler) -> JobHandler:
    """Return what does a job by several handlers one after the other, each of which bears being called again.

    Its result has what each of them returned.
    """

    async def carry_out(sessions: Sessions, job_id: UUID, payload: dict[str, Any]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for handler in handlers:
            result |= await handler(sessions, job_id, payload)
        return result

    return carry_out


async def report_progress(sessions: Sessions, job_id: UUID, progress: float) -> None:
    """Say how much of a job is done, from 0 to 1."""
    async with sessions.begin() as session:
        await session.execute(update(Job).where(Job.id == job_id).values(progress=progress))


async def settle(session: AsyncSession, job_id: UUID, result: dict[str, Any]) -> bool:
    """End a job in the transaction of its effect; returns False when it was cancelled or ended before.

    Who writes only when this is true never writes what a person has called off.
    """
    ours = update(Job).where(Job.id == job_id, Job.state == RUNNING)
    ended = ours.values(state=SUCCEEDED, progress=1.0, result=result, lease_until=None, finished_at=now())
    return (await session.execute(ended.returning(Job.id))).one_or_none() is not None


async def run_worker(
    sessions: Sessions, handlers: Mapping[str, JobHandler], heartbeat_seconds: float = HEARTBEAT_SECONDS
) -> None:
    """Work until cancelled; a database that is away is tried again."""
    bell = asyncio.Event()
    _bells.add(bell)
    try:
        while True:
            bell.clear()
            if not await _work_if_there_is_any(sessions, handlers, heartbeat_seconds):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), PAUSE_SECONDS)
    finally:
        _bells.discard(bell)


async def _work_if_there_is_any(
    sessions: Sessions, handlers: Mapping[str, JobHandler], heartbeat_seconds: float
) -> bool:
    try:
        return await work_once(sessions, handlers, heartbeat_seconds)
    except DATABASE_TROUBLE as trouble:
        logger.warning("the worker waits for the database", problem=repr(trouble))
        return False


def _ring(_session: object) -> None:
    for bell in _bells:
        bell.set()


async def work_once(
    sessions: Sessions, handlers: Mapping[str, JobHandler], heartbeat_seconds: float = HEARTBEAT_SECONDS
) -> bool:
    """Claim one job and carry it out; returns whether there was one.

    A job that is cancelled meanwhile, or taken over by another worker, is left off at the next beat.
    """
    job = await _claim(sessions, list(handlers))
    if job is None:
        return False
    working = asyncio.ensure_future(handlers[job.kind](sessions, job.id, job.payload))
    heartbeat = asyncio.create_task(_keep_lease(sessions, job, working, heartbeat_seconds))
    try:
        await _finish(sessions, job, state=SUCCEEDED, progress=1.0, result=await working)
    except asyncio.CancelledError:
        if not _was_left_off(working):
            raise
    except Refusal as refusal:
        await _finish(sessions, job, state=FAILED, problem=problem(refusal, "th", str(job.id)))
    except Exception as fault:
        logger.error("job failed", job=str(job.id), kind=job.kind, exc_info=fault)
        await _give_back_or_fail(sessions, job)
    finally:
        heartbeat.cancel()
    return True


async def _claim(sessions: Sessions, kinds: list[str]) -> Job | None:
    """Take the oldest job that waits, or whose worker has let its lease run out."""
    at = now()
    free = or_(Job.state == QUEUED, (Job.state == RUNNING) & (Job.lease_until < at))
    waiting = select(Job).where(free, Job.kind.in_(kinds)).order_by(Job.created_at).limit(1)
    async with sessions.begin() as session:
        job = (await session.scalars(waiting.with_for_update(skip_locked=True))).one_or_none()
        if job is not None:
            job.state, job.lease_until, job.attempts = RUNNING, at + LEASE, job.attempts + 1
            if job.attempts > MOST_ATTEMPTS:
                job.state, job.problem, job.finished_at = FAILED, problem(Unexpected(), "th", str(job.id)), at
                return None
        return job


def _was_left_off(working: asyncio.Future[dict[str, Any]]) -> bool:
    """Return whether the job alone was cancelled, and not this worker."""
    this = asyncio.current_task()
    return working.cancelled() and (this is None or not this.cancelling())


async def _keep_lease(
    sessions: Sessions, job: Job, working: asyncio.Future[dict[str, Any]], heartbeat_seconds: float
) -> None:
    kept = update(Job).where(*_still_ours(job)).returning(Job.id)
    while True:
        await asyncio.sleep(heartbeat_seconds)
        try:
            async with sessions.begin() as session:
                found = await session.execute(kept.values(lease_until=now() + LEASE))
        except DATABASE_TROUBLE as trouble:
            logger.warning("a lease could not be kept", job=str(job.id), problem=repr(trouble))
        else:
            if found.one_or_none() is None:
                working.cancel()
                return


def _still_ours(job: Job) -> tuple[ColumnElement[bool], ...]:
    return Job.id == job.id, Job.attempts == job.attempts, Job.state == RUNNING


async def _give_back_or_fail(sessions: Sessions, job: Job) -> None:
    if job.attempts < MOST_ATTEMPTS:
        await _finish(sessions, job, state=QUEUED)
    else:
        await _finish(sessions, job, state=FAILED, problem=problem(Unexpected(), "th", str(job.id)))


async def _finish(sessions: Sessions, job: Job, **outcome: Any) -> None:  # noqa: ANN401 - columns of Job by name
    """Write the outcome, unless the job was cancelled or ended, or another worker has taken it over since."""
    ended = now() if outcome["state"] in (SUCCEEDED, FAILED) else None
    change = update(Job).where(*_still_ours(job)).values(lease_until=None, finished_at=ended, **outcome)
    async with sessions.begin() as session:
        await session.execute(change)
