"""Why no choice keeps everything: a smallest set of conditions that cannot hold together."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from services.budget.selection.rules.problem import Problem
from services.budget.selection.rules.reasons import (
    CEILING,
    EXCLUSION,
    LEFT_OUT,
    MINIMUM,
    MUST_HAVE,
    OWN_ORDER,
    Reason,
)


def conditions_of(problem: Problem) -> list[Reason]:
    """Return every condition that could be given up; what is asked first whether it matters comes first."""
    widest = sorted(problem.ceilings, key=lambda ceiling: (-ceiling.cap, ceiling.key))
    return [
        *(Reason(OWN_ORDER, name) for name in problem.own_order),
        *(Reason(MINIMUM, minimum.dimension) for minimum in problem.minimums),
        *(Reason(EXCLUSION, others=pair) for pair in problem.exclusive),
        *(Reason(LEFT_OUT, others=(each,)) for each in problem.left_out),
        *(Reason(CEILING, ceiling.key, cap=ceiling.cap) for ceiling in widest),
        *(Reason(MUST_HAVE, others=(each,)) for each in problem.must_have),
    ]


def only(problem: Problem, conditions: Collection[Reason]) -> Problem:
    """Return the problem under these conditions alone."""
    kept = set(conditions)
    return replace(
        problem,
        own_order=tuple(name for name in problem.own_order if Reason(OWN_ORDER, name) in kept),
        minimums=tuple(each for each in problem.minimums if Reason(MINIMUM, each.dimension) in kept),
        exclusive=tuple(pair for pair in problem.exclusive if Reason(EXCLUSION, others=pair) in kept),
        left_out=tuple(each for each in problem.left_out if Reason(LEFT_OUT, others=(each,)) in kept),
        ceilings=tuple(each for each in problem.ceilings if Reason(CEILING, each.key, cap=each.cap) in kept),
        must_have=tuple(each for each in problem.must_have if Reason(MUST_HAVE, others=(each,)) in kept),
    )


def conflict_of(problem: Problem, is_feasible: Callable[[Problem], bool]) -> tuple[Reason, ...]:
    """Return conditions of an infeasible problem that cannot hold together, though any fewer of them can.

    Whole stretches of the conditions are given up first, then ever smaller ones, at last one after the other.
    """
    kept = conditions_of(problem)
    size = max(1, len(kept) // 2)
    while True:
        kept = _sifted(kept, size, lambda rest: is_feasible(only(problem, rest)))
        if size == 1:
            break
        size = max(1, size // 2)
    return tuple(_numbered(problem, kept))


def _sifted(kept: list[Reason], size: int, holds: Callable[[list[Reason]], bool]) -> list[Reason]:
    start = 0
    while start < len(kept):
        rest = kept[:start] + kept[start + size :]
        if holds(rest):
            start += size
        else:
            kept = rest
    return kept


def _numbered(problem: Problem, kept: list[Reason]) -> Iterator[Reason]:
    """Yield the conditions, each ceiling with what those that must be in ask under it."""
    narrowed = only(problem, kept)
    asked = dict(zip((ceiling.key for ceiling in narrowed.ceilings), narrowed.used_by(narrowed.needed), strict=True))
    for each in kept:
        if each.kind == CEILING and each.cap is not None:
            past = asked[each.key] - each.cap
            yield replace(each, asked=asked[each.key], needed=past if past > 0 else None)
        else:
            yield each
