"""What the access tests share."""

import httpx
import pytest

from tests.conftest import As
from tests.contract.world import World
from tests.stack import Stack


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As, stack: Stack) -> World:
    """The house under test."""
    return World(api, as_, stack)
