"""Plans and their strategy."""

import itertools
from typing import Any

from services.plans.documents.schemas import CREATE_EXAMPLE
from services.plans.strategy.schemas import EXAMPLE as STRATEGY
from services.shared import reference
from tests.contract.operations import Json
from tests.contract.specimens.decisions import POLICY, carried_out, confirmed, item_on, of_province
from tests.contract.world import Make, Specimen, World, fixed

PATH = "/v1/plans"
YEARS = 4
_numbers = itertools.count()


def place() -> Json:
    """An area and a period that no other plan of the tests has; the periods of one area have no year in common."""
    areas = [area.code for area in reference.provinces(2561)]
    turn, place_in_turn = divmod(next(_numbers), len(areas))
    first = 2561 + turn * YEARS
    return {"area_code": areas[place_in_turn], "first_fiscal_year": first, "last_fiscal_year": first + YEARS - 1}


def plan_body(**changed: Any) -> Json:
    """A development plan of an area and period of its own."""
    return {**CREATE_EXAMPLE, **place(), **changed}


def owner_of(plan: Json) -> str:
    """The grant that owns a plan."""
    area = plan["area_code"]
    return f"cluster:{area}" if area.startswith("C") else f"province:{area}"


async def plan(world: World, state: str = "draft", *, strategy: Json = STRATEGY, **changed: Any) -> Json:
    """A plan in a state, with a strategy."""
    body = plan_body(**changed)
    made: Json = (await world.create(PATH, body, owner_of(body))).json()
    await put_strategy(world, made, strategy)
    if state in ("submitted", "endorsed", "approved"):
        await world.act(f"{PATH}/{made['id']}/submit", owner_of(made))
    if state in ("endorsed", "approved"):
        await endorse(world, made["id"])
    if state == "approved":
        await approve(world, made["id"])
    found = await read(world, made["id"], owner_of(made))
    assert found["state"] == state, found
    return found


async def read(world: World, plan_id: str, grant: str = "opdc") -> Json:
    """A plan as it is now."""
    answer = await world.api.get(f"{PATH}/{plan_id}", headers=world.as_(grant))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def put_strategy(world: World, made: Json, strategy: Json) -> Json:
    """The strategy of a plan, put in place of what was there."""
    headers = {**world.as_(owner_of(made)), "If-Match": f'"{made["version"]}"'}
    answer = await world.api.put(f"{PATH}/{made['id']}/strategy", json=strategy, headers=headers)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def endorse(world: World, plan_id: str) -> Json:
    """What came of the area's own committee endorsing a plan."""
    found = await read(world, plan_id)
    item = item_on(found, "endorse", object_type="plan")
    return await carried_out(world, PATH, of_province(found["area_code"]), item)


async def approve(world: World, plan_id: str) -> Json:
    """What came of ก.น.จ. approving a plan."""
    return await carried_out(world, PATH, POLICY, item_on(await read(world, plan_id), "approve", object_type="plan"))


def on_plan(state: str = "draft", *, as_committee: bool = False, **known: Any) -> Make:
    """A specimen on a plan in a state, called by its owner or by its own committee."""

    async def make(world: World) -> Specimen:
        found = await plan(world, state)
        grant = of_province(found["area_code"]).office if as_committee else owner_of(found)
        return Specimen(grant, {"plan_id": found["id"]}, tag=f'"{found["version"]}"', **known)

    return make


async def new_plan(_world: World) -> Specimen:
    """A plan that is not there yet."""
    body = plan_body()
    return Specimen(owner_of(body), json=body)


async def resolved(world: World) -> Specimen:
    """A confirmed resolution that endorses a submitted plan."""
    found = await plan(world, "submitted")
    body = of_province(found["area_code"])
    resolution = await confirmed(world, body, item_on(found, "endorse", object_type="plan"))
    return Specimen(body.office, json={"resolution_id": resolution["id"]})


SPECIMENS: dict[str, Make] = {
    "listPlans": fixed(),
    "createPlan": new_plan,
    "getPlan": on_plan("approved"),
    "updatePlan": on_plan(json={"vision_th": "เมืองแห่งคุณภาพชีวิตที่ดี"}),
    "cancelPlan": on_plan(),
    "submitPlan": on_plan(),
    "withdrawPlan": on_plan("submitted"),
    "returnPlan": on_plan("submitted", as_committee=True, json={"reason": "โปรดปรับเป้าประสงค์"}),
    "revisePlan": on_plan("approved", json={"trigger": "evaluation", "reason": "ผลประเมินไตรมาสที่ 2"}),
    "getPlanStrategy": on_plan("approved"),
    "updatePlanStrategy": on_plan(json=STRATEGY),
    "listPlanHistory": on_plan(),
    "getPlanChecks": on_plan(),
    "decidePlans": resolved,
}
