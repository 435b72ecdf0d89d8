"""Amounts: decimal strings outside, satang inside."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.money import AMOUNT_PATTERN, AmountError, format_amount, parse_amount

LARGEST_BIGINT = 2**63 - 1


@pytest.mark.parametrize(
    ("text", "satang"),
    [
        ("1250000.00", 125_000_000),
        ("1250000", 125_000_000),
        ("1250000.5", 125_000_050),
        ("0.05", 5),
        ("-0.05", -5),
        ("-1250000.25", -125_000_025),
        ("0", 0),
        ("-0.00", 0),
        ("007.50", 750),
        ("9999999999999999.99", 999_999_999_999_999_999),
    ],
)
def test_an_amount_is_read_to_the_satang(text: str, satang: int) -> None:
    assert parse_amount(text) == satang


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1250000, "amount_is_number"),
        (1250000.1, "amount_is_number"),
        (0, "amount_is_number"),
        (float("nan"), "amount_is_number"),
        (Decimal("1.00"), "amount_is_number"),
        ("1E+7", "amount_has_exponent"),
        ("1e7", "amount_has_exponent"),
        ("1.25E6", "amount_has_exponent"),
        ("1,250,000", "amount_has_commas"),
        ("1,250,000.00", "amount_has_commas"),
        ("-1,5", "amount_has_commas"),
        ("๑๒๕๐๐๐๐", "amount_has_thai_digits"),
        ("1250๐.00", "amount_has_thai_digits"),
        ("๑,๒๕๐", "amount_has_thai_digits"),
        ("1.005", "amount_has_too_many_decimals"),
        ("12345678901234567890.123", "amount_has_too_many_decimals"),
        ("10000000000000000", "amount_too_large"),
        ("-10000000000000000.00", "amount_too_large"),
        ("", "amount_malformed"),
        (" 1", "amount_malformed"),
        ("1\n", "amount_malformed"),
        ("1.", "amount_malformed"),
        (".5", "amount_malformed"),
        ("+1", "amount_malformed"),
        ("--1", "amount_malformed"),
        ("1.2.3", "amount_malformed"),
        ("NaN", "amount_malformed"),
        ("Infinity", "amount_malformed"),
        ("฿100", "amount_malformed"),
        ("100 บาท", "amount_malformed"),
        ("１００", "amount_malformed"),
        ("٣", "amount_malformed"),
        ("1_000", "amount_malformed"),
        ("0x10", "amount_malformed"),
        (True, "amount_malformed"),
        (None, "amount_malformed"),
        (["1"], "amount_malformed"),
        (b"1", "amount_malformed"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_the_code_of_the_mistake(value: object, code: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(value)
    assert refused.value.code == code
    assert refused.value.en.endswith(".")
    assert any("ก" <= letter <= "๙" for letter in refused.value.th)


@pytest.mark.parametrize(
    ("satang", "text"),
    [
        (125_000_000, "1250000.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (-125_000_025, "-1250000.25"),
        (0, "0.00"),
        (-100, "-1.00"),
    ],
)
def test_an_amount_is_written_with_two_decimals(satang: int, text: str) -> None:
    assert format_amount(satang) == text


@given(st.integers(-999_999_999_999_999_999, 999_999_999_999_999_999))
def test_what_is_written_reads_back_the_same(satang: int) -> None:
    assert parse_amount(format_amount(satang)) == satang


@given(st.from_regex(AMOUNT_PATTERN.replace(r"\d", "[0-9]"), fullmatch=True).filter(lambda text: "\n" not in text))
def test_every_amount_of_the_pattern_is_read_exactly_and_fits_a_bigint(text: str) -> None:
    satang = parse_amount(text)
    assert satang == Decimal(text) * 100
    assert abs(satang) <= LARGEST_BIGINT


@given(st.text())
def test_any_text_is_read_exactly_or_refused_with_an_amount_error(text: str) -> None:
    with suppress(AmountError):
        assert parse_amount(text) == Decimal(text) * 100
