"""Projects for tests: a body that is accepted, and projects in each state."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.plans.projects.schemas import CREATE_EXAMPLE
from tests.conftest import As, key

Json = dict[str, Any]
Make = Callable[..., Awaitable[Json]]
OWNER, COMMITTEE = "province:50", "province_committee:50"


def project_body(**changed: Any) -> Json:
    """Return a complete project of เชียงใหม่, its title unlike any other."""
    return {**CREATE_EXAMPLE, "title_th": f"โครงการทดสอบ {uuid4()}", **changed}


@pytest.fixture
def make_project(api: httpx.AsyncClient, as_: As) -> Make:
    """Make a project in a state; its owner is เชียงใหม่ unless `grant` and `changed` say otherwise."""

    async def make(state: str = "draft", grant: str = OWNER, committee: str = COMMITTEE, **changed: Any) -> Json:
        answer = await api.post("/v1/projects", json=project_body(**changed), headers={**as_(grant), **key()})
        assert answer.status_code == 201, answer.text
        project: Json = answer.json()
        path = f"/v1/projects/{project['id']}"
        if state in ("submitted", "returned"):
            project = (await api.post(f"{path}/submit", headers={**as_(grant), **key()})).json()
        if state == "returned":
            body = {"reason": "โปรดแก้ไขวงเงิน"}
            await api.post(f"{path}/return", json=body, headers={**as_(committee), **key()})
            project = (await api.get(path, headers=as_(grant))).json()
        if state == "cancelled":
            await api.delete(path, headers={**as_(grant), "If-Match": '"1"'})
            project = (await api.get(path, headers=as_(grant))).json()
        assert project["state"] == state, project
        return project

    return make
