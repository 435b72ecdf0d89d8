"""Plans and their strategy: reading, making, changing."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.plans.documents import access, repository, schemas, views
from services.plans.documents.errors import PlanExists, PlanNotYours
from services.plans.documents.usecases import plans as usecases
from services.plans.strategy.errors import StrategyInUse
from services.plans.strategy.schemas import StrategyTree, StrategyTreeIn
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch, etag

TAG = "plans"
PATH = "/v1/plans"
# Only an id stands there, so that /v1/plans/decisions is no plan.
ONE = f"{PATH}/{{plan_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
Sort = Annotated[schemas.PlanSort, Query(description="how to sort; a minus reverses")]


@router.get(
    PATH,
    response_model=schemas.PlanPage,
    **operation("listPlans", access.READ, "List plans", refuses=[CursorInvalid]),
)
async def list_plans(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[schemas.PlanFilter, Query()],
    sort: Sort = schemas.PlanSort.UPDATED_LAST_FIRST,
) -> schemas.PlanPage:
    """List the plans the caller may see: approved ones everyone, its own in every state, others' once submitted."""
    wanted = filters.model_dump()
    return views.page_of(await repository.load_plans(session, principal, wanted, sort, page), page, wanted, sort)


@router.post(
    PATH,
    status_code=201,
    response_model=schemas.Plan,
    **operation(
        "createPlan",
        access.CREATE,
        "Create a plan",
        refuses=[*BODY, *KEYED, PlanNotYours, PlanExists],
        headers=CREATED,
    ),
)
async def create_plan(session: Session, principal: Caller, once: Key, body: schemas.PlanCreate) -> Response:
    """Create a draft of the caller's own area; its strategy is written at …/strategy."""
    plan = await usecases.create_plan(session, principal, once, body)
    answer = views.one_of(plan, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{plan.id}", version=plan.version)


@router.get(
    ONE,
    response_model=schemas.Plan,
    **operation("getPlan", access.READ, "Read a plan", refuses=OBJECT, headers=["ETag"]),
)
async def get_plan(session: Session, principal: Caller, plan_id: UUID, response: Response) -> schemas.Plan:
    """Read one plan, with what the caller may do with it now; the ETag is its version."""
    plan = await repository.load_plan(session, principal, plan_id)
    response.headers["ETag"] = etag(plan.version)
    return views.one_of(plan, principal)


@router.patch(
    ONE,
    response_model=schemas.Plan,
    **operation(
        "updatePlan",
        access.UPDATE,
        "Change a plan",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow],
        headers=["ETag"],
    ),
)
async def update_plan(
    session: Session, principal: Caller, plan_id: UUID, tag: IfMatch, body: schemas.PlanPatch, response: Response
) -> schemas.Plan:
    """Change a draft or returned plan; what is not sent stays, null clears. Area, kind and period stay."""
    plan = await usecases.update_plan(session, principal, plan_id, tag, body)
    response.headers["ETag"] = etag(plan.version)
    return views.one_of(plan, principal)


@router.get(
    f"{ONE}/strategy",
    response_model=StrategyTree,
    **operation("getPlanStrategy", access.READ, "Read a plan's strategy", refuses=OBJECT, headers=["ETag"]),
)
async def get_plan_strategy(session: Session, principal: Caller, plan_id: UUID) -> Response:
    """Read missions, goals, strategic issues and the strategies under them; the ETag is the plan's version."""
    return views.strategy_of(await usecases.show_strategy(session, principal, plan_id))


@router.put(
    f"{ONE}/strategy",
    response_model=StrategyTree,
    **operation(
        "updatePlanStrategy",
        access.UPDATE,
        "Replace a plan's strategy",
        refuses=[*OBJECT, *BODY, *VERSIONED, StateDoesNotAllow, StrategyInUse],
        headers=["ETag"],
    ),
)
async def update_plan_strategy(
    session: Session, principal: Caller, plan_id: UUID, tag: IfMatch, body: StrategyTreeIn
) -> Response:
    """Replace the whole tree of a draft or returned plan; issues and strategies that stay keep their ids."""
    return views.strategy_of(await usecases.replace_strategy(session, principal, plan_id, tag, body))


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listPlanHistory", access.READ_HISTORY, "Read a plan's history", refuses=OBJECT),
)
async def list_plan_history(session: Session, principal: Caller, plan_id: UUID) -> HistoryPage:
    """List what happened to a plan, the newest first: what changed, from what, by whom, why."""
    return await usecases.show_history(session, principal, plan_id)
