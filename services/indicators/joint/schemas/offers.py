"""What goes in and out about the offers to areas."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from services.indicators.joint.schemas.fields import AT, HASH, ID, OFFER_ID, OfferState, SideOfRecord, example
from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import (
    AllowedAction,
    Day,
    Filters,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
    refuse,
)

SIGN_EXAMPLE: Json = {"definition_version": 1, "offer_version": 1}
EXAMPLE: Json = {
    "id": OFFER_ID,
    "version": 3,
    "content_hash": HASH,
    "joint_indicator_id": ID,
    "area_code": "50",
    "state": "agreed",
    "definition_version": 1,
    "offer_version": 1,
    "target": 28947.37,
    "has_residue": True,
    "baseline": None,
    "baseline_source_th": None,
    "choice_th": None,
    "conditions_th": "รายงานรายไตรมาสภายใน 30 วันหลังสิ้นไตรมาส",
    "answer_by": "2014-10-31",
    "is_overdue": False,
    "counter_target": None,
    "counter_conditions_th": None,
    "counter_reason_th": None,
    "reply_th": None,
    "resolution_id": None,
    "resolution_number": None,
    "decided_on": None,
    "decision_reason_th": None,
    "signatures": [
        {
            "side": "function",
            "definition_version": 1,
            "offer_version": 1,
            "offer_hash": HASH,
            "signed_by": "ministry:05",
            "signed_as": "ministry:05",
            "signed_at": AT,
        },
        {
            "side": "area",
            "definition_version": 1,
            "offer_version": 1,
            "offer_hash": HASH,
            "signed_by": "province:50",
            "signed_as": "province:50",
            "signed_at": "2014-10-01T02:15:00.000000Z",
        },
    ],
    "created_at": AT,
    "updated_at": "2014-10-01T02:15:00.000000Z",
}


class OfferSeen(In):
    """Which definition and which offer were read: nothing is signed or answered that was not seen."""

    definition_version: Annotated[int, Field(ge=1, examples=[1])]
    offer_version: Annotated[int, Field(ge=1, examples=[1])]


class JointOfferSign(OfferSeen):
    """The area signs exactly this definition and this offer."""

    model_config = example({**SIGN_EXAMPLE, "choice_th": "ลำไย"})

    choice_th: Annotated[
        Line | None, Field(description="one of `choices`, where the offer leaves it to the area; null otherwise")
    ] = None


class JointOfferCounter(OfferSeen):
    """The area asks for another target, for conditions, or both, and says why."""

    model_config = example(
        {
            **SIGN_EXAMPLE,
            "target": 26000,
            "conditions_th": "กระทรวงสนับสนุนการพัฒนาแหล่งท่องเที่ยวใหม่ 2 แห่ง",
            "reason": "สถานการณ์หมอกควันทำให้นักท่องเที่ยวลดลงในไตรมาสที่ 2",
        }
    )

    target: Annotated[
        NumberIn | None, Field(description="what the area can take; null when only conditions differ")
    ] = None
    conditions_th: Annotated[Prose | None, Field(description="on what; null when only the target differs")] = None
    reason: Prose

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.target is None and self.conditions_th is None:
            raise refuse(
                "counter_asks_nothing",
                "โปรดระบุค่าเป้าหมายหรือเงื่อนไขที่ขอเปลี่ยน หากเห็นด้วยให้ลงนาม",
                "Name another target or conditions; who agrees, signs.",
            )
        return self


class JointOfferRevise(In):
    """A new offer to this area, in full; the function signs it by making it."""

    model_config = example(
        {
            "target": 27000,
            "conditions_th": "กรมการท่องเที่ยวสนับสนุนการพัฒนาแหล่งท่องเที่ยวใหม่ 1 แห่ง",
            "reason": "ปรับตามข้อมูลนักท่องเที่ยวไตรมาสที่ 1",
            "answer_by": None,
        }
    )

    target: NumberIn
    conditions_th: Prose | None = None
    choice_th: Annotated[Line | None, Field(description="one of `choices`; null leaves it to the area")] = None
    reason: Prose
    answer_by: Annotated[Day | None, Field(description="a later day to answer by; null keeps the present one")] = None


class JointOfferDecline(In):
    """The function does not take the counter: its offer stands as it was, open to be signed."""

    model_config = example({"reason": "เป้าหมายนี้ลดลงจากผลงานปีก่อนแล้ว", "answer_by": None})

    reason: Prose
    answer_by: Annotated[Day | None, Field(description="a later day to answer by; null keeps the present one")] = None


class Signature(Out):
    """One side's signature, on one definition and one offer."""

    side: SideOfRecord
    definition_version: int
    offer_version: int
    offer_hash: str = Field(description="`content_hash` of the offer as it was signed")
    signed_by: str = Field(description="post or machine that signed")
    signed_as: str = Field(description="the role it was signed in", examples=["province:50"])
    signed_at: Instant


class JointOfferFields(Identified):
    """What every representation of an offer shows."""

    content_hash: str = Field(
        description="SHA-256 of the canonical JSON of joint_indicator_id, definition_hash (content_hash of the joint "
        "indicator), definition_version, area_code, offer_version, target, conditions_th, choice_th, counter_target, "
        "counter_conditions_th, counter_reason_th"
    )
    joint_indicator_id: UUID
    area_code: str
    state: OfferState = Field(description="agreed: both signed; settled and released: by resolution of the committee")
    definition_version: int = Field(description="0 while a draft")
    offer_version: int = Field(description="0 while a draft; a new offer voids this area's signature")
    target: NumberOut = Field(description="the function's offer, in the indicator's unit")
    has_residue: bool = Field(description="true: one unit of the last decimal more, by rounding")
    baseline: NumberOut | None = Field(description="null when none was given")
    baseline_source_th: str | None = Field(description="null without a baseline")
    choice_th: str | None = Field(description="crop or animal; null where none is asked, or until the area names it")
    conditions_th: str | None = Field(description="null when there are none")
    answer_by: Day
    is_overdue: bool = Field(
        description="true: it waits past answer_by; silence is never consent, the committee settles"
    )
    counter_target: NumberOut | None = Field(
        description="what the area asks; null unless countered, or conditions only"
    )
    counter_conditions_th: str | None = Field(description="null unless countered, or when only the target differs")
    counter_reason_th: str | None = Field(description="null unless countered")
    reply_th: str | None = Field(
        description="the function's last reason, of a revision or of declining; null before any"
    )
    resolution_id: UUID | None = Field(description="what settled or released it; null unless by resolution")
    resolution_number: str | None = Field(description="null unless by resolution")
    decided_on: Day | None = Field(description="day of the meeting; null unless by resolution")
    decision_reason_th: str | None = Field(description="null unless by resolution")
    signatures: list[Signature] = Field(
        description="on this definition and this offer; earlier ones are in the history"
    )
    created_at: Instant
    updated_at: Instant


class JointOffer(JointOfferFields):
    """The offer to one area, with what the caller may do with it now."""

    model_config = example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class JointOfferPage(Out):
    """The offers to all areas, by area."""

    model_config = example({"items": [EXAMPLE], "next_cursor": None})

    items: list[JointOfferFields]
    next_cursor: str | None = Field(description="always null: the areas fit one page; null ends the list")


class JointOfferFilter(Filters):
    """Which offers are wanted."""

    state: OfferState | SkipJsonSchema[None] = None
