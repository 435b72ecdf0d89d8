"""The rules of a plan's strategy, by table and by property."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.strategy.rules import IssueFacts, StrategyFacts, TreeFacts, match, tree_faults

ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)
NUMBERS = st.sampled_from(["1", "2", "3", "1.1", "1.2"])


def strategy(number: str = "1.1", row_id: UUID | None = None) -> StrategyFacts:
    return StrategyFacts(row_id, number)


def issue(
    number: str = "1", *strategies: StrategyFacts, goals: tuple[str, ...] = ("1",), row_id: UUID | None = None
) -> IssueFacts:
    return IssueFacts(row_id, number, goals, strategies)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (TreeFacts(("1",), (issue("1", strategy()),)), []),
        (TreeFacts((), ()), []),
        (TreeFacts(("1", "1"), ()), [("/goals/1/number", "number_twice")]),
        (TreeFacts(("1",), (issue("1"), issue("2"), issue("1"))), [("/issues/2/number", "number_twice")]),
        (
            TreeFacts(("1",), (issue("1", strategy("1.1"), strategy("1.1")),)),
            [("/issues/0/strategies/1/number", "number_twice")],
        ),
        # The same number under two issues is no fault: its place tells it apart.
        (TreeFacts(("1",), (issue("1", strategy("1")), issue("2", strategy("1")))), []),
        (TreeFacts(("1",), (issue("1", goals=("1", "4")),)), [("/issues/0/goal_numbers", "goal_unknown")]),
        (TreeFacts(("1",), (issue("1", goals=("1", "1")),)), [("/issues/0/goal_numbers", "goal_twice")]),
        (TreeFacts(("1",), (issue("1", row_id=THREE),)), [("/issues/0/id", "id_unknown")]),
        (TreeFacts(("1",), (issue("1", row_id=ONE), issue("2", row_id=ONE))), [("/issues/1/id", "id_twice")]),
        (
            TreeFacts(("1",), (issue("1", strategy("1.1", THREE)),)),
            [("/issues/0/strategies/0/id", "id_unknown")],
        ),
        (
            TreeFacts(("1",), (issue("1", strategy("1.1", TWO)), issue("2", strategy("2.1", TWO)))),
            [("/issues/1/strategies/0/id", "id_twice")],
        ),
    ],
)
def test_what_is_wrong_with_a_tree_is_named_at_its_place(tree: TreeFacts, expected: list[tuple[str, str]]) -> None:
    faults = tree_faults(tree, frozenset({ONE}), frozenset({TWO}))
    assert [(fault.pointer, fault.code) for fault in faults] == expected


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([(None, "1"), (None, "2")], [ONE, TWO]),
        ([(None, "3")], [None]),
        ([(TWO, "1"), (None, "2")], [TWO, None]),  # renumbered: whoever is named by id is not taken by number
        ([(TWO, "1"), (ONE, "2")], [TWO, ONE]),
    ],
)
def test_a_row_is_known_by_its_id_else_by_its_number(
    sent: list[tuple[UUID | None, str]], expected: list[UUID | None]
) -> None:
    assert match(sent, [(ONE, "1"), (TWO, "2")]) == expected


@given(st.lists(NUMBERS, unique=True), st.lists(NUMBERS, unique=True))
def test_no_stored_row_is_two_of_those_sent(sent: list[str], stored: list[str]) -> None:
    rows = [(UUID(int=place + 1), number) for place, number in enumerate(stored)]
    matched = [row_id for row_id in match([(None, number) for number in sent], rows) if row_id]
    assert len(matched) == len(set(matched)) == len(set(sent) & set(stored))


@given(st.lists(NUMBERS, unique=True))
def test_what_is_sent_back_as_it_was_is_the_same(stored: list[str]) -> None:
    rows = [(UUID(int=place + 1), number) for place, number in enumerate(stored)]
    assert match([(row_id, number) for row_id, number in rows], rows) == [row_id for row_id, _ in rows]
