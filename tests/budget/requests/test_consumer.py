"""A confirmed resolution that nobody carried out: the service follows the resolutions and makes it good, once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy import func, select

from services.budget.main import SERVICE
from services.shared.decisions.consumer import follow_once, run_consumer
from services.shared.events.consumer import advance, position_after
from services.shared.events.models import EventPosition
from services.shared.neighbours import Authorization, Neighbours, open_neighbours, own_authorization
from services.shared.settings import ServiceSettings
from tests.budget.requests.lists import Committee, Desk, confirmed, item_on
from tests.contract.operations import Json
from tests.stack import Stack


@contextlib.asynccontextmanager
async def budget_asking(stack: Stack) -> AsyncIterator[tuple[Neighbours, Authorization]]:
    """What the budget service asks the others with: its client and its own token; nothing older is followed."""
    async with stack.sessions("plans")() as plans, stack.sessions("budget").begin() as budget:
        await advance(budget, "plans", await plans.scalar(select(func.max(EventPosition.position))) or 0)
    settings = stack.settings["budget"]
    assert isinstance(settings, ServiceSettings)
    async with open_neighbours(stack.urls) as neighbours:
        yield neighbours, own_authorization(neighbours, settings, "budget")


async def endorsement_of(at: Desk, request: Json) -> None:
    """Have the province's committee endorse a request, and nobody carry it out."""
    committee: Committee = (f"{at.level}_committee", at.place.area_code)
    await confirmed(at.world, committee, [item_on(request, "endorse")])
    assert (await at.again(request))["state"] == "submitted"


async def test_the_service_carries_out_what_nobody_did(at: Desk, stack: Stack) -> None:
    request = await at.submitted()
    async with budget_asking(stack) as (neighbours, authorization):
        await endorsement_of(at, request)
        run = run_consumer(stack.sessions("budget"), "budget", SERVICE.decisions, neighbours, authorization)
        following = asyncio.create_task(run)
        async with asyncio.timeout(60):
            while (await at.again(request))["state"] != "endorsed":
                assert not following.done()
        following.cancel()
    history = await at.read(f"/v1/budget-requests/{request['id']}/history")
    assert (history["items"][0]["type"], history["items"][0]["actor"]) == ("budget_request.endorsed", "service-budget")


async def test_what_broke_off_after_the_effect_is_read_again_and_not_done_twice(at: Desk, stack: Stack) -> None:
    request = await at.submitted()
    sessions = stack.sessions("budget")
    async with budget_asking(stack) as (neighbours, authorization):

        async def ask(path: str, params: Mapping[str, Any]) -> dict[str, Any]:
            return await neighbours.get("plans", path, params, await authorization())

        async def ask_and_break(path: str, params: Mapping[str, Any]) -> dict[str, Any]:
            answer = await ask(path, params)
            return {"items": answer["items"]} if path == "/internal/events" else answer

        await endorsement_of(at, request)
        before = await position_after(sessions, "plans")
        async with asyncio.timeout(60):
            while (await at.again(request))["state"] != "endorsed":
                with contextlib.suppress(KeyError):  # the end of the page never came
                    await follow_once(sessions, "budget", SERVICE.decisions, ask_and_break)
        assert await position_after(sessions, "plans") == before
        endorsed = await at.again(request)
        assert await follow_once(sessions, "budget", SERVICE.decisions, ask) > 0
        assert await position_after(sessions, "plans") > before
    assert await at.again(request) == endorsed
