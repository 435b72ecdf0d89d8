"""Small problems of every kind of condition, and their answers by trying every choice there is."""

from collections.abc import Iterator

from hypothesis import strategies as st

from services.budget.selection.engine import highs
from services.budget.selection.rules.model import Answer, Limits, Model
from services.budget.selection.rules.problem import RANKINGS, Candidate, Ceiling, Minimum, Part, Problem
from services.budget.selection.rules.reasons import broken

AREAS, FUNDS, DIMENSIONS = ("50", "51", "C50-18"), ("area", "cluster"), ("economy", "society")
LIMITS = Limits(gap=0.0, seconds=30.0)
SOLVER = highs.solver()


@st.composite
def candidates(draw: st.DrawFn, index: int) -> Candidate:
    """A candidate of one area, or a joint one; its places are those it has in the lists of its areas."""
    kinds = st.tuples(st.sampled_from(AREAS), st.sampled_from(FUNDS))
    kept = draw(st.lists(kinds, min_size=1, max_size=2, unique=True))
    parts = tuple(Part(area, fund, draw(st.integers(1, 1000))) for area, fund in kept)
    lists = sorted({area for area, _ in kept})
    places = tuple((name, draw(st.integers(1, 4)) * 20 + index) for name in lists)
    dimension = draw(st.sampled_from((*DIMENSIONS, None)))
    return Candidate(f"c{index:02}", parts, draw(st.integers(0, 30)), dimension, places)


@st.composite
def problems(draw: st.DrawFn, most: int = 7) -> Problem:
    """A problem with any of the conditions, feasible or not."""
    known = tuple(draw(candidates(index)) for index in range(draw(st.integers(1, most))))
    ids = [each.id for each in known]
    some = st.lists(st.sampled_from(ids), max_size=2, unique=True)
    pairs = st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] < pair[1]))
    ceilings = tuple(
        Ceiling(f"k{index}", f"k{index}", *draw(scopes()), draw(st.integers(0, 2500)))
        for index in range(draw(st.integers(0, 3)))
    )
    shares = draw(st.dictionaries(st.sampled_from(DIMENSIONS), st.integers(0, 600_000), max_size=1))
    return Problem(
        candidates=known,
        ceilings=ceilings,
        minimums=tuple(Minimum(name, share) for name, share in shares.items()),
        must_have=tuple(draw(some)),
        left_out=tuple(draw(some))[:1],
        exclusive=tuple(draw(pairs))[:2] if len(ids) > 1 else (),
        own_order=tuple(draw(st.lists(st.sampled_from(AREAS), max_size=2, unique=True))),
        ranking=draw(st.sampled_from(RANKINGS)),
    )


def scopes() -> st.SearchStrategy[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What a ceiling counts: areas and funds, all of them where none is named."""
    areas = st.lists(st.sampled_from(AREAS), max_size=2, unique=True).map(tuple)
    return st.tuples(areas, st.lists(st.sampled_from(FUNDS), max_size=1).map(tuple))


def choices(problem: Problem) -> Iterator[list[str]]:
    """Yield every choice that breaks nothing."""
    ids = [each.id for each in problem.candidates]
    for bits in range(1 << len(ids)):
        chosen = [each for index, each in enumerate(ids) if bits >> index & 1]
        if not broken(problem, chosen):
            yield chosen


def best(problem: Problem) -> int | None:
    """Return what the best choice is worth; None where there is none."""
    return max((problem.value_of(chosen) for chosen in choices(problem)), default=None)


def gets_in(problem: Problem, candidate_id: str) -> bool:
    """Return whether every best choice has the candidate."""
    worth: dict[bool, int] = {}
    for chosen in choices(problem):
        is_in = candidate_id in chosen
        worth[is_in] = max(worth.get(is_in, -1), problem.value_of(chosen))
    return True in worth and worth[True] > worth.get(False, -1)


def sloppy(model: Model, limits: Limits) -> Answer:
    """A solver that goes past every bound by a thousandth, as one with coarse tolerances would."""
    rows = tuple(
        type(row)(row.coefficients, row.lower, None if row.upper is None else row.upper * 1.001) for row in model.rows
    )
    return SOLVER(Model(model.costs, model.bounds, model.whole, rows), limits)
