"""`/v1/performance-agreements/chains` and `…/deadlines` over HTTP."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from services.indicators.agreements import access
from services.indicators.agreements.repository import load_calendar, load_chains
from services.indicators.agreements.routes.agreements import PATH, TAG
from services.indicators.agreements.schemas import chains, deadlines
from services.indicators.agreements.usecases.deadlines import replace_deadlines
from services.indicators.agreements.views import chains as views
from services.shared.auth import Caller
from services.shared.caching import IfNoneMatch, cacheable, cached_answer
from services.shared.database import Session
from services.shared.declare import BODY, OBJECT, VERSIONED, new_router, operation
from services.shared.preconditions import IfMatch, etag
from services.shared.schemas import FiscalYear

router = new_router(TAG)
Year = Annotated[FiscalYear, Path(description="fiscal year in the Buddhist Era")]


@router.get(
    f"{PATH}/chains",
    response_model=chains.AgreementChainPage,
    **cacheable(
        operation(
            "listPerformanceAgreementChains",
            access.READ_CHAINS,
            "List the chains that agreements go through",
            headers=["ETag"],
        )
    ),
)
async def list_chains(
    request: Request,
    session: Session,
    filters: Annotated[chains.AgreementChainFilter, Query()],
    _tag: IfNoneMatch = None,
) -> Response:
    """List the chains with their steps, who acts at each and the document's sentence; of a year the ones it uses."""
    found = await load_chains(session, filters.level)
    return cached_answer(request, views.chains_of(found, filters.fiscal_year), "application/json")


@router.get(
    f"{PATH}/deadlines/{{fiscal_year}}",
    response_model=deadlines.PerformanceAgreementDeadlines,
    **operation(
        "getPerformanceAgreementDeadlines",
        access.READ_DEADLINES,
        "Read the days of a year's steps",
        refuses=OBJECT,
        headers=["ETag"],
    ),
)
async def get_deadlines(
    session: Session, fiscal_year: Year, response: Response
) -> deadlines.PerformanceAgreementDeadlines:
    """Read from when to when each step of a fiscal year is to be taken; a year without days has version 0."""
    shown = views.deadlines_of(fiscal_year, await load_calendar(session, fiscal_year))
    response.headers["ETag"] = etag(shown.version)
    return shown


@router.put(
    f"{PATH}/deadlines/{{fiscal_year}}",
    response_model=deadlines.PerformanceAgreementDeadlines,
    **operation(
        "replacePerformanceAgreementDeadlines",
        access.SET_DEADLINES,
        "Set the days of a year's steps",
        refuses=[*OBJECT, *BODY, *VERSIONED],
        headers=["ETag"],
    ),
)
async def put_deadlines(
    session: Session,
    principal: Caller,
    fiscal_year: Year,
    tag: IfMatch,
    body: deadlines.PerformanceAgreementDeadlinesReplace,
    response: Response,
) -> deadlines.PerformanceAgreementDeadlines:
    """Set all days of a fiscal year, each with its source. Tasks that are opened from then on carry them."""
    calendar = await replace_deadlines(session, principal, fiscal_year, tag, body)
    response.headers["ETag"] = etag(calendar.version)
    return views.deadlines_of(fiscal_year, calendar)
