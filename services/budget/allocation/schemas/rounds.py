"""Rounds themselves."""

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, PlainSerializer
from pydantic.json_schema import SkipJsonSchema

from services.budget.allocation.schemas.fields import (
    HASH,
    ROUND_ID,
    RUN_ID,
    CeilingEffect,
    RoundState,
    Sha256,
    Source,
    example,
)
from services.budget.allocation.schemas.settings import POOL_EXAMPLE, AllocationPool, PoolIn, PoolsIn
from services.budget.ledger.schemas.fields import FundCode, SomeAmountIn
from services.shared.money import format_amount
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
    Day,
    Filters,
    FiscalYear,
    Identified,
    In,
    Instant,
    Json,
    Line,
    Out,
    Prose,
)

CREATE_EXAMPLE: Json = {
    "fiscal_year": 2563,
    "name_th": "กรอบวงเงินจังหวัดและกลุ่มจังหวัด ปี 2563",
    "fund_code": "AREA",
    "frame_amount": "500000000.00",
    "unit_amount": "100.00",
    "ceiling_effect": "set",
    "source": "หนังสือแจ้งกรอบวงเงิน (ตัวอย่างของระบบ, not official)",
    "dated_on": "2018-11-15",
    "pools": [POOL_EXAMPLE],
}
HEAD_EXAMPLE: Json = {
    "id": ROUND_ID,
    "version": 4,
    **{name: value for name, value in CREATE_EXAMPLE.items() if name != "pools"},
    "state": "published",
    "reason": "เป็นไปตามเกณฑ์ของปีก่อน ปรับเฉพาะคุณภาพแผน",
    "return_reason": None,
    "run_id": RUN_ID,
    "resolution_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a59",
    "settings_hash": HASH,
    "content_hash": HASH,
    "proposed_at": "2018-11-20T03:20:00.000000Z",
    "published_at": "2018-12-03T03:20:00.000000Z",
    "created_at": "2018-11-16T03:20:00.000000Z",
    "updated_at": "2018-12-03T03:20:00.000000Z",
}
# As they come in, and as a run keeps what was tried.
_SomeAmount = Annotated[SomeAmountIn, PlainSerializer(format_amount, return_type=str, when_used="json")]
UnitAmount = Annotated[_SomeAmount, Field(description='what every amount is a multiple of, "0.01" or "100.00"')]
FrameAmount = Annotated[_SomeAmount, Field(description="all that is divided; a multiple of unit_amount")]


class AllocationRoundCreate(In):
    """A new draft of a frame of a fiscal year and fund."""

    model_config = example(CREATE_EXAMPLE)

    fiscal_year: FiscalYear
    name_th: Line
    fund_code: FundCode
    frame_amount: FrameAmount
    unit_amount: UnitAmount
    ceiling_effect: CeilingEffect = "set"
    source: Annotated[Source, Field(description="the document that gives the frame; example data says that it is")]
    dated_on: Annotated[Day, Field(description="day of that document, in the common era")]
    pools: PoolsIn


class AllocationRoundPatch(In):
    """What changes; a field that is not sent stays, `pools` are replaced as a whole (RFC 7396)."""

    model_config = example({"name_th": "กรอบวงเงินจังหวัด ปี 2563 (ปรับปรุง)", "frame_amount": "520000000.00"})

    name_th: Line = Field(default_factory=str)
    frame_amount: FrameAmount = Field(default_factory=int)
    unit_amount: UnitAmount = Field(default_factory=int)
    ceiling_effect: CeilingEffect = "set"
    source: Source = Field(default_factory=str)
    dated_on: Day = Field(default_factory=lambda: dt.date.min)
    pools: PoolsIn = Field(default_factory=list[PoolIn])


class AllocationProposal(In):
    """Which run is put before ก.น.จ., and why."""

    model_config = example({"run_id": RUN_ID, "reason": "เป็นไปตามเกณฑ์ของปีก่อน ปรับเฉพาะคุณภาพแผน"})

    run_id: Annotated[UUID, Field(description="a run by the round's present pools and frame")]
    reason: Prose


class AllocationWithdrawal(In):
    """Why a round is given up."""

    model_config = example({"reason": "กรอบวงเงินของปีเปลี่ยนแปลง จะจัดทำรอบใหม่"})

    reason: Prose


class AllocationRoundFields(Identified):
    """What every representation of a round shows."""

    fiscal_year: FiscalYear
    name_th: str
    fund_code: str
    frame_amount: AmountOut
    unit_amount: AmountOut = Field(description="what every amount is a multiple of")
    ceiling_effect: CeilingEffect
    source: str
    dated_on: Day
    state: RoundState
    reason: str | None = Field(description="why it was proposed, or withdrawn; null before")
    return_reason: str | None = Field(description="why ก.น.จ. sent it back; null unless it did")
    run_id: UUID | None = Field(
        description="the run that was proposed, whose amounts stand once published; null before"
    )
    resolution_id: UUID | None = Field(description="by which resolution it was published; null before")
    settings_hash: Sha256 = Field(description="of frame, unit, effect and pools; runs made by them have the same")
    content_hash: Sha256 = Field(
        description="SHA-256 of what a committee sees: the head and pools, and the hashes of the proposed run"
    )
    proposed_at: Instant | None
    published_at: Instant | None
    created_at: Instant
    updated_at: Instant


class AllocationRound(AllocationRoundFields):
    """A round with its pools and criteria, and what the caller may do with it."""

    model_config = example({**HEAD_EXAMPLE, "pools": [POOL_EXAMPLE], "allowed_actions": []})

    pools: list[AllocationPool]
    allowed_actions: list[AllowedAction]


class AllocationRoundListItem(AllocationRoundFields):
    """A round in a list."""

    model_config = example(HEAD_EXAMPLE)


class AllocationRoundPage(Out):
    """One page of rounds."""

    model_config = example({"items": [HEAD_EXAMPLE], "next_cursor": None})

    items: list[AllocationRoundListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class AllocationRoundSort(StrEnum):
    """How a list of rounds may be sorted; a minus reverses."""

    FISCAL_YEAR = "fiscal_year"
    NEWEST_FISCAL_YEAR_FIRST = "-fiscal_year"
    UPDATED = "updated_at"
    UPDATED_LAST_FIRST = "-updated_at"


class AllocationRoundFilter(Filters):
    """Which rounds are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    fund_code: FundCode | SkipJsonSchema[None] = None
    state: RoundState | SkipJsonSchema[None] = None
