"""Looking for what is like something: candidates from the index, weighed, with what was judged of each pair."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates.engine import alike
from services.budget.duplicates.models import DuplicateVerdict
from services.budget.duplicates.repository import comparables, verdicts
from services.budget.duplicates.rules.things import DIFFERENT, Thing, changes_since
from services.budget.duplicates.rules.weighing import Likeness, compare, scale
from services.budget.duplicates.usecases.keeping import searched_for, side_of
from services.shared import reference
from services.shared.access import Principal
from services.shared.canonical import sha256
from services.shared.schemas import Json


@dataclass(frozen=True)
class Match:
    """Something that is like what was asked after, and what was judged of the two last."""

    thing: Thing
    likeness: Likeness
    verdict: DuplicateVerdict | None
    changes: Json  # by side (`this`, `other`) what changed since the verdict

    @property
    def is_settled(self) -> bool:
        """Whether the pair was judged, and neither side changed since."""
        return self.verdict is not None and not self.changes

    @property
    def is_told_apart(self) -> bool:
        """Whether it was judged different, and neither side changed since: it is not shown again."""
        return self.is_settled and self.verdict is not None and self.verdict.verdict == DIFFERENT


@dataclass(frozen=True)
class Similar:
    """What is like a thing, the most like first, without what was told apart; `told_apart` are those."""

    thing: Thing
    matches: tuple[Match, ...]
    told_apart: tuple[Match, ...]


async def similar_to(session: AsyncSession, principal: Principal, thing: Thing) -> Similar:
    """Return what is like a thing among all that the caller may see, in two statements."""
    by = scale()
    asked = [{"id": thing.id, **searched_for(thing)}]
    near = await comparables.near_to(session, principal, asked, by.candidates, is_open=False)
    likely = await asyncio.to_thread(weighed, {thing: near[thing.id]}, by.settings["shown"])
    found = await matched(session, principal, likely)
    return Similar(
        thing,
        tuple(each for each in found[thing.id] if not each.is_told_apart),
        tuple(each for each in found[thing.id] if each.is_told_apart),
    )


async def likely_against(
    session: AsyncSession, principal: Principal, things: Sequence[Thing]
) -> dict[UUID, tuple[Match, ...]]:
    """Return, by thing, what is likely the same, still asks, and has no verdict that stands; two statements for all."""
    if not things:
        return {}
    by = scale()
    asked = [{"id": thing.id, **searched_for(thing)} for thing in things]
    near = await comparables.near_to(session, principal, asked, by.checked, is_open=True)
    likely = await asyncio.to_thread(weighed, {thing: near[thing.id] for thing in things}, by.settings["likely"])
    found = await matched(session, principal, likely)
    return {thing_id: tuple(each for each in matches if not each.is_settled) for thing_id, matches in found.items()}


def weighed(near: Mapping[Thing, Sequence[Thing]], least: float) -> dict[Thing, list[tuple[Thing, Likeness]]]:
    """Return, by thing, those near to it that score at least so much, the most like first.

    A whole list takes a good part of a second, so it is done beside the event loop.
    """
    found = {}
    for thing, others in near.items():
        side = side_of(thing)
        likeness = [(each, compare(side, side_of(each), alike, scale())) for each in others]
        told = [each for each in likeness if each[1].score >= least]
        found[thing] = sorted(told, key=lambda each: (-each[1].score, each[0].id))
    return found


async def matched(
    session: AsyncSession, principal: Principal, likely: dict[Thing, list[tuple[Thing, Likeness]]]
) -> dict[UUID, list[Match]]:
    """Return what was weighed with what was judged of each pair, in one statement, none without a pair."""
    pairs = [(thing.id, other.id) for thing, found in likely.items() for other, _ in found]
    judged = await verdicts.verdicts_on(session, principal, pairs) if pairs else {}
    return {
        thing.id: [_match(thing, other, likeness, judged.get(pair_of(thing.id, other.id))) for other, likeness in found]
        for thing, found in likely.items()
    }


def pair_of(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Return a pair in the order in which it is kept."""
    return (one, other) if one < other else (other, one)


def _match(thing: Thing, other: Thing, likeness: Likeness, verdict: DuplicateVerdict | None) -> Match:
    changes: Json = {}
    if verdict is not None:
        seen = {verdict.left_id: verdict.left_content, verdict.right_id: verdict.right_content}
        told = {side: changes_since(seen[each.id], each.content) for side, each in (("this", thing), ("other", other))}
        changes = {side: changed for side, changed in told.items() if changed}
    return Match(other, likeness, verdict, changes)


def hash_of(thing: Thing) -> str:
    """Return the hash of what of a thing is compared."""
    content: dict[str, Any] = thing.content
    return sha256(content)


def name_of(thing: Thing) -> str:
    """Return the name of whose a thing is; its unit where the reference data does not know it."""
    kind, _, code = thing.unit.partition(":")
    found = reference.area(code) if kind == "area" else reference.function(code)
    return found.name_th if found else thing.unit
