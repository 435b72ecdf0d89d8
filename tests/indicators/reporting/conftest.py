"""What units owe in tests: agreements of this fiscal year, each of an area that no other test has."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.shared import reference
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok, fiscal_year_of
from tests.contract.operations import Json
from tests.contract.world import World
from tests.indicators.agreements.conftest import Make, act, kpi_of, new_agreement
from tests.indicators.observations.conftest import Measured
from tests.indicators.windows.conftest import current, grant, measured, push, set_windows, world

__all__ = ["act", "current", "grant", "measured", "new_agreement", "push", "set_windows", "world"]

OPEN = "/v1/observations/open"
IMPORTS = "/v1/observations/imports"
# Values are owed of periods that have begun, so the year is the one it is; its first quarter has always begun.
THIS_YEAR = fiscal_year_of(day_in_bangkok(now()))
AREAS = iter([area.code for area in reversed(reference.provinces(THIS_YEAR))])

Agreed = Callable[..., Awaitable[tuple[str, Json]]]
Act = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def agreed(measured: Measured, new_agreement: Make, act: Act) -> Agreed:
    """Submit an agreement of an area on one indicator, quarterly unless `changed` says otherwise; (area, indicator)."""

    async def make(**changed: Any) -> tuple[str, Json]:
        area, indicator = next(AREAS), await measured(**changed)
        agreement = await new_agreement(kpi_of(indicator, year=THIS_YEAR), area=area, year=THIS_YEAR)
        answer = await act(agreement, "submit")
        assert answer.status_code == 200, answer.text
        return area, indicator

    return make


async def open_to(world: World, grant: str, **query: Any) -> list[Json]:
    """What is open to a unit in this year's first quarter unless `query` says otherwise."""
    params = {"fiscal_year": THIS_YEAR, "period": "q1", "limit": 200, **query}
    answer = await world.api.get(OPEN, params=params, headers=world.as_(grant))
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items
