"""What the tests of requests share."""

import httpx
import pytest

from tests.budget.requests.lists import Desk, desk
from tests.conftest import As
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


@pytest.fixture
async def at(world: World) -> Desk:
    """A desk with an account of 1,000 baht."""
    return await desk(world)
