"""What goes in and out, in the house's own types: refused early, written one way."""

import datetime as dt
import re
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from services.shared import fiscal, money, reference, text
from services.shared.access import ActionAnswer


class In(BaseModel):
    """A body that comes in: unknown fields are refused, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filters(BaseModel):
    """The filters of a list. Unknown parameters are refused at the entrance, which knows the paging ones too."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Out(BaseModel):
    """A body that goes out: every field is always there; null has its stated meaning."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)


def refuse(code: str, th: str, en: str) -> PydanticCustomError:
    """Return a validation fault with our own code and both sentences, to be raised in a validator."""
    return PydanticCustomError(code, "{en}", {"th": th, "en": en})


def _clean(value: str) -> str:
    if text.has_forbidden_characters(value):
        raise refuse(
            "forbidden_characters",
            "มีอักขระควบคุมหรืออักขระที่ไม่สมบูรณ์ โปรดลบแล้วพิมพ์ใหม่",
            "It holds control characters or broken ones. Remove them and type it again.",
        )
    return text.clean(value)


def _clean_prose(value: str) -> str:
    return "\n".join(_clean(line) for line in value.replace("\r\n", "\n").split("\n")).strip()


def _not_blank(value: str) -> str:
    if not value:
        raise refuse("blank", "ต้องไม่ว่าง", "It must not be blank.")
    return value


Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(_clean), AfterValidator(_not_blank)]
Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_clean_prose), AfterValidator(_not_blank)]


def _searchable(value: str) -> str:
    if not text.search_key(value):
        th, en = "โปรดพิมพ์ตัวอักษรหรือตัวเลขที่จะค้นหา", "Type a letter or a digit to search for."
        raise refuse("nothing_to_search", th, en)
    return value


# What a list is searched for: punctuation and marks alone would find everything.
Search = Annotated[Line, AfterValidator(_searchable)]


def _amount_in(value: object) -> int:
    try:
        return money.parse_amount(value)
    except money.AmountError as fault:
        raise refuse(fault.code, fault.th, fault.en) from fault


_AMOUNT_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "format": "decimal",
        "pattern": money.AMOUNT_PATTERN,
        "description": "Baht as a decimal string with at most two decimals; never a JSON number.",
        "examples": ["1250000.00"],
    }
)
AmountIn = Annotated[int, BeforeValidator(_amount_in), _AMOUNT_SCHEMA]
AmountOut = Annotated[int, PlainSerializer(money.format_amount, return_type=str), _AMOUNT_SCHEMA]


def _not_negative(value: int) -> int:
    if value < 0:
        raise refuse("amount_negative", "จำนวนเงินต้องไม่ติดลบ", "The amount must not be negative.")
    return value


PositiveAmountIn = Annotated[AmountIn, AfterValidator(_not_negative)]


def _to_utc(value: dt.datetime) -> dt.datetime:
    return value.astimezone(dt.UTC)


def format_instant(value: dt.datetime) -> str:
    """Return the instant in UTC with six decimals and `Z`, the one form that both database doors write."""
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_to_utc),
    PlainSerializer(format_instant, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2015-01-09T02:15:00.000000Z"]}),
]


def _not_buddhist(value: dt.date) -> dt.date:
    if value.year > fiscal.FIRST_FISCAL_YEAR - 100:
        common = value.year - 543
        raise refuse(
            "day_in_buddhist_era",
            f"วันที่ใช้ปีคริสต์ศักราช: {value.year} น่าจะหมายถึง {common}",
            f"Days are in the common era: {value.year} probably means {common}.",
        )
    return value


Day = Annotated[
    dt.date,
    AfterValidator(_not_buddhist),
    Field(description="a day in Asia/Bangkok, in the common era", examples=["2014-11-01"]),
]


def _fiscal_year(value: object) -> int:
    number = int(value) if isinstance(value, str) and re.fullmatch(r"\d{4}", value, re.ASCII) else value
    if not isinstance(number, int) or isinstance(number, bool):
        raise refuse(
            "fiscal_year_malformed",
            "ปีงบประมาณเป็นเลข 4 หลัก เช่น 2558",
            "A fiscal year has four digits, 2558 for example.",
        )
    if fiscal.looks_like_common_era(number):
        raise refuse(
            "fiscal_year_in_common_era",
            f"ใช้ปีพุทธศักราช: {number} น่าจะหมายถึง {number + 543}",
            f"Fiscal years are in the Buddhist Era: {number} probably means {number + 543}.",
        )
    if not fiscal.FIRST_FISCAL_YEAR <= number <= fiscal.LAST_FISCAL_YEAR:
        raise refuse("fiscal_year_out_of_range", "ปีงบประมาณอยู่นอกช่วงที่ใช้", "The fiscal year is outside the range in use.")
    return number


FiscalYear = Annotated[
    int,
    BeforeValidator(_fiscal_year),
    WithJsonSchema(
        {
            "type": "integer",
            "minimum": fiscal.FIRST_FISCAL_YEAR,
            "maximum": fiscal.LAST_FISCAL_YEAR,
            "description": "Fiscal year (1 October to 30 September) in the Buddhist Era.",
            "examples": [2558],
        }
    ),
]


def _known_area(code: str) -> str:
    if reference.area(code) is None:
        raise refuse("area_unknown", "ไม่มีพื้นที่รหัสนี้ ดูรหัสที่ /v1/areas", "No area has this code; /v1/areas lists them.")
    return code


def _known_function(code: str) -> str:
    if reference.function(code) is None:
        raise refuse(
            "function_unknown",
            "ไม่มีกระทรวงหรือกรมรหัสนี้ ดูรหัสที่ /v1/functions",
            "No ministry or department has this code; /v1/functions lists them.",
        )
    return code


AreaCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9-]{2,8}$"),
    AfterValidator(_known_area),
    Field(description="Code of an area: two digits for a province, C52-15 for a cluster.", examples=["50"]),
]
FunctionCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9-]{2,16}$"),
    AfterValidator(_known_function),
    Field(description="Code of a ministry (two digits) or a department (letters).", examples=["05"]),
]


class Sentence(Out):
    """One sentence in both languages."""

    th: str
    en: str


class AllowedAction(Out):
    """Whether the caller may do one action now, and if not, the refusal it would get."""

    action: str = Field(description="stable name of the action", examples=["project.submit"])
    title: Sentence = Field(description="what to write on the button")
    allowed: bool
    code: str | None = Field(description="code of the refusal; null when allowed")
    reason: Sentence | None = Field(description="why not and what to do; null when allowed")


def allowed_action(answer: ActionAnswer) -> AllowedAction:
    """Return the representation of one answer about an action."""
    refusal = answer.refusal
    return AllowedAction(
        action=answer.action,
        title=Sentence(th=answer.title.th, en=answer.title.en),
        allowed=answer.allowed,
        code=refusal.code if refusal else None,
        reason=Sentence(th=refusal.sentence().th, en=refusal.sentence().en) if refusal else None,
    )


class Identified(Out):
    """What every stored object shows: its id, its version (the ETag) and when it came and changed."""

    id: UUID
    version: int = Field(description="row version; the ETag is this number in quotes", examples=[3])


AllowedActions = TypeAdapter(list[AllowedAction])

Json = dict[str, Any]
