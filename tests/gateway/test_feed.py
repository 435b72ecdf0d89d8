"""The feed of events: who sees what, in which order, and that nothing is missed."""

import asyncio
import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from gateway.feed import puller
from gateway.feed.puller import run_puller
from gateway.feed.repository import append, read_after
from services.shared.access import PUBLIC, Grant, Principal
from services.shared.columns import new_id
from services.shared.errors import Unavailable
from services.shared.events.record import Change, record
from tests.conftest import As
from tests.stack import Stack

PATH = "/v1/events"
ACTOR = Principal("province:50", "test", (Grant.parse("province:50"),))


async def happen(stack: Stack, service: str, kind: str, *audience: str, object_type: str = "thing") -> UUID:
    """Let something happen in a service, for `audience`; returns the object it happened to."""
    change = Change(
        type=kind,
        object_type=object_type,
        object_id=new_id(),
        object_version=1,
        audience=frozenset(audience),
        payload={"title_th": "ทดสอบ"},
        changes={"title_th": [None, "ทดสอบ"]},
    )
    async with stack.sessions(service).begin() as session:
        await record(session, ACTOR, change)
    return change.object_id


async def read(api: httpx.AsyncClient, headers: dict[str, str] | None = None, **query: Any) -> dict[str, Any]:
    answer = await api.get(PATH, headers=headers, params=query)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def read_until(
    api: httpx.AsyncClient, headers: dict[str, str] | None, count: int, **query: Any
) -> list[dict[str, Any]]:
    """Poll the feed, as a client would, until it has given `count` events."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(30):
        while len(found) < count:
            page = await read(api, headers, **query)
            found += page["items"]
            query["after"] = page["next_cursor"]
    return found


async def test_what_happens_in_any_service_joins_the_one_feed(api: httpx.AsyncClient, stack: Stack) -> None:
    kind = f"test.{uuid4()}"
    objects = {str(await happen(stack, service, kind, "public")): service for service in ("plans", "budget", "gateway")}
    events = await read_until(api, None, 3, type=kind)
    assert {event["object_id"]: event["service"] for event in events} == objects
    assert set(events[0]) == {
        "id", "service", "type", "object_type", "object_id", "object_version", "payload", "resolution_id",
        "recorded_at",
    }  # fmt: skip
    assert events[0]["payload"] == {"title_th": "ทดสอบ"}


async def test_each_caller_sees_what_is_public_its_units_and_its_roles(
    api: httpx.AsyncClient, stack: Stack, as_: As
) -> None:
    mark = f"test.{uuid4()}"
    audiences = ["public", "area:50", "area:51", "function:07", "role:opdc", "role:province"]
    for audience in audiences:
        await happen(stack, "plans", mark, audience, object_type=audience)
    await happen(stack, "plans", mark, "area:50", "area:51", object_type="both")
    await happen(stack, "plans", mark, object_type="nobody")
    await happen(stack, "plans", mark, "public", object_type="last")

    async def seen(headers: dict[str, str] | None, count: int) -> set[str]:
        return {event["object_type"] for event in await read_until(api, headers, count, type=mark)}

    assert await seen(None, 2) == {"public", "last"}
    assert await seen(as_("province:50"), 5) == {"public", "area:50", "role:province", "both", "last"}
    assert await seen(as_("province_committee:51"), 4) == {"public", "area:51", "both", "last"}
    assert await seen(as_("ministry:07"), 3) == {"public", "function:07", "last"}
    assert await seen(as_("opdc"), 3) == {"public", "role:opdc", "last"}
    assert await seen(as_("province:50", "opdc"), 6) == {
        "public", "area:50", "role:province", "role:opdc", "both", "last",
    }  # fmt: skip


async def test_filters_narrow(api: httpx.AsyncClient, stack: Stack) -> None:
    kind = f"test.{uuid4()}"
    await happen(stack, "plans", kind, "public", object_type="project")
    await happen(stack, "plans", kind, "public", object_type="plan")
    assert len(await read_until(api, None, 2, type=kind)) == 2
    assert [event["object_type"] for event in (await read(api, type=kind, object_type="plan"))["items"]] == ["plan"]


async def test_a_reader_polls_on_from_where_it_is_and_gets_each_event_once(
    api: httpx.AsyncClient, stack: Stack
) -> None:
    kind = f"test.{uuid4()}"
    first = [str(await happen(stack, "plans", kind, "public")) for _ in range(5)]
    assert [event["object_id"] for event in await read_until(api, None, 5, type=kind, limit=2)] == first
    page = await read(api, type=kind)
    again = await read(api, type=kind, after=page["next_cursor"])
    assert again["items"] == []
    second = str(await happen(stack, "budget", kind, "public"))
    found = await read_until(api, None, 1, type=kind, after=again["next_cursor"])
    assert [event["object_id"] for event in found] == [second]


async def test_a_cursor_goes_on_even_where_nothing_was_for_the_caller(api: httpx.AsyncClient) -> None:
    page = await read(api, type=f"test.{uuid4()}")
    assert page["items"] == []
    assert isinstance(page["next_cursor"], str)


@pytest.mark.parametrize("change", [{"type": "other"}, {"object_type": "other"}, {"after": "abc"}])
async def test_a_cursor_fits_one_question_and_cannot_be_forged(api: httpx.AsyncClient, change: dict[str, str]) -> None:
    page = await read(api, type="one")
    answer = await api.get(PATH, params={"type": "one", "after": page["next_cursor"], **change})
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


def event(position: int, kind: str, **changed: Any) -> dict[str, Any]:
    """Return an event as /internal/events answers it."""
    return {
        "id": str(new_id()),
        "position": position,
        "type": kind,
        "object_type": "thing",
        "object_id": str(new_id()),
        "object_version": 1,
        "audience": ["public"],
        "payload": {},
        "resolution_id": None,
        "recorded_at": dt.datetime.now(dt.UTC).isoformat(),
        **changed,
    }


async def test_a_service_that_is_down_or_talks_nonsense_is_asked_again_and_nothing_is_taken_twice(
    api: httpx.AsyncClient, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(puller, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(puller, "LONGEST_PAUSE_SECONDS", 0.02)
    kind, source = f"test.{uuid4()}", f"test-{uuid4()}"
    events = [event(position, kind) for position in (1, 2, 3)]
    answers: list[Any] = [
        Unavailable(source),
        {"items": events[:2]},
        {},
        {"items": [{"id": "no such thing"}]},
        OSError("connection lost"),
        {"items": events},  # the first two once more, as after a cursor that was not saved
    ]
    asked: list[int] = []
    finished = asyncio.Event()

    async def fetch(after: int) -> dict[str, Any]:
        asked.append(after)
        if not answers:
            finished.set()
            return {"items": []}
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        found: dict[str, Any] = answer
        return found

    task = asyncio.create_task(run_puller(stack.sessions("gateway"), source, fetch))
    await asyncio.wait_for(finished.wait(), 30)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert asked[:7] == [0, 0, 2, 2, 2, 2, 3]
    found = (await read(api, type=kind))["items"]
    assert [each["id"] for each in found] == [each["id"] for each in events]


async def test_a_reader_misses_nothing_while_many_write_at_once(stack: Stack) -> None:
    kind, writers, each = f"test.{uuid4()}", 5, 8
    sessions = stack.sessions("gateway")

    async def write(number: int) -> None:
        source = f"test-{uuid4()}"
        for position in range(each):
            async with sessions.begin() as session:
                await append(session, [event(position, kind, object_version=number)], source)
                await asyncio.sleep(0)

    seen: list[UUID] = []
    place = 0
    writing = asyncio.gather(*(write(number) for number in range(writers)))
    while True:
        all_written = writing.done()
        async with sessions() as session:
            page = await read_after(session, PUBLIC, place, 3, kind, None)
        seen += [found.event_id for found in page.events]
        assert page.reaches >= place
        place = page.reaches
        if all_written and not page.events:
            break
    await writing
    assert len(seen) == len(set(seen)) == writers * each
