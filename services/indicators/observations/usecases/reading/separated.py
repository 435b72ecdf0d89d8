"""A push as CSV: a line with the names of the columns, then a line per row; an empty cell says nothing."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import NamedTuple

from services.indicators.observations import errors
from services.indicators.observations.schemas import MOST_ROWS, NUMBERS, OWN_CODES, ObservationRow
from services.indicators.observations.usecases.reading.columns import FIELDS, WRITTEN_FORMS
from services.indicators.observations.usecases.reading.rows import Reading, read_row, reading_of
from services.shared.errors import FieldError

# Columns that a row cannot do without.
NEEDED = tuple(name for name, field in ObservationRow.model_fields.items() if field.is_required())
_OTHER_SEPARATORS = ";\t|"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
# Longer text is no number that anybody means.
_LONGEST_NUMBER = 60


class Table(NamedTuple):
    """The cells of a CSV file under the names of their columns."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]  # that the rows begin on, from 1


def read_table(table: Table, unread: Mapping[int, Sequence[FieldError]]) -> Reading:
    """Return the rows of a CSV file, those at `unread` with what is wrong with them. Run it in a thread."""
    width = len(table.header)
    uneven = {index for index, row in enumerate(table.rows) if len(row) != width}
    even = [[""] * width if index in uneven else row for index, row in enumerate(table.rows)] if uneven else table.rows
    given = dict(zip(table.header, zip(*even, strict=True), strict=True))
    absent = [None] * len(table.rows)
    columns = {field: [cell or None for cell in given[field]] if field in given else absent for field in FIELDS}

    def read_one(index: int) -> ObservationRow | Sequence[FieldError]:
        if index in unread:
            return unread[index]
        if index in uneven:
            return [errors.cells_differ(len(table.rows[index]), width)]
        return _read(table.header, table.rows[index])

    reading = reading_of(len(table.rows), columns, WRITTEN_FORMS, uneven | unread.keys(), read_one)
    return replace(reading, lines=table.lines)


def _read(header: Sequence[str], cells: Sequence[str]) -> ObservationRow | Sequence[FieldError]:
    """Return the row that the cells are, as JSON would have sent it."""
    row = read_row({name: _meant(name, cell) for name, cell in zip(header, cells, strict=True) if cell})
    if isinstance(row, ObservationRow):
        return row
    return [errors.not_a_number(error.pointer) if error.code == "not_a_number" else error for error in row]


def _meant(name: str, cell: str) -> str | Decimal:
    is_number = name in NUMBERS and len(cell) <= _LONGEST_NUMBER and _NUMBER.fullmatch(cell)
    return Decimal(cell) if is_number else cell


def table_of(content: bytes) -> Table:
    """Return the cells of a CSV file; raises CsvUnreadable. Takes a while and no await: run it in a thread."""
    rows, lines = list[Sequence[str]](), list[int]()
    for line, row in _lines_of(content):
        if len(rows) > MOST_ROWS:
            raise errors.CsvUnreadable(errors.too_many_rows(MOST_ROWS))
        rows.append(row)
        lines.append(line)
    if not rows:
        raise errors.CsvUnreadable(*errors.columns_missing(NEEDED))
    header = [name.strip() for name in rows[0]]
    faults = list(_faults_of(header))
    if not faults and len(rows) == 1:
        faults = [errors.ROWS_MISSING]
    if faults:
        raise errors.CsvUnreadable(*faults)
    return Table(header, rows[1:], lines[1:])


def _lines_of(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each row that is not blank with the line it begins on."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise errors.CsvUnreadable(errors.not_utf8(content.count(b"\n", 0, problem.start) + 1)) from problem
    reader, begins = csv.reader(StringIO(text, newline=""), strict=True), 1
    try:
        for row in reader:
            if row:
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise errors.CsvUnreadable(errors.quotes_broken(begins)) from problem


def _faults_of(header: Sequence[str]) -> Iterator[FieldError]:
    """Yield what is wrong with the names of the columns."""
    if len(header) == 1 and any(mark in header[0] for mark in _OTHER_SEPARATORS):
        yield errors.OTHER_SEPARATOR
        return
    for place, name in enumerate(header, 1):
        if name not in (*FIELDS, *OWN_CODES.values()):
            yield errors.column_unknown(place, name, (*FIELDS, *OWN_CODES.values()))
        elif name in header[: place - 1]:
            yield errors.column_twice(place, name)
    yield from errors.columns_missing(name for name in NEEDED if not {name, OWN_CODES.get(name)} & {*header})
