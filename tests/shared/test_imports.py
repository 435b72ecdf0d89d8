"""The road of a file: uploaded, read, looked at, confirmed; and every way it is refused."""

import asyncio
import datetime as dt
import io
from typing import Any
from uuid import UUID, uuid4

import httpx
import openpyxl
import pytest
from sqlalchemy import select

from services.shared.events.models import Event
from services.shared.imports.judging import PREVIEW_FINDINGS, PREVIEW_ROWS
from services.shared.imports.models import ImportBatch
from services.shared.imports.repository import load_upload, save_outcome
from services.shared.jobs.models import Job
from tests.conftest import As, key
from tests.shared.house import IMPORTS as KIND
from tests.shared.house import PATH, House, Json
from tests.shared.import_files import CSV, XLSX, separated, workbook

IMPORTS = KIND.path
TITLES = ["ชื่อโครงการ", "ปีงบประมาณ", "วงเงิน (บาท)", "วันเริ่ม"]
OWNER, STRANGER, COMMITTEE = "province:50", "province:83", "province_committee:50"
Row = list[Any]


def row(**changed: Any) -> Row:
    """Return a row whose title no other test has."""
    values = {"title": f"โครงการ {uuid4()}", "year": 2558, "amount": "1,250,000.50", "start": "1/11/2557"}
    return list({**values, **changed}.values())


async def upload(
    house: House, headers: dict[str, str], content: bytes, media: str = XLSX, **parameters: str
) -> httpx.Response:
    headers = {**key(), **headers, "Content-Type": media}
    name = {"name": "โครงการ 2558.xlsx"}
    return await house.client.post(IMPORTS, params={**name, **parameters}, content=content, headers=headers)


async def previewed(house: House, headers: dict[str, str], content: bytes, media: str = XLSX) -> httpx.Response:
    """Upload a file, let it be read, and return what is then shown of it."""
    answer = await upload(house, headers, content, media)
    assert answer.status_code == 202, answer.text
    await house.work()
    return await house.client.get(answer.headers["location"], headers=headers)


async def step(house: House, headers: dict[str, str], batch: Json, verb: str, **parameters: str) -> httpx.Response:
    tag = {"If-Match": f'"{batch["version"]}"'} if verb == "confirm" else {}
    path = f"{IMPORTS}/{batch['id']}/{verb}"
    return await house.client.post(path, params=parameters, headers={**tag, **key(), **headers})


async def test_a_file_is_uploaded_read_looked_at_and_confirmed(house: House, as_: As) -> None:
    rows = [row(), row(amount=5)]
    accepted = await upload(house, as_(OWNER), workbook([TITLES, *rows]))
    assert accepted.status_code == 202, accepted.text
    place, waiting = accepted.headers["location"], accepted.json()
    assert (waiting["state"], waiting["owner"], waiting["name"]) == ("uploaded", "area:50", "โครงการ 2558.xlsx")
    assert (await house.client.get(place, headers=as_(OWNER))).headers["retry-after"] == "1"
    await house.work()
    job = await house.client.get(f"{PATH}/jobs/{waiting['job_id']}", headers=as_(OWNER))
    assert job.json()["result"] == {"import_id": waiting["id"], "state": "previewed"}
    shown = await house.client.get(place, headers=as_(OWNER))
    assert (shown.headers["etag"], "retry-after" in shown.headers) == ('"2"', False)
    batch = shown.json()
    assert batch["counts"] == {"rows": 2, "valid": 2, "faulty": 0, "faults": 0, "notes": 2}
    assert batch["preview"][0] == {
        "row": 2,
        "values": {
            **dict.fromkeys(batch["preview"][0]["values"]),
            "title_th": rows[0][0],
            "fiscal_year": 2558,
            "estimated_amount": "1250000.50",
            "start_on": "2014-11-01",
        },
    }
    assert batch["notes"][0]["code"] == "buddhist_year"
    confirmed = (await step(house, as_(OWNER), batch, "confirm")).json()
    assert (confirmed["state"], confirmed["version"]) == ("confirmed", 3)
    assert (confirmed["result"]["imported"], confirmed["result"]["skipped"]) == (2, 0)
    for created in confirmed["result"]["created"]:
        project = (await house.client.get(f"{PATH}/{created}", headers=as_(OWNER))).json()
        assert project["title_th"] in {rows[0][0], rows[1][0]}


async def test_excel_and_csv_meet_the_same_validator_as_json(house: House, as_: As) -> None:
    rows = [TITLES, row(), row(title="ก" * 501), row(start="1/11/2560"), row(year=2015)]
    for content, media in ((workbook(rows), XLSX), (separated(rows), CSV), (separated(rows, ";", "cp874"), "text/csv")):
        batch = (await previewed(house, as_(OWNER), content, media)).json()
        assert [(fault["cell"], fault["code"]) for fault in batch["faults"]] == [
            ("A3", "string_too_long"),
            ("D4", "outside_fiscal_year"),
            ("B5", "fiscal_year_in_common_era"),
        ]
        assert batch["faults"][0]["column"] == "title_th"
        assert batch["counts"]["valid"] == 1


async def test_rules_between_rows_name_their_cells(house: House, as_: As) -> None:
    twice = row()
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, twice, row(), twice]))).json()
    assert [(fault["sheet"], fault["cell"], fault["code"]) for fault in batch["faults"]] == [
        ("โครงการ", "A4", "title_twice")
    ]
    confirmed = (await step(house, as_(OWNER), batch, "confirm", skip_faulty="true")).json()
    assert (batch["counts"]["valid"], confirmed["result"]["imported"]) == (2, 2)


async def test_with_faults_nothing_is_created_unless_the_faulty_rows_may_be_skipped(house: House, as_: As) -> None:
    good = row()
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, good, row(year=2015)]))).json()
    confirm = next(each for each in batch["allowed_actions"] if each["action"] == "project.import.confirm")
    assert (confirm["allowed"], confirm["code"]) == (False, "import_has_faults")
    refused = await step(house, as_(OWNER), batch, "confirm")
    assert (refused.status_code, refused.json()["code"]) == (422, "import_has_faults")
    assert refused.json()["errors"][0]["pointer"] == "cell:โครงการ!B3"
    assert refused.json()["facts"] == {"faults": 1, "faulty": 1, "rows": 2, "valid": 1}
    skipped = (await step(house, as_(OWNER), batch, "confirm", skip_faulty="true")).json()
    assert (skipped["result"]["imported"], skipped["result"]["skipped"]) == (1, 1)
    project = await house.client.get(f"{PATH}/{skipped['result']['created'][0]}", headers=as_(OWNER))
    assert project.json()["title_th"] == good[0]


async def test_without_a_good_row_there_is_nothing_to_confirm(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, row(year=2015)]))).json()
    refused = await step(house, as_(OWNER), batch, "confirm", skip_faulty="true")
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_import")


async def test_a_row_that_the_database_refuses_takes_all_others_back(house: House, as_: As) -> None:
    taken, other = row(), row()
    first = (await previewed(house, as_(OWNER), workbook([TITLES, taken]))).json()
    assert (await step(house, as_(OWNER), first, "confirm")).status_code == 200
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, other, taken]))).json()
    refused = await step(house, as_(OWNER), batch, "confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "project_exists")
    listed = await house.client.get(PATH, params={"q": other[0]}, headers=as_(OWNER))
    assert listed.json()["items"] == []
    again = await house.client.get(f"{IMPORTS}/{batch['id']}", headers=as_(OWNER))
    assert again.json()["state"] == "previewed"


async def test_a_confirmation_repeated_with_its_key_creates_once(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, row()]))).json()
    headers = {**as_(OWNER), **key()}
    answers = await asyncio.gather(*(step(house, headers, batch, "confirm") for _ in range(4)))
    created = {tuple(each.json()["result"]["created"]) for each in answers if each.status_code == 200}
    assert len(created) == 1
    replay = await step(house, headers, batch, "confirm")
    assert (replay.status_code, replay.headers["idempotent-replayed"]) == (200, "true")
    other_key = await step(house, as_(OWNER), batch, "confirm")
    assert (other_key.status_code, other_key.json()["code"]) == (412, "version_stale")
    latest = {**batch, "version": 3}
    assert (await step(house, as_(OWNER), latest, "confirm")).json()["code"] == "state_does_not_allow"


async def test_a_confirmation_says_which_version_it_confirms(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, row()]))).json()
    bare = await house.client.post(f"{IMPORTS}/{batch['id']}/confirm", headers={**as_(OWNER), **key()})
    assert (bare.status_code, bare.json()["code"]) == (428, "if_match_required")


async def test_a_file_that_is_still_unread_cannot_be_confirmed(house: House, as_: As) -> None:
    batch = (await upload(house, as_(OWNER), workbook([TITLES, row()]))).json()
    refused = await step(house, as_(OWNER), batch, "confirm")
    assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    await house.work()


async def test_the_same_file_is_taken_once_until_it_is_given_up(house: House, as_: As) -> None:
    content = workbook([TITLES, row()])
    batch = (await previewed(house, as_(OWNER), content)).json()
    again = await upload(house, as_(OWNER), content)
    assert (again.status_code, again.json()["code"]) == (409, "already_exists")
    assert again.json()["facts"] == {"import_id": batch["id"], "state": "previewed"}
    assert (await upload(house, as_("province:51"), content)).status_code == 202
    cancelled = (await step(house, as_(OWNER), batch, "cancel")).json()
    assert cancelled["state"] == "cancelled"
    assert (await upload(house, as_(OWNER), content)).status_code == 202
    await house.work()


async def test_an_import_cancelled_before_it_is_read_stays_cancelled(house: House, as_: As) -> None:
    batch = (await upload(house, as_(OWNER), workbook([TITLES, row()]))).json()
    assert (await step(house, as_(OWNER), batch, "cancel")).status_code == 200
    await house.work()
    shown = await house.client.get(f"{IMPORTS}/{batch['id']}", headers=as_(OWNER))
    assert (shown.json()["state"], shown.json()["version"]) == ("cancelled", 2)
    async with house.sessions() as session:
        assert await load_upload(session, UUID(batch["id"])) is None


async def test_an_import_cancelled_while_it_is_read_stays_cancelled(house: House, as_: As) -> None:
    batch = (await upload(house, as_(OWNER), workbook([TITLES, row()]))).json()
    await step(house, as_(OWNER), batch, "cancel")
    async with house.sessions.begin() as session:
        assert not await save_outcome(session, UUID(batch["id"]), state="previewed", row_count=1)
    shown = await house.client.get(f"{IMPORTS}/{batch['id']}", headers=as_(OWNER))
    assert (shown.json()["state"], shown.json()["counts"]["rows"]) == ("cancelled", 0)
    await house.work()


async def test_a_file_that_cannot_be_read_says_why(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([["ก", "ข"], ["1", "2"]]))).json()
    assert (batch["state"], batch["problem"]["code"]) == ("unreadable", "no_header")
    assert batch["problem"]["th"]
    refused = await step(house, as_(OWNER), batch, "confirm")
    assert refused.json()["code"] == "state_does_not_allow"


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b"", XLSX, 422, "file_empty"),
        (b"%PDF-1.7", "application/pdf", 415, "file_type_not_taken"),
        (b"%PDF-1.7", XLSX, 415, "file_type_not_taken"),
        (b"a,b", XLSX, 415, "file_type_disagrees"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), XLSX, 415, "file_locked"),
        (b"a,b", "text/plain", 415, "file_type_not_taken"),
    ],
)
async def test_what_is_no_table_is_refused_at_the_door(
    house: House, as_: As, content: bytes, media: str, status: int, code: str
) -> None:
    answer = await upload(house, as_(OWNER), content, media)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_nobody_but_the_unit_that_uploaded_sees_an_import(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, row(year=2015)]))).json()
    path = f"{IMPORTS}/{batch['id']}"
    for answer in (
        await house.client.get(path, headers=as_(STRANGER)),
        await house.client.get(f"{path}/faults", headers=as_(STRANGER)),
        await step(house, as_(STRANGER), batch, "confirm", skip_faulty="true"),
        await step(house, as_(STRANGER), batch, "cancel"),
        await house.client.get(f"{IMPORTS}/{uuid4()}", headers=as_(OWNER)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await house.client.get(path, headers=as_(COMMITTEE))).json()["code"] == "not_permitted"
    assert (await house.client.get(path)).json()["code"] == "not_authenticated"
    listed = (await house.client.get(IMPORTS, headers=as_(STRANGER))).json()["items"]
    assert batch["id"] not in {each["id"] for each in listed}


async def test_who_acts_for_several_units_says_for_which(house: House, as_: As) -> None:
    both = as_("province:50", "province:51")
    unsaid = await upload(house, both, workbook([TITLES, row()]))
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "owner_not_named")
    said = await upload(house, both, workbook([TITLES, row()]), owner="area:51")
    assert said.json()["owner"] == "area:51"
    foreign = await upload(house, both, workbook([TITLES, row()]), owner="area:83")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not_permitted")
    await house.work()


async def test_faults_are_paged_from_top_to_bottom(house: House, as_: As) -> None:
    rows = [row(year=2015) for _ in range(PREVIEW_FINDINGS + 20)]
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, *rows]))).json()
    assert (len(batch["faults"]), batch["counts"]["faults"]) == (PREVIEW_FINDINGS, PREVIEW_FINDINGS + 20)
    cells: list[str] = []
    cursor: str | None = None
    while cursor is not None or not cells:
        parameters = {"limit": "30", **({"cursor": cursor} if cursor else {})}
        page = await house.client.get(f"{IMPORTS}/{batch['id']}/faults", params=parameters, headers=as_(OWNER))
        cells += [fault["cell"] for fault in page.json()["items"]]
        cursor = page.json()["next_cursor"]
    assert cells == [f"B{number}" for number in range(2, PREVIEW_FINDINGS + 22)]
    forged = await house.client.get(f"{IMPORTS}/{batch['id']}/faults", params={"cursor": "x"}, headers=as_(OWNER))
    assert (forged.status_code, forged.json()["code"]) == (400, "cursor_invalid")


async def test_imports_are_listed_newest_first_page_by_page(house: House, as_: As) -> None:
    made = [(await upload(house, as_("province:95"), workbook([TITLES, row()]))).json()["id"] for _ in range(3)]
    first = (await house.client.get(IMPORTS, params={"limit": 2}, headers=as_("province:95"))).json()
    parameters = {"limit": 2, "cursor": first["next_cursor"]}
    second = (await house.client.get(IMPORTS, params=parameters, headers=as_("province:95"))).json()
    assert [each["id"] for each in first["items"] + second["items"]] == made[::-1]
    assert second["next_cursor"] is None
    await house.work()


async def test_the_preview_shows_the_first_rows_and_all_are_created(house: House, as_: As) -> None:
    rows = [row() for _ in range(PREVIEW_ROWS + 5)]
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, *rows]))).json()
    assert len(batch["preview"]) == PREVIEW_ROWS
    confirmed = (await step(house, as_(OWNER), batch, "confirm")).json()
    assert len(confirmed["result"]["created"]) == PREVIEW_ROWS + 5


async def test_every_step_leaves_an_event_that_only_the_owner_hears_of(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, row()]))).json()
    await step(house, as_(OWNER), batch, "confirm")
    async with house.sessions() as session:
        mine = select(Event).where(Event.object_type == "import", Event.object_id == UUID(batch["id"]))
        events = (await session.scalars(mine.order_by(Event.id))).all()
    assert [event.type for event in events] == ["import.uploaded", "import.confirmed"]
    assert {tuple(event.audience) for event in events} == {("area:50",)}


async def test_a_job_taken_up_again_after_its_worker_died_reads_the_file_once(house: House, as_: As) -> None:
    batch = (await previewed(house, as_(OWNER), workbook([TITLES, row()]))).json()
    async with house.sessions.begin() as session:
        job = await session.get_one(Job, UUID(batch["job_id"]))
        job.state, job.lease_until = "running", job.created_at - dt.timedelta(minutes=1)
    await house.work()
    async with house.sessions() as session:
        kept = await session.get_one(ImportBatch, UUID(batch["id"]))
    assert (kept.state, kept.version) == ("previewed", 2)


async def test_the_template_comes_back_filled_in(house: House, as_: As) -> None:
    answer = await house.client.get(f"{IMPORTS}/template", headers=as_(OWNER))
    assert answer.headers["content-type"] == XLSX
    assert "filename*=UTF-8''%E0" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["โครงการ"]
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    for title, value in zip(TITLES, row(), strict=True):
        sheet.cell(4, columns[title], value)
    filled = io.BytesIO()
    book.save(filled)
    batch = (await previewed(house, as_(OWNER), filled.getvalue())).json()
    assert (batch["state"], batch["counts"]["valid"], batch["counts"]["faults"]) == ("previewed", 1, 0)
    assert "example_ignored" in {note["code"] for note in batch["notes"]}


def test_the_contract_names_every_operation_after_its_resource(house: House) -> None:
    paths = house.app.openapi()["paths"]
    named = {
        operation["operationId"]
        for path, item in paths.items()
        if path.startswith(IMPORTS)
        for operation in item.values()
    }
    assert named == {
        "downloadProjectTemplate",
        "uploadProjectImport",
        "listProjectImports",
        "getProjectImport",
        "listProjectImportFaults",
        "confirmProjectImport",
        "cancelProjectImport",
    }
    assert set(paths[IMPORTS]["post"]["requestBody"]["content"]) == {XLSX, "text/csv"}
    assert paths[IMPORTS]["post"]["responses"]["202"]["headers"].keys() >= {"Location", "ETag"}
    assert KIND.job_kind == "import.parse:project"
