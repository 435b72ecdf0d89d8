"""`make run`: the whole house on this machine, five processes and their PostgreSQL, until Ctrl-C."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from migrations.roles import DatabaseUnfit, app_role, reader_role
from operations import postgres
from operations.container import prepare
from operations.example import is_wanted, load_example
from operations.keys import create_key_file
from operations.ports import PortTaken, refuse_taken
from operations.secrets import Secrets, load_or_create
from operations.service_clients import SERVICES

FIRST_SERVICE_PORT, DATABASE_PORT = 101, 7432  # beyond PORT
LAST_DATABASE_PORT = 32767
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
RESTART_SECONDS = 2.0
PAUSE_SECONDS = 0.1


class CannotRun(Exception):
    """The house cannot be started; the sentence says what to do."""


@dataclass
class Process:
    """One of the five processes."""

    name: str
    application: str
    port: int
    environment: dict[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, its output going to its log."""
        command = [sys.executable, "-m", "uvicorn", self.application, "--host", "127.0.0.1", "--port", str(self.port)]
        options = ["--no-access-log", "--no-server-header", "--timeout-keep-alive", "75"]
        graceful = ["--timeout-graceful-shutdown", "15"]
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [*command, *options, *graceful],
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches only this process, which then stops the others in order
            )

    def is_ready(self) -> bool:
        """Return whether it answers that it can serve."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def has_ended(self) -> bool:
        """Return whether it is no longer there."""
        return self.running is not None and self.running.poll() is not None

    def last_lines(self) -> str:
        """Return the end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])


def main() -> int:
    """Start everything, say how to use it, and wait; returns the exit status."""
    data = Path(os.environ.get("DATA_DIR", ".data")).resolve()
    port = int(os.environ.get("PORT", "8000"))
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked_to_stop, signal.default_int_handler)
    processes: list[Process] = []
    own_server = "DATABASE_URL" not in os.environ
    try:
        refuse_taken([port, *(port + FIRST_SERVICE_PORT + number for number in range(len(SERVICES)))])
        data.mkdir(parents=True, exist_ok=True)
        secrets = load_or_create(data / "secrets.json")
        url = prepare_database(data, port, secrets)
        processes = processes_of(data, port, url, secrets)
        start(processes)
        if is_wanted(data):
            load_example(data, f"http://127.0.0.1:{port}")
        say_how_to_use(port)
        keep_running(processes)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    except (CannotRun, PortTaken, DatabaseUnfit, postgres.PostgresError) as problem:
        print(f"{problem}", file=sys.stderr)
        return 1
    finally:
        stop(processes)
        if own_server:
            postgres.stop(data / "postgres")
    print("Stopped. All data is kept in", data)
    return 0


def prepare_database(data: Path, port: int, secrets: Secrets) -> str:
    """Start the embedded server unless DATABASE_URL names one, migrate it, and return the administrator's address."""
    url = os.environ.get("DATABASE_URL")
    if url is None:
        print("PostgreSQL: starting …", flush=True)
        first = min(port + DATABASE_PORT, LAST_DATABASE_PORT)
        url = postgres.start(data / "postgres", first).url()
    print("Database: migrating …", flush=True)
    asyncio.run(prepare(url, secrets.passwords, secrets.client_secrets))
    return url


def processes_of(data: Path, port: int, url: str, secrets: Secrets) -> list[Process]:
    """Return the five processes, ready to start."""
    logs = data / "logs"
    logs.mkdir(exist_ok=True)
    keys = data / "signing-keys.json"
    if not keys.exists():
        create_key_file(keys)
    ports = {name: port + FIRST_SERVICE_PORT + number for number, name in enumerate(SERVICES)}
    addresses = {**ports, "gateway": port}
    common = {
        "BURANAKAN_ENVIRONMENT": "development",
        "BURANAKAN_CURSOR_SECRET": secrets.cursor_secret,
        **{f"BURANAKAN_{name.upper()}_URL": f"http://127.0.0.1:{each}" for name, each in addresses.items()},
    }
    own = {name: {"BURANAKAN_CLIENT_SECRET": secrets.client_secrets[name]} for name in SERVICES}
    environments = {name: {**common, **own[name]} for name in SERVICES}
    environments["gateway"] = {**common, "BURANAKAN_SIGNING_KEYS": str(keys)}
    return [
        Process(
            name=name,
            application="gateway.main:app" if name == "gateway" else f"services.{name}.main:app",
            port=ports.get(name, port),
            environment={**environment, **dsns(url, name, secrets)},
            log=logs / f"{name}.log",
        )
        for name, environment in environments.items()
    ]


def dsns(url: str, schema: str, secrets: Secrets) -> dict[str, str]:
    """Return the settings that open a schema's two doors on the server of `url`."""
    _, _, place = url.rpartition("@")
    addresses = {"BURANAKAN_DSN": app_role(schema), "BURANAKAN_READER_DSN": reader_role(schema)}
    return {name: f"postgresql://{role}:{secrets.passwords[role]}@{place}" for name, role in addresses.items()}


def start(processes: list[Process]) -> None:
    """Start all and wait until each can serve; raises CannotRun with the end of the log of one that cannot."""
    for process in processes:
        process.start()
    deadline = time.monotonic() + READY_SECONDS
    waiting = list(processes)
    while waiting:
        for process in list(waiting):
            if process.has_ended():
                raise CannotRun(f"{process.name} did not start; the end of {process.log}:\n{process.last_lines()}")
            if process.is_ready():
                print(f"{process.name}: ready on port {process.port}", flush=True)
                waiting.remove(process)
        if time.monotonic() > deadline:
            names = ", ".join(process.name for process in waiting)
            raise CannotRun(f"{names} did not become ready in {READY_SECONDS:.0f} s; see {waiting[0].log}")
        time.sleep(PAUSE_SECONDS)


def keep_running(processes: list[Process]) -> None:
    """Start again what ends, until interrupted."""
    while True:
        for process in processes:
            if process.has_ended():
                print(f"{process.name} ended; starting it again (log: {process.log})", flush=True)
                time.sleep(RESTART_SECONDS)
                process.start()
        time.sleep(PAUSE_SECONDS)


def stop(processes: list[Process]) -> None:
    """Ask every process to finish what it is doing; end those that do not."""
    alive = [process.running for process in processes if process.running and process.running.poll() is None]
    for running in alive:
        running.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for running in alive:
        try:
            running.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            running.kill()


def say_how_to_use(port: int) -> None:
    """Print where everything is, and three commands that work when pasted."""
    here = f"http://127.0.0.1:{port}"
    kept = os.environ.get("DATA_DIR", ".data")
    option = "" if kept == ".data" else f" DATA_DIR={kept}"
    token = f"$(make -s token AS=province:50{option})"
    print(
        f"""
Buranakan is running.
  Gateway   {here}
  Docs      {here}/docs
  Contract  {here}/v1/openapi.json
  A token   make token AS=province:50{option}     (other roles: ministry:05, cluster:C52-15, opdc, operator …)

Try:
  curl -s '{here}/v1/areas?kind=province&limit=3'
  curl -s {here}/v1/me -H "Authorization: Bearer {token}"
  curl -s '{here}/v1/overview/areas/50?fiscal_year=2558' -H "Authorization: Bearer {token}"

Ctrl-C stops everything; the data stays.
""",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
