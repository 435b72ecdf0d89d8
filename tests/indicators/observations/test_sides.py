"""Two ministries and a province push the same rows at once, in whatever order: nothing waits in a circle or is lost."""

import asyncio
import random
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import repository as catalogue
from services.indicators.observations import repository
from services.indicators.observations.usecases import pushing
from services.shared import reference
from tests.conftest import As, key
from tests.indicators.observations.conftest import MINISTRY, PATH, PROVINCE, Json, Measured, row_of
from tests.indicators.observations.rollup import BY_REVISION, BY_YEAR
from tests.stack import Stack

ROUNDS = 8
PERIODS = ("year", "q1", "q2", "m01", "m02", "m03")
OF_THESE = "SELECT * FROM ({}) AS shown WHERE indicator_id::text = ANY($1)"
DEPARTMENT = next(each for each in reference.functions() if each.parent_code not in (None, "05"))
HOST = f"ministry:{DEPARTMENT.parent_code}"
SIDES = (MINISTRY, MINISTRY, HOST, PROVINCE)  # one of them twice, as two machines of one ministry


def mixed(indicators: list[Json], value: int, order: random.Random) -> list[Json]:
    """Return the same rows for everybody, in an order of their own."""
    rows = [row_of(each, period=period, value=value) for each in indicators for period in PERIODS]
    order.shuffle(rows)
    return rows


async def told(stack: Stack, question: str, indicators: list[Json]) -> list[Any]:
    """Return what the database says of the indicators."""
    admin = await asyncpg.connect(stack.dsn)
    try:
        return [tuple(row) for row in await admin.fetch(OF_THESE.format(question), [each["id"] for each in indicators])]
    finally:
        await admin.close()


async def test_three_sides_push_the_same_rows_at_once(
    stack: Stack, api: httpx.AsyncClient, as_: As, measured: Measured
) -> None:
    order = random.Random(4)
    indicators = [await measured(frequency="monthly", host_function_code=DEPARTMENT.code) for _ in range(4)]

    async def push(side: str, value: int) -> dict[str, int]:
        body = {"rows": mixed(indicators, value, order), "reason": "นับใหม่"}
        answer = await api.post(PATH, json=body, headers={**as_(side), **key()})
        assert answer.status_code == 200, answer.text
        counts: dict[str, int] = answer.json()["counts"]
        return counts

    written = 0
    for number in range(ROUNDS):
        counts = await asyncio.gather(*(push(side, 10 * number + place) for place, side in enumerate(SIDES)))
        assert [each["failed"] + each["unchanged"] for each in counts] == [0] * len(SIDES)
        written += sum(each["added"] + each["revised"] for each in counts)
    revisions = await told(stack, "SELECT * FROM indicators_fact.observation", indicators)
    assert len(revisions) == written == ROUNDS * len(SIDES) * len(indicators) * len(PERIODS)
    by_revision = await told(stack, BY_REVISION, indicators)
    assert await told(stack, BY_YEAR, indicators) == by_revision
    # Revision by revision without a gap: the ministry's twice as many.
    highest = {(row[4], row[8]) for row in by_revision}
    assert highest == {("function:05", 2 * ROUNDS), (f"function:{DEPARTMENT.parent_code}", ROUNDS), ("area:50", ROUNDS)}


@pytest.fixture
def without_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pushes of one reporter no longer wait for each other."""

    async def no_turns(_session: AsyncSession, _reporter: str) -> None:
        return

    monkeypatch.setattr(repository, "lock_reporter", no_turns)


async def statuses(api: httpx.AsyncClient, as_: As, sides: tuple[str, ...], indicators: list[Json]) -> set[int]:
    """Return how pushes at once were answered, each of rows in another order."""
    order = random.Random(4)
    bodies = [{"rows": mixed(indicators, place, order), "reason": "นับใหม่"} for place in range(len(sides))]
    requests = (
        api.post(PATH, json=body, headers={**as_(side), **key()}) for side, body in zip(sides, bodies, strict=True)
    )
    return {answer.status_code for answer in await asyncio.gather(*requests)}


@pytest.mark.usefixtures("without_turns")
async def test_control_without_turns_pushes_of_one_side_collide(
    api: httpx.AsyncClient, as_: As, measured: Measured
) -> None:
    indicators = [await measured(frequency="monthly") for _ in range(2)]
    assert await statuses(api, as_, (MINISTRY,) * 2, indicators) == {200}  # data begin; from here on nobody waits
    seen: set[int] = set()
    for _ in range(ROUNDS):
        seen |= await statuses(api, as_, (MINISTRY,) * 4, indicators)
    assert seen - {200}


async def test_control_without_an_order_new_indicators_are_waited_for_in_a_circle(
    api: httpx.AsyncClient, as_: As, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def in_any_order(session: AsyncSession, principal: Any, ids: Any) -> Any:
        known = list(ids)
        random.shuffle(known)
        found: list[Any] = []
        for each in known:
            found += await catalogue.lock_without_data(session, principal, [each])
            await asyncio.sleep(0)
        return found

    monkeypatch.setattr(pushing, "lock_without_data", in_any_order)
    seen: set[int] = set()
    for _ in range(ROUNDS):
        indicators = [await measured(frequency="monthly", host_function_code=DEPARTMENT.code) for _ in range(6)]
        seen |= await statuses(api, as_, (MINISTRY, HOST, PROVINCE), indicators)
        if seen - {200}:
            break
    assert seen == {200, 409}  # deadlock: one is told to send again
