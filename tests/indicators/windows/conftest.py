"""Windows for tests: one fiscal year that no other test has, its windows each for one indicator."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.windows import OPDC, PATH, UNTIL
from tests.contract.world import World
from tests.indicators.observations.conftest import current, measured, push

__all__ = ["current", "measured", "push"]

YEAR = 2559
PAST, FUTURE = "2016-01-31", "2155-01-31"

SetWindows = Callable[..., Awaitable[Json]]
Except = Callable[..., Awaitable[str]]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


@pytest.fixture
def set_windows(world: World) -> SetWindows:
    """Set the windows of a year anew: one, for the first quarter of an indicator."""

    async def put(indicator: Json, year: int = YEAR, **changed: Any) -> Json:
        found = await world.api.get(f"{PATH}/{year}")
        if found.status_code == 404:
            found = await world.create(PATH, {"fiscal_year": year, "windows": []}, OPDC)
        days = {"opens_on": "2016-01-01", "due_on": PAST, "locks_on": FUTURE, "late": "refused"}
        window = {"periods": ["q1"], "indicator_id": indicator["id"], "source": "ตัวอย่างของระบบ, not official", **days}
        body = {"windows": [{**window, **changed}], "reason": "ทดสอบ"}
        headers = {**world.as_(OPDC), "If-Match": found.headers["etag"]}
        answer = await world.api.put(f"{PATH}/{year}/windows", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        made: Json = answer.json()
        return made

    return put


@pytest.fixture
def grant(world: World) -> Except:
    """Grant an exception for values of an indicator, of the ministry unless `changed` says otherwise; its path."""

    async def post(indicator: Json, year: int = YEAR, **changed: Any) -> str:
        body = {"reporter": "function:05", "indicator_id": indicator["id"], "until": UNTIL, "reason": "ระบบขัดข้อง"}
        answer = await world.create(f"{PATH}/{year}/exceptions", {**body, **changed}, OPDC)
        return f"{PATH}/{year}/exceptions/{answer.json()['exceptions'][-1]['id']}"

    return post


def codes_of(answer: httpx.Response) -> list[str]:
    """What is wrong with the rows of a push."""
    assert answer.status_code == 200, answer.text
    return [failure["code"] for failure in answer.json()["failures"]]


def keyed(world: World, grant: str) -> dict[str, str]:
    """Headers of an action."""
    return {**world.as_(grant), **key()}
