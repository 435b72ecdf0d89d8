"""Starting, adopting and stopping the one server of a data folder, whoever else tries at the same time."""

import fcntl
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from operations.postgres.account import Account, blocked_step, choose_account, run_as
from operations.postgres.binaries import Binaries, find_binaries
from operations.postgres.cluster import create_cluster, former_port, hand_over, is_missing, write_settings
from operations.postgres.database import DATABASE, USER, Server, prepare_database
from operations.postgres.errors import PostgresError, first_complaint
from operations.postgres.layout import Layout
from operations.postgres.processes import Postmaster, find_postmaster, remove_stale_file

# Ports from here on are given to outgoing connections by Linux, so a server cannot count on one.
FIRST_EPHEMERAL_PORT = 32768
# A killed server's processes may take some seconds to leave.
START_SECONDS = 10.0
# A first start on a slow disk, or a recovery, may stand before us.
LOCK_SECONDS = 180.0
STOP_SECONDS = 60.0
PAUSE_SECONDS = 0.1
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Launch:
    """All that one start needs to know."""

    layout: Layout
    binaries: Binaries
    account: Account
    first_port: int
    durable: bool
    settings: Mapping[str, str]


def start(
    data_dir: Path, first_port: int, *, durable: bool = True, settings: Mapping[str, str] = NO_SETTINGS
) -> Server:
    """Have the server of `data_dir` running: adopt it as it runs, or create what is missing and start it.

    It listens on 127.0.0.1, on its former port or the first free one from `first_port`, and outlives this process.
    `durable=False` is for tests: it gives up what protects against a loss of power. `settings` are PostgreSQL's own
    and, like `durable`, hold from the next start, not for a server adopted. Raises PostgresError.
    """
    layout = Layout.of(data_dir)
    with folder_trouble(layout):
        account = choose_account(layout.data)
        make_way(layout.parent, account)
        with locked(layout.lock) as lock:
            binaries = find_binaries(account, layout.binaries)
            if is_missing(layout, binaries):
                create_cluster(layout, binaries, account, durable=durable, lock=lock)
            port = ensure_running(Launch(layout, binaries, account, first_port, durable, settings))
            password = layout.password.read_text().strip()
            server = Server(layout.data, port, USER, password, DATABASE, binaries.folder)
            prepare_database(server)
            return server


def stop(data_dir: Path) -> bool:
    """Stop the server of `data_dir`, ending its connections, and return whether one was running.

    Raises PostgresError when it has not ended within a minute.
    """
    layout = Layout.of(data_dir)
    with folder_trouble(layout):
        # Before the lock, whose file would otherwise be made in a folder that holds no server.
        return layout.data.exists() and stop_locked(layout)


def stop_locked(layout: Layout) -> bool:
    with locked(layout.lock):
        postmaster = find_postmaster(layout)
        if postmaster is None:
            return False
        # PostgreSQL's fast shutdown, as `pg_ctl -m fast stop` asks for it; sent so, it needs no programs at hand.
        with suppress(ProcessLookupError):
            os.kill(postmaster.pid, signal.SIGINT)
        if not wait_until(lambda: find_postmaster(layout) is None, STOP_SECONDS):
            raise PostgresError(
                f"The server in {layout.data} (process {postmaster.pid}) did not stop within {STOP_SECONDS:.0f} "
                f"seconds; see {layout.log}, then try again."
            )
        return True


def status(data_dir: Path) -> Postmaster | None:
    """The running server of `data_dir`, None where none runs; raises PostgresError when the folder is closed to us."""
    layout = Layout.of(data_dir)
    with folder_trouble(layout):
        return find_postmaster(layout)


@contextmanager
def folder_trouble(layout: Layout) -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        cause = f"{failure.strerror}: {failure.filename}" if failure.filename else failure.strerror
        raise PostgresError(
            f"The folder {layout.parent} cannot be used ({cause}); give this user room and the right to write there, "
            "or set DATA_DIR to another folder."
        ) from failure


def make_way(folder: Path, account: Account) -> None:
    """Make `folder`, which `account` must be able to enter; folders that stand already are never opened wider."""
    blocked = blocked_step(account, folder) if account.is_other else None
    if blocked:
        raise PostgresError(
            f"PostgreSQL does not run as root, and the user it runs as, {account.name}, may not enter {blocked}; "
            "set DATA_DIR to a folder that every user may enter, such as /var/lib/buranakan, or start as an ordinary "
            "user."
        )
    for missing in [step for step in (*reversed(folder.parents), folder) if not step.exists()]:
        missing.mkdir(exist_ok=True)
        if account.is_other:
            missing.chmod(0o755)


@contextmanager
def locked(file: Path) -> Iterator[int]:
    """Hold the lock under which one process at a time starts or stops the server; yields its descriptor."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not wait_until(lambda: try_lock(descriptor), LOCK_SECONDS):
            raise PostgresError(
                f"Another start or stop of this server has held {file} for {LOCK_SECONDS:.0f} seconds; "
                "let it finish or end it, then try again."
            )
        yield descriptor
    finally:
        os.close(descriptor)


def try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def ensure_running(launch: Launch) -> int:
    """Adopt the running server or start one, trying again for some seconds, and return its port."""
    give_up = time.monotonic() + START_SECONDS
    while True:
        failure = "the former server is still shutting down"
        postmaster = find_postmaster(launch.layout)
        if postmaster is None:
            failure = launch_once(launch) or "it ended right after its start"
            postmaster = find_postmaster(launch.layout)
        if postmaster is not None and not postmaster.stopping:
            return postmaster.port
        if time.monotonic() > give_up:
            raise PostgresError(
                f"PostgreSQL does not start in {launch.layout.data} ({failure}); "
                f"repair what it names, see {launch.layout.log} for more, and start again."
            )
        time.sleep(PAUSE_SECONDS)


def launch_once(launch: Launch) -> str:
    """Try to start the server, detached and in a session of its own; returns what it complained of, or nothing."""
    layout = launch.layout
    remove_stale_file(layout.postmaster_file)
    hand_over(layout, launch.account)
    port = free_port(launch.first_port, former_port(layout))
    write_settings(layout, port, durable=launch.durable, settings=launch.settings)
    before = layout.log.stat().st_size
    options = ["--wait", "--silent", f"--pgdata={layout.data}", f"--log={layout.log}"]
    answer = run_as(launch.account, [launch.binaries.folder / "pg_ctl", "start", *options])
    if answer.returncode == 0:
        return ""
    with layout.log.open("rb") as log:
        log.seek(before)
        return first_complaint(log.read().decode(errors="replace") or answer.stderr)


def free_port(first: int, former: int | None) -> int:
    """The former port when it is free, else the first free one from `first`; raises PostgresError when none is."""
    for port in chain([former] if former else [], range(first, FIRST_EPHEMERAL_PORT)):
        if is_free(port):
            return port
    raise PostgresError(
        f"No port from {first} to {FIRST_EPHEMERAL_PORT - 1} is free for PostgreSQL on 127.0.0.1; "
        "choose a lower first port."
    )


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As PostgreSQL does it, so that connections lately closed do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask `condition` until it holds, at least once; returns whether it did in time."""
    give_up = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(PAUSE_SECONDS)
    return True
