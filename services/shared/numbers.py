"""Values, weights and scores: exact decimals inside, JSON numbers of at most 15 significant digits outside.

That many digits survive any reader's floating point; money is something else (services/shared/money.py).
"""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from services.shared.schemas import refuse

MOST_DIGITS = 15


def number_of(value: Decimal) -> int | float:
    """Return a decimal as the JSON number of the contract, a whole one without a fraction."""
    return int(value) if value == value.to_integral_value() else float(value)


def _number_in(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise refuse("not_a_number", "ต้องเป็นตัวเลข JSON ไม่ใช่ข้อความ", "It must be a JSON number, not text.")
    # repr of a float is the shortest text that means it, which for up to 15 digits is what was sent.
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not _is_in_range(number):
        raise refuse(
            "too_many_digits",
            f"ใช้ตัวเลขนัยสำคัญไม่เกิน {MOST_DIGITS} หลัก",
            f"Use at most {MOST_DIGITS} significant digits.",
        )
    return number + 0  # a negative zero becomes zero


def _is_in_range(number: Decimal) -> bool:
    # Counted as written: arithmetic rounds what has more digits than its context.
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if not number.is_finite() or len(digits) > MOST_DIGITS:
        return False
    return -MOST_DIGITS <= number.adjusted() < MOST_DIGITS


def decimals_at_most(most: int) -> AfterValidator:
    """Return a validator that refuses a number with more than `most` decimals."""

    def check(value: Decimal) -> Decimal:
        exponent = value.normalize().as_tuple().exponent
        if isinstance(exponent, int) and exponent < -most:
            sentence = f"ใช้ทศนิยมไม่เกิน {most} ตำแหน่ง", f"Use at most {most} decimals."
            raise refuse("too_many_decimals", *sentence)
        return value

    return AfterValidator(check)


_SCHEMA = WithJsonSchema({"type": "number", "description": "at most 15 significant digits", "examples": [2.5]})
# In JSON only: inside, a dumped body keeps its exact decimals.
_ONE_FORM = PlainSerializer(number_of, return_type=int | float, when_used="json")
NumberIn = Annotated[Decimal, BeforeValidator(_number_in), _ONE_FORM, _SCHEMA]
NumberOut = Annotated[Decimal, _ONE_FORM, _SCHEMA]
