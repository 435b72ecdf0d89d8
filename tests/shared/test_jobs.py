"""Jobs: who sees them, what becomes of them when a worker dies or a handler fails, and that the loop goes on."""

import asyncio
import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import update

from services.shared.columns import now
from services.shared.errors import StateDoesNotAllow
from services.shared.jobs import worker
from services.shared.jobs.models import CANCELLED, FAILED, QUEUED, RUNNING, SUCCEEDED, Job
from services.shared.jobs.worker import MOST_ATTEMPTS, JobHandler, enqueue, report_progress, settle, work_once
from tests.conftest import As
from tests.shared.house import JOBS, PATH, House, Json, Sessions

OWNER = "area:50"


@pytest.fixture
def sessions(house: House) -> Sessions:
    return house.sessions


@pytest.fixture
def kind() -> str:
    """A kind that no other test's worker takes."""
    return f"test:{uuid4()}"


async def started(sessions: Sessions, kind: str, **payload: Any) -> UUID:
    async with sessions.begin() as session:
        return await enqueue(session, kind, OWNER, payload)


async def changed(sessions: Sessions, job_id: UUID, **values: Any) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Job).where(Job.id == job_id).values(**values))


async def found(sessions: Sessions, job_id: UUID) -> Job:
    async with sessions() as session:
        return await session.get_one(Job, job_id)


async def double(_sessions: Sessions, _job_id: UUID, payload: Json) -> Json:
    return {"double": 2 * payload["number"]}


async def break_down(_sessions: Sessions, _job_id: UUID, _payload: Json) -> Json:
    raise ZeroDivisionError


async def test_a_job_is_done_once_with_what_it_was_given(sessions: Sessions, kind: str) -> None:
    job_id = await started(sessions, kind, number=21)
    assert await work_once(sessions, {kind: double})
    assert not await work_once(sessions, {kind: double})
    job = await found(sessions, job_id)
    assert (job.state, job.progress, job.result, job.attempts) == (SUCCEEDED, 1.0, {"double": 42}, 1)
    assert job.finished_at is not None
    assert job.lease_until is None


async def test_a_job_of_a_request_that_failed_is_never_done(sessions: Sessions, kind: str) -> None:
    async with sessions() as session:
        await enqueue(session, kind, OWNER, {})
        await session.rollback()
    assert not await work_once(sessions, {kind: double})


async def test_the_oldest_job_comes_first_and_two_workers_never_share_one(sessions: Sessions, kind: str) -> None:
    ids = [await started(sessions, kind, number=number) for number in range(4)]
    done: list[UUID] = []

    async def note(_sessions: Sessions, job_id: UUID, _payload: Json) -> Json:
        done.append(job_id)
        return {}

    async def work() -> None:
        while await work_once(sessions, {kind: note}):
            pass

    assert await work_once(sessions, {kind: note})
    assert done == ids[:1]
    await asyncio.gather(*(work() for _ in range(4)))
    assert sorted(done) == sorted(ids)


async def test_a_job_whose_worker_died_is_taken_up_again(sessions: Sessions, kind: str) -> None:
    job_id = await started(sessions, kind, number=1)
    dead = now() - dt.timedelta(seconds=1)
    await changed(sessions, job_id, state=RUNNING, attempts=1, lease_until=dead)
    assert await work_once(sessions, {kind: double})
    job = await found(sessions, job_id)
    assert (job.state, job.attempts) == (SUCCEEDED, 2)


async def test_a_job_whose_worker_lives_is_left_to_it(sessions: Sessions, kind: str) -> None:
    job_id = await started(sessions, kind, number=1)
    await changed(sessions, job_id, state=RUNNING, attempts=1, lease_until=now() + dt.timedelta(minutes=1))
    assert not await work_once(sessions, {kind: double})


async def test_a_worker_that_is_stopped_leaves_its_job_to_the_next(sessions: Sessions, kind: str) -> None:
    job_id, begun = await started(sessions, kind, number=1), asyncio.Event()

    async def never_end(_sessions: Sessions, _job_id: UUID, _payload: Json) -> Json:
        begun.set()
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]  # it never has a result

    working = asyncio.create_task(work_once(sessions, {kind: never_end}))
    await asyncio.wait_for(begun.wait(), 30)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    assert (await found(sessions, job_id)).state == RUNNING
    await changed(sessions, job_id, lease_until=now() - dt.timedelta(seconds=1))
    assert await work_once(sessions, {kind: double})
    assert (await found(sessions, job_id)).result == {"double": 2}


async def test_three_failures_end_a_job_with_a_problem(sessions: Sessions, kind: str) -> None:
    job_id = await started(sessions, kind)
    states = []
    for _ in range(MOST_ATTEMPTS):
        assert await work_once(sessions, {kind: break_down})
        states.append((await found(sessions, job_id)).state)
    assert states == [QUEUED, QUEUED, FAILED]
    assert not await work_once(sessions, {kind: break_down})
    job = await found(sessions, job_id)
    assert (job.problem or {})["code"] == "unexpected"
    assert "ZeroDivision" not in str(job.problem)
    assert job.finished_at is not None


async def test_a_job_that_kills_its_workers_is_given_up(sessions: Sessions, kind: str) -> None:
    job_id = await started(sessions, kind)
    dead = now() - dt.timedelta(seconds=1)
    await changed(sessions, job_id, state=RUNNING, attempts=MOST_ATTEMPTS, lease_until=dead)
    await work_once(sessions, {kind: double})
    job = await found(sessions, job_id)
    assert (job.state, (job.problem or {})["code"]) == (FAILED, "unexpected")


async def test_a_refusal_becomes_the_problem_of_its_job_at_once(sessions: Sessions, kind: str) -> None:
    async def refuse(_sessions: Sessions, _job_id: UUID, _payload: Json) -> Json:
        raise StateDoesNotAllow(action="x", allowed="a", state="b")

    job_id = await started(sessions, kind)
    assert await work_once(sessions, {kind: refuse})
    job = await found(sessions, job_id)
    assert (job.state, job.attempts, (job.problem or {})["code"]) == (FAILED, 1, "state_does_not_allow")


# Called off


async def work_until(working: asyncio.Event, ended: asyncio.Event) -> Json:
    """What a handler does that never comes to an end, and says when it was made to."""
    working.set()
    try:
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]  # it never has a result
    finally:
        ended.set()


@pytest.mark.parametrize(
    ("change", "left"), [({"state": CANCELLED}, CANCELLED), ({"attempts": 2}, RUNNING)], ids=["cancelled", "taken over"]
)
async def test_what_is_called_off_or_taken_over_is_left_at_the_next_beat(
    sessions: Sessions, kind: str, change: Json, left: str
) -> None:
    job_id, begun, ended = await started(sessions, kind), asyncio.Event(), asyncio.Event()

    async def never_end(_sessions: Sessions, _job_id: UUID, _payload: Json) -> Json:
        return await work_until(begun, ended)

    working = asyncio.create_task(work_once(sessions, {kind: never_end}, heartbeat_seconds=0.01))
    await asyncio.wait_for(begun.wait(), 30)
    await changed(sessions, job_id, **change)
    assert await asyncio.wait_for(working, 30)
    assert ended.is_set()
    job = await found(sessions, job_id)
    assert (job.state, job.result, job.problem) == (left, None, None)


async def test_a_beat_keeps_a_job_that_is_still_ours(sessions: Sessions, kind: str) -> None:
    job_id, first = await started(sessions, kind), asyncio.Event()

    async def wait_for_two_beats(sessions: Sessions, job_id: UUID, _payload: Json) -> Json:
        leases = {(await found(sessions, job_id)).lease_until}
        while len(leases) < 3:
            await asyncio.sleep(0)
            leases.add((await found(sessions, job_id)).lease_until)
        first.set()
        return {"beats": 2}

    assert await asyncio.wait_for(work_once(sessions, {kind: wait_for_two_beats}, heartbeat_seconds=0.01), 30)
    assert (first.is_set(), (await found(sessions, job_id)).state) == (True, SUCCEEDED)


async def test_an_effect_and_the_end_of_its_job_are_one_and_only_once(sessions: Sessions, kind: str) -> None:
    job_id, off = await started(sessions, kind), await started(sessions, kind)

    async def end_twice(sessions: Sessions, job_id: UUID, _payload: Json) -> Json:
        async with sessions.begin() as session:
            answers.append(await settle(session, job_id, {"number": 1}))
        async with sessions.begin() as session:
            answers.append(await settle(session, job_id, {"number": 2}))
        return {"number": 3}

    answers: list[bool] = []
    assert await work_once(sessions, {kind: end_twice})
    assert answers == [True, False]
    assert (await found(sessions, job_id)).result == {"number": 1}
    await changed(sessions, off, state=CANCELLED)
    async with sessions.begin() as session:
        assert not await settle(session, off, {"number": 1})
    assert not await work_once(sessions, {kind: end_twice})
    assert ((await found(sessions, off)).state, (await found(sessions, off)).result) == (CANCELLED, None)


# Over HTTP


async def seen(house: House, headers: dict[str, str], job_id: UUID) -> httpx.Response:
    return await house.client.get(f"{PATH}/jobs/{job_id}", headers=headers)


async def test_a_job_says_how_far_it_is_and_when_to_ask_again(house: House, as_: As) -> None:
    kind = next(iter(JOBS))
    job_id = await started(house.sessions, kind, import_id=str(uuid4()))
    queued = await seen(house, as_("province:50"), job_id)
    assert (queued.json()["state"], queued.headers["retry-after"]) == ("queued", "1")
    halfway = asyncio.Event()
    goes_on = asyncio.Event()

    async def report(sessions: Sessions, job_id: UUID, _payload: Json) -> Json:
        await report_progress(sessions, job_id, 0.5)
        halfway.set()
        await goes_on.wait()
        return {"rows": 3}

    handlers: dict[str, JobHandler] = {kind: report}
    working = asyncio.create_task(work_once(house.sessions, handlers))
    await asyncio.wait_for(halfway.wait(), 30)
    running = await seen(house, as_("province:50"), job_id)
    goes_on.set()
    await working
    assert (running.json()["state"], running.json()["progress"]) == ("running", 0.5)
    assert running.headers["retry-after"] == "1"
    done = await seen(house, as_("province:50"), job_id)
    assert (done.json()["state"], done.json()["result"], done.json()["problem"]) == ("succeeded", {"rows": 3}, None)
    assert "retry-after" not in done.headers


async def test_only_the_unit_that_asked_sees_a_job_and_only_of_this_resource(house: House, as_: As, kind: str) -> None:
    job_id = await started(house.sessions, next(iter(JOBS)), import_id=str(uuid4()))
    other_kind = await started(house.sessions, kind)
    assert (await seen(house, as_("province:50"), job_id)).status_code == 200
    for headers, wanted in (
        (as_("province:51"), job_id),
        (as_("province:50"), other_kind),
        (as_("province:50"), uuid4()),
    ):
        answer = await seen(house, headers, wanted)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    await house.work()


async def test_a_job_wakes_the_worker_of_its_process(
    sessions: Sessions, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 3600.0)
    done, idle = asyncio.Event(), asyncio.Event()
    found: list[bool] = []  # by look: whether there was a job

    async def note(_sessions: Sessions, _job_id: UUID, _payload: Json) -> Json:
        done.set()
        return {}

    claim = worker.work_once

    async def claim_and_tell(*given: Any) -> bool:
        found.append(await claim(*given))
        idle.set()
        return found[-1]

    monkeypatch.setattr(worker, "work_once", claim_and_tell)
    working = asyncio.create_task(worker.run_worker(sessions, {kind: note}))
    try:
        async with asyncio.timeout(30):
            await idle.wait()
            await started(sessions, kind)
            await done.wait()
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    assert found[0] is False  # it found nothing, waited for an hour, and was woken
