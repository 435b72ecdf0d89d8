"""What goes in and out about unfunded needs."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.requests.schemas.fields import PROJECT_ID, REQUEST_ID, SUBMISSION_ID, TITLE
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
    Out,
    Prose,
)

NeedCause = Literal["rejected", "above_ceiling", "referred", "approved_in_part"]
NeedState = Literal["open", "referred", "carried", "funded", "given_up"]
AgencyRequest = Annotated[
    UUID | None, Field(description="request to that ministry or department by which it is asked for there; null: none")
]
REASON = "รับไว้พิจารณาในแผนงานปรับปรุงแหล่งท่องเที่ยวของกระทรวง"
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a73",
    "version": 1,
    "request_id": REQUEST_ID,
    "area_code": "50",
    "fiscal_year": 2558,
    "project_id": PROJECT_ID,
    "title_th": TITLE,
    "amount": "1250000.00",
    "cause": "above_ceiling",
    "reason_th": "วงเงินปี 2558 ไม่เพียงพอ",
    "resolution_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a74",
    "state": "open",
    "referred_to": None,
    "agency_request_id": None,
    "next_request_id": None,
    "state_reason": None,
    "created_at": "2014-02-20T03:20:00.000000Z",
    "updated_at": "2014-02-20T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class UnfundedNeedCreate(In):
    """That a request went without money, or without all of it, and why. Amount and cause follow from the request."""

    model_config = _example(
        {"request_id": REQUEST_ID, "reason_th": "ไม่อนุมัติเพราะวงเงินไม่เพียงพอ มิใช่เพราะโครงการไม่เหมาะสม"}
    )

    request_id: UUID
    reason_th: Prose


class UnfundedNeedRefer(In):
    """Which ministry or department is asked to take a need over."""

    model_config = _example({"function_code": "05", "reason": REASON})

    function_code: FunctionCode
    reason: Prose
    agency_request_id: AgencyRequest = None


class UnfundedNeedCarry(In):
    """Where a need is asked for again. The rest of the new draft is taken over from the earlier request."""

    model_config = _example({"submission_id": SUBMISSION_ID, "project_id": PROJECT_ID})

    submission_id: Annotated[UUID, Field(description="an open list of the area, of a later year")]
    project_id: Annotated[UUID, Field(description="the project as it is planned for that year")]


class UnfundedNeedClose(In):
    """How a need ends."""

    model_config = _example({"outcome": "funded", "reason": REASON})

    outcome: Annotated[
        Literal["funded", "given_up"], Field(description="funded: somebody pays for it; given_up: nobody will")
    ]
    reason: Annotated[Prose, Field(description="who pays and from what, or why it is given up")]
    agency_request_id: AgencyRequest = None


class UnfundedNeedFields(Identified):
    """What every representation of an unfunded need shows."""

    request_id: UUID = Field(description="the request that did not get it")
    area_code: str
    fiscal_year: FiscalYear
    project_id: UUID
    title_th: str
    amount: AmountOut = Field(description="what was asked and not granted")
    cause: NeedCause
    reason_th: str = Field(description="why it was not granted")
    resolution_id: UUID | None = Field(description="the resolution that left it; null where its owner kept it")
    state: NeedState
    referred_to: str | None = Field(description="ministry or department that was asked to take it over; null: none")
    agency_request_id: UUID | None = Field(description="request to that ministry or department; null: none")
    next_request_id: UUID | None = Field(description="the later request that asks for it again; null: none")
    state_reason: str | None = Field(description="why it was referred, funded or given up; else null")
    created_at: Instant
    updated_at: Instant


class UnfundedNeed(UnfundedNeedFields):
    """An unfunded need, and what the caller may do with it."""

    model_config = _example({**ITEM_EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class UnfundedNeedListItem(UnfundedNeedFields):
    """An unfunded need in a list."""

    model_config = _example(ITEM_EXAMPLE)


class UnfundedNeedPage(Out):
    """One page of unfunded needs."""

    model_config = _example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[UnfundedNeedListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class UnfundedNeedSort(StrEnum):
    """How a list of unfunded needs may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"
    AMOUNT = "amount"
    LARGEST_FIRST = "-amount"


class UnfundedNeedFilter(Filters):
    """Which needs are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    state: NeedState | SkipJsonSchema[None] = None
    cause: NeedCause | SkipJsonSchema[None] = None
    referred_to: FunctionCode | SkipJsonSchema[None] = None
    request_id: UUID | SkipJsonSchema[None] = None
