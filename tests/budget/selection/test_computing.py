"""The jobs of a choice in their own process: progress, calling off, a process that dies, a worker that is lost."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import psutil
import pytest
from sqlalchemy import func, select, update

from services.budget.main import SERVICE
from services.budget.selection.engine import process
from services.budget.selection.engine.process import computed
from services.budget.selection.models import SelectionCandidate
from services.budget.selection.rules import answers
from services.budget.selection.usecases.computing import JOBS
from services.shared.app import background
from services.shared.columns import now
from services.shared.errors import Unavailable
from services.shared.events.models import Event
from services.shared.jobs.models import Job
from services.shared.jobs.worker import work_once
from tests.budget.ledger.books import Json
from tests.budget.selection.choices import SELECTIONS, Choices
from tests.budget.selection.problems import LIMITS, SOLVER
from tests.budget.selection.test_ranking import of

SLEEPER = "tests.budget.selection.sleeper"
QUESTION: Json = {"question": "run", "problem": of(600, 500).document(), "limits": {"gap": 0, "seconds": 5, "seed": 1}}


def children(module: str) -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if module in child.cmdline()]


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that happens in another process."""
    async with asyncio.timeout(30):
        while not await holds():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_the_process_answers_what_the_rules_do() -> None:
    told: list[float] = []

    async def tell(progress: float) -> None:
        told.append(progress)

    answer = await computed(QUESTION, tell)
    solver = answer.pop("solver")
    assert (solver["name"], solver["threads"], solver["seed"]) == ("HiGHS", 1, 1)
    for name in ("strict", "optimum", "conflict"):
        assert answer[name] == answers.run(of(600, 500), SOLVER, LIMITS)[name]
    assert children(process.MODULE) == []


@pytest.mark.parametrize("how", ["dies", "babbles"])
async def test_a_process_that_dies_or_answers_nothing_is_no_answer(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(process, "MODULE", SLEEPER)

    async def tell(_progress: float) -> None:
        if how == "dies":
            children(SLEEPER)[0].kill()
        else:
            monkeypatch.setattr(process, "SPARE_SECONDS", 0.0)
            raise TimeoutError

    with pytest.raises(Unavailable):
        await computed(QUESTION, tell)
    assert children(SLEEPER) == []


async def stored(choices: Choices, choice: Json) -> tuple[int, list[str], Job]:
    """How many candidates stand, what happened, and the job."""
    async with choices.sessions() as session:
        mine = SelectionCandidate.selection_id == UUID(choice["id"])
        count = await session.scalar(select(func.count()).select_from(SelectionCandidate).where(mine))
        events = select(Event.type).where(Event.object_id == UUID(choice["id"])).order_by(Event.id)
        job = await session.get_one(Job, UUID(choice["job_id"]))
        return count or 0, list(await session.scalars(events)), job


async def begun(choices: Choices, monkeypatch: pytest.MonkeyPatch) -> tuple[Json, asyncio.Task[bool]]:
    """A choice whose process goes on for ever, once it has told how far it is."""
    monkeypatch.setattr(process, "MODULE", SLEEPER)
    choice: Json = (await choices.post(choices.body())).json()
    working = asyncio.create_task(work_once(choices.sessions, JOBS, 0.02))

    async def runs() -> bool:
        job = await choices.at.read(f"{SELECTIONS}/jobs/{choice['job_id']}")
        return (job["state"], job["progress"]) == ("running", 0.25)

    await until(runs)
    return choice, working


async def test_a_choice_that_is_called_off_ends_its_process_and_nothing_comes_of_it(
    choices: Choices, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice, working = await begun(choices, monkeypatch)
    path = f"{SELECTIONS}/jobs/{choice['job_id']}/cancel"
    assert (await choices.at.post(path, "province:51")).status_code == 404
    answer = await choices.at.post(path, "province_committee:50")
    assert (answer.status_code, answer.json()["state"], answer.json()["result"]) == (200, "cancelled", None)
    await asyncio.wait_for(asyncio.gather(working), 30)

    async def is_gone() -> bool:
        return children(SLEEPER) == []

    await until(is_gone)
    shown = await choices.at.read(f"{SELECTIONS}/{choice['id']}")
    assert (shown["state"], shown["strict"], shown["finished_at"]) == ("cancelled", None, None)
    count, events, job = await stored(choices, choice)
    assert (count, job.state) == (0, "cancelled")
    assert events == ["project_selection.created", "project_selection.cancelled"]
    again = await choices.at.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "state_does_not_allow")


async def test_a_choice_whose_worker_was_lost_is_taken_up_again_and_kept_once(
    choices: Choices, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice, working = await begun(choices, monkeypatch)
    lost: dict[str, Any] = {"attempts": 2, "lease_until": now() - dt.timedelta(seconds=1)}
    monkeypatch.undo()
    async with choices.sessions.begin() as session:
        await session.execute(update(Job).where(Job.id == UUID(choice["job_id"])).values(**lost))
    await asyncio.wait_for(asyncio.gather(working), 30)
    shown = await choices.ended(f"{SELECTIONS}/{choice['id']}")
    assert (shown["state"], shown["optimum"]["value"]) == ("solved", 19)
    count, events, job = await stored(choices, choice)
    assert (count, job.state, job.attempts) == (5, "succeeded", 3)
    assert events == ["project_selection.created", "project_selection.computed"]
    # Given to a worker once more, as after a loss at the very end, it stays as it is.
    assert await JOBS[job.kind](choices.sessions, job.id, job.payload) == job.result
    assert await choices.at.read(f"{SELECTIONS}/{choice['id']}") == shown


async def test_a_process_that_is_killed_fails_its_job_with_a_reason(
    choices: Choices, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice, working = await begun(choices, monkeypatch)
    children(SLEEPER)[0].kill()
    await asyncio.wait_for(asyncio.gather(working), 30)
    job = await choices.ended(f"{SELECTIONS}/jobs/{choice['job_id']}")
    assert (job["state"], job["problem"]["code"]) == ("failed", "unavailable")
    assert (await choices.at.read(f"{SELECTIONS}/{choice['id']}"))["state"] == "failed"


async def test_the_service_computes_by_itself_beside_its_other_jobs(choices: Choices) -> None:
    stack = choices.world.stack
    assert stack is not None
    state = stack.app("budget").state
    house = replace(state.house, service=replace(SERVICE, jobs={}, chores=()))
    choice = (await choices.post(choices.body())).json()

    async def is_solved() -> bool:
        return bool((await choices.at.read(f"{SELECTIONS}/{choice['id']}"))["state"] == "solved")

    async with background(house, state.neighbours):
        await until(is_solved)
