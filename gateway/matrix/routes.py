"""`/v1/overview/joint-matrix` over HTTP."""

from typing import Annotated

from fastapi import Query, Request
from pydantic.json_schema import SkipJsonSchema

from gateway.matrix import schemas, usecases
from gateway.overview import access
from gateway.overview.routes import TAG
from gateway.parts import Services
from services.shared.auth import Caller
from services.shared.declare import new_router, operation
from services.shared.schemas import FiscalYear, FunctionCode

router = new_router(TAG)


@router.get(
    "/v1/overview/joint-matrix",
    **operation("getJointMatrix", access.READ, "Read the matrix of joint indicators"),
)
async def get_joint_matrix(
    request: Request,
    upstreams: Services,
    principal: Caller,
    fiscal_year: Annotated[FiscalYear, Query(description="Buddhist Era")],
    function: Annotated[
        FunctionCode | SkipJsonSchema[None], Query(description="joint indicators of this ministry or department only")
    ] = None,
) -> schemas.JointMatrix:
    """Read province by joint indicator: target, actual, status, the money behind it and its score.

    It answers within three seconds, each part as far as the caller may see it. A service that does not answer is shown
    by its last answer to this caller, at most ten minutes old and marked `stale`, or as null and `unavailable`.
    """
    authorization, last_answers = request.headers.get("authorization"), request.app.state.last_answers
    return await usecases.show_matrix(upstreams, last_answers, principal, authorization, fiscal_year, function)
