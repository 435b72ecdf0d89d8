"""What requests ask of the other services, in the name of the caller."""

from collections.abc import Collection
from uuid import UUID

from services.budget.requests.rules.project import Project
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


async def sees_joint_indicator(asker: Asker, joint_indicator_id: UUID) -> bool:
    """Return whether there is such a joint indicator that the caller sees."""
    try:
        answer = await asker.ask(
            "indicators", "/internal/facts/objects/joint_indicator", {"id": [str(joint_indicator_id)]}
        )
        return str(joint_indicator_id) in answer["objects"]
    except NotFound:
        return False
    except (KeyError, TypeError) as problem:
        raise UpstreamBroken(service="indicators") from problem
