"""A file read into a grid: Excel by calamine, CSV by the standard library. Runs in the reading process only."""

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from services.shared.attachments.rules import XLSX, decode_text
from services.shared.imports.package import broken_cells, open_package, parts_of_sheets
from services.shared.imports.rules.cells import Raw
from services.shared.imports.rules.columns import EXPLANATION_SHEET, MOST_COLUMNS, MOST_ROWS, TableForm
from services.shared.imports.rules.faults import Place, Unreadable
from services.shared.imports.rules.table import LAST_ROW, Area, Grid
from services.shared.text import clean

SEPARATORS = ",;\t"
_MOST_NAMED_SHEETS = 20


def read_file(content: bytes, media_type: str, form: TableForm) -> Grid:
    """Return the sheet of a file that holds the table; raises Unreadable."""
    return read_workbook(content, form) if media_type == XLSX.media else read_separated(content, media_type)


def read_workbook(content: bytes, form: TableForm) -> Grid:
    """Return the sheet named as the form is, else the first visible one that is not the template's explanation."""
    package = open_package(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        name, others = _choose_sheet(book, form)
        part = parts_of_sheets(package).get(name)
        if part is None:
            raise Unreadable("workbook_broken")
        broken = broken_cells(package, part)
        sheet = book.get_sheet_by_name(name)
    except CalamineError as problem:
        raise Unreadable("workbook_broken") from problem
    rows: Sequence[Sequence[Raw]] = sheet.to_python(skip_empty_area=False, nrows=LAST_ROW)
    return Grid(name, rows, broken, _merged(sheet), others)


def _choose_sheet(book: CalamineWorkbook, form: TableForm) -> tuple[str, tuple[str, ...]]:
    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    visible = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
    tables = [name for name in visible if clean(name) not in EXPLANATION_SHEET]
    named = [each.name for each in sheets if clean(each.name) in form.title]
    if not tables or (named and not set(named) & set(tables)):
        raise Unreadable("no_visible_sheet", title=form.title.th)
    chosen = next((name for name in tables if name in named), tables[0])
    return chosen, tuple(name for name in tables if name != chosen)[:_MOST_NAMED_SHEETS]


def _merged(sheet: CalamineSheet) -> list[Area]:
    ranges = sheet.merged_cell_ranges or []
    return [Area(first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in ranges]


def read_separated(content: bytes, media_type: str) -> Grid:
    """Return the rows of a CSV file, separated by whichever of comma, semicolon and tab its first line has most."""
    text = decode_text(content, media_type)
    first_line = text.lstrip()[:10_000].partition("\n")[0]
    separator = max(SEPARATORS, key=first_line.count)
    return Grid(None, list(_rows(text, separator)))


def _rows(text: str, separator: str) -> Iterator[Sequence[Raw]]:
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(lines, 1):
            filled = [at for at, cell in enumerate(cells) if cell.strip()]
            if filled and number > LAST_ROW:
                raise Unreadable("too_many_rows", limit=MOST_ROWS, cell=Place(None, number, 0).cell)
            if filled and filled[-1] >= MOST_COLUMNS:
                cell = Place(None, number, filled[-1]).cell
                raise Unreadable("too_many_columns", limit=MOST_COLUMNS, cell=cell)
            if number <= LAST_ROW:
                yield cells[:MOST_COLUMNS]
    except csv.Error as problem:
        raise Unreadable("csv_broken", line=lines.line_num) from problem
