"""The rules of a plan's strategy: what its numbers and links must agree with, and which row is which when sent again.

S4 3.2(3): vision, goals, strategic issues, strategies and projects hang together like a chain, balanced over the
dimensions of development.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.shared.errors import FieldError, Text


class Dimension(StrEnum):
    """The dimensions of development that S4 3.2(3) names."""

    INFRASTRUCTURE = "infrastructure"
    ECONOMY_SOCIETY = "economy_society"
    ENVIRONMENT = "environment"


@dataclass(frozen=True)
class StrategyFacts:
    """A strategy as it was sent; `id` when the sender names the stored one."""

    id: UUID | None
    number: str


@dataclass(frozen=True)
class IssueFacts:
    """A strategic issue as it was sent, with the numbers of the goals it serves."""

    id: UUID | None
    number: str
    goal_numbers: tuple[str, ...]
    strategies: tuple[StrategyFacts, ...]


@dataclass(frozen=True)
class TreeFacts:
    """A whole tree as it was sent."""

    goal_numbers: tuple[str, ...]
    issues: tuple[IssueFacts, ...]


def tree_faults(tree: TreeFacts, known_issues: frozenset[UUID], known_strategies: frozenset[UUID]) -> list[FieldError]:
    """Return what is wrong with a tree, each with its place; `known_*` are the ids that the plan has."""
    faults = _repeated("/goals/{0}/number", tree.goal_numbers)
    faults += _repeated("/issues/{0}/number", [issue.number for issue in tree.issues])
    faults += _id_faults([(f"/issues/{place}/id", issue.id) for place, issue in enumerate(tree.issues)], known_issues)
    placed = [
        (f"/issues/{place}/strategies/{inner}/id", strategy.id)
        for place, issue in enumerate(tree.issues)
        for inner, strategy in enumerate(issue.strategies)
    ]
    faults += _id_faults(placed, known_strategies)
    for place, issue in enumerate(tree.issues):
        faults += _repeated(f"/issues/{place}/strategies/{{0}}/number", [each.number for each in issue.strategies])
        faults += _goal_faults(place, issue, frozenset(tree.goal_numbers))
    return faults


def match(sent: Sequence[tuple[UUID | None, Hashable]], stored: Iterable[tuple[UUID, Hashable]]) -> list[UUID | None]:
    """Return, for each of `sent`, which stored row it is; None for a new one.

    A row is known by its id, else by its key (its number in its place), so that a sender who leaves the ids out does
    not cut the projects off from their strategies.
    """
    named = {row_id for row_id, _ in sent if row_id is not None}
    by_key = {key: row_id for row_id, key in stored if row_id not in named}
    return [row_id if row_id is not None else by_key.pop(key, None) for row_id, key in sent]


def _repeated(pointer: str, numbers: Sequence[str]) -> list[FieldError]:
    seen: set[str] = set()
    faults = []
    for place, number in enumerate(numbers):
        if number in seen:
            sentence = Text(f"มีเลขที่ {number} แล้ว", f"Number {number} stands there already.")
            faults.append(FieldError(pointer.format(place), "number_twice", sentence))
        seen.add(number)
    return faults


def _id_faults(placed: Iterable[tuple[str, UUID | None]], known: frozenset[UUID]) -> list[FieldError]:
    seen: set[UUID] = set()
    faults = []
    for pointer, row_id in placed:
        if row_id is None:
            continue
        if row_id not in known:
            sentence = Text(
                "แผนนี้ไม่มีรหัสนี้ รายการใหม่ไม่ต้องส่ง id", "The plan has none of this id; leave it out for a new one."
            )
            faults.append(FieldError(pointer, "id_unknown", sentence))
        elif row_id in seen:
            faults.append(FieldError(pointer, "id_twice", Text("รหัสนี้ซ้ำกัน", "This id stands there twice.")))
        seen.add(row_id)
    return faults


def _goal_faults(place: int, issue: IssueFacts, goals: frozenset[str]) -> list[FieldError]:
    pointer = f"/issues/{place}/goal_numbers"
    unknown = sorted(set(issue.goal_numbers) - goals)
    faults = []
    if unknown:
        numbers = ", ".join(unknown)
        sentence = Text(f"ไม่มีเป้าประสงค์เลขที่ {numbers}", f"There is no goal {numbers}.")
        faults.append(FieldError(pointer, "goal_unknown", sentence))
    if len(set(issue.goal_numbers)) != len(issue.goal_numbers):
        faults.append(FieldError(pointer, "goal_twice", Text("เป้าประสงค์ซ้ำกัน", "A goal stands there twice.")))
    return faults
