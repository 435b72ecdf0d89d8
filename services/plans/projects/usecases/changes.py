"""What every change of a project has in common: its subject, its content and hash, its event, whom it concerns."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import UNTOLD, OwnCommittee, Why
from services.plans.projects import repository
from services.plans.projects.models import Project
from services.plans.projects.rules import FLOW, OFF_THE_DESK
from services.plans.projects.schemas import ProjectPatch
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.decisions.rules import Deciding
from services.shared.errors import Text
from services.shared.events.record import Change, record
from services.shared.money import format_amount
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role
from services.shared.schemas import Json
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import close_tasks, open_task

OBJECT = "project"
OWNERS = ("owner_area_code", "owner_function_code", "fiscal_year")


def subject_of(
    owner_area: str | None, owner_function: str | None, fiscal_year: int, state: str, shared: Iterable[str]
) -> Subject:
    """Return what access asks of a project: its owner, the cluster or ministry above, the provinces named on it."""
    above = reference.cluster_of(owner_area, fiscal_year) if owner_area else None
    ministry = reference.function(owner_function) if owner_function else None
    within = {f"area:{above}"} if above else set()
    if ministry and ministry.parent_code:
        within.add(f"function:{ministry.parent_code}")
    owner = f"area:{owner_area}" if owner_area else f"function:{owner_function}"
    return Subject(owner, frozenset(within), frozenset(f"area:{code}" for code in shared), state)


def subject_of_project(project: Project) -> Subject:
    """Return what access asks of a loaded project."""
    return subject_of(
        project.owner_area_code,
        project.owner_function_code,
        project.fiscal_year,
        project.state,
        (share.area_code for share in project.shares),
    )


async def lock_for(session: AsyncSession, principal: Principal, project_id: UUID, action: Action) -> Project:
    """Return the project, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    project = await repository.load_project(session, principal, project_id, lock=True)
    authorise(principal, action, subject_of_project(project))
    return project


async def move(
    session: AsyncSession, principal: Principal, project: Project, verb: str, happening: str, why: Why = UNTOLD
) -> None:
    """Take `project` along the workflow, close what waited on it, and say so."""
    before = project.state
    project.state = FLOW.after(before, verb)
    project.return_reason = why.reason if verb in ("return", "reject") else None
    await close_tasks(session, OBJECT, project.id)
    changes = {"state": [before, project.state], **why.told()}
    await save(session, principal, project, happening, changes, why.resolution_id)


async def save(
    session: AsyncSession,
    principal: Principal,
    project: Project,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version and the event beside it."""
    project.updated_at = now()
    await session.flush()
    await record(session, principal, change_of(project, happening, changes, resolution_id))


def change_of(project: Project, happening: str, changes: dict[str, Any], resolution_id: UUID | None = None) -> Change:
    """Return the event of a change; others may know of it when the project was or is off its owner's desk."""
    audience = audience_of(project, changes.get("state", [project.state]))
    payload = {
        "fiscal_year": project.fiscal_year,
        "owner": project.owner,
        "state": project.state,
        "content_hash": project.content_hash,
    }
    return Change(happening, OBJECT, project.id, project.version, audience, payload, changes, resolution_id)


def audience_of(project: Project, states: Iterable[str]) -> frozenset[str]:
    """Return who may know of a change to a project that was or is in `states`."""
    inside = {project.owner} | {f"area:{share.area_code}" for share in project.shares}
    if not any(state in OFF_THE_DESK for state in states):
        return frozenset(inside)
    overseers = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    return frozenset(inside | subject_of_project(project).within | overseers)


def shown(project: Project) -> dict[str, Any]:
    """Return a project's fields as JSON values, for the history's [from, to]."""
    fields = {name: getattr(project, name) for name in ProjectPatch.model_fields if name != "shares"}
    fields |= {name: value.isoformat() for name, value in fields.items() if hasattr(value, "isoformat")}
    fields["estimated_amount"] = format_amount(project.estimated_amount)
    fields["strategy_id"] = str(project.strategy_id) if project.strategy_id else None
    fields["shares"] = {share.area_code: format_amount(share.amount) for share in project.shares}
    return fields


def content_of(project: Project) -> Json:
    """Return what a committee decides on: all that a project says of itself."""
    return {**{name: getattr(project, name) for name in OWNERS}, **shown(project)}


def seal(project: Project) -> None:
    """Make the project's hash that of its content."""
    project.content_hash = sha256(content_of(project))


def committee_of(project: Project) -> OwnCommittee | None:
    """Return the committee that screens a project of an area; a ministry's own project has none."""
    if project.owner_area_code is None:
        return None
    area = reference.area(project.owner_area_code)
    is_cluster = area is not None and area.kind is reference.AreaKind.CLUSTER
    return OwnCommittee(Deciding.CLUSTER if is_cluster else Deciding.PROVINCE, project.owner_area_code)


def owner_of(project: Project) -> Grant:
    """Return the grant whose holders correct a project."""
    if project.owner_function_code:
        return function_grant(project.owner_function_code)
    committee = committee_of(project)
    is_cluster = committee is not None and committee.kind is Deciding.CLUSTER
    return Grant(Role.CLUSTER if is_cluster else Role.PROVINCE, area=project.owner_area_code)


def link_of(project: Project) -> str:
    """Return where a project is read."""
    return f"/v1/projects/{project.id}"


async def ask_committee(session: AsyncSession, project: Project) -> None:
    """Open the task of the area's own committee on what was submitted; a ministry's own project has none."""
    if own := committee_of(project):
        title = Text(f"กลั่นกรองโครงการ: {project.title_th}", f"Screen the project: {project.title_th}")
        assignee = Grant(Role(own.kind.value), area=own.area_code)
        await open_task(session, "project.screen", assignee, title, (OBJECT, project.id), link_of(project))


async def ask_owner(session: AsyncSession, project: Project) -> None:
    """Open the owner's task on what was returned."""
    title = Text(f"แก้ไขโครงการที่ส่งกลับ: {project.title_th}", f"Correct the returned project: {project.title_th}")
    await open_task(session, "project.correct", owner_of(project), title, (OBJECT, project.id), link_of(project))
