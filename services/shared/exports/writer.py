"""Writing a table: CSV with a byte order mark, by which Excel knows UTF-8, or Excel with typed cells."""

import csv
import datetime as dt
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.shared.exports.rules import LONGEST_CELL, Cell, Kind, Sheet, written

BYTE_ORDER_MARK = "\ufeff"
_LONGEST_NAME = 31  # characters of a worksheet's name


def csv_of(sheet: Sheet) -> bytes:
    """Return a table as CSV (RFC 4180): field names in the first line, lines that end in CRLF."""
    buffer = StringIO(newline="")
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow([column.name for column in sheet.columns])
    kinds = [column.kind for column in sheet.columns]
    out.writerows([written(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in sheet.rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode()


def excel_of(sheet: Sheet) -> bytes:
    """Return a table as an Excel file: text as text whatever it begins with, numbers typed, no formula anywhere."""
    buffer = BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, {**options, "strings_to_numbers": False})
    # The moment of making would make every copy another file.
    book.set_properties({"title": sheet.title_th, "created": dt.datetime(2015, 1, 1, tzinfo=dt.UTC)})
    page = book.add_worksheet(sheet.title_th[:_LONGEST_NAME])
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.title_th, bold)
        page.set_column(at, at, max(12, min(40, len(column.title_th) + 4)))
    for number, row in enumerate(sheet.rows, 1):
        for at, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write(page, number, at, cell, column.kind)
    page.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _write(page: Worksheet, row: int, at: int, cell: Cell, kind: Kind) -> None:
    if cell is None:
        return
    if kind is Kind.NUMBER and isinstance(cell, int | Decimal):
        page.write_number(row, at, float(cell))
    elif isinstance(cell, bool):
        page.write_boolean(row, at, cell)
    else:
        text = written(cell, Kind.INSTANT) if isinstance(cell, dt.datetime) else str(cell)
        page.write_string(row, at, text[:LONGEST_CELL])
