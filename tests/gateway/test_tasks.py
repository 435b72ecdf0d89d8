"""What waits for the caller, in all services."""

from uuid import uuid4

import httpx

from services.shared.access import Grant
from services.shared.columns import new_id
from services.shared.errors import Text
from services.shared.tasks.repository import close_tasks, open_task
from tests.conftest import As
from tests.gateway.houses import answering, gateway_before, hanging
from tests.gateway.servers import free_port, scripted
from tests.stack import SERVICES, Stack


async def wait_for(stack: Stack, service: str, grant: str, kind: str) -> None:
    """Open a task for whoever holds `grant`."""
    async with stack.sessions(service).begin() as session:
        about = ("thing", new_id())
        title = Text("ทดสอบงานที่รอ", "A task of a test")
        await open_task(session, kind, Grant.parse(grant), title, about, f"/v1/things/{about[1]}")


async def kinds(api: httpx.AsyncClient, headers: dict[str, str]) -> list[tuple[str, str]]:
    answer = await api.get("/v1/tasks", headers=headers)
    assert answer.status_code == 200, answer.text
    return [(task["service"], task["kind"]) for task in answer.json()["items"]]


async def test_tasks_of_all_services_and_all_roles_stand_on_one_list_the_oldest_first(
    api: httpx.AsyncClient, stack: Stack, as_: As
) -> None:
    mark = f"test.{uuid4()}"
    opened = [("budget", "province:51"), ("plans", "good_governance:51"), ("evaluation", "province:51")]
    for service, grant in opened:
        await wait_for(stack, service, grant, mark)
    await wait_for(stack, "indicators", "province:52", mark)
    mine = [found for found in await kinds(api, as_("province:51", "good_governance:51")) if found[1] == mark]
    assert [service for service, _ in mine] == ["budget", "plans", "evaluation"]
    alone = [found for found in await kinds(api, as_("good_governance:51")) if found[1] == mark]
    assert [service for service, _ in alone] == ["plans"]
    assert [found for found in await kinds(api, as_("province:53")) if found[1] == mark] == []


async def test_a_task_that_is_closed_waits_no_longer(api: httpx.AsyncClient, stack: Stack, as_: As) -> None:
    thing, mark = new_id(), f"test.{uuid4()}"
    async with stack.sessions("plans").begin() as session:
        title = Text("ทดสอบ", "Test")
        await open_task(session, mark, Grant.parse("province:51"), title, ("thing", thing), "/v1/things")
    assert ("plans", mark) in await kinds(api, as_("province:51"))
    async with stack.sessions("plans").begin() as session:
        await close_tasks(session, "thing", thing)
    assert ("plans", mark) not in await kinds(api, as_("province:51"))


async def test_the_public_has_no_tasks(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/tasks")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


async def test_all_parts_are_named(api: httpx.AsyncClient, as_: As) -> None:
    shown = (await api.get("/v1/tasks", headers=as_("province:50"))).json()
    assert {name: part["state"] for name, part in shown["parts"].items()} == dict.fromkeys(SERVICES, "ok")
    assert shown["complete"] is True
    assert shown["next_cursor"] is None


async def test_a_service_that_is_silent_or_talks_nonsense_is_named_and_the_rest_is_shown(stack: Stack, as_: As) -> None:
    mark = f"test.{uuid4()}"
    await wait_for(stack, "plans", "province:51", mark)
    async with (
        scripted(hanging) as hung,
        scripted(answering({"items": [{"id": "x"}]})) as broken,
        gateway_before(
            stack,
            {"budget": hung.url, "indicators": broken.url, "evaluation": f"http://127.0.0.1:{free_port()}"},
        ) as client,
    ):
        shown = (await client.get("/v1/tasks", headers=as_("province:51"))).json()
    reasons = {name: (part["state"], part["reason"]) for name, part in shown["parts"].items()}
    assert reasons == {
        "plans": ("ok", None),
        "budget": ("unavailable", "deadline_passed"),
        "indicators": ("unavailable", "upstream_broken"),
        "evaluation": ("unavailable", "unavailable"),
    }
    assert shown["complete"] is False
    assert mark in [task["kind"] for task in shown["items"]]
