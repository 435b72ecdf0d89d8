"""Submissions, and the requests in them."""

import itertools
from typing import Any

from services.budget.submissions.rules import MOST_ROUNDS
from tests.budget.ledger.books import Place
from tests.budget.requests.lists import REQUESTS, Desk, confirmed, desk, item_on
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import PROVINCE, Make, Specimen, World, fixed, new_pdf

COMMITTEES = "opdc"
# Lists of years that no other test has, so that a file names its own.
LISTED = itertools.count()


def on_list(count: int = 0, *, submitted: bool = False, **known: Any) -> Make:
    """A specimen on a list with so many requests."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        submission = await at.list()
        for _ in range(count):
            await at.request(submission, "300.00")
        path = f"/v1/budget-submissions/{submission['id']}"
        if submitted:
            await at.post(f"{path}/submit")
        tag = f'"{(await at.read(path))["version"]}"'
        return Specimen(at.officer, {"submission_id": submission["id"]}, tag=tag, **known)

    return make


async def new_list(world: World) -> Specimen:
    """A list that is not begun yet."""
    at = await desk(world)
    return Specimen(at.officer, json=at.list_body())


async def arranged(world: World) -> Specimen:
    """A list of two, to be turned round."""
    specimen = await on_list(2)(world)
    submission_id = specimen.path["submission_id"]
    headers = world.as_(specimen.grant or "")
    order = (await world.api.get(f"/v1/budget-submissions/{submission_id}", headers=headers)).json()["request_order"]
    body = {"request_ids": list(reversed(order))}
    return Specimen(specimen.grant, specimen.path, json=body, tag=specimen.tag)


async def decided_list(world: World) -> Specimen:
    """A confirmed resolution on a submitted list."""
    specimen = await on_list(1, submitted=True)(world)
    path = f"/v1/budget-submissions/{specimen.path['submission_id']}"
    submission = (await world.api.get(path, headers=world.as_(specimen.grant or ""))).json()
    item = item_on(submission, "endorse", what="budget_submission")
    resolution = await confirmed(world, ("province_committee", submission["area_code"]), [item])
    return Specimen(COMMITTEES, json={"resolution_id": resolution["id"]})


async def new_request(world: World) -> Specimen:
    """A request that is not made yet."""
    at = await desk(world)
    return Specimen(at.officer, json=at.request_body(await at.list(), await at.project()))


async def made_request(at: Desk, *, submitted: bool) -> Json:
    """A request, submitted when asked."""
    return await at.submitted() if submitted else await at.request(await at.list())


def on_request(*, submitted: bool = False, by_committee: bool = False, **known: Any) -> Make:
    """A specimen on a request, for its owner unless it is for its committee."""

    async def make(world: World) -> Specimen:
        at = await desk(world)
        request = await made_request(at, submitted=submitted)
        grant = at.committee if by_committee else at.officer
        return Specimen(grant, {"request_id": request["id"]}, tag=f'"{request["version"]}"', **known)

    return make


async def decided_request(world: World) -> Specimen:
    """A confirmed resolution on a submitted request."""
    at = await desk(world)
    item = item_on(await at.submitted(), "endorse")
    resolution = await confirmed(world, ("province_committee", at.place.area_code), [item])
    return Specimen(COMMITTEES, json={"resolution_id": resolution["id"]})


async def on_attachment(world: World) -> Specimen:
    """An analysis on a draft."""
    specimen = await on_request()(world)
    request_id = specimen.path["request_id"]
    headers = {**world.as_(specimen.grant or ""), **key(), "Content-Type": "application/pdf"}
    made = await world.api.post(
        f"{REQUESTS}/{request_id}/attachments", params={"name": "วิเคราะห์ปัญหา.pdf"}, content=new_pdf(), headers=headers
    )
    assert made.status_code == 201, made.text
    path = {"request_id": request_id, "attachment_id": made.json()["id"]}
    return Specimen(specimen.grant, path, tag=made.headers["etag"])


async def new_attachment(world: World) -> Specimen:
    """An analysis that is not on the request yet."""
    specimen = await on_request()(world)
    query = {"name": "วิเคราะห์ปัญหา.pdf"}
    return Specimen(specimen.grant, specimen.path, query, content=new_pdf(), media="application/pdf")


async def new_file(world: World) -> bytes:
    """A file with one request of เชียงใหม่ that is not there yet."""
    years, number = divmod(next(LISTED), MOST_ROUNDS)
    at = Desk(world, Place(2580 + years, "AREA", PROVINCE.removeprefix("province:")), {})
    await at.list(round=number + 1)
    project = await at.project()
    titles = "ปีงบประมาณ,รอบ,โครงการ,แหล่งเงิน,ในหรือเกินกรอบ,วงเงินที่ขอ (บาท),ประเภทรายจ่าย,รายการ,จำนวนเงิน (บาท)"
    row = f"{at.place.fiscal_year},{number + 1},{project['id']},AREA,เกินกรอบ,500,งบลงทุน,ลานกิจกรรม,500"
    return f"{titles}\n{row}\n".encode()


async def new_import(world: World) -> Specimen:
    """A file that has not been brought in yet."""
    return Specimen(PROVINCE, query={"name": "คำขอ.csv"}, content=await new_file(world), media="text/csv")


async def imported(world: World) -> Json:
    """A file of one request that has been read."""
    return await world.imported(f"{REQUESTS}/imports", await new_file(world))


async def on_import(world: World) -> Specimen:
    """A file that has been read."""
    batch = await imported(world)
    return Specimen(PROVINCE, {"import_id": batch["id"]}, tag=f'"{batch["version"]}"')


async def on_job(world: World) -> Specimen:
    """The job that read a file."""
    return Specimen(PROVINCE, {"job_id": (await imported(world))["job_id"]})


SCREENED = {"screened_amount": "450.00", "reason": "ราคากลางต่ำกว่าที่เสนอ"}

SPECIMENS: dict[str, Make] = {
    "getBudgetByPlan": fixed(grant=PROVINCE, query={"area_code": "50", "fiscal_year": 2558}),
    "listBudgetSubmissions": fixed(grant=PROVINCE),
    "createBudgetSubmission": new_list,
    "getBudgetSubmission": on_list(),
    "listBudgetSubmissionHistory": on_list(),
    "arrangeBudgetSubmission": arranged,
    "checkBudgetSubmission": on_list(1),
    "submitBudgetSubmission": on_list(1),
    "withdrawBudgetSubmission": on_list(1, submitted=True),
    "decideBudgetSubmissions": decided_list,
    "listBudgetRequests": fixed(grant=PROVINCE),
    "createBudgetRequest": new_request,
    "getBudgetRequest": on_request(),
    "updateBudgetRequest": on_request(json={"problem_rank": 2}),
    "refreshBudgetRequestSnapshot": on_request(json={"accept": False}),
    "submitBudgetRequest": on_request(),
    "screenBudgetRequest": on_request(submitted=True, by_committee=True, json=SCREENED),
    "withdrawBudgetRequest": on_request(json={"reason": "ใช้งบปีก่อนที่เหลือจ่ายแทน"}),
    "decideBudgetRequests": decided_request,
    "listBudgetRequestHistory": on_request(),
    "addBudgetRequestAttachment": new_attachment,
    "listBudgetRequestAttachments": on_request(),
    "downloadBudgetRequestAttachment": on_attachment,
    "removeBudgetRequestAttachment": on_attachment,
    "checkBudgetRequest": on_request(),
    "downloadBudgetRequestTemplate": fixed(grant=PROVINCE),
    "uploadBudgetRequestImport": new_import,
    "listBudgetRequestImports": fixed(grant=PROVINCE),
    "getBudgetRequestImport": on_import,
    "listBudgetRequestImportFaults": on_import,
    "confirmBudgetRequestImport": on_import,
    "cancelBudgetRequestImport": on_import,
    "getBudgetRequestJob": on_job,
}
