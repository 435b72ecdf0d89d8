"""The rules around a decision: shares that tie out, what goes unfunded, whom a decision concerns, where it sends."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.early_notices.rules import ANSWERS, answer_faults, waiting_for
from services.budget.joint_rounds.rules import Item, awaited_from, item_faults
from services.budget.needs.rules import Asked, Unfunded, kept_by_itself, unfunded_of, year_faults
from services.budget.requests.rules.request import FLOW, is_grantable
from services.budget.resolution_notices.rules import Concerned
from services.plans.resolutions.rules import ADDRESSED, Decision, addressee_faults, query_faults

UNITS = ("function:05", "area:50", "area:51")
SHARES = st.lists(st.tuples(st.sampled_from((*UNITS, "area:52")), st.integers(-1, 5)), max_size=4)


@given(st.integers(0, 2), st.integers(-1, 10), SHARES)
def test_shares_tie_out_or_something_is_said(objects: int, amount: int, shares: list[tuple[str, int]]) -> None:
    payers = [unit for unit, _ in shares]
    ties = (
        objects == 1
        and amount > 0
        and all(part > 0 for _, part in shares)
        and len(set(payers)) == len(payers)
        and set(payers) <= set(UNITS)
        and sum(part for _, part in shares) == amount
    )
    faults = item_faults([Item(objects, amount, tuple(shares))], UNITS)
    assert (not faults) is ties, faults


@given(st.booleans(), st.sets(st.sampled_from(UNITS)))
def test_nobody_confirms_for_the_side_that_recorded(by_function: bool, confirmed: set[str]) -> None:
    function, areas = UNITS[0], UNITS[1:]
    awaited = awaited_from(function, areas, function if by_function else areas[0], confirmed)
    assert set(awaited) == set(areas if by_function else [function]) - confirmed


@given(
    st.sampled_from(FLOW.states), st.sampled_from(["within", "above"]), st.integers(1, 9), st.none() | st.integers(1, 9)
)
def test_what_went_unfunded_is_never_more_than_what_was_asked(
    state: str, position: str, asked: int, granted: int | None
) -> None:
    found = unfunded_of(Asked(state, position, asked, granted if state == "approved" else None))
    if found is not None:
        assert 0 < found.amount <= asked
        assert found.amount + ((granted or 0) if state == "approved" else 0) == asked
    assert state not in ("draft", "submitted", "returned", "withdrawn", "merged") or found is None


@pytest.mark.parametrize(
    ("state", "position", "granted", "found"),
    [
        ("rejected", "within", None, Unfunded("rejected", 500)),
        ("rejected", "above", None, Unfunded("above_ceiling", 500)),
        ("endorsed", "above", None, Unfunded("above_ceiling", 500)),
        ("endorsed", "within", None, None),
        ("referred", "within", None, Unfunded("referred", 500)),
        ("approved", "within", 300, Unfunded("approved_in_part", 200)),
        ("approved", "within", 500, None),
    ],
)
def test_what_went_unfunded(state: str, position: str, granted: int | None, found: Unfunded | None) -> None:
    assert unfunded_of(Asked(state, position, 500, granted)) == found


@pytest.mark.parametrize(
    ("decision", "position", "cause"),
    [
        ("refer", "within", "referred"),
        ("refer", "above", "referred"),
        ("reject", "above", "above_ceiling"),
        ("reject", "within", None),
        ("merge", "above", None),
        ("return", "above", None),
    ],
)
def test_what_is_kept_without_being_asked(decision: str, position: str, cause: str | None) -> None:
    assert kept_by_itself(decision, position) == cause


def test_a_need_goes_forward_only() -> None:
    assert [bool(year_faults(2558, year)) for year in (2557, 2558, 2559)] == [True, True, False]


def test_whom_a_decision_concerns_and_why() -> None:
    concerned = Concerned("05", "05", None, ("11", "05"))
    assert concerned.by_function() == {
        "05": ["referred_to", "joint_indicator", "opinion_asked"],
        "11": ["opinion_asked"],
    }
    assert Concerned().by_function() == {}


@pytest.mark.parametrize("answer", ANSWERS)
def test_all_but_taking_note_has_its_reason(answer: str) -> None:
    assert bool(answer_faults(answer, None)) is (answer != "acknowledged")
    assert answer_faults(answer, "ตรงกับผลผลิต") == ()
    assert waiting_for(["05", "11"], {"11"}) == ["05"]


@given(st.sampled_from(Decision), st.sampled_from([None, "05"]), st.sampled_from([None, "itself", "another"]))
def test_a_decision_says_where_it_sends_and_no_other_does(
    decision: Decision, function: str | None, into: str | None
) -> None:
    own = str(uuid4())
    into_id = own if into == "itself" else into
    faults = addressee_faults("", decision, own, {"function_code": function, "into_id": into_id})
    wanted = ADDRESSED.get(decision)
    fits = (function is not None) is (wanted == "function_code") and (into == "another") is (wanted == "into_id")
    assert (not faults) is (fits and into != "itself"), faults


@pytest.mark.parametrize(
    ("decision", "function", "codes"),
    [
        (Decision.REFER, "05", []),
        (Decision.REFER, None, ["missing"]),
        (Decision.REJECT, "05", ["addressee_out_of_place"]),
        (Decision.MERGE, None, ["merge_by_query"]),
    ],
)
def test_what_a_query_decides_can_be_referred_and_not_merged(
    decision: Decision, function: str | None, codes: list[str]
) -> None:
    faults = query_faults(decision, 2, has_reason=True, function_code=function)
    assert [fault.code for fault in faults] == codes


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 20))
def test_what_was_merged_may_be_granted_beside_what_is_asked(asked: int, merged: int, amount: int) -> None:
    assert is_grantable("approve_changed", amount, asked + merged, asked) is (0 < amount <= asked + merged)
