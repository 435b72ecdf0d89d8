"""What every test may ask for: the database, the running house, a client on its gateway, and tokens."""

import gc
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import uuid4

import httpx
import hypothesis
import pytest
from joserfc.jwk import OKPKey

from operations.postgres import Server
from services.shared.settings import Settings
from tests import databases
from tests.stack import Stack, running, settings_for
from tests.tokens import claims_for, sign, write_key_file

As = Callable[..., dict[str, str]]

# How long an example takes says something of the machine, nothing of the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Let the collector of garbage look no more at what stays for the whole run, and seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave the server when the whole run ends, not when one of its workers does."""
    if not hasattr(session.config, "workerinput") and databases.was_started():
        databases.leave_server()


@pytest.fixture(scope="session")
def server() -> Server:
    """The tests' PostgreSQL server."""
    return databases.start_server()


@pytest.fixture(scope="session")
async def dsn(server: Server, worker_id: str) -> AsyncIterator[str]:
    """Administrator's address of this test process's own, migrated database."""
    name = f"test_{worker_id}_{os.getpid()}"
    yield await databases.make_database(server, name)
    await databases.drop_database(server, name)


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the gateway's signing key."""
    return tmp_path_factory.mktemp("keys") / "signing-keys.json"


@pytest.fixture(scope="session")
def signing_key(key_file: Path) -> OKPKey:
    """The key in that file."""
    return write_key_file(key_file)


@pytest.fixture(scope="session")
async def stack(dsn: str, key_file: Path, signing_key: OKPKey) -> AsyncIterator[Stack]:
    """The four services and the gateway, running."""
    assert signing_key.kid
    async with running(dsn, key_file) as house:
        yield house


@pytest.fixture(scope="session")
async def api(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """A client on the gateway."""
    async with httpx.AsyncClient(base_url=stack.gateway_url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def as_(signing_key: OKPKey) -> As:
    """Headers with a token: `as_("province:50")`, several grants allowed; `subject` makes it another person's."""

    def headers(*grants: str, subject: str | None = None) -> dict[str, str]:
        claims = claims_for(*grants, **({"sub": subject} if subject else {}))
        return {"Authorization": f"Bearer {sign(signing_key, claims)}"}

    return headers


@pytest.fixture
def settings(dsn: str, key_file: Path) -> Callable[[str], Settings]:
    """Settings of a service on this process's database, whose neighbours are not running."""
    nowhere = dict.fromkeys(("plans", "indicators", "budget", "evaluation", "gateway"), "http://127.0.0.1:9")
    return lambda schema: settings_for(schema, dsn, nowhere, key_file)


def key() -> dict[str, str]:
    """A fresh Idempotency-Key header."""
    return {"Idempotency-Key": str(uuid4())}
