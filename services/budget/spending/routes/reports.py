"""`/v1/budget-accounts/quarter-reports` over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from services.budget.ledger.routes import accounts
from services.budget.spending import access
from services.budget.spending.schemas.reports import QuarterReportExportQuery, QuarterReportQuery, QuarterReports
from services.budget.spending.usecases.exporting import sheet_of_reports
from services.budget.spending.usecases.reports import reports_of
from services.budget.spending.views.reports import reports_out
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import new_router, operation
from services.shared.exports.answers import HEADERS, MEDIA, file_of

PATH = f"{accounts.PATH}/quarter-reports"

router = new_router(accounts.TAG)


@router.get(
    PATH,
    response_model=QuarterReports,
    **operation("listQuarterReports", access.READ_REPORTS, "Read quarter reports"),
)
async def list_quarter_reports(
    session: Session, principal: Caller, query: Annotated[QuarterReportQuery, Query()]
) -> QuarterReports:
    """Read what was disbursed and spent by the end of a quarter, by class, against the year's targets, with rank."""
    return reports_out(await reports_of(session, principal, query))


@router.get(
    f"{PATH}/export",
    response_class=Response,
    **operation("exportQuarterReports", access.READ_REPORTS, "Export quarter reports", media=MEDIA, headers=HEADERS),
)
async def export_quarter_reports(
    session: Session, principal: Caller, query: Annotated[QuarterReportExportQuery, Query()]
) -> Response:
    """Get the same as a file that is safe to open; an empty cell is not known, and is no zero."""
    found = await reports_of(session, principal, query)
    name = f"รายงานการใช้จ่าย {query.fiscal_year} ไตรมาส {query.quarter}"
    return await file_of(sheet_of_reports(found), query.format, name)
