"""Requests are submitted while one answer in ten is swallowed, at the door and behind it: each is there once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import text

from services.budget.requests import repository
from services.shared.money import format_amount
from tests.budget.ledger.books import faults_in
from tests.budget.requests.lists import REQUESTS, Desk, desk
from tests.budget.requests.many import copies
from tests.contract.operations import Json
from tests.faults.conftest import FaultyHouse
from tests.faults.insisting import Told, insist

SUBMITTED, ONE_IN, CLIENTS = 300, 10, 8
ASKED, OFTEN = 15, 3
EACH = 50_000
Item = TypeVar("Item")


async def by_clients(items: Sequence[Item], act: Callable[[Item], Awaitable[Told]]) -> list[Told]:
    """Have so many clients at once do something with every item; returns what each was told."""
    waiting, told = iter(items), list[Told]()

    async def client() -> None:
        for item in waiting:
            told.append(await act(item))

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return told


@pytest.fixture
async def at(faulty: FaultyHouse) -> Desk:
    """A desk with money for everything."""
    return await desk(faulty.world, format_amount(1_000 * EACH))


async def submit(faulty: FaultyHouse, at: Desk, ids: Sequence[UUID], *, fresh_keys: bool = False) -> list[Told]:
    """Submit requests through the door, insisting."""
    officer = faulty.world.as_(at.officer)

    async def one(request_id: UUID) -> Told:
        path = f"{REQUESTS}/{request_id}/submit"
        return await insist(faulty.through_the_door, path, officer, fresh_keys=fresh_keys)

    return await by_clients(ids, one)


async def create(faulty: FaultyHouse, at: Desk, bodies: Sequence[Json]) -> list[Told]:
    """Ask for money through the door, insisting under a new key each time."""
    officer = faulty.world.as_(at.officer)
    return await by_clients(
        bodies, lambda body: insist(faulty.through_the_door, REQUESTS, officer, body, fresh_keys=True)
    )


HAPPENED = text("SELECT object_id FROM event WHERE type = 'budget_request.submitted' AND object_id = ANY(:ids)")
HELD = text("SELECT count(*), coalesce(sum(amount), 0) FROM transfer WHERE kind = 'hold' AND account_id = :account")
STANDING = text("SELECT submission_id FROM request WHERE submission_id = ANY(:ids)")


async def assert_submitted_once(faulty: FaultyHouse, at: Desk, ids: Sequence[UUID], each: int) -> None:
    """Assert that every request was submitted once, and that just what they ask for is held."""
    async with faulty.sessions() as session:
        assert Counter(await session.scalars(HAPPENED, {"ids": ids})) == dict.fromkeys(ids, 1)
        held = (await session.execute(HELD, {"account": UUID(at.account["id"])})).one()
    assert tuple(held) == (len(ids), len(ids) * each)
    assert await at.held() == (format_amount(len(ids) * each), "0.00")
    assert await faults_in(faulty.sessions) == ([], [])


async def test_three_hundred_submissions_are_there_once_each_and_hold_their_money_once(
    faulty: FaultyHouse, at: Desk
) -> None:
    request = await at.request(await at.list(), format_amount(EACH))
    ids = await copies(faulty.admin, request["id"], SUBMITTED)
    with faulty.swallowing(ONE_IN):
        told = await submit(faulty, at, ids)
    assert [each.answer.text for each in told if each.answer.status_code != 200] == []
    assert {UUID(each.answer.json()["id"]) for each in told} == set(ids)
    # There was one commit each, and who was not told of it is told by a replay.
    assert faulty.wire.swallowed == SUBMITTED // ONE_IN
    assert faulty.door.swallowed > SUBMITTED // ONE_IN
    replayed = [each for each in told if each.is_replayed]
    assert len(replayed) >= faulty.wire.swallowed
    assert all(each.was_repeated for each in replayed)
    refused = [each for one in told for each in one.refused]
    assert {each.status_code for each in refused} <= {503, 504}  # too slow on a slow machine, but never a 500
    assert {each.headers["retry-after"] for each in refused if each.status_code == 503} == {"5"}
    await assert_submitted_once(faulty, at, ids, EACH)


async def bodies_of(at: Desk) -> list[Json]:
    """What asks for money for one project in each of several lists."""
    project = await at.project()
    return [at.request_body(await at.list(round=number + 10), project) for number in range(ASKED)]


async def standing(faulty: FaultyHouse, bodies: Sequence[Json]) -> Counter[UUID]:
    """How many requests stand in each of the lists."""
    async with faulty.sessions() as session:
        return Counter(await session.scalars(STANDING, {"ids": [UUID(body["submission_id"]) for body in bodies]}))


async def test_who_takes_a_new_key_each_time_is_caught_by_the_business_key(faulty: FaultyHouse, at: Desk) -> None:
    bodies = await bodies_of(at)
    with faulty.swallowing(OFTEN):
        told = await create(faulty, at, bodies)
    answers = [(each.answer.status_code, each.answer.json()) for each in told]
    made = {answer["id"] if status == 201 else answer["facts"]["request_id"] for status, answer in answers}
    assert {answer["code"] for status, answer in answers if status != 201} == {"budget_request_exists"}
    assert (len(made), set((await standing(faulty, bodies)).values())) == (ASKED, {1})
    ids = [UUID(each) for each in made]
    with faulty.swallowing(OFTEN):
        told = await submit(faulty, at, ids, fresh_keys=True)
    assert {each.answer.json()["code"] for each in told if each.answer.status_code != 200} == {"state_does_not_allow"}
    await assert_submitted_once(faulty, at, ids, EACH)


@pytest.fixture
async def without_business_key(faulty: FaultyHouse, at: Desk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The business key of requests taken out, in the use case and in the database, and put back with what it keeps."""

    async def none(*_: object) -> None:
        return None

    monkeypatch.setattr(repository, "find_like", none)
    definition = await faulty.admin.fetchval("SELECT pg_get_indexdef('budget.uq_request_project'::regclass)")
    await faulty.admin.execute("DROP INDEX budget.uq_request_project")
    yield
    for statement in (
        "DELETE FROM budget.request_line WHERE request_id IN (SELECT id FROM budget.request WHERE area_code = $1)",
        "DELETE FROM budget.request WHERE area_code = $1",
    ):
        await faulty.admin.execute(statement, at.place.area_code)
    await faulty.admin.execute(definition)


@pytest.mark.usefixtures("without_business_key")
async def test_control_without_key_and_business_key_requests_are_doubled(faulty: FaultyHouse, at: Desk) -> None:
    bodies = await bodies_of(at)
    with faulty.swallowing(OFTEN):
        told = await create(faulty, at, bodies)
    assert {each.answer.status_code for each in told} == {201}
    found = await standing(faulty, bodies)
    assert len(found) == ASKED
    assert found.total() > ASKED + ASKED // OFTEN
