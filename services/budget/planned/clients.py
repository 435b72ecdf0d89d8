"""What is asked of the plans service: where projects stand in the plan, in the name of the caller."""

from collections.abc import AsyncIterator, Collection
from typing import Any
from uuid import UUID

from services.budget.planned.rules import Strategy
from services.shared.errors import UpstreamBroken
from services.shared.facts import MOST_OBJECTS
from services.shared.neighbours import Asker

PLANS = "plans"


async def places_of(asker: Asker, project_ids: Collection[UUID]) -> dict[UUID, tuple[str, UUID | None]]:
    """Return the state and the strategy of those projects that the caller sees, by id."""
    try:
        return {
            UUID(key): (facts["state"], UUID(facts["strategy_id"]) if facts["strategy_id"] else None)
            async for key, facts in _facts(asker, "project", project_ids)
        }
    except (KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=PLANS) from problem


async def strategies_of(asker: Asker, strategy_ids: Collection[UUID]) -> dict[UUID, Strategy]:
    """Return those strategies that stand in plans the caller sees, by id, each with its issue."""
    try:
        return {
            UUID(key): Strategy(
                id=UUID(key),
                number=facts["number"],
                title_th=facts["title_th"],
                plan_id=UUID(facts["plan_id"]),
                issue_id=UUID(facts["issue_id"]),
                issue_number=facts["issue_number"],
                issue_title_th=facts["issue_title_th"],
            )
            async for key, facts in _facts(asker, "strategy", strategy_ids)
        }
    except (KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=PLANS) from problem


async def _facts(asker: Asker, kind: str, ids: Collection[UUID]) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Yield the facts of objects, by as many as one question takes."""
    listed = sorted(str(each) for each in set(ids))
    for start in range(0, len(listed), MOST_OBJECTS):
        path = f"/internal/facts/objects/{kind}"
        answer = await asker.ask(PLANS, path, {"id": listed[start : start + MOST_OBJECTS]})
        for key, facts in answer["objects"].items():
            yield key, facts
