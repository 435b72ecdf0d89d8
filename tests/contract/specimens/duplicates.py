"""Agencies' own projects, and what is judged of like ones."""

from tests.budget.duplicates.projects import BUREAU, DOH, VERDICTS, project, push_body, pushed, verdict_on
from tests.budget.requests.lists import desk
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed


async def to_push(_world: World) -> Specimen:
    """A project that is not pushed yet."""
    return Specimen(DOH, json=push_body())


async def on_project(world: World) -> Specimen:
    """A project that was pushed."""
    (one,) = await pushed(world, project())
    return Specimen(PROVINCE, {"project_id": one["id"]})


async def to_judge(world: World) -> Specimen:
    """A pair that nobody judged yet."""
    one, other = await pushed(world, project(), project())
    return Specimen(BUREAU, json=verdict_on(one, other))


async def on_verdict(world: World) -> Specimen:
    """A pair that was judged."""
    one, other = await pushed(world, project(), project())
    made = await world.create(VERDICTS, verdict_on(one, other), BUREAU)
    return Specimen(PROVINCE, {"verdict_id": made.json()["id"]})


async def on_request(world: World) -> Specimen:
    """A draft of a request."""
    at = await desk(world)
    return Specimen(at.officer, {"request_id": (await at.request(await at.list()))["id"]})


SPECIMENS: dict[str, Make] = {
    "listAgencyProjects": fixed(grant=PROVINCE),
    "pushAgencyProjects": to_push,
    "getAgencyProject": on_project,
    "listDuplicateVerdicts": fixed(grant=PROVINCE),
    "giveDuplicateVerdict": to_judge,
    "getDuplicateVerdict": on_verdict,
    "listSimilarToBudgetRequest": on_request,
}
