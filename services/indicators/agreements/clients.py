"""What an agreement asks of the plans service: which of the projects and strategic issues it names there are."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from services.indicators.agreements.rules.issues import Issue
from services.shared.errors import UpstreamBroken
from services.shared.facts import MOST_OBJECTS
from services.shared.neighbours import Asker

KEEPER = "plans"
# A project in one of these states supports nothing, and a plan in one of them has no issues.
GIVEN_UP = frozenset({"cancelled", "rejected"})
# What is kept of a strategic issue: as the plan had it when the KPI was written.
KEPT = ("number", "title_th", "lead_host_unit", "lead_host_post", "plan_id", "edition")


async def standing_projects(asker: Asker, ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of `ids` that are projects which the caller sees and nobody gave up.

    Asks nothing for nothing. Raises Unavailable, DeadlinePassed, UpstreamBroken.
    """
    return frozenset(await _standing(asker, "project", ids))


async def standing_issues(asker: Asker, ids: Collection[UUID]) -> Mapping[UUID, Issue]:
    """Return, by id, those of `ids` that are strategic issues of plans which the caller sees and nobody gave up.

    Asks nothing for nothing. Raises Unavailable, DeadlinePassed, UpstreamBroken.
    """
    found = await _standing(asker, "strategic_issue", ids)
    try:
        return {issue_id: _issue(facts) for issue_id, facts in found.items()}
    except (KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=KEEPER) from problem


def _issue(facts: Mapping[str, Any]) -> Issue:
    return Issue(
        area_code=str(facts["area_code"]),
        first_fiscal_year=int(facts["first_fiscal_year"]),
        last_fiscal_year=int(facts["last_fiscal_year"]),
        snapshot={name: facts[name] for name in KEPT},
    )


async def _standing(asker: Asker, object_type: str, ids: Collection[UUID]) -> dict[UUID, Mapping[str, Any]]:
    ordered = sorted(ids)
    found: dict[UUID, Mapping[str, Any]] = {}
    for start in range(0, len(ordered), MOST_OBJECTS):
        wanted = [str(each) for each in ordered[start : start + MOST_OBJECTS]]
        answer = await asker.ask(KEEPER, f"/internal/facts/objects/{object_type}", {"id": wanted})
        try:
            standing = {UUID(code): facts for code, facts in answer["objects"].items()}
            found |= {code: facts for code, facts in standing.items() if facts["state"] not in GIVEN_UP}
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise UpstreamBroken(service=KEEPER) from problem
    return found
