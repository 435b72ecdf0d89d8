"""Files that spreadsheets open: nothing in them is a formula, numbers are numbers, Thai is Thai."""

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.errors import Unavailable
from services.shared.exports import process
from services.shared.exports.answers import file_of
from services.shared.exports.process import excel_in_process
from services.shared.exports.rules import Column, Kind, Sheet, harmless, plain
from services.shared.exports.writer import csv_of, excel_of

AT = dt.datetime(2015, 1, 9, 9, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))
COLUMNS = (
    Column("note", "หมายเหตุ"),
    Column("value", "ค่า", Kind.NUMBER),
    Column("is_final", "เป็นค่าสุดท้าย"),
    Column("recorded_at", "บันทึกเมื่อ", Kind.INSTANT),
)
# What the pages of OWASP and others show, with the wide forms that some spreadsheets take for the plain ones.
DANGEROUS = (
    '=HYPERLINK("http://example.test","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1", "＋1",
    "－1", "＠A1", "=cmd|' /C calc'!A0",
)  # fmt: skip


def sheet(*rows: Any) -> Sheet:
    return Sheet("ค่าที่รายงาน", COLUMNS, [list(row) for row in rows])


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


async def test_no_cell_is_a_formula() -> None:
    table = sheet(*((text, None, None, None) for text in DANGEROUS))
    assert [row[0] for row in rows_of(csv_of(table))[1:]] == [f"'{text}" for text in DANGEROUS]
    content = await excel_in_process(table)
    with ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    cells = list(openpyxl.load_workbook(BytesIO(content)).active["A"])[1:]
    assert len(cells) == len(DANGEROUS)
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40))
def test_text_comes_back_as_it_was_but_for_the_mark(text: str) -> None:
    (_, row) = rows_of(csv_of(sheet((text, None, None, None))))
    assert row[0].removeprefix("'") == text.removeprefix("'")
    assert not row[0].startswith(("=", "+", "-", "@"))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_a_number_is_written_in_plain_digits(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert set(plain(number)) <= set("-0123456789.")


def test_a_negative_number_is_a_number_and_no_formula() -> None:
    (head, row) = rows_of(csv_of(sheet(("ปกติ", Decimal("-12.500"), True, AT))))
    assert head == ["note", "value", "is_final", "recorded_at"]
    assert row == ["ปกติ", "-12.5", "true", "2015-01-09T02:15:00Z"]


async def test_excel_has_typed_cells_and_empty_ones_where_nothing_is_known() -> None:
    content = await excel_in_process(sheet(("ท่องเที่ยว", Decimal("18250.75"), False, AT), ("05", None, None, None)))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["ค่าที่รายงาน"]
    assert list(book.active.values) == [
        ("หมายเหตุ", "ค่า", "เป็นค่าสุดท้าย", "บันทึกเมื่อ"),
        ("ท่องเที่ยว", 18250.75, False, "2015-01-09T02:15:00Z"),
        ("05", None, None, None),
    ]


async def test_the_process_writes_what_the_writer_does() -> None:
    table = sheet(("ก", Decimal(1), None, AT))
    assert await excel_in_process(table) == excel_of(table)


async def test_a_file_that_takes_too_much_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.0)
    with pytest.raises(Unavailable):
        await excel_in_process(sheet())
    monkeypatch.setattr(process, "WALL_SECONDS", 40.0)
    monkeypatch.setattr(process, "MODULE", "services.no_such_module")
    with pytest.raises(Unavailable):
        await excel_in_process(sheet())


@pytest.mark.parametrize(("file_format", "suffix"), [("csv", ".csv"), ("xlsx", ".xlsx")])
async def test_a_file_has_its_thai_name(file_format: str, suffix: str) -> None:
    answer = await file_of(sheet(), file_format, "ค่าที่รายงาน 2558")
    name = answer.headers["content-disposition"]
    assert "filename*=UTF-8''%E0%B8%84%E0%B9%88%E0%B8%B2" in name
    assert name.endswith(suffix)


def test_only_what_begins_like_a_formula_is_marked() -> None:
    assert [harmless(text) for text in ("ปกติ", "a=b", "", "1-2")] == ["ปกติ", "a=b", "", "1-2"]
