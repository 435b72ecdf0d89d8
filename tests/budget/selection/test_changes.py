"""The smallest changes against every choice there is: with them the candidate is in, with any less it is not."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.budget.selection.rules.changes import (
    COST,
    FOUND,
    IMPOSSIBLE,
    MONEY,
    NOT_NEEDED,
    NOT_PROVEN,
    VALUE,
    Change,
    priced,
    raised,
    smallest_changes,
)
from services.budget.selection.rules.model import Answer, Limits, Model, Status
from services.budget.selection.rules.problem import Candidate, Ceiling, Part, Problem
from tests.budget.selection.problems import LIMITS, SOLVER, gets_in, problems

PLENTY = 1_000_000


def with_candidate(problem: Problem, candidate: Candidate) -> Problem:
    changed = (candidate if each.id == candidate.id else each for each in problem.candidates)
    return replace(problem, candidates=tuple(changed))


def made(problem: Problem, candidate: Candidate, change: Change, less: int = 0) -> Problem:
    """Return the problem with a change made, or with that much less of it."""
    assert change.by is not None
    if change.kind == VALUE:
        return with_candidate(problem, replace(candidate, value=candidate.value + change.by - less))
    if change.kind == COST:
        return with_candidate(problem, priced(candidate, candidate.amount - change.by + less))
    if less:
        return raised(problem, dict.fromkeys(problem.draws[candidate.id], change.by - less))
    index = {ceiling.key: place for place, ceiling in enumerate(problem.ceilings)}
    return raised(problem, {index[key]: more for key, more in change.raises})


def made_without_bound(problem: Problem, candidate: Candidate, kind: str) -> Problem:
    """Return the problem with so much of a change that no more of it would help."""
    if kind == VALUE:
        return with_candidate(problem, replace(candidate, value=PLENTY))
    if kind == COST:
        return with_candidate(problem, priced(candidate, 1))
    return raised(problem, dict.fromkeys(problem.draws[candidate.id], PLENTY))


@settings(max_examples=80)
@given(problems(most=6), st.data())
def test_with_the_smallest_change_a_candidate_is_in_and_with_less_it_is_not(
    problem: Problem, data: st.DataObject
) -> None:
    candidate = data.draw(st.sampled_from(problem.candidates))
    changes = smallest_changes(problem, candidate.id, SOLVER, LIMITS)
    assert [change.kind for change in changes] == [VALUE, COST, MONEY]
    for change in changes:
        match change.state:
            case "found":
                assert change.is_verified
                assert gets_in(made(problem, candidate, change), candidate.id)
                # A joint candidate's parts are rounded; and lowering a cost may make a minimum harder.
                if change.kind != COST or len(candidate.parts) == 1:
                    assert not gets_in(made(problem, candidate, change, less=1), candidate.id)
            case "not_needed":
                assert gets_in(problem, candidate.id)
            case "impossible" if change.kind != COST or len(candidate.parts) == 1:
                assert not gets_in(made_without_bound(problem, candidate, change.kind), candidate.id)
            case state:
                assert state == IMPOSSIBLE


def two(cap: int = 1000) -> Problem:
    known = (
        Candidate("a", (Part("50", "area", 800),), 10, None, (("50", 1),)),
        Candidate("b", (Part("50", "area", 600), Part("51", "area", 300)), 9, None, (("50", 2), ("51", 1))),
    )
    ceilings = (Ceiling("area", "area", ("50",), (), cap), Ceiling("fund", "fund", (), ("area",), 1200))
    return Problem(known, ceilings)


def test_a_joint_candidate_costs_less_in_proportion_and_every_ceiling_it_draws_on_may_have_to_rise() -> None:
    value, cost, money = smallest_changes(two(), "b", SOLVER, LIMITS)
    assert (value.state, value.by, value.to, value.is_verified) == (FOUND, 2, 11, True)
    assert (cost.state, cost.by, cost.to, cost.is_verified) == (FOUND, 600, 300, True)
    assert (money.state, money.by, money.raises) == (FOUND, 500, (("area", 400), ("fund", 500)))


def test_more_money_that_helps_others_more_is_seen() -> None:
    known = (
        Candidate("a", (Part("50", "area", 100),), 10, None, (("50", 1),)),
        Candidate("b", (Part("50", "area", 150),), 9, None, (("50", 2),)),
        Candidate("c", (Part("50", "area", 100),), 2, None, (("50", 3),)),
    )
    problem = Problem(known, (Ceiling("k", "k", (), (), 100),))
    *_, money = smallest_changes(problem, "c", SOLVER, LIMITS)
    # 100 more would let it in beside a; but from 150 more on b is worth more, until there is money for all three.
    assert (money.by, money.is_verified) == (100, True)
    assert gets_in(raised(problem, {0: 100}), "c")
    narrow = replace(problem, must_have=("b",), ceilings=(Ceiling("k", "k", (), (), 160),))
    *_, later = smallest_changes(narrow, "c", SOLVER, LIMITS)
    assert (later.by, later.raises) == (190, (("k", 190),))


def test_what_is_in_already_needs_no_change_and_what_is_left_out_has_none() -> None:
    assert [change.state for change in smallest_changes(two(), "a", SOLVER, LIMITS)] == [NOT_NEEDED] * 3
    states = [change.state for change in smallest_changes(replace(two(), left_out=("b",)), "b", SOLVER, LIMITS)]
    assert states == [IMPOSSIBLE] * 3


def test_what_was_not_found_out_in_time_says_so() -> None:
    def late(_model: Model, _limits: Limits) -> Answer:
        return Answer(Status.STOPPED)

    assert [change.state for change in smallest_changes(two(), "b", late, LIMITS)] == [NOT_PROVEN] * 3


def test_a_model_over_which_presolving_breaks_down_is_solved_all_the_same() -> None:
    parts = [(Part("50", "area", 1), Part("51", "area", 402)), *[(Part("50", "area", 1),)] * 3]
    parts.append((Part("50", "area", 1), Part("50", "cluster", 937)))
    known = tuple(
        Candidate(f"c{place}", each, int(place == 4), "economy", (("50", place + 1),))
        for place, each in enumerate(parts)
    )
    problem = Problem(known, (Ceiling("k", "k", (), (), 0),))
    # Worth nothing, it never makes a choice better, whatever there is.
    assert [change.state for change in smallest_changes(problem, "c0", SOLVER, LIMITS)] == [IMPOSSIBLE] * 3


def test_under_a_ceiling_of_nothing_the_money_that_is_lacking_is_told_to_the_satang() -> None:
    known = (
        Candidate("a", (Part("50", "area", 1), Part("51", "area", 84)), 0, None, (("50", 1), ("51", 1))),
        Candidate("b", (Part("50", "area", 419), Part("51", "area", 1000)), 0, None, (("50", 2), ("51", 2))),
    )
    problem = Problem(known, (Ceiling("k", "k", (), (), 0),), must_have=("a", "b"))
    money = smallest_changes(problem, "a", SOLVER, LIMITS)[-1]
    assert (money.state, money.by, money.is_verified) == (FOUND, 1504, True)
