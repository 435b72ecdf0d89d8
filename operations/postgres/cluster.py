"""A data folder and what belongs to it: created whole or not at all, its settings, its password, its owner."""

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from operations.postgres.account import Account, give, run_as
from operations.postgres.binaries import OVERRIDE, Binaries
from operations.postgres.database import USER
from operations.postgres.errors import PostgresError, first_complaint
from operations.postgres.layout import Layout

# A socket's path must stay under 104 to 108 bytes, and PostgreSQL adds its file name to the folder's.
LONGEST_SOCKET_FOLDER = 90
FOR_A_LAPTOP = {
    "max_connections": "200",
    "shared_buffers": "128MB",
    "logging_collector": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def is_missing(layout: Layout, binaries: Binaries) -> bool:
    """Whether a data folder must still be created; raises PostgresError when the one there cannot be used."""
    if not layout.data.exists() or not any(layout.data.iterdir()):
        return True
    marker = layout.data / "PG_VERSION"
    if not marker.exists():
        raise PostgresError(
            f"{layout.data} is not empty and holds no PostgreSQL data; move what is there away or set DATA_DIR to "
            "another folder."
        )
    made_by = marker.read_text().strip()
    if made_by != str(binaries.major):
        raise PostgresError(
            f"The data in {layout.data} were made by PostgreSQL {made_by}, but the programs in {binaries.folder} are "
            f"PostgreSQL {binaries.major}; set {OVERRIDE} to the bin folder of PostgreSQL {made_by}, or move the "
            "folder away to begin with an empty one."
        )
    if not layout.password.exists():
        raise PostgresError(
            f"The password of the data in {layout.data} is missing; put the file {layout.password} back, or move the "
            "folder away to begin with an empty one."
        )
    return False


def create_cluster(layout: Layout, binaries: Binaries, account: Account, *, durable: bool, lock: int) -> None:
    """Create the data folder under another name and rename it, so that an interruption leaves none half made.

    Raises PostgresError with what the tool complained of first.
    """
    for path in layout.parent.iterdir():
        if path.name.startswith(layout.unfinished_prefix):
            shutil.rmtree(path, ignore_errors=True)
    if not layout.password.exists():
        write_private(layout.password, secrets.token_urlsafe(32))
    workplace = Path(tempfile.mkdtemp(prefix=layout.unfinished_prefix, dir=layout.parent))
    try:
        copy = workplace / "password"
        write_private(copy, layout.password.read_text())
        for path in (workplace, copy):
            give(path, account)
        options = [*locale_options(binaries.major), f"--pwfile={copy}", *([] if durable else ["--no-sync"])]
        initialise(workplace / "data", [binaries.folder / "initdb", *options], account, lock)
        include_settings(workplace / "data" / "postgresql.conf", layout.settings)
        (workplace / "data").rename(layout.data)
        sync(layout.parent)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def initialise(data: Path, command: Sequence[str | Path], account: Account, lock: int) -> None:
    options = ["--encoding=UTF8", f"--username={USER}", "--auth=scram-sha-256", f"--pgdata={data}"]
    # The tool holds the lock too: should this process be killed, the next one waits until the tool has ended.
    answer = run_as(account, [*command, *options], keep_open=[lock])
    if answer.returncode != 0:
        raise PostgresError(
            f"PostgreSQL could not create its data folder under {data.parents[1]} ({first_complaint(answer.stderr)}); "
            "repair that or set DATA_DIR to another folder, and start again."
        )


def locale_options(major: int) -> list[str]:
    """Characters known as Unicode knows them, which Thai trigrams need, and an order that is the same everywhere."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8", "--lc-collate=C"]
    return ["--locale-provider=libc", "--locale=C", "--lc-ctype=C.UTF-8", "--lc-collate=C"]


def include_settings(configuration: Path, settings: Path) -> None:
    # The data folder is another user's when root starts, so a link there is not followed.
    with open(os.open(configuration, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW), "a") as file:
        # Relative to the data folder, so that the parent folder can be moved.
        file.write(f"include '../{settings.name}'\n")
    sync(configuration)


def write_settings(layout: Layout, port: int, *, durable: bool, settings: Mapping[str, str]) -> None:
    """Write the one file of settings that differ from PostgreSQL's own; `settings` come over ours, never over where."""
    fits = len(os.fsencode(layout.sockets)) <= LONGEST_SOCKET_FOLDER
    where = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": f'"{layout.sockets}"' if fits else "",
    }
    values = FOR_A_LAPTOP | ({} if durable else NOT_DURABLE) | dict(settings) | where
    layout.settings.write_text("".join(f"{name} = {quoted(value)}\n" for name, value in values.items()))
    layout.settings.chmod(0o644)


def quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def former_port(layout: Layout) -> int | None:
    """The port of the last start, None before the first."""
    if not layout.settings.exists():
        return None
    line = re.search(r"^port = '(\d+)'$", layout.settings.read_text(), re.MULTILINE)
    return int(line[1]) if line else None


def hand_over(layout: Layout, account: Account) -> None:
    """Give `account` what the server writes to: its data (restored or started by another user), log and sockets."""
    if account.is_other and layout.data.stat().st_uid != account.uid:
        for path in (layout.data, *layout.data.rglob("*")):
            give(path, account)
    layout.data.chmod(0o700)
    layout.log.touch(mode=0o600)
    layout.sockets.mkdir(mode=0o700, exist_ok=True)
    give(layout.log, account)
    give(layout.sockets, account)


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all."""
    partial = path.with_name(f"{path.name}-partial")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    sync(partial)
    partial.rename(path)


def sync(path: Path) -> None:
    """Wait until a file or a folder's names are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
