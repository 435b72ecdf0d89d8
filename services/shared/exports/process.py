"""Having an Excel file written in a process of its own, bounded in memory and time."""

import asyncio
import datetime as dt
import json
from decimal import Decimal

from services.shared import processes
from services.shared.errors import Unavailable
from services.shared.exports.rules import Cell, Sheet, plain

MODULE = "services.shared.exports.child"
MEMORY_BYTES = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 30
WALL_SECONDS = 40.0
# Each takes a processor for seconds; the others wait in line.
AT_ONCE = 2

_turns = asyncio.Semaphore(AT_ONCE)


async def excel_in_process(sheet: Sheet) -> bytes:
    """Return a table as an Excel file; raises Unavailable when writing it took too much."""
    document = await asyncio.to_thread(json_of, sheet)
    async with _turns:
        return await _written(document)


async def _written(document: bytes) -> bytes:
    process = await processes.start(MODULE)
    try:
        async with asyncio.timeout(WALL_SECONDS):
            content, _ = await process.communicate(document)
    except TimeoutError as problem:
        raise Unavailable("exports") from problem
    finally:
        await processes.end(process)
    if process.returncode != 0:
        raise Unavailable("exports")
    return content


def json_of(sheet: Sheet) -> bytes:
    """Return a table as the writing process reads it, numbers as text so that they stay exact."""
    document = {
        "title_th": sheet.title_th,
        "columns": [[column.name, column.title_th, column.kind.value] for column in sheet.columns],
        "rows": [[_value(cell) for cell in row] for row in sheet.rows],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _value(cell: Cell) -> str | bool | None:
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, dt.datetime):
        return cell.isoformat()
    return plain(cell) if isinstance(cell, int | Decimal) else cell
