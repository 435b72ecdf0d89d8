"""Files on an object: what they may be, who may add and remove them, and how they are given out."""

import hashlib
import io
import zipfile
from urllib.parse import unquote
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import undefer

from services.shared.attachments import rules
from services.shared.attachments.archives import BrokenArchive, entries_of
from services.shared.attachments.models import Attachment
from services.shared.attachments.rules import (
    ATTACHABLE,
    LONGEST_NAME,
    MOST_ATTACHMENTS,
    clean_name,
    content_disposition,
    examine,
)
from services.shared.attachments.usecases import refuse_another
from services.shared.errors import Invalid, Refusal
from services.shared.middleware import LARGEST_FILE
from tests.conftest import As, key
from tests.shared.house import PATH, House, Json, project_body
from tests.shared.import_files import TITLES, package, sheet_xml, workbook

OWNER, COMMITTEE, STRANGER = "province:50", "province_committee:50", "province:83"
NEIGHBOUR = "province:51"  # of the same cluster: sees what was submitted
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def zipped(entries: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(part: str) -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", part: "<x/>"})


def open_document(media: str) -> bytes:
    return zipped({"mimetype": media, "content.xml": "<x/>"})


# What a file is


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "image/jpeg"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (workbook([TITLES]), rules.XLSX.media),
        (office("word/document.xml"), rules.DOCX.media),
        (office("ppt/presentation.xml"), rules.PPTX.media),
        (open_document(rules.ODS.media), rules.ODS.media),
        (open_document(rules.ODT.media), rules.ODT.media),
        ("ชื่อ,วงเงิน".encode(), "text/csv; charset=utf-8"),
        ("ชื่อ,วงเงิน".encode("cp874"), "text/csv; charset=tis-620"),
        (b"plain", "text/plain; charset=utf-8"),
        ("\ufeffบันทึก\r\n\tย่อหน้า".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, media_type: str) -> None:
    found = examine(content, media_type, ATTACHABLE)
    assert found.media_type == media_type
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "declared", "code"),
    [
        (b"", "application/pdf", "file_empty"),
        (PDF, "image/png", "file_type_disagrees"),
        (PDF, "", "file_type_disagrees"),
        (PDF, "application/octet-stream", "file_type_disagrees"),
        (b"plain", "application/pdf", "file_type_disagrees"),
        (b"MZ\x90\0", "application/pdf", "file_type_not_taken"),
        (b"GIF89a\x01\0", "image/gif", "file_type_not_taken"),
        (b"\x7fELF\x02\x01", "text/plain", "file_type_not_taken"),
        (bytes(range(128, 256)), "text/plain", "file_type_not_taken"),
        ("Müller, Zoë, café".encode("latin-1"), "text/plain", "file_type_not_taken"),
        (zipped({"a.txt": "a"}), "application/zip", "file_type_not_taken"),
        (zipped({"mimetype": "application/epub+zip"}), "application/zip", "file_type_not_taken"),
        (office("word/document.xml")[:-30], rules.DOCX.media, "file_damaged"),
        (office("word/document.xml") + b"more", rules.DOCX.media, "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), rules.DOCX.media, "file_locked"),
        (package({"xl/vbaProject.bin": "x"}), rules.XLSX.media, "file_has_macros"),
        ("ชื่อ".encode("utf-16"), "text/csv", "text_in_other_encoding"),
    ],
)
def test_a_file_that_is_not_what_it_says_or_not_taken_is_refused(content: bytes, declared: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        examine(content, declared, ATTACHABLE)
    assert refused.value.code == code
    assert refused.value.sentence().th


def test_the_refusal_names_the_type_that_was_found() -> None:
    with pytest.raises(Refusal) as refused:
        examine(PDF, "image/png; q=1", ATTACHABLE)
    assert (refused.value.status, refused.value.facts) == (415, {"declared": "image/png", "found": "application/pdf"})


@given(st.binary(max_size=300))
def test_any_bytes_are_examined_without_a_fault_of_ours(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"%PDF-", office("xl/workbook.xml")[:80]):
        try:
            examine(start + content, "application/pdf", ATTACHABLE)
        except Refusal as refused:
            assert refused.status in (415, 422)  # noqa: PT017 - most bytes are refused, some are not


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_damaged_archive_is_read_or_refused(place: int, value: int) -> None:
    content = bytearray(office("xl/workbook.xml"))
    content[place % len(content)] = value
    try:
        entries = entries_of(bytes(content))
    except BrokenArchive:
        return
    assert len(entries) == 2


# What it may be called


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("รายงาน.pdf", "รายงาน.pdf"),
        ("รายงาน", "รายงาน.pdf"),
        ("REPORT.PDF", "REPORT.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\เอกสาร\\แบบ.pdf", "แบบ.pdf"),
        ("แบบ\x00รูป\r\n.pdf", "แบบรูป.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        ("run.bat", "run.bat.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 196 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name, rules.PDF) == cleaned


@pytest.mark.parametrize("name", ["", "..", "a/", "\x00", " . "])
def test_a_name_of_which_nothing_is_left_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_name(name, rules.PDF)
    assert refused.value.errors[0].pointer == "?name"


@given(st.text(min_size=1, max_size=300))
def test_a_cleaned_name_is_short_and_goes_into_a_header(name: str) -> None:
    try:
        cleaned = clean_name(name, rules.CSV)
    except Invalid:
        return
    assert len(cleaned) <= LONGEST_NAME
    assert cleaned.endswith(".csv")
    header = content_disposition(cleaned)
    assert header.isascii()
    assert header.isprintable()
    assert unquote(header.partition("UTF-8''")[2]) == cleaned


def test_a_thai_name_has_an_ascii_fallback() -> None:
    assert content_disposition('แบบ "1".pdf').startswith("attachment; filename=\"_ _1_.pdf\"; filename*=UTF-8''")


def test_an_object_holds_a_hundred_files() -> None:
    full = [Attachment(id=uuid4(), name="a", sha256=str(number)) for number in range(MOST_ATTACHMENTS)]
    refuse_another(full[1:], "new")
    with pytest.raises(Refusal) as refused:
        refuse_another(full, "new")
    assert refused.value.code == "too_many_attachments"


# Over HTTP


@pytest.fixture
async def project(house: House, as_: As) -> Json:
    answer = await house.client.post(PATH, json=project_body(), headers={**as_(OWNER), **key()})
    made: Json = answer.json()
    return made


def path_of(project: Json) -> str:
    return f"{PATH}/{project['id']}/attachments"


async def attach(
    house: House, headers: dict[str, str], project: Json, content: bytes = PDF, name: str = "แบบ.pdf", media: str = ""
) -> httpx.Response:
    headers = {**headers, "Content-Type": media or "application/pdf"}
    return await house.client.post(path_of(project), params={"name": name}, content=content, headers=headers)


async def test_a_file_is_attached_listed_downloaded_and_removed(house: House, as_: As, project: Json) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    assert added.status_code == 201, added.text
    shown, place = added.json(), added.headers["location"]
    assert (shown["name"], shown["size"], shown["uploaded_by"]) == ("แบบ.pdf", len(PDF), OWNER)
    assert added.headers["etag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    listed = await house.client.get(path_of(project), headers=as_(OWNER))
    assert listed.json() == {"items": [shown], "next_cursor": None}
    file = await house.client.get(place, headers=as_(OWNER))
    assert (file.content, file.headers["etag"]) == (PDF, added.headers["etag"])
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].endswith("filename*=UTF-8''%E0%B9%81%E0%B8%9A%E0%B8%9A.pdf")
    assert file.headers["x-content-type-options"] == "nosniff"
    removed = await house.client.delete(place, headers={**as_(OWNER), "If-Match": file.headers["etag"]})
    assert (removed.status_code, removed.content) == (204, b"")
    assert (await house.client.get(place, headers=as_(OWNER))).status_code == 404
    assert (await house.client.get(path_of(project), headers=as_(OWNER))).json()["items"] == []


async def test_the_history_of_the_object_shows_what_was_attached_and_removed(
    house: House, as_: As, project: Json
) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    headers = {**as_(OWNER), "If-Match": added.headers["etag"]}
    await house.client.delete(added.headers["location"], headers=headers)
    history = (await house.client.get(f"{PATH}/{project['id']}/history", headers=as_(OWNER))).json()["items"]
    assert [entry["type"] for entry in history][:2] == ["attachment.removed", "attachment.added"]
    assert history[1]["changes"]["attachments"][1]["name"] == "แบบ.pdf"
    assert history[0]["changes"]["attachments"][1] is None


async def test_a_removed_file_keeps_its_row_and_may_be_attached_again(house: House, as_: As, project: Json) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    headers = {**as_(OWNER), "If-Match": added.headers["etag"]}
    await house.client.delete(added.headers["location"], headers=headers)
    again = await attach(house, {**as_(OWNER), **key()}, project)
    assert again.status_code == 201
    async with house.sessions() as session:
        kept = await session.get_one(Attachment, UUID(added.json()["id"]), options=[undefer(Attachment.content)])
    assert (kept.content, kept.removed_at is None) == (PDF, False)


async def test_the_same_bytes_are_taken_once_per_object(house: House, as_: As, project: Json) -> None:
    first = await attach(house, {**as_(OWNER), **key()}, project)
    second = await attach(house, {**as_(OWNER), **key()}, project, name="อื่น.pdf")
    assert (second.status_code, second.json()["code"]) == (409, "already_exists")
    assert second.json()["facts"]["attachment_id"] == first.json()["id"]
    other = (await house.client.post(PATH, json=project_body(), headers={**as_(OWNER), **key()})).json()
    assert (await attach(house, {**as_(OWNER), **key()}, other)).status_code == 201


async def test_a_repeat_with_the_same_key_attaches_once(house: House, as_: As, project: Json) -> None:
    headers = {**as_(OWNER), **key()}
    first, second = await attach(house, headers, project), await attach(house, headers, project)
    assert (second.status_code, second.headers["idempotent-replayed"]) == (201, "true")
    assert (second.content, second.headers["etag"]) == (first.content, first.headers["etag"])
    reused = await attach(house, headers, project, PDF + b"%")
    assert reused.json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize(
    ("content", "media", "name", "status", "code"),
    [
        (PDF, "image/png", "a.png", 415, "file_type_disagrees"),
        (b"", "application/pdf", "a.pdf", 422, "file_empty"),
        (sheet_xml("").encode(), "application/xml", "a.xml", 415, "file_type_disagrees"),
        (PDF, "application/pdf", "/", 422, "invalid"),
        (PDF + bytes(LARGEST_FILE), "application/pdf", "a.pdf", 413, "body_too_large"),
    ],
)
async def test_what_cannot_be_attached_is_refused_with_what_to_do(
    house: House, as_: As, project: Json, content: bytes, media: str, name: str, status: int, code: str
) -> None:
    answer = await attach(house, {**as_(OWNER), **key()}, project, content, name, media)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_key_and_a_version_are_needed(house: House, as_: As, project: Json) -> None:
    assert (await attach(house, as_(OWNER), project)).json()["code"] == "idempotency_key_required"
    place = (await attach(house, {**as_(OWNER), **key()}, project)).headers["location"]
    bare = await house.client.delete(place, headers=as_(OWNER))
    stale = await house.client.delete(place, headers={**as_(OWNER), "If-Match": '"1"'})
    assert (bare.json()["code"], stale.json()["code"]) == ("if_match_required", "version_stale")


async def test_only_who_sees_the_object_sees_its_files(house: House, as_: As, project: Json) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    place = added.headers["location"]
    for answer in (
        await attach(house, {**as_(STRANGER), **key()}, project, PNG, media="image/png"),
        await house.client.get(path_of(project), headers=as_(STRANGER)),
        await house.client.get(place, headers=as_(STRANGER)),
        await house.client.delete(place, headers={**as_(STRANGER), "If-Match": added.headers["etag"]}),
        await house.client.get(f"{path_of(project)}/{uuid4()}", headers=as_(OWNER)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    public = await house.client.get(place)
    assert (public.status_code, public.json()["code"]) == (401, "not_authenticated")


async def test_a_file_of_one_object_is_not_found_on_another(house: House, as_: As, project: Json) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    other = (await house.client.post(PATH, json=project_body(), headers={**as_(OWNER), **key()})).json()
    answer = await house.client.get(f"{path_of(other)}/{added.json()['id']}", headers=as_(OWNER))
    assert answer.status_code == 404


async def test_files_move_only_in_the_states_that_the_resource_names(house: House, as_: As, project: Json) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    submitted = await house.client.post(f"{PATH}/{project['id']}/submit", headers={**as_(OWNER), **key()})
    assert submitted.status_code == 200, submitted.text
    late = await attach(house, {**as_(OWNER), **key()}, project, PNG, media="image/png")
    headers = {**as_(OWNER), "If-Match": added.headers["etag"]}
    removal = await house.client.delete(added.headers["location"], headers=headers)
    assert [answer.json()["code"] for answer in (late, removal)] == ["state_does_not_allow"] * 2
    committee = await house.client.get(added.headers["location"], headers=as_(COMMITTEE))
    assert committee.content == PDF
    for reader in (COMMITTEE, NEIGHBOUR):
        added_by_reader = await attach(house, {**as_(reader), **key()}, project, PNG, media="image/png")
        headers = {**as_(reader), "If-Match": added.headers["etag"]}
        removed_by_reader = await house.client.delete(added.headers["location"], headers=headers)
        assert [answer.json()["code"] for answer in (added_by_reader, removed_by_reader)] == ["not_permitted"] * 2


async def test_a_list_never_loads_the_bytes(house: House, as_: As, project: Json) -> None:
    added = await attach(house, {**as_(OWNER), **key()}, project)
    async with house.sessions() as session:
        row = (await session.scalars(select(Attachment).where(Attachment.id == UUID(added.json()["id"])))).one()
        with pytest.raises(InvalidRequestError):
            _ = row.content


def test_the_contract_says_what_a_body_may_be(house: House) -> None:
    contract = house.app.openapi()
    operation = contract["paths"]["/v1/projects/{project_id}/attachments"]["post"]
    assert operation["operationId"] == "addProjectAttachment"
    assert set(operation["requestBody"]["content"]) == {each.media for each in ATTACHABLE}
    assert {"project_id", "name", "Idempotency-Key"} == {each["name"] for each in operation["parameters"]}
    assert "file_type_disagrees" in operation["responses"]["415"]["description"]


async def test_text_that_looks_like_endless_json_is_only_text(house: House, as_: As, project: Json) -> None:
    answer = await attach(house, {**as_(OWNER), **key()}, project, b"[" * 200_000, "a.txt", "text/plain")
    assert answer.status_code == 201, answer.text
