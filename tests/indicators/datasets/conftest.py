"""Datasets for tests: owners that no other test has, and how people act on what they registered."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.indicators.datasets.schemas.datasets import CREATE_EXAMPLE
from services.shared import fiscal, reference
from tests.conftest import As, key

Json = dict[str, Any]
PATH, UPDATES, ANALYSES = "/v1/datasets", "/v1/dataset-updates", "/v1/dataset-analyses"
OWNER, MINISTRY, DUTY = "province:50", "ministry:05", "department:PRD"
MONTHLY: Json = {"every": 1, "unit": "month", "ready_within_days": 15, "basis_th": None}
# Provinces of which no other test has datasets, for what is counted by owner.
_ALONE = iter([each.code for each in reference.provinces(2558) if each.code not in {"50", "51", "52", "57", "58"}])


def today() -> dt.date:
    """Return the day it is in Bangkok."""
    return fiscal.day_in_bangkok(dt.datetime.now(dt.UTC))


def ago(days: int) -> str:
    """Return a day before today."""
    return (today() - dt.timedelta(days=days)).isoformat()


def dataset_body(**changed: Any) -> Json:
    """Return a complete dataset of เชียงใหม่ with a name of its own."""
    return {**CREATE_EXAMPLE, "name_th": f"ราคาสินค้าเกษตร {uuid4()}", "promise": MONTHLY, **changed}


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return (pointer, code) of each fault of a refusal."""
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


@dataclass(frozen=True)
class Registry:
    """The registry as people use it through the gateway."""

    api: httpx.AsyncClient
    as_: As

    async def post(self, path: str, grant: str, body: Json | None = None) -> httpx.Response:
        """Post with a fresh key, whatever comes of it."""
        return await self.api.post(path, json=body, headers={**self.as_(grant), **key()})

    async def done(self, path: str, grant: str, body: Json | None = None) -> Json:
        """Post; it must be accepted."""
        answer = await self.post(path, grant, body)
        assert answer.status_code in (200, 201), answer.text
        found: Json = answer.json()
        return found

    async def patch(self, dataset: Json, body: Json, grant: str = OWNER) -> httpx.Response:
        """Change a dataset as it stands."""
        now = await self.read(dataset, grant)
        headers = {**self.as_(grant), "If-Match": f'"{now["version"]}"'}
        return await self.api.patch(f"{PATH}/{dataset['id']}", json=body, headers=headers)

    async def make(self, state: str = "shared", grant: str = OWNER, **changed: Any) -> Json:
        """Register a dataset and bring it into a state."""
        made = await self.done(PATH, grant, dataset_body(**changed))
        one = f"{PATH}/{made['id']}"
        if state in ("shared", "retired"):
            made = await self.done(f"{one}/share", grant)
        if state == "published":
            made = await self.done(f"{one}/publish", grant)
        if state == "retired":
            made = await self.done(f"{one}/retire", grant, {"reason": "ไม่มีการจัดเก็บแล้ว"})
        assert made["state"] == state
        return made

    async def read(self, dataset: Json, grant: str = OWNER) -> Json:
        """Read a dataset."""
        answer = await self.api.get(f"{PATH}/{dataset['id']}", headers=self.as_(grant))
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def get(self, path: str, grant: str | None = OWNER, **query: Any) -> Json:
        """Read something; it must be there."""
        answer = await self.api.get(path, params=query, headers=self.as_(grant) if grant else {})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def refresh(self, dataset: Json, as_of: str, grant: str = OWNER, **body: Any) -> Json:
        """Record that data of a day came in."""
        return await self.done(f"{PATH}/{dataset['id']}/updates", grant, {"as_of": as_of, **body})


@pytest.fixture
def registry(api: httpx.AsyncClient, as_: As) -> Registry:
    """The registry of the running house."""
    return Registry(api, as_)


@pytest.fixture
def alone() -> str:
    """A province of which no other test has datasets."""
    return next(_ALONE)
