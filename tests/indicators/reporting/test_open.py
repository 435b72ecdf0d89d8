"""What is open to a unit, and the tasks that are made of it."""

import datetime as dt
from uuid import uuid4

import pytest

from services.indicators.reporting.usecases import grant_of, remind, remind_of_years
from services.indicators.windows.repository import years_to_look_at
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok
from tests.contract.specimens.windows import OPDC, UNTIL
from tests.contract.specimens.windows import PATH as WINDOWS
from tests.contract.world import World
from tests.indicators.joint.conftest import offered
from tests.indicators.observations.conftest import MINISTRY, Measured, Push, row_of
from tests.indicators.reporting.conftest import OPEN, THIS_YEAR, Agreed, open_to
from tests.indicators.windows.conftest import FUTURE, Except, SetWindows
from tests.stack import Stack

OPENED = {"opens_on": "2016-01-01", "due_on": FUTURE, "locks_on": None}


async def tasks_of(world: World, grant: str) -> list[tuple[str, str]]:
    """The link and last moment of what waits for a unit to report it."""
    items = (await world.api.get("/v1/tasks", headers=world.as_(grant))).json()["items"]
    return [(task["link"], task["due_at"]) for task in items if task["kind"] == "observations.report"]


async def test_an_area_sees_what_its_agreement_asks_and_what_it_has_said(
    world: World, agreed: Agreed, set_windows: SetWindows, push: Push
) -> None:
    area, indicator = await agreed()
    province = f"province:{area}"
    (unset,) = await open_to(world, province)
    assert (unset["state"], unset["due_on"], unset["indicator_code"]) == ("not_set", None, indicator["code"])
    await set_windows(indicator, THIS_YEAR, **OPENED)
    (waiting,) = await open_to(world, province)
    assert (waiting["state"], waiting["due_on"]) == ("open", FUTURE)
    assert (waiting["areas"], waiting["reported"], waiting["final"]) == (1, 0, 0)
    row = row_of(indicator, area_code=area, fiscal_year=THIS_YEAR)
    for status, counts in (("provisional", (1, 0)), ("final", (1, 1))):
        await push({**row, "status": status}, grants=(province,))
        (said,) = await open_to(world, province)
        assert (said["reported"], said["final"]) == counts


async def test_what_is_closed_is_not_open_unless_by_an_exception(
    world: World, agreed: Agreed, set_windows: SetWindows, grant: Except
) -> None:
    area, indicator = await agreed()
    await set_windows(indicator, THIS_YEAR)
    assert await open_to(world, f"province:{area}") == []
    await grant(indicator, THIS_YEAR, reporter=f"area:{area}")
    (excepted,) = await open_to(world, f"province:{area}")
    assert (excepted["state"], excepted["exception_until"]) == ("late", UNTIL)


async def test_both_sides_of_a_joint_indicator_owe_its_values(world: World, measured: Measured, push: Push) -> None:
    indicator = await measured()
    sides = await offered(world, "50", "51", "52", measured=indicator, fiscal_year=THIS_YEAR)
    for area in ("50", "51"):
        assert (await sides.sign(area)).status_code == 200
    await push(row_of(indicator, fiscal_year=THIS_YEAR))
    of_ministry = [each for each in await open_to(world, MINISTRY) if each["indicator_id"] == indicator["id"]]
    assert [(each["areas"], each["reported"]) for each in of_ministry] == [(2, 1)]
    of_areas = []
    for area in ("50", "51", "52"):
        opened = await open_to(world, f"province:{area}")
        of_areas.append([each["reported"] for each in opened if each["indicator_id"] == indicator["id"]])
    assert of_areas == [[0], [0], []]


async def test_pages_follow_each_other_in_the_order_of_due_days(world: World, agreed: Agreed) -> None:
    area, _ = await agreed(frequency="monthly")
    headers, cursor, seen = world.as_(f"province:{area}"), None, []
    while True:
        params = {"fiscal_year": THIS_YEAR, "limit": 1, **({"cursor": cursor} if cursor else {})}
        page = (await world.api.get(OPEN, params=params, headers=headers)).json()
        seen += [each["period"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == sorted(set(seen))
    assert "m01" in seen


@pytest.mark.parametrize(
    ("grants", "query", "status"),
    [
        (("province:50", "province:51"), {}, 422),
        (("province:50", "province:51"), {"reporter": "area:51"}, 200),
        (("province:50",), {"reporter": "area:51"}, 403),
        (("evaluator",), {}, 403),
    ],
)
async def test_a_unit_asks_for_itself(
    world: World, grants: tuple[str, ...], query: dict[str, str], status: int
) -> None:
    answer = await world.api.get(OPEN, params=query, headers=world.as_(*grants))
    assert answer.status_code == status


async def test_what_waits_is_one_task_until_it_is_reported(
    world: World, stack: Stack, agreed: Agreed, set_windows: SetWindows, push: Push
) -> None:
    area, indicator = await agreed()
    await set_windows(indicator, THIS_YEAR, **OPENED)
    province, sessions = f"province:{area}", stack.sessions("indicators")
    for _ in range(2):
        await remind(sessions, uuid4(), {"fiscal_year": THIS_YEAR})
    link = f"{OPEN}?reporter=area:{area}&fiscal_year={THIS_YEAR}&period=q1"
    # The last day ends at 24:00 in Bangkok.
    assert await tasks_of(world, province) == [(link, "2155-01-31T17:00:00.000000Z")]
    assert (await open_to(world, province))[0]["areas"] == 1
    await push(row_of(indicator, area_code=area, fiscal_year=THIS_YEAR), grants=(province,))
    await remind(sessions, uuid4(), {"fiscal_year": THIS_YEAR, "unit": f"area:{area}"})
    assert await tasks_of(world, province) == []


async def test_the_tasks_of_one_unit_leave_those_of_others_alone(
    world: World, stack: Stack, agreed: Agreed, set_windows: SetWindows
) -> None:
    (area, indicator), sessions = await agreed(), stack.sessions("indicators")
    await set_windows(indicator, THIS_YEAR, **OPENED)
    await remind(sessions, uuid4(), {"fiscal_year": THIS_YEAR})
    await remind(sessions, uuid4(), {"fiscal_year": THIS_YEAR, "unit": "function:05"})
    assert len(await tasks_of(world, f"province:{area}")) == 1
    await set_windows(indicator, THIS_YEAR)
    await remind(sessions, uuid4(), {"fiscal_year": THIS_YEAR})
    assert await tasks_of(world, f"province:{area}") == []


async def test_what_has_opened_becomes_a_task_without_anybody_asking(
    world: World, stack: Stack, agreed: Agreed, set_windows: SetWindows
) -> None:
    area, indicator = await agreed()
    await set_windows(indicator, THIS_YEAR, **OPENED)
    await remind_of_years(stack.sessions("indicators"))
    assert len(await tasks_of(world, f"province:{area}")) == 1
    # Before a window opens there is nothing to look at, and after the lock neither.
    async with stack.sessions("indicators")() as session:
        assert THIS_YEAR in await years_to_look_at(session, day_in_bangkok(now()))
        assert THIS_YEAR not in await years_to_look_at(session, dt.date(2015, 12, 31))


async def test_a_year_without_windows_makes_no_tasks(stack: Stack) -> None:
    answer = await remind(stack.sessions("indicators"), uuid4(), {"fiscal_year": 2698})
    assert answer == {"fiscal_year": 2698, "waiting": 0}


async def test_opdc_asks_for_tasks_anew(world: World, agreed: Agreed, set_windows: SetWindows) -> None:
    _, indicator = await agreed()
    await set_windows(indicator, THIS_YEAR, **OPENED)
    answer = await world.act(f"{WINDOWS}/{THIS_YEAR}/remind", OPDC)
    assert answer.json()["fiscal_year"] == THIS_YEAR


@pytest.mark.parametrize(
    ("unit", "grant"),
    [
        ("area:50", "province:50"),
        ("area:C60-15", "cluster:C60-15"),
        ("function:05", "ministry:05"),
        ("function:PRD", "department:PRD"),
    ],
)
def test_a_task_is_for_the_role_in_which_a_unit_reports(unit: str, grant: str) -> None:
    assert str(grant_of(unit)) == grant


def test_this_year_has_begun() -> None:
    assert day_in_bangkok(now()) >= dt.date(THIS_YEAR - 544, 10, 1)
