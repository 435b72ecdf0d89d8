"""What goes out about projection and roll-up."""

from typing import Literal

from pydantic import Field

from services.indicators.readings.schemas.fields import (
    AT,
    INDICATOR,
    STANDING,
    Covers,
    IndicatorRead,
    SettledYear,
    Side,
    YearStanding,
    example,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import Instant, Json, Out

PROJECTION: Json = {
    "indicator": INDICATOR,
    "side": "record",
    "standing": {**STANDING, "value": 35361.25, "is_complete": False, "missing": ["q3", "q4"], "status": "incomplete"},
    "months_reported": 6,
    "least_months": 3,
    "projections": [
        {"way": "run_rate", "is_estimate": True, "value": 70722.5, "reason": None, "on_track": False},
        {
            "way": "share_of_last_year",
            "is_estimate": True,
            "value": None,
            "reason": "last_year_unknown",
            "on_track": None,
        },
    ],
}
_PART: Json = {
    "area_code": "43",
    "covers": ["43", "38"],
    "reporter": "area:43",
    "settled": None,
    "value": 120.5,
    "numerator": None,
    "denominator": None,
    "weight": None,
    "is_complete": True,
    "is_final": True,
}
ROLL_UP: Json = {
    "indicator": {**INDICATOR, "code": "OTOP-INCOME", "name_th": "รายได้จากผลิตภัณฑ์ชุมชน"},
    "area_code": "C52-10",
    "fiscal_year": 2554,
    "side": "record",
    "structure": "then",
    "as_of": AT,
    "value": 120.5,
    "value_state": "partial",
    "reason": None,
    "areas": 4,
    "counted": 1,
    "parts": [_PART],
    "not_reported": ["39", "41", "42"],
    "covered": [],
    "without_value": [],
    "covers_beyond": [],
    "overlap_value": None,
    "is_overlap_subtracted": False,
    "stated": [],
}


class ProjectionRead(Out):
    """What the year comes to by one way."""

    way: str = Field(
        description="reported: the year is there whole. Of a sum: run_rate (the months so far, times twelve by their "
        "number), share_of_last_year (the same periods had that share of the year before). Else mean_so_far, "
        "last_so_far, maximum_so_far"
    )
    is_estimate: bool
    value: NumberOut | None = Field(description="rounded to the indicator's decimals; null with the reason")
    reason: str | None = Field(
        description="not_reported, not_projected (a year is not made of its periods), too_few_months, "
        "last_year_unknown, last_year_not_comparable"
    )
    on_track: bool | None = Field(description="it is as good as the target; null without value or target")


class IndicatorProjection(Out):
    """What the year of an area may come to. Estimates are no results, and count nowhere."""

    model_config = example(PROJECTION)

    indicator: IndicatorRead
    side: Side
    standing: YearStanding = Field(description="what is known of the year; `made_of` is what the estimates rest on")
    months_reported: int
    least_months: int = Field(description="so many months are needed; see /v1/observations/scales")
    projections: list[ProjectionRead]


class RollUpPart(Out):
    """What one province gives to the value of a larger area."""

    area_code: str
    covers: Covers
    reporter: str = Field(description="whose value it is")
    settled: SettledYear
    value: NumberOut
    numerator: NumberOut | None = Field(description="of a ratio; null where its periods do not make one")
    denominator: NumberOut | None
    weight: NumberOut | None = Field(description="of a weighted average: the value of the indicator that weighs")
    is_complete: bool
    is_final: bool


class StatedValue(Out):
    """What was reported for the larger area itself; it stands beside and is not mixed in."""

    reporter: str
    value: NumberOut
    is_complete: bool
    is_final: bool


class IndicatorRollUp(Out):
    """The value of a cluster, a region or the nation, made of those of its provinces."""

    model_config = example(ROLL_UP)

    indicator: IndicatorRead
    area_code: str
    fiscal_year: int
    side: Side
    structure: str = Field(description="whose relations between areas: then, now, or a day")
    as_of: Instant | None = Field(description="values as they were known then; null: as they are known now")
    value: NumberOut | None = Field(description="null: not known or not derivable, never zero")
    value_state: Literal["derived", "partial", "not_reported", "not_derivable"] = Field(
        description="partial: an area or a period is missing, so a sum is too small"
    )
    reason: Literal["not_aggregated", "parts_unknown", "weight_unknown"] | None = Field(
        description="why it is not derivable: it adds up over no areas (a percentage is never averaged), a ratio's "
        "numerator or denominator is not known, or a weight is not"
    )
    areas: int = Field(description="provinces that make it up")
    counted: int = Field(description="those of them with a value that counts")
    parts: list[RollUpPart] = Field(description="what it is made of, by code")
    not_reported: list[str] = Field(description="provinces that make it up and have no value that counts")
    covered: list[str] = Field(description="provinces of the structure that there were not yet; a part covers them")
    without_value: list[str] = Field(description="provinces of the structure whose ground no part covers")
    covers_beyond: list[str] = Field(description="ground of other areas that the parts cover; it is not divided off")
    overlap_value: NumberOut | None = Field(description="counted in two areas, by the joint indicator; of the nation")
    is_overlap_subtracted: bool = Field(description="once, when every province is counted")
    stated: list[StatedValue]
