"""Taking a project along: submitted, withdrawn, returned, cancelled."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import Why
from services.plans.projects import access
from services.plans.projects.errors import ProjectIncomplete
from services.plans.projects.models import Project
from services.plans.projects.rules import gaps_of
from services.plans.projects.usecases.changes import (
    ask_committee,
    ask_owner,
    lock_for,
    move,
    subject_of_project,
)
from services.plans.projects.usecases.projects import facts_of
from services.shared.access import Principal, check_state
from services.shared.idempotency import Once
from services.shared.preconditions import check_version


async def submit_project(session: AsyncSession, principal: Principal, once: Once, project_id: UUID) -> Project:
    """Hand a complete project to the committee of its area. Raises ProjectIncomplete, StateDoesNotAllow."""
    project = await lock_for(session, principal, project_id, access.SUBMIT)
    await once.begin(session, principal)
    check_state(access.SUBMIT, subject_of_project(project))
    if gaps := gaps_of(facts_of(project)):
        raise ProjectIncomplete(*gaps)
    await move(session, principal, project, "submit", "project.submitted")
    await ask_committee(session, project)
    return project


async def withdraw_project(session: AsyncSession, principal: Principal, once: Once, project_id: UUID) -> Project:
    """Take a submitted project back to the desk. Raises StateDoesNotAllow."""
    project = await lock_for(session, principal, project_id, access.WITHDRAW)
    await once.begin(session, principal)
    check_state(access.WITHDRAW, subject_of_project(project))
    await move(session, principal, project, "withdraw", "project.withdrawn")
    return project


async def return_project(
    session: AsyncSession, principal: Principal, once: Once, project_id: UUID, reason: str
) -> Project:
    """Give a submitted project back to its owner, with the reason. Raises StateDoesNotAllow."""
    project = await lock_for(session, principal, project_id, access.RETURN)
    await once.begin(session, principal)
    check_state(access.RETURN, subject_of_project(project))
    await move(session, principal, project, "return", "project.returned", Why(reason))
    await ask_owner(session, project)
    return project


async def cancel_project(session: AsyncSession, principal: Principal, project_id: UUID, tag: str) -> None:
    """Give a draft or returned project up; its history stays. Raises VersionStale, StateDoesNotAllow."""
    project = await lock_for(session, principal, project_id, access.CANCEL)
    check_version(tag, project.version)
    check_state(access.CANCEL, subject_of_project(project))
    await move(session, principal, project, "cancel", "project.cancelled")
