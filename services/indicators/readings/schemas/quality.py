"""What goes out about data quality, freshness, and how results are read."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.indicators.readings.schemas.fields import INDICATOR, INDICATOR_ID, IndicatorRead, PeriodName, example
from services.shared.numbers import NumberOut
from services.shared.schemas import Instant, Json, Out, Sentence

_SOURCE = "ตัวอย่างของระบบ, not official"
_IN_FORCE: Json = {
    "first_fiscal_year": 2550,
    "last_fiscal_year": None,
    "source": _SOURCE,
    "dated_on": "2026-11-28",
}
_METHOD: Json = {
    "code": "of_target",
    "version": 1,
    "way": "of_target",
    "floor_percent": 0,
    "cap_percent": 120,
    "name_th": "ร้อยละของเป้าหมาย",
    "name_en": "Percent of the target",
    **_IN_FORCE,
}
_BAND: Json = {
    "version": 1,
    "code": "near",
    "at_least_percent": 85,
    "name_th": "ใกล้ถึงเป้าหมาย",
    "name_en": "Near the target",
    **_IN_FORCE,
}
_LIMIT: Json = {
    "code": "late_after_days",
    "version": 1,
    "value": 45,
    "meaning_th": "จำนวนวันหลังสิ้นช่วงเวลาที่ยังไม่ถือว่าล่าช้า",
    "meaning_en": "Days after the end of a period in which a value is still in time",
    **_IN_FORCE,
}
QUALITY: Json = {
    "indicator": INDICATOR,
    "area_code": "50",
    "fiscal_year": 2558,
    "findings": [
        {
            "kind": "gap",
            "reporter": "area:50",
            "periods": ["q3"],
            "facts": {"due_by": "window"},
            "told": {
                "th": "ยังไม่มีค่าของ q3 ซึ่งถึงกำหนดแล้ว (ตามช่วงเวลารับค่าของปีงบประมาณ)",
                "en": "There is no value of q3, which are due. (by the windows of the fiscal year)",
            },
            "todo": {
                "th": "รายงานค่าที่ขาดที่ /v1/observations หรือค่าของช่วงเวลาที่ยาวกว่า",
                "en": "Report what is missing at /v1/observations, or the value of a longer period.",
            },
        }
    ],
    "due_by": "window",
    "limits": [
        {
            **_LIMIT,
            "code": "tolerance_percent",
            "value": 5,
            "meaning_th": "ค่าของสองฝ่ายต่างกันได้ไม่เกินร้อยละนี้",
            "meaning_en": "How many percent two sides may differ",
        }
    ],
}
FRESHNESS: Json = {
    "items": [
        {
            "reporter": "function:05",
            "indicator_count": 3,
            "latest_recorded_at": "2015-07-09T02:15:00.000000Z",
            "age_days": 92,
            "due_by": "allowance",
            "overdue_values": 76,
            "overdue": [
                {
                    "indicator_id": INDICATOR_ID,
                    "indicator_code": "TOUR-REVENUE",
                    "name_th": "รายได้จากการท่องเที่ยว",
                    "period": "q3",
                    "due_on": "2015-08-14",
                    "area_count": 76,
                }
            ],
            "overdue_left_out": 0,
        }
    ],
    "next_cursor": None,
}


DueBy = Annotated[
    Literal["window", "allowance"],
    Field(
        description="what says when a value is due. window: the windows of the fiscal year, see "
        "/v1/observation-windows; what has no window among them is never due. allowance: the year has no windows, so "
        "so many days after the period as late_after_days says, an example of the house"
    ),
]


class _InForce(Out):
    """From where, and for which fiscal years."""

    first_fiscal_year: int
    last_fiscal_year: int | None = Field(description="null: until another version follows")
    source: str = Field(description="what it rests on; an example of the house says that it is one")
    dated_on: str


class AchievementMethod(_InForce):
    """A way to put the year's value in percent of what was agreed."""

    code: str
    version: int
    way: Literal["of_target", "from_baseline"]
    floor_percent: NumberOut = Field(description="no percent is below it")
    cap_percent: NumberOut = Field(description="no percent is above it")
    name_th: str
    name_en: str


class AchievementBand(_InForce):
    """What a percent is called, from its lower end up to where the next band begins."""

    version: int
    code: str
    at_least_percent: NumberOut | None = Field(description="null: no lower end")
    name_th: str
    name_en: str


class ReadingLimit(_InForce):
    """From when on a value is late, doubtful, or enough to project from."""

    code: str
    version: int
    value: NumberOut
    meaning_th: str
    meaning_en: str


class ReadingScales(Out):
    """How results are read: all versions there are."""

    model_config = example({"methods": [_METHOD], "bands": [_BAND], "limits": [_LIMIT]})

    methods: list[AchievementMethod]
    bands: list[AchievementBand]
    limits: list[ReadingLimit]


class QualityFinding(Out):
    """One doubt about values, and what to do about it; it proves nothing by itself."""

    kind: Literal["outlier", "gap", "late", "sides_differ", "periods_differ", "parts_differ"]
    reporter: str | None = Field(description="whose values; null: nobody has reported")
    periods: list[PeriodName]
    facts: dict[str, int | float | str] = Field(description="the numbers it rests on, by name")
    told: Sentence
    todo: Sentence


class IndicatorQuality(Out):
    """What is doubtful about the values of an indicator, for an area and year."""

    model_config = example(QUALITY)

    indicator: IndicatorRead
    area_code: str
    fiscal_year: int
    findings: list[QualityFinding]
    due_by: DueBy
    limits: list[ReadingLimit] = Field(description="by which it was judged; late_after_days where it was used")


class OverduePeriod(Out):
    """What a unit has not reported of an indicator."""

    indicator_id: UUID
    indicator_code: str
    name_th: str
    period: PeriodName
    due_on: dt.date = Field(description="the last day on which it was in time")
    area_count: int = Field(description="for how many areas")


class AgencyFreshness(Out):
    """When a unit last reported, and what it should have by now."""

    reporter: str
    indicator_count: int = Field(description="indicators it reported this year or the year before")
    latest_recorded_at: Instant
    age_days: int = Field(description="whole days in Bangkok since then")
    due_by: DueBy
    overdue_values: int = Field(description="values that are due by the indicators' frequency and not there")
    overdue: list[OverduePeriod] = Field(description="the first of them, by indicator and period")
    overdue_left_out: int = Field(description="entries beyond those shown")


class FreshnessPage(Out):
    """Every unit that reports, by unit, all on one page."""

    model_config = example(FRESHNESS)

    items: list[AgencyFreshness]
    next_cursor: str | None
