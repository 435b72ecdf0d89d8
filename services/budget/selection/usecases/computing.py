"""The jobs of a choice: each asks the computing process, and keeps its answer together with the end of the job."""

import asyncio
from collections.abc import Iterable
from uuid import UUID

from services.budget.selection import repository
from services.budget.selection.engine.process import computed
from services.budget.selection.models import Selection
from services.budget.selection.repository import COMPUTER
from services.budget.selection.rules.answers import CHANGE, RUN, WEIGH
from services.budget.selection.usecases.choosing import CHANGING, RUNNING, WEIGHING, save
from services.shared.columns import now
from services.shared.jobs.worker import JobHandler, Sessions, report_progress, settle
from services.shared.schemas import Json

SEED = 1


async def run(sessions: Sessions, job_id: UUID, payload: Json) -> Json:
    """Compute a choice: both rankings, every reason."""
    held = await _loaded(sessions, payload)
    if held.outcome is not None:  # kept by a worker that was lost right after
        return {"selection_id": str(held.id), "outcome": held.outcome}
    answer = await _asked(sessions, job_id, held, {"question": RUN})
    rows = await asyncio.to_thread(_rows, held, answer.pop("candidates"))
    async with sessions.begin() as session:
        result = {"selection_id": str(held.id), "outcome": answer["outcome"]}
        if not await settle(session, job_id, result):
            return result
        held = await repository.load_selection(session, COMPUTER, held.id, lock=True)
        held.outcome, held.answer, held.finished_at = answer["outcome"], answer, now()
        await repository.add_candidates(session, rows)
        await save(session, COMPUTER, held, "computed", {"outcome": [None, held.outcome]})
    return result


def _rows(held: Selection, candidates: Iterable[Json]) -> list[Json]:
    """Return what came of each candidate, with what it is."""
    known = {each["id"]: each for each in held.problem["candidates"]}
    return [
        {
            "selection_id": held.id,
            "id": UUID(each["id"]),
            "position": each["position"],
            "is_in_strict": each["strict"]["is_in"],
            "is_in_optimum": each["optimum"]["is_in"] if each["optimum"] else None,
            "title_th": held.snapshot[each["id"]]["title_th"],
            "document": {
                "requests": held.snapshot[each["id"]]["requests"],
                "amount": sum(part["amount"] for part in known[each["id"]]["parts"]),
                "value": known[each["id"]]["value"],
                "dimension": known[each["id"]]["dimension"],
                "strict": each["strict"],
                "optimum": each["optimum"],
            },
        }
        for each in candidates
    ]


async def change(sessions: Sessions, job_id: UUID, payload: Json) -> Json:
    """Find the smallest changes that let a candidate in."""
    held = await _loaded(sessions, payload)
    answer = await _asked(sessions, job_id, held, {"question": CHANGE, "candidate": payload["candidate"]})
    return await _keep(sessions, job_id, held, answer)


async def weigh(sessions: Sessions, job_id: UUID, payload: Json) -> Json:
    """Find the best choice that keeps what was overruled, against the one of the run."""
    held = await _loaded(sessions, payload)
    async with sessions() as session:
        before = await repository.chosen_in(session, held.id)
    question = {"question": WEIGH, "verdicts": payload["verdicts"], "before": before}
    return await _keep(sessions, job_id, held, await _asked(sessions, job_id, held, question))


async def _loaded(sessions: Sessions, payload: Json) -> Selection:
    async with sessions() as session:
        return await repository.load_selection(session, COMPUTER, UUID(payload["selection_id"]), whole=True)


async def _asked(sessions: Sessions, job_id: UUID, held: Selection, question: Json) -> Json:
    """Have a question answered; no connection is held meanwhile."""

    async def told(progress: float) -> None:
        await report_progress(sessions, job_id, progress)

    limits = {
        "gap": float(held.stated["gap_percent"]) / 100,
        "seconds": held.stated["time_limit_seconds"],
        "seed": SEED,
    }
    return await computed({**question, "problem": held.problem, "limits": limits}, told)


async def _keep(sessions: Sessions, job_id: UUID, held: Selection, answer: Json) -> Json:
    """Keep the answer to what was asked of a choice, unless it was called off."""
    result = {"selection_id": str(held.id)}
    async with sessions.begin() as session:
        if not await settle(session, job_id, result):
            return result
        question = (await repository.questions_by_job(session, [job_id]))[job_id]
        question.answer = answer
        await repository.save(session, question)
        if question.kind == WEIGH:
            held = await repository.load_selection(session, COMPUTER, held.id, lock=True)
            await save(session, COMPUTER, held, "weighed", {"cost": [None, answer["cost"]]})
    return result


JOBS: dict[str, JobHandler] = {RUNNING: run, CHANGING: change, WEIGHING: weigh}
