"""What the tests of the floor share."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from operations.postgres import Server
from tests import databases
from tests.shared.house import House, opened


@pytest.fixture(scope="package")
async def house(server: Server, worker_id: str, key_file: Path, signing_key: OKPKey) -> AsyncIterator[House]:
    """A service whose jobs wait for `house.work()`, on a database of its own: no worker of the stack takes them."""
    name = f"test_floor_{worker_id}_{os.getpid()}"
    async with opened(await databases.make_database(server, name), key_file, signing_key) as running:
        yield running
    await databases.drop_database(server, name)
