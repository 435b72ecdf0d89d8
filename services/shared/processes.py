"""Processes of our own that compute apart from the one that answers: without its secrets, bounded, gone at the end."""

import asyncio
import contextlib
import os
import resource
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# All that an interpreter needs to start; the settings and secrets of this process stay here.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH")
_CHUNK = 256 * 1024
_GOES_FIRST = Path("/proc/self/oom_score_adj")


async def start(module: str, *, longest_line: int = _CHUNK) -> Process:
    """Start a module as a process that reads its standard input and answers on its standard output."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    command = (sys.executable, "-B", "-X", "utf8", "-m", module)
    return await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=environment, limit=longest_line
    )


async def end(process: Process) -> None:
    """Make sure a process is gone and its pipes are closed."""
    assert process.stdout is not None
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    while await process.stdout.read(_CHUNK):
        pass
    await process.wait()


def bound(*limits: tuple[int, int]) -> None:
    """Bound this process, each limit a kind of `resource` and its most; what bounds it more already stays.

    Where memory runs out all the same, as in a small container, this process goes and not the one that answers.
    """
    with contextlib.suppress(OSError):  # not every system has it
        _GOES_FIRST.write_text("1000")
    for kind, most in limits:
        _, allowed = resource.getrlimit(kind)
        least = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (least, least))
