"""Stated totals: kept as stated, compared with what their kind computes, the same in any order of the years."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.agreements.rules.totals import (
    AVERAGE,
    COMPOUND,
    LEVEL,
    NONE,
    SUM,
    TOTAL_KINDS,
    compare_total,
    computed_total,
)

YEARS = (2557, 2558, 2559, 2560)
rates = st.decimals(-50, 200, places=4)
targets = st.dictionaries(st.integers(2550, 2580), rates, min_size=1, max_size=10)


def by_year(*values: str) -> dict[int, Decimal]:
    return dict(zip(YEARS, map(Decimal, values), strict=True))


@pytest.mark.parametrize(
    ("kind", "stated", "values", "computed", "agrees", "differs"),
    [
        # The ten rows of S0: nine plain sums, and ลำปาง with one overall target.
        (SUM, "20", ("5", "5", "5", "5"), "20", True, False),
        (SUM, "15", ("3", "3.5", "4", "4.5"), "15", True, False),
        (SUM, "40", ("10", "10", "10", "10"), "40", True, False),
        (SUM, "12", ("3", "3", "3", "3"), "12", True, False),
        (LEVEL, "10", ("10", "10", "10", "10"), "10", True, True),
        (SUM, "10", ("10", "10", "10", "10"), "40", False, True),
        (SUM, "15", ("3", "3.5", "4", "4.6"), "15.1", False, True),
        (LEVEL, "10", ("10", "10", "10", "11"), None, False, True),
        (LEVEL, "10", ("9", "9", "9", "9"), "9", False, True),
        (AVERAGE, "3.75", ("3", "3.5", "4", "4.5"), "3.75", True, True),
        (AVERAGE, "3.3", ("3", "3", "4", "3.3"), "3.325", True, True),
        (AVERAGE, "3.4", ("3", "3", "4", "3.3"), "3.325", False, True),
        (COMPOUND, "21.55", ("5", "5", "5", "5"), "21.5506", True, True),
        (COMPOUND, "20", ("5", "5", "5", "5"), "21.5506", False, False),
        (COMPOUND, "15.86", ("3", "3.5", "4", "4.5"), "15.8583", True, True),
    ],
)
def test_a_total_is_compared_with_what_its_kind_computes(
    kind: str, stated: str, values: tuple[str, ...], computed: str | None, agrees: bool, differs: bool
) -> None:
    answer = compare_total(kind, Decimal(stated), by_year(*values))
    assert answer.stated == Decimal(stated)
    assert answer.computed == (None if computed is None else Decimal(computed))
    assert (answer.agrees, answer.differs_from_sum) == (agrees, differs)


def test_without_a_total_or_without_years_nothing_is_compared() -> None:
    none = compare_total(NONE, None, by_year("5", "5", "5", "5"))
    assert (none.computed, none.agrees, none.sum_of_targets, none.differs_from_sum) == (None, None, Decimal(20), False)
    empty = compare_total(SUM, Decimal(20), {})
    assert (empty.computed, empty.agrees, empty.sum_of_targets, empty.differs_from_sum) == (None, None, None, False)


@given(targets, st.sampled_from(TOTAL_KINDS), st.decimals(-1000, 1000, places=2))
def test_the_order_of_the_years_changes_nothing(values: dict[int, Decimal], kind: str, stated: Decimal) -> None:
    assert compare_total(kind, stated, values) == compare_total(kind, stated, dict(reversed(values.items())))


@given(targets)
def test_a_sum_agrees_with_itself_and_an_average_lies_between_the_years(values: dict[int, Decimal]) -> None:
    total = computed_total(SUM, list(values.values()))
    assert compare_total(SUM, total, values).agrees is True
    average = computed_total(AVERAGE, list(values.values()))
    assert average is not None
    assert min(values.values()) - Decimal("0.0001") <= average <= max(values.values()) + Decimal("0.0001")


@given(st.decimals("0.01", 50, places=2), st.integers(2, 10))
def test_growth_compounds_to_more_than_its_sum(rate: Decimal, years: int) -> None:
    compounded, added = computed_total(COMPOUND, [rate] * years), computed_total(SUM, [rate] * years)
    assert compounded is not None
    assert added is not None
    assert compounded >= added
