"""Files that mean harm, or that nobody meant to send: each with what must come of it."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.shared.import_files import (
    CSV,
    GOOD_ROW,
    PARTS,
    TITLES,
    XLSX,
    good_row_xml,
    header_xml,
    package,
    separated,
    sheet_package,
    sheet_xml,
    text_cell,
    workbook,
)

SHEET = "xl/worksheets/sheet1.xml"
READ = "previewed"  # what is odd about the file does no harm, and its good rows are read


class Hostile(NamedTuple):
    """A file under the type it claims to be; `fates` are the codes any of which must come of it."""

    name: str
    make: Callable[[], bytes]
    fates: frozenset[str]
    declared: str = XLSX


def hostile(name: str, make: Callable[[], bytes], *fates: str, declared: str = XLSX) -> Hostile:
    return Hostile(name, make, frozenset(fates), declared)


def rows_xml() -> str:
    return header_xml() + good_row_xml()


def bomb_by_declared_size() -> bytes:
    return package({SHEET: sheet_xml(rows_xml()), "xl/media/a.bin": b"\0" * 60_000_000})


def bomb_by_ratio() -> bytes:
    return package({SHEET: sheet_xml(rows_xml() + " " * 20_000_000)})


def lying_sizes() -> bytes:
    """Declare a part of 20 MB as 1,000 bytes, in both places where a ZIP file says so."""
    content = bytearray(bomb_by_ratio())
    actual = zipfile.ZipFile(io.BytesIO(content)).getinfo(SHEET).file_size
    return bytes(content.replace(struct.pack("<L", actual), struct.pack("<L", 1_000)))


def nested_bomb() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 30_000_000)
    return package({SHEET: sheet_xml(rows_xml()), "xl/embeddings/inner.zip": inner.getvalue()})


def entities(declaration: str) -> bytes:
    cells = header_xml() + f'<row r="2">{text_cell("A2", "&b;")}</row>'
    return package({SHEET: sheet_xml(cells, declaration='<?xml version="1.0"?>' + declaration)})


def entity_bomb() -> bytes:
    names = [f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10)]
    return entities(f'<!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{"".join(names)}<!ENTITY b "&e9;">]>')


def external_entity() -> bytes:
    return entities('<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>')


def entity_in_shared_strings() -> bytes:
    strings = '<!DOCTYPE x [<!ENTITY b "bbbb">]><sst count="1" uniqueCount="1"><si><t>&b;</t></si></sst>'
    cells = header_xml() + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    return package({SHEET: sheet_xml(cells), "xl/sharedStrings.xml": strings})


def million_rows() -> bytes:
    return sheet_package(header_xml() + "".join(f"<row><c><v>{number}</v></c></row>" for number in range(1_000_000)))


def sixteen_thousand_columns() -> bytes:
    return sheet_package(f"<row>{''.join(f'<c><v>{number}</v></c>' for number in range(16_384))}</row>")


def far_cell(cell: str) -> bytes:
    return sheet_package(rows_xml() + f'<row r="1048576">{cell}</row>')


def many_entries() -> bytes:
    return package({SHEET: sheet_xml(rows_xml()), **{f"xl/media/{number}": "" for number in range(70_000)}})


def encrypted_entries() -> bytes:
    """Set the flag that says a part is encrypted, in the local headers and in the table of contents."""
    content = bytearray(sheet_package(rows_xml()))
    for signature, flag_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + flag_at] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def same_part_twice() -> bytes:
    """Give the sheet twice: readers that take the first and readers that take the last see different files."""
    content = package({SHEET: sheet_xml(rows_xml()), "xl/worksheets/sheet2.xml": sheet_xml(header_xml())})
    return content.replace(b"xl/worksheets/sheet2.xml", SHEET.encode())


def with_formulas() -> bytes:
    cells = (
        f'<row r="2">{text_cell("A2", "=cmd|calc!A1")}<c r="B2"><f>1+1</f></c><c r="C2" t="e"><f>1/0</f>'
        '<v>#DIV/0!</v></c><c r="F2"><f>WEBSERVICE("http://x")</f><v>12</v></c></row>'
    )
    return sheet_package(header_xml() + cells)


def hidden_sheet() -> bytes:
    return package(
        {
            SHEET: sheet_xml(rows_xml()),
            "xl/workbook.xml": PARTS["xl/workbook.xml"].replace("<sheet ", '<sheet state="veryHidden" '),
        }
    )


def many_sheets() -> bytes:
    sheets = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>' for number in range(2, 20_000))
    listed = PARTS["xl/workbook.xml"].replace("</sheets>", f"{sheets}</sheets>")
    return package({SHEET: sheet_xml(rows_xml()), "xl/workbook.xml": listed})


def merged_everywhere() -> bytes:
    blocks = "".join(f'<mergeCell ref="A{row}:H{row + 1}"/>' for row in range(2, 40_000, 2))
    sheet = sheet_xml(rows_xml()).replace("</sheetData>", f"</sheetData><mergeCells>{blocks}</mergeCells>")
    return package({SHEET: sheet})


def deep_xml() -> bytes:
    return sheet_package(rows_xml() + "<a>" * 50_000 + "</a>" * 50_000)


def wide_element() -> bytes:
    attributes = " ".join(f'a{number}="{number}"' for number in range(200_000))
    return sheet_package(rows_xml() + f"<x {attributes}/>")


def refused_cell(cell: str) -> Callable[[], bytes]:
    return lambda: sheet_package(header_xml() + f'<row r="2">{cell}</row>')


def csv_of(content: bytes) -> Callable[[], bytes]:
    return lambda: content


HEADER = separated([TITLES]) + b"\r\n"


def files() -> Iterator[Hostile]:
    """Return every hostile file."""
    yield hostile("bomb by declared size", bomb_by_declared_size, "archive_too_large")
    yield hostile("bomb by ratio", bomb_by_ratio, "archive_suspicious")
    yield hostile("lying sizes", lying_sizes, "archive_broken")
    yield hostile("nested bomb", nested_bomb, "archive_suspicious", READ)
    yield hostile("entity bomb", entity_bomb, "archive_suspicious")
    yield hostile("external entity", external_entity, "archive_suspicious")
    yield hostile("entity in shared strings", entity_in_shared_strings, "workbook_broken")
    yield hostile("wrong dimension", lambda: sheet_package(rows_xml(), '<dimension ref="A1:XFD1048576"/>'), READ)
    yield hostile("million rows", million_rows, "too_many_rows")
    yield hostile("16k columns", sixteen_thousand_columns, "too_many_columns")
    yield hostile("far value", lambda: far_cell('<c r="XFD1048576"><v>1</v></c>'), "too_many_rows")
    yield hostile("far text", lambda: far_cell(text_cell("A1048576", "x")), "too_many_rows")
    yield hostile("far empty cell", lambda: far_cell('<c r="XFD1048576" s="0"/>'), READ)
    yield hostile("many entries", many_entries, "file_damaged")
    yield hostile("encrypted parts", encrypted_entries, "file_locked")
    yield hostile("encrypted workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096), "file_locked")
    yield hostile("truncated", lambda: workbook([TITLES, GOOD_ROW])[:-700], "file_damaged")
    yield hostile("half of it", lambda: workbook([TITLES, GOOD_ROW])[:2_000], "file_damaged")
    yield hostile("something behind it", lambda: workbook([TITLES, GOOD_ROW]) + b"<script>", "file_damaged")
    yield hostile("something before it", lambda: b"#!/bin/sh\n" + workbook([TITLES]), "file_type_not_taken")
    yield hostile(
        "plain zip", lambda: package({}).replace(b"xl/workbook.xml", b"xl/workbooc.xml"), "file_type_not_taken"
    )
    yield hostile(
        "macros", lambda: package({SHEET: sheet_xml(rows_xml()), "xl/vbaProject.bin": "x"}), "file_has_macros"
    )
    yield hostile("path out of the package", lambda: package({SHEET: sheet_xml(rows_xml()), "../../etc/x": "x"}), READ)
    yield hostile("same part twice", same_part_twice, "archive_suspicious")
    yield hostile(
        "other packing", lambda: package({SHEET: sheet_xml(rows_xml())}, zipfile.ZIP_BZIP2), "archive_suspicious"
    )
    yield hostile("no sheet part", lambda: package({}), "workbook_broken")
    yield hostile("no list of sheets", lambda: package({"xl/workbook.xml": "<workbook/>"}), "no_visible_sheet")
    yield hostile("broken xml", lambda: package({SHEET: "<worksheet><sheetData><row>"}), "workbook_broken")
    yield hostile("hidden sheet", hidden_sheet, "no_visible_sheet")
    yield hostile("many sheets", many_sheets, READ, "archive_suspicious")
    yield hostile("merged everywhere", merged_everywhere, "merged_cells", "archive_suspicious")
    yield hostile("deep xml", deep_xml, READ, "archive_suspicious", "workbook_broken")
    yield hostile("wide element", wide_element, READ, "workbook_broken")
    yield hostile("formulas", with_formulas, "formula_error")
    yield hostile(
        "string that is not there", refused_cell('<c r="A2" t="s"><v>9</v></c>'), "workbook_broken", "required"
    )
    yield hostile("place that is none", refused_cell('<c r="A0"><v>1</v></c>'), "workbook_broken")
    yield hostile("place past the last column", refused_cell('<c r="ZZZZ2"><v>1</v></c>'), "workbook_broken")
    yield hostile("number without end", refused_cell('<c r="C2"><v>1e999</v></c>'), "formula_error")
    yield hostile("not a number", refused_cell('<c r="C2"><v>NaN</v></c>'), "formula_error")
    yield hostile("endless cell", refused_cell(text_cell("A2", "ก" * 40_000)), "cell_too_long")
    yield hostile(
        "control characters", refused_cell(text_cell("A2", "a_x0007_\u0085b")), READ, "forbidden_characters", "required"
    )
    yield from separated_files()
    yield from disguised_files()


def separated_files() -> Iterator[Hostile]:
    """Return the hostile files that say they are CSV."""
    yield hostile("nul", csv_of(HEADER + b"a\0b,2558,1"), "file_type_not_taken", declared=CSV)
    yield hostile("utf-16", csv_of(",".join(TITLES).encode("utf-16")), "text_in_other_encoding", declared=CSV)
    yield hostile("utf-16 without a mark", csv_of("a,b".encode("utf-16-le")), "file_type_not_taken", declared=CSV)
    yield hostile("open quote", csv_of(HEADER + b'"a,2558,1\r\n' * 3), "csv_broken", declared=CSV)
    yield hostile("million lines", csv_of(HEADER + b"a,2558,1\r\n" * 1_000_000), "too_many_rows", declared=CSV)
    yield hostile("blank lines", csv_of(HEADER + b"\r\n" * 5_000_000), "no_rows", declared=CSV)
    yield hostile(
        "one endless line", csv_of(b"a," * 9_000_000), "too_many_columns", "reading_took_too_much", declared=CSV
    )
    yield hostile("one endless field", csv_of(HEADER + b"a" * 15_000_000), "csv_broken", declared=CSV)
    yield hostile("only separators", csv_of(b"," * 15_000_000), "no_header", "reading_took_too_much", declared=CSV)
    yield hostile("nothing", csv_of(b""), "file_empty", declared=CSV)
    yield hostile("only a mark", csv_of(b"\xef\xbb\xbf"), "no_header", declared=CSV)
    yield hostile("formula in a field", csv_of(HEADER + b"=1+1,2558,1"), READ, declared=CSV)


def disguised_files() -> Iterator[Hostile]:
    """Return files that are something else than they say."""
    yield hostile("pdf as excel", lambda: b"%PDF-1.7\n", "file_type_not_taken")
    yield hostile("program as excel", lambda: b"MZ\x90\0" + bytes(500), "file_type_not_taken")
    yield hostile("excel as csv", lambda: workbook([TITLES, GOOD_ROW]), "file_type_disagrees", declared=CSV)
    yield hostile("csv as excel", lambda: separated([TITLES, GOOD_ROW]), "file_type_disagrees")
    yield hostile("html as csv", lambda: b"<html><script>x</script></html>", "no_header", declared=CSV)
