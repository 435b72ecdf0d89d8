"""`/v1/budget-calendar` through the gateway."""

import asyncio
from typing import Any

import httpx
import pytest

from services.budget.calendar.schemas import CREATE_EXAMPLE, EXCEPTION_EXAMPLE, REPLACE_EXAMPLE, WINDOW_EXAMPLE
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.calendar import BUREAU, free_year
from tests.contract.world import World

PATH = "/v1/budget-calendar"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def calendar(world: World, **changed: Any) -> Json:
    """The calendar of a year that had none."""
    body = {**CREATE_EXAMPLE, "fiscal_year": await free_year(world), **changed}
    found: Json = (await world.create(PATH, body, BUREAU)).json()
    return found


@pytest.mark.parametrize(("on", "is_open"), [("2013-09-30", False), ("2013-10-01", True), ("2013-11-30", True)])
async def test_everyone_reads_what_is_open_on_a_day(world: World, on: str, is_open: bool) -> None:
    made = await calendar(world)
    answer = await world.api.get(f"{PATH}/{made['fiscal_year']}", params={"on": on})
    assert answer.status_code == 200
    assert (answer.json()["on"], answer.json()["windows"][0]["is_open"]) == (on, is_open)
    assert answer.headers["etag"] == '"1"'


async def test_a_year_has_one_calendar(world: World) -> None:
    year = await free_year(world)
    body = {"fiscal_year": year, "windows": []}
    headers = world.as_(BUREAU)
    answers = await asyncio.gather(*(world.api.post(PATH, json=body, headers={**headers, **key()}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"budget_calendar_exists"}


async def test_windows_are_replaced_by_who_read_them(world: World) -> None:
    made = await calendar(world)
    path, headers = f"{PATH}/{made['fiscal_year']}/windows", world.as_("opdc")
    replaced = await world.api.put(path, json=REPLACE_EXAMPLE, headers={**headers, "If-Match": '"1"'})
    assert replaced.status_code == 200, replaced.text
    assert [window["closes_on"] for window in replaced.json()["windows"]] == ["2013-12-15"]
    stale = await world.api.put(path, json=REPLACE_EXAMPLE, headers={**headers, "If-Match": '"1"'})
    assert stale.status_code == 412
    history = (await world.api.get(f"{PATH}/{made['fiscal_year']}/history")).json()["items"]
    assert [entry["type"] for entry in history] == ["budget_calendar.replaced", "budget_calendar.created"]
    assert history[0]["changes"]["reason"] == REPLACE_EXAMPLE["reason"]


async def test_windows_that_overlap_are_refused(world: World) -> None:
    body = {"fiscal_year": await free_year(world), "windows": [WINDOW_EXAMPLE, WINDOW_EXAMPLE]}
    answer = await world.api.post(PATH, json=body, headers={**world.as_(BUREAU), **key()})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "windows_overlap")


async def test_an_exception_names_area_reason_and_who_granted_it(world: World) -> None:
    made = await calendar(world)
    path = f"{PATH}/{made['fiscal_year']}/exceptions"
    granted = (await world.create(path, {**EXCEPTION_EXAMPLE, "until": "2155-12-13"}, BUREAU)).json()
    assert (granted["version"], granted["exceptions"][0]["granted_by"]) == (2, BUREAU)
    assert granted["exceptions"][0]["is_open"] is True


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"area_code": "C52-15"}, "area_does_not_fit"),
        ({"area_code": "10"}, "area_does_not_fit"),
        ({"until": "2013-12-13"}, "day_is_past"),
    ],
)
async def test_an_exception_that_serves_nobody_is_refused(world: World, changed: Json, code: str) -> None:
    made = await calendar(world)
    body = {**EXCEPTION_EXAMPLE, "until": "2155-12-13", **changed}
    path = f"{PATH}/{made['fiscal_year']}/exceptions"
    answer = await world.api.post(path, json=body, headers={**world.as_(BUREAU), **key()})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


@pytest.mark.parametrize("grant", ["province:50", "ministry:05", "policy_committee"])
async def test_nobody_else_keeps_it(world: World, grant: str) -> None:
    made = await calendar(world)
    refused = await world.api.post(PATH, json=CREATE_EXAMPLE, headers={**world.as_(grant), **key()})
    assert refused.status_code == 403
    path = f"{PATH}/{made['fiscal_year']}"
    shown = (await world.api.get(path, headers=world.as_(grant))).json()["allowed_actions"]
    assert [action["allowed"] for action in shown] == [False, False]
    assert [
        action["allowed"] for action in (await world.api.get(path, headers=world.as_(BUREAU))).json()["allowed_actions"]
    ] == [True, True]


async def test_a_year_is_made_from_a_template_and_the_next_one_from_it(world: World) -> None:
    templates = {each["code"]: each for each in (await world.api.get(f"{PATH}/templates")).json()["items"]}
    assert {line["certainty"] for line in templates["typical"]["lines"]} == {"medium"}
    assert all("not official" in line["source"] for line in templates["typical"]["lines"])
    made = await calendar(world, windows=[], template="typical")
    spring = made["fiscal_year"] - 543 - 1
    windows = {(each["step"], each["level"]): (each["opens_on"], each["closes_on"]) for each in made["windows"]}
    assert windows["submission", "province"] == (f"{spring - 1}-11-01", f"{spring - 1}-12-31")
    assert windows["senate", "nation"] == (f"{spring}-09-01", f"{spring}-09-30")
    later = await calendar(world, windows=[], from_fiscal_year=made["fiscal_year"])
    years = later["fiscal_year"] - made["fiscal_year"]
    moved = next(each for each in later["windows"] if (each["step"], each["level"]) == ("submission", "cluster"))
    assert (moved["opens_on"], moved["closes_on"]) == (f"{spring - 1 + years}-11-01", f"{spring - 1 + years}-12-31")
    assert str(made["fiscal_year"]) in moved["source"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"template": "no-such", "windows": []}, "template_unknown"),
        ({"from_fiscal_year": 2500, "windows": []}, "calendar_unknown"),
        ({"template": "typical"}, "one_origin"),
        ({"template": "typical", "from_fiscal_year": 2558, "windows": []}, "one_origin"),
    ],
)
async def test_a_year_has_one_origin_that_is_there(world: World, changed: Json, code: str) -> None:
    body = {**CREATE_EXAMPLE, "fiscal_year": await free_year(world), **changed}
    answer = await world.api.post(PATH, json=body, headers={**world.as_(BUREAU), **key()})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_the_same_exception_is_granted_once_whatever_key_comes_with_it(world: World) -> None:
    made = await calendar(world)
    path, body = f"{PATH}/{made['fiscal_year']}/exceptions", {**EXCEPTION_EXAMPLE, "until": "2155-12-13"}
    headers = world.as_(BUREAU)
    answers = await asyncio.gather(*(world.api.post(path, json=body, headers={**headers, **key()}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"budget_exception_exists"}
