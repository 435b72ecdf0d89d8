"""Making and changing a project."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import DRAFT
from services.plans.documents.repository import find_plan_of_strategy
from services.plans.projects import access, repository
from services.plans.projects.errors import OwnerNotYours, ProjectExists
from services.plans.projects.models import Project, ProjectShare
from services.plans.projects.rules import ProjectFacts, StrategyFacts, faults_of, strategy_faults
from services.plans.projects.schemas import ProjectCreate, ProjectPatch, ProjectShareIn
from services.plans.projects.usecases.changes import (
    OBJECT,
    change_of,
    lock_for,
    save,
    seal,
    shown,
    subject_of_project,
)
from services.shared import reference
from services.shared.access import Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version

COMPLETE_TEXTS = ("objective_th", "responsible_unit", "responsible_post", "place_th")


async def create_project(session: AsyncSession, principal: Principal, once: Once, body: ProjectCreate) -> Project:
    """Add a draft for a unit the caller acts for. Raises OwnerNotYours, Invalid, ProjectExists."""
    project = new_project(body)
    authorise_owner(principal, project)
    await once.begin(session, principal)
    refuse_faults(project)
    await refuse_strategy(session, principal, project)
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
    seal(project)
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


async def refuse_strategy(session: AsyncSession, principal: Principal, project: Project) -> None:
    """Raise Invalid when a project names a strategy that is not one of its area's, or its cluster's, of its year."""
    if project.strategy_id is None:
        return
    owner = project.owner_area_code
    above = reference.cluster_of(owner, project.fiscal_year) if owner else None
    plan = await find_plan_of_strategy(session, principal, project.strategy_id)
    found = StrategyFacts(plan.area_code, plan.first_fiscal_year, plan.last_fiscal_year, plan.state) if plan else None
    areas = frozenset(code for code in (owner, above) if code)
    if faults := strategy_faults(found, areas, project.fiscal_year):
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
    if "strategy_id" in body.model_fields_set:
        await refuse_strategy(session, principal, project)
    seal(project)
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


async def show_history(session: AsyncSession, principal: Principal, project_id: UUID) -> HistoryPage:
    """Return what happened to a project, for those who may see its inside."""
    project = await repository.load_project(session, principal, project_id)
    authorise(principal, access.READ_HISTORY, subject_of_project(project))
    return await history_of(session, OBJECT, project_id)
