"""Readings as CSV and Excel."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.readings import access
from services.indicators.readings.errors import ExportTooLarge
from services.indicators.readings.routes.series import ONE, TAG
from services.indicators.readings.schemas.queries import (
    MatrixExportQuery,
    ObservationExportQuery,
    RankingExportQuery,
    SeriesExportQuery,
)
from services.indicators.readings.usecases import exporting
from services.indicators.readings.usecases.series import matrix_of, ranking_of, series_of
from services.shared.auth import Caller
from services.shared.columns import now
from services.shared.database import Read
from services.shared.declare import OBJECT, new_router, operation
from services.shared.exports.answers import HEADERS, MEDIA, file_of
from services.shared.fiscal import day_in_bangkok

router = new_router(TAG)


@router.get(
    "/v1/observations/export",
    response_class=Response,
    **operation(
        "exportObservations",
        access.READ,
        "Export reported values",
        refuses=[ExportTooLarge],
        media=MEDIA,
        headers=HEADERS,
    ),
)
async def export_observations(
    reader: Read, principal: Caller, query: Annotated[ObservationExportQuery, Query()]
) -> Response:
    """Get the current values of a fiscal year as a file that is safe to open; more than 50,000 have to be narrowed."""
    sheet = await exporting.sheet_of_values(reader, principal, query)
    return await file_of(sheet, query.format, f"ค่าที่รายงาน {query.fiscal_year}")


@router.get(
    f"{ONE}/series/export",
    response_class=Response,
    **operation("exportIndicatorSeries", access.READ, "Export a series", refuses=OBJECT, media=MEDIA, headers=HEADERS),
)
async def export_indicator_series(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[SeriesExportQuery, Query()]
) -> Response:
    """Get the series of one area as a file, one row for each reported value and for what a resolution settled."""
    found = await series_of(reader, principal, indicator_id, query, day_in_bangkok(now()))
    name = f"อนุกรม {found.reading.indicator['code']} {exporting.name_of(query.area_code)}"
    return await file_of(exporting.sheet_of_series(found), query.format, name)


@router.get(
    f"{ONE}/ranking/export",
    response_class=Response,
    **operation(
        "exportIndicatorRanking", access.READ, "Export a ranking", refuses=OBJECT, media=MEDIA, headers=HEADERS
    ),
)
async def export_indicator_ranking(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[RankingExportQuery, Query()]
) -> Response:
    """Get areas in order as a file, those without a place at the end with the reason."""
    found = await ranking_of(reader, principal, indicator_id, query)
    name = f"อันดับ {found.reading.indicator['code']} {query.fiscal_year}"
    return await file_of(exporting.sheet_of_ranking(found), query.format, name)


@router.get(
    f"{ONE}/matrix/export",
    response_class=Response,
    **operation("exportIndicatorMatrix", access.READ, "Export a matrix", refuses=OBJECT, media=MEDIA, headers=HEADERS),
)
async def export_indicator_matrix(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[MatrixExportQuery, Query()]
) -> Response:
    """Get every area and period of a year as a file, a column for each period."""
    sheet = exporting.sheet_of_matrix(await matrix_of(reader, principal, indicator_id, query))
    return await file_of(sheet, query.format, f"ตารางรายพื้นที่ {query.fiscal_year}")
