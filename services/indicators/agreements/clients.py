"""What an agreement asks of the plans service: which of the projects it names there are."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from services.shared.errors import UpstreamBroken
from services.shared.facts import MOST_OBJECTS
from services.shared.neighbours import Asker

KEEPER = "plans"
# A project in one of these states supports nothing.
GIVEN_UP = frozenset({"cancelled", "rejected"})


async def standing_projects(asker: Asker, ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of `ids` that are projects which the caller sees and nobody gave up.

    Asks nothing for nothing. Raises Unavailable, DeadlinePassed, UpstreamBroken.
    """
    ordered = sorted(ids)
    found: set[UUID] = set()
    for start in range(0, len(ordered), MOST_OBJECTS):
        wanted = [str(each) for each in ordered[start : start + MOST_OBJECTS]]
        answer = await asker.ask(KEEPER, "/internal/facts/objects/project", {"id": wanted})
        found |= _standing(answer)
    return frozenset(found)


def _standing(answer: Mapping[str, Any]) -> set[UUID]:
    try:
        return {UUID(code) for code, facts in answer["objects"].items() if facts["state"] not in GIVEN_UP}
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=KEEPER) from problem
