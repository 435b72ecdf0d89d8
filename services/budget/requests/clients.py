"""What requests ask of the other services, in the name of the caller."""

from collections.abc import Collection
from uuid import UUID

from services.budget.requests.rules.project import Project
from services.budget.requests.rules.request import JointIndicator
from services.shared.errors import NotFound, UpstreamBroken
from services.shared.neighbours import Asker


async def projects_of(asker: Asker, project_ids: Collection[UUID]) -> dict[UUID, Project]:
    """Return those of up to 500 projects that the caller sees, as they stand now, by id."""
    if not project_ids:
        return {}
    ids = sorted(str(each) for each in set(project_ids))
    answer = await asker.ask("plans", "/internal/facts/objects/project", {"id": ids})
    try:
        return {UUID(key): Project.of(facts) for key, facts in answer["objects"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UpstreamBroken(service="plans") from problem


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
