"""What came of joint indicators, over HTTP, and the matrix that the gateway asks for."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.indicators.joint import access, repository, views
from services.indicators.joint.routes.indicators import ONE, TAG
from services.indicators.joint.schemas.cascade import JointCascade
from services.indicators.joint.schemas.results import JointResults
from services.indicators.joint.usecases.changes import today
from services.indicators.joint.usecases.results import results_of
from services.shared.auth import Caller
from services.shared.columns import now
from services.shared.database import Session
from services.shared.declare import OBJECT, new_router, operation
from services.shared.facts import MOST_AREAS
from services.shared.schemas import AreaCode, FiscalYear, FunctionCode, Json, format_instant

router = new_router(TAG)
internal = APIRouter(prefix="/internal", include_in_schema=False)


@router.get(
    f"{ONE}/results",
    response_model=JointResults,
    **operation("getJointIndicatorResults", access.READ, "Read the results of a joint indicator", refuses=OBJECT),
)
async def get_joint_indicator_results(session: Session, principal: Caller, joint_indicator_id: UUID) -> JointResults:
    """Read, by area, the target, the year's value of both sides, and how the one that counts stands to it.

    For the nation each area counts once, by the side of record unless a resolution settled what counts. What is not
    known is null, never zero.
    """
    joint = await repository.load_joint(session, principal, joint_indicator_id, offers=True)
    found = await results_of(session, principal, [joint], joint.fiscal_year)
    return views.results_of(found[0])


@router.get(
    f"{ONE}/cascade",
    response_model=JointCascade,
    **operation("getJointIndicatorCascade", access.READ, "Read the cascade at its three levels", refuses=OBJECT),
)
async def get_joint_indicator_cascade(session: Session, principal: Caller, joint_indicator_id: UUID) -> JointCascade:
    """Read the target of the nation, of the ministry or department that answers for it, and of each province.

    What provinces have and what is unassigned add up to the whole exactly, at any time.
    """
    joint = await repository.load_joint(session, principal, joint_indicator_id, offers=True)
    return views.cascade_of(joint, today())


@internal.get("/joint-matrix")
async def show_joint_matrix(
    session: Session,
    principal: Caller,
    fiscal_year: FiscalYear,
    function: FunctionCode | None = None,
    area_code: Annotated[list[AreaCode] | None, Query(max_length=MOST_AREAS)] = None,
) -> Json:
    """Answer the joint indicators of a year with a cell per area; in a number of statements that is always the same.

    The public, to whom no joint indicator is open, is answered that there is none.
    """
    as_of, areas = now(), frozenset(area_code) if area_code else None
    joints = await repository.joints_of_year(session, principal, fiscal_year, function)
    found = await results_of(session, principal, joints, fiscal_year)
    rows = [views.row_of_matrix(each, areas) for each in found]
    return {"as_of": format_instant(as_of), "joint_indicators": rows}
