"""Files for the tests of imports: well-formed ones, and the parts from which hostile ones are put together."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from services.shared.errors import Text
from services.shared.imports.rules.columns import Choice, Column, ColumnKind, TableForm

COLUMNS = (
    Column("title_th", "ชื่อโครงการ", "Title", required=True, example="พัฒนาเส้นทางท่องเที่ยวสันกำแพง"),
    Column("fiscal_year", "ปีงบประมาณ", "Fiscal year", ColumnKind.FISCAL_YEAR, required=True, example="2558"),
    Column(
        "estimated_amount",
        "วงเงิน (บาท)",
        "Amount",
        ColumnKind.AMOUNT,
        required=True,
        example="1250000.50",
        note=Text("รวมทุกจังหวัด", "of all provinces together"),
    ),
    Column("start_on", "วันเริ่ม", "Start", ColumnKind.DATE, example="2014-11-01"),
    Column("area_code", "จังหวัด", "Province", ColumnKind.AREA, example="50"),
    Column("people", "ผู้ได้รับประโยชน์", "Beneficiaries", ColumnKind.INTEGER, example="120"),
    Column("is_regular_mission", "งานปกติ", "Regular", ColumnKind.BOOLEAN, example="false"),
    Column(
        "mode",
        "วิธีดำเนินการ",
        "Mode",
        ColumnKind.CHOICE,
        choices=(Choice("own", "ดำเนินการเอง", "own work"), Choice("hire", "จ้างเหมา", "hired")),
        example="hire",
    ),
)
FORM = TableForm("project", Text("โครงการ", "Projects"), COLUMNS)
TITLES = [column.title_th for column in COLUMNS]
GOOD_ROW: list[Any] = ["ปรับปรุงลานกิจกรรม", 2558, 1250000.5, "1/11/2557", "50", 120, "ใช่", "จ้างเหมา"]
GOOD_VALUES = {
    "title_th": "ปรับปรุงลานกิจกรรม",
    "fiscal_year": 2558,
    "estimated_amount": "1250000.50",
    "start_on": "2014-11-01",
    "area_code": "50",
    "people": 120,
    "is_regular_mission": True,
    "mode": "hire",
}

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "โครงการ", **sheets: Sequence[Sequence[Any]]) -> bytes:
    """Return an Excel file with `rows` on the first sheet, and further sheets by name."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "nan_inf_to_errors": True})
    for name, cells in {sheet: rows, **sheets}.items():
        written = book.add_worksheet(name)
        for number, row in enumerate(cells):
            written.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def separated(rows: Sequence[Sequence[Any]], separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file."""
    lines = [separator.join(f'"{cell}"' if separator in str(cell) else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS: dict[str, str] = {
    "[Content_Types].xml": (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="โครงการ" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def sheet_xml(cells: str, before: str = "", declaration: str = _DECLARATION) -> str:
    """Return the XML of a sheet around its rows; `before` stands before them, `declaration` before everything."""
    return f'{declaration}<worksheet xmlns="{_MAIN}">{before}<sheetData>{cells}</sheetData></worksheet>'


def text_cell(place: str, value: str) -> str:
    """Return the XML of a cell with text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def header_xml() -> str:
    """Return the XML of a row with the form's titles."""
    cells = "".join(text_cell(f"{chr(65 + at)}1", title) for at, title in enumerate(TITLES))
    return f'<row r="1">{cells}</row>'


def good_row_xml(number: int = 2) -> str:
    """Return the XML of a row without a fault."""
    return (
        f'<row r="{number}">{text_cell(f"A{number}", f"โครงการที่ {number}")}<c r="B{number}"><v>2558</v></c>'
        f'<c r="C{number}"><v>100</v></c></row>'
    )


def package(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the parts of an Excel file, those given in place of or beside the usual ones."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in {**PARTS, **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sheet_package(cells: str, before: str = "") -> bytes:
    """Return an Excel file whose one sheet holds the rows `cells`."""
    return package({"xl/worksheets/sheet1.xml": sheet_xml(cells, before)})
