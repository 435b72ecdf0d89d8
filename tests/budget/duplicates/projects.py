"""Agencies' own projects for tests: pushed by their agency, found by their codes."""

from typing import Any
from uuid import uuid4

from services.budget.duplicates.schemas.projects import HEAD, ONE
from tests.contract.operations import Json
from tests.contract.world import World

PROJECTS, VERDICTS = "/v1/agency-projects", "/v1/duplicate-verdicts"
DOH, BUREAU = "department:DOH", "budget_bureau"
# A title that no other test has: made of letters, because likeness looks at words.
_LETTERS = str.maketrans("0123456789abcdef", "กขคงจชซดตทนบปมรล")


def new_name() -> str:
    """A name of a place that nothing else has."""
    return uuid4().hex[:12].translate(_LETTERS)


def project(**changed: Any) -> Json:
    """A project in Chiang Mai that no agency has pushed yet."""
    plain = {**dict.fromkeys(("place_th", "stretch_th", "project_kind")), "area_code": "50", "amount": "500.00"}
    return {**ONE, **plain, "code": f"T-{uuid4()}", "title_th": f"ก่อสร้างสะพานข้ามห้วย{new_name()}", **changed}


def push_body(*projects: Json, **changed: Any) -> Json:
    """What pushes projects of the Department of Highways."""
    return {**HEAD, "projects": list(projects or (project(),)), **changed}


async def pushed(world: World, *projects: Json, grant: str = DOH, **changed: Any) -> list[Json]:
    """Projects as they are read once they are pushed, in the order in which they were sent."""
    await world.act(PROJECTS, grant, push_body(*projects, **changed))
    found = []
    for each in projects:
        answer = await world.api.get(PROJECTS, params={"code": each["code"]}, headers=world.as_(grant))
        found += answer.json()["items"]
    return found


def verdict_on(one: Json, other: Json, verdict: str = "different", **changed: Any) -> Json:
    """What judges two things as they were read."""
    return {
        "thing_id": one["id"],
        "thing_hash": one["content_hash"],
        "other_id": other["id"],
        "other_hash": other["content_hash"],
        "verdict": verdict,
        "reason_th": "คนละตอนของทางสายเดียวกัน",
        **changed,
    }
