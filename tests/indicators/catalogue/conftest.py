"""Indicators for tests: a body that is accepted, and indicators in each state."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.indicators.catalogue.schemas.indicators import CREATE_EXAMPLE
from tests.conftest import As, key

Json = dict[str, Any]
Make = Callable[..., Awaitable[Json]]
PATH = "/v1/indicators"
OWNER, KEEPER = "ministry:05", "opdc"


def indicator_body(**changed: Any) -> Json:
    """Return a complete indicator of the Ministry of Tourism and Sports, its code unlike any other."""
    return {**CREATE_EXAMPLE, "code": f"T-{uuid4().hex[:20].upper()}", **changed}


@pytest.fixture
def make_indicator(api: httpx.AsyncClient, as_: As) -> Make:
    """Make an indicator in a state; its owner is ministry 05 unless `grant` and `changed` say otherwise."""

    async def make(state: str = "draft", grant: str = OWNER, **changed: Any) -> Json:
        answer = await api.post(PATH, json=indicator_body(**changed), headers={**as_(grant), **key()})
        assert answer.status_code == 201, answer.text
        path = answer.headers["location"]
        if state != "draft":
            answer = await api.post(f"{path}/publish", headers={**as_(KEEPER), **key()})
            assert answer.status_code == 200, answer.text
        if state == "retired":
            body = {"reason": "ไม่มีการจัดเก็บข้อมูลแล้ว"}
            await api.post(f"{path}/retire", json=body, headers={**as_(KEEPER), **key()})
        indicator: Json = (await api.get(path, headers=as_(grant))).json()
        assert indicator["state"] == state, indicator
        return indicator

    return make
