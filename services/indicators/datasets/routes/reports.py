"""How the registry stands, over HTTP: freshness by owner and agency, digitisation by owner."""

from typing import Annotated

from fastapi import Query

from services.indicators.datasets import access, views
from services.indicators.datasets.repository.reports import freshness_rows
from services.indicators.datasets.routes.datasets import TAG
from services.indicators.datasets.schemas import reports as schemas
from services.indicators.datasets.schemas.lists import DigitisationFilter, FreshnessFilter
from services.indicators.datasets.usecases.changes import PATH, today
from services.indicators.datasets.usecases.reports import count_digitised
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.paging import Paging

router = new_router(TAG)


@router.get(
    f"{PATH}/freshness",
    response_model=schemas.FreshnessReport,
    **operation("getDatasetFreshness", access.READ, "Count fresh and stale datasets", refuses=[CursorInvalid]),
)
async def get_dataset_freshness(
    session: Session, principal: Caller, page: Paging, filters: Annotated[FreshnessFilter, Query()]
) -> schemas.FreshnessReport:
    """Count, by owner and by the agency that must update, how current the data in use are that the caller sees."""
    wanted, day = filters.model_dump(), today()
    found = await freshness_rows(session, principal, wanted, page, day)
    return views.freshness_report(found, page, wanted, day)


@router.get(
    f"{PATH}/digitisation",
    response_model=schemas.DigitisationReport,
    **operation("getDatasetDigitisation", access.READ, "Count digitised datasets"),
)
async def get_dataset_digitisation(
    session: Session, principal: Caller, filters: Annotated[DigitisationFilter, Query()]
) -> schemas.DigitisationReport:
    """Read the KPI of digitised data of a fiscal year (FY2566) by owner: its definition, its steps and both numbers."""
    wanted = filters.model_dump()
    return views.digitisation_report(await count_digitised(session, principal, wanted.pop("fiscal_year"), wanted))
