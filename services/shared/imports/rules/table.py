"""One sheet as a table: its title row found, its columns matched, its rows read, every fault with its cell."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from services.shared import text
from services.shared.imports.rules.cells import Raw, Value, read_cell
from services.shared.imports.rules.columns import (
    EXAMPLE_MARK,
    MOST_COLUMNS,
    MOST_ROWS,
    NUMBER_COLUMN,
    NUMBER_TITLE,
    Column,
    TableForm,
)
from services.shared.imports.rules.faults import (
    FAULTS,
    NOTES,
    CellFault,
    Finding,
    Place,
    Unreadable,
    column_letters,
    finding,
)

HEADER_WITHIN = 10  # rows; above the titles stands at most a heading
# No value is taken from below this row: the most rows there may be, the titles, and the template's two rows below.
LAST_ROW = HEADER_WITHIN + MOST_ROWS + 2
MOST_FAULTS = 5_000
MOST_NOTES = 1_000


class Area(NamedTuple):
    """A block of merged cells: rows from 1, columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Grid:
    """What a reader found in one sheet. `rows[0]` is row 1, its first value column A.

    `broken` names the fault of cells whose value the reader cannot give (a formula in error), by row and column.
    """

    sheet: str | None
    rows: Sequence[Sequence[Raw]]
    broken: Mapping[tuple[int, int], str] = field(default_factory=dict)
    merged: Sequence[Area] = ()
    ignored_sheets: Sequence[str] = ()


class Row(NamedTuple):
    """One row without a fault: its number in the sheet, and its values by column name, empty ones as None."""

    number: int
    values: dict[str, Value]


@dataclass
class Table:
    """What was read: the good rows, what is wrong and what was put right, and how many there are of each."""

    sheet: str | None
    letters: dict[str, str] = field(default_factory=dict)
    row_count: int = 0
    rows: list[Row] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    fault_count: int = 0
    notes: list[Finding] = field(default_factory=list)
    note_count: int = 0

    def add_fault(self, fault: Finding) -> None:
        """Count a fault, and keep it while there is room."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    def add_note(self, note: Finding) -> None:
        """Count a note, and keep it while there is room."""
        self.note_count += 1
        if len(self.notes) < MOST_NOTES:
            self.notes.append(note)


@dataclass(frozen=True)
class Header:
    """Which column of the sheet is which of the form, and where the rows begin."""

    columns: Mapping[int, Column]
    titled: frozenset[int]
    number_column: int | None
    first_row: int
    faults: tuple[Finding, ...]


def read_table(form: TableForm, grid: Grid) -> Table:
    """Return what a sheet holds. Raises Unreadable when it is no table of this form at all."""
    header = find_header(form, grid)
    table = Table(grid.sheet, letters={column.name: column_letters(at) for at, column in header.columns.items()})
    for sheet in grid.ignored_sheets:
        table.add_note(finding(Place(sheet, 1, 0), None, "sheet_ignored", NOTES["sheet_ignored"]))
    for fault in header.faults:
        table.add_fault(fault)
    merged = _report_merged(table, header, grid.merged)
    broken = {row for row, _ in grid.broken}
    counting = _counting_columns(form, header)
    for number, cells in enumerate(grid.rows[header.first_row - 1 :], header.first_row):
        if number in broken or any(_is_filled(raw) for at, raw in enumerate(cells) if counting(at)):
            row = _read_row(table, header, grid, number, cells)
            if row is not None and number not in merged:
                table.rows.append(row)
    if table.row_count == 0:
        raise Unreadable("no_rows")
    return table


def _counting_columns(form: TableForm, header: Header) -> Callable[[int], bool]:
    """Return which columns make a row when they are filled.

    A number alone is no row: people number their lines before they fill them in.
    """
    wanted = {at for at, column in header.columns.items() if column.name in form.filled_by}
    return wanted.__contains__ if wanted else lambda at: at != header.number_column


def find_header(form: TableForm, grid: Grid) -> Header:
    """Return the row, among the first ten, that names the most columns; raises Unreadable when none names any."""
    known = _known_titles(form)
    candidates = [
        (len({known[key] for key in map(_title_key, cells) if key in known}), -number)
        for number, cells in enumerate(grid.rows[:HEADER_WITHIN], 1)
    ]
    matches, negative = max(candidates, default=(0, 0))
    if matches == 0:
        raise Unreadable("no_header")
    row = -negative
    named = next(
        (at for at in (row, row + 1) if at <= len(grid.rows) and _names_columns(form, grid.rows[at - 1])), None
    )
    return _match(form, grid, row, named)


def _names_columns(form: TableForm, cells: Sequence[Raw]) -> bool:
    """Say whether a row is the template's row of machine names; raises Unreadable for another template's."""
    first = str(cells[0]) if cells else ""
    if not first.startswith("template:"):
        return False
    _, _, rest = first.partition(":")
    kind, _, version = rest.partition(":")
    if kind != form.kind:
        raise Unreadable("template_of_another_kind", found=kind[:50], current=form.kind)
    if version != form.version:
        raise Unreadable("template_outdated", found=version[:50], current=form.version)
    return True


def _known_titles(form: TableForm) -> dict[str, str]:
    """Return, by what may stand in the title row, the column's machine name."""
    titles = {_title_key(NUMBER_TITLE.th): NUMBER_COLUMN, _title_key(NUMBER_TITLE.en): NUMBER_COLUMN}
    for column in form.columns:
        titles |= {_title_key(title): column.name for title in (column.title_th, column.title_en, column.name)}
    return titles


def _title_key(raw: Raw) -> str:
    """Return what of a title is compared: spaces, punctuation and the star of a required column do not count."""
    return text.search_key(raw) if isinstance(raw, str) and len(raw) <= 500 else ""


def _match(form: TableForm, grid: Grid, row: int, named: int | None) -> Header:
    """Match the titles of a row, or the template's machine names (row `named`) where they stand, to the columns."""
    known, by_name = _known_titles(form), {column.name: column for column in form.columns}
    cells = list(grid.rows[row - 1])
    if named is not None:
        cells = [name if _is_filled(name) else title for name, title in zip_longest(grid.rows[named - 1], cells)]
    columns: dict[int, Column] = {}
    faults: list[Finding] = []
    number_column = None
    titled = [at for at, raw in enumerate(cells) if _is_filled(raw)]
    seen = Counter(known.get(_title_key(cells[at])) for at in titled)
    for at in titled:
        place, title = Place(grid.sheet, row, at), str(cells[at])[:100]
        name = known.get(_title_key(cells[at]))
        if name == NUMBER_COLUMN or title.startswith("template:"):
            number_column = at
        elif name is None:
            faults.append(_fault(place, None, "column_unknown", title=title))
        elif seen[name] > 1:
            faults.append(_fault(place, name, "column_twice", title=title))
        else:
            columns[at] = by_name[name]
    for column in form.columns:
        if column.required and not seen[column.name]:
            place = Place(grid.sheet, row, 0)
            faults.append(_fault(place, column.name, "column_missing", title=column.title_th))
    return Header(columns, frozenset(titled), number_column, max(row, named or row) + 1, tuple(faults))


def _read_row(table: Table, header: Header, grid: Grid, number: int, cells: Sequence[Raw]) -> Row | None:
    """Count a row, add its faults and notes to `table`, and return it when it has no fault."""
    if _is_example(header, cells):
        place = Place(grid.sheet, number, header.number_column or 0)
        table.add_note(finding(place, None, "example_ignored", NOTES["example_ignored"]))
        return None
    table.row_count += 1
    if table.row_count > MOST_ROWS:
        raise Unreadable("too_many_rows", limit=MOST_ROWS, cell=f"A{number}")
    if header.faults:
        return None  # without its columns a row cannot be judged; the faults of the titles come first
    before = table.fault_count
    for fault in _strays(header, grid, number, cells):
        table.add_fault(fault)
    values = {column.name: _read_at(table, grid, number, at, column, cells) for at, column in header.columns.items()}
    return Row(number, values) if table.fault_count == before else None


def _read_at(table: Table, grid: Grid, number: int, at: int, column: Column, cells: Sequence[Raw]) -> Value:
    place = Place(grid.sheet, number, at)
    try:
        if code := grid.broken.get((number, at)):
            raise CellFault(code)
        reading = read_cell(column, cells[at] if at < len(cells) else None)
    except CellFault as fault:
        table.add_fault(finding(place, column.name, fault.code, fault.text))
        return None
    for note in reading.notes:
        table.add_note(finding(place, column.name, note.code, note.text))
    return reading.value


def _strays(header: Header, grid: Grid, number: int, cells: Sequence[Raw]) -> Iterator[Finding]:
    """Yield the values that stand under no title: they would be lost without a word."""
    for at, raw in enumerate(cells):
        if at not in header.titled and _is_filled(raw):
            if at >= MOST_COLUMNS:
                cell = Place(grid.sheet, number, at).cell
                raise Unreadable("too_many_columns", limit=MOST_COLUMNS, cell=cell)
            yield _fault(Place(grid.sheet, number, at), None, "cell_without_column")


def _report_merged(table: Table, header: Header, merged: Sequence[Area]) -> set[int]:
    """Add a fault for each merged block among the rows, and return the rows they touch."""
    touched: set[int] = set()
    for area in merged:
        columns = range(area.first_column, min(area.last_column, MOST_COLUMNS) + 1)
        if area.last_row >= header.first_row and any(at in header.columns for at in columns):
            first = Place(table.sheet, area.first_row, area.first_column)
            last = Place(table.sheet, area.last_row, area.last_column)
            table.add_fault(_fault(first, None, "merged_cells", range=f"{first.cell}:{last.cell}"))
            touched.update(range(area.first_row, min(area.last_row, LAST_ROW) + 1))
    return touched


def _is_example(header: Header, cells: Sequence[Raw]) -> bool:
    if header.number_column is None or header.number_column >= len(cells):
        return False
    mark = text.search_key(str(cells[header.number_column]))
    return mark in {text.search_key(EXAMPLE_MARK.th), text.search_key(EXAMPLE_MARK.en)}


def _is_filled(raw: Raw) -> bool:
    return raw is not None and (not isinstance(raw, str) or bool(raw.strip()))


def _fault(place: Place, column: str | None, code: str, **facts: object) -> Finding:
    return finding(place, column, code, FAULTS[code].filled(facts))
