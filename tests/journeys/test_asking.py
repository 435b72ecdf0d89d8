"""A province asks: an officer, a sheet, a list that must be complete, and a project that changes on the way.

Every request is one that a person could make with curl, through the gateway.
"""

import io
from typing import Any
from uuid import uuid4

import httpx
import openpyxl
import pytest

from services.budget.responsibilities.schemas import RECORD_EXAMPLE
from tests.budget.ledger.books import BUREAU, Place
from tests.budget.requests.lists import LISTS, NATIONAL, REQUESTS, Desk
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.world import World
from tests.shared.import_files import XLSX

IMPORTS, FRAMEWORKS = f"{REQUESTS}/imports", "/v1/responsibility-frameworks"
SHEET = "คำขอ"
PLACE = Place(2680, "AREA", "50")


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def test_an_officer_asks_with_a_sheet_and_the_committee_sees_what_was_asked(world: World) -> None:
    opened = await world.create("/v1/budget-accounts", PLACE.body(cap_amount="800000.00"), BUREAU)
    at = Desk(world, PLACE, opened.json())
    await world.create(FRAMEWORKS, {**RECORD_EXAMPLE, "fiscal_year": PLACE.fiscal_year}, "opdc")
    submission = await at.list()
    tourism = await at.project("500000.00", title_th=f"ตลาดชุมชน {uuid4()}")
    road = await at.project("400000.00", title_th=f"ถนนเข้าแหล่งท่องเที่ยว {uuid4()}", is_regular_mission=True)
    first, second = await the_sheet_comes_in(at, tourism, road)
    await what_is_missing_is_put_right(at, submission, first, second)
    await the_order_is_set_and_the_list_is_submitted(at, submission, first, second)
    await a_changed_project_waits_for_its_owner(at, submission, first)


async def the_sheet_comes_in(at: Desk, tourism: Json, road: Json) -> tuple[Json, Json]:
    """Thai digits and commas are read and reported; a sum that does not tie out has its cell; then both are in."""
    book = await template(at)
    sheet, places = book[SHEET], {cell.value: cell.column for cell in book[SHEET][2] if cell.column > 1}
    rows = {sheet.cell(row, places["project"]).value: row for row in range(4, sheet.max_row + 1)}
    said = {"fund_code": "AREA", "ceiling_position": "ในกรอบ", "problem_th": "รายได้ชุมชนลดลง", "line_title_th": "ก่อสร้าง"}
    line = {**said, "expenditure_class": "งบลงทุน", "forum_level": "อำเภอ", "forum_title_th": "เวทีประชาคมอำเภอ"}
    for project, asked, amount, kind in (
        (tourism, "๕๐๐,๐๐๐.๐๐", "500,000.00", None),
        (road, 400000, 399999.75, "HIGHWAY-MAINTENANCE"),
    ):
        more = {"asked_amount": asked, "amount": amount, "project_kind": kind, "forum_held_on": "20/8/2556"}
        for name, value in {**line, **more}.items():
            sheet.cell(rows[project["title_th"]], places[name], value)
    batch = await uploaded(at, book)
    cell = sheet.cell(rows[road["title_th"]], places["asked_amount"])
    assert [(each["cell"], each["code"]) for each in batch["faults"]] == [(cell.coordinate, "lines_do_not_add_up")]
    assert {"thai_digits", "buddhist_era"} & {note["code"] for note in batch["notes"]}
    refused = await confirm(at, batch)
    assert (refused.status_code, refused.json()["code"]) == (422, "import_taken_whole")
    sheet.cell(rows[road["title_th"]], places["amount"], 400000)
    batch = await uploaded(at, book)
    assert batch["faults"] == []
    created = (await confirm(at, batch)).json()["result"]["created"]
    requests = [await at.read(f"{REQUESTS}/{each}") for each in created]
    by_project = {each["project_id"]: each for each in requests}
    assert [each["asked_amount"] for each in requests] == ["500000.00", "400000.00"]
    return by_project[tourism["id"]], by_project[road["id"]]


async def template(at: Desk) -> Any:
    """The province's template, a row for each project that its list does not ask for yet."""
    answer = await at.world.api.get(f"{IMPORTS}/template", headers=at.world.as_(at.officer))
    return openpyxl.load_workbook(io.BytesIO(answer.content))


async def uploaded(at: Desk, book: Any) -> Json:
    """What was read of the workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return await at.world.imported(IMPORTS, buffer.getvalue(), XLSX, at.officer)


async def confirm(at: Desk, batch: Json) -> httpx.Response:
    """Confirm what was read."""
    headers = {**at.world.as_(at.officer), **key(), "If-Match": f'"{batch["version"]}"'}
    return await at.world.api.post(f"{IMPORTS}/{batch['id']}/confirm", headers=headers)


async def what_is_missing_is_put_right(at: Desk, submission: Json, first: Json, second: Json) -> None:
    """Checks name what blocks and what needs a reason; submitting is refused with the same list."""
    check = await at.read(f"{LISTS}/{submission['id']}/checks")
    assert check["is_ready"] is False
    named = [{each["code"]: each["severity"] for each in one["findings"]} for one in check["requests"]]
    assert named[0]["missing"] == "must"
    assert named[0]["project_kind_missing"] == named[1]["kind_of_an_agency"] == named[1]["regular_mission"] == "should"
    blocking = [
        (f"/requests/{one['request_id']}{each['pointer']}", each["code"])
        for one in check["requests"]
        for each in one["findings"]
        if each["severity"] == "must" and each["code"] != "ceiling_exceeded"
    ]
    refused = await at.post(f"{LISTS}/{submission['id']}/submit")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == blocking
    why = [{"finding": "kind_of_an_agency", "reason_th": "กรมไม่มีงบปีนี้ ถนนเข้าแหล่งท่องเที่ยวชำรุด"}]
    await changed(at, first, problem_rank=1)
    # 500,000 are taken of 800,000: the second asks above the ceiling.
    await changed(at, second, problem_rank=2, ceiling_position="above", reasons=why)
    assert (await at.read(f"{LISTS}/{submission['id']}/checks"))["is_ready"] is True


async def changed(at: Desk, request: Json, **fields: object) -> Json:
    """A request with something put right."""
    now = await at.again(request)
    headers = {**at.world.as_(at.officer), "If-Match": f'"{now["version"]}"'}
    answer = await at.world.api.patch(f"{REQUESTS}/{request['id']}", json=fields, headers=headers)
    assert answer.status_code == 200, answer.text
    shown: Json = answer.json()
    return shown


async def the_order_is_set_and_the_list_is_submitted(at: Desk, submission: Json, first: Json, second: Json) -> None:
    """The whole order at once, against the version that was seen; what is asked within is held, to the satang."""
    path = f"{LISTS}/{submission['id']}"
    seen = await at.read(path)
    assert (seen["within_amount"], seen["above_amount"]) == ("500000.00", "400000.00")
    turned = {"request_ids": [second["id"], first["id"]]}
    headers = {**at.world.as_(at.officer), "If-Match": f'"{seen["version"]}"'}
    answers = [await at.world.api.put(f"{path}/order", json=turned, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 412]
    submitted = await at.post(f"{path}/submit")
    assert (submitted.status_code, submitted.json()["state"]) == (200, "submitted")
    assert await at.held() == ("500000.00", "0.00")


async def a_changed_project_waits_for_its_owner(at: Desk, submission: Json, first: Json) -> None:
    """The committee endorses the list as it saw it; a project that changed since does not reach ก.น.จ. by it."""
    seen = await at.read(f"{LISTS}/{submission['id']}", at.committee)
    assert (await at.decide(seen, "endorse", what="budget_submission"))["outcome"] == "applied"
    request = await at.again(first)
    project = await at.changed_project(request)
    outcome = await at.decide(request, "approve", NATIONAL)
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "project_changed")
    assert request["snapshot"]["content_hash"] in outcome["reason"]["en"]
    assert project["content_hash"] in outcome["reason"]["en"]
    now = await at.again(first)
    assert (now["state"], now["snapshot_state"], await at.held()) == ("endorsed", "changed", ("500000.00", "0.00"))
