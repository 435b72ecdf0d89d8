"""What goes in and out about notices of resolutions."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.requests.schemas.fields import REQUEST_ID, TITLE
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    Filters,
    FiscalYear,
    FunctionCode,
    Identified,
    In,
    Instant,
    Json,
    Out,
    Prose,
)

Concern = Literal["referred_to", "joint_indicator", "opinion_asked", "project_host"]
ACKNOWLEDGEMENT = "กระทรวงรับเรื่องไว้บรรจุในแผนงานปี 2559"
LINE_EXAMPLE: Json = {
    "request_id": REQUEST_ID,
    "position": 3,
    "area_code": "50",
    "fiscal_year": 2558,
    "title_th": TITLE,
    "decision": "refer",
    "reason_th": "เป็นภารกิจของกระทรวง ให้รับไปพิจารณา",
    "condition_th": None,
    "asked_amount": "1250000.00",
    "approved_amount": None,
    "concerns": ["referred_to", "opinion_asked"],
}
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a75",
    "version": 1,
    "resolution_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a74",
    "resolution_number": "3.1",
    "title_th": "พิจารณาคำของบประมาณจังหวัดและกลุ่มจังหวัดปีงบประมาณ พ.ศ. 2558",
    "held_on": "2014-02-20",
    "function_code": "05",
    "item_count": 1,
    "acknowledged_at": None,
    "acknowledgement_th": None,
    "created_at": "2014-02-21T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class ResolutionNoticeAcknowledge(In):
    """That the ministry or department has taken note."""

    model_config = _example({"acknowledgement_th": ACKNOWLEDGEMENT})

    acknowledgement_th: Annotated[Prose | None, Field(description="what it will do about it; null: it took note")] = (
        None
    )


class ResolutionNoticeItem(Out):
    """What was resolved of one request that concerns the addressee."""

    request_id: UUID
    position: int = Field(description="place in the resolution, from 0")
    area_code: str
    fiscal_year: FiscalYear
    title_th: str
    decision: str
    reason_th: str | None = Field(description="why; null where the resolution gives no reason")
    condition_th: str | None = Field(description="condition of the approval; null without one")
    asked_amount: AmountOut
    approved_amount: AmountOut | None = Field(description="what was granted; null where nothing was")
    concerns: list[Concern] = Field(description="why this concerns the addressee")


class ResolutionNoticeFields(Identified):
    """What every representation of a notice shows."""

    resolution_id: UUID
    resolution_number: str
    title_th: str
    held_on: dt.date = Field(description="day of the meeting")
    function_code: str
    item_count: int
    acknowledged_at: Instant | None = Field(description="null until acknowledged, and again when an item was added")
    acknowledgement_th: str | None = Field(description="what the addressee says to it; null: nothing")
    created_at: Instant


class ResolutionNotice(ResolutionNoticeFields):
    """A notice with its items in the order of the resolution, and what the caller may do."""

    model_config = _example({**ITEM_EXAMPLE, "items": [LINE_EXAMPLE], "allowed_actions": []})

    items: list[ResolutionNoticeItem]
    allowed_actions: list[AllowedAction]


class ResolutionNoticeListItem(ResolutionNoticeFields):
    """A notice in a list."""

    model_config = _example(ITEM_EXAMPLE)


class ResolutionNoticePage(Out):
    """One page of notices."""

    model_config = _example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[ResolutionNoticeListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class ResolutionNoticeSort(StrEnum):
    """How a list of notices may be sorted; a minus reverses."""

    CREATED = "created_at"
    LAST_FIRST = "-created_at"


class ResolutionNoticeFilter(Filters):
    """Which notices are wanted; filters narrow together."""

    resolution_id: UUID | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    is_acknowledged: Annotated[
        bool | SkipJsonSchema[None], Field(description="false: who has not acknowledged yet")
    ] = None
