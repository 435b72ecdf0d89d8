"""What the tests of readings share: an indicator with values, and how they are read."""

from typing import Any

import httpx
import pytest

from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import indicator
from tests.contract.world import World

# The upper north of 2552, of which เชียงใหม่ is the centre.
NORTH = ("50", "51", "52", "58")
PERCENT: Json = {"unit_code": "percent", "unit_name_th": "ร้อยละ"}


class House:
    """The house as those who read values use it."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def indicator(self, **changed: Any) -> str:
        """Publish an indicator of the Ministry of Tourism and Sports; returns its id."""
        return str((await indicator(self.world, **changed))["id"])

    async def push(self, indicator_id: str, *rows: Json, grant: str = MINISTRY, **all_rows: Any) -> None:
        """Report values, as a final year of 2558 unless told otherwise."""
        known = {"indicator_id": indicator_id, "fiscal_year": 2558, "period": "year", "status": "final", **all_rows}
        body = {"rows": [{**known, **row} for row in rows], "reason": "แก้ไขตามข้อมูลล่าสุด"}
        answer = await self.world.act("/v1/observations", grant, body)
        assert answer.json()["counts"]["failed"] == 0, answer.text

    async def own(self, indicator_id: str, values: dict[str, float], **known: Any) -> None:
        """Report a value of each area, each by itself."""
        for code, value in values.items():
            role = "cluster" if code.startswith("C") else "province"
            await self.push(indicator_id, {"area_code": code, "value": value}, grant=f"{role}:{code}", **known)

    async def get(self, path: str, grant: str | None = "opdc", **query: Any) -> httpx.Response:
        """Ask for anything, as the public with grant None."""
        headers = self.world.as_(grant) if grant else {}
        return await self.world.api.get(path, params=query, headers=headers)

    async def read(self, indicator_id: str, reading: str, grant: str | None = "opdc", **query: Any) -> Json:
        """Read something of an indicator; it must be answered."""
        answer = await self.get(f"/v1/indicators/{indicator_id}/{reading}", grant, **query)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
def house(api: httpx.AsyncClient, as_: As) -> House:
    """The house under test."""
    return House(World(api, as_))
