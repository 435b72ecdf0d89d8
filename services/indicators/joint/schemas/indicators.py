"""What goes out about joint indicators."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.joint.schemas.bodies import CREATE_EXAMPLE
from services.indicators.joint.schemas.fields import (
    AT,
    HASH,
    ID,
    CascadeWay,
    ChoiceKind,
    JointState,
    Scope,
    SideOfRecord,
    example,
)
from services.shared.numbers import NumberOut
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Day,
    Filters,
    FiscalYear,
    FunctionCode,
    Identified,
    Instant,
    Json,
    Out,
)

_SOURCE = "สำนักงาน ก.พ.ร., เอกสารประชุมหัวหน้าส่วนราชการในภูมิภาค 4 ภาค (4-28 สิงหาคม 2557)"
TOPIC_EXAMPLE: Json = {
    "code": "tourism",
    "name_th": "ท่องเที่ยว",
    "name_en": "Tourism",
    "scope": "all_provinces",
    "condition_th": None,
    "source": _SOURCE,
    "dated_on": "2014-08-04",
}
EXAMPLE: Json = {
    "id": ID,
    "version": 2,
    "content_hash": HASH,
    "state": "offered",
    **{name: value for name, value in CREATE_EXAMPLE.items() if name != "areas"},
    "function_reporter_code": "05",
    "ministry_code": "05",
    "indicator_code": "TOURISM-INCOME",
    "indicator_definition_version": 1,
    "name_th": "รายได้จากการท่องเที่ยว",
    "unit_name_th": "ล้านบาท",
    "definition_version": 1,
    "cascade": {
        "assigned": 2197947.37,
        "unassigned": 2052.63,
        "unassigned_limit": 110000,
        "unassigned_state": "within_limit",
    },
    "agreement": {
        "areas": 76,
        "agreed": 4,
        "settled": 0,
        "offered": 71,
        "countered": 1,
        "released": 0,
        "overdue": 0,
    },
    "criteria": [
        {
            "code": "level",
            "source": f"{_SOURCE} ส่วนที่ 3 ข้อ 1.3",
            "is_required": True,
            "is_met": True,
            "answer_th": "outcome",
            "lacking_area_codes": [],
        }
    ],
    "workshop_on": "2014-09-02",
    "workshop_place_th": "ศาลากลางจังหวัดเชียงใหม่",
    "minutes_sha256": None,
    "workshop_number": 1,
    "workshop_area_codes": ["50", "51"],
    "workshop_confirmed_area_codes": ["50"],
    "withdraw_reason_th": None,
    "offered_at": AT,
    "created_at": AT,
    "updated_at": AT,
}


class JointTopic(Out):
    """What the document of 2557 says should be measured by ministries and provinces together."""

    model_config = example(TOPIC_EXAMPLE)

    code: str
    name_th: str
    name_en: str = Field(description="our translation; the document has Thai names only")
    scope: Scope = Field(description="the document's own: every province, or only some, which it does not name")
    condition_th: str | None = Field(description="what each area chooses, as printed; null when nothing")
    source: str
    dated_on: Day


class JointTopicPage(Out):
    """Every topic."""

    model_config = example({"items": [TOPIC_EXAMPLE], "next_cursor": None})

    items: list[JointTopic]
    next_cursor: str | None = Field(description="always null: all topics fit one page; null ends the list")


class CascadeState(Out):
    """How the targets of areas stand to the whole: assigned + unassigned = national target + overlap, always."""

    assigned: NumberOut = Field(description="targets in force: what an area asks in a counter counts, not the offer")
    unassigned: NumberOut = Field(description="the function's own line; below zero when areas together have more")
    unassigned_limit: NumberOut = Field(description="how much it may be today, either way")
    unassigned_state: Literal["zero", "within_limit", "over_limit"]


class AgreementState(Out):
    """How many areas stand where. `areas` are those that are asked: m of "n of m agreed"."""

    areas: int
    agreed: int = Field(description="both sides signed this definition and this offer")
    settled: int = Field(description="by resolution, the function's offer standing")
    offered: int
    countered: int
    released: int = Field(description="by resolution, no longer asked")
    overdue: int = Field(description="of the offered and countered: past their day to answer by")


class CriterionAnswer(Out):
    """One criterion of the document of 2557, and how it was met."""

    code: Literal["cascades", "province_role", "level", "topic_scope"]
    source: str
    is_required: bool = Field(description="false: it may stand unmet when it is said why")
    is_met: bool
    answer_th: str | None = Field(description="what it is met by, or why not; null while unanswered")
    lacking_area_codes: list[str] = Field(
        default=[], description="of past data: the areas of the scope without any, their predecessors' counted in"
    )


class ChoiceOut(Out):
    """What an area may choose by the policy of the year."""

    kind: ChoiceKind
    name_th: str
    source_th: str
    dated_on: Day


class JointIndicatorFields(Identified):
    """What every representation of a joint indicator shows."""

    content_hash: str = Field(
        description="SHA-256 of the canonical JSON of the definition: indicator_id, indicator_definition_version, "
        "function_code, fiscal_year, topic_code, scope, choices, cascade_way, national_target, area_target, "
        "overlap_value, overlap_reason_th, side_of_record, function_reporter_code, tolerance_percent, province_role_th"
    )
    state: JointState
    function_code: str
    ministry_code: str = Field(description="the function itself, or the ministry above a proposing department")
    department_code: str | None = Field(description="department that carries it for the ministry; null when none")
    function_reporter_code: str = Field(description="who reports for the function side, by agreement")
    fiscal_year: FiscalYear
    indicator_id: UUID
    indicator_code: str
    indicator_definition_version: int = Field(description="the version of the indicator's definition, frozen here")
    name_th: str = Field(description="of the indicator, as it was then")
    unit_name_th: str
    definition_version: int = Field(
        description="of this joint indicator; 0 while a draft, a new one voids all signatures"
    )
    topic_code: str | None = Field(description="null when none of the document's topics")
    scope: Scope
    choices: list[ChoiceOut] = Field(description="what areas may choose from; empty where they choose nothing")
    cascade_way: CascadeWay
    national_target: NumberOut | None = Field(description="null when none is set, which only what does not add up may")
    area_target: NumberOut | None = Field(description="null unless same_for_all")
    overlap_value: NumberOut | None = Field(description="null when nothing is counted twice")
    overlap_reason_th: str | None = Field(description="null without an overlap")
    unassigned_limit_percent: NumberOut | None = Field(description="null when the limit is an amount, or there is none")
    unassigned_limit_value: NumberOut | None = Field(description="null when the limit is a share, or there is none")
    unassigned_zero_by: Day | None = Field(description="null for what does not add up")
    side_of_record: SideOfRecord
    tolerance_percent: NumberOut
    answer_by: Day
    province_role_th: str | None = Field(description="null until written")
    departure_reason_th: str | None = Field(description="null when it departs from nothing")
    cascade: CascadeState | None = Field(description="null for what does not add up over areas: nothing is shared out")
    agreement: AgreementState
    criteria: list[CriterionAnswer]
    workshop_on: Day | None = Field(description="null until a workshop is recorded")
    workshop_place_th: str | None = Field(description="null until a workshop is recorded")
    minutes_sha256: str | None = Field(description="null until the minutes are signed")
    workshop_number: int = Field(description="of the record, which a new one replaces; 0 until one is recorded")
    workshop_area_codes: list[str] = Field(description="the areas that took part")
    workshop_confirmed_area_codes: list[str] = Field(description="of those, the ones that confirmed this record")
    withdraw_reason_th: str | None = Field(description="null unless withdrawn")
    offered_at: Instant | None = Field(description="when the offers were first sent; null while a draft")
    created_at: Instant
    updated_at: Instant


class JointIndicator(JointIndicatorFields):
    """A joint indicator, with what the caller may do with it now; its offers are at …/offers."""

    model_config = example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class JointIndicatorPage(Out):
    """One page of joint indicators."""

    model_config = example({"items": [EXAMPLE], "next_cursor": None})

    items: list[JointIndicatorFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class JointIndicatorSort(StrEnum):
    """How a list of joint indicators may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    YEAR = "fiscal_year"
    YEAR_LAST_FIRST = "-fiscal_year"


class JointIndicatorFilter(Filters):
    """Which joint indicators are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = Field(default=None, description="those with an offer to this area")
    state: JointState | SkipJsonSchema[None] = None
    indicator_id: UUID | SkipJsonSchema[None] = None
