"""What people do with projects."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.projects import access, repository
from services.plans.projects.errors import OwnerNotYours, ProjectExists, ProjectIncomplete
from services.plans.projects.models import Project, ProjectShare
from services.plans.projects.rules import DRAFT, FLOW, OFF_THE_DESK, ProjectFacts, faults_of, gaps_of
from services.plans.projects.schemas import ProjectCreate, ProjectPatch, ProjectShareIn
from services.shared import reference
from services.shared.access import Action, Grant, Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, difference, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.preconditions import check_version
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role
from services.shared.tasks.repository import close_tasks, open_task

OBJECT = "project"
COMPLETE_TEXTS = ("objective_th", "responsible_unit", "responsible_post", "place_th")


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


async def create_project(session: AsyncSession, principal: Principal, once: Once, body: ProjectCreate) -> Project:
    """Add a draft for a unit the caller acts for. Raises OwnerNotYours, Invalid, ProjectExists."""
    project = new_project(body)
    authorise_owner(principal, project)
    await once.begin(session, principal)
    refuse_faults(project)
    if like := await repository.find_like(session, project):
        raise ProjectExists(project_id=str(like))
    await repository.add_projects(session, project)
    await record(session, principal, change_of(project, "project.created", shown(project)))
    return project


def new_project(body: ProjectCreate) -> Project:
    """Return a draft of what was sent; raises Invalid unless it names exactly one owner."""
    if (body.owner_area_code is None) == (body.owner_function_code is None):
        sentence = Text("ระบุเจ้าของหนึ่งเดียว: พื้นที่หรือหน่วยงาน", "Name one owner: an area or a function.")
        raise Invalid(FieldError("/owner_area_code", "one_owner", sentence))
    at = now()
    fields = body.model_dump(exclude={"shares"})
    project = Project(id=new_id(), state=DRAFT, created_at=at, updated_at=at, return_reason=None, **fields)
    project.shares = new_shares(body.shares)
    return project


def new_shares(shares: list[ProjectShareIn]) -> list[ProjectShare]:
    """Return the rows of what was sent."""
    return [ProjectShare(area_code=share.area_code, amount=share.amount) for share in shares]


def authorise_owner(principal: Principal, project: Project) -> None:
    """Raise OwnerNotYours unless the caller acts for the owner of a project to be."""
    owners = [grant for grant in principal.grants if grant.role in access.OWNERS.roles]
    if project.owner not in {grant.unit for grant in owners}:
        raise OwnerNotYours(action=access.CREATE.name, units=", ".join(str(grant) for grant in owners))


def refuse_faults(project: Project) -> None:
    """Raise Invalid when a project contradicts itself."""
    if faults := faults_of(facts_of(project)):
        raise Invalid(*faults)


def facts_of(project: Project) -> ProjectFacts:
    """Return what the rules ask of a project."""
    owner = project.owner_area_code
    area = reference.area(owner) if owner else None
    is_cluster = area is not None and area.kind is reference.AreaKind.CLUSTER
    return ProjectFacts(
        fiscal_year=project.fiscal_year,
        owner_area=owner,
        members=reference.members_of(owner, project.fiscal_year) if owner and is_cluster else frozenset(),
        estimated_amount=project.estimated_amount,
        shares={share.area_code: share.amount for share in project.shares},
        start_on=project.start_on,
        end_on=project.end_on,
        texts={name: getattr(project, name) for name in COMPLETE_TEXTS},
    )


async def update_project(
    session: AsyncSession, principal: Principal, project_id: UUID, tag: str, body: ProjectPatch
) -> Project:
    """Change what was sent of a draft or returned project. Raises VersionStale, StateDoesNotAllow, Invalid."""
    project = await lock_for(session, principal, project_id, access.UPDATE)
    check_version(tag, project.version)
    check_state(access.UPDATE, subject_of_project(project))
    before = shown(project)
    for name, value in body.model_dump(exclude_unset=True, exclude={"shares"}).items():
        setattr(project, name, value)
    if "shares" in body.model_fields_set:
        merge_shares(project, body.shares)
    refuse_faults(project)
    await save(session, principal, project, "project.updated", difference(before, shown(project)))
    return project


def merge_shares(project: Project, shares: list[ProjectShareIn]) -> None:
    """Make a project's shares those that were sent, keeping the rows that stay."""
    kept = {share.area_code: share for share in project.shares}
    for sent in shares:
        if sent.area_code in kept:
            kept[sent.area_code].amount = sent.amount
    fresh = [share for share in shares if share.area_code not in kept]
    sent_codes = {share.area_code for share in shares}
    project.shares = [share for code, share in kept.items() if code in sent_codes] + new_shares(fresh)


async def submit_project(session: AsyncSession, principal: Principal, once: Once, project_id: UUID) -> Project:
    """Hand a complete project to the committee of its area. Raises ProjectIncomplete, StateDoesNotAllow."""
    project = await lock_for(session, principal, project_id, access.SUBMIT)
    await once.begin(session, principal)
    check_state(access.SUBMIT, subject_of_project(project))
    if gaps := gaps_of(facts_of(project)):
        raise ProjectIncomplete(*gaps)
    await move(session, principal, project, "submit", "project.submitted")
    if assignee := committee_of(project):
        title = Text(f"กลั่นกรองโครงการ: {project.title_th}", f"Screen the project: {project.title_th}")
        await open_task(session, "project.screen", assignee, title, (OBJECT, project.id), link_of(project))
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
    await move(session, principal, project, "return", "project.returned", reason)
    title = Text(f"แก้ไขโครงการที่ส่งกลับ: {project.title_th}", f"Correct the returned project: {project.title_th}")
    await open_task(session, "project.correct", owner_of(project), title, (OBJECT, project.id), link_of(project))
    return project


async def cancel_project(session: AsyncSession, principal: Principal, project_id: UUID, tag: str) -> None:
    """Give a draft or returned project up; its history stays. Raises VersionStale, StateDoesNotAllow."""
    project = await lock_for(session, principal, project_id, access.CANCEL)
    check_version(tag, project.version)
    check_state(access.CANCEL, subject_of_project(project))
    await move(session, principal, project, "cancel", "project.cancelled")


async def show_history(session: AsyncSession, principal: Principal, project_id: UUID) -> HistoryPage:
    """Return what happened to a project, for those who may see its inside."""
    project = await repository.load_project(session, principal, project_id)
    authorise(principal, access.READ_HISTORY, subject_of_project(project))
    return await history_of(session, OBJECT, project_id)


async def lock_for(session: AsyncSession, principal: Principal, project_id: UUID, action: Action) -> Project:
    """Return the project, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    project = await repository.load_project(session, principal, project_id, lock=True)
    authorise(principal, action, subject_of_project(project))
    return project


async def move(
    session: AsyncSession, principal: Principal, project: Project, verb: str, happening: str, reason: str | None = None
) -> None:
    """Take `project` along the workflow, close what waited on it, and say so."""
    before = project.state
    project.state = FLOW.after(before, verb)
    project.return_reason = reason
    await close_tasks(session, OBJECT, project.id)
    changes = {"state": [before, project.state]} | ({"reason": reason} if reason else {})
    await save(session, principal, project, happening, changes)


async def save(
    session: AsyncSession, principal: Principal, project: Project, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it."""
    project.updated_at = now()
    await session.flush()
    await record(session, principal, change_of(project, happening, changes))


def change_of(project: Project, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change; others may know of it when the project was or is off its owner's desk."""
    audience = audience_of(project, changes.get("state", [project.state]))
    payload = {"fiscal_year": project.fiscal_year, "owner": project.owner, "state": project.state}
    return Change(happening, OBJECT, project.id, project.version, audience, payload, changes)


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
    fields["shares"] = {share.area_code: format_amount(share.amount) for share in project.shares}
    return fields


def committee_of(project: Project) -> Grant | None:
    """Return the committee that screens a project of an area; a ministry's own project has none."""
    if project.owner_area_code is None:
        return None
    area = reference.area(project.owner_area_code)
    is_cluster = area is not None and area.kind is reference.AreaKind.CLUSTER
    return Grant(Role.CLUSTER_COMMITTEE if is_cluster else Role.PROVINCE_COMMITTEE, area=project.owner_area_code)


def owner_of(project: Project) -> Grant:
    """Return the grant whose holders correct a project."""
    if project.owner_function_code:
        kind = reference.function(project.owner_function_code)
        is_ministry = kind is not None and kind.kind is reference.FunctionKind.MINISTRY
        return Grant(Role.MINISTRY if is_ministry else Role.DEPARTMENT, function=project.owner_function_code)
    committee = committee_of(project)
    is_cluster = committee is not None and committee.role is Role.CLUSTER_COMMITTEE
    return Grant(Role.CLUSTER if is_cluster else Role.PROVINCE, area=project.owner_area_code)


def link_of(project: Project) -> str:
    """Return where a project is read."""
    return f"/v1/projects/{project.id}"
