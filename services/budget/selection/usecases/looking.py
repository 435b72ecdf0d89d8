"""What is shown of a choice beside itself: how far its jobs are, what was asked of it, what candidates are called."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.selection import repository
from services.budget.selection.models import Selection, SelectionCandidate, SelectionQuestion
from services.budget.selection.rules.answers import CHANGE
from services.budget.selection.rules.words import MOST_TITLES
from services.shared.jobs.models import RUNNING, SUCCEEDED
from services.shared.jobs.repository import states_of


async def state_of(session: AsyncSession, held: Selection) -> str:
    """Return how a choice stands: what came of it, else how far its job is."""
    return held.outcome or (await shown_states(session, [held.job_id]))[held.job_id]


async def shown_states(session: AsyncSession, job_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return how far jobs are, as what they compute is shown.

    One that ended right after its object was read still runs in the eyes of who reads: the answer is not there yet.
    """
    states = await states_of(session, job_ids)
    return {job_id: RUNNING if state == SUCCEEDED else state for job_id, state in states.items()}


async def weighings_of(session: AsyncSession, held: Selection) -> tuple[dict[UUID, SelectionQuestion], dict[UUID, str]]:
    """Return what was asked of a choice's overrules, and how far its jobs are, by job."""
    weighing = [each.job_id for each in held.overrules]
    return await repository.questions_by_job(session, weighing), await shown_states(session, [held.job_id, *weighing])


async def look_at(
    session: AsyncSession, held: Selection, request_id: UUID
) -> tuple[SelectionCandidate, SelectionQuestion | None, str]:
    """Return what became of a candidate, whether the smallest change was asked for, and how far that is.

    Raises NotFound.
    """
    found = await repository.load_candidate(session, held, request_id)
    question = await repository.latest_question(session, held.id, CHANGE, found.id)
    states = await shown_states(session, [question.job_id] if question else [])
    return found, question, next(iter(states.values()), "failed")


async def titles_in(session: AsyncSession, held: Selection, *documents: Any) -> dict[str, str]:  # noqa: ANN401 - JSON
    """Return what the candidates are called that reasons in these JSON values name."""
    ids = {each for document in documents for each in _named(document)}
    return await repository.titles_of(session, held.id, ids)


def _named(document: Any) -> Iterator[str]:  # noqa: ANN401 - JSON values
    if isinstance(document, dict):
        yield from document.get("others", ())[:MOST_TITLES]
        for value in document.values():
            yield from _named(value)
    elif isinstance(document, list):
        for value in document:
            yield from _named(value)
