"""How readings are asked for."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from services.indicators.observations.schemas import Period, Reporter
from services.indicators.readings.schemas.fields import Side
from services.shared.exports.answers import Format
from services.shared.schemas import AreaCode, Day, Filters, FiscalYear, Instant, refuse

MOST_NAMED = 20

FirstYear = Annotated[
    FiscalYear | SkipJsonSchema[None], Field(description="the first fiscal year; four before the last unless given")
]
LastYear = Annotated[
    FiscalYear | SkipJsonSchema[None], Field(description="the last fiscal year; this one unless given")
]


def _structure(value: object) -> object:
    if value in ("then", "now"):
        return value
    try:
        day = dt.date.fromisoformat(str(value))
    except ValueError as problem:
        sentence = "ใช้ then, now หรือวันที่ เช่น 2017-11-17", "Use then, now, or a day such as 2017-11-17."
        raise refuse("structure_unknown", *sentence) from problem
    return _DAY.validate_python(day)


_DAY: TypeAdapter[dt.date] = TypeAdapter(Day)
Structure = Annotated[
    Literal["then", "now"] | dt.date,
    BeforeValidator(_structure),
    WithJsonSchema(
        {
            "type": "string",
            "description": "whose relations between areas: then (the fiscal year of the values), now, or a day in the "
            "common era",
            "examples": ["then", "2017-11-17"],
        }
    ),
]


class SeriesQuery(Filters):
    """Of which area, over which years."""

    area_code: AreaCode
    first_year: FirstYear = None
    last_year: LastYear = None
    side: Side = "record"


class ComparisonQuery(SeriesQuery):
    """Beside whom."""

    peers: Literal["cluster", "region", "all", "named"] = Field(
        default="cluster",
        description="areas of the same kind in the same cluster, in the same region (from fiscal year 2562), all there "
        "are, or those that `named` lists; as they were in the last year",
    )
    named: list[AreaCode] = Field(default_factory=list, max_length=MOST_NAMED, description="with peers=named")


class RankingQuery(Filters):
    """Which areas are put in order, and by what."""

    fiscal_year: FiscalYear
    side: Side = "record"
    level: Literal["province", "cluster"] = Field(default="province", description="which kind of area")
    within: AreaCode | SkipJsonSchema[None] = Field(
        default=None, description="only areas in this cluster or region, by the fiscal year; the nation unless given"
    )
    period: Period = Field(default="year", description="year: the whole year; else the value reported for the period")
    by: Literal["value", "of_target", "from_baseline"] = Field(
        default="value", description="the value itself, or achievement by a method; the latter for the whole year only"
    )


class MatrixQuery(Filters):
    """Of which year, and for which kind of area."""

    fiscal_year: FiscalYear
    side: Side = "record"
    level: Literal["province", "cluster"] = Field(default="province", description="which kind of area")


class ProjectionQuery(Filters):
    """Of which area and year."""

    area_code: AreaCode
    fiscal_year: FiscalYear
    side: Side = "record"


class RollUpQuery(ProjectionQuery):
    """Of which larger area, under which structure, and as known when."""

    area_code: Annotated[AreaCode, Field(description="a cluster, a region, or TH for the nation")]
    structure: Structure = "then"
    as_of: Instant | SkipJsonSchema[None] = Field(
        default=None,
        description="values as the system knew them at this instant, and what resolutions had settled by then; whose "
        "values count is by today's agreements",
    )


class QualityQuery(Filters):
    """Of which area and year."""

    area_code: AreaCode
    fiscal_year: FiscalYear


class FreshnessQuery(Filters):
    """Of which year, and of whom."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = Field(default=None, description="this year unless given")
    reporter: Reporter | SkipJsonSchema[None] = None


class SeriesExportQuery(SeriesQuery):
    """As which file."""

    format: Format = "csv"


class RankingExportQuery(RankingQuery):
    """As which file."""

    format: Format = "csv"


class MatrixExportQuery(MatrixQuery):
    """As which file."""

    format: Format = "csv"


class ObservationExportQuery(Filters):
    """Which values, as which file; filters narrow together."""

    indicator_id: UUID | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    fiscal_year: FiscalYear
    period: Period | SkipJsonSchema[None] = None
    reporter: Reporter | SkipJsonSchema[None] = None
    format: Format = "csv"
