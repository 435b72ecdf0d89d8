"""What requests ask of the other services, in the name of the caller."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from services.budget.requests.rules.project import Project
from services.budget.requests.rules.request import JointIndicator
from services.shared.decisions.clients import AskKeeper
from services.shared.errors import NotFound, UpstreamBroken
from services.shared.neighbours import Asker
from services.shared.paging import LARGEST_LIMIT


async def projects_of(asker: Asker, project_ids: Collection[UUID]) -> dict[UUID, Project]:
    """Return those of up to 500 projects that the caller sees, as they stand now, by id."""
    return await projects_for(partial(asker.ask, "plans"), project_ids)


async def projects_for(ask: AskKeeper, project_ids: Collection[UUID]) -> dict[UUID, Project]:
    """Return those of up to 500 projects that whoever asks sees, as they stand now, by id."""
    if not project_ids:
        return {}
    ids = sorted(str(each) for each in set(project_ids))
    answer = await ask("/internal/facts/objects/project", {"id": ids})
    try:
        return {UUID(key): Project.of(facts) for key, facts in answer["objects"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UpstreamBroken(service="plans") from problem


async def projects_around(asker: Asker, area_code: str, fiscal_year: int) -> list[Project]:
    """Return what the caller sees of a fiscal year's projects that are an area's own or have a share for it."""
    found: dict[str, Project] = {}
    for side in ("owner_area_code", "area_code"):
        wanted = {side: area_code, "fiscal_year": fiscal_year, "sort": "title_th", "limit": LARGEST_LIMIT}
        cursor = None
        while True:
            page = await asker.ask("plans", "/v1/projects", {**wanted, "cursor": cursor})
            try:
                found |= {each["id"]: Project.of(each) for each in page["items"]}
                cursor = page["next_cursor"]
            except (KeyError, TypeError) as problem:
                raise UpstreamBroken(service="plans") from problem
            if cursor is None:
                break
    return list(found.values())


async def joint_indicator_of(asker: Asker, joint_indicator_id: UUID) -> JointIndicator | None:
    """Return a joint indicator that the caller sees, None when there is none."""
    key = str(joint_indicator_id)
    try:
        answer = await asker.ask("indicators", "/internal/facts/objects/joint_indicator", {"id": [key]})
        facts = answer["objects"].get(key)
        return None if facts is None else JointIndicator(facts["fiscal_year"], facts["function_code"])
    except NotFound:
        return None
    except (KeyError, TypeError, AttributeError) as problem:
        raise UpstreamBroken(service="indicators") from problem
