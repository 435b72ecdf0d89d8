"""The method of allocation: to the satang, whatever the order, and fair to whoever needs more."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from services.budget.allocation.rules.division import divide, split_frame
from services.budget.allocation.rules.faults import faults_of
from services.budget.allocation.rules.method import (
    AVERAGE,
    DIRECT,
    EQUAL,
    FALL,
    INVERSE,
    LEAST,
    MISSING,
    MOST,
    NOTHING,
    REFUSE,
    RISE,
    SCORE,
    Band,
    Bounds,
    Criterion,
    Pool,
)
from services.shared.errors import FieldError

AREAS = ("10", "11", "12", "13", "14", "15")
NUMBERS = st.decimals(min_value=0, max_value=1_000_000, places=2)
ABOVE_ZERO = st.decimals(min_value="0.01", max_value=1_000_000, places=2)
UNITS = st.sampled_from([1, 100, 10_000])


@st.composite
def criteria(draw: st.DrawFn, areas: tuple[str, ...]) -> tuple[Criterion, ...]:
    """One to four criteria whose weights add up to 100."""
    cuts = sorted(draw(st.lists(st.integers(1, 9_999), max_size=3, unique=True)))
    weights = [Decimal(high - low) / 100 for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    return tuple(draw(criterion(f"c{place}", weight, areas)) for place, weight in enumerate(weights))


@st.composite
def criterion(draw: st.DrawFn, key: str, weight: Decimal, areas: tuple[str, ...]) -> Criterion:
    """A criterion that can divide."""
    kind = draw(st.sampled_from([EQUAL, DIRECT, INVERSE, SCORE]))
    values = ABOVE_ZERO if kind == INVERSE else NUMBERS
    known = draw(st.dictionaries(st.sampled_from(areas), values, min_size=1))
    complete = {area: known.get(area, Decimal(1)) for area in areas}
    missing = draw(st.sampled_from(MISSING))
    bands = (Band(Decimal(0), Decimal(1)), Band(Decimal(500), Decimal(3))) if draw(st.booleans()) else ()
    found = Criterion(key, kind, weight, complete if missing == REFUSE else known, missing)
    return replace(found, bands=bands) if kind == SCORE else found


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """A pool without bounds that can be divided."""
    areas = draw(st.lists(st.sampled_from(AREAS), min_size=1, unique=True).map(tuple))
    unit = draw(UNITS)
    pool = Pool(draw(st.integers(1, 10**10)) * unit, unit, areas, draw(criteria(areas)))
    assume(not faults_of(pool))
    return pool


@st.composite
def bounded_pools(draw: st.DrawFn) -> Pool:
    """A pool with bounds around an equal share, with which it may be impossible to divide."""
    pool = draw(pools())
    even = pool.amount // len(pool.areas)
    percent = st.none() | st.decimals(min_value=0, max_value=60, places=1)
    bounds = Bounds(
        least_amount=draw(st.none() | st.integers(0, even)),
        most_amount=draw(st.none() | st.integers(even, 2 * even + pool.unit)),
        most_fall_percent=draw(percent),
        most_rise_percent=draw(percent),
    )
    last = draw(st.dictionaries(st.sampled_from(pool.areas), st.integers(0, 2 * even)))
    return replace(pool, bounds=bounds, last_year=last)


def amounts(pool: Pool) -> Mapping[str, int]:
    """What each area gets."""
    return {share.area_code: share.amount for share in divide(pool).shares}


@given(bounded_pools())
def test_shares_are_the_whole_and_every_satang_is_explained(pool: Pool) -> None:
    assume(not faults_of(pool))
    division = divide(pool)
    assert sum(share.amount for share in division.shares) == pool.amount
    for share in division.shares:
        told = sum(each.amount for each in share.contributions) + share.bounds_amount + share.rounding_amount
        assert told == share.amount
        assert share.amount % pool.unit == 0
        assert abs(share.rounding_amount) < pool.unit + len(pool.criteria) + 1


@given(bounded_pools())
def test_bounds_hold_or_the_refusal_names_them(pool: Pool) -> None:
    faults = faults_of(pool)
    given_bounds = {
        name
        for name, bound in zip((LEAST, MOST, FALL, RISE), vars(pool.bounds).values(), strict=True)
        if bound is not None
    }
    if faults:
        assert {fault.code for fault in faults} <= {"bounds_cross", "bounds_take_more", "bounds_leave_over"}
        assert all(any(name in fault.text.en for name in given_bounds) for fault in faults)
        return
    for share in divide(pool).shares:
        assert share.limits.lower <= share.amount
        assert share.limits.upper is None or share.amount <= share.limits.upper
        if share.bound_by is not None:
            assert share.bound_by in given_bounds


@given(bounded_pools(), st.randoms(use_true_random=False))
def test_the_order_of_areas_and_criteria_does_not_matter(pool: Pool, chance: object) -> None:
    assume(not faults_of(pool))
    mixed = list(pool.areas)
    chance.shuffle(mixed)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    assert amounts(replace(pool, areas=tuple(mixed), criteria=pool.criteria[::-1])) == amounts(pool)


@given(bounded_pools(), st.data())
def test_more_need_never_gets_less_under_a_direct_criterion_nor_more_under_an_inverse_one(
    pool: Pool, data: st.DataObject
) -> None:
    assume(not faults_of(pool))
    place = data.draw(st.sampled_from(range(len(pool.criteria))))
    of_need = pool.criteria[place]
    area = data.draw(st.sampled_from(sorted(set(of_need.inputs) & set(pool.areas)) or list(pool.areas)))
    assume(of_need.kind != EQUAL and area in of_need.inputs)
    more = replace(of_need, inputs={**of_need.inputs, area: of_need.inputs[area] + data.draw(ABOVE_ZERO)})
    changed = replace(pool, criteria=(*pool.criteria[:place], more, *pool.criteria[place + 1 :]))
    assume(not faults_of(changed))
    before, after = amounts(pool)[area], amounts(changed)[area]
    assert after <= before if of_need.kind == INVERSE else after >= before


@given(st.integers(1, 10**12), UNITS, st.integers(0, 10_000))
def test_the_frame_is_split_without_a_rest(count: int, unit: int, hundredths: int) -> None:
    part = Decimal(hundredths) / 100
    from_frame = split_frame(count * unit, unit, {"province": part, "cluster": 100 - part})
    assert sum(from_frame.values()) == count * unit
    assert all(amount % unit == 0 for amount in from_frame.values())


def test_the_frame_of_2563_is_split_seventy_to_thirty() -> None:
    frame = 28_000_000_000_00
    split = split_frame(frame, 1, {"province": Decimal(70), "cluster": Decimal(30)})
    assert split == {"province": 19_600_000_000_00, "cluster": 8_400_000_000_00}


POPULATION = Criterion("population", DIRECT, Decimal(100), {"10": Decimal(1), "11": Decimal(2), "12": Decimal(0)})


def codes_of(pool: Pool) -> dict[str, FieldError]:
    """The faults by code."""
    return {fault.code: fault for fault in faults_of(pool, "/pools/0")}


def test_zero_and_missing_inputs_have_a_stated_rule() -> None:
    pool = Pool(30_00, 1, ("10", "11", "12"), (POPULATION,))
    assert amounts(pool) == {"10": 10_00, "11": 20_00, "12": 0}
    known = {"10": Decimal(1), "11": Decimal(2)}
    average = replace(pool, criteria=(replace(POPULATION, inputs=known, missing=AVERAGE),))
    assert amounts(average) == {"10": 6_67, "11": 13_33, "12": 10_00}
    nothing = replace(pool, criteria=(replace(POPULATION, inputs=known, missing=NOTHING),))
    assert amounts(nothing) == {"10": 10_00, "11": 20_00, "12": 0}
    refused = codes_of(replace(pool, criteria=(replace(POPULATION, inputs=known),)))
    assert refused["inputs_missing"].pointer == "/pools/0/criteria/0/inputs"
    assert "12" in refused["inputs_missing"].text.th


def test_an_inverse_criterion_takes_a_least_input_for_zero() -> None:
    inverse = replace(POPULATION, kind=INVERSE)
    pool = Pool(70_00, 1, ("10", "11", "12"), (inverse,))
    assert "12" in codes_of(pool)["zero_has_no_inverse"].text.en
    lifted = replace(pool, criteria=(replace(inverse, least_input=Decimal("0.5")),))
    assert amounts(lifted) == {"10": 20_00, "11": 10_00, "12": 40_00}


def test_what_cannot_be_divided_is_named() -> None:
    pool = Pool(30_00, 1, ("10", "11", "12"), (POPULATION,))
    light = replace(pool, criteria=(replace(POPULATION, weight=Decimal("99.5")),))
    assert "99.5" in codes_of(light)["weights_not_hundred"].text.en
    assert "unit_does_not_divide" in codes_of(replace(pool, unit=7))
    nobody = replace(POPULATION, inputs=dict.fromkeys(pool.areas, Decimal(0)))
    assert "nothing_to_divide_by" in codes_of(replace(pool, criteria=(nobody,)))
    below = replace(POPULATION, inputs={**POPULATION.inputs, "12": Decimal(-1)})
    assert "inputs_below_zero" in codes_of(replace(pool, criteria=(below,)))


def test_bounds_that_conflict_are_named() -> None:
    pool = Pool(30_00, 1, ("10", "11", "12"), (POPULATION,), last_year={"10": 10_00})
    crossed = codes_of(replace(pool, bounds=Bounds(least_amount=12_00, most_rise_percent=Decimal(10))))
    assert crossed["bounds_cross"].text.en.startswith("Area 10: least_amount (12.00) is above most_rise_percent")
    assert "bounds_take_more" in codes_of(replace(pool, bounds=Bounds(least_amount=10_01)))
    # 12 counts for nothing: what 10 and 11 may not have can go nowhere.
    assert "20.00 of 30.00" in codes_of(replace(pool, bounds=Bounds(most_amount=10_00)))["bounds_leave_over"].text.en


def test_an_exception_stands_in_place_of_the_bounds() -> None:
    pool = Pool(30_00, 1, ("10", "11", "12"), (POPULATION,), bounds=Bounds(most_amount=15_00))
    held = divide(replace(pool, exceptions={"10": Bounds(most_amount=None, least_amount=14_00)}))
    assert [share.amount for share in held.shares] == [15_00, 15_00, 0]
    assert [share.bound_by for share in held.shares] == [None, MOST, None]
