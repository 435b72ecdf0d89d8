"""What the reading process found, put before the resource's own rules: which rows are good, what is wrong elsewhere."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from services.shared.errors import FieldError, Invalid
from services.shared.imports.kinds import ImportKind, RowFault
from services.shared.imports.rules.faults import Finding
from services.shared.imports.rules.table import MOST_FAULTS, Row
from services.shared.validation import field_error

PREVIEW_ROWS = 20
PREVIEW_FINDINGS = 50

Json = dict[str, Any]
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass
class Judged:
    """What came of a file that could be read. `rows` and `faults` hold one JSON value per line."""

    row_count: int
    valid_count: int
    fault_count: int
    note_count: int
    preview: Json
    rows: str
    faults: str


@dataclass
class Found:
    """What the reading process found; rows that are refused leave `rows`, what is wrong with them joins `faults`."""

    sheet: str | None
    letters: dict[str, str]
    row_count: int
    fault_count: int
    note_count: int
    faults: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def problem_of(answer: bytes) -> Json | None:
    """Return why a file as a whole could not be read (code, th, en), None when it could."""
    refused = json.loads(answer.partition(b"\n")[0]).get("unreadable")
    return dict(zip(("code", "th", "en"), refused, strict=True)) if refused else None


def sift(kind: ImportKind, owner: str, answer: bytes) -> Found:
    """Return what the resource's rules leave of a file. Takes a while and no await: run it in a thread."""
    found = _found_in(answer)
    found.rows = [row for row in found.rows if not _refuse(found, _faults_of_row(kind, owner, row))]
    if kind.check is not None:
        refuse_rows(found, kind.check(found.rows))
    return found


def refuse_rows(found: Found, faults: Sequence[RowFault]) -> None:
    """Take the rows out that a resource finds faults with."""
    faulty = {fault.row for fault in faults}
    _refuse(found, faults)
    found.rows = [row for row in found.rows if row.number not in faulty]


def judged_of(found: Found) -> Judged:
    """Return the good rows and every fault as an import keeps them. Takes a while and no await: run it in a thread."""
    faults = [finding._asdict() for finding in sorted(found.faults, key=_by_place)]
    notes = [finding._asdict() for finding in found.notes[:PREVIEW_FINDINGS]]
    rows = [{"row": row.number, "values": row.values} for row in found.rows[:PREVIEW_ROWS]]
    return Judged(
        row_count=found.row_count,
        valid_count=len(found.rows),
        fault_count=found.fault_count,
        note_count=found.note_count,
        preview={"rows": rows, "faults": faults[:PREVIEW_FINDINGS], "notes": notes},
        rows=_lines(found.rows),
        faults=_lines(faults),
    )


def rows_of(lines: str) -> list[Row]:
    """Return the rows that `Judged.rows` holds."""
    return [Row(*json.loads(line)) for line in lines_of(lines)]


def lines_of(text: str) -> list[str]:
    """Return the lines of `Judged.rows` or `Judged.faults`; a value may hold other line ends than ours."""
    return text.split("\n") if text else []


def _found_in(answer: bytes) -> Found:
    head, *lines = answer.split(b"\n")
    found = Found(**json.loads(head))
    for line in filter(None, lines):
        ((what, fields),) = json.loads(line).items()
        if what == "row":
            found.rows.append(Row(*fields))
        else:
            (found.faults if what == "fault" else found.notes).append(Finding(*fields))
    return found


def _faults_of_row(kind: ImportKind, owner: str, row: Row) -> Sequence[RowFault]:
    """Return what the JSON door would refuse of a row, each fault at the column its pointer begins with."""
    if kind.validate is None:
        return ()
    try:
        kind.validate(owner, dict(row.values))
    except ValidationError as problem:
        return [_row_fault(row, field_error({**fault, "loc": ("body", *fault["loc"])})) for fault in problem.errors()]
    except Invalid as refusal:
        if not refusal.errors:
            return [RowFault(row.number, "", refusal.code, refusal.sentence())]
        return [_row_fault(row, fault) for fault in refusal.errors]
    return ()


def _row_fault(row: Row, fault: FieldError) -> RowFault:
    return RowFault(row.number, fault.pointer.lstrip("/").partition("/")[0], fault.code, fault.text)


def _refuse(found: Found, faults: Sequence[RowFault]) -> bool:
    """Add a resource's faults to those found, at their cells; returns whether there were any."""
    found.fault_count += len(faults)
    for fault in faults[: MOST_FAULTS - len(found.faults)]:
        letters = found.letters.get(fault.column)
        column = fault.column if letters else None
        cell = f"{letters or 'A'}{fault.row}"
        found.faults.append(Finding(found.sheet, cell, column, fault.code, fault.text.th, fault.text.en))
    return bool(faults)


def _by_place(fault: Finding) -> tuple[int, int, str]:
    place = _CELL.fullmatch(fault.cell)
    assert place is not None
    return int(place[2]), len(place[1]), place[1]


def _lines(values: Iterator[Any] | Sequence[Any]) -> str:
    return "\n".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
