"""`/v1/observations/open` over HTTP: what a unit has to report today."""

from typing import Annotated

from fastapi import Query

from services.indicators.observations.routes import PATH, TAG, TAGS
from services.indicators.observations.usecases.pushing import reporter_of
from services.indicators.reporting import access, usecases, views
from services.indicators.reporting.rules import open_periods
from services.indicators.reporting.schemas import OpenFilter, OpenObservationPage
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.paging import Paging

__all__ = ["TAG", "TAGS", "router"]

router = new_router(TAG)


@router.get(
    f"{PATH}/open",
    response_model=OpenObservationPage,
    **operation("listOpenObservations", access.READ_OPEN, "What is open to report", refuses=[CursorInvalid]),
)
async def list_open_observations(
    session: Session, principal: Caller, page: Paging, filters: Annotated[OpenFilter, Query()]
) -> OpenObservationPage:
    """List the periods whose values are taken of your unit today, with their last days, and what is reported of them.

    A unit owes what its agreement names and, on either side, the joint indicators that stand.
    """
    reporter, years = reporter_of(principal, filters.reporter), [filters.fiscal_year] if filters.fiscal_year else []
    owed = await usecases.owed_by(session, principal, reporter, years)
    found = open_periods(each for each in owed if filters.period in (None, each.period))
    return views.page_of(found, page, filters.model_dump())
