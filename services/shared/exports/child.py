"""The process that writes an Excel file, so that the one that answers requests does not.

On standard input a table as JSON, on standard output the file.
"""

import datetime as dt
import json
import resource
import sys
from decimal import Decimal
from typing import Any

from services.shared.exports.process import MEMORY_BYTES, PROCESSOR_SECONDS
from services.shared.exports.rules import Cell, Column, Kind, Sheet
from services.shared.exports.writer import excel_of
from services.shared.processes import bound


def main() -> int:
    """Write one file; returns the exit status."""
    bound((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, PROCESSOR_SECONDS))
    sys.stdout.buffer.write(excel_of(sheet_of_json(json.load(sys.stdin.buffer))))
    return 0


def sheet_of_json(document: dict[str, Any]) -> Sheet:
    """Return the table that `process.json_of` wrote."""
    columns = tuple(Column(name, title, Kind(kind)) for name, title, kind in document["columns"])
    rows = [[_cell(cell, column.kind) for cell, column in zip(row, columns, strict=True)] for row in document["rows"]]
    return Sheet(document["title_th"], columns, rows)


def _cell(cell: Any, kind: Kind) -> Cell:  # noqa: ANN401 - any JSON value
    if cell is None or isinstance(cell, bool):
        return cell
    if kind is Kind.NUMBER:
        return Decimal(cell)
    return dt.datetime.fromisoformat(cell) if kind is Kind.INSTANT else str(cell)


if __name__ == "__main__":
    sys.exit(main())
