"""Scorecards."""

from typing import Any
from uuid import uuid4

from services.evaluation.frames.schemas import examples as frames
from services.evaluation.scorecards.schemas import examples
from tests.contract.operations import Json
from tests.contract.specimens.decisions import Body, carried_out, confirmed, item_on
from tests.contract.world import Make, Specimen, World, fixed

FRAMES, PATH = "/v1/evaluation-frames", "/v1/scorecards"
KEEPER, EVALUATOR = "opdc", "evaluator"
EVALUATION = Body("evaluation_committee")
YEAR = 2689  # far from the years that other tests publish frames in
WEIGHT = {**frames.CREATE["items"][1]["weight"], "value": 100}
SURVEY = {**frames.CREATE["items"][1], "name_th": "ความพึงพอใจของผู้รับบริการ", "result_source": "survey", "weight": WEIGHT}


async def frame(world: World) -> Json:
    """A frame of one item in force, in place of the one that the specimen before had."""
    body = {**frames.CREATE, "fiscal_year": YEAR, "title_th": f"กรอบการประเมิน {uuid4()}", "items": [SURVEY]}
    draft = (await world.create(FRAMES, body, KEEPER)).json()
    found: Json = (await world.act(f"{FRAMES}/{draft['id']}/publish", KEEPER)).json()
    return found


async def scorecard(world: World) -> Json:
    """A card of เชียงใหม่ by a frame of its own."""
    body = {"frame_id": (await frame(world))["id"], "area_code": "50"}
    found: Json = (await world.create(PATH, body, KEEPER)).json()
    return found


def approval(card: Json) -> Json:
    """An item that approves a card as it was read."""
    return item_on(card, "approve", service="evaluation", object_type="scorecard")


async def frozen_scorecard(world: World) -> Json:
    """A card with a total that the evaluation committee approved."""
    card = await scorecard(world)
    headers = {**world.as_(EVALUATOR), "If-Match": f'"{card["version"]}"'}
    answer = await world.api.put(f"{PATH}/{card['id']}/results/1", json=examples.RESULT, headers=headers)
    assert answer.status_code == 200, answer.text
    await carried_out(world, PATH, EVALUATION, approval(answer.json()))
    found: Json = (await world.api.get(f"{PATH}/{card['id']}")).json()
    assert found["state"] == "frozen", found
    return found


async def new_scorecard(world: World) -> Specimen:
    """A card that is not open yet."""
    return Specimen(EVALUATOR, json={"frame_id": (await frame(world))["id"], "area_code": "50"})


def on_scorecard(grant: str, path: dict[str, str] | None = None, **known: Any) -> Make:
    """A specimen on an open card."""

    async def make(world: World) -> Specimen:
        card = await scorecard(world)
        return Specimen(grant, {"scorecard_id": card["id"], **(path or {})}, tag=f'"{card["version"]}"', **known)

    return make


def on_frozen(**path: str) -> Make:
    """A specimen on a card that everyone may read."""

    async def make(world: World) -> Specimen:
        return Specimen(path={"scorecard_id": (await frozen_scorecard(world))["id"], **path})

    return make


async def a_resolution(world: World) -> Specimen:
    """A confirmed resolution on a card."""
    # Without a total, so that nothing is applied while a test watches.
    resolution = await confirmed(world, EVALUATION, approval(await scorecard(world)))
    return Specimen(EVALUATION.office, json={"resolution_id": resolution["id"]})


SPECIMENS: dict[str, Make] = {
    "listScorecards": fixed(),
    "createScorecard": new_scorecard,
    "getScorecardCoverage": fixed(grant="auditor", query={"fiscal_year": YEAR}),
    "getScorecard": on_frozen(),
    "getScorecardTrace": on_frozen(),
    "refreshScorecard": on_scorecard(EVALUATOR),
    "recordScorecardResult": on_scorecard(EVALUATOR, {"position": "1"}, json=examples.RESULT),
    "listScorecardComputations": on_frozen(),
    "getScorecardComputation": on_frozen(number="1"),
    "listScorecardHistory": on_scorecard("province:50"),
    "decideScorecards": a_resolution,
}
