"""Making and changing a plan and its strategy."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.approval import DRAFT
from services.plans.documents import access, repository
from services.plans.documents.errors import PlanExists, PlanNotYours
from services.plans.documents.models import Plan
from services.plans.documents.rules import ParentFacts, Period, PlanFacts, PlanKind, faults_of, standing_faults
from services.plans.documents.schemas import PlanCreate, PlanPatch
from services.plans.documents.usecases.changes import (
    OBJECT,
    change_of,
    lock_for,
    save,
    seal,
    shown,
    subject_of,
)
from services.plans.strategy.repository import PlanTree, load_tree, write_tree
from services.plans.strategy.schemas import StrategyTreeIn
from services.plans.strategy.usecases import content_of_tree, merge_tree
from services.shared import reference
from services.shared.access import Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import Invalid, NotFound
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version

EMPTY = PlanTree()


async def create_plan(session: AsyncSession, principal: Principal, once: Once, body: PlanCreate) -> Plan:
    """Add a draft of the caller's own area. Raises PlanNotYours, Invalid, PlanExists."""
    plan = new_plan(body)
    authorise_area(principal, plan)
    await once.begin(session, principal)
    plan.parent = await parent_of(session, principal, plan)
    await refuse_faults(session, plan, is_parent_new=True)
    if like := await repository.find_like(session, plan):
        raise PlanExists(plan_id=str(like))
    seal(plan, EMPTY)
    await repository.save_plan(session, plan)
    await record(session, principal, change_of(plan, "plan.created", {"state": [None, DRAFT], **shown(plan)}))
    return plan


def new_plan(body: PlanCreate) -> Plan:
    """Return the first edition of what was sent, as a draft."""
    at = now()
    none = dict.fromkeys(("revises_id", "revision_reason_th", "revision_trigger", "return_reason", "approved_on"))
    by_nobody = dict.fromkeys(("endorsed_by_id", "approved_by_id"))
    return Plan(
        id=new_id(), state=DRAFT, edition=1, created_at=at, updated_at=at, **none, **by_nobody, **body.model_dump()
    )


def authorise_area(principal: Principal, plan: Plan) -> None:
    """Raise PlanNotYours unless the caller acts for the plan's area."""
    owners = [grant for grant in principal.grants if grant.role in access.OWNERS.roles]
    if plan.owner not in {grant.unit for grant in owners}:
        raise PlanNotYours(action=access.CREATE.name, units=", ".join(str(grant) for grant in owners))


async def parent_of(session: AsyncSession, principal: Principal, plan: Plan) -> Plan | None:
    """Return the plan that `plan` names as its parent, as far as the caller sees it."""
    if plan.parent_id is None:
        return None
    try:
        return await repository.load_plan(session, principal, plan.parent_id)
    except NotFound:
        return None


async def refuse_faults(session: AsyncSession, plan: Plan, *, is_parent_new: bool) -> None:
    """Raise Invalid when a plan contradicts itself, or is put under a parent that does not stand."""
    facts = facts_of(plan)
    faults = faults_of(facts, await repository.load_lengths(session))
    if not faults and is_parent_new:
        faults = standing_faults(facts)
    if faults:
        raise Invalid(*faults)


def facts_of(plan: Plan, tree: PlanTree = EMPTY) -> PlanFacts:
    """Return what the rules ask of a plan."""
    parent = plan.parent
    return PlanFacts(
        kind=PlanKind(plan.kind),
        area_code=plan.area_code,
        area_counts=counts_through(plan.area_code, plan.first_fiscal_year, plan.last_fiscal_year),
        period=Period(plan.first_fiscal_year, plan.last_fiscal_year),
        parent=parent_facts_of(parent) if parent else None,
        names_parent=plan.parent_id is not None,
        driver_years=(plan.revenue_driver_first_year, plan.revenue_driver_last_year),
        has_vision=plan.vision_th is not None,
        issues=len(tree.issues),
    )


def parent_facts_of(parent: Plan) -> ParentFacts:
    """Return what the rules ask of a parent."""
    period = Period(parent.first_fiscal_year, parent.last_fiscal_year)
    return ParentFacts(parent.kind, parent.area_code, period, parent.state)


def counts_through(area_code: str, first: int, last: int) -> bool:
    """Return whether an area is a province or a cluster in the first and the last of these fiscal years."""
    area = reference.area(area_code)
    if area is None or not (area.counts_as_province or area.kind is reference.AreaKind.CLUSTER):
        return False
    return all(reference.in_fiscal_year(area, year) for year in (first, last))


async def update_plan(session: AsyncSession, principal: Principal, plan_id: UUID, tag: str, body: PlanPatch) -> Plan:
    """Change what was sent of a draft or returned plan. Raises VersionStale, StateDoesNotAllow, Invalid."""
    plan = await lock_for(session, principal, plan_id, access.UPDATE)
    check_version(tag, plan.version)
    check_state(access.UPDATE, subject_of(plan))
    before = shown(plan)
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(plan, name, value)
    is_parent_new = "parent_id" in body.model_fields_set
    if is_parent_new:
        plan.parent = await parent_of(session, principal, plan)
    await refuse_faults(session, plan, is_parent_new=is_parent_new)
    seal(plan, await load_tree(session, plan.id))
    await save(session, principal, plan, "plan.updated", difference(before, shown(plan)))
    return plan


async def replace_strategy(
    session: AsyncSession, principal: Principal, plan_id: UUID, tag: str, body: StrategyTreeIn
) -> tuple[Plan, PlanTree]:
    """Put a strategy in place of a plan's own; the plan's version and hash change with it.

    Raises VersionStale, StateDoesNotAllow, Invalid, StrategyInUse.
    """
    plan = await lock_for(session, principal, plan_id, access.UPDATE)
    check_version(tag, plan.version)
    check_state(access.UPDATE, subject_of(plan))
    stored = await load_tree(session, plan.id)
    before = content_of_tree(stored)
    tree = merge_tree(plan.id, stored, body)
    await write_tree(session, plan.id, stored, tree)
    seal(plan, tree)
    await save(session, principal, plan, "plan.strategy_updated", difference(before, content_of_tree(tree)))
    return plan, tree


async def show_strategy(session: AsyncSession, principal: Principal, plan_id: UUID) -> tuple[Plan, PlanTree]:
    """Return a plan with its strategy; raises NotFound."""
    plan = await repository.load_plan(session, principal, plan_id)
    return plan, await load_tree(session, plan.id)


async def show_history(session: AsyncSession, principal: Principal, plan_id: UUID) -> HistoryPage:
    """Return what happened to a plan, for those who may see its inside."""
    plan = await repository.load_plan(session, principal, plan_id)
    authorise(principal, access.READ_HISTORY, subject_of(plan))
    return await history_of(session, OBJECT, plan_id)
