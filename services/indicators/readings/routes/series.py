"""Series, comparison, ranking, matrix, projection and roll-up of one indicator."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.indicators.readings import access, views
from services.indicators.readings.errors import AreaNotInStructure
from services.indicators.readings.schemas import estimates, series
from services.indicators.readings.schemas.queries import (
    ComparisonQuery,
    MatrixQuery,
    ProjectionQuery,
    RankingQuery,
    RollUpQuery,
    SeriesQuery,
)
from services.indicators.readings.usecases.estimates import projection_of, roll_up_of
from services.indicators.readings.usecases.series import comparison_of, matrix_of, ranking_of, series_of
from services.shared.auth import Caller
from services.shared.columns import now
from services.shared.database import Read
from services.shared.declare import OBJECT, new_router, operation
from services.shared.fiscal import day_in_bangkok

TAG = "readings"
TAGS = {
    TAG: "การอ่านค่า: series, comparison, ranking, matrix, projection and roll-up of what was reported, each saying "
    "whose value it is; data quality, freshness, and files."
}
ONE = "/v1/indicators/{indicator_id}"

router = new_router(TAG)


@router.get(
    f"{ONE}/series",
    response_model=series.IndicatorSeries,
    **operation("getIndicatorSeries", access.READ, "Read an indicator over years", refuses=OBJECT),
)
async def get_indicator_series(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[SeriesQuery, Query()]
) -> series.IndicatorSeries:
    """Read an indicator of one area over years and periods, as each unit reported it, with targets and status.

    Where the definition changed, `breaks` says so. The public reads final values only.
    """
    return views.series_of(await series_of(reader, principal, indicator_id, query, day_in_bangkok(now())))


@router.get(
    f"{ONE}/comparison",
    response_model=series.IndicatorComparison,
    **operation("compareIndicatorAreas", access.READ, "Compare an area with its peers", refuses=OBJECT),
)
async def compare_indicator_areas(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[ComparisonQuery, Query()]
) -> series.IndicatorComparison:
    """Read an indicator of one area beside the same cluster or region, all areas of its kind, or named ones."""
    found = await comparison_of(reader, principal, indicator_id, query, day_in_bangkok(now()))
    return await asyncio.to_thread(views.comparison_of, found)


@router.get(
    f"{ONE}/ranking",
    response_model=series.IndicatorRanking,
    **operation("rankIndicatorAreas", access.READ, "Put areas in order", refuses=OBJECT),
)
async def rank_indicator_areas(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[RankingQuery, Query()]
) -> series.IndicatorRanking:
    """Put areas in order, in the direction of the indicator; equal ones share a place.

    Who has not reported, or not the whole year, stands in `not_ranked`, and is last nowhere.
    """
    return await asyncio.to_thread(views.ranking_of, await ranking_of(reader, principal, indicator_id, query))


@router.get(
    f"{ONE}/matrix",
    response_model=series.IndicatorMatrix,
    **operation("getIndicatorMatrix", access.READ, "Read every area and period of a year", refuses=OBJECT),
)
async def get_indicator_matrix(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[MatrixQuery, Query()]
) -> Response:
    """Read one indicator for every area and period of a year, with whose value each row is."""
    return Response(await matrix_of(reader, principal, indicator_id, query), media_type="application/json")


@router.get(
    f"{ONE}/projection",
    response_model=estimates.IndicatorProjection,
    **operation("projectIndicatorYear", access.READ, "Project a year to its end", refuses=OBJECT),
)
async def project_indicator_year(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[ProjectionQuery, Query()]
) -> estimates.IndicatorProjection:
    """Read what a year may come to, by every way that fits how the indicator adds up over time.

    Each is an estimate that says what it rests on, or why there is none; it counts nowhere.
    """
    return views.projection_of(await projection_of(reader, principal, indicator_id, query))


@router.get(
    f"{ONE}/roll-up",
    response_model=estimates.IndicatorRollUp,
    **operation(
        "rollUpIndicator", access.READ, "Read the value of a larger area", refuses=[*OBJECT, AreaNotInStructure]
    ),
)
async def roll_up_indicator(
    reader: Read, principal: Caller, indicator_id: UUID, query: Annotated[RollUpQuery, Query()]
) -> estimates.IndicatorRollUp:
    """Read the value of a cluster, a region or the nation, made of its provinces as the catalogue says.

    What may not be added up is `not_derivable`, never a mean. `as_of` takes the values as the system knew them then,
    `structure` the relations between areas.
    """
    found = await roll_up_of(reader, principal, indicator_id, query, day_in_bangkok(now()))
    return views.roll_up_of(found, principal)
