"""What goes in and out about submissions."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.submissions.rules import MOST_REQUESTS, MOST_ROUNDS
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Filters,
    FiscalYear,
    Identified,
    In,
    Instant,
    Json,
    Out,
)

SubmissionState = Literal["draft", "submitted", "returned", "endorsed"]

CREATE_EXAMPLE: Json = {"area_code": "50", "fiscal_year": 2558, "round": 1}
ORDER_EXAMPLE: Json = {"request_ids": ["0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61", "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57"]}
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 4,
    **CREATE_EXAMPLE,
    "state": "submitted",
    "request_count": 2,
    "within_amount": "1250000.00",
    "above_amount": "4800000.00",
    "return_reason": None,
    "content_hash": "6f1a2f0e4f579a550d4a3d0b6a10c3e8f002f6d3c1b9a550193a1de7a107c3e8",
    "submitted_at": "2013-11-03T03:20:00.000000Z",
    "created_at": "2013-10-15T03:20:00.000000Z",
    "updated_at": "2013-11-03T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class BudgetSubmissionCreate(In):
    """A new, empty list of an area's own, for a fiscal year and a round of it."""

    model_config = _example(CREATE_EXAMPLE)

    area_code: AreaCode
    fiscal_year: FiscalYear
    round: Annotated[int, Field(ge=1, le=MOST_ROUNDS, description="which submission of the year it is")] = 1


class BudgetSubmissionOrder(In):
    """The whole list in its new order, the most urgent first."""

    model_config = _example(ORDER_EXAMPLE)

    request_ids: Annotated[list[UUID], Field(max_length=MOST_REQUESTS)]


class BudgetSubmissionFields(Identified):
    """What every representation of a submission shows."""

    area_code: str
    fiscal_year: FiscalYear
    round: int = Field(description="which submission of the year it is")
    state: SubmissionState
    request_count: int
    within_amount: AmountOut = Field(description="what its requests within the ceiling ask for in all")
    above_amount: AmountOut = Field(description="what its requests above the ceiling ask for in all")
    return_reason: str | None = Field(description="why it was returned; null unless it was")
    content_hash: str = Field(
        description="SHA-256 of area_code, fiscal_year, round and requests (id and content_hash, in order)"
    )
    submitted_at: Instant | None = Field(description="when it was last submitted; null before")
    created_at: Instant
    updated_at: Instant


class BudgetSubmission(BudgetSubmissionFields):
    """A submission with its order, and what the caller may do with it."""

    model_config = _example({**ITEM_EXAMPLE, "request_order": ORDER_EXAMPLE["request_ids"], "allowed_actions": []})

    request_order: list[UUID] = Field(
        description="its requests, the most urgent first; /v1/budget-requests?submission_id=… has them on one page"
    )
    allowed_actions: list[AllowedAction]


class BudgetSubmissionListItem(BudgetSubmissionFields):
    """A submission in a list."""

    model_config = _example(ITEM_EXAMPLE)


class BudgetSubmissionPage(Out):
    """One page of submissions."""

    model_config = _example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[BudgetSubmissionListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class BudgetSubmissionSort(StrEnum):
    """How a list of submissions may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class BudgetSubmissionFilter(Filters):
    """Which submissions are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    state: SubmissionState | SkipJsonSchema[None] = None
