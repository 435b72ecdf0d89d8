"""What goes in and out about delegations."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.plans.delegations.rules import Delegator, Power
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    AreaCode,
    Day,
    Filters,
    FiscalYear,
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

DelegateKind = Literal["province_committee", "cluster_committee"]
DelegationState = Literal["standing", "revoked"]
UNLIMITED = "null: the order sets no limit"

CREATE_EXAMPLE: Json = {
    "delegator": "policy_committee",
    "power": "budget.approve_request",
    "committee_kind": "province_committee",
    "area_code": "50",
    "fiscal_year": 2558,
    "limit_per_item_amount": "5000000.00",
    "limit_per_year_amount": "20000000.00",
    "valid_from": "2014-10-01",
    "valid_to": "2015-09-30",
    "document_number": "คำสั่ง ก.น.จ. ที่ 4/2557 (ตัวอย่างของระบบ, not official)",
    "document_on": "2014-09-22",
}
REVOKE_EXAMPLE: Json = {"revoked_on": "2015-03-01", "reason": "ก.น.จ. มีมติให้กลับมาพิจารณาเอง"}
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 1,
    **CREATE_EXAMPLE,
    "state": "standing",
    "revoked_on": None,
    "revoked_at": None,
    "revoked_by": None,
    "revoke_reason": None,
    "created_at": "2014-09-23T03:20:00.000000Z",
    "updated_at": "2014-09-23T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


def _not_zero(value: int) -> int:
    if value == 0:
        raise refuse("amount_not_positive", "จำนวนเงินต้องมากกว่าศูนย์", "The amount must be more than zero.")
    return value


LimitIn = Annotated[PositiveAmountIn, AfterValidator(_not_zero)]


class DelegationCreate(In):
    """A power that an order gives to an area's committee."""

    model_config = _example(CREATE_EXAMPLE)

    delegator: Delegator
    power: Annotated[Power, Field(description="budget.approve_request is the policy committee's to give")]
    committee_kind: DelegateKind
    area_code: AreaCode
    fiscal_year: Annotated[FiscalYear | None, Field(description="only money of this year; null: of any")] = None
    limit_per_item_amount: Annotated[LimitIn | None, Field(description=UNLIMITED)] = None
    limit_per_year_amount: Annotated[LimitIn | None, Field(description=UNLIMITED)] = None
    valid_from: Annotated[Day, Field(description="first day on which the committee may meet and decide by it")]
    valid_to: Annotated[Day | None, Field(description="last such day; null: until it is revoked")] = None
    document_number: Annotated[Line, Field(description="the order; once for the committee and power")]
    document_on: Day


class DelegationRevoke(In):
    """From when a power is taken back, and why."""

    model_config = _example(REVOKE_EXAMPLE)

    revoked_on: Annotated[Day, Field(description="first day on which it no longer holds; what was decided stays")]
    reason: Prose


class DelegationFields(Identified):
    """What every representation of a delegation shows."""

    delegator: Delegator
    power: Power
    committee_kind: DelegateKind
    area_code: str
    fiscal_year: int | None = Field(description="only money of this year; null: of any")
    limit_per_item_amount: AmountOut | None = Field(description=UNLIMITED)
    limit_per_year_amount: AmountOut | None = Field(description=UNLIMITED)
    valid_from: dt.date
    valid_to: dt.date | None = Field(description="null: until it is revoked")
    document_number: str
    document_on: dt.date
    state: DelegationState
    revoked_on: dt.date | None = Field(description="first day on which it no longer holds; null while it stands")
    revoked_at: Instant | None = Field(description="null while it stands")
    revoked_by: str | None = Field(description="null while it stands")
    revoke_reason: str | None = Field(description="null while it stands")
    created_at: Instant
    updated_at: Instant


class Delegation(DelegationFields):
    """A delegation, and what the caller may do with it."""

    model_config = _example({**ITEM_EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class DelegationListItem(DelegationFields):
    """A delegation in a list."""

    model_config = _example(ITEM_EXAMPLE)


class DelegationPage(Out):
    """One page of delegations."""

    model_config = _example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[DelegationListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class DelegationSort(StrEnum):
    """How a list of delegations may be sorted; a minus reverses."""

    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class DelegationFilter(Filters):
    """Which delegations are wanted; filters narrow together."""

    committee_kind: DelegateKind | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    power: Power | SkipJsonSchema[None] = None
    state: DelegationState | SkipJsonSchema[None] = None
    on: Annotated[Day | SkipJsonSchema[None], Field(description="only those that hold on this day")] = None
