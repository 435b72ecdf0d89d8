"""The rules of resolutions, by table and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.resolutions.rules import Decision, ItemFacts, Votes, item_faults, vote_faults

COUNTS = st.integers(0, 40)


def facts(number: int, decision: Decision, *, reason: bool = False, amount: bool = False) -> ItemFacts:
    return ItemFacts(("plans", "project", str(number)), decision, reason, amount)


@pytest.mark.parametrize(
    ("decision", "reason", "amount", "codes"),
    [
        (Decision.ENDORSE, False, False, []),
        (Decision.APPROVE, False, True, []),
        (Decision.APPROVE, False, False, []),
        (Decision.APPROVE_CHANGED, False, True, ["missing"]),
        (Decision.APPROVE_CHANGED, True, True, []),
        (Decision.REJECT, False, False, ["missing"]),
        (Decision.REJECT, True, True, ["amount_out_of_place"]),
        (Decision.REFER, True, False, []),
        (Decision.ENDORSE, True, True, ["amount_out_of_place"]),
        (Decision.WAIVE, False, False, ["missing"]),
    ],
)
def test_what_departs_from_the_proposal_says_why(
    decision: Decision, reason: bool, amount: bool, codes: list[str]
) -> None:
    assert [fault.code for fault in item_faults([facts(1, decision, reason=reason, amount=amount)])] == codes


@given(st.lists(st.integers(0, 20), max_size=40))
def test_an_object_is_decided_once(numbers: list[int]) -> None:
    faults = item_faults([facts(number, Decision.ENDORSE) for number in numbers])
    assert len(faults) == len(numbers) - len(set(numbers))
    assert {fault.code for fault in faults} <= {"item_twice"}


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_nobody_votes_who_was_not_there_or_has_an_interest(
    votes_for: int, against: int, abstained: int, present: int, interested: int
) -> None:
    interested = min(interested, present)
    faults = vote_faults(Votes(votes_for, against, abstained), present, interested)
    fits = votes_for + against + abstained <= present and votes_for + against <= present - interested
    assert (faults == ()) is fits


@pytest.mark.parametrize(
    ("votes_for", "against", "carried"), [(1, 0, True), (2, 2, False), (0, 0, False), (1, 2, False)]
)
def test_a_tie_carries_nothing(votes_for: int, against: int, carried: bool) -> None:
    assert Votes(votes_for, against, 5).is_carried is carried
