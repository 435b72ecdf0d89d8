"""A push meets the windows: what comes too early, too late or after the lock, and who is heard all the same."""

from typing import Any

import pytest

from tests.contract.specimens.windows import OPDC
from tests.contract.world import World
from tests.indicators.observations.conftest import Current, Measured, Push, row_of
from tests.indicators.windows.conftest import FUTURE, PAST, YEAR, Except, SetWindows, codes_of


@pytest.mark.parametrize(
    ("days", "codes", "late"),
    [
        ({"due_on": FUTURE, "locks_on": None}, [], 0),
        ({"opens_on": FUTURE, "due_on": FUTURE, "locks_on": None}, ["window_not_open"], 0),
        ({}, ["window_closed"], 0),
        ({"late": "marked"}, [], 1),
        ({"locks_on": "2016-02-01", "late": "marked"}, ["period_locked"], 0),
        ({"periods": ["q2"]}, [], 0),
    ],
)
async def test_a_value_is_taken_when_its_window_says_so(
    measured: Measured,
    push: Push,
    set_windows: SetWindows,
    current: Current,
    days: dict[str, Any],
    codes: list[str],
    late: int,
) -> None:
    indicator = await measured()
    await set_windows(indicator, **days)
    answer = await push(row_of(indicator, fiscal_year=YEAR), row_of(indicator, fiscal_year=YEAR, period="q3"))
    assert codes_of(answer) == codes
    assert (answer.json()["counts"]["added"], answer.json()["late"]) == (2 - len(codes), late)
    shown = {value["period"]: value["is_late"] for value in await current(indicator)}
    assert shown == {"q3": False} if codes else {"q1": late == 1, "q3": False}


async def test_an_exception_is_heard_until_it_is_taken_back(
    world: World, measured: Measured, push: Push, set_windows: SetWindows, grant: Except, current: Current
) -> None:
    indicator = await measured()
    await set_windows(indicator)
    row = row_of(indicator, fiscal_year=YEAR)
    failure = (await push(row)).json()["failures"][0]
    assert (failure["code"], failure["pointer"]) == ("window_closed", "/rows/0/period")
    assert PAST in failure["sentence"]["en"]
    assert "ก.พ.ร." in failure["sentence"]["th"]
    exception = await grant(indicator, area_code="50")
    answer = await push(row, {**row, "area_code": "51"})
    assert (codes_of(answer), answer.json()["late"]) == (["window_closed"], 1)
    assert [value["area_code"] for value in await current(indicator)] == ["50"]
    await world.act(f"{exception}/revoke", OPDC, {"reason": "ส่งแล้ว"})
    assert codes_of(await push({**row, "value": 1, "reason": "แก้"})) == ["window_closed"]


@pytest.mark.parametrize("opens_locked", [True, False])
async def test_what_is_locked_opens_by_force_only(
    measured: Measured, push: Push, set_windows: SetWindows, grant: Except, opens_locked: bool
) -> None:
    indicator = await measured()
    await set_windows(indicator, locks_on="2016-02-01")
    await grant(indicator, opens_locked=opens_locked)
    codes = codes_of(await push(row_of(indicator, fiscal_year=YEAR)))
    assert codes == ([] if opens_locked else ["period_locked"])


async def test_the_same_may_be_sent_again_when_nothing_may_change(
    measured: Measured, push: Push, set_windows: SetWindows
) -> None:
    indicator = await measured()
    await set_windows(indicator, periods=["q2"])
    row = row_of(indicator, fiscal_year=YEAR)
    await push(row)
    await set_windows(indicator, locks_on="2016-02-01")
    again = await push(row)
    assert (codes_of(again), again.json()["counts"]["unchanged"]) == ([], 1)
    assert codes_of(await push({**row, "value": 1, "reason": "แก้"})) == ["period_locked"]


async def test_a_dry_run_says_what_is_closed_and_one_row_spoils_an_atomic_push(
    measured: Measured, push: Push, set_windows: SetWindows
) -> None:
    indicator = await measured()
    await set_windows(indicator)
    rows = [row_of(indicator, fiscal_year=YEAR, period=period) for period in ("q1", "q2")]
    assert codes_of(await push(*rows, dry_run=True)) == ["window_closed"]
    atomic = await push(*rows, atomic=True)
    assert (atomic.status_code, atomic.json()["code"]) == (422, "rows_refused")
    assert [fault["code"] for fault in atomic.json()["errors"]] == ["window_closed"]
