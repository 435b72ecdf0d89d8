"""What goes out about series, comparison, ranking and matrix."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from services.indicators.readings.schemas.fields import (
    AT,
    INDICATOR,
    INDICATOR_ID,
    STANDING,
    TARGET,
    IndicatorRead,
    PeriodName,
    PeriodValue,
    SettledYear,
    Side,
    TargetRead,
    YearStanding,
    example,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import Instant, Json, Out

_VALUE: Json = {
    "period": "year",
    "value": 73003.5,
    "numerator": None,
    "denominator": None,
    "revision": 1,
    "is_final": True,
    "definition_version": 1,
    "recorded_at": AT,
}
_REPORTED: Json = {
    "reporter": "area:50",
    "counts": True,
    "year_value": 73003.5,
    "is_complete": True,
    "values": [_VALUE],
}
_BREAK: Json = {
    "reporter": "area:50",
    "fiscal_year": 2558,
    "period": "year",
    "definition_version_before": 1,
    "definition_version_after": 2,
}
SERIES: Json = {
    "indicator": INDICATOR,
    "area_code": "50",
    "side": "record",
    "years": [{"standing": STANDING, "targets": [TARGET], "reporters": [_REPORTED]}],
    "breaks": [_BREAK],
    "definitions": [{"definition_version": 1, "reason": None, "recorded_at": AT}],
}
_SUMMARY: Json = {
    "fiscal_year": 2558,
    "areas": 4,
    "reported": 3,
    "lowest": 1204.25,
    "median": 3150,
    "highest": 73003.5,
    "place": 1,
}
COMPARISON: Json = {
    "indicator": INDICATOR,
    "area_code": "50",
    "side": "record",
    "peers": "cluster",
    "group_code": "C52-15",
    "areas": [{"area_code": "50", "years": [STANDING]}],
    "summary": [_SUMMARY],
}
RANKING: Json = {
    "indicator": INDICATOR,
    "fiscal_year": 2558,
    "side": "record",
    "level": "province",
    "within": None,
    "period": "year",
    "by": "value",
    "places": [{"place": 1, "is_shared": False, "value": 73003.5, "percent": None, "standing": STANDING}],
    "not_ranked": [{"area_code": "51", "reason": "not_reported"}],
}
MATRIX: Json = {
    "indicator_id": INDICATOR_ID,
    "indicator_code": "TOUR-REVENUE",
    "name_th": "รายได้จากการท่องเที่ยว",
    "unit_code": "million_baht",
    "unit_name_th": "ล้านบาท",
    "decimals": 2,
    "fiscal_year": 2558,
    "side": "record",
    "periods": ["year", "q1", "q2"],
    "areas": [
        {
            "area_code": "50",
            "reporter": "area:50",
            "values": [None, 18250.75, 17110.5],
            "is_final": [None, True, False],
            "settled": None,
        }
    ],
    "not_reported": ["51"],
}


class ReporterYear(Out):
    """What one unit reported of a year."""

    reporter: str
    counts: bool = Field(
        description="it is this unit's values that count for the side asked for; where the year was settled, "
        "`standing` has the year's value, and the shorter periods are those of the settled side or of record"
    )
    year_value: NumberOut | None = Field(description="its values put together as the indicator adds up over time")
    is_complete: bool
    values: list[PeriodValue] = Field(description="as reported, in the order in which the periods end")


class SeriesYear(Out):
    """One year of a series."""

    standing: YearStanding
    targets: list[TargetRead] = Field(description="every target there is for the area and year")
    reporters: list[ReporterYear]


class SeriesBreak(Out):
    """Where values go over to another definition: those before and after may not compare."""

    reporter: str
    fiscal_year: int
    period: PeriodName
    definition_version_before: int
    definition_version_after: int


class DefinitionRead(Out):
    """A version of the indicator's definition; its text is at /v1/indicators/{id}/definitions."""

    definition_version: int
    reason: str | None = Field(description="why it changed; null for the first")
    recorded_at: Instant


class IndicatorSeries(Out):
    """An indicator of one area over years and periods."""

    model_config = example(SERIES)

    indicator: IndicatorRead
    area_code: str
    side: Side
    years: list[SeriesYear] = Field(description="every year asked for, in order, with or without a value")
    breaks: list[SeriesBreak]
    definitions: list[DefinitionRead]


class AreaSeries(Out):
    """One area in a comparison."""

    area_code: str
    years: list[YearStanding]


class YearSummary(Out):
    """How the areas of a comparison lie in one year, the area itself among them."""

    fiscal_year: int
    areas: int = Field(description="how many are compared")
    reported: int = Field(description="how many of them have a value of the whole year; only these are summed up here")
    lowest: NumberOut | None
    median: NumberOut | None = Field(description="the middle of the values; it is no value of the areas together")
    highest: NumberOut | None
    place: int | None = Field(description="the place of the area among them, the best being 1; null without its value")


class IndicatorComparison(Out):
    """An indicator of one area beside those of its peers."""

    model_config = example(COMPARISON)

    indicator: IndicatorRead
    area_code: str
    side: Side
    peers: Literal["cluster", "region", "all", "named"]
    group_code: str | None = Field(description="the cluster or region they lie in; null for all or named ones")
    areas: list[AreaSeries] = Field(description="the area itself first, then its peers by code")
    summary: list[YearSummary]


class RankedArea(Out):
    """The place of one area."""

    place: int = Field(description="1 is the best; areas with the same share it, and the places after it are left out")
    is_shared: bool
    value: NumberOut = Field(description="of the year or the period asked for")
    percent: NumberOut | None = Field(description="with by=of_target or from_baseline, what they are ordered by")
    standing: YearStanding


class NotRanked(Out):
    """An area without a place, and why: what is not known is last nowhere."""

    area_code: str
    reason: str = Field(description="not_reported, incomplete, or why the method has no percent")


class IndicatorRanking(Out):
    """Areas in order, in the direction of the indicator."""

    model_config = example(RANKING)

    indicator: IndicatorRead
    fiscal_year: int
    side: Side
    level: Literal["province", "cluster"]
    within: str | None = Field(description="the cluster or region; null for the whole country")
    period: PeriodName
    by: Literal["value", "of_target", "from_baseline"]
    places: list[RankedArea]
    not_ranked: list[NotRanked]


class MatrixRow(Out):
    """One area of the matrix, a place for each of `periods`."""

    area_code: str
    reporter: str = Field(description="whose values they are; of a settled year `settled` says whose")
    values: list[NumberOut | None] = Field(description="null: not reported, never zero")
    is_final: list[bool | None]
    settled: SettledYear


class IndicatorMatrix(Out):
    """One indicator for every area and period of a year."""

    model_config = example(MATRIX)

    indicator_id: UUID
    indicator_code: str
    name_th: str
    unit_code: str
    unit_name_th: str
    decimals: int
    fiscal_year: int
    side: Side
    periods: list[str] = Field(description="what the places of `values` and `is_final` stand for")
    areas: list[MatrixRow] = Field(description="areas with a value that counts, by code")
    not_reported: list[str] = Field(description="the other areas of the year")
