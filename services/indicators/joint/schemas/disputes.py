"""What goes in and out about disputes."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.joint.schemas.fields import (
    AT,
    DISPUTE_ID,
    HASH,
    ID,
    DisputeState,
    Outcome,
    SideOfRecord,
    example,
)
from services.indicators.joint.schemas.results import MadeOf
from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import (
    AllowedAction,
    AreaCode,
    Day,
    Filters,
    FiscalYear,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
)

MOST_EVIDENCE = 20

STATE_EXAMPLE: Json = {
    "reason_th": "นับรวมผู้มาเยือนที่ไม่พักค้าง ซึ่งแบบสำรวจของกระทรวงไม่นับ",
    "evidence_th": ["แบบสำรวจสถานประกอบการ จังหวัดลำปาง ไตรมาสที่ 1-4 ปี 2558"],
}
PROPOSE_EXAMPLE: Json = {
    "outcome": "committee",
    "value": 29000,
    "numerator": None,
    "denominator": None,
    "reason_th": "ใช้ค่าจากการสำรวจร่วมของทั้งสองฝ่าย",
}
_SIDE: Json = {
    "reporter": "area:52",
    "value": 30000,
    "numerator": None,
    "denominator": None,
    "made_of": [{"period": "year", "revision": 1}],
}
EXAMPLE: Json = {
    "id": DISPUTE_ID,
    "version": 3,
    "content_hash": HASH,
    "joint_indicator_id": ID,
    "indicator_code": "TOURISM-INCOME",
    "name_th": "รายได้จากการท่องเที่ยว",
    "unit_name_th": "ล้านบาท",
    "function_code": "05",
    "fiscal_year": 2558,
    "area_code": "52",
    "state": "open",
    "definition_version": 1,
    "side_of_record": "area",
    "tolerance_percent": 2.5,
    "difference": 2000,
    "of_area": _SIDE,
    "of_function": {**_SIDE, "reporter": "function:05", "value": 28000},
    "settled_by": "evaluation_committee",
    "statements": [
        {"side": "area", **STATE_EXAMPLE, "stated_by": "province:52", "stated_as": "province:52", "stated_at": AT}
    ],
    "proposal": PROPOSE_EXAMPLE,
    "settlement": None,
    "closed_because": None,
    "opened_at": AT,
    "updated_at": AT,
}


class JointDisputeState(In):
    """Why this side stands by its value, and on what evidence; files are attached at …/attachments."""

    model_config = example(STATE_EXAMPLE)

    reason_th: Prose
    evidence_th: Annotated[
        list[Line], Field(max_length=MOST_EVIDENCE, description="documents and sources, one in each line")
    ] = []


class JointDisputePropose(In):
    """Which value is to count, for the committee to resolve."""

    model_config = example(PROPOSE_EXAMPLE)

    outcome: Annotated[Outcome, Field(description="whose value counts; committee: one that it gives itself")]
    value: Annotated[NumberIn | None, Field(description="with committee only; a ratio gives its parts instead")] = None
    numerator: Annotated[NumberIn | None, Field(description="with committee, of a ratio")] = None
    denominator: Annotated[NumberIn | None, Field(description="with committee, of a ratio")] = None
    reason_th: Prose


class JointDisputeReopen(In):
    """Why what was settled comes before all again."""

    model_config = example({"reason": "จังหวัดแก้ไขข้อมูลตามผลการตรวจสอบของ สตง."})

    reason: Prose


class DisputedSide(Out):
    """The year's value of one side, as it stood when it was last looked at."""

    reporter: str
    value: NumberOut
    numerator: NumberOut | None = Field(description="null unless a ratio")
    denominator: NumberOut | None = Field(description="null unless a ratio")
    made_of: list[MadeOf]


class DisputeStatement(Out):
    """What one side says."""

    side: SideOfRecord
    reason_th: str
    evidence_th: list[str]
    stated_by: str = Field(description="post or machine that said it")
    stated_as: str
    stated_at: Instant


class DisputeProposal(Out):
    """What the secretariat proposes; a new value of either side takes it away."""

    outcome: Outcome
    value: NumberOut
    numerator: NumberOut | None = Field(description="null unless a ratio")
    denominator: NumberOut | None = Field(description="null unless a ratio")
    reason_th: str


class DisputeSettlement(Out):
    """What counts, once, for the nation and for both scorecards, and by which resolution."""

    outcome: Outcome
    value: NumberOut
    numerator: NumberOut | None = Field(description="null unless a ratio")
    denominator: NumberOut | None = Field(description="null unless a ratio")
    resolution_id: UUID
    resolution_number: str
    decided_on: Day
    reason_th: str | None


class JointDisputeFields(Identified):
    """What every representation of a dispute shows."""

    content_hash: str = Field(
        description="SHA-256 of the canonical JSON of what is decided on: joint_indicator_id, area_code, "
        "definition_version, function_reporter_code, tolerance_percent, {area,function}_{value,numerator,denominator,"
        "made_of} (made_of as [[period, revision]]), proposed_{outcome,value,numerator,denominator}, proposal_reason_th"
    )
    joint_indicator_id: UUID
    indicator_code: str
    name_th: str
    unit_name_th: str
    function_code: str
    fiscal_year: FiscalYear
    area_code: str
    state: DisputeState = Field(description="closed: both sides came within the tolerance, or it stands no longer")
    definition_version: int
    side_of_record: SideOfRecord
    tolerance_percent: NumberOut
    difference: NumberOut = Field(description="between both values, in the indicator's unit")
    of_area: DisputedSide
    of_function: DisputedSide
    settled_by: Literal["evaluation_committee"]
    statements: list[DisputeStatement]
    proposal: DisputeProposal | None = Field(description="null while nothing is proposed")
    settlement: DisputeSettlement | None = Field(description="null unless settled")
    closed_because: Literal["within_tolerance", "not_standing"] | None = Field(description="null unless closed")
    opened_at: Instant
    updated_at: Instant


class JointDispute(JointDisputeFields):
    """A dispute, with what the caller may do with it now."""

    model_config = example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class JointDisputePage(Out):
    """One page of disputes."""

    model_config = example({"items": [EXAMPLE], "next_cursor": None})

    items: list[JointDisputeFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class JointDisputeReview(Out):
    """What a look at both sides' values came to, by area."""

    model_config = example({"joint_indicator_id": ID, "opened": ["52"], "changed": [], "closed": ["50"]})

    joint_indicator_id: UUID
    opened: list[str] = Field(description="areas where both sides differ by more than the tolerance, from now on")
    changed: list[str] = Field(description="areas that differed and still do, by other values")
    closed: list[str] = Field(description="areas that differ no longer, or whose offer stands no longer")


class JointDisputeSort(StrEnum):
    """How a list of disputes may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class JointDisputeFilter(Filters):
    """Which disputes are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    state: DisputeState | SkipJsonSchema[None] = None
    joint_indicator_id: UUID | SkipJsonSchema[None] = None
