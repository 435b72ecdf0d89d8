"""What a committee puts in or out against the computation, and what that does."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.budget.selection.rules.problem import Problem
from services.budget.selection.rules.reasons import broken

IN, OUT, LIFTED = "in", "out", "lifted"
VERDICTS = (IN, OUT, LIFTED)


def standing(verdicts: Sequence[tuple[str, str]]) -> dict[str, bool]:
    """Return what is overruled in or out, of (candidate, verdict) in the order in which they were said."""
    latest = dict(verdicts)
    return {each: verdict == IN for each, verdict in latest.items() if verdict != LIFTED}


def after(chosen: Collection[str], verdicts: Mapping[str, bool]) -> frozenset[str]:
    """Return a choice with what was overruled, nothing else moving."""
    kept = {each for each in chosen if verdicts.get(each, True)}
    return frozenset(kept | {each for each, is_in in verdicts.items() if is_in})


def overruled(problem: Problem, verdicts: Mapping[str, bool]) -> Problem:
    """Return the problem with what was overruled; an overruled candidate is no must-have of before."""
    must = [each for each in problem.must_have if each not in verdicts]
    out = [each for each in problem.left_out if each not in verdicts]
    for each, is_in in verdicts.items():
        (must if is_in else out).append(each)
    return replace(problem, must_have=tuple(must), left_out=tuple(out))


def effect(problem: Problem, before: Collection[str], now: Collection[str], candidate_id: str) -> dict[str, Any]:
    """Return what overruling a candidate does when nothing else moves: value, money, its ceilings, what is broken."""
    used_before, used_now = problem.used_by(before), problem.used_by(now)
    return {
        "value": problem.value_of(now) - problem.value_of(before),
        "amount": problem.amount_of(now) - problem.amount_of(before),
        "ceilings": [
            {
                "key": problem.ceilings[index].key,
                "cap": problem.ceilings[index].cap,
                "before": used_before[index],
                "after": used_now[index],
            }
            for index in problem.draws[candidate_id]
        ],
        "breaks": [each.document() for each in broken(problem, now)],
    }
