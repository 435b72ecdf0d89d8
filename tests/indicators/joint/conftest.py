"""What the tests of joint indicators share: the house, and how the two sides act on it."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import PATH, SEEN, indicator, joint_body
from tests.contract.world import World

NORTH = ("50", "51", "52", "58")
PERCENT: Json = {"unit_code": "percent", "unit_name_th": "ร้อยละ", "area_aggregation": "none"}


@dataclass(frozen=True)
class Sides:
    """The ministry and the provinces, acting on one joint indicator."""

    world: World
    id: str

    @property
    def path(self) -> str:
        """Where it is."""
        return f"{PATH}/{self.id}"

    async def read(self, grant: str = MINISTRY) -> Json:
        """Read it."""
        answer = await self.world.api.get(self.path, headers=self.world.as_(grant))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def offer(self, area: str, grant: str = MINISTRY) -> Json:
        """Read the offer to an area."""
        answer = await self.world.api.get(f"{self.path}/offers/{area}", headers=self.world.as_(grant))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def offers(self) -> dict[str, Json]:
        """Read every offer, by area."""
        answer = await self.world.api.get(f"{self.path}/offers", headers=self.world.as_(MINISTRY))
        return {each["area_code"]: each for each in answer.json()["items"]}

    async def act(self, verb: str, grant: str = MINISTRY, body: Json | None = None) -> httpx.Response:
        """Act on it with a fresh key, whatever comes of it."""
        return await self.world.api.post(f"{self.path}/{verb}", json=body, headers={**self.world.as_(grant), **key()})

    async def done(self, verb: str, grant: str = MINISTRY, body: Json | None = None) -> Json:
        """Act on it; it must be accepted."""
        answer = await self.act(verb, grant, body)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def sign(self, area: str, **seen: Any) -> httpx.Response:
        """Sign as a province."""
        return await self.act(f"offers/{area}/sign", f"province:{area}", {**SEEN, **seen})

    async def counter(self, area: str, target: float | None = None, **changed: Any) -> httpx.Response:
        """Counter as a province."""
        body = {**SEEN, "target": target, "reason": "หมอกควันทำให้นักท่องเที่ยวลดลง", **changed}
        return await self.act(f"offers/{area}/counter", f"province:{area}", body)

    async def reconciles(self) -> Json:
        """The cascade, which must add up with the offers as they stand."""
        found = await self.read()
        offers = (await self.offers()).values()
        in_force = [
            each["counter_target"] if each["counter_target"] is not None else each["target"]
            for each in offers
            if each["state"] not in ("released", "withdrawn")
        ]
        cascade: Json = found["cascade"]
        assert cascade["assigned"] == sum(in_force)
        assert cascade["assigned"] + cascade["unassigned"] == found["national_target"] + (found["overlap_value"] or 0)
        return cascade


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def drafted(world: World, *codes: str, measured: Json | None = None, **changed: Any) -> Sides:
    """A draft to some provinces, 1,000 each."""
    found = measured or await indicator(world)
    body = joint_body(found["id"], *(codes or NORTH), **changed)
    return Sides(world, (await world.create(PATH, body, MINISTRY)).json()["id"])


async def offered(world: World, *codes: str, measured: Json | None = None, **changed: Any) -> Sides:
    """Offers that are out."""
    sides = await drafted(world, *codes, measured=measured, **changed)
    await sides.done("offer")
    return sides


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where an answer says what is wrong."""
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]
