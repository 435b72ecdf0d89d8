"""The strict ranking: from the top down, with the line that each ceiling draws, and what falls under it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from services.budget.selection.rules.problem import Problem
from services.budget.selection.rules.reasons import LINE, Reason, Tally


@dataclass(frozen=True)
class Verdict:
    """What became of a candidate in the ranking. `would_fit`: it is out, and the money that is left would do."""

    is_in: bool
    reasons: tuple[Reason, ...] = ()
    would_fit: bool = False


@dataclass(frozen=True)
class Ranking:
    """What the strict ranking takes, in order, and what became of each. `lines`: who drew a ceiling's line, by key."""

    order: tuple[str, ...]
    verdicts: dict[str, Verdict]
    lines: dict[str, str]

    @property
    def taken(self) -> frozenset[str]:
        """What is above every line."""
        return frozenset(each for each, verdict in self.verdicts.items() if verdict.is_in)


def strict(problem: Problem) -> Ranking:
    """Take the candidates from the top down.

    What must be in goes first. The first one that goes past a ceiling draws that ceiling's line: nothing that comes
    after it and draws on the same ceiling is taken, though it might still have fitted, which is then said.
    """
    tally, lines, verdicts = Tally(problem), dict[int, Reason](), dict[str, Verdict]()
    for each in _walk(problem):
        reasons = tally.rules_against(each)
        if not reasons and (past := tally.ceilings_against(each)):
            reasons = past
            for reason in past:
                lines.setdefault(_index(problem, reason), replace(reason, kind=LINE, others=(each,)))
        elif not reasons and each not in problem.needed:
            reasons = tuple(lines[index] for index in problem.draws[each] if index in lines)
        if not reasons:
            tally.add(each)
        verdicts[each] = Verdict(not reasons, reasons)
    for each, verdict in verdicts.items():
        if not verdict.is_in and not tally.rules_against(each) and not tally.ceilings_against(each):
            verdicts[each] = replace(verdict, would_fit=True)
    return Ranking(problem.ranked, verdicts, {line.key: line.others[0] for line in lines.values()})


def _index(problem: Problem, reason: Reason) -> int:
    return next(index for index, ceiling in enumerate(problem.ceilings) if ceiling.key == reason.key)


def _walk(problem: Problem) -> Iterator[str]:
    """Yield what must be in, then the rest as ranked; where own orders are kept, each after its predecessors.

    Where two lists stand against each other in a circle, the highest ranked of them comes first, and is found without
    its predecessors.
    """
    place = {each: index for index, each in enumerate(problem.ranked)}
    first = [each for each in problem.ranked if each in problem.needed]
    rest = [each for each in problem.ranked if each not in problem.needed]
    for group in (first, rest):
        yield from _heads_first(problem, group, place)


def _heads_first(problem: Problem, group: list[str], place: dict[str, int]) -> Iterator[str]:
    inside = set(group)
    waits_for = {each: {earlier for _, earlier in problem.before.get(each, ())} & inside for each in group}
    followers: dict[str, list[str]] = {each: [] for each in group}
    for each, earlier in waits_for.items():
        for one in earlier:
            followers[one].append(each)
    heads = [place[each] for each in group if not waits_for[each]]
    while waits_for:
        each = problem.ranked[heappop(heads)] if heads else min(waits_for, key=place.__getitem__)
        del waits_for[each]
        yield each
        for follower in followers[each]:
            if follower in waits_for:
                waits_for[follower].discard(each)
                if not waits_for[follower]:
                    heappush(heads, place[follower])
