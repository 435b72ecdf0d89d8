"""What comes in and goes out about reserves."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.shared.numbers import NumberIn, NumberOut
from services.shared.schemas import (
    AllowedAction,
    AmountOut,
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

Certainty = Literal["proposed", "reported", "stated"]
CERTAINTY = "proposed: a suggestion that binds nobody; reported: a document tells of it; stated: the agency says so"

STATEMENT_EXAMPLE: Json = {
    "rate_from_percent": 10,
    "rate_to_percent": 10,
    "base_amount": "120000000.00",
    "base_th": "งบลงทุนของกระทรวงตามร่าง พ.ร.บ. งบประมาณรายจ่าย",
    "amount": "12000000.00",
    "certainty": "stated",
    "source": "หนังสือกระทรวงการท่องเที่ยวและกีฬา ที่ กก 0201/1450",
    "stated_on": "2014-10-15",
}
STATE_EXAMPLE: Json = {"fiscal_year": 2558, "function_code": "05", **STATEMENT_EXAMPLE}
REVISE_EXAMPLE: Json = {
    **STATEMENT_EXAMPLE,
    "amount": "15000000.00",
    "reason": "ปรับเพิ่มตามจำนวนคำขอของจังหวัดท่องเที่ยวเมืองรอง",
}
REVISION_EXAMPLE: Json = {
    **STATEMENT_EXAMPLE,
    "number": 1,
    "reason": None,
    "actor": "person:budget-officer",
    "recorded_at": "2014-10-15T03:20:00.000000Z",
}
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a71",
    "version": 1,
    **STATE_EXAMPLE,
    "implied_from_amount": "12000000.00",
    "implied_to_amount": "12000000.00",
    "account_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a72",
    "held_amount": "3000000.00",
    "used_amount": "5000000.00",
    "left_amount": "4000000.00",
    "created_at": "2014-10-15T03:20:00.000000Z",
    "updated_at": "2014-10-15T03:20:00.000000Z",
}


def example(shown: Json) -> ConfigDict:
    """Return the configuration that gives a model its example."""
    return ConfigDict(json_schema_extra={"examples": [shown]})


class EarmarkStatement(In):
    """What an agency states of its reserve. A rate, an amount or both; a single rate is written twice."""

    rate_from_percent: Annotated[NumberIn | None, Field(description="lower end of the rate; null: none stated")] = None
    rate_to_percent: Annotated[NumberIn | None, Field(description="upper end of the rate; null: none stated")] = None
    base_amount: Annotated[
        PositiveAmountIn | None, Field(description="the money that the rate is of; null: not stated")
    ] = None
    base_th: Annotated[Line | None, Field(description="what money the base is; null: base not stated")] = None
    amount: Annotated[
        PositiveAmountIn | None,
        Field(description="the reserve itself, on which money is held; null: shown, but nothing can be held on it"),
    ] = None
    certainty: Annotated[Certainty, Field(description=CERTAINTY)]
    source: Annotated[Line, Field(description="the document that says so")]
    stated_on: Annotated[Day, Field(description="day of that document")]


class EarmarkCreate(EarmarkStatement):
    """The reserve of an agency in a fiscal year, stated for the first time."""

    model_config = example(STATE_EXAMPLE)

    fiscal_year: FiscalYear
    function_code: FunctionCode


class EarmarkRevise(EarmarkStatement):
    """The whole statement anew, with the reason; what was stated before stays readable."""

    model_config = example(REVISE_EXAMPLE)

    reason: Prose


class EarmarkFilter(Filters):
    """Which reserves are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None


class EarmarkStated(Out):
    """What is stated of a reserve."""

    rate_from_percent: NumberOut | None = Field(description="lower end of the rate in percent; null: none stated")
    rate_to_percent: NumberOut | None = Field(description="upper end of the rate in percent; null: none stated")
    base_amount: AmountOut | None = Field(description="the money that the rate is of; null: not stated")
    base_th: str | None = Field(description="what money the base is; null: base not stated")
    amount: AmountOut | None = Field(description="the reserve as stated; null: no amount, so nothing is held on it")
    certainty: Certainty = Field(description=CERTAINTY)
    source: str
    stated_on: Day = Field(description="day of the source")


class EarmarkRevised(EarmarkStated):
    """One statement of a reserve."""

    model_config = example(REVISION_EXAMPLE)

    number: int = Field(description="1 for the first; the version of the reserve that it made")
    reason: str | None = Field(description="why it took the place of the one before; null for the first")
    actor: str
    recorded_at: Instant


class EarmarkFields(Identified, EarmarkStated):
    """What every representation of a reserve shows; held, used and left are those of its account."""

    fiscal_year: FiscalYear
    function_code: str | None = Field(description="the agency; null for a proposal to all ministries")
    implied_from_amount: AmountOut | None = Field(description="lower rate of the base; null where the base is unknown")
    implied_to_amount: AmountOut | None = Field(description="upper rate of the base; null where the base is unknown")
    account_id: UUID | None = Field(description="its account in the ledger; null without an amount")
    held_amount: AmountOut | None = Field(description="accepted and not yet funded; null without an account")
    used_amount: AmountOut | None = Field(description="funded; null without an account")
    left_amount: AmountOut | None = Field(description="what may still be accepted; null without an account")
    created_at: Instant
    updated_at: Instant


class EarmarkListItem(EarmarkFields):
    """A reserve in a list."""

    model_config = example(ITEM_EXAMPLE)


class Earmark(EarmarkFields):
    """A reserve with all that was ever stated of it, and what the caller may do with it."""

    model_config = example({**ITEM_EXAMPLE, "revisions": [REVISION_EXAMPLE], "allowed_actions": []})

    revisions: list[EarmarkRevised] = Field(description="the first statement first, the present one last")
    allowed_actions: list[AllowedAction]


class EarmarkPage(Out):
    """One page of reserves."""

    model_config = example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[EarmarkListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
