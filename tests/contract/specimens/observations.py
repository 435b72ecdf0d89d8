"""Reported values."""

from services.shared.schemas import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY, indicator_body
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed


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


async def new_file(world: World) -> bytes:
    """A file with one value of เชียงใหม่ that is not there yet."""
    made = await world.create("/v1/indicators", indicator_body(), MINISTRY)
    indicator = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
    row = f"50,{indicator['code']},2558,ไตรมาสที่ 1,18250.75,เบื้องต้น"
    return f"พื้นที่,รหัสตัวชี้วัด,ปีงบประมาณ,ช่วงเวลา,ค่า,สถานะ\n{row}\n".encode()


async def new_import(world: World) -> Specimen:
    """A file that has not been brought in yet."""
    return Specimen(PROVINCE, query={"name": "ค่า.csv"}, content=await new_file(world), media="text/csv")


async def imported(world: World) -> Json:
    """A file of one value that has been read."""
    return await world.imported("/v1/observations/imports", await new_file(world))


async def on_import(world: World) -> Specimen:
    """A file that has been read."""
    batch = await imported(world)
    return Specimen(PROVINCE, {"import_id": batch["id"]}, tag=f'"{batch["version"]}"')


async def on_job(world: World) -> Specimen:
    """The job that read a file."""
    return Specimen(PROVINCE, {"job_id": (await imported(world))["job_id"]})


SPECIMENS: dict[str, Make] = {
    "listOpenObservations": fixed(grant=PROVINCE),
    "downloadObservationTemplate": fixed(grant=PROVINCE),
    "uploadObservationImport": new_import,
    "listObservationImports": fixed(grant=PROVINCE),
    "getObservationImport": on_import,
    "listObservationImportFaults": on_import,
    "confirmObservationImport": on_import,
    "cancelObservationImport": on_import,
    "getObservationJob": on_job,
    "listObservations": fixed(),
    "pushObservations": new_values,
    "pushObservationsCsv": new_values_as_csv,
    "getObservationBatch": on_batch,
}
