"""What an Excel file says about itself, looked at before the reader opens it: its size unpacked, and its cells' places.

The reader keeps a sheet as one dense block from the first value to the last, gives nothing for a formula in error, and
trusts what it unpacks. So the package is weighed, each part is unpacked once against its declared size, and one pass
over the sheet finds values outside the table and formulas that have no value to give.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.parsers import expat

from services.shared.attachments.archives import DEFLATED, STORED, BrokenArchive, entries_of
from services.shared.imports.rules.columns import MOST_COLUMNS, MOST_ROWS
from services.shared.imports.rules.faults import Unreadable, column_letters
from services.shared.imports.rules.table import LAST_ROW

MOST_PARTS = 2_000
LARGEST_UNPACKED = 50 * 1_000_000
LARGEST_RATIO = 100

_Start = Callable[[str, Mapping[str, str]], None]
_End = Callable[[str], None]
_CHUNK = 64 * 1024
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RELATIONSHIP_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
# The same in files that are written in the strict form of the standard (ISO/IEC 29500).
_STRICT_RELATIONSHIP_ID = "http://purl.oclc.org/ooxml/officeDocument/relationships id"


def open_package(content: bytes) -> zipfile.ZipFile:
    """Return the package, each part of it read once; raises Unreadable when it is damaged or not fit to be opened."""
    try:
        entries = entries_of(content)
    except BrokenArchive as problem:
        raise Unreadable("archive_broken") from problem
    unpacked, packed = sum(entry.unpacked for entry in entries), sum(entry.packed for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable("archive_too_large", limit=LARGEST_UNPACKED // 1_000_000)
    is_odd = any(entry.is_encrypted or entry.method not in (STORED, DEFLATED) for entry in entries)
    names = {entry.name.lower() for entry in entries}
    if is_odd or len(names) != len(entries) or len(entries) > MOST_PARTS or unpacked > packed * LARGEST_RATIO:
        raise Unreadable("archive_suspicious")
    try:
        package = zipfile.ZipFile(BytesIO(content))
        if package.testzip() is not None:
            raise Unreadable("archive_broken")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as problem:
        raise Unreadable("archive_broken") from problem
    return package


def parts_of_sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """Return, by the name of a sheet, the part of the package it is in; raises Unreadable."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relationship(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "Relationship" and "Id" in attributes and "Target" in attributes:
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if _local(name) == "sheet" and "name" in attributes:
            identifier = attributes.get(_RELATIONSHIP_ID) or attributes.get(_STRICT_RELATIONSHIP_ID, "")
            sheets[attributes["name"]] = identifier

    _parse(package, "xl/_rels/workbook.xml.rels", relationship)
    _parse(package, "xl/workbook.xml", sheet)
    return {name: targets[identifier] for name, identifier in sheets.items() if identifier in targets}


def broken_cells(package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    """Return the cells of a sheet whose formula gives an error or has no value, by row and column: the fault's code.

    Raises Unreadable for a value outside the largest table there may be.
    """
    survey = _Survey()
    _parse(package, part, survey.start, survey.end)
    return survey.broken


class _Survey:
    """One pass over a sheet's XML. Cells may leave their place out; then they follow the one before."""

    def __init__(self) -> None:
        self.broken: dict[tuple[int, int], str] = {}
        self._row, self._column = 0, -1
        self._kind: str | None = None
        self._has_value = self._has_formula = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = _local(name)
        if local == "c":
            self._place(attributes.get("r"))
            self._kind, self._has_value, self._has_formula = attributes.get("t"), False, False
        elif local in ("v", "is"):
            self._has_value = True
        elif local == "f":
            self._has_formula = True
        elif local == "row":
            self._row, self._column = _row_number(attributes.get("r"), self._row + 1), -1

    def end(self, name: str) -> None:
        if _local(name) != "c":
            return
        if self._has_value or self._has_formula:
            self._refuse_outside()
        if self._has_value and self._kind == "e":
            self.broken[self._row, self._column] = "formula_error"
        elif self._has_formula and not self._has_value:
            self.broken[self._row, self._column] = "formula_without_value"

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            return
        found = _CELL.fullmatch(reference)
        if found is None:
            raise Unreadable("workbook_broken")
        self._row, self._column = int(found[2]), _column_number(found[1])

    def _refuse_outside(self) -> None:
        if self._row > LAST_ROW or self._column >= MOST_COLUMNS:
            cell = f"{column_letters(self._column)}{self._row}"
            if self._row > LAST_ROW:
                raise Unreadable("too_many_rows", limit=MOST_ROWS, cell=cell)
            raise Unreadable("too_many_columns", limit=MOST_COLUMNS, cell=cell)


def _row_number(text: str | None, following: int) -> int:
    if text is None:
        return following
    if not re.fullmatch(r"[1-9][0-9]{0,6}", text):
        raise Unreadable("workbook_broken")
    return int(text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _parse(package: zipfile.ZipFile, part: str, start: _Start, end: _End | None = None) -> None:
    """Feed a part to `start` and `end`; names come as "namespace name". A document type is refused: no entity bombs."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, KeyError, zipfile.BadZipFile, zlib.error, EOFError) as problem:
        raise Unreadable("workbook_broken") from problem


def _refuse_document_type(*_declaration: object) -> None:
    raise Unreadable("archive_suspicious")
