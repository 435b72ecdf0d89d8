"""What goes in and out about early notices."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.early_notices.rules import MOST_FUNCTIONS
from services.budget.requests.schemas.answers import BudgetProjectSnapshot
from services.budget.requests.schemas.fields import PROJECT_EXAMPLE, PROJECT_ID, TITLE
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
    Out,
    PositiveAmountIn,
    Prose,
    refuse,
)

Answer = Literal["acknowledged", "carries", "joins", "no_objection", "overlaps"]
MEANT = (
    "acknowledged: it has seen it; carries: it will carry the project itself; joins: it will pay a part; "
    "no_objection; overlaps: it does the same already"
)
ANSWER_BODY: Json = {
    "function_code": "05",
    "answer": "joins",
    "reason_th": "ตรงกับผลผลิตด้านการท่องเที่ยวเชิงวัฒนธรรม กระทรวงสมทบค่าประชาสัมพันธ์",
}
CREATE_EXAMPLE: Json = {
    "area_code": "50",
    "fiscal_year": 2558,
    "project_id": PROJECT_ID,
    "estimated_amount": "1250000.00",
    "why_th": "จังหวัดจะเสนอคำขอรอบแรก ขอทราบว่ากระทรวงมีโครงการลักษณะเดียวกันในพื้นที่หรือไม่",
    "function_codes": ["05"],
    "answer_by": "2013-10-31",
}
ANSWER_EXAMPLE: Json = {**ANSWER_BODY, "given_at": "2013-10-20T03:20:00.000000Z"}
ITEM_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a71",
    "version": 2,
    **CREATE_EXAMPLE,
    "title_th": TITLE,
    "answers": [ANSWER_EXAMPLE],
    "awaited_from": [],
    "created_at": "2013-10-05T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


def _once(codes: list[str]) -> list[str]:
    if len(set(codes)) < len(codes):
        raise refuse("function_twice", "ระบุหน่วยงานซ้ำ", "A ministry or department is named twice.")
    return codes


FunctionCodes = Annotated[list[FunctionCode], Field(min_length=1, max_length=MOST_FUNCTIONS), AfterValidator(_once)]


class EarlyNoticeCreate(In):
    """A project that the area means to ask money for, and whom it tells. The project's facts are stored with it."""

    model_config = _example(CREATE_EXAMPLE)

    area_code: AreaCode
    fiscal_year: FiscalYear
    project_id: UUID
    estimated_amount: Annotated[PositiveAmountIn, Field(description="what will probably be asked; more than zero")]
    why_th: Annotated[Prose, Field(description="why it will be asked for, and what the ministry is to say")]
    function_codes: Annotated[FunctionCodes, Field(description="the ministries and departments that are told")]
    answer_by: Annotated[Day | None, Field(description="day by which an answer helps; null: none")] = None


class EarlyNoticeAnswerIn(In):
    """What a ministry or department says to a notice."""

    model_config = _example(ANSWER_BODY)

    function_code: Annotated[FunctionCode, Field(description="for which of the addressees the caller answers")]
    answer: Annotated[Answer, Field(description=MEANT)]
    reason_th: Annotated[Prose | None, Field(description="needed but for acknowledged")] = None


class EarlyNoticeAnswer(Out):
    """What one addressee said."""

    function_code: str
    answer: Answer = Field(description=MEANT)
    reason_th: str | None = Field(description="null where it only took note")
    given_at: Instant


class EarlyNoticeFields(Identified):
    """What every representation of an early notice shows."""

    area_code: str
    fiscal_year: FiscalYear
    project_id: UUID
    title_th: str = Field(description="title of the project when it was told of")
    estimated_amount: AmountOut
    why_th: str
    function_codes: list[str]
    answer_by: dt.date | None = Field(description="day by which an answer helps; null: none")
    answers: list[EarlyNoticeAnswer]
    awaited_from: list[str] = Field(description="addressees that have not answered yet; taking note is no answer")
    created_at: Instant


class EarlyNotice(EarlyNoticeFields):
    """An early notice with the project as it was then, and what the caller may do."""

    model_config = _example({**ITEM_EXAMPLE, "snapshot": PROJECT_EXAMPLE, "allowed_actions": []})

    snapshot: BudgetProjectSnapshot
    allowed_actions: list[AllowedAction]


class EarlyNoticeListItem(EarlyNoticeFields):
    """An early notice in a list."""

    model_config = _example(ITEM_EXAMPLE)


class EarlyNoticePage(Out):
    """One page of early notices."""

    model_config = _example({"items": [ITEM_EXAMPLE], "next_cursor": None})

    items: list[EarlyNoticeListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class EarlyNoticeSort(StrEnum):
    """How a list of early notices may be sorted; a minus reverses."""

    CREATED = "created_at"
    LAST_FIRST = "-created_at"


class EarlyNoticeFilter(Filters):
    """Which early notices are wanted; filters narrow together."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = None
    area_code: AreaCode | SkipJsonSchema[None] = None
    project_id: UUID | SkipJsonSchema[None] = None
    function_code: FunctionCode | SkipJsonSchema[None] = None
