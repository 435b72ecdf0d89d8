"""The problem as a solver takes it: rows of floating point, scaled, and what a solver answers.

Nothing here is exact. Every answer is checked in whole satang (`optimum`), so what is scaled away cannot be shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.budget.selection.rules.problem import WHOLE_SHARE, Problem

# A ceiling is this much in the solver's eyes: with a tolerance of 1e-9 on a row, a satang of 1e11 baht is still seen.
SCALE = 10_000.0


@dataclass(frozen=True)
class Row:
    """One condition: what the coefficients of the named columns come to lies between two bounds; None is no bound."""

    coefficients: tuple[tuple[int, float], ...]
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Model:
    """What is to be as great as possible: column by column its worth, its bounds and whether it is whole."""

    costs: tuple[float, ...]
    bounds: tuple[tuple[float, float], ...]
    whole: int  # that many columns, the first ones, are whole numbers
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Limits:
    """How near to the best is near enough (a share of it), how long it may take, and what chance starts from."""

    gap: float
    seconds: float
    seed: int = 1


class Status(StrEnum):
    """How a solver came to its end."""

    PROVEN = "proven"  # within the gap that was asked
    STOPPED = "stopped"  # the time was over before
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Answer:
    """What a solver answers; `values` are empty when it found nothing, `bound` is what no choice is worth more than."""

    status: Status
    values: tuple[float, ...] = ()
    bound: float = float("inf")


Solver = Callable[[Model, Limits], Answer]
Cut = tuple[frozenset[str], frozenset[str]]  # not all of the first while none of the second


def columns_of(problem: Problem) -> tuple[str, ...]:
    """Return which candidate each column is: as they are ranked, whatever the order they came in."""
    return problem.ranked


def worth_scale(problem: Problem) -> float:
    """Return what one step of value counts in the solver's eyes."""
    return 1000.0 / max(1, *(candidate.value for candidate in problem.candidates), 1)


def model_of(problem: Problem, cuts: Iterable[Cut] = (), *, has_worth: bool = True) -> Model:
    """Return the choice of the greatest value as a model; or of any at all, when none has a worth."""
    scale = worth_scale(problem) if has_worth else 0.0
    costs = tuple(problem.by_id[each].value * scale for each in columns_of(problem))
    return Model(costs, bounds_of(problem), len(costs), rows_of(problem, cuts))


def bounds_of(problem: Problem) -> tuple[tuple[float, float], ...]:
    """Return the bounds of each candidate's column: what is left out stays out, what must be in is in."""
    must, out = set(problem.must_have), set(problem.left_out)
    return tuple((float(each in must), float(each not in out)) for each in columns_of(problem))


def rows_of(problem: Problem, cuts: Iterable[Cut] = ()) -> tuple[Row, ...]:
    """Return every condition of the problem, and the cuts."""
    place = {each: column for column, each in enumerate(columns_of(problem))}
    rows = [*_ceilings(problem), *_minimums(problem)]
    rows += [Row(((place[one], 1.0), (place[other], 1.0)), upper=1.0) for one, other in problem.exclusive]
    for each, before in sorted(problem.before.items()):
        rows += [Row(((place[earlier], 1.0), (place[each], -1.0)), lower=0.0) for _, earlier in sorted(before)]
    for inside, outside in cuts:
        against = {**dict.fromkeys(inside, 1.0), **dict.fromkeys(outside, -1.0)}
        coefficients = tuple((place[each], against[each]) for each in sorted(against))
        rows.append(Row(coefficients, upper=len(inside) - 1.0))
    return tuple(rows)


def _ceilings(problem: Problem) -> Iterable[Row]:
    drawn: list[list[tuple[int, float]]] = [[] for _ in problem.ceilings]
    for column, each in enumerate(columns_of(problem)):
        for index, amount in problem.draws[each].items():
            drawn[index].append((column, amount * ceiling_scale(problem, index)))
    for index, coefficients in enumerate(drawn):
        if coefficients:
            yield Row(tuple(coefficients), upper=problem.ceilings[index].cap * ceiling_scale(problem, index))


def ceiling_scale(problem: Problem, index: int) -> float:
    """Return what one satang under a ceiling counts in the solver's eyes.

    By what the ceiling is about, not by what it allows alone: where that is next to nothing, every amount would count
    for more than floating point tells apart.
    """
    return SCALE / max(problem.reaches[index], 1)


def minimum_scale(problem: Problem) -> float:
    """Return what one satang counts in the row of a minimum."""
    return SCALE / max((candidate.amount for candidate in problem.candidates), default=1)


def _minimums(problem: Problem) -> Iterable[Row]:
    scale = minimum_scale(problem)
    for minimum in problem.minimums:
        share = minimum.share / WHOLE_SHARE
        coefficients = [
            (column, ((candidate.dimension == minimum.dimension) - share) * candidate.amount * scale)
            for column, candidate in enumerate(problem.by_id[each] for each in columns_of(problem))
        ]
        yield Row(tuple((column, value) for column, value in coefficients if value), lower=0.0)
