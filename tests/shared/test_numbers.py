"""Numbers come in exactly and go out in one form."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.shared.numbers import MOST_DIGITS, NumberIn, NumberOut, number_of

COMES_IN: TypeAdapter[Decimal] = TypeAdapter(NumberIn)
GOES_OUT: TypeAdapter[Decimal] = TypeAdapter(NumberOut)


@pytest.mark.parametrize(
    ("stored", "shown"), [("5", "5"), ("1E+3", "1000"), ("2.50", "2.5"), ("-0.0001", "-0.0001"), ("0.00", "0")]
)
def test_a_number_is_shown_without_needless_zeros(stored: str, shown: str) -> None:
    assert repr(number_of(Decimal(stored))) == shown


@given(st.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1), st.integers(0, MOST_DIGITS))
def test_fifteen_digits_come_back_as_they_were_sent(digits: int, decimals: int) -> None:
    sent = Decimal(digits).scaleb(-decimals)
    received = COMES_IN.validate_json(str(float(sent)) if decimals else str(digits))
    assert received == sent
    assert Decimal(GOES_OUT.dump_json(received).decode()) == sent


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ('"5"', "not_a_number"),
        ("true", "not_a_number"),
        ("1e15", "too_many_digits"),
        ("1e-16", "too_many_digits"),
        ("33.333333333333336", "too_many_digits"),
        ("1234567890123456", "too_many_digits"),
    ],
)
def test_what_is_no_number_of_fifteen_digits_is_refused(sent: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        COMES_IN.validate_json(sent)
    assert refused.value.errors()[0]["type"] == code
