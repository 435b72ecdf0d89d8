"""Projects, their files and imports."""

from typing import Any
from uuid import uuid4

from services.plans.projects.schemas import CREATE_EXAMPLE
from tests.contract.specimens.decisions import confirmed, item_on, of_province
from tests.contract.world import COMMITTEE, PROVINCE, Make, Specimen, World, fixed, new_csv, new_pdf


def on_project(state: str = "draft", grant: str = PROVINCE, **known: Any) -> Make:
    """A specimen on a project in a state."""

    async def make(world: World) -> Specimen:
        project = await world.project(state)
        return Specimen(grant, {"project_id": project["id"]}, tag=f'"{project["version"]}"', **known)

    return make


async def resolved(world: World) -> Specimen:
    """A confirmed resolution that endorses a submitted project."""
    project = await world.project("submitted")
    item = item_on(project, "endorse", object_type="project")
    resolution = await confirmed(world, of_province("50"), item)
    return Specimen(COMMITTEE, json={"resolution_id": resolution["id"]})


async def new_attachment(world: World) -> Specimen:
    """A document that is not on the project yet."""
    project = await world.project()
    path, query = {"project_id": project["id"]}, {"name": "ผลการวิเคราะห์ปัญหา.pdf"}
    return Specimen(PROVINCE, path, query, content=new_pdf(), media="application/pdf")


async def on_attachment(world: World) -> Specimen:
    """A document on a draft."""
    attachment = await world.attachment()
    path = {"project_id": attachment["project_id"], "attachment_id": attachment["id"]}
    return Specimen(PROVINCE, path, tag=attachment["etag"])


async def new_import(_world: World) -> Specimen:
    """A file that has not been brought in yet."""
    return Specimen(PROVINCE, query={"name": "โครงการ.csv"}, content=new_csv(), media="text/csv")


async def on_import(world: World) -> Specimen:
    """A file that has been read."""
    batch = await world.imported()
    return Specimen(PROVINCE, {"import_id": batch["id"]}, tag=f'"{batch["version"]}"')


async def on_job(world: World) -> Specimen:
    """The job that read a file."""
    return Specimen(PROVINCE, {"job_id": (await world.imported())["job_id"]})


async def new_project(_world: World) -> Specimen:
    """A project that is not there yet."""
    return Specimen(PROVINCE, json={**CREATE_EXAMPLE, "title_th": f"โครงการ {uuid4()}"})


SPECIMENS: dict[str, Make] = {
    "listProjects": fixed(grant=PROVINCE),
    "createProject": new_project,
    "getProject": on_project(),
    "updateProject": on_project(json={"place_th": "อำเภอสันกำแพง"}),
    "cancelProject": on_project(),
    "submitProject": on_project(),
    "withdrawProject": on_project("submitted"),
    "returnProject": on_project("submitted", COMMITTEE, json={"reason": "โปรดแก้ไขวงเงิน"}),
    "listProjectHistory": on_project(),
    "decideProjects": resolved,
    "addProjectAttachment": new_attachment,
    "listProjectAttachments": on_project(),
    "downloadProjectAttachment": on_attachment,
    "removeProjectAttachment": on_attachment,
    "downloadProjectTemplate": fixed(grant=PROVINCE),
    "uploadProjectImport": new_import,
    "listProjectImports": fixed(grant=PROVINCE),
    "getProjectImport": on_import,
    "listProjectImportFaults": on_import,
    "confirmProjectImport": on_import,
    "cancelProjectImport": on_import,
    "getProjectJob": on_job,
}
