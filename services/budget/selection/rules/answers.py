"""What a run answers, as JSON values: both rankings with their reasons, the gap, or why nothing keeps everything."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from services.budget.selection.rules.changes import smallest_changes
from services.budget.selection.rules.conflict import conflict_of
from services.budget.selection.rules.model import Limits, Solver
from services.budget.selection.rules.optimum import Choice, Infeasible, Unsolved, is_feasible, optimum
from services.budget.selection.rules.overruling import overruled
from services.budget.selection.rules.problem import Problem
from services.budget.selection.rules.ranking import Ranking, strict
from services.budget.selection.rules.reasons import Reason, Tally, broken, reasons_out

# What came of a run; a choice that the time did not let be proven is solved, with its gap.
SOLVED, INFEASIBLE, UNSOLVED = "solved", "infeasible", "unsolved"
OUTCOMES = (SOLVED, INFEASIBLE, UNSOLVED)
# What is asked of the process that computes.
RUN, CHANGE, WEIGH = "run", "change", "weigh"

Document = dict[str, Any]


def run(problem: Problem, solver: Solver, limits: Limits) -> Document:
    """Return the strict ranking, always, and the best choice beside it."""
    ranking = strict(problem)
    outcome, choice, conflict = _best(problem, solver, limits, ranking)
    best = choice.chosen if choice else None
    return {
        "outcome": outcome,
        "strict": portfolio(problem, ranking.taken),
        "optimum": {**portfolio(problem, choice.chosen), **_quality(choice)} if choice else None,
        "conflict": [each.document() for each in conflict],
        "differences": _differences(ranking, best),
        "ceilings": _ceilings(problem, ranking, best),
        "candidates": _candidates(problem, ranking, best),
    }


def _best(
    problem: Problem, solver: Solver, limits: Limits, ranking: Ranking
) -> tuple[str, Choice | None, tuple[Reason, ...]]:
    try:
        return SOLVED, optimum(problem, solver, limits), ()
    except Infeasible:
        return INFEASIBLE, None, _conflict(problem, solver, limits)
    except Unsolved:
        if broken(problem, ranking.taken):
            return UNSOLVED, None, ()
        # Nothing was found in time: what the ranking takes is a choice too, and nothing is known of a better one.
        most = sum(each.value for each in problem.candidates)
        return SOLVED, Choice(ranking.taken, problem.value_of(ranking.taken), most, is_proven=False), ()


def _conflict(problem: Problem, solver: Solver, limits: Limits) -> tuple[Reason, ...]:
    try:
        return conflict_of(problem, lambda narrowed: is_feasible(narrowed, solver, limits))
    except Unsolved:
        return ()


def _differences(ranking: Ranking, best: Collection[str] | None) -> Document | None:
    if best is None:
        return None
    return {"only_strict": len(ranking.taken - set(best)), "only_optimum": len(set(best) - ranking.taken)}


def _quality(choice: Choice) -> Document:
    return {
        "bound": choice.bound,
        "gap": round(choice.gap, 9),
        "is_proven": choice.is_proven,
        "repairs": choice.repairs,
    }


def portfolio(problem: Problem, chosen: Collection[str]) -> Document:
    """Return what a choice comes to, and the minimums that it falls short of."""
    tally = Tally(problem, chosen)
    wanted = {minimum.dimension: minimum.share for minimum in problem.minimums}
    names = sorted({*wanted, *(name for name in tally.given if name is not None)})
    return {
        "count": len(tally.chosen),
        "value": problem.value_of(chosen),
        "amount": tally.total,
        "shares": [
            {"dimension": name, "amount": tally.given.get(name, 0), "minimum": wanted.get(name)} for name in names
        ],
        "breaks": [each.document() for each in broken(problem, chosen)],
    }


def _ceilings(problem: Problem, ranking: Ranking, best: Collection[str] | None) -> list[Document]:
    asked = problem.used_by(problem.by_id)
    by_ranking = problem.used_by(ranking.taken)
    by_best = None if best is None else problem.used_by(best)
    return [
        {
            "key": ceiling.key,
            "cap": ceiling.cap,
            "asked": asked[index],
            "strict": by_ranking[index],
            "optimum": None if by_best is None else by_best[index],
            "line": ranking.lines.get(ceiling.key),
        }
        for index, ceiling in enumerate(problem.ceilings)
    ]


def _candidates(problem: Problem, ranking: Ranking, best: Collection[str] | None) -> list[Document]:
    against = {} if best is None else reasons_out(problem, best)
    found = []
    for position, each in enumerate(ranking.order, start=1):
        verdict = ranking.verdicts[each]
        reasons = [reason.document() for reason in verdict.reasons]
        strictly = {"is_in": verdict.is_in, "would_fit": verdict.would_fit, "reasons": reasons}
        best_says = None
        if best is not None:
            best_says = {"is_in": each in best, "reasons": [reason.document() for reason in against.get(each, ())]}
        found.append({"id": each, "position": position, "strict": strictly, "optimum": best_says})
    return found


def change(problem: Problem, candidate_id: str, solver: Solver, limits: Limits) -> Document:
    """Return the smallest changes that let a candidate in."""
    found = smallest_changes(problem, candidate_id, solver, limits)
    return {"candidate": candidate_id, "changes": [asdict(each) for each in found]}


def weigh(
    problem: Problem, verdicts: Mapping[str, bool], before: Collection[str], solver: Solver, limits: Limits
) -> Document:
    """Return the best choice that keeps what was overruled, against the one of before."""
    changed = overruled(problem, verdicts)
    try:
        choice = optimum(changed, solver, limits)
    except Infeasible:
        conflict = [each.document() for each in _conflict(changed, solver, limits)]
        return {"outcome": INFEASIBLE, "optimum": None, "cost": None, "conflict": conflict, "came": [], "went": []}
    except Unsolved:
        return {"outcome": UNSOLVED, "optimum": None, "cost": None, "conflict": [], "came": [], "went": []}
    return {
        "outcome": SOLVED,
        "optimum": {**portfolio(changed, choice.chosen), **_quality(choice)},
        "cost": problem.value_of(before) - choice.value,
        "conflict": [],
        "came": sorted(choice.chosen - set(before)),
        "went": sorted(set(before) - choice.chosen),
    }
