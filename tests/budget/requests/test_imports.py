"""Requests from a sheet: filled in by an officer, judged as the JSON door judges, brought in whole or not at all."""

import io
from typing import Any

import openpyxl

from tests.budget.requests.lists import LISTS, REQUESTS, Desk
from tests.conftest import key
from tests.contract.operations import Json
from tests.shared.import_files import XLSX

IMPORTS = f"{REQUESTS}/imports"
SHEET = "คำขอ"


async def template_of(at: Desk) -> Any:
    """The workbook that the officer downloads."""
    answer = await at.world.api.get(f"{IMPORTS}/template", headers=at.world.as_(at.officer))
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX), answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def columns_of(book: Any) -> dict[str, int]:
    """Where each column of the template is, by its machine name."""
    return {cell.value: cell.column for cell in book[SHEET][2] if cell.column > 1}


def fill(book: Any, *rows: Json, first: int = 4) -> None:
    """Write rows from the first free one on."""
    places = columns_of(book)
    for number, row in enumerate(rows, first):
        for name, value in row.items():
            book[SHEET].cell(number, places[name], value)


async def uploaded(at: Desk, book: Any) -> Json:
    """What the service read of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return await at.world.imported(IMPORTS, buffer.getvalue(), XLSX, at.officer)


async def confirm(at: Desk, batch: Json, **params: str) -> Any:
    """Confirm what was read."""
    headers = {**at.world.as_(at.officer), **key(), "If-Match": f'"{batch["version"]}"'}
    return await at.world.api.post(f"{IMPORTS}/{batch['id']}/confirm", params=params, headers=headers)


def row_of(at: Desk, project: Json, amount: Any, **more: Any) -> Json:
    """A row as people write it."""
    line = {"expenditure_class": "งบลงทุน", "line_title_th": "ก่อสร้างลานกิจกรรม", "amount": amount}
    head = {"fund_code": at.place.fund_code, "ceiling_position": "ในกรอบ", "asked_amount": amount}
    where = {"fiscal_year": at.place.fiscal_year, "round": at.list_body()["round"], "project": project["title_th"]}
    return {**where, **head, "problem_th": "รายได้ลดลง 3 ปี", "problem_rank": 1, **line, **more}


def blank_sheet(book: Any) -> Any:
    """The template without the rows that wait."""
    book[SHEET].delete_rows(4, book[SHEET].max_row)
    return book


async def test_the_rows_of_a_project_are_one_request_and_the_sheet_sets_the_order(at: Desk) -> None:
    submission = await at.list()
    first, second = await at.project("500.00"), await at.project("300.00")
    book = await template_of(at)
    waiting = {book[SHEET].cell(row, columns_of(book)["project"]).value for row in range(4, book[SHEET].max_row + 1)}
    assert {first["title_th"], second["title_th"]} <= waiting
    book = blank_sheet(book)
    year = at.place.fiscal_year
    later = {"line_fiscal_year": str(year + 1), "amount": 900, "line_title_th": "ระยะที่สอง"}
    people = {"evidence_th": "ปัญหาที่เสนอ", "evidence_source_th": "เวทีประชาคม", "evidence_side": "ประชาชน"}
    forum = {"forum_level": "อำเภอ", "forum_title_th": "เวทีสันกำแพง", "forum_held_on": "20/8/2556"}
    head = {"fund_code": None, "ceiling_position": None, "asked_amount": None, "problem_th": None, "problem_rank": None}
    fill(
        book,
        row_of(at, second, "๓๐๐.๐๐", **people, **forum),
        row_of(at, first, "200.00", asked_amount="500.00"),
        row_of(at, first, "300.00", **head) | {"expenditure_class": "งบดำเนินงาน"},
        row_of(at, second, "1", **head) | later,
    )
    batch = await uploaded(at, book)
    assert batch["faults"] == []
    assert {"thai_digits"} <= {note["code"] for note in batch["notes"]}
    answer = await confirm(at, batch)
    assert answer.status_code == 200, answer.text
    made = answer.json()["result"]["created"]
    assert (await at.read(f"{LISTS}/{submission['id']}"))["request_order"] == made
    one, other = [await at.read(f"{REQUESTS}/{each}") for each in made]
    assert (one["project_id"], one["asked_amount"], one["priority"]) == (second["id"], "300.00", 1)
    assert one["later_years"] == [{"fiscal_year": year + 1, "amount": "900.00"}]
    assert one["forum"] == {"level": "district", "title_th": "เวทีสันกำแพง", "held_on": "2013-08-20"}
    assert one["evidence"] == [{"title_th": "ปัญหาที่เสนอ", "source_th": "เวทีประชาคม", "side": "people"}]
    assert other["class_amounts"] == {"capital": "200.00", "recurrent": "300.00"}
    types = [each["type"] for each in (await at.read(f"{REQUESTS}/{made[0]}/history"))["items"]]
    assert types == ["budget_request.created"]


async def test_every_fault_stands_at_its_cell_and_nothing_comes_in_by_halves(at: Desk) -> None:
    submission = await at.list()
    good, bad, taken = [await at.project() for _ in range(3)]
    await at.world.create(REQUESTS, at.request_body(submission, taken), at.officer)
    book = blank_sheet(await template_of(at))
    fill(
        book,
        row_of(at, good, "500.00"),
        row_of(at, bad, "200.00", asked_amount="500.00", fund_code="NONE"),
        row_of(at, bad, "250.00", asked_amount="500.00", fund_code="NONE", problem_th="อื่น"),
        row_of(at, {"title_th": "ไม่มีโครงการนี้"}, "1.00"),
        row_of(at, taken, "500.00"),
        row_of(at, bad, "500.00", round=77),
    )
    batch = await uploaded(at, book)
    letters = {name: openpyxl.utils.get_column_letter(at_) for name, at_ in columns_of(book).items()}
    found = {(fault["cell"], fault["code"]) for fault in batch["faults"]}
    assert found == {
        (f"{letters['problem_th']}6", "differs_in_request"),
        (f"{letters['project']}7", "project_unknown"),
        (f"{letters['project']}8", "budget_request_exists"),
        (f"{letters['round']}9", "submission_unknown"),
    }
    refused = await confirm(at, batch, skip_faulty="true")
    assert (refused.status_code, refused.json()["code"]) == (422, "import_taken_whole")
    assert len((await at.read(f"{LISTS}/{submission['id']}"))["request_order"]) == 1
    fill(book, {"problem_th": None}, first=6)
    book[SHEET].cell(6, columns_of(book)["problem_th"]).value = None
    book[SHEET].delete_rows(7, 3)
    batch = await uploaded(at, book)
    assert {(fault["cell"], fault["code"]) for fault in batch["faults"]} == {
        (f"{letters['asked_amount']}5", "lines_do_not_add_up"),
        (f"{letters['fund_code']}5", "fund_unknown"),
    }


async def test_a_sheet_that_was_overtaken_is_refused_whole(at: Desk) -> None:
    submission = await at.list()
    first, second = [await at.project() for _ in range(2)]
    book = blank_sheet(await template_of(at))
    fill(book, row_of(at, first, "500.00"), row_of(at, second, "500.00"))
    batch = await uploaded(at, book)
    assert batch["faults"] == []
    await at.world.create(REQUESTS, at.request_body(submission, second), at.officer)
    refused = await confirm(at, batch)
    assert (refused.status_code, refused.json()["code"]) == (422, "budget_rows_refused")
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [
        ("row:5/project", "budget_request_exists")
    ]
    assert len((await at.read(f"{LISTS}/{submission['id']}"))["request_order"]) == 1


async def test_a_hostile_file_ends_in_a_sentence(at: Desk) -> None:
    formula = b"project,amount\n=cmd|'/c calc'!A0,1\n"
    answer = await at.world.upload(IMPORTS, b"PK\x03\x04 no workbook", XLSX, at.officer)
    assert (answer.status_code, answer.json()["code"]) == (415, "file_damaged")
    batch = await at.world.imported(IMPORTS, formula, "text/csv", at.officer)
    assert batch["counts"]["valid"] == 0
    assert batch["faults"]
