"""Matching funds: each opened anew, named unlike any other."""

from typing import Any
from uuid import uuid4

from services.budget.matching.schemas.fields import CLOSE_EXAMPLE, CREATE_EXAMPLE, ENTRY_EXAMPLE, PLEDGE_EXAMPLE
from tests.contract.operations import Json
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed

PATH = "/v1/matching-funds"


def fund_body(**changed: Any) -> Json:
    """A fund of เชียงใหม่ that was not opened yet."""
    return {**CREATE_EXAMPLE, "title_th": f"กองทุน {uuid4()}", **changed}


async def fund(world: World, **changed: Any) -> Json:
    """A fund without a pledge."""
    made: Json = (await world.create(PATH, fund_body(**changed), PROVINCE)).json()
    return made


async def pledged(world: World, within: Json, **changed: Any) -> Json:
    """The fund once somebody has pledged something to it."""
    made: Json = (await world.create(f"{PATH}/{within['id']}/pledges", {**PLEDGE_EXAMPLE, **changed}, PROVINCE)).json()
    return made


def on_fund(body: Json | None = None) -> Make:
    """A specimen on a fund without a pledge."""

    async def make(world: World) -> Specimen:
        return Specimen(PROVINCE, {"fund_id": (await fund(world))["id"]}, json=body)

    return make


async def new_fund(_world: World) -> Specimen:
    """A fund that is not opened yet."""
    return Specimen(PROVINCE, json=fund_body())


async def new_entry(world: World) -> Specimen:
    """A payment of a pledge."""
    made = await pledged(world, await fund(world))
    body = {**ENTRY_EXAMPLE, "pledge_id": made["pledges"][0]["id"]}
    return Specimen(PROVINCE, {"fund_id": made["id"]}, json=body)


SPECIMENS: dict[str, Make] = {
    "listMatchingFunds": fixed(grant=PROVINCE),
    "getMatchingTotals": fixed(grant=PROVINCE, query={"fiscal_year": 2558}),
    "createMatchingFund": new_fund,
    "getMatchingFund": on_fund(),
    "createMatchingPledge": on_fund(PLEDGE_EXAMPLE),
    "createMatchingEntry": new_entry,
    "closeMatchingFund": on_fund(CLOSE_EXAMPLE),
    "listMatchingFundHistory": on_fund(),
}
