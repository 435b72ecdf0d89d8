"""The equity report and the comparison of runs: what their figures promise, whatever is divided."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.budget.allocation.rules.comparing import AreaChange, Change, areas_compared, changes_between
from services.budget.allocation.rules.equity import (
    AreaMoney,
    amounts_spread,
    areas_of,
    areas_spread,
    equal_of,
    extremes_of,
    group_of,
    groups_of,
    heads_spread,
    moves_of,
)
from services.budget.allocation.rules.faults import faults_of
from services.budget.allocation.rules.inequality import Point, Weighted, gini, lorenz
from services.budget.allocation.rules.method import Bounds, Pool
from tests.budget.allocation.documents import pool_of, snapshot_of, told_of
from tests.budget.allocation.test_method import examples, excepted_pools

VALUES = st.lists(
    st.builds(
        Weighted,
        st.fractions(min_value=0, max_value=1000, max_denominator=50),
        st.fractions(min_value="1/50", max_value=100, max_denominator=50),
    ),
    min_size=1,
    max_size=8,
)


def coefficient(values: Sequence[Weighted]) -> Fraction:
    """The Gini coefficient of values that are not all zero."""
    found = gini(lorenz(values))
    assert found is not None
    return found


@given(VALUES, st.randoms(use_true_random=False), st.fractions(min_value="1/9", max_value=9, max_denominator=9))
def test_gini_is_the_mean_difference_whatever_the_order_and_the_scale(
    values: list[Weighted], chance: object, scale: Fraction
) -> None:
    assume(any(each.value for each in values))
    found = coefficient(values)
    weight = sum((each.weight for each in values), Fraction(0))
    mean = sum((each.value * each.weight for each in values), Fraction(0)) / weight
    apart = sum((one.weight * two.weight * abs(one.value - two.value) for one in values for two in values), Fraction(0))
    assert found == apart / (2 * weight**2 * mean)
    assert 0 <= found < 1
    assert (found == 0) == (len({each.value for each in values}) == 1)
    mixed = [Weighted(each.value * scale, each.weight * scale) for each in values]
    chance.shuffle(mixed)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    assert coefficient(mixed) == found
    # A weight of two is two of one.
    assert coefficient([*values, *values]) == found


@given(VALUES)
def test_the_curve_rises_ever_steeper_and_never_above_equality(values: list[Weighted]) -> None:
    curve = lorenz(values)
    assert bool(curve) == any(each.value for each in values)
    assert (
        [curve[0], curve[-1]] == [Point(Fraction(0), Fraction(0)), Point(Fraction(1), Fraction(1))] if curve else True
    )
    slopes = [(end.value - start.value) / (end.weight - start.weight) for start, end in pairwise(curve)]
    assert slopes == sorted(slopes)
    assert all(0 <= point.value <= point.weight <= 1 for point in curve)


def test_of_nothing_there_is_no_coefficient() -> None:
    assert gini(lorenz([Weighted(Fraction(0), Fraction(1))])) is None
    # One of four has all: three quarters.
    assert coefficient([Weighted(Fraction(value), Fraction(1)) for value in (0, 0, 0, 5)]) == Fraction(3, 4)


def areas_in(pool: Pool, heads: dict[str, Decimal] | None = None) -> tuple[AreaMoney, ...]:
    """The areas of a pool that is divided."""
    snapshot, result = told_of(pool)
    return areas_of(result["pools"][0], snapshot["pools"][0], heads or {})


@settings(max_examples=40)
@given(excepted_pools())
def test_what_the_criteria_moved_adds_up_down_and_across(pool: Pool) -> None:
    assume(not faults_of(pool))
    areas = areas_in(pool)
    moves = moves_of(areas)
    for each in moves:
        assert sum(each.by_area.values()) == 0
        assert each.moved == -sum(amount for amount in each.by_area.values() if amount < 0)
        assert each.amount == sum(area.lines[each.key] for area in areas)
    for area in areas:
        moved = sum(each.by_area[area.area_code] for each in moves)
        assert equal_of(area, moves) + moved + area.bounds_amount + area.rounding_amount == area.amount
    equal = [equal_of(area, moves) for area in areas]
    assert max(equal) - min(equal) <= len(moves)


HEADS = {"A": Decimal(10), "B": Decimal(20), "C": Decimal(30), "D": Decimal(40)}


def test_the_example_of_the_page_per_head() -> None:
    areas = areas_in(pool_of(examples()[0][0]), HEADS)
    extremes = extremes_of(areas)
    assert extremes is not None
    assert (extremes.most.area_code, extremes.least.area_code) == ("A", "C")
    assert extremes.ratio == Fraction(18_500, 8_400)
    [equal, population, income] = moves_of(areas)
    assert (equal.moved, population.moved, income.moved) == (0, 100_000_00, 62_500_00)
    assert population.by_area == {"A": -75_000_00, "B": -25_000_00, "C": 25_000_00, "D": 75_000_00}
    whole = group_of("TH", areas)
    assert (whole.amount, whole.last_year, whole.heads) == (1_000_000_00, 930_500_00, Decimal(100))
    two, one = groups_of(areas, {"A": "R2", "B": "R2", "C": "R1"})
    assert (one.code, one.area_codes, one.amount, one.per_head) == (
        "R2",
        ("A", "B"),
        385_000_00,
        385_000_00 / Fraction(30),
    )
    assert (two.code, two.amount, two.last_year) == ("R1", 252_000_00, 230_000_00)
    by_area, by_head = areas_spread(areas), heads_spread(areas)
    assert by_area is not None
    assert by_head is not None
    # Per head 18,500, 10,000, 8,400 and 9,075 baht.
    assert by_area.gini == Fraction(
        8_400 * -3 + 9_075 * -1 + 10_000 + 18_500 * 3, 4 * (8_400 + 9_075 + 10_000 + 18_500)
    )
    assert [point.weight for point in by_head.lorenz] == [0, Fraction(3, 10), Fraction(7, 10), Fraction(9, 10), 1]
    assert [point.value for point in by_head.lorenz] == [
        0,
        Fraction(252, 1000),
        Fraction(615, 1000),
        Fraction(815, 1000),
        1,
    ]


def test_what_is_not_known_is_no_zero() -> None:
    pool = replace(pool_of(examples()[0][0]), last_year={}, bounds=Bounds())
    areas = areas_in(pool, {"A": Decimal(10), "B": Decimal(0)})
    assert [each.per_head is None for each in areas] == [False, True, True, True]
    whole = group_of("TH", areas)
    assert (whole.heads, whole.last_year, whole.per_head) == (None, None, None)
    nobody = areas_in(pool)
    assert (extremes_of(nobody), areas_spread(nobody), heads_spread(nobody)) == (None, None, None)
    assert amounts_spread(nobody) is not None
    poor = replace(areas[0], amount=0)
    extremes = extremes_of([poor, replace(areas[0], area_code="Z")])
    assert extremes is not None
    assert (extremes.least, extremes.ratio) == (poor, None)


def test_runs_are_compared_with_the_first() -> None:
    pool = pool_of(examples()[0][0])
    more = replace(pool, amount=2 * pool.amount, areas=("A", "B", "C"), bounds=Bounds())
    found = areas_compared([told_of(each)[1] for each in (pool, more)])
    shown = [
        [each and (each.amount // 100, (each.difference or 0) // 100, each.place) for each in area.standings]
        for area in found
    ]
    assert [area.area_code for area in found] == ["A", "B", "C", "D"]
    assert shown[0] == [(185_000, 0, 4), (583_000, 398_000, 3)]
    assert shown[3] == [(363_000, 0, 1), None]
    [gone] = areas_compared([told_of(each)[1] for each in (more, pool)])[3:]
    assert gone.standings[0] is None
    assert gone.standings[1] is not None
    assert gone.standings[1].difference is None


POOL = pool_of(examples()[0][0])
CHANGES = [
    (replace(POOL, amount=2 * POOL.amount), "frame_amount", "1000000.00", "2000000.00"),
    (replace(POOL, unit=1), "unit_amount", "1000.00", "0.01"),
    (replace(POOL, bounds=replace(POOL.bounds, least_amount=None)), "bounds/least_amount", "185000.00", None),
]


@pytest.mark.parametrize(("other", "field", "before", "after"), CHANGES)
def test_a_parameter_that_differs_is_named(other: Pool, field: str, before: str, after: str | None) -> None:
    [change] = changes_between(snapshot_of(POOL), snapshot_of(other))
    assert (change.field, change.before, change.after, change.areas) == (field, before, after, ())


def test_changes_of_criteria_and_of_areas_are_named() -> None:
    pool = pool_of(examples()[0][0])
    equal, people, income = pool.criteria
    fewer = replace(people, weight=Decimal(75), inputs={**people.inputs, "A": Decimal(11)})
    other = replace(
        pool,
        areas=("A", "B", "C"),
        criteria=(equal, fewer),
        exceptions={"B": Bounds(least_amount=1_00)},
        last_year={**pool.last_year, "A": 1_00},
    )
    level = "province"
    assert changes_between(snapshot_of(pool), snapshot_of(pool)) == ()
    assert changes_between(snapshot_of(pool), snapshot_of(other)) == (
        Change(level, None, "areas", areas=(AreaChange("D", "shares", None),)),
        Change(level, "population", "weight", "50", "75"),
        Change(level, "population", "inputs", areas=(AreaChange("A", "10", "11"),)),
        Change(level, "income", "criterion", f"{income.weight}", None),
        Change(level, None, "exceptions", areas=(AreaChange("B", None, "excepted"),)),
        Change(level, None, "exceptions/least_amount", areas=(AreaChange("B", None, "1.00"),)),
        Change(level, None, "last_year", areas=(AreaChange("A", "180000.00", "1.00"),)),
    )
    scores = pool_of(examples()[1][0])
    other_bands = replace(
        scores, criteria=(scores.criteria[0], replace(scores.criteria[1], bands=()), scores.criteria[2])
    )
    [change] = changes_between(snapshot_of(scores), snapshot_of(other_bands))
    assert (change.criterion, change.field, change.before, change.after) == ("quality", "bands", "60: 1, 80: 3", None)
    fields = [each.field for each in changes_between(snapshot_of(pool), snapshot_of(pool, pool))]
    assert fields == ["frame_amount", "percent", "pool"]
