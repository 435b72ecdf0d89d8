"""What both sides report of a joint indicator, and what is read of it."""

from typing import Any

import httpx

from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.disputes import DISPUTES
from tests.contract.specimens.joint import EVALUATION, evaluation_resolution, indicator, settle
from tests.contract.world import World
from tests.indicators.joint.conftest import Sides, offered


async def push(world: World, grant: str, indicator_id: str, *rows: Json) -> Json:
    """Report values, as a final year unless a row says otherwise."""
    known = {"indicator_id": indicator_id, "fiscal_year": 2558, "period": "year", "status": "final"}
    answer = await world.act("/v1/observations", grant, {"rows": [{**known, **row} for row in rows]})
    found: Json = answer.json()
    return found


async def results(sides: Sides, grant: str = "province:50") -> Json:
    """Read what came of it."""
    answer = await sides.world.api.get(f"{sides.path}/results", headers=sides.world.as_(grant))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def area(found: Json, code: str) -> Json:
    """One area's result."""
    return next(each for each in found["areas"] if each["area_code"] == code)


async def measured_by(world: World, **changed: Any) -> tuple[Sides, str]:
    """A joint indicator that เชียงใหม่ and ลำพูน have signed, and the indicator it is of."""
    known = await indicator(world)
    sides = await offered(world, measured=known, **changed)
    for code in ("50", "51"):
        assert (await sides.sign(code)).status_code == 200
    return sides, known["id"]


async def reviewed(sides: Sides, grant: str = MINISTRY) -> Json:
    """Have both sides' values looked at now."""
    return await sides.done("disputes/review", grant)


async def dispute_of(sides: Sides, code: str, state: str = "open") -> Json:
    """The one dispute of an area in a state."""
    asked = {"joint_indicator_id": sides.id, "area_code": code, "state": state}
    answer = await sides.world.api.get(DISPUTES, params=asked, headers=sides.world.as_("opdc"))
    (found,) = answer.json()["items"]
    one: Json = found
    return one


async def on_dispute(sides: Sides, dispute: Json, verb: str, grant: str, body: Json) -> httpx.Response:
    """Act on a dispute with a fresh key, whatever comes of it."""
    headers = {**sides.world.as_(grant), **key()}
    return await sides.world.api.post(f"{DISPUTES}/{dispute['id']}/{verb}", json=body, headers=headers)


async def disputed(world: World, area_value: float = 1000, function_value: float = 800, **changed: Any) -> Sides:
    """A joint indicator that เชียงใหม่ and ลำพูน have signed, of which both sides say something else of เชียงใหม่."""
    sides, measured = await measured_by(world, **changed)
    await push(world, "province:50", measured, {"area_code": "50", "value": area_value})
    await push(world, MINISTRY, measured, {"area_code": "50", "value": function_value})
    await reviewed(sides)
    return sides


async def resolved(sides: Sides, dispute: Json, decision: str = "settle", **changed: Any) -> Json:
    """Have the committee decide on a dispute as it was shown; returns what came of the item."""
    item = settle(dispute, decision, "joint_dispute")
    made = await evaluation_resolution(sides.world, item, **changed)
    headers = {**sides.world.as_(EVALUATION), **key()}
    body = {"resolution_id": made["id"]}
    answer = await sides.world.api.post(f"{DISPUTES}/decisions", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    (outcome,) = answer.json()["items"]
    found: Json = outcome
    return found


async def settled_as(sides: Sides, outcome: str, code: str = "50", **value: Any) -> Json:
    """Have an outcome proposed and resolved; returns the dispute as it then stands."""
    opened = await dispute_of(sides, code)
    body = {"outcome": outcome, "reason_th": "ตามหลักฐานที่เสนอ", **value}
    proposed = await on_dispute(sides, opened, "propose", EVALUATION, body)
    assert proposed.status_code == 200, proposed.text
    assert (await resolved(sides, proposed.json()))["outcome"] == "applied"
    return await dispute_of(sides, code, "settled")
