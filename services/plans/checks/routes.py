"""`/v1/plans/{plan_id}/checks` over HTTP."""

from uuid import UUID

from services.plans.checks import schemas, usecases, views
from services.plans.documents import access
from services.plans.documents.routes.plans import ONE, TAG
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import OBJECT, new_router, operation

router = new_router(TAG)


@router.get(
    f"{ONE}/checks",
    response_model=schemas.PlanChecks,
    **operation("getPlanChecks", access.CHECK, "Check a plan", refuses=OBJECT),
)
async def get_plan_checks(session: Session, principal: Caller, plan_id: UUID) -> schemas.PlanChecks:
    """Check a plan's chain from vision to projects for gaps, and its balance; findings refuse nothing."""
    return views.checks_of(await usecases.check_plan(session, principal, plan_id))
