"""Funds and accounts."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import (
    EXAMPLE_AT,
    EXAMPLE_ID,
    AccountLevel,
    FundCode,
    RestsOn,
    SomeAmountIn,
    example,
)
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
)

FUND_EXAMPLE: Json = {
    "code": "AREA",
    "name_th": "งบประมาณจังหวัดและกลุ่มจังหวัด",
    "name_en": "Budget of provinces and clusters",
    "source": "ตัวอย่างของระบบ, not official",
    "is_example": True,
    "first_fiscal_year": 2552,
    "last_fiscal_year": None,
    "is_granted": False,
    "carry_over_months": 6,
    "carry_over_authority_th": "กระทรวงการคลัง",
    "carry_over_source": "สำนักงานสถิติแห่งชาติ สมุดสถิติรายปี 2547 หน้า 571",
}
OPEN_EXAMPLE: Json = {
    "fiscal_year": 2558,
    "fund_code": "AREA",
    "area_code": "50",
    "parent_id": None,
    "cap_amount": "180000000.00",
    "reason": "กรอบวงเงินตามหนังสือสำนักงบประมาณ",
}
ACCOUNT_EXAMPLE: Json = {
    "id": EXAMPLE_ID,
    "version": 7,
    "fiscal_year": 2558,
    "fund_code": "AREA",
    "level": "province",
    "area_code": "50",
    "function_code": None,
    "parent_id": None,
    "cap_amount": "180000000.00",
    "held_amount": "12500000.00",
    "posted_amount": "150000000.00",
    "left_amount": "17500000.00",
    "disbursed_amount": "60000000.00",
    "disbursement_rate": 40.0,
    "committed_amount": "30000000.00",
    "carried_amount": "0.00",
    "spent_amount": "90000000.00",
    "spent_rate": 60.0,
    "created_at": EXAMPLE_AT,
    "updated_at": "2014-12-15T04:10:00.000000Z",
}


class BudgetFund(Out):
    """Where money comes from."""

    model_config = example(FUND_EXAMPLE)

    code: str
    name_th: str
    name_en: str | None = Field(description="null where no English name is known")
    source: str = Field(description="where this entry comes from")
    is_example: bool = Field(description="true for data that the system ships as an example; not official")
    first_fiscal_year: int | None = Field(description="first fiscal year it counts in; null when always")
    last_fiscal_year: int | None = Field(description="last fiscal year it counts in; null while it goes on")
    is_granted: bool = Field(description="true when its money is granted by document; else requests are approved")
    carry_over_months: int | None = Field(
        description="how many months of the next year committed money may be paid; null: only with an extension"
    )
    carry_over_authority_th: str | None = Field(description="who extends that; null where it is not known")
    carry_over_source: str | None = Field(description="where the rule of carry-over comes from; null without one")


class BudgetFundList(Out):
    """Every fund."""

    model_config = example({"items": [FUND_EXAMPLE], "next_cursor": None})

    items: list[BudgetFund]
    next_cursor: str | None = Field(description="always null: the funds fit one page")


class BudgetAccountOpen(In):
    """A new account. Exactly one of area_code and function_code is given; the level follows from it."""

    model_config = example(OPEN_EXAMPLE)

    fiscal_year: FiscalYear
    fund_code: FundCode
    area_code: AreaCode | None = None
    function_code: FunctionCode | None = None
    parent_id: Annotated[UUID | None, Field(description="the account whose ceiling also holds for this one")] = None
    cap_amount: PositiveAmountIn
    reason: Prose


class CapRevision(In):
    """A new ceiling, by which document and why. The same document on the same account is carried out once."""

    model_config = example(
        {
            "cap_amount": "200000000.00",
            "document_number": "นร 0712/ว 45",
            "reason": "ได้รับจัดสรรเพิ่มเติมตามมติ ก.น.จ.",
            "resolution_id": None,
        }
    )

    cap_amount: PositiveAmountIn
    document_number: Line
    reason: Prose
    resolution_id: RestsOn = None


class MoneyGrant(In):
    """Money approved by document, without a request. The same document on the same account is carried out once."""

    model_config = example(
        {
            "amount": "1800000.00",
            "document_number": "นร 0712/ว 52",
            "reason": "งบดำเนินงานสำนักบริหารยุทธศาสตร์กลุ่มจังหวัดภาคเหนือตอนบน 1",
            "resolution_id": None,
        }
    )

    amount: SomeAmountIn
    document_number: Line
    reason: Prose
    resolution_id: RestsOn = None


class BudgetAccountFields(Identified):
    """What every representation of an account shows. All but the ceiling includes the accounts under it."""

    fiscal_year: FiscalYear
    fund_code: str
    level: AccountLevel
    area_code: str | None = Field(description="the owning area; null when a ministry owns it")
    function_code: str | None = Field(description="the owning ministry; null when an area owns it")
    parent_id: UUID | None = Field(description="the account whose ceiling also holds; null at the top")
    cap_amount: AmountOut
    held_amount: AmountOut = Field(description="asked for and not decided")
    posted_amount: AmountOut = Field(description="approved")
    left_amount: AmountOut = Field(description="what may still be held: ceiling less held and posted")
    disbursed_amount: AmountOut = Field(description="paid, less what was returned")
    disbursement_rate: float | None = Field(description="percent of posted money; null while nothing is posted")
    committed_amount: AmountOut = Field(description="ก่อหนี้ผูกพัน: owed by contract or order, neither paid nor released")
    carried_amount: AmountOut = Field(description="กันเงินเหลื่อมปี: committed here, gone on to the next year's account")
    spent_amount: AmountOut = Field(description="ใช้จ่าย: disbursed, committed and carried together")
    spent_rate: float | None = Field(description="spent money as percent of posted money; null while nothing is posted")
    created_at: Instant
    updated_at: Instant


class BudgetAccount(BudgetAccountFields):
    """An account, with what the caller may do with it now."""

    model_config = example(
        {
            **ACCOUNT_EXAMPLE,
            "allowed_actions": [
                {
                    "action": "disbursement.record",
                    "title": {"th": "บันทึกการเบิกจ่าย", "en": "Record a disbursement"},
                    "allowed": True,
                    "code": None,
                    "reason": None,
                }
            ],
        }
    )

    allowed_actions: list[AllowedAction]


class BudgetAccountPage(Out):
    """One page of accounts."""

    model_config = example({"items": [ACCOUNT_EXAMPLE], "next_cursor": None})

    items: list[BudgetAccountFields]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class BudgetAccountSort(StrEnum):
    """How a list of accounts may be sorted; a minus reverses."""

    CREATED = "created_at"
    CREATED_LAST_FIRST = "-created_at"
    CAP = "cap_amount"
    CAP_LARGEST_FIRST = "-cap_amount"


class BudgetAccountFilter(Filters):
    """Which accounts are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    fund_code: FundCode | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
    level: AccountLevel | SkipJsonSchema[None] = None
