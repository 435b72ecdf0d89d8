"""Topics and indicators."""

from typing import Any
from uuid import uuid4

from services.indicators.catalogue.schemas.indicators import CREATE_EXAMPLE
from services.shared.schemas import Json
from tests.contract.world import Make, Specimen, World, fixed

MINISTRY, KEEPER = "ministry:05", "opdc"


def indicator_body() -> Json:
    """An indicator with a code of its own."""
    return {**CREATE_EXAMPLE, "code": f"T-{uuid4().hex[:20].upper()}"}


def on_indicator(state: str = "draft", grant: str = MINISTRY, **known: Any) -> Make:
    """A specimen on an indicator of the Ministry of Tourism and Sports in a state."""

    async def make(world: World) -> Specimen:
        made = await world.create("/v1/indicators", indicator_body(), MINISTRY)
        indicator = made.json()
        if state == "published":
            indicator = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
        return Specimen(grant, {"indicator_id": indicator["id"]}, tag=f'"{indicator["version"]}"', **known)

    return make


async def new_indicator(_world: World) -> Specimen:
    """An indicator that is not there yet."""
    return Specimen(MINISTRY, json=indicator_body())


SPECIMENS: dict[str, Make] = {
    "listTopics": fixed(),
    "getTopic": fixed(path={"code": "B1.2"}),
    "listIndicators": fixed(),
    "listIndicatorUses": fixed(),
    "createIndicator": new_indicator,
    "getIndicator": on_indicator("published"),
    "updateIndicator": on_indicator(json={"data_source": "รายงานของจังหวัด"}),
    "publishIndicator": on_indicator(grant=KEEPER),
    "retireIndicator": on_indicator("published", KEEPER, json={"reason": "ไม่มีการจัดเก็บข้อมูลแล้ว"}),
    "listIndicatorDefinitions": on_indicator("published"),
    "listIndicatorHistory": on_indicator(),
}
