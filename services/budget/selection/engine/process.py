"""Having a choice computed in a process of its own, bounded in memory and time, that says how far it is."""

import asyncio
import contextlib
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from services.shared import processes
from services.shared.errors import Unavailable

MODULE = "services.budget.selection.engine.child"
# Beside the time it was given: starting, reading, giving reasons, and many small questions where nothing is feasible.
SPARE_SECONDS = 90.0
LONGEST_LINE = 64 * 1024 * 1024

# Told how much is done, from 0 to 1.
Told = Callable[[float], Awaitable[None]]
Json = dict[str, Any]


async def computed(question: Json, told: Told) -> Json:
    """Return the answer to a question; raises Unavailable when the process died, or took too much.

    Cancelled, or at any other end, the process is gone.
    """
    document = await asyncio.to_thread(_bytes_of, question)
    process = await processes.start(MODULE, longest_line=LONGEST_LINE)
    try:
        async with asyncio.timeout(question["limits"]["seconds"] + SPARE_SECONDS):
            await _feed(process, document)
            async for said in _lines(process):
                if "answer" in said:
                    answer: Json = said["answer"]
                    return answer
                await told(said["progress"])
    except TimeoutError as problem:
        raise Unavailable("selection") from problem
    finally:
        await processes.end(process)
    raise Unavailable("selection")


def _bytes_of(question: Json) -> bytes:
    return json.dumps(question, ensure_ascii=False, separators=(",", ":")).encode()


async def _feed(process: Process, document: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it ended early, and so says nothing
        process.stdin.write(document)
        await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


async def _lines(process: Process) -> AsyncIterator[Json]:
    assert process.stdout is not None
    while line := await process.stdout.readline():
        yield await asyncio.to_thread(json.loads, line)
