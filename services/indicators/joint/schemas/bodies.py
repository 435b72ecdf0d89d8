"""What comes in about joint indicators."""

import datetime as dt
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.indicators.joint.schemas.fields import (
    HASH,
    INDICATOR_ID,
    MOST_AREAS,
    CascadeWay,
    ChoiceKind,
    NotNegative,
    Scope,
    Sha256,
    SideOfRecord,
    TopicCode,
    example,
)
from services.shared.numbers import NumberIn
from services.shared.schemas import AreaCode, Day, FiscalYear, FunctionCode, In, Json, Line, Prose

AREA_EXAMPLE: Json = {
    "area_code": "50",
    "baseline": 82000,
    "baseline_source_th": "รายงานรายได้จากการท่องเที่ยวรายจังหวัด ปี 2556",
    "target": None,
    "choice_th": None,
    "conditions_th": None,
}
CREATE_EXAMPLE: Json = {
    "indicator_id": INDICATOR_ID,
    "function_code": "05",
    "fiscal_year": 2558,
    "topic_code": "tourism",
    "department_code": None,
    "function_reporter_code": None,
    "scope": "all_provinces",
    "choices": [],
    "cascade_way": "equal",
    "national_target": 2200000,
    "area_target": None,
    "areas": [],
    "overlap_value": None,
    "overlap_reason_th": None,
    "unassigned_limit_percent": 5,
    "unassigned_limit_value": None,
    "unassigned_zero_by": "2015-03-31",
    "side_of_record": "area",
    "tolerance_percent": 2.5,
    "answer_by": "2014-10-31",
    "province_role_th": "พัฒนาแหล่งท่องเที่ยว ดูแลความปลอดภัย และส่งเสริมการตลาดในพื้นที่",
    "departure_reason_th": "เริ่มจัดเก็บรายได้รายจังหวัดตามนิยามนี้ในปี 2558",
}

# Never read: what was not sent is not among the fields that are set.
_NO_DAY = dt.date.min

CHOICE_EXAMPLE: Json = {
    "kind": "crop",
    "name_th": "ลำไย",
    "source_th": "ตัวอย่างของระบบ, not official",
    "dated_on": "2014-08-04",
}


class JointChoice(In):
    """What an area may choose by the policy of the year, and where that policy is."""

    model_config = example(CHOICE_EXAMPLE)

    kind: ChoiceKind
    name_th: Line
    source_th: Annotated[Line, Field(description="the ministry's policy that names it")]
    dated_on: Annotated[Day, Field(description="day of that policy")]


Department = Annotated[
    FunctionCode | None,
    Field(description="department of the proposing ministry that answers counters and revises offers for it"),
]
Reporter = Annotated[
    FunctionCode | None,
    Field(
        description="who reports for the function side: the proposing function, its ministry or the department; "
        "null: the proposing function"
    ),
]
Choices = Annotated[
    list[JointChoice],
    Field(max_length=100, description="crops or animals that areas may choose from; needed under zoning"),
]
Topic = Annotated[TopicCode | None, Field(description="null when it is none of the document's topics")]
Way = Annotated[
    CascadeWay,
    Field(description="equal and by_baseline_share divide the national target, which only what adds up allows"),
]
National = Annotated[
    NumberIn | None, Field(description="in the indicator's unit; needed for what adds up, else for information")
]
AreaTarget = Annotated[NumberIn | None, Field(description="the target of every area; with same_for_all only")]
Overlap = Annotated[
    NotNegative | None,
    Field(description="what is counted in two areas and once in the nation; subtracted from the sum of areas, once"),
]
LimitPercent = Annotated[NotNegative | None, Field(description="how much may be unassigned, percent of the target")]
LimitValue = Annotated[NotNegative | None, Field(description="how much may be unassigned, in the indicator's unit")]
ZeroBy = Annotated[Day | None, Field(description="after this day nothing may be unassigned", examples=["2015-03-31"])]
Record = Annotated[SideOfRecord, Field(description="whose value counts, once, for the nation and for both scorecards")]
Tolerance = Annotated[
    NotNegative, Field(description="percent of the value of record; a larger difference is shown as disputed")
]
AnswerBy = Annotated[Day, Field(description="the last day on which areas may sign or counter", examples=["2014-10-31"])]
ProvinceRole = Annotated[Prose | None, Field(description="what the province does in the area (criterion 1.2)")]
Departure = Annotated[
    Prose | None, Field(description="why it departs from what the document says should be: no past data, another scope")
]


class JointAreaIn(In):
    """What is said of one area beforehand."""

    model_config = example(AREA_EXAMPLE)

    area_code: AreaCode
    baseline: Annotated[NumberIn | None, Field(description="weighs in by_baseline_share")] = None
    baseline_source_th: Annotated[Line | None, Field(description="needed with a baseline")] = None
    target: Annotated[NumberIn | None, Field(description="with by_hand only")] = None
    choice_th: Annotated[
        Line | None, Field(description="one of `choices`; null leaves it to the area, which names it when it signs")
    ] = None
    conditions_th: Annotated[Prose | None, Field(description="what the function does for it, and on what")] = None


Areas = Annotated[
    list[JointAreaIn],
    Field(
        max_length=MOST_AREAS,
        description="with `listed`: the scope; with `all_provinces`: what is said of some, all others are in as well",
    ),
]


class JointIndicatorCreate(In):
    """A proposal of a ministry or department, for one fiscal year; a draft until its offers are sent."""

    model_config = example(CREATE_EXAMPLE)

    indicator_id: Annotated[UUID, Field(description="a published indicator of the level outcome or hybrid")]
    function_code: FunctionCode
    fiscal_year: FiscalYear
    department_code: Department = None
    function_reporter_code: Reporter = None
    topic_code: Topic = None
    scope: Scope
    choices: Choices = []
    cascade_way: Way
    national_target: National = None
    area_target: AreaTarget = None
    areas: Areas = []
    overlap_value: Overlap = None
    overlap_reason_th: Prose | None = None
    unassigned_limit_percent: LimitPercent = None
    unassigned_limit_value: LimitValue = None
    unassigned_zero_by: ZeroBy = None
    side_of_record: Record
    tolerance_percent: Tolerance
    answer_by: AnswerBy
    province_role_th: ProvinceRole = None
    departure_reason_th: Departure = None


class JointIndicatorPatch(In):
    """What changes in a draft; a field that is not sent stays, null clears one that may be empty (RFC 7396)."""

    model_config = example({"national_target": 2300000, "departure_reason_th": "เริ่มจัดเก็บรายได้รายจังหวัดในปี 2558"})

    department_code: Department = None
    function_reporter_code: Reporter = None
    topic_code: Topic = None
    scope: Scope = Field(default_factory=lambda: "listed")
    choices: Choices = Field(default_factory=list)
    cascade_way: Way = Field(default_factory=lambda: "equal")
    national_target: National = None
    area_target: AreaTarget = None
    areas: Areas = Field(default_factory=list)
    overlap_value: Overlap = None
    overlap_reason_th: Prose | None = None
    unassigned_limit_percent: LimitPercent = None
    unassigned_limit_value: LimitValue = None
    unassigned_zero_by: ZeroBy = None
    side_of_record: Record = Field(default_factory=lambda: "area")
    tolerance_percent: Tolerance = Field(default_factory=Decimal)
    answer_by: AnswerBy = Field(default_factory=lambda: _NO_DAY)
    province_role_th: ProvinceRole = None
    departure_reason_th: Departure = None


class JointIndicatorRedefine(JointIndicatorPatch):
    """What changes in a joint indicator whose offers are out, and why: a new definition, on which all sign anew."""

    model_config = example(
        {
            "national_target": 2100000,
            "answer_by": "2014-12-15",
            "reason": "ปรับเป้าหมายประเทศตามการประมาณการเศรษฐกิจล่าสุด",
        }
    )

    reason: Prose


class JointIndicatorWithdraw(In):
    """Why a joint indicator is given up."""

    model_config = example({"reason": "รวมกับตัวชี้วัดร่วมด้านการท่องเที่ยวของปีถัดไป"})

    reason: Prose


class WorkshopRecord(In):
    """The workshop at which both sides set the joint indicator (S1 point 3); the areas that came confirm it."""

    model_config = example(
        {
            "workshop_on": "2014-09-02",
            "workshop_place_th": "ศาลากลางจังหวัดเชียงใหม่",
            "minutes_sha256": HASH,
            "area_codes": ["50"],
        }
    )

    workshop_on: Day
    workshop_place_th: Line
    minutes_sha256: Annotated[Sha256 | None, Field(description="of the minutes; null while they are not signed")] = None
    area_codes: Annotated[
        list[AreaCode], Field(max_length=MOST_AREAS, description="the areas of the scope that took part")
    ] = []


class WorkshopConfirm(In):
    """An area that took part confirms the record as it read it."""

    model_config = example({"workshop_number": 1})

    workshop_number: Annotated[int, Field(ge=1, description="of the record that was read", examples=[1])]


class JointDepartment(In):
    """The department that is responsible for the ministry from now on."""

    model_config = example({"department_code": "DOT-TOUR", "reason": "มอบหมายตามภารกิจ"})

    department_code: Annotated[
        FunctionCode | None, Field(description="of the proposing ministry; null: the ministry itself")
    ]
    reason: Prose
