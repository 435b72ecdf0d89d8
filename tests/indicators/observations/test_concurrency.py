"""What is pushed at once: nothing of it is lost or doubled, and nobody waits in a circle."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.indicators.observations import repository
from services.indicators.observations.schemas import ObservationPush
from services.indicators.observations.usecases.pushing import Pushed, push_observations
from services.shared import reference
from services.shared.access import Grant, Principal
from services.shared.idempotency import Once
from services.shared.roles import Role
from tests.conftest import As, key
from tests.indicators.catalogue.conftest import PATH as INDICATORS
from tests.indicators.observations.conftest import MINISTRY, Current, Json, Measured, Push, row_of
from tests.stack import Stack

REPORTER = Principal("ministry", "test", (Grant(Role.MINISTRY, function="05"),))
Sessions = async_sessionmaker[AsyncSession]


async def push_in(session: AsyncSession, *rows: Json, **known: Any) -> Pushed:
    """Push rows as the ministry in a transaction of the test's own."""
    once = Once("pushObservations", str(uuid4()), "hash", 30)
    return await push_observations(session, REPORTER, once, ObservationPush(rows=list(rows), **known))


async def test_of_many_pushes_of_one_key_none_is_lost_or_doubled(
    measured: Measured, push: Push, current: Current
) -> None:
    indicator = await measured()
    answers = await asyncio.gather(*(push(row_of(indicator, value=value, reason="นับใหม่")) for value in range(8)))
    counts = [answer.json()["counts"] for answer in answers]
    assert [sum(each[name] for each in counts) for name in ("added", "revised", "failed")] == [1, 7, 0]
    every = await current(indicator, current=False)
    assert [each["revision"] for each in every] == list(range(1, 9))
    assert [each["recorded_at"] for each in every] == sorted(each["recorded_at"] for each in every)
    assert sorted(each["value"] for each in every) == list(range(8))


async def test_of_many_pushes_of_one_value_one_writes_it(measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    answers = await asyncio.gather(*(push(row_of(indicator)) for _ in range(8)))
    counts = [answer.json()["counts"] for answer in answers]
    assert [sum(each[name] for each in counts) for name in ("added", "unchanged")] == [1, 7]
    assert len(await current(indicator, current=False)) == 1


@pytest.fixture
async def admin(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    """The administrator's look at who waits for whom."""
    connection = await asyncpg.connect(stack.dsn)
    yield connection
    await connection.close()


async def someone_waits(admin: asyncpg.Connection) -> None:
    """Return when a session of the indicators' app role waits for another."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0"
    async with asyncio.timeout(2):
        # The server tells of a wait only when asked.
        while not await admin.fetchval(waiting):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def second_of_two(sessions: Sessions, admin: asyncpg.Connection, indicator: Json) -> Pushed:
    """Push one key twice, the second while the first is not committed; returns what became of the second."""
    async with sessions() as first, sessions() as second:
        await push_in(first, row_of(indicator, value=1))
        waiting = asyncio.create_task(push_in(second, row_of(indicator, value=2), reason="นับใหม่"))
        await someone_waits(admin)
        await first.commit()
        pushed = await waiting
        await second.commit()
        return pushed


async def test_a_second_push_waits_and_is_compared_with_the_first(
    stack: Stack, measured: Measured, current: Current, admin: asyncpg.Connection
) -> None:
    indicator = await measured()
    pushed = await second_of_two(stack.sessions("indicators"), admin, indicator)
    assert (pushed.counts["revised"], pushed.counts["failed"]) == (1, 0)
    assert [(each["revision"], each["value"]) for each in await current(indicator)] == [(2, 2)]


async def test_who_waits_too_long_for_a_turn_is_told_to_send_again(
    stack: Stack, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    async with stack.sessions("indicators")() as session:
        await push_in(session, row_of(indicator))
        answer = await push(row_of(indicator, period="q2"))
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (409, "busy", "1")
        other = await push(row_of(await measured()), grants=("province:50",))
        assert other.json()["counts"]["added"] == 1


@pytest.fixture
def without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pushes of one reporter no longer wait for each other."""

    async def no_turns(_session: AsyncSession, _reporter: str) -> None:
        return

    monkeypatch.setattr(repository, "lock_reporter", no_turns)


@pytest.mark.usefixtures("without_turns")
async def test_control_without_turns_the_key_still_lets_nothing_be_doubled(
    stack: Stack,
    measured: Measured,
    push: Push,
    current: Current,
    admin: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_turns(_session: AsyncSession, _reporter: str) -> None:
        return

    indicator = await measured()
    await push(row_of(indicator, period="q2"))  # so that the two do not wait for the indicator itself
    monkeypatch.setattr(repository, "lock_reporter", no_turns)
    with pytest.raises(IntegrityError):
        await second_of_two(stack.sessions("indicators"), admin, indicator)
    assert [(each["revision"], each["value"]) for each in await current(indicator, period="q1")] == [(1, 1)]


async def test_reporters_of_the_same_new_indicators_do_not_wait_in_a_circle(measured: Measured, push: Push) -> None:
    indicators = [await measured() for _ in range(6)]
    provinces = [each.code for each in reference.provinces(2558)[:8]]
    answers = await asyncio.gather(
        *(
            push(*(row_of(each, area_code=code) for each in order), grants=(f"province:{code}",))
            for place, code in enumerate(provinces)
            for order in [indicators[place % 6 :] + indicators[: place % 6]]
        )
    )
    assert [answer.json()["counts"]["added"] for answer in answers] == [6] * 8


async def test_how_values_add_up_does_not_change_under_the_first_of_them(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push, current: Current
) -> None:
    for _ in range(5):
        indicator = await measured()
        change = {"time_aggregation": "average", "reason": "แก้วิธีรวม"}
        headers = {**as_(MINISTRY), "If-Match": f'"{indicator["version"]}"'}
        path = f"{INDICATORS}/{indicator['id']}"
        pushed, changed = await asyncio.gather(push(row_of(indicator)), api.patch(path, json=change, headers=headers))
        assert pushed.json()["counts"]["added"] == 1
        [value] = await current(indicator)
        assert (changed.status_code, value["definition_version"]) in {(200, 2), (409, 1), (412, 1)}, changed.text


async def test_one_key_sent_at_once_is_carried_out_once(
    api: httpx.AsyncClient, as_: As, measured: Measured, current: Current
) -> None:
    indicator = await measured()
    body, headers = {"rows": [row_of(indicator)]}, {**as_(MINISTRY), **key()}
    answers = await asyncio.gather(*(api.post("/v1/observations", json=body, headers=headers) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert sum("idempotent-replayed" not in each.headers for each in answers if each.is_success) == 1
    assert len(await current(indicator, current=False)) == 1
