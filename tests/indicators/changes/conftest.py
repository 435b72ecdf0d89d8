"""Change requests for tests: what a person sends and gets, and how the KPI behind one is changed past them."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.usecases.revising import Cause, hash_of_kpi, kpi_of, revise_kpi
from services.shared.decisions.access import CLERK
from tests.conftest import As, key
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.changes import PATH, owner_of
from tests.contract.world import World
from tests.stack import Stack

Json = dict[str, Any]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def send(
    world: World, request: Json, verb: str, body: Json | None = None, grant: str | None = None
) -> httpx.Response:
    """Try something with a request, as its area unless another grant is named."""
    headers = {**world.as_(grant or owner_of(request)), **key()}
    if verb == "update":
        headers["If-Match"] = f'"{request["version"]}"'
        return await world.api.patch(f"{PATH}/{request['id']}", json=body, headers=headers)
    return await world.api.post(f"{PATH}/{request['id']}/{verb}", json=body, headers=headers)


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of a refusal."""
    return answer.status_code, answer.json()["code"]


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return (pointer, code) of each fault of a refusal."""
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


async def kpi_now(world: World, request: Json) -> Json:
    """Return the KPI of a request as its agreement says it now; agreements that are approved are everyone's."""
    agreement = (await world.api.get(f"{AGREEMENTS}/{request['agreement_id']}")).json()
    found: Json = next(kpi for kpi in agreement["kpis"] if kpi["indicator_id"] == request["indicator_id"])
    return found


async def revisions_of(world: World, request: Json) -> list[Json]:
    """Return what the KPI of a request said over time, as the public reads it."""
    path = f"{AGREEMENTS}/{request['agreement_id']}/kpis/{request['indicator_id']}/revisions"
    found: list[Json] = (await world.api.get(path)).json()["items"]
    return found


async def history_of(world: World, request: Json) -> list[str]:
    """Return what happened to a request, the newest first."""
    answer = await world.api.get(f"{PATH}/{request['id']}/history", headers=world.as_(owner_of(request)))
    return [entry["type"].removeprefix("change_request.") for entry in answer.json()["items"]]


async def tasks_of(world: World, grant: str, request: Json) -> list[str]:
    """Return what waits for a grant on a request."""
    tasks = (await world.api.get("/v1/tasks", headers=world.as_(grant))).json()["items"]
    mine = [task["kind"] for task in tasks if task["object_id"] == request["id"]]
    return [kind.removeprefix("change_request.") for kind in mine]


async def revise(stack: Stack, request: Json, **changed: Any) -> None:
    """Change the KPI of a request past it, as another part of the service might one day."""
    async with stack.sessions("indicators").begin() as session:
        agreement = await agreements.load_agreement(session, CLERK, UUID(request["agreement_id"]), lock=True)
        indicator_id = UUID(request["indicator_id"])
        expected = hash_of_kpi(kpi_of(agreement, indicator_id)) or ""
        await revise_kpi(session, CLERK, agreement, indicator_id, expected, changed, Cause(uuid4(), uuid4(), "ทดสอบ"))
