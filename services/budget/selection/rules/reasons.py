"""What stands against a candidate in a choice, and what a choice breaks, in exact numbers: each can be changed."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from services.budget.selection.rules.problem import WHOLE_SHARE, Minimum, Problem

CEILING, MINIMUM, EXCLUSION, OWN_ORDER = "ceiling", "minimum", "exclusion", "own_order"
LEFT_OUT, MUST_HAVE, NO_VALUE, LINE = "left_out", "must_have", "no_value", "line"
KINDS = (CEILING, LINE, MINIMUM, EXCLUSION, OWN_ORDER, LEFT_OUT, MUST_HAVE, NO_VALUE)


@dataclass(frozen=True)
class Reason:
    """One thing that stands against a candidate, or that a choice breaks.

    `key` names the ceiling, the dimension or the list, `others` the candidates that have to do with it. Of a ceiling:
    its cap, what is used, what is asked on top, and how much more it needed; of a minimum the money of its dimension
    is what is used, and what that had to be at least is the cap.
    """

    kind: str
    key: str = ""
    others: tuple[str, ...] = ()
    cap: int | None = None
    used: int | None = None
    asked: int | None = None
    needed: int | None = None

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


class Tally:
    """A choice while it is made: what it holds, draws and gives to each dimension."""

    def __init__(self, problem: Problem, chosen: Collection[str] = ()) -> None:
        self.problem = problem
        self.chosen: set[str] = set()
        self.used = [0] * len(problem.ceilings)
        self.total = 0
        self.given: dict[str | None, int] = {}
        for each in chosen:
            self.add(each)

    def add(self, candidate_id: str) -> None:
        """Take a candidate in."""
        candidate = self.problem.by_id[candidate_id]
        self.chosen.add(candidate_id)
        self.total += candidate.amount
        self.given[candidate.dimension] = self.given.get(candidate.dimension, 0) + candidate.amount
        for index, amount in self.problem.draws[candidate_id].items():
            self.used[index] += amount

    def against(self, candidate_id: str) -> tuple[Reason, ...]:
        """Return everything that stands against adding a candidate to the choice as it is."""
        return (*self.rules_against(candidate_id), *self.ceilings_against(candidate_id), *self._minimums(candidate_id))

    def rules_against(self, candidate_id: str) -> tuple[Reason, ...]:
        """Return what stands against a candidate whatever it costs."""
        problem, found = self.problem, []
        if candidate_id in problem.left_out:
            found.append(Reason(LEFT_OUT))
        if rivals := sorted(problem.rivals.get(candidate_id, frozenset()) & self.chosen):
            found.append(Reason(EXCLUSION, others=tuple(rivals)))
        for name, earlier in sorted(problem.before.get(candidate_id, ())):
            if earlier not in self.chosen:
                found.append(Reason(OWN_ORDER, name, self._absent_before(name, candidate_id)))
        return tuple(found)

    def _absent_before(self, name: str, candidate_id: str) -> tuple[str, ...]:
        listed = self.problem.lists[name]
        kept_out = {*self.chosen, *self.problem.left_out}
        return tuple(each for each in listed[: listed.index(candidate_id)] if each not in kept_out)

    def ceilings_against(self, candidate_id: str) -> tuple[Reason, ...]:
        """Return the ceilings that a candidate would go past."""
        return tuple(
            _past(self.problem, index, self.used[index], asked)
            for index, asked in self.problem.draws[candidate_id].items()
            if self.used[index] + asked > self.problem.ceilings[index].cap
        )

    def _minimums(self, candidate_id: str) -> Iterator[Reason]:
        candidate = self.problem.by_id[candidate_id]
        for minimum in self.problem.minimums:
            mine = candidate.amount if candidate.dimension == minimum.dimension else 0
            given = self.given.get(minimum.dimension, 0) + mine
            if reason := short_of(minimum, given, self.total + candidate.amount, candidate.amount):
                yield reason


def short_of(minimum: Minimum, given: int, total: int, asked: int | None = None) -> Reason | None:
    """Return how a choice falls short of a minimum; None when it does not. What is needed is rounded up to a satang."""
    least = -(-minimum.share * total // WHOLE_SHARE)
    if given >= least:
        return None
    return Reason(MINIMUM, minimum.dimension, (), least, given, asked, least - given)


def _past(problem: Problem, index: int, used: int, asked: int) -> Reason:
    ceiling = problem.ceilings[index]
    return Reason(CEILING, ceiling.key, (), ceiling.cap, used, asked, used + asked - ceiling.cap)


def broken(problem: Problem, chosen: Collection[str]) -> tuple[Reason, ...]:
    """Return everything that a choice breaks; nothing is known of how it was found."""
    tally = Tally(problem, chosen)
    found = [Reason(MUST_HAVE, others=(each,)) for each in problem.must_have if each not in tally.chosen]
    for each in sorted(tally.chosen):
        found += tally.rules_against(each)
    for index, ceiling in enumerate(problem.ceilings):
        if tally.used[index] > ceiling.cap:
            found.append(_past(problem, index, tally.used[index], 0))
    for minimum in problem.minimums:
        if reason := short_of(minimum, tally.given.get(minimum.dimension, 0), tally.total):
            found.append(reason)
    return tuple(found)


def reasons_out(problem: Problem, chosen: Collection[str]) -> dict[str, tuple[Reason, ...]]:
    """Return, for each candidate outside a choice, everything that stands against adding it."""
    tally = Tally(problem, chosen)
    outside = (each for each in problem.ranked if each not in tally.chosen)
    return {each: tally.against(each) or (Reason(NO_VALUE),) for each in outside}


def filled(problem: Problem, chosen: Collection[str], kept_out: Collection[str] = ()) -> frozenset[str]:
    """Return a choice with whatever of value still fits into it, in the order of the ranking."""
    tally, grew = Tally(problem, chosen), True
    while grew:
        grew = False
        for each in problem.ranked:
            is_open = each not in tally.chosen and each not in kept_out
            if is_open and problem.by_id[each].value > 0 and not tally.against(each):
                tally.add(each)
                grew = True
    return frozenset(tally.chosen)
