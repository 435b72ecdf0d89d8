"""Data quality of one indicator, freshness by agency, and how results are read."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.indicators.readings import access, views
from services.indicators.readings.routes.series import ONE, TAG
from services.indicators.readings.schemas import quality
from services.indicators.readings.schemas.queries import FreshnessQuery, QualityQuery
from services.indicators.readings.usecases.examining import freshness_of, quality_of, scales_there_are
from services.shared.auth import Caller
from services.shared.columns import now
from services.shared.database import Read
from services.shared.declare import OBJECT, new_router, operation
from services.shared.fiscal import day_in_bangkok

router = new_router(TAG)


@router.get(
    f"{ONE}/quality",
    response_model=quality.IndicatorQuality,
    **operation("getIndicatorQuality", access.EXAMINE, "Read what is doubtful about values", refuses=OBJECT),
)
async def get_indicator_quality(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[QualityQuery, Query()]
) -> quality.IndicatorQuality:
    """Read outliers, gaps, late and contradictory values of an area and year, each with what to do about it."""
    return views.quality_of(await quality_of(reader, principal, indicator_id, query, day_in_bangkok(now())))


@router.get(
    "/v1/observations/freshness",
    response_model=quality.FreshnessPage,
    **operation("listReporterFreshness", access.EXAMINE, "List how fresh each unit's values are"),
)
async def list_reporter_freshness(reader: Read, query: Annotated[FreshnessQuery, Query()]) -> quality.FreshnessPage:
    """List, by unit, when it last reported, how long ago that is, and what is overdue by the indicators' frequency."""
    return views.freshness_of(await freshness_of(reader, query, day_in_bangkok(now())))


@router.get(
    "/v1/observations/scales",
    response_model=quality.ReadingScales,
    **operation("getReadingScales", access.READ, "Read how results are read"),
)
async def get_reading_scales(reader: Read) -> quality.ReadingScales:
    """Read the methods of achievement, the bands of their percents and the limits of quality, with their sources."""
    return views.scales_of(await scales_there_are(reader))
