"""What goes in and out about resolutions."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic.json_schema import SkipJsonSchema

from services.plans.resolutions.rules import MOST_ITEMS, Decision
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Filters,
    FiscalYear,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    PositiveAmountIn,
    Prose,
    refuse,
)

ServiceName = Literal["plans", "indicators", "budget", "evaluation"]
ResolutionState = Literal["recorded", "confirmed", "withdrawn"]
ObjectType = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z_]{1,40}$"),
    Field(description="type of the object in its service", examples=["project"]),
]
ContentHash = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{64}$"),
    Field(description="`content_hash` of the version that the committee saw"),
]
ObjectState = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z_]{1,40}$"),
    Field(description="state in which the objects are", examples=["submitted"]),
]
Number = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,4}(\.[0-9]{1,3})*$"),
    Field(description="number of the resolution in its meeting", examples=["3.1"]),
]
VoteCount = Annotated[int, Field(ge=0, le=1000)]
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

ITEM_EXAMPLE: Json = {
    "service": "plans",
    "object_type": "project",
    "object_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "object_version": 3,
    "content_hash": HASH,
    "decision": "endorse",
}
CREATE_EXAMPLE: Json = {
    "meeting_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57",
    "number": "3.1",
    "title_th": "เห็นชอบโครงการตามแผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2558",
    "votes_for": 1,
    "votes_against": 0,
    "votes_abstained": 0,
    "items": [ITEM_EXAMPLE],
}
QUERY_EXAMPLE: Json = {
    "service": "plans",
    "object_type": "project",
    "fiscal_year": 2558,
    "state": "submitted",
    "area_code": "50",
    "decision": "endorse",
}
BY_QUERY_EXAMPLE: Json = {
    **{name: value for name, value in CREATE_EXAMPLE.items() if name != "items"},
    "query": QUERY_EXAMPLE,
}
NOTHING_MORE = dict.fromkeys(("amount", "condition_th", "reason_th", "function_code", "into_id"))
STORED_ITEM: Json = {"position": 0, **ITEM_EXAMPLE, **NOTHING_MORE}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a58",
    "version": 1,
    **{name: value for name, value in CREATE_EXAMPLE.items() if name != "items"},
    "state": "recorded",
    "item_count": 1,
    "items_hash": HASH,
    "recorded_by": "province_committee:50",
    "confirmed_by": None,
    "confirmed_at": None,
    "created_at": "2014-10-20T09:20:00.000000Z",
    "updated_at": "2014-10-20T09:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


REFERRED_TO = "the ministry or department to which it is referred; needed by refer, null else"
MERGED_INTO = "the object of the same type that it is merged into; needed by merge, null else"


class ResolutionItemIn(In):
    """What is decided of one object, exactly as it was seen."""

    model_config = _example(ITEM_EXAMPLE)

    service: ServiceName
    object_type: ObjectType
    object_id: UUID
    object_version: int = Field(ge=1)
    content_hash: ContentHash
    decision: Decision
    amount: PositiveAmountIn | None = Field(default=None, description="what is granted; null where none is")
    condition_th: Prose | None = None
    reason_th: Prose | None = Field(default=None, description="needed where the decision departs from the proposal")
    function_code: FunctionCode | None = Field(default=None, description=REFERRED_TO)
    into_id: UUID | None = Field(default=None, description=MERGED_INTO)


class ResolutionQuery(In):
    """Which objects the items are: all that fit when the resolution is recorded, each as it stands then."""

    model_config = _example(QUERY_EXAMPLE)

    service: ServiceName
    object_type: ObjectType
    fiscal_year: FiscalYear
    state: ObjectState
    area_code: AreaCode | None = Field(default=None, description="only objects that this area owns; null: of all areas")
    decision: Decision = Field(description="what is decided of each; approve takes over the amount that is asked")
    condition_th: Prose | None = None
    reason_th: Prose | None = Field(default=None, description="needed where the decision departs from the proposal")
    function_code: FunctionCode | None = Field(default=None, description=REFERRED_TO)


def _one_source(body: "ResolutionCreate") -> "ResolutionCreate":
    if (body.items is None) == (body.query is None):
        raise refuse("items_or_query", "ระบุ items หรือ query อย่างใดอย่างหนึ่ง", "Give items or a query, one of the two.")
    return body


class ResolutionCreate(In):
    """A resolution as it was taken, with its items in order, or the query by which they are found and frozen."""

    model_config = ConfigDict(json_schema_extra={"examples": [CREATE_EXAMPLE, BY_QUERY_EXAMPLE]})

    meeting_id: UUID
    number: Number
    title_th: Line
    votes_for: VoteCount
    votes_against: VoteCount
    votes_abstained: VoteCount
    items: list[ResolutionItemIn] | None = Field(default=None, min_length=1, max_length=MOST_ITEMS)
    query: ResolutionQuery | None = Field(default=None, description="in place of items; they can be read at …/items")

    one_source = model_validator(mode="after")(_one_source)


class ResolutionWithdraw(In):
    """Why a resolution that was recorded wrongly is taken back before it is confirmed."""

    model_config = _example({"reason": "บันทึกรายการไม่ครบ"})

    reason: Prose


class ResolutionItem(Out):
    """What was decided of one object."""

    model_config = _example(STORED_ITEM)

    position: int = Field(description="place in the resolution, from 0")
    service: ServiceName
    object_type: str
    object_id: UUID
    object_version: int
    content_hash: str
    decision: Decision
    amount: AmountOut | None = Field(description="what is granted; null where none is")
    condition_th: str | None
    reason_th: str | None
    function_code: str | None = Field(description=REFERRED_TO)
    into_id: UUID | None = Field(description=MERGED_INTO)


class ResolutionItemPage(Out):
    """One page of the items of a resolution."""

    model_config = _example({"items": [STORED_ITEM], "next_cursor": None})

    items: list[ResolutionItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ResolutionFields(Identified):
    """What every representation of a resolution shows."""

    meeting_id: UUID
    number: str
    title_th: str
    state: ResolutionState
    votes_for: int
    votes_against: int
    votes_abstained: int
    item_count: int
    items_hash: str = Field(
        description="SHA-256 of the canonical JSON of all items in order, without function_code and into_id where null"
    )
    recorded_by: str = Field(description="who recorded it")
    confirmed_by: str | None = Field(description="who confirmed it, another person; null until then")
    confirmed_at: Instant | None = Field(description="null until confirmed")
    created_at: Instant
    updated_at: Instant


class Resolution(ResolutionFields):
    """A resolution with what the caller may do with it; its items are at …/items."""

    model_config = _example({**EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class ResolutionListItem(ResolutionFields):
    """A resolution in a list."""

    model_config = _example(EXAMPLE)


class ResolutionPage(Out):
    """One page of resolutions."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[ResolutionListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ResolutionSort(StrEnum):
    """How a list of resolutions may be sorted; a minus reverses."""

    CREATED = "created_at"
    LAST_FIRST = "-created_at"


class ResolutionFilter(Filters):
    """Which resolutions are wanted; filters narrow together."""

    meeting_id: UUID | SkipJsonSchema[None] = None
    state: ResolutionState | SkipJsonSchema[None] = None
