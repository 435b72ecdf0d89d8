"""The Excel file that people fill in: titles, machine names, lists to choose from, one example, one explanation."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from services.shared.errors import Text
from services.shared.imports.rules.cells import Value
from services.shared.imports.rules.columns import (
    EXAMPLE_MARK,
    EXPLANATION_SHEET,
    MOST_ROWS,
    NUMBER_TITLE,
    Column,
    ColumnKind,
    TableForm,
)

TITLE_ROW, NAME_ROW, EXAMPLE_ROW = 0, 1, 2
LIST_SHEET = "รายการ"
LONGEST_INLINE_LIST = 255  # characters that Excel takes in a list written into the cell's rule

# Text, so that Excel neither drops the zero of 05 nor reads 1/2/2558 as the second of January.
_NUMBER_FORMATS = {
    ColumnKind.INTEGER: "#,##0",
    ColumnKind.AMOUNT: "#,##0.00",
    ColumnKind.NUMBER: "General",
    ColumnKind.FISCAL_YEAR: "0",
}
_TEXT_FORMAT = "@"

_MEANINGS: dict[ColumnKind, Text] = {
    ColumnKind.TEXT: Text("ข้อความ", "text"),
    ColumnKind.INTEGER: Text("จำนวนเต็ม", "whole number"),
    ColumnKind.AMOUNT: Text("จำนวนเงินเป็นบาท ทศนิยมไม่เกินสองตำแหน่ง", "amount in baht, at most two decimals"),
    ColumnKind.NUMBER: Text("ตัวเลข มีทศนิยมได้ ไม่เกิน 15 หลัก", "number, with decimals where needed, at most 15 digits"),
    ColumnKind.DATE: Text("วัน/เดือน/ปี พ.ศ. เช่น 31/1/2558", "day/month/year, Buddhist Era or common era"),
    ColumnKind.FISCAL_YEAR: Text("ปีงบประมาณ พ.ศ. 4 หลัก", "fiscal year, Buddhist Era, four digits"),
    ColumnKind.AREA: Text("รหัสหรือชื่อพื้นที่ในรายการ", "code or name of an area of the list"),
    ColumnKind.CHOICE: Text("ค่าในรายการ", "a value of the list"),
    ColumnKind.BOOLEAN: Text("ใช่ หรือ ไม่ใช่", "yes or no"),
}
_REQUIRED = Text("ต้องกรอก", "required")
_GUIDE = (
    Text("กรอกข้อมูลตั้งแต่แถวที่ 4 แถวละหนึ่งรายการ", "Fill in from row 4 on, one item in each row."),
    Text("แถวที่ขึ้นต้นด้วย ตัวอย่าง จะไม่ถูกนำเข้า", "A row that begins with ตัวอย่าง is left out."),
    Text("คอลัมน์ที่มี * ต้องกรอก", "Columns with * are required."),
    Text("อย่าลบแถวที่ 2 ซึ่งซ่อนไว้ และอย่าผสานเซลล์", "Do not delete row 2, which is hidden, and do not merge cells."),
    Text("รับได้ไม่เกิน 5,000 แถวต่อไฟล์", "A file holds at most 5,000 rows."),
)


def template_name(form: TableForm) -> str:
    """Return the file name under which the template is given out."""
    return f"แม่แบบนำเข้า{form.title.th}.xlsx"


@lru_cache(maxsize=64)
def template_of(form: TableForm) -> bytes:
    """Return the template of a form as an Excel file; always the same bytes for the same form."""
    return filled_template_of(form, ())


def filled_template_of(form: TableForm, rows: Sequence[Mapping[str, Value]]) -> bytes:
    """Return the template with rows below the example, their values by column name and written as people write them."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The moment of making would make every copy another file.
    book.set_properties({"title": form.title.th, "created": dt.datetime(2015, 1, 1, tzinfo=dt.UTC)})
    sheet = book.add_worksheet(form.title.th)
    _write_explanation(book, form)
    _write_table(book, sheet, form)
    _write_rows(sheet, form, rows)
    book.close()
    return buffer.getvalue()


def _write_table(book: Workbook, sheet: Worksheet, form: TableForm) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDEBF7", "border": 1})
    example = {"italic": True, "font_color": "#7F7F7F"}
    lists = book.add_worksheet(LIST_SHEET)
    lists.hide()
    sheet.write_string(TITLE_ROW, 0, NUMBER_TITLE.th, heading)
    sheet.write_string(NAME_ROW, 0, form.marker)
    sheet.write_string(EXAMPLE_ROW, 0, EXAMPLE_MARK.th, book.add_format(example))
    for at, column in enumerate(form.columns, 1):
        number_format = {"num_format": _NUMBER_FORMATS.get(column.kind, _TEXT_FORMAT)}
        sheet.set_column(at, at, max(14, len(column.title_th) + 4), book.add_format(number_format))
        sheet.write_string(TITLE_ROW, at, f"{column.title_th} *" if column.required else column.title_th, heading)
        sheet.write_string(NAME_ROW, at, column.name)
        _write_example(sheet, at, column, book.add_format(example | number_format))
        _write_rule(sheet, lists, at, column)
    sheet.set_row(NAME_ROW, None, None, {"hidden": True})
    sheet.freeze_panes(EXAMPLE_ROW, 1)


def _write_example(sheet: Worksheet, at: int, column: Column, style: Format) -> None:
    written = example_text(column)
    if written and column.kind in _NUMBER_FORMATS:
        sheet.write_number(EXAMPLE_ROW, at, float(written), style)
    elif written:
        sheet.write_string(EXAMPLE_ROW, at, written, style)


def _write_rows(sheet: Worksheet, form: TableForm, rows: Sequence[Mapping[str, Value]]) -> None:
    for at, column in enumerate(form.columns, 1):
        for number, row in enumerate(rows[:MOST_ROWS], EXAMPLE_ROW + 1):
            value = row.get(column.name)
            if isinstance(value, str):
                sheet.write_string(number, at, written_as(column, value))
            elif value is not None:
                sheet.write_number(number, at, value)


def example_text(column: Column) -> str:
    """Return a column's example as people write it."""
    return written_as(column, column.example)


def written_as(column: Column, value: str) -> str:
    """Return a value of the JSON body as people write it: a day in the Buddhist Era, a choice by its label."""
    if column.kind is ColumnKind.DATE and value:
        day = dt.date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year + 543}"
    chosen = next((choice for choice in column.values() if choice.value == value), None)
    return column.label(chosen) if chosen else value


def _write_rule(sheet: Worksheet, lists: Worksheet, at: int, column: Column) -> None:
    rule: dict[str, object] = {
        "validate": "any",
        "input_title": column.title_th[:32],
        "input_message": _meaning_of(column).th[:255],
    }
    if labels := [column.label(choice) for choice in column.values()]:
        # A warning, not a wall: codes, names without จังหวัด and English names are understood as well.
        rule |= {"validate": "list", "source": _source_of(lists, at, labels), "error_type": "warning"}
    if column.kind is ColumnKind.NUMBER:
        # A warning again: Thai digits are understood.
        most = 10**15
        rule |= {"validate": "decimal", "criteria": "between", "minimum": -most, "maximum": most}
        rule |= {"error_type": "warning"}
    sheet.data_validation(EXAMPLE_ROW, at, EXAMPLE_ROW + MOST_ROWS, at, rule)


def _source_of(lists: Worksheet, at: int, labels: list[str]) -> list[str] | str:
    if len(",".join(labels)) <= LONGEST_INLINE_LIST and not any("," in label for label in labels):
        return labels
    lists.write_column(0, at, labels)
    column = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
    return f"='{LIST_SHEET}'!{column}$1:{column}${len(labels)}"


def _meaning_of(column: Column) -> Text:
    parts = [_MEANINGS[column.kind], *([_REQUIRED] if column.required else []), *([column.note] if column.note else [])]
    return Text(" · ".join(part.th for part in parts), " · ".join(part.en for part in parts))


def _write_explanation(book: Workbook, form: TableForm) -> None:
    sheet = book.add_worksheet(EXPLANATION_SHEET.th)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 2, 26)
    sheet.set_column(3, 4, 60)
    for row, line in enumerate(_GUIDE):
        sheet.write_row(row, 0, line)
    version = len(_GUIDE)
    sheet.write_row(version, 0, ["รุ่นของแม่แบบ (template version)", form.version])
    first = version + 2
    sheet.write_row(first, 0, ["คอลัมน์", "column", "field", "คำอธิบาย", "explanation"], bold)
    for row, column in enumerate(form.columns, first + 1):
        meaning = _meaning_of(column)
        sheet.write_row(row, 0, [column.title_th, column.title_en, column.name, meaning.th, meaning.en], wrapped)
