"""The projects behind what is about to be decided, looked at first: a changed one never slips through a resolution."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.budget.requests import clients, repository
from services.budget.requests.models import Request
from services.budget.requests.rules.project import GONE, Project, snapshot_state_of
from services.budget.requests.rules.request import FORWARD
from services.budget.requests.usecases.keeping import note
from services.budget.requests.usecases.standing import save
from services.budget.submissions.rules import DECISIONS as LIST_DECISIONS
from services.shared.access import Principal
from services.shared.decisions.clients import AskKeeper
from services.shared.decisions.rules import DecisionItem

Sessions = async_sessionmaker[AsyncSession]
AT_A_TIME = 500  # as many projects as one question takes


async def look_at_requests(sessions: Sessions, ask: AskKeeper, actor: Principal, items: Sequence[DecisionItem]) -> None:
    """Note what became of the projects of requests that are to take a step forward."""
    ids = [item.object_id for item in items if item.decision in FORWARD]
    await _look(sessions, ask, actor, request_ids=ids)


async def look_at_lists(sessions: Sessions, ask: AskKeeper, actor: Principal, items: Sequence[DecisionItem]) -> None:
    """Note what became of the projects of every request in lists that are to be endorsed."""
    ids = [item.object_id for item in items if item.decision in LIST_DECISIONS and item.decision in FORWARD]
    await _look(sessions, ask, actor, submission_ids=ids)


async def _look(
    sessions: Sessions,
    ask: AskKeeper,
    actor: Principal,
    request_ids: Sequence[UUID] = (),
    submission_ids: Sequence[UUID] = (),
) -> None:
    async with sessions() as session:
        behind = await repository.projects_behind(session, request_ids, submission_ids)
    ids = sorted(behind)
    for first in range(0, len(ids), AT_A_TIME):
        some = ids[first : first + AT_A_TIME]
        projects = await clients.projects_for(ask, {behind[each] for each in some})
        async with sessions.begin() as session:
            for request in await repository.lock_decidable(session, some):
                await _note_change(session, actor, request, projects.get(request.project_id))


async def _note_change(session: AsyncSession, actor: Principal, request: Request, found: Project | None) -> None:
    """Note how a project fares where that is another way than was noted before.

    A project that was still a draft when it was stored is shown to its owner alone: not to see it says nothing.
    """
    if found is None and request.project.is_draft:
        return
    before = request.snapshot_state
    is_news = snapshot_state_of(request.project, found) != before
    if is_news or (found is not None and before != GONE and _is_another(request, found)):
        note(request, found)
        await save(session, actor, request, "project_asked", {"snapshot_state": [before, request.snapshot_state]})


def _is_another(request: Request, found: Project) -> bool:
    """Return whether a changed project is no longer the one whose change was noted."""
    return request.latest is not None and request.latest["content_hash"] != found.content_hash
