"""What goes in and out about joint rounds."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.budget.joint_rounds.rules import MOST_AREAS, MOST_ITEMS
from services.budget.requests.schemas.fields import HASH, REQUEST_ID, TITLE
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
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
    PositiveAmountIn,
    refuse,
)

RoundState = Literal["recorded", "confirmed"]
Unit = Annotated[
    str,
    StringConstraints(pattern=r"^(area|function):[A-Z0-9-]{2,16}$"),
    Field(description="who pays: a participant, written area:50 or function:05", examples=["area:50"]),
]
SHARE_EXAMPLES: list[Json] = [
    {"unit": "area:50", "amount": "750000.00"},
    {"unit": "function:05", "amount": "500000.00"},
]
LINE_EXAMPLE: Json = {
    "request_id": REQUEST_ID,
    "project_id": None,
    "title_th": TITLE,
    "amount": "1250000.00",
    "shares": SHARE_EXAMPLES,
}
REPLACE_EXAMPLE: Json = {
    "area_codes": ["50", "51"],
    "held_on": "2013-11-12",
    "title_th": "ประชุมจัดทำงบประมาณร่วมด้านการท่องเที่ยวเชิงวัฒนธรรม",
    "items": [LINE_EXAMPLE],
}
CREATE_EXAMPLE: Json = {"fiscal_year": 2558, "function_code": "05", "number": 1, **REPLACE_EXAMPLE}
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a76",
    "version": 1,
    **{name: value for name, value in CREATE_EXAMPLE.items() if name != "items"},
    "recorded_for": "function:05",
    "state": "recorded",
    "total_amount": "1250000.00",
    "awaited_from": ["area:50", "area:51"],
    "content_hash": HASH,
    "created_at": "2013-11-12T09:20:00.000000Z",
    "updated_at": "2013-11-12T09:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


def _once(codes: list[str]) -> list[str]:
    if len(set(codes)) < len(codes):
        raise refuse("area_twice", "ระบุพื้นที่ซ้ำ", "An area is named twice.")
    return codes


AreaCodes = Annotated[
    list[AreaCode],
    Field(min_length=1, max_length=MOST_AREAS, description="the provinces and clusters at the table"),
    AfterValidator(_once),
]


class JointRoundShareIn(In):
    """Who pays what of an item."""

    unit: Unit
    amount: PositiveAmountIn


class JointRoundItemIn(In):
    """A request or a project, what it costs in all, and who pays what of it."""

    request_id: UUID | None = Field(default=None, description="null where a project is named")
    project_id: UUID | None = Field(default=None, description="null where a request is named")
    title_th: Line
    amount: Annotated[PositiveAmountIn, Field(description="the shares add up to it exactly")]
    shares: list[JointRoundShareIn] = Field(min_length=1, max_length=MOST_AREAS + 1)


class JointRoundReplace(In):
    """The whole record of a round, in place of what it was."""

    model_config = _example(REPLACE_EXAMPLE)

    area_codes: AreaCodes
    held_on: Day
    title_th: Line
    items: list[JointRoundItemIn] = Field(max_length=MOST_ITEMS)


class JointRoundCreate(JointRoundReplace):
    """A round as it was held: one ministry or department and areas, over a fiscal year."""

    model_config = _example(CREATE_EXAMPLE)

    fiscal_year: FiscalYear
    function_code: FunctionCode
    number: int = Field(ge=1, le=99, description="which round of the ministry or department in that year")


class JointRoundConfirm(In):
    """Which record is confirmed."""

    model_config = _example({"content_hash": HASH})

    content_hash: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{64}$"),
        Field(description="`content_hash` of the record as it was read"),
    ]


class JointRoundShare(Out):
    """Who pays what of an item."""

    unit: str
    amount: AmountOut


class JointRoundItem(Out):
    """A request or a project that was sat over."""

    request_id: UUID | None = Field(description="null where a project is named")
    project_id: UUID | None = Field(description="null where a request is named")
    title_th: str
    amount: AmountOut
    shares: list[JointRoundShare]


class JointRoundConfirmation(Out):
    """Who confirmed which record."""

    unit: str
    content_hash: str = Field(description="where it is not the round's, the record was changed since and it is void")
    confirmed_at: Instant


class JointRoundFields(Identified):
    """What every representation of a joint round shows."""

    fiscal_year: FiscalYear
    function_code: str
    number: int
    area_codes: list[str]
    held_on: dt.date
    title_th: str
    recorded_for: str = Field(description="the participant whose record it is; the other side confirms it")
    state: RoundState = Field(description="confirmed once every participant of the other side has")
    total_amount: AmountOut = Field(description="sum of the items")
    awaited_from: list[str] = Field(description="who is still to confirm the record as it stands")
    content_hash: str = Field(
        description="SHA-256 of fiscal_year, function_code, number, area_codes, held_on, title_th, recorded_for, items"
    )
    created_at: Instant
    updated_at: Instant


class JointRound(JointRoundFields):
    """A joint round with its items, who pays what, and what the caller may do."""

    model_config = _example(
        {
            **ITEM_EXAMPLE,
            "items": [LINE_EXAMPLE],
            "paid": SHARE_EXAMPLES,
            "confirmations": [],
            "allowed_actions": [],
        }
    )

    items: list[JointRoundItem]
    paid: list[JointRoundShare] = Field(description="what each participant pays in all; it adds up to total_amount")
    confirmations: list[JointRoundConfirmation]
    allowed_actions: list[AllowedAction]


class JointRoundListItem(JointRoundFields):
    """A joint round in a list."""

    model_config = _example(ITEM_EXAMPLE)


class JointRoundPage(Out):
    """One page of joint rounds."""

    model_config = _example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[JointRoundListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class JointRoundSort(StrEnum):
    """How a list of joint rounds may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class JointRoundFilter(Filters):
    """Which rounds are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    state: RoundState | SkipJsonSchema[None] = None
