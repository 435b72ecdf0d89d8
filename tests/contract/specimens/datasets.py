"""Datasets, what is recorded of them, what units read in them."""

from typing import Any
from uuid import uuid4

from services.indicators.datasets.schemas.analyses import CREATE_EXAMPLE as ANALYSIS
from services.indicators.datasets.schemas.datasets import CREATE_EXAMPLE
from services.shared.schemas import Json
from tests.contract.world import Make, Specimen, World, fixed, new_pdf

PATH, OWNER = "/v1/datasets", "province:50"
UPDATE: Json = {"as_of": "2014-10-31", "note_th": "ปรับตามราคาสำรวจ"}
ASSESSMENT: Json = {"is_usable": False, "reason_th": "ข้อมูลไม่ครบทุกอำเภอ"}
STEP: Json = {"step_code": "structured", "reached_on": "2014-10-01", "evidence_th": None}


def dataset_body(**changed: Any) -> Json:
    """A dataset of เชียงใหม่ with a name of its own."""
    return {**CREATE_EXAMPLE, "name_th": f"ราคาสินค้าเกษตร {uuid4()}", **changed}


async def dataset(world: World, verb: str | None = "share") -> Json:
    """A dataset of เชียงใหม่, shared unless another verb, or none, is named."""
    made: Json = (await world.create(PATH, dataset_body(), OWNER)).json()
    return made if verb is None else (await world.act(f"{PATH}/{made['id']}/{verb}", OWNER)).json()


async def update(world: World) -> Json:
    """Data that came into a shared dataset."""
    made = await dataset(world)
    return dict((await world.create(f"{PATH}/{made['id']}/updates", UPDATE, OWNER)).json())


async def analysis(world: World) -> Json:
    """What เชียงใหม่ reads in such data."""
    data = await update(world)
    return dict((await world.create(f"/v1/dataset-updates/{data['id']}/analyses", ANALYSIS, OWNER)).json())


def on_dataset(verb: str | None = "share", **known: Any) -> Make:
    """A specimen on a dataset."""

    async def make(world: World) -> Specimen:
        made = await dataset(world, verb)
        return Specimen(OWNER, {"dataset_id": made["id"]}, tag=f'"{made["version"]}"', **known)

    return make


def on_update(**known: Any) -> Make:
    """A specimen on an update."""

    async def make(world: World) -> Specimen:
        return Specimen(OWNER, {"update_id": (await update(world))["id"]}, **known)

    return make


def on_analysis(**known: Any) -> Make:
    """A specimen on an analysis."""

    async def make(world: World) -> Specimen:
        made = await analysis(world)
        return Specimen(OWNER, {"analysis_id": made["id"]}, tag=f'"{made["version"]}"', **known)

    return make


def attaching(path: str, name: str) -> Make:
    """A specimen that puts a file on an update or an analysis."""

    async def make(world: World) -> Specimen:
        made = await (update if name == "update_id" else analysis)(world)
        return Specimen(OWNER, {name: made["id"]}, content=new_pdf(), media="application/pdf", query={"name": path})

    return make


def attached(path: str, name: str) -> Make:
    """A specimen on a file of an update or an analysis."""

    async def make(world: World) -> Specimen:
        made = await (update if name == "update_id" else analysis)(world)
        answer = await world.upload(f"{path}/{made['id']}/attachments", new_pdf(), "application/pdf")
        assert answer.status_code == 201, answer.text
        known = {name: made["id"], "attachment_id": answer.json()["id"]}
        return Specimen(OWNER, known, tag=answer.headers["etag"])

    return make


async def new_dataset(_world: World) -> Specimen:
    """A dataset that is not there yet."""
    return Specimen(OWNER, json=dataset_body())


UPDATES, ANALYSES = ("/v1/dataset-updates", "update_id"), ("/v1/dataset-analyses", "analysis_id")

SPECIMENS: dict[str, Make] = {
    "listDatasets": fixed(),
    "createDataset": new_dataset,
    "getDataset": on_dataset(),
    "updateDataset": on_dataset(json={"kept_in_th": "ระบบสารสนเทศจังหวัด"}),
    "shareDataset": on_dataset(None),
    "publishDataset": on_dataset(),
    "retireDataset": on_dataset(json={"reason": "ไม่มีการจัดเก็บแล้ว"}),
    "listDatasetHistory": on_dataset(),
    "recordDatasetUpdate": on_dataset(json=UPDATE),
    "listDatasetUpdates": on_dataset(),
    "assessDataset": on_dataset(json=ASSESSMENT),
    "listDatasetAssessments": on_dataset(),
    "recordDatasetDigitisation": on_dataset(json=STEP),
    "listDatasetDigitisation": on_dataset(),
    "getDatasetFreshness": fixed(),
    "getDatasetDigitisation": fixed(query={"fiscal_year": "2566"}),
    "getDatasetUpdate": on_update(),
    "createDatasetAnalysis": on_update(json=ANALYSIS),
    "listDatasetAnalyses": on_update(),
    "getDatasetAnalysis": on_analysis(),
    "reviseDatasetAnalysis": on_analysis(json={"text_th": "ราคาลดลงเพราะผลผลิตล้นตลาด", "reason_th": "ตรวจสอบแล้ว"}),
    "listDatasetAnalysisVersions": on_analysis(),
    "addDatasetUpdateAttachment": attaching(*UPDATES),
    "listDatasetUpdateAttachments": on_update(),
    "downloadDatasetUpdateAttachment": attached(*UPDATES),
    "removeDatasetUpdateAttachment": attached(*UPDATES),
    "addDatasetAnalysisAttachment": attaching(*ANALYSES),
    "listDatasetAnalysisAttachments": on_analysis(),
    "downloadDatasetAnalysisAttachment": attached(*ANALYSES),
    "removeDatasetAnalysisAttachment": attached(*ANALYSES),
}
