"""The best choice: a solver's answer, checked in whole satang before anybody sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import floor

from services.budget.selection.rules.model import (
    Answer,
    Cut,
    Limits,
    Model,
    Solver,
    Status,
    columns_of,
    model_of,
    worth_scale,
)
from services.budget.selection.rules.problem import Problem
from services.budget.selection.rules.reasons import CEILING, Reason, broken, filled

# How often an answer that breaks something by a satang is taken back and asked for anew.
MOST_REPAIRS = 100
_NOTHING: Mapping[str, bool] = {}


@dataclass(frozen=True)
class Choice:
    """A choice that keeps every condition exactly. `bound`: no choice is worth more, in steps of value."""

    chosen: frozenset[str]
    value: int
    bound: int
    is_proven: bool
    repairs: int = 0

    @property
    def gap(self) -> float:
        """How much better the best might be, as a share of it."""
        return (self.bound - self.value) / self.bound if self.bound > self.value else 0.0


class Infeasible(Exception):
    """No choice keeps every condition."""


class Unsolved(Exception):
    """The time was over before any choice was found."""


def optimum(problem: Problem, solver: Solver, limits: Limits, fixed: Mapping[str, bool] = _NOTHING) -> Choice:
    """Return the best choice, of those that hold what is `fixed` in or out. Raises Infeasible, Unsolved."""

    def build(cuts: list[Cut]) -> Model:
        return fixing(problem, model_of(problem, cuts), fixed)

    chosen, answer, repairs = exact(problem, solver, limits, build)
    better = filled(problem, chosen, {each for each, is_in in fixed.items() if not is_in})
    value = problem.value_of(better)
    most = sum(candidate.value for candidate in problem.candidates)
    bound = most if answer.bound == float("inf") else min(most, steps_of(answer.bound, worth_scale(problem)))
    return Choice(better, value, max(bound, value), answer.status is Status.PROVEN, repairs)


def fixing(problem: Problem, model: Model, fixed: Mapping[str, bool]) -> Model:
    """Return a model in which some candidates are in or out whatever comes of it."""
    if not fixed:
        return model
    bounds = list(model.bounds)
    for column, each in enumerate(columns_of(problem)):
        if each in fixed:
            lower, upper = bounds[column]
            bounds[column] = (max(lower, 1.0), upper) if fixed[each] else (lower, min(upper, 0.0))
    return replace(model, bounds=tuple(bounds))


def steps_of(worth: float, scale: float) -> int:
    """Return a solver's worth as whole steps of value; what floating point took from a whole step is given back."""
    return floor(worth / scale * (1 + 1e-12) + 1e-6)


def is_feasible(problem: Problem, solver: Solver, limits: Limits) -> bool:
    """Return whether any choice keeps every condition. Raises Unsolved."""
    try:
        exact(problem, solver, limits, lambda cuts: model_of(problem, cuts, has_worth=False))
    except Infeasible:
        return False
    return True


def exact(
    problem: Problem,
    solver: Solver,
    limits: Limits,
    build: Callable[[list[Cut]], Model],
    check: Callable[[Problem, frozenset[str]], tuple[Reason, ...]] = broken,
) -> tuple[frozenset[str], Answer, int]:
    """Return a choice that breaks nothing in exact numbers, the answer it came from, and how many were taken back.

    Raises Infeasible, Unsolved.
    """
    cuts: list[Cut] = []
    for repairs in range(MOST_REPAIRS):
        answer = solver(build(cuts), limits)
        if answer.status is Status.INFEASIBLE:
            raise Infeasible()
        if not answer.values:
            raise Unsolved()
        chosen = chosen_of(problem, answer)
        breaches = check(problem, chosen)
        if not breaches:
            return chosen, answer, repairs
        cuts.append(_cut_of(problem, chosen, breaches[0]))
    raise Unsolved()


def chosen_of(problem: Problem, answer: Answer) -> frozenset[str]:
    """Return what a solver's answer means."""
    return frozenset(each for each, value in zip(columns_of(problem), answer.values, strict=False) if value > 0.5)


def _cut_of(problem: Problem, chosen: frozenset[str], breach: Reason) -> Cut:
    """Return what forbids an answer and no good one: what goes past a ceiling together, or else this very choice."""
    if breach.kind == CEILING:
        index = next(index for index, ceiling in enumerate(problem.ceilings) if ceiling.key == breach.key)
        return frozenset(each for each in chosen if index in problem.draws[each]), frozenset()
    return chosen, frozenset(columns_of(problem)) - chosen
