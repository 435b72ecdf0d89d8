"""Whose value counts, what is disputed, and the nation's value, each area counted once."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.aggregation import Measure
from services.indicators.joint.rules.results import (
    AreaResult,
    actual_status,
    area_result,
    national_result,
    verdict_of,
)
from services.indicators.observations.rules import CurrentValue, YearValue

INDICATOR = UUID("0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55")
AT = dt.datetime(2015, 10, 5, tzinfo=dt.UTC)


def year(value: object, *, missing: tuple[str, ...] = (), parts: tuple[object, object] | None = None) -> YearValue:
    above, below = (None, None) if parts is None else (Decimal(str(parts[0])), Decimal(str(parts[1])))
    number = Decimal(str(value))
    made = CurrentValue("50", INDICATOR, 2558, "year", "area:50", 1, number, above, below, "final", AT)
    return YearValue(number, above, below, (made,), missing)


def measure(**changed: Any) -> Measure:
    known: dict[str, Any] = {
        "unit_code": "million_baht",
        "decimals": 2,
        "direction": "higher",
        "range_lower": None,
        "range_upper": None,
        "time_aggregation": "sum",
        "area_aggregation": "sum",
    }
    return Measure(**{**known, **changed})


def area(code: str, record: YearValue | None, other: YearValue | None = None, state: str = "agreed") -> AreaResult:
    return area_result(code, state, Decimal(100), (record, other), Decimal(5), measure())


@pytest.mark.parametrize(
    ("record", "other", "expected"),
    [
        (None, None, "not_reported"),
        (None, year(100), "not_reported"),
        (year(100), None, "reported"),
        (year(100), year(105), "reported"),
        (year(100), year("105.01"), "disputed"),
        (year(100), year("94.99"), "disputed"),
        (year(0), year(0), "reported"),
        (year(0), year("0.01"), "disputed"),
        (year(-100), year(-106), "disputed"),
        (year(100), year(30, missing=("q3", "q4")), "reported"),
        (year(30, missing=("q3", "q4")), year(100), "reported"),
    ],
)
def test_a_difference_beyond_the_tolerance_is_disputed(
    record: YearValue | None, other: YearValue | None, expected: str
) -> None:
    assert actual_status(record, other, Decimal(5)) == expected


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        ("higher", 100, "achieved"),
        ("higher", "99.99", "below_target"),
        ("lower", 100, "achieved"),
        ("lower", "100.01", "above_target"),
        ("range", 6.5, "achieved"),
        ("range", 8, "achieved"),
        ("range", "8.01", "out_of_range"),
        ("range", "6.49", "out_of_range"),
    ],
)
def test_a_verdict_is_the_direction_against_the_target(direction: str, value: object, expected: str) -> None:
    found = measure(direction=direction, range_lower=Decimal("6.5"), range_upper=Decimal(8))
    assert verdict_of("agreed", Decimal(100), year(value), found) == expected
    assert verdict_of("settled", Decimal(100), year(value), found) == expected
    assert verdict_of("countered", Decimal(100), year(value), found) == "not_agreed"
    assert verdict_of("agreed", Decimal(100), year(value, missing=("q4",)), found) == "partial"
    assert verdict_of("agreed", Decimal(100), None, found) == "not_reported"


def test_each_area_counts_once_by_the_side_of_record() -> None:
    both, one, none = area("50", year(100), year(90)), area("51", year(60)), area("52", None, year(40))
    found = national_result(measure(), [both, one, none], {}, None)
    assert (found.value, found.value_state) == (Decimal(160), "partial")
    assert (found.counted, found.standing, found.disputed) == (2, 3, 1)


def test_an_area_whose_offer_does_not_stand_does_not_count() -> None:
    found = national_result(measure(), [area("50", year(100)), area("51", year(60), state="offered")], {}, None)
    assert (found.value, found.value_state, found.counted, found.standing) == (Decimal(100), "derived", 1, 1)


def test_what_is_counted_twice_is_subtracted_once_when_all_are_counted() -> None:
    whole = national_result(measure(), [area("50", year(100)), area("51", year(60))], {}, Decimal(15))
    assert (whole.value, whole.is_overlap_subtracted) == (Decimal(145), True)
    partly = national_result(measure(), [area("50", year(100)), area("51", None)], {}, Decimal(15))
    assert (partly.value, partly.is_overlap_subtracted, partly.value_state) == (Decimal(100), False, "partial")


def test_a_missing_period_makes_the_nation_partial() -> None:
    found = national_result(measure(), [area("50", year(100, missing=("q4",)))], {}, None)
    assert (found.value, found.value_state) == (Decimal(100), "partial")


def test_nothing_reported_is_unknown_and_not_zero() -> None:
    found = national_result(measure(), [area("50", None, year(90))], {}, Decimal(5))
    assert (found.value, found.value_state, found.reason) == (None, "not_reported", None)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"area_aggregation": "none"}, "not_aggregated"),
        ({"unit_code": "percent", "area_aggregation": "sum"}, "not_aggregated"),
        ({"unit_code": "percent", "area_aggregation": "average"}, "not_aggregated"),
        ({"area_aggregation": "ratio"}, "parts_unknown"),
        ({"area_aggregation": "weighted_average"}, "weight_unknown"),
    ],
)
def test_what_cannot_be_derived_says_why_and_is_never_a_mean(changed: dict[str, Any], reason: str) -> None:
    found = national_result(measure(**changed), [area("50", year(10)), area("51", year(20))], {}, None)
    assert (found.value, found.value_state, found.reason) == (None, "not_derivable", reason)


def test_a_ratio_is_derived_from_its_parts_again() -> None:
    areas = [area("50", year(50, parts=(1, 2))), area("51", year(25, parts=(1, 4)))]
    percent = measure(unit_code="percent", area_aggregation="ratio")
    assert national_result(percent, areas, {}, None).value == Decimal("33.33")  # 2 of 6, not the mean 37.50
    assert national_result(measure(area_aggregation="ratio", decimals=4), areas, {}, None).value == Decimal("0.3333")
    unknown = [*areas, area("52", year(10))]
    assert national_result(percent, unknown, {}, None).reason == "parts_unknown"


def test_a_weighted_average_weighs_by_what_the_areas_report() -> None:
    areas, weights = [area("50", year(10)), area("51", year(20))], {"50": year(300), "51": year(100)}
    found = measure(area_aggregation="weighted_average")
    assert national_result(found, areas, weights, None).value == Decimal("12.50")
    assert national_result(found, areas, {"50": year(300)}, None).reason == "weight_unknown"
    assert national_result(found, areas, {"50": year(0), "51": year(0)}, None).reason == "weight_unknown"


def test_an_average_rounds_half_up_to_the_decimals() -> None:
    areas = [area("50", year("0.01")), area("51", year("0.02"))]
    assert national_result(measure(area_aggregation="average"), areas, {}, None).value == Decimal("0.02")


VALUES = st.integers(-(10**12), 10**12).map(lambda units: Decimal(units).scaleb(-2))


@given(st.data(), st.dictionaries(st.integers(10, 99).map(str), VALUES, min_size=1, max_size=30))
def test_the_nation_is_the_sum_of_records_whatever_the_other_side_says_and_in_any_order(
    data: st.DataObject, values: dict[str, Decimal]
) -> None:
    others = {code: data.draw(st.none() | VALUES.map(year)) for code in values}
    order = data.draw(st.permutations(sorted(values)))
    found = national_result(measure(), [area(code, year(values[code]), others[code]) for code in order], {}, None)
    assert found.value == sum(values.values())
    assert found.value_state == "derived"
