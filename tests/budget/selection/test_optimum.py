"""The best choice against every choice there is; the reasons against what happens when one does what they say."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.budget.selection.rules import answers
from services.budget.selection.rules.conflict import conflict_of, only
from services.budget.selection.rules.model import Answer, Limits, Model, Solver, Status
from services.budget.selection.rules.optimum import Choice, Infeasible, Unsolved, is_feasible, optimum
from services.budget.selection.rules.overruling import overruled
from services.budget.selection.rules.problem import WHOLE_SHARE, Candidate, Ceiling, Minimum, Part, Problem
from services.budget.selection.rules.reasons import (
    CEILING,
    EXCLUSION,
    LEFT_OUT,
    MINIMUM,
    NO_VALUE,
    OWN_ORDER,
    Reason,
    Tally,
    broken,
    reasons_out,
)
from tests.budget.selection.problems import LIMITS, SOLVER, best, problems, sloppy


def solved(problem: Problem, solver: Solver = SOLVER) -> Choice | None:
    try:
        return optimum(problem, solver, LIMITS)
    except Infeasible:
        return None


@settings(max_examples=25)
@given(problems(most=12))
def test_the_best_choice_is_the_best_of_all_and_breaks_nothing(problem: Problem) -> None:
    choice = solved(problem)
    assert (None if choice is None else choice.value) == best(problem)
    if choice is not None:
        assert broken(problem, choice.chosen) == ()
        assert (choice.bound, choice.gap, choice.is_proven) == (choice.value, 0.0, True)


@settings(max_examples=60)
@given(problems(most=6))
def test_an_answer_that_is_wrong_by_a_satang_is_never_shown(problem: Problem) -> None:
    choice = solved(problem, sloppy)
    assert (None if choice is None else choice.value) == best(problem)


def test_an_answer_past_a_ceiling_by_one_satang_is_taken_back() -> None:
    parts = [(Part("50", "area", amount),) for amount in (600, 401, 400)]
    known = tuple(Candidate(f"c{n}", part, 10 - n, None, (("50", n),)) for n, part in enumerate(parts))
    problem = Problem(known, (Ceiling("k", "k", (), (), 1000),))
    choice = optimum(problem, sloppy, LIMITS)
    assert (choice.chosen, choice.value, choice.repairs) == (frozenset({"c0", "c2"}), 18, 1)


def changed(problem: Problem, candidate_id: str, reason: Reason) -> Problem:
    """Return the problem with the one thing changed that a reason names."""
    match reason.kind:
        case "ceiling":
            grown = (replace(each, cap=each.cap + (reason.needed or 0)) if each.key == reason.key else each
                     for each in problem.ceilings)  # fmt: skip
            return replace(problem, ceilings=tuple(grown))
        case "left_out":
            return replace(problem, left_out=tuple(each for each in problem.left_out if each != candidate_id))
        case "exclusion":
            kept = (pair for pair in problem.exclusive if not (candidate_id in pair and {*pair} & {*reason.others}))
            return replace(problem, exclusive=tuple(kept))
        case "own_order":
            return replace(problem, own_order=tuple(name for name in problem.own_order if name != reason.key))
        case kind:
            raise AssertionError(kind)


@settings(max_examples=60)
@given(problems())
def test_every_reason_is_true_and_with_all_of_them_met_the_candidate_fits(problem: Problem) -> None:
    choice = solved(problem)
    if choice is None:
        return
    for each, reasons in reasons_out(problem, choice.chosen).items():
        assert reasons
        if reasons == (Reason(NO_VALUE),):
            assert problem.by_id[each].value == 0
            assert not Tally(problem, choice.chosen).against(each)
            continue
        met = [reason for reason in reasons if reason.kind != MINIMUM]
        with_all = problem
        for reason in met:
            with_all = changed(with_all, each, reason)
        left = Tally(with_all, choice.chosen).against(each)
        assert {reason.kind for reason in left} <= {MINIMUM}
        for reason in met:
            others = problem
            for other in met:
                others = others if other == reason else changed(others, each, other)
            assert reason.kind in {one.kind for one in Tally(others, choice.chosen).against(each)}
            if reason.kind == CEILING:
                nearly = changed(others, each, replace(reason, needed=(reason.needed or 0) - 1))
                assert Tally(nearly, choice.chosen).against(each)


@settings(max_examples=40)
@given(problems())
def test_what_a_minimum_lacks_is_said_to_the_satang(problem: Problem) -> None:
    choice = solved(problem)
    if choice is None:
        return
    for each, reasons in reasons_out(problem, choice.chosen).items():
        for reason in (one for one in reasons if one.kind == MINIMUM):
            after = {*choice.chosen, each}
            total = problem.amount_of(after)
            given = sum(problem.by_id[one].amount for one in after if problem.by_id[one].dimension == reason.key)
            share = next(minimum.share for minimum in problem.minimums if minimum.dimension == reason.key)
            assert (reason.used, reason.asked) == (given, problem.by_id[each].amount)
            assert reason.needed is not None
            assert (given + reason.needed) * WHOLE_SHARE >= share * total > (given + reason.needed - 1) * WHOLE_SHARE


@settings(max_examples=60)
@given(problems())
def test_a_conflict_cannot_hold_and_any_fewer_of_its_conditions_can(problem: Problem) -> None:
    if solved(problem) is not None:
        return
    found = conflict_of(problem, lambda narrowed: is_feasible(narrowed, SOLVER, LIMITS))
    conditions = [replace(each, asked=None, needed=None) for each in found]
    assert best(only(problem, conditions)) is None
    for index in range(len(conditions)):
        assert best(only(problem, conditions[:index] + conditions[index + 1 :])) is not None


def test_a_conflict_of_a_must_have_names_the_ceiling_and_what_it_lacks() -> None:
    known = tuple(
        Candidate(f"c{n}", (Part("50", "area", amount),), 1, None, (("50", n),)) for n, amount in enumerate((700, 500))
    )
    ceilings = (Ceiling("wide", "wide", (), (), 5000), Ceiling("k", "k", ("50",), (), 1000))
    answer = answers.run(Problem(known, ceilings, must_have=("c0", "c1")), SOLVER, LIMITS)
    assert (answer["outcome"], answer["optimum"]) == ("infeasible", None)
    assert [(each["kind"], each["key"], each["others"], each["needed"]) for each in answer["conflict"]] == [
        ("ceiling", "k", (), 200),
        ("must_have", "", ("c0",), None),
        ("must_have", "", ("c1",), None),
    ]
    assert answer["strict"]["count"] == 1


@settings(max_examples=30)
@given(problems(), st.randoms(use_true_random=False))
def test_the_same_input_has_the_same_answer_in_whatever_order_it_comes(problem: Problem, random: "st.random") -> None:  # type: ignore[name-defined]
    shuffled = list(problem.candidates)
    random.shuffle(shuffled)
    first = answers.run(problem, SOLVER, LIMITS)
    assert answers.run(replace(problem, candidates=tuple(shuffled)), SOLVER, LIMITS) == first


@settings(max_examples=30)
@given(problems())
def test_a_problem_is_read_as_it_was_written(problem: Problem) -> None:
    assert Problem.of(problem.document()) == problem


@settings(max_examples=60)
@given(problems(), st.data())
def test_overruling_costs_what_the_best_choice_with_it_is_worth_less(problem: Problem, data: st.DataObject) -> None:
    choice = solved(problem)
    if choice is None:
        return
    verdicts = data.draw(st.dictionaries(st.sampled_from(sorted(problem.by_id)), st.booleans(), min_size=1, max_size=2))
    weighed = answers.weigh(problem, verdicts, sorted(choice.chosen), SOLVER, LIMITS)
    most = best(overruled(problem, verdicts))
    if most is None:
        assert (weighed["outcome"], weighed["cost"]) == ("infeasible", None)
        assert weighed["conflict"]
        return
    assert weighed["cost"] == choice.value - most
    after = (choice.chosen | set(weighed["came"])) - set(weighed["went"])
    assert all((each in after) is is_in for each, is_in in verdicts.items())
    assert problem.value_of(after) == most


def test_when_the_time_is_over_what_the_ranking_takes_is_shown_with_its_gap() -> None:
    def late(_model: Model, _limits: Limits) -> Answer:
        return Answer(Status.STOPPED)

    known = tuple(Candidate(f"c{n}", (Part("50", "area", 500),), 10, None, (("50", n),)) for n in range(3))
    problem = Problem(known, (Ceiling("k", "k", (), (), 1000),))
    answer = answers.run(problem, late, LIMITS)
    assert (answer["outcome"], answer["optimum"]["is_proven"], answer["optimum"]["gap"]) == (
        "solved",
        False,
        0.333333333,
    )
    must = answers.run(replace(problem, must_have=("c0", "c1", "c2")), late, LIMITS)
    assert (must["outcome"], must["optimum"], must["conflict"]) == ("unsolved", None, [])
    with pytest.raises(Unsolved):
        optimum(problem, late, LIMITS)


def test_every_kind_of_reason_against_a_candidate_is_found_at_once() -> None:
    known = (
        Candidate("a", (Part("50", "area", 900),), 9, "economy", (("50", 1),)),
        Candidate("b", (Part("51", "area", 100),), 8, "society", (("51", 1),)),
        Candidate("c", (Part("50", "area", 300),), 7, "society", (("50", 2), ("51", 3))),
        Candidate("d", (Part("51", "area", 5),), 0, "economy", (("51", 2),)),
    )
    problem = Problem(
        known,
        (Ceiling("k", "k", ("50",), (), 1000),),
        minimums=(Minimum("economy", 750_000),),
        left_out=("c",),
        exclusive=(("b", "c"),),
        own_order=("51",),
    )
    tally = Tally(problem, ("a", "b"))
    assert tally.against("c") == (
        Reason(LEFT_OUT),
        Reason(EXCLUSION, others=("b",)),
        Reason(OWN_ORDER, "51", ("d",)),
        Reason(CEILING, "k", (), 1000, 900, 300, 200),
        Reason(MINIMUM, "economy", (), 975, 900, 300, 75),
    )
