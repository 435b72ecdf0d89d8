"""Values for tests: indicators to measure, rows that are accepted, and pushes."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.conftest import As, key
from tests.indicators.catalogue.conftest import KEEPER, indicator_body
from tests.indicators.catalogue.conftest import PATH as INDICATORS

Json = dict[str, Any]
Measured = Callable[..., Awaitable[Json]]
Push = Callable[..., Awaitable[httpx.Response]]
Current = Callable[..., Awaitable[list[Json]]]
PATH = "/v1/observations"
MINISTRY, PROVINCE = "ministry:05", "province:50"


def row_of(indicator: Json, **changed: Any) -> Json:
    """Return a provisional value of เชียงใหม่ for the first quarter of 2558."""
    known = {"area_code": "50", "fiscal_year": 2558, "period": "q1", "value": 18250.75, "status": "provisional"}
    return {**known, "indicator_id": indicator["id"], **changed}


@pytest.fixture
def measured(api: httpx.AsyncClient, as_: As) -> Measured:
    """Publish an indicator of the Ministry of Tourism and Sports, quarterly unless `changed` says otherwise."""

    async def make(**changed: Any) -> Json:
        answer = await api.post(INDICATORS, json=indicator_body(**changed), headers={**as_(MINISTRY), **key()})
        assert answer.status_code == 201, answer.text
        answer = await api.post(f"{answer.headers['location']}/publish", headers={**as_(KEEPER), **key()})
        assert answer.status_code == 200, answer.text
        indicator: Json = answer.json()
        return indicator

    return make


@pytest.fixture
def push(api: httpx.AsyncClient, as_: As) -> Push:
    """Push rows under a fresh key, as the ministry unless `grants` say otherwise."""

    async def send(*rows: Any, grants: tuple[str, ...] = (MINISTRY,), **known: Any) -> httpx.Response:
        return await api.post(PATH, json={"rows": list(rows), **known}, headers={**as_(*grants), **key()})

    return send


@pytest.fixture
def current(api: httpx.AsyncClient, as_: As) -> Current:
    """Read the values of an indicator, the current ones unless `query` says otherwise."""

    async def read(indicator: Json, **query: Any) -> list[Json]:
        params = {"indicator_id": indicator["id"], "limit": 200, **query}
        answer = await api.get(PATH, params=params, headers=as_("opdc"))
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    return read
