"""How the values of a year become the year's value."""

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.observations.rules import CurrentValue, YearValue, by_side, value_of_year
from services.indicators.observations.rules.periods import MONTHS, MONTHS_IN, PERIODS, QUARTERS, YEAR

INDICATOR = UUID("0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55")
RECORDED = dt.datetime(2015, 1, 9, 2, 15, tzinfo=dt.UTC)
AGGREGATIONS = ("sum", "average", "last", "maximum", "none")


def value_of(period: str, value: str | Decimal, **changed: object) -> CurrentValue:
    """A final value that เชียงใหม่ reported for itself in 2558."""
    known: dict[str, object] = {
        "area_code": "50",
        "indicator_id": INDICATOR,
        "fiscal_year": 2558,
        "period": period,
        "reporter": "area:50",
        "revision": 1,
        "value": Decimal(value),
        "numerator": None,
        "denominator": None,
        "status": "final",
        "recorded_at": RECORDED,
    }
    return CurrentValue(**{**known, **changed})  # type: ignore[arg-type]


def year_of(values: Mapping[str, str], time_aggregation: str) -> YearValue | None:
    """The year's value of these values by period."""
    return value_of_year([value_of(period, value) for period, value in values.items()], time_aggregation)


QUARTERLY = {"q1": "10", "q2": "20.5", "q3": "5", "q4": "4.5"}


@pytest.mark.parametrize(
    ("values", "time_aggregation", "expected", "missing"),
    [
        (QUARTERLY, "sum", "40", ()),
        (QUARTERLY, "average", "10", ()),
        (QUARTERLY, "last", "4.5", ()),
        (QUARTERLY, "maximum", "20.5", ()),
        ({"q1": "10", "q2": "20.5"}, "sum", "30.5", ("q3", "q4")),
        ({"q1": "10", "q2": "20.5"}, "average", "15.25", ("q3", "q4")),
        ({"q1": "10", "q3": "5"}, "maximum", "10", ("q2", "q4")),
        # Only what comes later than the last one known would change it.
        ({"q1": "10", "q4": "5"}, "last", "5", ()),
        ({"q1": "10", "q3": "5"}, "last", "5", ("q4",)),
        # A quarter stands for its months; the months of the others count.
        ({"q1": "10", "m01": "3", "m04": "1", "m05": "2"}, "sum", "13", ("m06", "q3", "q4")),
        ({"q1": "10", "m04": "4", "m05": "4", "m06": "4", "q3": "7", "q4": "7"}, "average", "7", ()),
        ({"q2": "10", "m05": "99", "m07": "4"}, "last", "4", ("m08", "m09", "q4")),
        ({"m12": "4", "m11": "7"}, "last", "4", ()),
        # The year's own value counts alone, whatever else there is.
        ({"year": "39", **QUARTERLY}, "sum", "39", ()),
        ({"year": "39", **QUARTERLY}, "none", "39", ()),
    ],
)
def test_the_value_of_a_year(
    values: dict[str, str], time_aggregation: str, expected: str, missing: tuple[str, ...]
) -> None:
    year = year_of(values, time_aggregation)
    assert year is not None
    assert (year.value, year.missing, year.is_complete) == (Decimal(expected), missing, not missing)


@pytest.mark.parametrize(("values", "time_aggregation"), [(QUARTERLY, "none"), ({}, "sum"), ({}, "none")])
def test_there_is_no_value_where_none_can_be_made(values: dict[str, str], time_aggregation: str) -> None:
    assert year_of(values, time_aggregation) is None


def test_it_says_which_revisions_it_was_made_of_and_whether_all_are_final() -> None:
    later = RECORDED + dt.timedelta(days=90)
    first = value_of("q1", "10", revision=3)
    second = value_of("q2", "20", revision=2, status="provisional", recorded_at=later)
    year = value_of_year([second, first], "sum")
    assert year is not None
    assert (year.revisions, year.is_final, year.recorded_at) == ((("q1", 3), ("q2", 2)), False, later)
    first_alone = value_of_year([first], "sum")
    assert first_alone is not None
    assert first_alone.is_final


def test_the_parts_of_a_ratio_are_known_where_one_period_speaks_for_the_year() -> None:
    parts = {"numerator": Decimal(1), "denominator": Decimal(4)}
    for period, time_aggregation, known in (("year", "sum", True), ("q4", "last", True), ("q4", "average", False)):
        year = value_of_year([value_of(period, "25", **parts)], time_aggregation)
        assert year is not None
        assert (year.numerator == 1, year.denominator == 4) == (known, known)


@pytest.mark.parametrize(
    "values",
    [
        [value_of("q1", "1"), value_of("q2", "1", reporter="function:05")],
        [value_of("q1", "1"), value_of("q2", "1", area_code="51")],
        [value_of("q1", "1"), value_of("q1", "2", revision=2)],
    ],
)
def test_values_of_several_sides_or_two_of_one_period_are_a_fault(values: list[CurrentValue]) -> None:
    with pytest.raises(ValueError, match="value"):
        value_of_year(values, "sum")


def test_an_unknown_aggregation_is_a_fault() -> None:
    with pytest.raises(ValueError, match="median"):
        year_of(QUARTERLY, "median")


def test_sides_are_told_apart() -> None:
    ministry = value_of("q1", "2", reporter="function:05")
    sides = by_side([value_of("q1", "1"), ministry, value_of("q2", "1")])
    assert {side: len(values) for side, values in sides.items()} == {
        ("50", INDICATOR, 2558, "area:50"): 2,
        ("50", INDICATOR, 2558, "function:05"): 1,
    }


NUMBERS = st.decimals(-(10**11), 10**11, places=4, allow_nan=False, allow_infinity=False)
REPORTED = st.dictionaries(st.sampled_from(PERIODS), NUMBERS)


@given(REPORTED, st.sampled_from(AGGREGATIONS), st.randoms())
def test_the_order_in_which_values_come_changes_nothing(
    reported: dict[str, Decimal], time_aggregation: str, chance: random.Random
) -> None:
    values = [value_of(period, value) for period, value in reported.items()]
    shuffled = chance.sample(values, len(values))
    assert value_of_year(shuffled, time_aggregation) == value_of_year(values, time_aggregation)


@given(st.dictionaries(st.sampled_from(PERIODS[1:]), NUMBERS, min_size=1))
def test_sums_and_means_are_exact(reported: dict[str, Decimal]) -> None:
    values = [value_of(period, value) for period, value in reported.items()]
    total, mean = value_of_year(values, "sum"), value_of_year(values, "average")
    assert total is not None
    assert mean is not None
    counted = {each.period: each.value for each in total.made_of}
    assert Fraction(total.value) == sum(map(Fraction, counted.values()), Fraction(0))
    months = sum(len(MONTHS_IN[period]) for period in counted)
    weighted = sum((Fraction(value) * len(MONTHS_IN[period]) for period, value in counted.items()), Fraction(0))
    assert abs(Fraction(mean.value) - weighted / months) <= Fraction(1, 10**12)


@given(st.dictionaries(st.sampled_from(PERIODS[1:]), NUMBERS, min_size=1))
def test_no_month_counts_twice_and_every_month_is_there_or_missing(reported: dict[str, Decimal]) -> None:
    year = value_of_year([value_of(period, value) for period, value in reported.items()], "sum")
    assert year is not None
    months = [month for each in (*(part.period for part in year.made_of), *year.missing) for month in MONTHS_IN[each]]
    assert sorted(months) == list(MONTHS)


def test_periods_are_counted_within_the_fiscal_year() -> None:
    assert (YEAR, *QUARTERS, *MONTHS) == PERIODS
    assert MONTHS_IN["q4"] == ("m10", "m11", "m12")
    assert MONTHS_IN[YEAR] == MONTHS
