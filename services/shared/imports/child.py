"""The reading process: bounded in memory and time, without secrets, gone when the file has been read.

On standard input: one line of JSON (`media_type`, `form`), then the file. On standard output one JSON value per line:
first the counts or what is wrong with the whole file, then every fault, note and good row.
"""

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

from services.shared.imports.limits import MEMORY_BYTES, MOST_TEXT, OUT_OF_MEMORY, PROCESSOR_SECONDS
from services.shared.imports.reader import read_file
from services.shared.imports.rules.columns import TableForm, form_of_json
from services.shared.imports.rules.faults import Unreadable
from services.shared.imports.rules.table import Table, read_table
from services.shared.processes import bound


def main() -> int:
    """Read one file; returns the exit status."""
    bound(
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    head = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        lines = answer_to(content, head["media_type"], form_of_json(head["form"]))
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.buffer.writelines(line.encode() for line in lines)
    return 0


def answer_to(content: bytes, media_type: str, form: TableForm) -> list[str]:
    """Return the lines of the answer for one file."""
    try:
        table = read_table(form, read_file(content, media_type, form))
        return _bounded(_lines_of(table))
    except Unreadable as refusal:
        return [_line({"unreadable": [refusal.code, refusal.text.th, refusal.text.en]})]


def _lines_of(table: Table) -> Iterator[str]:
    counts = {"row_count": table.row_count, "fault_count": table.fault_count, "note_count": table.note_count}
    yield _line({"sheet": table.sheet, "letters": table.letters, **counts})
    for fault in table.faults:
        yield _line({"fault": fault})
    for note in table.notes:
        yield _line({"note": note})
    for row in table.rows:
        yield _line({"row": row})


def _bounded(lines: Iterator[str]) -> list[str]:
    kept, left = [], MOST_TEXT
    for line in lines:
        left -= len(line)
        if left < 0:
            raise Unreadable("too_much_text", limit=MOST_TEXT // 1_000_000)
        kept.append(line)
    return kept


def _line(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    sys.exit(main())
