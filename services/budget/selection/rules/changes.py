"""The smallest change that lets a candidate in: of its value, its cost, or the ceilings. Each is solved again.

"In" is strict: the best choice with it is worth more than the best without it, by at least one step of value. A best
choice of equal worth without it would leave it to chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from services.budget.selection.rules.model import (
    SCALE,
    Cut,
    Limits,
    Model,
    Row,
    Solver,
    ceiling_scale,
    columns_of,
    minimum_scale,
    model_of,
    worth_scale,
)
from services.budget.selection.rules.optimum import Choice, Infeasible, Unsolved, exact, fixing, optimum
from services.budget.selection.rules.problem import WHOLE_SHARE, Candidate, Part, Problem
from services.budget.selection.rules.reasons import CEILING, MUST_HAVE, Reason, Tally, broken

VALUE, COST, MONEY = "value", "cost", "ceiling"
KINDS = (VALUE, COST, MONEY)
FOUND, NOT_NEEDED, IMPOSSIBLE, NOT_PROVEN = "found", "not_needed", "impossible", "not_proven"
STATES = (FOUND, NOT_NEEDED, IMPOSSIBLE, NOT_PROVEN)
# How often more money is found to help others more, before the search for a ceiling is given up.
MOST_RAISES = 30


@dataclass(frozen=True)
class Change:
    """What would let a candidate in: by how much (satang, or steps of value), to what, and which ceilings rise.

    `is_verified`: with the change made and everything solved again, it was in.
    """

    kind: str
    state: str
    by: int | None = None
    to: int | None = None
    raises: tuple[tuple[str, int], ...] = ()
    is_verified: bool = False


@dataclass(frozen=True)
class Search:
    """What the three searches have in common: the candidate, what solves, and the worth that is to be passed."""

    problem: Problem
    candidate: Candidate
    solver: Solver
    limits: Limits

    def best(self, problem: Problem, is_in: bool) -> Choice | None:
        """Return the best choice with or without the candidate; None where there is none."""
        try:
            return optimum(problem, self.solver, self.limits, {self.candidate.id: is_in})
        except Infeasible:
            return None

    def is_in(self, problem: Problem) -> bool:
        """Return whether solving again, with nothing fixed, takes the candidate."""
        return self.candidate.id in optimum(problem, self.solver, self.limits).chosen


def smallest_changes(problem: Problem, candidate_id: str, solver: Solver, limits: Limits) -> tuple[Change, ...]:
    """Return the smallest change of each kind; what was not found out in time says so."""
    search = Search(problem, problem.by_id[candidate_id], solver, replace(limits, gap=0.0))
    changes = []
    for kind, look in ((VALUE, _value), (COST, _cost), (MONEY, _money)):
        try:
            changes.append(look(search, _worth_without(search, problem)))
        except Infeasible:
            changes.append(Change(kind, IMPOSSIBLE))
        except Unsolved:
            changes.append(Change(kind, NOT_PROVEN))
    return tuple(changes)


def _worth_without(search: Search, problem: Problem) -> int:
    """Return what no choice without the candidate is worth more than; less than nothing when there is none."""
    best = search.best(problem, is_in=False)
    if best is None:
        return -1
    return best.value if best.is_proven else best.bound


def _value(search: Search, without: int) -> Change:
    best = search.best(search.problem, is_in=True)
    if best is None:
        raise Infeasible()
    by = without + 1 - best.value
    if by <= 0:
        return Change(VALUE, NOT_NEEDED, 0, search.candidate.value, (), True)
    to = search.candidate.value + by
    changed = _with(search.problem, replace(search.candidate, value=to))
    return Change(VALUE, FOUND, by, to, (), search.is_in(changed))


def _cost(search: Search, without: int) -> Change:
    problem, candidate = search.problem, search.candidate
    build = partial(_cheaper_model, search, without)
    chosen, _, _ = exact(problem, search.solver, search.limits, build, partial(_breaks_cheaper, candidate, without))
    to = cheapest_fit(problem, candidate, chosen)
    if to is None:
        raise Infeasible()
    if to == candidate.amount:
        return Change(COST, NOT_NEEDED, 0, to, (), True)
    changed = _with(problem, priced(candidate, to))
    return Change(COST, FOUND, candidate.amount - to, to, (), search.is_in(changed))


def _cheaper_model(search: Search, without: int, cuts: list[Cut]) -> Model:
    """Return the model of the smallest reduction: one more column, how many satang less the candidate costs."""
    problem, candidate = search.problem, search.candidate
    scale = SCALE / candidate.amount
    eased = {
        problem.ceilings[index].key: -drawn / candidate.amount * ceiling_scale(problem, index) / scale
        for index, drawn in problem.draws[candidate.id].items()
    }
    shares = [
        ((minimum.dimension == candidate.dimension) - minimum.share / WHOLE_SHARE) * minimum_scale(problem) / scale
        for minimum in problem.minimums
    ]
    return _model_with_change(search, without, cuts, eased, [-share for share in shares], candidate.amount - 1)


def _breaks_cheaper(candidate: Candidate, without: int, problem: Problem, chosen: frozenset[str]) -> tuple[Reason, ...]:
    """Return what a choice breaks although the candidate costs as much less as it may."""
    if problem.value_of(chosen) <= without:
        return (Reason(MUST_HAVE),)
    to = cheapest_fit(problem, candidate, chosen)
    return broken(problem, chosen) if to is None else ()


def cheapest_fit(problem: Problem, candidate: Candidate, chosen: frozenset[str]) -> int | None:
    """Return the most that a candidate may cost for a choice with it to break nothing; None when nothing helps."""
    most = candidate.amount
    used = problem.used_by(chosen)
    for index, drawn in problem.draws[candidate.id].items():
        past = used[index] - problem.ceilings[index].cap
        if past > 0:
            most = min(most, candidate.amount * (drawn - past) // drawn)
    rest = problem.amount_of(chosen) - candidate.amount
    for minimum in problem.minimums:
        if minimum.share and minimum.dimension != candidate.dimension:
            given = Tally(problem, chosen).given.get(minimum.dimension, 0)
            most = min(most, given * WHOLE_SHARE // minimum.share - rest)
    # A joint candidate's parts are rounded to whole satang, which may cost each of them one.
    for to in range(most, most - len(candidate.parts) - 1, -1):
        if to > 0 and not broken(_with(problem, priced(candidate, to)), chosen):
            return to
    return None


def priced(candidate: Candidate, amount: int) -> Candidate:
    """Return a candidate at another cost, every part in proportion, the odd satang to the first parts."""
    parts = [part.amount * amount // candidate.amount for part in candidate.parts]
    odd = amount - sum(parts)
    shared = (Part(part.area, part.fund, each + (index < odd)) for index, (part, each) in _numbered(candidate, parts))
    return replace(candidate, parts=tuple(shared))


def _numbered(candidate: Candidate, parts: list[int]) -> list[tuple[int, tuple[Part, int]]]:
    return list(enumerate(zip(candidate.parts, parts, strict=True)))


def _money(search: Search, without: int) -> Change:
    """Search the smallest sum by which every ceiling that the candidate draws on would have to rise.

    More money helps others too. What it brings without the candidate is found again at each sum, and never less at a
    greater one: so each sum found is one that is needed at least, and the first that suffices is the smallest.
    """
    problem, candidate = search.problem, search.candidate
    for _ in range(MOST_RAISES):
        chosen = _richest(search, without)
        used = problem.used_by(chosen)
        past = {index: max(0, used[index] - problem.ceilings[index].cap) for index in problem.draws[candidate.id]}
        by = max(past.values(), default=0)
        if by == 0:
            return Change(MONEY, NOT_NEEDED, 0, None, (), True)
        without = _worth_without(search, raised(problem, dict.fromkeys(past, by)))
        if problem.value_of(chosen) > without:
            needed = {index: more for index, more in past.items() if more}
            raises = tuple((problem.ceilings[index].key, more) for index, more in needed.items())
            return Change(MONEY, FOUND, by, None, raises, search.is_in(raised(problem, needed)))
    raise Unsolved()


def _richest(search: Search, without: int) -> frozenset[str]:
    def breaks(problem: Problem, chosen: frozenset[str]) -> tuple[Reason, ...]:
        if problem.value_of(chosen) <= without:
            return (Reason(MUST_HAVE),)
        drawn = {problem.ceilings[index].key for index in problem.draws[search.candidate.id]}
        return tuple(each for each in broken(problem, chosen) if each.kind != CEILING or each.key not in drawn)

    problem = search.problem
    chosen, _, _ = exact(problem, search.solver, search.limits, partial(_richer_model, search, without), breaks)
    return chosen


def _richer_model(search: Search, without: int, cuts: list[Cut]) -> Model:
    """Return the model of the smallest raise: one more column, how many satang more there are under its ceilings."""
    problem, candidate = search.problem, search.candidate
    scale = SCALE / candidate.amount
    drawn = problem.draws[candidate.id]
    eased = {problem.ceilings[index].key: -ceiling_scale(problem, index) / scale for index in drawn}
    every = sum(each.amount for each in problem.candidates)
    return _model_with_change(search, without, cuts, eased, [0.0] * len(problem.minimums), every)


def _model_with_change(
    search: Search, without: int, cuts: list[Cut], eased: Mapping[str, float], shares: list[float], most: int
) -> Model:
    """Return the model whose last column is the change, as small as possible, with the candidate in."""
    problem = search.problem
    plain = fixing(problem, model_of(problem, cuts), {search.candidate.id: True})
    column, scale = plain.whole, worth_scale(problem)
    drawn = {index for draws in problem.draws.values() for index in draws}
    changing = [eased.get(problem.ceilings[index].key, 0.0) for index in sorted(drawn)] + shares
    rows = [
        replace(row, coefficients=(*row.coefficients, (column, change))) if change else row
        for row, change in zip(plain.rows, [*changing, *[0.0] * (len(plain.rows) - len(changing))], strict=True)
    ]
    worth = tuple((place, problem.by_id[each].value * scale) for place, each in enumerate(columns_of(problem)))
    rows.append(Row(worth, lower=(without + 1) * scale))
    costs = (*(0.0,) * column, -1.0)
    bounds = (*plain.bounds, (0.0, most * SCALE / search.candidate.amount))
    return Model(costs, bounds, column, tuple(rows))


def raised(problem: Problem, raises: Mapping[int, int]) -> Problem:
    """Return the problem with more under some ceilings."""
    ceilings = (replace(each, cap=each.cap + raises.get(index, 0)) for index, each in enumerate(problem.ceilings))
    return replace(problem, ceilings=tuple(ceilings))


def _with(problem: Problem, candidate: Candidate) -> Problem:
    changed = (candidate if each.id == candidate.id else each for each in problem.candidates)
    return replace(problem, candidates=tuple(changed))
