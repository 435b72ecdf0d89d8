"""Running the reading process: what it gets, how long it may take, and what its end means."""

import asyncio
import contextlib
import json
from asyncio.subprocess import Process

from services.shared import processes
from services.shared.imports.limits import LARGEST_ANSWER, OUT_OF_MEMORY, WALL_SECONDS
from services.shared.imports.rules.columns import TableForm, form_as_json
from services.shared.imports.rules.faults import Unreadable

MODULE = "services.shared.imports.child"
_CHUNK = 256 * 1024


async def read_in_process(form: TableForm, media_type: str, content: bytes) -> bytes:
    """Return the lines that the reading process answers; raises Unreadable when it took too much or broke down."""
    process = await processes.start(MODULE)
    try:
        async with asyncio.timeout(WALL_SECONDS):
            await _feed(process, json.dumps({"media_type": media_type, "form": form_as_json(form)}).encode(), content)
            answer = await _take(process)
            status = await process.wait()
    except TimeoutError as problem:
        raise Unreadable("reading_took_too_much") from problem
    finally:
        await processes.end(process)
    # A status below zero is a signal: the kernel's for processor time, the reader's own abort when memory ends.
    if status < 0 or status == OUT_OF_MEMORY:
        raise Unreadable("reading_took_too_much")
    if status > 0:
        raise Unreadable("workbook_broken")
    return answer


async def _feed(process: Process, head: bytes, content: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it ended early; its status says why
        process.stdin.writelines((head, b"\n", content))
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


async def _take(process: Process) -> bytes:
    assert process.stdout is not None
    answer = bytearray()
    while chunk := await process.stdout.read(_CHUNK):
        answer += chunk
        if len(answer) > LARGEST_ANSWER:
            raise Unreadable("reading_took_too_much")
    return bytes(answer)
