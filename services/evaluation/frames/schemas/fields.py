"""The types of the fields of evaluation frames."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from services.shared.schemas import Json, refuse

MOST_ITEMS, MOST_BANDS, MOST_DIGITS, WEIGHT_DECIMALS = 200, 20, 15, 4

FrameState = Literal["draft", "published", "superseded", "discarded"]
SubjectKind = Literal["province"]
Side = Literal["external", "internal"]
ResultSource = Literal[
    "cluster_indicators", "province_indicators", "disbursement_rate", "survey", "assessment", "manual"
]
ScoringMethod = Literal["five_level", "three_target"]
Direction = Literal["higher_is_better", "lower_is_better"]


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


def _number_in(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise refuse("not_a_number", "ต้องเป็นตัวเลข JSON ไม่ใช่ข้อความ", "It must be a JSON number, not text.")
    # repr of a float is the shortest text that means it, which for up to 15 digits is what was sent.
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def _digits(value: Decimal) -> Decimal:
    if len(value.as_tuple().digits) > MOST_DIGITS or abs(value.adjusted()) > MOST_DIGITS:
        raise refuse(
            "too_many_digits",
            f"ใช้ตัวเลขนัยสำคัญไม่เกิน {MOST_DIGITS} หลัก",
            f"Use at most {MOST_DIGITS} significant digits.",
        )
    return value + 0  # a negative zero becomes zero


def _number_out(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


_NUMBER = WithJsonSchema({"type": "number", "description": "at most 15 significant digits"})
_ONE_FORM = PlainSerializer(_number_out, return_type=int | float)
Number = Annotated[Decimal, BeforeValidator(_number_in), AfterValidator(_digits), _ONE_FORM, _NUMBER]
NumberOut = Annotated[Decimal, _ONE_FORM, _NUMBER]


def _weight_range(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not 0 <= value <= 100 or (isinstance(exponent, int) and exponent < -WEIGHT_DECIMALS):
        raise refuse(
            "weight_out_of_range",
            "น้ำหนักอยู่ระหว่าง 0 ถึง 100 ทศนิยมไม่เกิน 4 ตำแหน่ง",
            "A weight lies between 0 and 100, with at most 4 decimals.",
        )
    return value


WeightValue = Annotated[Number, AfterValidator(_weight_range)]
