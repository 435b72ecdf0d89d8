"""Which process serves a data folder, and what to do with a pid file that names another one."""

import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from operations.postgres.layout import Layout

# Lines of postmaster.pid, counted from 0 (src/include/utils/pidfile.h of PostgreSQL).
PID_LINE, PORT_LINE, STATUS_LINE = 0, 3, 7
# A server that is just writing its pid file is done with it long before.
WRITING_SECONDS = 2.0


@dataclass(frozen=True)
class Postmaster:
    """The main process of a running server."""

    pid: int
    port: int
    stopping: bool


def find_postmaster(layout: Layout) -> Postmaster | None:
    """The live server of this data folder, as its pid file names it; None where the file names anything else."""
    lines = read_lines(layout.postmaster_file)
    try:
        pid, port = int(lines[PID_LINE]), int(lines[PORT_LINE])
    except (ValueError, IndexError):
        return None
    if pid <= 0 or not serves(pid, layout.data):
        return None
    return Postmaster(pid, port, stopping=[line.strip() for line in lines[STATUS_LINE:]] == ["stopping"])


def serves(pid: int, data: Path) -> bool:
    """Whether `pid` is alive, no zombie, and a PostgreSQL main process started for this data folder."""
    try:
        process = psutil.Process(pid)
        words = process.cmdline()
        if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE or "-D" not in words[:-1]:
            return False
    except psutil.Error:
        return False
    return Path(words[words.index("-D") + 1]).resolve() == data


def remove_stale_file(file: Path) -> None:
    """Remove a pid file that was found to name no server of ours.

    PostgreSQL refuses to start while the pid in it belongs to any live process, also one that got the number later,
    and while it cannot read one. Orphans of a killed server it finds without the file. A file just written is left
    for PostgreSQL to judge: a server that another process launched may be behind it.
    """
    try:
        if time.time() - file.stat().st_mtime > WRITING_SECONDS:
            file.unlink()
    except FileNotFoundError:
        return


def read_lines(file: Path) -> list[str]:
    try:
        return file.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []
