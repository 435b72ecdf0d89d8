"""Evaluation frames for tests: years of their own, and frames in each state."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.evaluation.frames.schemas import examples
from tests.conftest import As, key

Json = dict[str, Any]
Make = Callable[..., Awaitable[Json]]
PATH, KEEPER = "/v1/evaluation-frames", "opdc"
# Each test that publishes takes a year that no other test has.
YEARS = count(2570)


def frame_body(**changed: Any) -> Json:
    """Return a complete frame with weights and rubrics, its title unlike any other."""
    return {**examples.CREATE, "fiscal_year": 2569, "title_th": f"กรอบทดสอบ {uuid4()}", **changed}


@pytest.fixture
def make_frame(api: httpx.AsyncClient, as_: As) -> Make:
    """Make a frame in a state."""

    async def make(state: str = "draft", **changed: Any) -> Json:
        answer = await api.post(PATH, json=frame_body(**changed), headers={**as_(KEEPER), **key()})
        assert answer.status_code == 201, answer.text
        frame: Json = answer.json()
        path = f"{PATH}/{frame['id']}"
        if state == "published":
            frame = (await api.post(f"{path}/publish", headers={**as_(KEEPER), **key()})).json()
        if state == "discarded":
            await api.delete(path, headers={**as_(KEEPER), "If-Match": '"1"'})
            frame = (await api.get(path, headers=as_(KEEPER))).json()
        assert frame["state"] == state, frame
        return frame

    return make
