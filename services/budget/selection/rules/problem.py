"""What is to be chosen from, and under what. Amounts are satang, values whole steps of a stated size: all exact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

BY_VALUE, BY_SUBMISSION = "value", "submission_order"
RANKINGS = (BY_VALUE, BY_SUBMISSION)
# Minimum shares of the money are millionths: 25 % is 250,000.
WHOLE_SHARE = 1_000_000


@dataclass(frozen=True)
class Part:
    """What of a candidate's money is one area's, of one fund."""

    area: str
    fund: str
    amount: int


@dataclass(frozen=True)
class Candidate:
    """A project that asks for money: a joint one has a part for each area, and is in or out as a whole.

    `id` is its request's, of a joint one its first request's. `places` are its places in the lists it stands in.
    """

    id: str
    parts: tuple[Part, ...]
    value: int
    dimension: str | None
    places: tuple[tuple[str, int], ...]

    @cached_property
    def amount(self) -> int:
        """What it asks in all."""
        return sum(part.amount for part in self.parts)

    @property
    def place(self) -> int:
        """Its foremost place in a list."""
        return min(place for _, place in self.places)


@dataclass(frozen=True)
class Ceiling:
    """What may be given out in all to these areas of these funds; an empty tuple means all of them."""

    key: str
    name: str
    areas: tuple[str, ...]
    funds: tuple[str, ...]
    cap: int

    def counts(self, part: Part) -> bool:
        """Return whether a part of a candidate counts under it."""
        return (not self.areas or part.area in self.areas) and (not self.funds or part.fund in self.funds)


@dataclass(frozen=True)
class Minimum:
    """The least share of all money given out that goes to a dimension, in millionths."""

    dimension: str
    share: int


@dataclass(frozen=True)
class Problem:
    """Everything a choice rests on. `step` is how many decimals a value has, of which the values count whole steps."""

    candidates: tuple[Candidate, ...]
    ceilings: tuple[Ceiling, ...]
    minimums: tuple[Minimum, ...] = ()
    must_have: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    exclusive: tuple[tuple[str, str], ...] = ()
    own_order: tuple[str, ...] = ()  # lists of which none is taken before those ranked before it
    ranking: str = BY_VALUE
    step: int = 0

    @cached_property
    def by_id(self) -> Mapping[str, Candidate]:
        """The candidates by id."""
        return {candidate.id: candidate for candidate in self.candidates}

    @cached_property
    def draws(self) -> Mapping[str, Mapping[int, int]]:
        """What each candidate draws on which ceiling, by the ceiling's place among them."""
        return {candidate.id: self._draws_of(candidate) for candidate in self.candidates}

    def _draws_of(self, candidate: Candidate) -> Mapping[int, int]:
        drawn: dict[int, int] = defaultdict(int)
        for part in candidate.parts:
            for index in self._ceilings_of[part.area, part.fund]:
                drawn[index] += part.amount
        return {index: amount for index, amount in sorted(drawn.items()) if amount > 0}

    @cached_property
    def _ceilings_of(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        kinds = {(part.area, part.fund): part for candidate in self.candidates for part in candidate.parts}
        return {
            kind: tuple(index for index, ceiling in enumerate(self.ceilings) if ceiling.counts(part))
            for kind, part in kinds.items()
        }

    @cached_property
    def reaches(self) -> tuple[int, ...]:
        """How much money each ceiling is about: what it allows, or the most that one candidate draws on it."""
        drawn = [ceiling.cap for ceiling in self.ceilings]
        for draws in self.draws.values():
            for index, amount in draws.items():
                drawn[index] = max(drawn[index], amount)
        return tuple(drawn)

    @cached_property
    def rivals(self) -> Mapping[str, frozenset[str]]:
        """Which candidates exclude each one."""
        found: dict[str, set[str]] = defaultdict(set)
        for one, other in self.exclusive:
            found[one].add(other)
            found[other].add(one)
        return {each: frozenset(others) for each, others in found.items()}

    @cached_property
    def before(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """By candidate, (list, candidate) of whatever comes right before it where a list's own order is kept.

        What is left out stands in nobody's way.
        """
        found: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name, listed in self.lists.items():
            earlier = None
            for each in listed:
                if earlier is not None:
                    found[each].add((name, earlier))
                if each not in self.left_out:
                    earlier = each
        return {each: frozenset(others) for each, others in found.items()}

    @cached_property
    def lists(self) -> Mapping[str, list[str]]:
        """The lists whose own order is kept, each in its order."""
        kept: dict[str, list[tuple[int, str]]] = {name: [] for name in self.own_order}
        for candidate in self.candidates:
            for name, place in candidate.places:
                if name in kept:
                    kept[name].append((place, candidate.id))
        return {name: [each for _, each in sorted(listed)] for name, listed in kept.items()}

    @cached_property
    def needed(self) -> frozenset[str]:
        """What must be in: the must-haves, and what comes before them where the own order is kept."""
        waiting, found = list(self.must_have), set[str]()
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += [earlier for _, earlier in self.before.get(each, ())]
        return frozenset(found)

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The candidates in the order of the strict ranking.

        By value: the higher first. By submission: the foremost in its own list first. What is alike goes by the other
        of the two, then the cheaper, then the id.
        """
        return tuple(candidate.id for candidate in sorted(self.candidates, key=self._rank_of))

    def _rank_of(self, candidate: Candidate) -> tuple[int, int, int, str]:
        keys = (-candidate.value, candidate.place)
        first, second = keys if self.ranking == BY_VALUE else keys[::-1]
        return (first, second, candidate.amount, candidate.id)

    def value_of(self, chosen: Iterable[str]) -> int:
        """Return what a choice is worth, in steps."""
        return sum(self.by_id[each].value for each in chosen)

    def amount_of(self, chosen: Iterable[str]) -> int:
        """Return what a choice costs."""
        return sum(self.by_id[each].amount for each in chosen)

    def used_by(self, chosen: Iterable[str]) -> list[int]:
        """Return what a choice draws on each ceiling."""
        used = [0] * len(self.ceilings)
        for each in chosen:
            for index, amount in self.draws[each].items():
                used[index] += amount
        return used

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Problem":
        """Read it from JSON values, as `document` wrote them."""
        return cls(
            candidates=tuple(_candidate_of(each) for each in document["candidates"]),
            ceilings=tuple(
                Ceiling(**{**each, "areas": tuple(each["areas"]), "funds": tuple(each["funds"])})
                for each in document["ceilings"]
            ),
            minimums=tuple(Minimum(**each) for each in document["minimums"]),
            must_have=tuple(document["must_have"]),
            left_out=tuple(document["left_out"]),
            exclusive=tuple((one, other) for one, other in document["exclusive"]),
            own_order=tuple(document["own_order"]),
            ranking=document["ranking"],
            step=document["step"],
        )


def _candidate_of(document: Mapping[str, Any]) -> Candidate:
    parts = tuple(Part(**part) for part in document["parts"])
    places = tuple((name, place) for name, place in document["places"])
    return Candidate(document["id"], parts, document["value"], document["dimension"], places)
