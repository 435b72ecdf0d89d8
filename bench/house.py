"""A house for comparisons: its own PostgreSQL in its own folder, durable as any, the services and the gateway."""

import asyncio
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from operations import postgres, run
from operations.container import prepare
from operations.secrets import load_or_create
from operations.service_clients import SERVICES
from operations.token import development_token

PORT = 18300
EVERYONE = ("gateway", *SERVICES)


@dataclass(frozen=True)
class House:
    """Where the running house is, and its processes by name, those that do not run among them."""

    url: str
    service_url: str
    gateway_url: str
    data: Path
    pids: Mapping[str, int]  # of each process, by its name
    processes: Mapping[str, run.Process] = field(default_factory=dict)

    def headers(self, grants: str, subject: str | None = None) -> dict[str, str]:
        """Return headers with a token."""
        return {"Authorization": f"Bearer {development_token(grants, self.data, subject)}"}


@contextmanager
def running(port: int = PORT, needed: Collection[str] = EVERYONE) -> Iterator[House]:
    """Start what is needed of the house in a folder of its own, and stop it with all that it kept."""
    # Every user may enter it, because root's server runs as another one.
    with tempfile.TemporaryDirectory(prefix="buranakan-bench-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        data.chmod(0o755)
        secrets = load_or_create(data / "secrets.json")
        url = postgres.start(data / "postgres", port + run.DATABASE_PORT).url()
        processes: list[run.Process] = []
        try:
            asyncio.run(prepare(url, secrets.passwords, secrets.client_secrets))
            processes = run.processes_of(data, port, url, secrets)
            run.start([each for each in processes if each.name in needed])
            ports = {each.name: f"http://127.0.0.1:{each.port}" for each in processes}
            by_name = {each.name: each for each in processes}
            pids = {each.name: each.running.pid for each in processes if each.running}
            yield House(url, ports["indicators"], ports["gateway"], data, pids, by_name)
        finally:
            run.stop(processes)
            postgres.stop(data / "postgres")
