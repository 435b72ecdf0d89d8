"""What the tests of allocation share."""

import httpx
import pytest

from tests.budget.allocation.rounds import Bureau
from tests.conftest import As
from tests.contract.world import World


@pytest.fixture
def bureau(api: httpx.AsyncClient, as_: As) -> Bureau:
    """The Budget Bureau at work."""
    return Bureau(World(api, as_))
