"""Events: written with their change, put in order, chained, and carried out once by whoever reads them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from migrations.upgrade import admin_engine
from operations.postgres import Server
from services.shared.access import Grant, Principal
from services.shared.columns import new_id
from services.shared.database import open_doors
from services.shared.events.consumer import pull
from services.shared.events.models import Event, EventPosition, Inbox
from services.shared.events.record import Change, difference, record
from services.shared.events.sweeper import first_broken_link, pending, sealed, sweep
from services.shared.roles import Role
from services.shared.tasks.models import Task
from tests import databases

Sessions = async_sessionmaker[AsyncSession]
OFFICER = Principal("province:50", "test", (Grant(Role.PROVINCE, area="50"),))
SCHEMA = "indicators"


@pytest.fixture
async def quiet(server: Server) -> AsyncIterator[str]:
    """Administrator's address of a database where no service works."""
    name = f"test_events_{uuid4().hex[:8]}"
    yield await databases.make_database(server, name)
    await databases.drop_database(server, name)


@pytest.fixture
async def sessions(quiet: str) -> AsyncIterator[Sessions]:
    """Sessions of the app role on the quiet database."""
    app, reader = databases.app_address(quiet, SCHEMA), databases.reader_address(quiet, SCHEMA)
    doors = await open_doors(app, reader, SCHEMA, 8)
    yield doors.sessions
    await doors.close()


def change(**known: Any) -> Change:
    fields = {
        "type": "thing.changed",
        "object_type": "thing",
        "object_id": new_id(),
        "object_version": 1,
        "audience": frozenset({"area:50"}),
        "payload": {"title_th": "ถนน", "amount": "1.00"},
        "changes": {"title_th": ["ทาง", "ถนน"]},
    }
    return Change(**{**fields, **known})


async def write(sessions: Sessions, number: int) -> None:
    for _ in range(number):
        async with sessions.begin() as session:
            await record(session, OFFICER, change())


async def swept(sessions: Sessions) -> int:
    async with sessions() as session:
        return await sweep(session)


async def test_what_rolls_back_has_not_happened(sessions: Sessions) -> None:
    async with sessions() as session:
        await record(session, OFFICER, change())
        await session.rollback()
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Event)) == 0
        assert await pending(session) == 0


async def test_positions_have_no_gap_whoever_sweeps(sessions: Sessions) -> None:
    await asyncio.gather(*(write(sessions, 20) for _ in range(5)), *(swept(sessions) for _ in range(5)))
    while await swept(sessions):
        pass
    async with sessions() as session:
        positions = (await session.scalars(select(EventPosition.position).order_by(EventPosition.position))).all()
        assert list(positions) == list(range(1, 101))
        assert await first_broken_link(session) is None


async def test_an_event_that_commits_late_is_not_skipped(sessions: Sessions) -> None:
    async with sessions() as slow:
        await record(slow, OFFICER, change(type="thing.slow"))
        await write(sessions, 3)
        assert await swept(sessions) == 3
        await slow.commit()
    assert await swept(sessions) == 1
    async with sessions() as session:
        last = select(Event.type).join(EventPosition, EventPosition.event_id == Event.id)
        assert await session.scalar(last.order_by(EventPosition.position.desc()).limit(1)) == "thing.slow"


TAMPERINGS = {
    "a payload is changed": 'UPDATE {s}.event SET payload = \'{{"amount": "9.00"}}\' WHERE id = {third}',
    "an actor is changed": "UPDATE {s}.event SET actor = 'somebody else' WHERE id = {third}",
    "an audience is widened": "UPDATE {s}.event SET audience = '{{public}}' WHERE id = {third}",
    "a reason is rewritten": "UPDATE {s}.event SET changes = '{{}}' WHERE id = {third}",
    "a date is moved": "UPDATE {s}.event SET recorded_at = recorded_at - interval '1 day' WHERE id = {third}",
    "an event is deleted": "DELETE FROM {s}.event WHERE id = {third}",
    "a link is deleted": "DELETE FROM {s}.event_position WHERE position = 3",
    "a hash is rewritten": "UPDATE {s}.event_position SET hash = repeat('0', 64) WHERE position = 3",
    "an event takes another's place": "WITH gone AS (DELETE FROM {s}.event_position"
    " WHERE position = 4 RETURNING event_id)"
    " UPDATE {s}.event_position SET event_id = (SELECT event_id FROM gone) WHERE position = 3",
}


@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS.keys())
async def test_a_superusers_edit_breaks_the_chain(quiet: str, sessions: Sessions, statement: str) -> None:
    await write(sessions, 5)
    await swept(sessions)
    third = f"(SELECT event_id FROM {SCHEMA}.event_position WHERE position = 3)"
    admin = await asyncpg.connect(quiet)
    await admin.execute(statement.format(s=SCHEMA, third=third))
    await admin.close()
    async with sessions() as session:
        assert await first_broken_link(session) == 3


async def test_erasing_the_inside_of_an_event_leaves_the_chain_whole(quiet: str, sessions: Sessions) -> None:
    await write(sessions, 3)
    await swept(sessions)
    engine = admin_engine(quiet)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(f"UPDATE {SCHEMA}.event SET changes = NULL, changes_salt = NULL")
    await engine.dispose()
    async with sessions() as session:
        assert await first_broken_link(session) is None


def test_a_difference_names_what_changed_and_nothing_else() -> None:
    before = {"title": "ทาง", "place": None, "amount": "1.00"}
    assert difference(before, {**before, "title": "ถนน"}) == {"title": ["ทาง", "ถนน"]}
    assert difference(before, before) == {}


Fetch = Callable[[int], Awaitable[dict[str, Any]]]


async def source_of(sessions: Sessions, number: int) -> Fetch:
    """Events of a service as its /internal/events gives them, three a page."""
    await write(sessions, number)
    while await swept(sessions):
        pass

    async def fetch(after: int) -> dict[str, Any]:
        async with sessions() as session:
            rows = await session.execute(
                select(EventPosition, Event)
                .join(Event, Event.id == EventPosition.event_id)
                .where(EventPosition.position > after)
                .order_by(EventPosition.position)
                .limit(3)
            )
            items = [{**sealed(event), "position": place.position} for place, event in rows]
        return {"items": items, "last_position": items[-1]["position"] if items else after}

    return fetch


async def test_each_event_takes_effect_once_however_often_it_comes(sessions: Sessions) -> None:
    fetch = await source_of(sessions, 7)
    seen: list[str] = []

    async def effect(_session: AsyncSession, events: Sequence[dict[str, Any]]) -> None:
        seen.extend(event["id"] for event in events)

    async def everything(_after: int) -> dict[str, Any]:
        return await fetch(0)

    while await pull(sessions, "feed", "plans", fetch, effect):
        pass
    assert len(seen) == len(set(seen)) == 7
    await pull(sessions, "feed", "plans", everything, effect)  # the source sends them again from the start
    assert len(seen) == 7


async def test_a_failed_effect_is_tried_again_and_leaves_nothing_behind(sessions: Sessions) -> None:
    fetch = await source_of(sessions, 3)
    failures = iter([True, False])

    async def effect(session: AsyncSession, events: Sequence[dict[str, Any]]) -> None:
        for event in events:
            task = Task(
                id=new_id(),
                kind="test",
                assignee="province:50",
                title={"th": "ก", "en": "a"},
                object_type="thing",
                object_id=UUID(event["object_id"]),
                link="/",
                created_at=await session.scalar(select(func.now())),
            )
            session.add(task)
        await session.flush()
        if next(failures):
            raise RuntimeError("the effect failed")

    with pytest.raises(RuntimeError):
        await pull(sessions, "feed", "plans", fetch, effect)
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Task)) == 0
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 0
    await pull(sessions, "feed", "plans", fetch, effect)
    async with sessions() as session:
        assert await session.scalar(select(func.count()).select_from(Task)) == 3
