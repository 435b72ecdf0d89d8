"""The types that several answers share, and what their examples are made of."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.shared.numbers import NumberOut
from services.shared.schemas import Instant, Json, Out

Side = Annotated[
    Literal["record", "area", "function"],
    Field(
        description="whose value counts, as in agreements and joint results. record: what a resolution settled, else "
        "of the side of record where a joint indicator stands, and of that side alone; else of the area itself, then "
        "of the host agency. area, function: what that side reported (without a host agency the owner), and only that"
    ),
]
Status = Annotated[
    Literal["achieved", "below_target", "not_reported", "incomplete", "no_target"],
    Field(
        description="by the direction alone; below_target: not as good as the target; incomplete: a period is missing"
    ),
]
PeriodName = Annotated[str, Field(description="year, q1 (October to December) to q4, m01 (October) to m12")]
Covers = Annotated[
    list[str],
    Field(
        description="areas of today on whose ground the value stands, the area itself first; more than one for a year "
        "before an area was split, whose value is never divided",
        examples=[["50"]],
    ),
]
TargetSource = Literal["performance_agreement", "joint_indicator"]

INDICATOR_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
AGREEMENT_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a70"
AT = "2015-10-09T02:15:00.000000Z"
INDICATOR: Json = {
    "id": INDICATOR_ID,
    "code": "TOUR-REVENUE",
    "name_th": "รายได้จากการท่องเที่ยว",
    "unit_code": "million_baht",
    "unit_name_th": "ล้านบาท",
    "decimals": 2,
    "direction": "higher",
    "frequency": "quarterly",
    "time_aggregation": "sum",
    "area_aggregation": "sum",
    "definition_version": 1,
}
TARGET: Json = {"source": "performance_agreement", "id": AGREEMENT_ID, "value": 72000, "baseline": 66000}
STANDING: Json = {
    "area_code": "50",
    "fiscal_year": 2558,
    "covers": ["50"],
    "reporter": "area:50",
    "value": 73003.5,
    "is_final": True,
    "is_complete": True,
    "missing": [],
    "made_of": [{"period": "year", "revision": 1}],
    "settled": None,
    "target": TARGET,
    "status": "achieved",
    "achievements": [
        {"method": "from_baseline", "version": 1, "percent": 116.72, "reason": None, "band": "reached"},
        {"method": "of_target", "version": 1, "percent": 101.39, "reason": None, "band": "reached"},
    ],
}


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


class IndicatorRead(Out):
    """What is read: an indicator, as its definition says now."""

    id: UUID
    code: str
    name_th: str
    unit_code: str
    unit_name_th: str
    decimals: int
    direction: Literal["higher", "lower", "range"]
    frequency: Literal["monthly", "quarterly", "yearly"]
    time_aggregation: Literal["sum", "average", "last", "maximum", "none"]
    area_aggregation: Literal["sum", "weighted_average", "average", "ratio", "none"]
    definition_version: int


class MadeOfValue(Out):
    """One reported value that a year's value is made of."""

    period: PeriodName
    revision: int


class TargetRead(Out):
    """What was agreed for an area and year. Targets of joint indicators are shown to who holds a role."""

    source: TargetSource
    id: UUID = Field(description="the agreement or the joint indicator it stands in")
    value: NumberOut
    baseline: NumberOut | None = Field(description="null when none was given")


class AchievementRead(Out):
    """How far the year's value has come, by one method; /v1/observations/scales tells the methods and bands."""

    method: str
    version: int
    percent: NumberOut | None = Field(description="rounded down to two decimals, within the method's floor and cap")
    reason: str | None = Field(
        description="why there is no percent: not_reported, incomplete, no_target, target_not_positive, "
        "baseline_unknown, target_not_beyond_baseline, baseline_in_range; null otherwise"
    )
    band: str | None = Field(description="what the percent is called; null without one")


class SettledRead(Out):
    """That a resolution settled the year's value, which both sides of a joint indicator had disputed."""

    dispute_id: UUID | None = Field(description="at /v1/joint-indicators/disputes; null for the public")
    reporter: str = Field(description="on whose value; `evaluation_committee` where it set one of its own")


SettledYear = Annotated[
    SettledRead | None,
    Field(description="the year's value is as a resolution settled it, whatever is reported since; null: it is not"),
]


class YearStanding(Out):
    """A year of an area: the value that counts, whose it is, and how it stands to the target."""

    model_config = example(STANDING)

    area_code: str
    fiscal_year: int
    covers: Covers
    reporter: str | None = Field(
        description="whose value it is, `evaluation_committee` where it settled one of its own; null: nobody whose "
        "value counts has reported"
    )
    value: NumberOut | None = Field(description="of the year, in the indicator's unit; null: not known, never zero")
    is_final: bool = Field(description="every value it is made of is final")
    is_complete: bool = Field(description="no period of the year is missing")
    missing: list[str] = Field(description="periods whose value would change it")
    made_of: list[MadeOfValue] = Field(description="empty for a value of the committee's own")
    settled: SettledYear
    target: TargetRead | None = Field(
        description="what it is held against: of the area's own approved agreement, else of a standing joint indicator"
    )
    status: Status
    achievements: list[AchievementRead] = Field(description="by every method in force for the fiscal year")


class PeriodValue(Out):
    """One value as it was reported."""

    period: PeriodName
    value: NumberOut
    numerator: NumberOut | None = Field(description="null unless a ratio")
    denominator: NumberOut | None = Field(description="null unless a ratio")
    revision: int
    is_final: bool
    definition_version: int
    recorded_at: Instant
