"""What the tests of reserves and of requests to agencies share."""

import httpx
import pytest

from tests.budget.agency_requests.reserves import Counter, next_counter
from tests.budget.ledger.conftest import unchecked, unguarded
from tests.conftest import As
from tests.contract.world import World

__all__ = ["unchecked", "unguarded"]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


@pytest.fixture
def counter(world: World) -> Counter:
    """The desk of a ministry in a year that no other test works at."""
    return next_counter(world)
