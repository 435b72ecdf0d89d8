"""Disputes as rules: when there is one, what a proposal must say, and what the nation is once values are settled."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.aggregation import Measure
from services.indicators.joint.rules.disputes import (
    DISPUTE_FLOW,
    Figure,
    Proposal,
    Sides,
    faults_of_proposal,
    figure_of,
    is_disputed,
    settled_area,
    why_closed,
)
from services.indicators.joint.rules.results import AreaResult, NationalResult, area_result, national_result
from services.indicators.joint.rules.states import OFFER_FLOW, STANDING
from services.indicators.observations.rules import YearValue
from tests.indicators.joint.test_national import measure, year

TOLERANCE = Decimal(5)
RATIO: Mapping[str, Any] = {"unit_code": "percent", "area_aggregation": "ratio"}


@pytest.mark.parametrize("state", OFFER_FLOW.states)
def test_only_two_whole_years_of_an_area_that_agreed_are_a_dispute(state: str) -> None:
    sides = Sides(year(100), year(106))
    assert is_disputed(state, sides, "area", TOLERANCE) is (state in STANDING)
    assert not is_disputed(state, Sides(year(100), year(50, missing=("q4",))), "area", TOLERANCE)
    assert not is_disputed(state, Sides(year(100), None), "area", TOLERANCE)
    assert not is_disputed(state, Sides(None, year(100)), "area", TOLERANCE)
    assert why_closed(state) == ("within_tolerance" if state in STANDING else "not_standing")


def test_the_tolerance_is_of_the_value_of_record() -> None:
    sides = Sides(year(100), year("105.2"))
    assert is_disputed("agreed", sides, "area", TOLERANCE)  # 5.2 of 100
    assert not is_disputed("agreed", sides, "function", TOLERANCE)  # 5.2 of 105.2


def test_only_a_resolution_settles() -> None:
    into = {verb for verb, moves in DISPUTE_FLOW.moves.items() if "settled" in moves.values()}
    assert into == {"settle"}
    assert all("closed" not in moves for moves in DISPUTE_FLOW.moves.values())


SOME = Decimal(3)


@pytest.mark.parametrize(
    ("proposal", "changed", "expected"),
    [
        (Proposal("area", None, None, None), {}, []),
        (Proposal("function", SOME, None, None), {}, [("/value", "without_use")]),
        (Proposal("committee", SOME, None, None), {}, []),
        (Proposal("committee", None, None, None), {}, [("/value", "missing")]),
        (Proposal("committee", Decimal("1.005"), None, None), {}, [("/value", "too_many_decimals")]),
        (Proposal("committee", SOME, SOME, None), {}, [("/numerator", "without_use")]),
        (Proposal("committee", None, SOME, SOME), RATIO, []),
        (Proposal("committee", SOME, SOME, SOME), RATIO, [("/value", "without_use")]),
        (Proposal("committee", None, SOME, None), RATIO, [("/denominator", "missing")]),
        (Proposal("committee", None, SOME, Decimal(0)), RATIO, [("/denominator", "denominator_zero")]),
    ],
)
def test_a_proposal_names_a_side_or_gives_a_whole_value(
    proposal: Proposal, changed: Mapping[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = faults_of_proposal(proposal, measure(**changed))
    assert [(fault.pointer, fault.code) for fault in found] == expected


def test_what_counts_is_the_side_that_is_named_or_worked_out_of_the_parts() -> None:
    sides = Figure(Decimal(10), made_of=(("year", 2),)), Figure(Decimal(20))
    assert figure_of(Proposal("area", None, None, None), measure(), sides) == sides[0]
    assert figure_of(Proposal("function", None, None, None), measure(), sides) == sides[1]
    assert figure_of(Proposal("committee", SOME, None, None), measure(), sides) == Figure(SOME)
    parts = Proposal("committee", None, Decimal(1), Decimal(3))
    assert figure_of(parts, measure(**RATIO), sides) == Figure(Decimal("33.33"), Decimal(1), Decimal(3))
    plain = figure_of(parts, measure(area_aggregation="ratio"), sides)
    assert plain == Figure(Decimal("0.33"), Decimal(1), Decimal(3))


def area(
    code: str, record: YearValue | None, other: YearValue | None, settled: Figure | None, known: Measure
) -> AreaResult:
    found = area_result(code, "agreed", Decimal(100), (record, other), TOLERANCE, known)
    return found if settled is None else settled_area(found, settled, known)


# By what both sides say of เชียงใหม่ and what was settled: what counts there, and how it is called.
BOTH, ONE, OTHER, DIFFER = (year(100), year(101)), (year(100), None), (None, year(101)), (year(100), year(80))
CASES = [
    (BOTH, None, 100, "reported"),
    (ONE, None, 100, "reported"),
    (OTHER, None, None, "not_reported"),
    (DIFFER, None, 100, "disputed"),
    (DIFFER, Figure(Decimal(100)), 100, "settled"),
    (DIFFER, Figure(Decimal(80)), 80, "settled"),
    (DIFFER, Figure(Decimal(90)), 90, "settled"),
]
# How the nation is made of that value and of the 50 of ลำพูน, by how areas are put together.
NATIONS: Mapping[str, Callable[[Decimal], Decimal]] = {
    "sum": lambda value: value + 50,
    "average": lambda value: (value + 50) / 2,
    "weighted_average": lambda value: (value * 3 + 50) / 4,
}


@pytest.mark.parametrize("aggregation", NATIONS)
@pytest.mark.parametrize(("sides", "settled", "counts", "status"), CASES)
def test_the_nation_is_made_of_what_counts(
    aggregation: str,
    sides: tuple[YearValue | None, YearValue | None],
    settled: Figure | None,
    counts: int | None,
    status: str,
) -> None:
    known = measure(area_aggregation=aggregation, time_aggregation="last")
    weights = {"50": year(3), "51": year(1)}
    areas = [area("50", *sides, settled, known), area("51", year(50), None, None, known)]
    found = national_result(known, areas, weights, None)
    assert (areas[0].actual_status, found.disputed) == (status, int(status == "disputed"))
    if counts is None:
        assert (areas[0].record, found.value, found.value_state) == (None, Decimal(50), "partial")
    else:
        assert areas[0].record is not None
        assert areas[0].record.value == counts
        assert (found.value, found.value_state) == (NATIONS[aggregation](Decimal(counts)), "derived")


@pytest.mark.parametrize(
    ("settled", "expected"),
    [
        (None, "40.00"),  # 2 of 4 and 2 of 6: the parts of the side of record
        (Figure(Decimal(25), Decimal(1), Decimal(4)), "30.00"),
        (Figure(Decimal(75), Decimal(3), Decimal(4)), "50.00"),
    ],
)
def test_a_ratio_is_made_of_the_parts_that_were_settled(settled: Figure | None, expected: str) -> None:
    known = measure(**RATIO)
    mine, theirs = year(50, parts=(2, 4)), year(25, parts=(1, 4))
    areas = [
        area("50", mine, theirs, settled, known),
        area("51", year("33.33", parts=(2, 6)), None, None, known),
    ]
    assert national_result(known, areas, {}, None).value == Decimal(expected)


VALUES = st.integers(0, 10**9).map(lambda units: Decimal(units).scaleb(-2))
PARTS = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))


@given(st.data(), st.dictionaries(st.integers(10, 99).map(str), VALUES, min_size=1, max_size=20))
def test_what_is_settled_counts_once_whatever_both_sides_say_and_in_any_order(
    data: st.DataObject, values: dict[str, Decimal]
) -> None:
    known, settled = measure(), {code: data.draw(st.none() | VALUES.map(Figure)) for code in values}
    others = {code: data.draw(st.none() | VALUES.map(year)) for code in values}

    def nation(order: list[str]) -> NationalResult:
        areas = [area(code, year(values[code]), others[code], settled[code], known) for code in order]
        return national_result(known, areas, {}, None)

    found = nation(sorted(values))
    expected = [figure.value if (figure := settled[code]) else values[code] for code in values]
    assert found.value == sum(expected)
    assert nation(data.draw(st.permutations(sorted(values)))) == found


@given(st.lists(PARTS, min_size=1, max_size=20))
def test_a_ratio_lies_between_its_parts(parts: list[tuple[int, int]]) -> None:
    known = measure(area_aggregation="ratio", decimals=4)
    shares = [(Decimal(above) / Decimal(below)).quantize(Decimal("0.0001")) for above, below in parts]
    areas = [
        area(str(code), year(share, parts=each), None, None, known)
        for code, (share, each) in enumerate(zip(shares, parts, strict=True))
    ]
    found = national_result(known, areas, {}, None).value
    assert found is not None
    unit = Decimal("0.0001")  # both are rounded
    assert min(shares) - unit <= found <= max(shares) + unit


@given(st.data(), st.lists(VALUES, min_size=1, max_size=20))
def test_an_average_lies_between_its_parts(data: st.DataObject, values: list[Decimal]) -> None:
    weights = {str(code): year(data.draw(st.integers(1, 1000))) for code in range(len(values))}
    for aggregation in ("average", "weighted_average"):
        known = measure(area_aggregation=aggregation)
        areas = [area(str(code), year(value), None, None, known) for code, value in enumerate(values)]
        found = national_result(known, areas, weights, None).value
        assert found is not None
        assert min(values) <= found <= max(values), aggregation


@given(st.lists(VALUES, min_size=2, max_size=20), st.sampled_from(["sum", "average", "none"]))
def test_a_percentage_without_its_parts_is_never_put_together(values: list[Decimal], aggregation: str) -> None:
    known = measure(unit_code="percent", area_aggregation=aggregation)
    areas = [area(str(code), year(value), None, Figure(value), known) for code, value in enumerate(values)]
    found = national_result(known, areas, {}, None)
    assert (found.value, found.value_state) == (None, "not_derivable")
