"""The project behind a request: asked after again, its differences shown, taken over with an explicit yes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.requests import access, clients, repository
from services.budget.requests.errors import ProjectWithdrawn, SnapshotMovedOn
from services.budget.requests.models import Request
from services.budget.requests.rules.project import GONE, Project, project_faults, snapshot_state_of
from services.budget.requests.schemas.bodies import BudgetSnapshotRefresh
from services.budget.requests.usecases.keeping import note, store_project
from services.budget.requests.usecases.standing import content_of, lock_for, relist, save, subject_of
from services.shared.access import Principal, authorise, check_state
from services.shared.errors import Invalid
from services.shared.events.record import difference
from services.shared.idempotency import Once
from services.shared.neighbours import Asker


async def refresh_snapshot(
    session: AsyncSession,
    asker: Asker,
    principal: Principal,
    once: Once,
    request_id: UUID,
    body: BudgetSnapshotRefresh,
) -> Request:
    """Ask after the project of a request, and take it over as it is now when that is accepted.

    Raises StateDoesNotAllow (accepting changes the request, so it is for its owner, before it is submitted),
    ProjectWithdrawn, SnapshotMovedOn, Invalid.
    """
    projects = await clients.projects_of(
        asker, await repository.glimpse_projects(session, principal, request_id=request_id)
    )
    request = await lock_for(session, principal, request_id, access.REFRESH, with_list=True)
    if body.accept:
        authorise(principal, access.UPDATE, subject_of(request))
    await once.begin(session, principal)
    check_state(access.UPDATE if body.accept else access.REFRESH, subject_of(request))
    found = projects.get(request.project_id)
    if body.accept:
        await accept(session, principal, request, found, body.project_version)
    else:
        before = request.snapshot_state
        note(request, found)
        changes = {"snapshot_state": [before, request.snapshot_state]}
        await save(session, principal, request, "project_asked", changes)
    return request


async def accept(
    session: AsyncSession, principal: Principal, request: Request, found: Project | None, seen_version: int | None
) -> None:
    """Take a project over as it is now. Raises ProjectWithdrawn, SnapshotMovedOn, Invalid."""
    if found is None or snapshot_state_of(request.project, found) == GONE:
        raise ProjectWithdrawn(title_th=request.title_th)
    if seen_version not in (None, found.version):
        raise SnapshotMovedOn(accepted=seen_version, current=found.version)
    if faults := project_faults(found, request.area_code, request.fiscal_year):
        raise Invalid(*faults)
    before = content_of(request)
    store_project(request, found)
    await save(session, principal, request, "project_accepted", difference(before, content_of(request)))
    await relist(session, principal, request.submission)
