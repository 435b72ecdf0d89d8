"""Evaluation frames."""

from typing import Any
from uuid import uuid4

from services.evaluation.frames.schemas import examples
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

PATH = "/v1/evaluation-frames"
KEEPER = "opdc"
YEAR = 2690  # far from the years of the documents, whose frames other tests read


def frame_body(**changed: Any) -> Json:
    """A complete frame, its title unlike any other."""
    return {**examples.CREATE, "fiscal_year": YEAR, "title_th": f"กรอบการประเมิน {uuid4()}", **changed}


async def new_frame(_world: World) -> Specimen:
    """A frame that is not there yet."""
    return Specimen(KEEPER, json=frame_body())


def on_frame(*, published: bool = False, **known: Any) -> Make:
    """A specimen on a draft, or on a frame in force."""

    async def make(world: World) -> Specimen:
        frame = (await world.create(PATH, frame_body(), KEEPER)).json()
        if published:
            frame = (await world.act(f"{PATH}/{frame['id']}/publish", KEEPER)).json()
        return Specimen(path={"frame_id": frame["id"]}, tag=f'"{frame["version"]}"', **known)

    return make


SPECIMENS: dict[str, Make] = {
    "listEvaluationFrames": fixed(),
    "listScoringMethods": fixed(),
    "createEvaluationFrame": new_frame,
    "getEvaluationFrame": on_frame(published=True),
    "updateEvaluationFrame": on_frame(grant=KEEPER, json={"note_th": "ปรับน้ำหนักตามมติ"}),
    "discardEvaluationFrame": on_frame(grant=KEEPER),
    "publishEvaluationFrame": on_frame(grant=KEEPER),
    "simulateEvaluationScore": on_frame(published=True, grant="province:50", json=examples.SIMULATE),
    "listEvaluationFrameHistory": on_frame(published=True, grant=KEEPER),
}
