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


SHARED, OPEN = ("share",), ("share", "publish")


def dataset_body(**changed: Any) -> Json:
    """A dataset of เชียงใหม่ with a name of its own."""
    return {**CREATE_EXAMPLE, "name_th": f"ราคาสินค้าเกษตร {uuid4()}", **changed}


async def dataset(world: World, *verbs: str) -> Json:
    """A dataset of เชียงใหม่, a draft unless it was moved on by verbs."""
    made: Json = (await world.create(PATH, dataset_body(), OWNER)).json()
    for verb in verbs:
        made = (await world.act(f"{PATH}/{made['id']}/{verb}", OWNER)).json()
    return made


async def update(world: World, *verbs: str) -> Json:
    """Data that came into a dataset, a shared one unless verbs say otherwise."""
    made = await dataset(world, *(verbs or SHARED))
    return dict((await world.create(f"{PATH}/{made['id']}/updates", UPDATE, OWNER)).json())


async def analysis(world: World) -> Json:
    """What เชียงใหม่ reads in such data."""
    data = await update(world)
    return dict((await world.create(f"/v1/dataset-updates/{data['id']}/analyses", ANALYSIS, OWNER)).json())


def on_dataset(*verbs: str, **known: Any) -> Make:
    """A specimen on a dataset."""

    async def make(world: World) -> Specimen:
        made = await dataset(world, *verbs)
        return Specimen(OWNER, {"dataset_id": made["id"]}, tag=f'"{made["version"]}"', **known)

    return make


def on_update(*verbs: str, **known: Any) -> Make:
    """A specimen on an update."""

    async def make(world: World) -> Specimen:
        return Specimen(OWNER, {"update_id": (await update(world, *verbs))["id"]}, **known)

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
        # Files of an update are open to everyone once its dataset is published, those of an analysis are not.
        made = await (update(world, *OPEN) if name == "update_id" else analysis(world))
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
    "getDataset": on_dataset(*OPEN),
    "updateDataset": on_dataset(*SHARED, json={"kept_in_th": "ระบบสารสนเทศจังหวัด"}),
    "shareDataset": on_dataset(),
    "publishDataset": on_dataset(*SHARED),
    "retireDataset": on_dataset(*SHARED, json={"reason": "ไม่มีการจัดเก็บแล้ว"}),
    "listDatasetHistory": on_dataset(*SHARED),
    "recordDatasetUpdate": on_dataset(*SHARED, json=UPDATE),
    "listDatasetUpdates": on_dataset(*OPEN),
    "assessDataset": on_dataset(*SHARED, json=ASSESSMENT),
    "listDatasetAssessments": on_dataset(*OPEN),
    "recordDatasetDigitisation": on_dataset(*SHARED, json=STEP),
    "listDatasetDigitisation": on_dataset(*OPEN),
    "getDatasetFreshness": fixed(),
    "getDatasetDigitisation": fixed(query={"fiscal_year": "2566"}),
    "getDatasetUpdate": on_update(*OPEN),
    "createDatasetAnalysis": on_update(json=ANALYSIS),
    "listDatasetAnalyses": on_update(),
    "getDatasetAnalysis": on_analysis(),
    "reviseDatasetAnalysis": on_analysis(json={"text_th": "ราคาลดลงเพราะผลผลิตล้นตลาด", "reason_th": "ตรวจสอบแล้ว"}),
    "listDatasetAnalysisVersions": on_analysis(),
    "addDatasetUpdateAttachment": attaching(*UPDATES),
    "listDatasetUpdateAttachments": on_update(*OPEN),
    "downloadDatasetUpdateAttachment": attached(*UPDATES),
    "removeDatasetUpdateAttachment": attached(*UPDATES),
    "addDatasetAnalysisAttachment": attaching(*ANALYSES),
    "listDatasetAnalysisAttachments": on_analysis(),
    "downloadDatasetAnalysisAttachment": attached(*ANALYSES),
    "removeDatasetAnalysisAttachment": attached(*ANALYSES),
}
