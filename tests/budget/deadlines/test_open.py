"""What is open to a unit, and the tasks that are made of it, through the gateway."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.budget.calendar.schemas import EXCEPTION_EXAMPLE, WINDOW_EXAMPLE
from services.budget.deadlines.repository import years_to_look_at
from services.budget.deadlines.usecases import TASK, remind, remind_of_years
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok
from tests.budget.ledger.books import BUREAU, next_year
from tests.budget.requests.lists import Desk, desk
from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.world import World
from tests.stack import Stack
from tests.statements import counted

OPEN, CALENDAR = "/v1/budget-calendar/open", "/v1/budget-calendar"
FUTURE = "2155-12-31"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def at_desk(world: World, closes_on: str = FUTURE) -> Desk:
    """A desk in a year of its own, whose calendar has submission and endorsement open until a day."""
    own = await desk(world, place=next_year())
    days = {"opens_on": "2013-10-01", "closes_on": closes_on}
    windows = [{**WINDOW_EXAMPLE, **days, "step": step} for step in ("submission", "endorsement")]
    await world.create(CALENDAR, {"fiscal_year": own.place.fiscal_year, "windows": windows}, BUREAU)
    return own


async def open_to(at: Desk, grant: str, **query: Any) -> list[Json]:
    """What is open to a unit in the desk's year."""
    params = {"fiscal_year": at.place.fiscal_year, **query}
    answer = await at.world.api.get(OPEN, params=params, headers=at.world.as_(grant))
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def tasks_of(at: Desk, grant: str) -> list[tuple[str, str]]:
    """The link and last moment of what the calendar of the desk's year asks of a unit."""
    items = (await at.world.api.get("/v1/tasks", headers=at.world.as_(grant))).json()["items"]
    year = f"fiscal_year={at.place.fiscal_year}"
    return [(each["link"], each["due_at"]) for each in items if each["kind"] == TASK and each["link"].endswith(year)]


async def test_a_list_goes_from_open_to_done_and_its_tasks_with_it(world: World, stack: Stack) -> None:
    at = await at_desk(world)
    sessions, year = stack.sessions("budget"), at.place.fiscal_year
    for _ in range(2):
        await remind(sessions, uuid4(), {"fiscal_year": year})
    (shown,) = await open_to(at, at.officer)
    assert (shown["unit"], shown["step"], shown["state"], shown["is_done"]) == ("area:50", "submission", "open", False)
    # The last day ends at 24:00 in Bangkok.
    link = f"{OPEN}?unit=area:50&fiscal_year={year}"
    assert await tasks_of(at, at.officer) == [(link, "2155-12-31T17:00:00.000000Z")]
    assert await tasks_of(at, at.committee) == []
    others = len(await tasks_of(at, "province:51"))
    listed = await at.list()
    await at.request(listed)
    await world.act(f"/v1/budget-submissions/{listed['id']}/submit", at.officer)
    async with asyncio.timeout(30):
        # The service's own worker looks again once the list has moved; there is nothing to wait on but its answer.
        while await tasks_of(at, at.officer):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert len(await tasks_of(at, at.committee)) == 1
    assert len(await tasks_of(at, "province:51")) == others == 1
    assert [each["is_done"] for each in await open_to(at, at.officer)] == [True]
    assert [each["is_done"] for each in await open_to(at, at.committee)] == [False]


async def test_what_closes_is_late_until_an_exception_and_no_task_meanwhile(world: World, stack: Stack) -> None:
    at = await at_desk(world, "2013-11-30")
    sessions, year = stack.sessions("budget"), at.place.fiscal_year
    (late,) = await open_to(at, at.officer)
    assert (late["state"], late["days_left"], late["exception_until"]) == ("late", None, None)
    (before,) = await open_to(at, at.officer, on="2013-11-28")
    assert (before["state"], before["days_left"]) == ("open", 2)
    (ahead,) = await open_to(at, at.officer, on="2013-09-29")
    assert (ahead["state"], ahead["days_left"]) == ("next", 2)
    granted = {**EXCEPTION_EXAMPLE, "until": FUTURE}
    await world.create(f"{CALENDAR}/{year}/exceptions", granted, BUREAU)
    (excepted,) = await open_to(at, at.officer)
    assert (excepted["state"], excepted["exception_until"]) == ("late_by_exception", FUTURE)
    await remind_of_years(sessions)
    assert len(await tasks_of(at, at.officer)) == 1
    assert await tasks_of(at, "province:51") == []


async def test_a_year_is_looked_at_while_something_is_open_or_asked(world: World, stack: Stack) -> None:
    at = await at_desk(world)
    sessions, year = stack.sessions("budget"), at.place.fiscal_year
    await remind(sessions, uuid4(), {"fiscal_year": year})
    found = await world.api.get(f"{CALENDAR}/{year}")
    headers = {**world.as_(BUREAU), "If-Match": found.headers["etag"]}
    await world.api.put(f"{CALENDAR}/{year}/windows", json={"windows": [], "reason": "ทดสอบ"}, headers=headers)
    # Nothing is open any more; only what is still asked brings the year up.
    await remind_of_years(sessions)
    assert await tasks_of(at, at.officer) == []
    async with sessions() as session:
        assert year not in await years_to_look_at(session, day_in_bangkok(now()))


async def test_one_list_for_all_units_of_a_caller_in_four_statements(world: World, stack: Stack) -> None:
    at = await at_desk(world)
    params = {"fiscal_year": at.place.fiscal_year, "limit": 1}
    headers, seen = world.as_(at.officer, "province:51", at.committee, "ministry:05"), []
    while True:
        with counted(stack, "budget") as sent:
            page = (await world.api.get(OPEN, params=params, headers=headers)).json()
        assert len(sent) == 4
        seen += [(each["role"], each["unit"]) for each in page["items"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]
    assert sorted(seen) == [("province", "area:50"), ("province", "area:51"), ("province_committee", "area:50")]


@pytest.mark.parametrize(
    ("grant", "query", "status"), [("evaluator", {}, 403), ("province:50", {"unit": "area:51"}, 403)]
)
async def test_a_unit_asks_for_itself(world: World, grant: str, query: dict[str, str], status: int) -> None:
    assert (await world.api.get(OPEN, params=query, headers=world.as_(grant))).status_code == status
