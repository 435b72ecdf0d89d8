"""What the tests of choices share: two desks whose requests nobody changes."""

import httpx
import pytest

from tests.budget.selection.choices import Choices, choices_of
from tests.conftest import As
from tests.contract.world import World
from tests.stack import Stack


@pytest.fixture(scope="session")
async def choices(api: httpx.AsyncClient, as_: As, stack: Stack) -> Choices:
    """The desks, and what chooses among their requests."""
    return await choices_of(World(api, as_, stack))
