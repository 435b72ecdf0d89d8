"""Savings told at closing."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_ID, OTHER_ID, FundCode, SomeAmountIn, example
from services.budget.spending.rules.savings import MOST_USES
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
    Prose,
)

Closes = Annotated[
    Literal["account", "request", "project"],
    Field(description="what is closed: a whole account, one approved request, or a project known by its title"),
]
SavingState = Literal["recorded", "confirmed", "sent_back"]
UseKind = Annotated[
    Literal["returned", "unfunded_needs"],
    Field(description="returned to the state, or given to a request that was not funded"),
]
POSTED = "what was given for it; null where no document says"
SAVED = "posted less spent; null where it is not known what was posted: not zero"

TITLE = "สร้างความเข้มแข็งในการบริหารราชการในระดับพื้นที่ และการประเมินประสิทธิภาพการปฏิบัติราชการของจังหวัด"
USE_EXAMPLE: Json = {"kind": "returned", "amount": "150000.00", "request_id": None, "document_number": "นร 1200/ว 15"}
TELL_EXAMPLE: Json = {
    "account_id": EXAMPLE_ID,
    "closes": "project",
    "request_id": None,
    "project_title_th": TITLE,
    "posted_amount": None,
    "spent_amount": "798390.00",
    "reason_code": "objectives_met",
    "reason": "การดำเนินการเป็นไปตามวัตถุประสงค์ของโครงการและสามารถประหยัดงบประมาณได้",
    "source": "รายงานผลการดำเนินงาน ไตรมาสที่ 4 ปีงบประมาณ 2565",
    "closed_on": "2022-09-30",
    "uses": [],
}
FIELDS_EXAMPLE: Json = {
    "id": OTHER_ID,
    "version": 1,
    "account_id": EXAMPLE_ID,
    "fiscal_year": 2565,
    "fund_code": "AREA",
    "area_code": None,
    "function_code": "01",
    "closes": "project",
    "request_id": None,
    "project_title_th": TITLE,
    "posted_amount": None,
    "spent_amount": "798390.00",
    "saved_amount": None,
    "undecided_amount": None,
    "reason_code": "objectives_met",
    "reason": TELL_EXAMPLE["reason"],
    "source": TELL_EXAMPLE["source"],
    "closed_on": "2022-09-30",
    "uses": [],
    "state": "recorded",
    "recorded_by": "opdc_budget_officer",
    "recorded_at": "2022-10-05T03:20:00.000000Z",
    "reviewed_by": None,
    "reviewed_at": None,
    "review_reason": None,
}
SUMS_EXAMPLE: Json = {
    "told": 3,
    "unknown": 1,
    "posted_amount": "2450000.00",
    "spent_amount": "2300000.00",
    "saved_amount": "150000.00",
    "returned_amount": "100000.00",
    "unfunded_needs_amount": "30000.00",
    "undecided_amount": "20000.00",
}


class SavingUseIn(In):
    """What becomes of a part of what was saved."""

    kind: UseKind
    amount: SomeAmountIn
    request_id: Annotated[UUID | None, Field(description="the unfunded request that it goes to")] = None
    document_number: Annotated[Line | None, Field(description="the letter or transfer by which it went")] = None


class BudgetSavingTell(In):
    """What was left of what is closed, why, and what becomes of it. Of an account the books say what was spent."""

    model_config = example(TELL_EXAMPLE)

    account_id: Annotated[UUID, Field(description="the account whose money it was")]
    closes: Closes
    request_id: Annotated[UUID | None, Field(description="the request that is closed")] = None
    project_title_th: Annotated[Line | None, Field(description="the project that is closed")] = None
    posted_amount: Annotated[PositiveAmountIn | None, Field(description=f"of a project: {POSTED}")] = None
    spent_amount: Annotated[PositiveAmountIn | None, Field(description="of a request or project: what it took")] = None
    reason_code: Annotated[Line, Field(description="/v1/budget-savings/reasons lists them")]
    reason: Annotated[Prose, Field(description="why, in own words")]
    source: Annotated[Line | None, Field(description="document that it is told by")] = None
    closed_on: Annotated[Day, Field(description="day on which it was closed")]
    uses: Annotated[
        list[SavingUseIn],
        Field(max_length=MOST_USES, description="together at most what was saved; none while undecided"),
    ] = []


class SavingSendBack(In):
    """Why a saving is sent back to its owner, who tells it anew."""

    model_config = example({"reason": "ยอดใช้จ่ายไม่ตรงกับหลักฐานการเบิกจ่าย โปรดบันทึกใหม่"})

    reason: Prose


class SavingUse(Out):
    """What becomes of a part of what was saved."""

    kind: UseKind
    amount: AmountOut
    request_id: UUID | None = Field(description="the need that it goes to; null for what is returned")
    document_number: str | None = Field(description="null where none was told")


class BudgetSavingFields(Identified):
    """What every representation of a saving shows."""

    account_id: UUID
    fiscal_year: FiscalYear
    fund_code: str
    area_code: str | None = Field(description="the owning area; null when a ministry owns the account")
    function_code: str | None = Field(description="the owning ministry; null when an area owns the account")
    closes: Closes
    request_id: UUID | None = Field(description="null unless a request was closed")
    project_title_th: str | None = Field(description="null unless a project was closed")
    posted_amount: AmountOut | None = Field(description=POSTED)
    spent_amount: AmountOut
    saved_amount: AmountOut | None = Field(description=SAVED)
    undecided_amount: AmountOut | None = Field(description="what of it nobody has said what becomes of it")
    reason_code: str
    reason: str
    source: str | None = Field(description="document that it is told by; null where none was named")
    closed_on: dt.date
    uses: list[SavingUse]
    state: SavingState
    recorded_by: str
    recorded_at: Instant
    reviewed_by: str | None = Field(description="who confirmed it or sent it back; null while that is open")
    reviewed_at: Instant | None = Field(description="null while that is open")
    review_reason: str | None = Field(description="why it was sent back; else null")


class BudgetSaving(BudgetSavingFields):
    """A saving, with what the caller may do with it now."""

    model_config = example({**FIELDS_EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class BudgetSavingPage(Out):
    """One page of savings."""

    model_config = example({"items": [FIELDS_EXAMPLE], "next_cursor": None})

    items: list[BudgetSavingFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class BudgetSavingSort(StrEnum):
    """How savings may be sorted; a minus reverses."""

    RECORDED = "recorded_at"
    RECORDED_LAST_FIRST = "-recorded_at"


class BudgetSavingFilter(Filters):
    """Which savings are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    fund_code: FundCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    account_id: UUID | SkipJsonSchema[None] = None
    closes: Closes | SkipJsonSchema[None] = None
    state: SavingState | SkipJsonSchema[None] = None


REASON_EXAMPLE: Json = {
    "code": "objectives_met",
    "name_th": TELL_EXAMPLE["reason"],
    "name_en": "The work met the objectives of the project and the budget could be spared",
    "source": "S3: project report of the fourth quarter of fiscal year 2565",
    "is_example": False,
    "dated_on": "2026-11-28",
}


class SavingReason(Out):
    """Why money may be left."""

    model_config = example(REASON_EXAMPLE)

    code: str
    name_th: str
    name_en: str
    source: str
    is_example: bool = Field(description="true for what the system ships as an example; not official")
    dated_on: dt.date


class SavingReasonList(Out):
    """Every reason, in its order."""

    model_config = example({"items": [REASON_EXAMPLE], "next_cursor": None})

    items: list[SavingReason]
    next_cursor: str | None = Field(description="always null: the reasons fit one page")


class SavingSums(Out):
    """Savings added up. What is not known is left out of the amounts and counted in `unknown`."""

    told: int
    unknown: int = Field(description="savings of which it is not known what was posted")
    posted_amount: AmountOut | None = Field(description="null where none of them is known")
    spent_amount: AmountOut | None = Field(description="of those of which it is known what was posted")
    saved_amount: AmountOut | None
    returned_amount: AmountOut | None
    unfunded_needs_amount: AmountOut | None
    undecided_amount: AmountOut | None


class SavingTotals(Out):
    """The savings of one owner. Whole accounts and parts of accounts stand apart, so that nothing counts twice."""

    area_code: str | None = Field(description="null for a ministry")
    function_code: str | None = Field(description="null for an area")
    closes: Literal["account", "parts"] = Field(description="whole accounts, or requests and projects")
    state: Literal["recorded", "confirmed"] = Field(description="what was sent back does not count")
    sums: SavingSums


class SavingTotalsList(Out):
    """The savings of a fiscal year by owner, those that the caller may see."""

    model_config = example(
        {
            "fiscal_year": 2565,
            "items": [
                {
                    "area_code": "50",
                    "function_code": None,
                    "closes": "parts",
                    "state": "confirmed",
                    "sums": SUMS_EXAMPLE,
                }
            ],
            "next_cursor": None,
        }
    )

    fiscal_year: FiscalYear
    items: list[SavingTotals]
    next_cursor: str | None = Field(description="always null: the owners of a year fit one page")


class SavingTotalsQuery(Filters):
    """Of which year, whose."""

    fiscal_year: FiscalYear
    area_code: AreaCode | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
