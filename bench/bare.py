"""A server as bare as one can be: Starlette, a pool of asyncpg, orjson; no token, no scope, no checks, no contract.

It reads the revisions by DISTINCT ON and answers them as objects: what a service of the usual kind would do at best.
`python -m uvicorn bench.bare:app` with BENCH_DATABASE_URL serves it.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ADDRESS = "BENCH_DATABASE_URL"
CURRENT = """
SELECT DISTINCT ON (area_code, indicator_id, fiscal_year, period, reporter) *
  FROM indicators_fact.observation
 WHERE indicator_id = $1 AND fiscal_year = $2 AND ($3::text IS NULL OR area_code = $3)
 ORDER BY area_code, indicator_id, fiscal_year, period, reporter, revision DESC
"""
CELLS = f"SELECT area_code, period, reporter, revision, value, status FROM ({CURRENT}) AS cells"
READY_SECONDS = 30.0


@dataclass(frozen=True)
class Bare:
    """Where the bare server is, and its process."""

    url: str
    pid: int


@contextlib.asynccontextmanager
async def _opened(app: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ[ADDRESS], min_size=1, max_size=5) as pool:
        app.state.pool = pool
        yield


async def _values(request: Request) -> Response:
    """Answer the current values of an indicator in a fiscal year, of all areas or of one."""
    asked = request.query_params
    found = await request.app.state.pool.fetch(
        CELLS, UUID(asked["indicator_id"]), int(asked["fiscal_year"]), asked.get("area_code")
    )
    return Response(orjson.dumps([dict(row) for row in found], default=float), media_type="application/json")


app = Starlette(routes=[Route("/values", _values)], lifespan=_opened)


@contextlib.contextmanager
def running(database_url: str) -> Iterator[Bare]:
    """Serve it in a process of its own, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "bench.bare:app", "--port", str(port), "--no-access-log"]
    with subprocess.Popen([*command, "--log-level", "error"], env={**os.environ, ADDRESS: database_url}) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, process)
            yield Bare(url, process.pid)
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when it answers at all; raises RuntimeError when it does not."""
    give_up = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < give_up:
        try:
            urllib.request.urlopen(url, timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the bare server does not answer at {url}")
