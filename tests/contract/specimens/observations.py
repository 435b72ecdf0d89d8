"""Reported values."""

from services.shared.schemas import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY, indicator_body
from tests.contract.world import Make, Specimen, World, fixed


async def one_row(world: World) -> Json:
    """A value of an indicator that has none yet."""
    made = await world.create("/v1/indicators", indicator_body(), MINISTRY)
    indicator = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
    row = {"area_code": "50", "indicator_id": indicator["id"], "fiscal_year": 2558, "period": "q1"}
    return {"rows": [{**row, "value": 18250.75, "status": "provisional"}]}


async def new_values(world: World) -> Specimen:
    """Values that are not there yet."""
    return Specimen(MINISTRY, json=await one_row(world))


async def new_values_as_csv(world: World) -> Specimen:
    """The same as CSV."""
    [row] = (await one_row(world))["rows"]
    return Specimen(MINISTRY, content=f"{','.join(row)}\n{','.join(map(str, row.values()))}\n".encode())


async def on_batch(world: World) -> Specimen:
    """A push that wrote a value."""
    pushed = await world.act("/v1/observations", MINISTRY, await one_row(world))
    return Specimen(MINISTRY, {"batch_id": pushed.json()["batch_id"]})


SPECIMENS: dict[str, Make] = {
    "listObservations": fixed(),
    "pushObservations": new_values,
    "pushObservationsCsv": new_values_as_csv,
    "getObservationBatch": on_batch,
}
