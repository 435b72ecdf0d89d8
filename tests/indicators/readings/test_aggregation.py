"""Rolling up: sums are exact in any order, a ratio lies between its parts, nothing is made that may not be."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.aggregation import roll_up
from services.indicators.observations.rules import YearValue
from services.indicators.readings.rules.ground import ground_of
from tests.indicators.readings.values import measure, whole

NUMBERS = st.decimals(min_value=-(10**10), max_value=10**10, places=4)
POSITIVE = st.decimals(min_value="0.0001", max_value=10**9, places=4)
CODES = st.lists(st.integers(10, 96).map(str), unique=True, min_size=1, max_size=12)
AGGREGATIONS = st.sampled_from(["sum", "average", "weighted_average", "ratio", "none"])


@st.composite
def values(draw: st.DrawFn) -> dict[str, YearValue]:
    parts = st.tuples(NUMBERS, POSITIVE)
    return {code: whole(draw(NUMBERS), draw(st.none() | parts)) for code in draw(CODES)}


@st.composite
def weights(draw: st.DrawFn) -> dict[str, YearValue]:
    return {code: whole(draw(POSITIVE)) for code in draw(CODES)}


@given(values(), weights(), AGGREGATIONS, st.sampled_from(["million_baht", "percent"]), st.randoms())
def test_order_does_not_matter(
    known: dict[str, YearValue], weighing: dict[str, YearValue], aggregation: str, unit: str, random: object
) -> None:
    found = measure(area_aggregation=aggregation, unit_code=unit)
    order = list(known)
    random.shuffle(order)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    shuffled = {code: known[code] for code in order}
    assert roll_up(found, known, known, weighing) == roll_up(found, shuffled, order, weighing)


@given(values())
def test_a_sum_is_exact(known: dict[str, YearValue]) -> None:
    found = roll_up(measure(), known, known, {})
    assert found.value is not None
    assert Fraction(found.value) == sum((Fraction(each.value) for each in known.values()), Fraction(0))


@given(values(), values())
def test_the_sum_of_two_halves_is_the_sum_of_the_whole(one: dict[str, YearValue], other: dict[str, YearValue]) -> None:
    rest = {code: each for code, each in other.items() if code not in one}
    sums = [roll_up(measure(), part, part, {}).value or Decimal(0) for part in (one, rest, {**one, **rest})]
    assert sums[0] + sums[1] == sums[2]


@given(st.lists(st.tuples(NUMBERS, POSITIVE), min_size=1, max_size=10))
def test_a_ratio_lies_between_its_parts(parts: Sequence[tuple[Decimal, Decimal]]) -> None:
    known = {str(10 + at): whole(0, each) for at, each in enumerate(parts)}
    found = roll_up(measure(area_aggregation="ratio", decimals=4), known, known, {})
    ratios = [Fraction(above) / Fraction(below) for above, below in parts]
    assert found.value is not None
    last = Fraction(1, 10**4)  # rounding to four decimals may reach beyond
    assert min(ratios) - last <= Fraction(found.value) <= max(ratios) + last


@given(values(), weights())
def test_a_weighted_average_lies_between_its_values(
    known: dict[str, YearValue], weighing: dict[str, YearValue]
) -> None:
    found = roll_up(measure(area_aggregation="weighted_average", decimals=4), known, known, weighing)
    if not known.keys() <= weighing.keys():
        assert (found.value, found.reason) == (None, "weight_unknown")
        return
    numbers = [each.value for each in known.values()]
    assert found.value is not None
    assert min(numbers) - Decimal("0.0001") <= found.value <= max(numbers) + Decimal("0.0001")


@given(values(), weights(), AGGREGATIONS)
def test_a_percentage_is_never_added_up_or_averaged(
    known: dict[str, YearValue], weighing: dict[str, YearValue], aggregation: str
) -> None:
    found = roll_up(measure(area_aggregation=aggregation, unit_code="percent"), known, known, weighing)
    if aggregation in ("sum", "average", "none"):
        assert (found.value, found.state, found.reason) == (None, "not_derivable", "not_aggregated")


@given(values(), CODES)
def test_who_is_missing_makes_it_partial(known: dict[str, YearValue], areas: list[str]) -> None:
    found = roll_up(measure(), known, areas, {}, Decimal(5))
    assert (found.state == "derived") is (set(areas) <= known.keys())
    assert found.is_overlap_subtracted is (found.state == "derived")


def test_nothing_reported_is_not_zero() -> None:
    found = roll_up(measure(), {}, ["50"], {})
    assert (found.value, found.state) == (None, "not_reported")


@given(st.sets(st.integers(10, 40).map(str), min_size=1), st.sets(st.integers(10, 40).map(str)))
def test_every_member_is_a_part_once_or_said_to_have_none(members: set[str], there: set[str]) -> None:
    found = ground_of(members, members, there, {}, {})
    codes = [part.area_code for part in found.parts]
    assert codes == sorted(members & there)
    assert set(found.without_value) == members - there
    assert (found.covered, found.beyond) == ((), ())


TODAY = {"38", "42", "43"}
BEFORE = {"43": ("43", "38")}


@pytest.mark.parametrize(
    ("members", "known", "there", "covers", "split_off", "expected"),
    [
        # Before the split, under a structure that knows both: the value of 43 stands for both grounds.
        ({"38", "43"}, TODAY, {"43"}, BEFORE, {}, (["43"], ("38",), (), ())),
        # The same under a group that has only one of them: whole all the same, and it is said whose ground it is too.
        ({"43"}, TODAY, {"43"}, BEFORE, {}, (["43"], (), (), ("38",))),
        # Under a structure that does not know 38 there is no other ground.
        ({"43"}, {"42", "43"}, {"43"}, BEFORE, {}, (["43"], (), (), ())),
        ({"38"}, TODAY, {"43"}, BEFORE, {}, ([], (), ("38",), ())),
        # After the split, under a structure from before it: 38 stands where 43, of which it was made, stood.
        ({"43"}, {"42", "43"}, {"38", "43"}, {}, {"38": ("43",)}, (["38", "43"], (), (), ())),
        ({"42"}, {"42", "43"}, {"38", "42", "43"}, {}, {"38": ("43",)}, (["42"], (), (), ())),
    ],
)
def test_a_value_stays_where_it_was_measured(
    members: set[str],
    known: set[str],
    there: set[str],
    covers: dict[str, tuple[str, ...]],
    split_off: dict[str, tuple[str, ...]],
    expected: tuple[list[str], tuple[str, ...], tuple[str, ...], tuple[str, ...]],
) -> None:
    found = ground_of(members, known, there, covers, split_off)
    assert ([each.area_code for each in found.parts], found.covered, found.without_value, found.beyond) == expected
