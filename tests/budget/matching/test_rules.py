"""The rules of matching funds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.matching.rules import KINDS, Amounts, effect_of, ratio_of, total_of


@pytest.mark.parametrize(
    ("pledged", "paid", "stands"), [(0, 0, True), (5, 5, True), (5, 6, False), (5, -1, False), (-1, 0, False)]
)
def test_no_more_is_paid_than_pledged(pledged: int, paid: int, stands: bool) -> None:
    assert Amounts(pledged, paid).can_stand is stands


@pytest.mark.parametrize(
    ("others", "own", "ratio"),
    [(150_000, 400_000, "0.3750"), (1, 3, "0.3333"), (2, 3, "0.6667"), (0, 5, "0.0000"), (7, 0, None)],
)
def test_a_ratio_has_four_decimals_and_is_none_where_nothing_is_matched(others: int, own: int, ratio: str) -> None:
    assert ratio_of(others, own) == (None if ratio is None else Decimal(ratio))


entries = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 10**12)))


@given(entries, entries)
def test_what_entries_come_to_is_the_sum_of_their_parts(
    first: list[tuple[str, int]], then: list[tuple[str, int]]
) -> None:
    assert total_of([*first, *then]) == total_of(first) + total_of(then)
    assert total_of(reversed(first)) == total_of(first)


@given(st.sampled_from((("raise", "lower"), ("pay", "return"))), st.integers(1, 10**15))
def test_what_is_taken_back_leaves_nothing(pair: tuple[str, str], amount: int) -> None:
    assert effect_of(pair[0], amount) + effect_of(pair[1], amount) == Amounts()
