"""What is read out of runs: how fair one is, one as a sheet, several side by side."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.budget.allocation import access, repository, views
from services.budget.allocation.routes.rounds import ONE, TAG
from services.budget.allocation.routes.runs import ONE_RUN
from services.budget.allocation.schemas.comparison import AllocationComparison
from services.budget.allocation.schemas.equity import AllocationEquity
from services.budget.allocation.schemas.reports import (
    AllocationComparisonQuery,
    AllocationEquityQuery,
    AllocationExportQuery,
)
from services.budget.allocation.usecases import reporting as usecases
from services.budget.allocation.usecases.exporting import sheet_of_run
from services.shared.auth import Caller
from services.shared.caching import IfNoneMatch, cacheable
from services.shared.database import Session
from services.shared.declare import OBJECT, new_router, operation
from services.shared.exports.answers import HEADERS, MEDIA, file_of

router = new_router(TAG)


@router.get(
    f"{ONE_RUN}/equity",
    response_model=AllocationEquity,
    **cacheable(
        operation("getAllocationEquity", access.READ, "Read a run's equity report", refuses=OBJECT, headers=["ETag"])
    ),
)
async def get_equity(
    request: Request,
    session: Session,
    principal: Caller,
    round_id: UUID,
    run_id: UUID,
    query: Annotated[AllocationEquityQuery, Query()],
    _tag: IfNoneMatch = None,
) -> Response:
    """Read how a run spreads the money: per head, by cluster and region, against last year, and by which criterion.

    Heads are the inputs of a criterion that `population` names, or are brought in `heads`; no number is assumed.
    """
    run = await repository.load_run(session, principal, round_id, run_id)
    shown = await asyncio.to_thread(lambda: views.equity_out(run, usecases.equity_of(run, query)))
    return views.run_answer(request, run, shown)


@router.get(
    f"{ONE_RUN}/export",
    response_class=Response,
    **operation(
        "exportAllocationRun", access.READ, "Export a run as a sheet", refuses=OBJECT, media=MEDIA, headers=HEADERS
    ),
)
async def export_run(
    session: Session, principal: Caller, round_id: UUID, run_id: UUID, query: Annotated[AllocationExportQuery, Query()]
) -> Response:
    """Get a run as a file that is safe to open: a row per area, whose lines add up to its amount, and says why."""
    run = await repository.load_run(session, principal, round_id, run_id)
    sheet = await asyncio.to_thread(sheet_of_run, run)
    return await file_of(sheet, query.format, f"การจัดสรร {run.round.fiscal_year} ผลที่ {run.number}")


@router.get(
    f"{ONE}/comparison",
    response_model=AllocationComparison,
    **operation("compareAllocationRuns", access.COMPARE, "Compare runs of a round", refuses=OBJECT),
)
async def compare_runs(
    session: Session, principal: Caller, round_id: UUID, query: Annotated[AllocationComparisonQuery, Query()]
) -> AllocationComparison:
    """Set runs side by side: what each area gets in each, and every parameter by which they differ from the first."""
    runs = await usecases.compare_runs(session, principal, round_id, query.run)
    return await asyncio.to_thread(lambda: views.comparison_out(round_id, usecases.compared(runs)))
