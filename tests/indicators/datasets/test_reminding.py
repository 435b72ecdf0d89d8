"""Asking for late data: one task per dataset, once however often and by however many, closed when data come in."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.usecases.reminding import BATCH, KIND, ask_for_late, remind
from services.shared.database import open_doors
from services.shared.events.models import Event
from services.shared.tasks.models import Task
from tests import databases
from tests.indicators.datasets.conftest import DUTY, OWNER, PATH, Json, Registry, ago
from tests.stack import Stack

LATE = "2014-10-31"


async def tasks_of(stack: Stack, dataset: Json) -> list[Task]:
    """Return every task that was ever opened on a dataset, the newest last."""
    mine = select(Task).where(Task.object_id == UUID(dataset["id"])).order_by(Task.created_at)
    async with stack.sessions("indicators")() as session:
        return list(await session.scalars(mine))


async def test_who_must_update_is_asked_once_until_data_come_in(registry: Registry, stack: Stack) -> None:
    sessions = stack.sessions("indicators")
    dataset = await registry.make(duty_function_code="PRD")
    await registry.refresh(dataset, LATE)
    before = await registry.read(dataset)
    await remind(sessions)
    await remind(sessions)
    (task,) = await tasks_of(stack, dataset)
    assert (task.kind, task.assignee, task.link) == (KIND, DUTY, f"{PATH}/{dataset['id']}")
    assert task.due_at == dt.datetime(2014, 12, 15, 17, tzinfo=dt.UTC)  # 24:00 in Bangkok
    assert dataset["name_th"] in task.title["th"]
    assert (await registry.read(dataset))["version"] == before["version"]
    await registry.refresh(dataset, LATE, DUTY, correction_reason_th="แก้ราคา")  # as late as before
    await remind(sessions)
    assert [each.closed_at for each in await tasks_of(stack, dataset)] == [None]
    await registry.refresh(dataset, ago(0), DUTY)
    await remind(sessions)
    assert [each.closed_at is None for each in await tasks_of(stack, dataset)] == [False]


async def test_late_first_data_are_asked_for_too(registry: Registry, stack: Stack) -> None:
    dataset = await registry.make()
    sessions = stack.sessions("indicators")
    await remind(sessions)
    assert await tasks_of(stack, dataset) == []
    late = update(Dataset).where(Dataset.id == UUID(dataset["id"])).values(due_on=dt.date(2014, 12, 15))
    async with sessions.begin() as session:
        await session.execute(late)
    found = await registry.read(dataset)
    assert (found["freshness"], found["is_past_due"]) == ("never_updated", True)
    await remind(sessions)
    assert [each.assignee for each in await tasks_of(stack, dataset)] == [OWNER]


async def test_another_duty_another_promise_and_retirement_move_the_task(registry: Registry, stack: Stack) -> None:
    sessions = stack.sessions("indicators")
    dataset = await registry.make()
    await registry.refresh(dataset, LATE)
    await remind(sessions)
    await registry.patch(dataset, {"duty_function_code": "PRD"})
    await remind(sessions)
    await registry.patch(dataset, {"promise": {"every": 99, "unit": "year", "ready_within_days": 0}})
    await remind(sessions)
    found = await tasks_of(stack, dataset)
    assert [(each.assignee, each.closed_at is None) for each in found] == [(OWNER, False), (DUTY, False)]
    await registry.patch(dataset, {"promise": {"every": 1, "unit": "year", "ready_within_days": 0}})
    await remind(sessions)
    await registry.done(f"{PATH}/{dataset['id']}/retire", OWNER, {"reason": "เลิกจัดเก็บ"})
    await remind(sessions)
    found = await tasks_of(stack, dataset)
    assert [(each.assignee, each.closed_at is None) for each in found] == [(OWNER, False), (DUTY, False), (DUTY, False)]


async def test_a_draft_is_asked_of_nobody(registry: Registry, stack: Stack) -> None:
    dataset = await registry.make("draft")
    late = update(Dataset).where(Dataset.id == UUID(dataset["id"])).values(due_on=dt.date(2014, 12, 15))
    async with stack.sessions("indicators").begin() as session:
        await session.execute(late.values(expected_on=dt.date(2014, 11, 30)))
    await remind(stack.sessions("indicators"))
    assert await tasks_of(stack, dataset) == []


async def test_of_many_at_once_one_asks(registry: Registry, stack: Stack) -> None:
    sessions = stack.sessions("indicators")
    await remind(sessions)
    made = [await registry.make() for _ in range(6)]
    for dataset in made:
        await registry.refresh(dataset, LATE)
    asked = await asyncio.gather(*(remind(sessions) for _ in range(4)))
    assert sum(asked) == len(made)
    for dataset in made:
        assert len(await tasks_of(stack, dataset)) == 1
        told = select(Event.type).where(Event.object_id == UUID(dataset["id"]), Event.type == "dataset.overdue")
        async with sessions() as session:
            assert list(await session.scalars(told)) == ["dataset.overdue"]


@pytest.fixture
async def engine(stack: Stack) -> AsyncIterator[AsyncEngine]:
    """An engine of the app role on which nothing else works."""
    app, reader = databases.app_address(stack.dsn, "indicators"), databases.reader_address(stack.dsn, "indicators")
    doors = await open_doors(app, reader, "indicators", 2)
    yield doors.engine
    await doors.close()


COPY = text(
    "INSERT INTO dataset (id, version, owner_area_code, name_th, topic_codes, area_codes, indicator_ids, fields,"
    " duty_area_code, duty_agency_th, sharing, shared_with, state, shared_at, expected_on, due_on, created_at,"
    " updated_at)"
    " SELECT gen_random_uuid(), 1, '50', name_th || number, topic_codes, area_codes, indicator_ids, fields,"
    " '50', duty_agency_th, sharing, shared_with, state, shared_at, expected_on, '2014-12-15', created_at, updated_at"
    " FROM dataset, generate_series(1, :count) AS number WHERE id = :id"
)


async def test_a_batch_takes_the_same_few_statements_however_many_are_late(
    registry: Registry, stack: Stack, engine: AsyncEngine
) -> None:
    sessions = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
    await remind(stack.sessions("indicators"))
    model, used = await registry.make(), dict[int, int]()
    for count in (1, BATCH):
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any, sent: list[str] = sent) -> None:
            sent.append(statement)

        async with AsyncSession(engine) as session:
            await session.execute(COPY, {"id": model["id"], "count": count})
            await session.commit()
        event.listen(engine.sync_engine, "before_cursor_execute", note)
        async with sessions.begin() as session:
            assert await ask_for_late(session) == count
        event.remove(engine.sync_engine, "before_cursor_execute", note)
        used[count] = len(sent)
        await remind(stack.sessions("indicators"))
        model = await registry.make()
    # The late ones, their tasks, their events, what waits to be swept, and that they were asked for.
    assert used == {1: 5, BATCH: 5}
