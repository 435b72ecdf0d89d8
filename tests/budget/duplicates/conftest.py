"""What the tests of duplicates share."""

import httpx
import pytest

from tests.conftest import As
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)
