"""`/v1/observation-windows` through the gateway."""

import asyncio
from typing import Any

import httpx
import pytest

from services.indicators.windows.schemas import CREATE_EXAMPLE, EXCEPTION_EXAMPLE, REPLACE_EXAMPLE, WINDOW_EXAMPLE
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.windows import OPDC, PATH, UNTIL, free_year
from tests.contract.world import World

UNKNOWN = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def calendar(world: World, **changed: Any) -> Json:
    """The windows of a year that had none."""
    body = {**CREATE_EXAMPLE, "fiscal_year": await free_year(world), **changed}
    found: Json = (await world.create(PATH, body, OPDC)).json()
    return found


async def refused(world: World, path: str, body: Json, grant: str = OPDC) -> tuple[int, list[str]]:
    """Post what is refused; its status and the codes of what is wrong."""
    answer = await world.api.post(path, json=body, headers={**world.as_(grant), **key()})
    problem = answer.json()
    return answer.status_code, [fault["code"] for fault in problem["errors"]] or [problem["code"]]


@pytest.mark.parametrize(
    ("on", "state"),
    [("2014-12-31", "not_yet"), ("2015-01-31", "open"), ("2015-02-01", "late"), ("2015-04-01", "locked")],
)
async def test_everyone_reads_how_a_window_stands_on_a_day(world: World, on: str, state: str) -> None:
    made = await calendar(world)
    answer = await world.api.get(f"{PATH}/{made['fiscal_year']}", params={"on": on})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert (answer.json()["on"], answer.json()["windows"][0]["state"]) == (on, state)


async def test_a_year_has_its_windows_once(world: World) -> None:
    body = {"fiscal_year": await free_year(world), "windows": []}
    headers = world.as_(OPDC)
    answers = await asyncio.gather(*(world.api.post(PATH, json=body, headers={**headers, **key()}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert codes == {"observation_windows_exist"}


async def test_a_template_fills_a_year_and_names_its_source(world: World) -> None:
    listed = (await world.api.get(f"{PATH}/templates")).json()["items"]
    assert [template["code"] for template in listed] == ["monthly_example", "quarterly_example"]
    made = await calendar(world, template="quarterly_example", windows=[])
    assert [window["periods"] for window in made["windows"]] == [["q1"], ["q2"], ["q3"], ["q4"], ["year"]]
    assert all("not official" in window["source"] for window in made["windows"])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"template": "no_such", "windows": []}, "template_unknown"),
        ({"template": "quarterly_example"}, "template_or_windows"),
        ({"windows": [WINDOW_EXAMPLE, WINDOW_EXAMPLE]}, "window_twice"),
        ({"windows": [{**WINDOW_EXAMPLE, "indicator_id": UNKNOWN}]}, "indicator_unknown"),
        ({"windows": [{**WINDOW_EXAMPLE, "locks_on": "2015-01-31"}]}, "locks_before_it_is_due"),
    ],
)
async def test_windows_that_cannot_stand_are_refused(world: World, changed: Json, code: str) -> None:
    body = {**CREATE_EXAMPLE, "fiscal_year": await free_year(world), **changed}
    assert await refused(world, PATH, body) == (422, [code])


async def test_windows_are_replaced_by_who_read_them(world: World) -> None:
    made = await calendar(world)
    path, headers = f"{PATH}/{made['fiscal_year']}/windows", world.as_(OPDC)
    replaced = await world.api.put(path, json=REPLACE_EXAMPLE, headers={**headers, "If-Match": '"1"'})
    assert replaced.status_code == 200, replaced.text
    assert [window["due_on"] for window in replaced.json()["windows"]] == ["2015-02-10"]
    stale = await world.api.put(path, json=REPLACE_EXAMPLE, headers={**headers, "If-Match": '"1"'})
    assert stale.status_code == 412
    history = (await world.api.get(f"{PATH}/{made['fiscal_year']}/history")).json()["items"]
    assert [entry["type"] for entry in history] == ["observation_windows.replaced", "observation_windows.created"]
    assert history[0]["changes"]["reason"] == REPLACE_EXAMPLE["reason"]


async def test_an_exception_is_granted_once_and_taken_back_with_a_reason(world: World) -> None:
    path = f"{PATH}/{(await calendar(world))['fiscal_year']}/exceptions"
    body = {**EXCEPTION_EXAMPLE, "until": UNTIL}
    granted = (await world.create(path, body, OPDC)).json()["exceptions"][0]
    assert (granted["granted_by"], granted["holds"]) == (OPDC, True)
    assert await refused(world, path, body) == (409, ["observation_exception_exists"])
    revoked = await world.act(f"{path}/{granted['id']}/revoke", OPDC, {"reason": "ส่งครบแล้ว"})
    assert revoked.json()["exceptions"][0]["holds"] is False
    assert await refused(world, f"{path}/{granted['id']}/revoke", {"reason": "อีกครั้ง"}) == (
        409,
        ["observation_exception_revoked"],
    )
    await world.create(path, body, OPDC)


async def test_what_opens_a_lock_stands_out_in_the_history(world: World) -> None:
    path = f"{PATH}/{(await calendar(world))['fiscal_year']}"
    for opens_locked in (False, True):
        body = {**EXCEPTION_EXAMPLE, "until": UNTIL, "reporter": f"area:5{opens_locked:d}"}
        await world.create(f"{path}/exceptions", {**body, "opens_locked": opens_locked}, OPDC)
    history = (await world.api.get(f"{path}/history")).json()["items"]
    assert [entry["type"] for entry in history[:2]] == ["observation_windows.forced", "observation_windows.excepted"]
    assert history[0]["changes"]["reason"] == EXCEPTION_EXAMPLE["reason"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reporter": "area:99"}, "unit_unknown"),
        ({"reporter": "function:50"}, "unit_unknown"),
        ({"until": "2015-02-13"}, "day_is_past"),
        ({"indicator_id": UNKNOWN}, "indicator_unknown"),
    ],
)
async def test_an_exception_that_serves_nobody_is_refused(world: World, changed: Json, code: str) -> None:
    path = f"{PATH}/{(await calendar(world))['fiscal_year']}/exceptions"
    assert await refused(world, path, {**EXCEPTION_EXAMPLE, "until": UNTIL, **changed}) == (422, [code])


@pytest.mark.parametrize("grant", ["province:50", "ministry:05", "evaluation_committee"])
async def test_nobody_but_opdc_keeps_them(world: World, grant: str) -> None:
    path = f"{PATH}/{(await calendar(world))['fiscal_year']}"
    assert (await refused(world, PATH, CREATE_EXAMPLE, grant))[0] == 403
    assert (await refused(world, f"{path}/exceptions", {**EXCEPTION_EXAMPLE, "until": UNTIL}, grant))[0] == 403
    for held, allowed in ((grant, False), (OPDC, True)):
        shown = (await world.api.get(path, headers=world.as_(held))).json()["allowed_actions"]
        assert [action["allowed"] for action in shown] == [allowed] * 4
