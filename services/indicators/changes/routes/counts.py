"""The counts of a fiscal year, and what a KPI of an agreement said over time, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.indicators.agreements.routes import TAG as AGREEMENTS
from services.indicators.agreements.routes.agreements import ONE as AGREEMENT
from services.indicators.changes import access, views
from services.indicators.changes.routes.requests import PATH, TAG
from services.indicators.changes.schemas import answers
from services.indicators.changes.usecases.counting import count_year, show_revisions
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import OBJECT, operation
from services.shared.schemas import FiscalYear

router = APIRouter()


@router.get(
    f"{PATH}/statistics",
    tags=[TAG],
    response_model=answers.ChangeStatistics,
    **operation("getChangeRequestStatistics", access.READ_STATISTICS, "Count the requests of a year"),
)
async def get_change_request_statistics(
    session: Session, fiscal_year: Annotated[FiscalYear, Query()]
) -> answers.ChangeStatistics:
    """Count how many areas asked, about how many KPIs of how many agreed, and what came of it, by kind of change."""
    return views.statistics_of(fiscal_year, await count_year(session, fiscal_year))


@router.get(
    f"{AGREEMENT}/kpis/{{indicator_id:uuid}}/revisions",
    tags=[AGREEMENTS],
    response_model=answers.AgreementKpiRevisionPage,
    **operation("listAgreementKpiRevisions", access.READ_REVISIONS, "Read what a KPI said over time", refuses=OBJECT),
)
async def list_agreement_kpi_revisions(
    session: Session, principal: Caller, agreement_id: UUID, indicator_id: UUID
) -> answers.AgreementKpiRevisionPage:
    """List what a KPI said since its agreement was approved, the latest first: by which resolution, and why."""
    return views.revisions_of(await show_revisions(session, principal, agreement_id, indicator_id), principal)
