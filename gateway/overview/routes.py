"""`/v1/overview` over HTTP."""

from typing import Annotated

from fastapi import Path, Query, Request

from gateway.overview import access, schemas, usecases
from gateway.parts import Services
from services.shared.auth import Caller
from services.shared.declare import OBJECT, new_router, operation
from services.shared.schemas import FiscalYear

TAG = "overview"
TAGS = {TAG: "ภาพรวม: what all four services say of one thing; a part that is missing is named, never shown as zero."}

router = new_router(TAG)


@router.get(
    "/v1/overview/areas/{code}",
    **operation("getAreaOverview", access.READ, "Read the overview of an area", refuses=OBJECT),
)
async def get_area_overview(
    request: Request,
    upstreams: Services,
    principal: Caller,
    code: Annotated[str, Path(description="code of the area", examples=["50"], max_length=8)],
    fiscal_year: Annotated[FiscalYear, Query(description="Buddhist Era")],
) -> schemas.AreaOverview:
    """Read what plans, indicators, budget and evaluation say of an area in a fiscal year, as far as the caller sees it.

    It answers within three seconds. A service that does not is shown by its last answer to this caller, at most ten
    minutes old and marked `stale`, or as null and `unavailable`; the next request asks it again.
    """
    authorization = request.headers.get("authorization")
    last_answers = request.app.state.last_answers
    return await usecases.show_area(upstreams, last_answers, principal, authorization, code, fiscal_year)
