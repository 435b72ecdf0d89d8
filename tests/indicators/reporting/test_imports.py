"""Values from Excel and CSV: the template that knows what waits, the preview by cells, the very push of JSON."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World
from tests.indicators.observations.conftest import Current, Measured, Push, row_of
from tests.indicators.reporting.conftest import IMPORTS, THIS_YEAR, Agreed
from tests.indicators.windows.conftest import FUTURE, Except, SetWindows
from tests.shared.import_files import XLSX, workbook

TITLES = ["พื้นที่", "รหัสตัวชี้วัด", "ปีงบประมาณ", "ช่วงเวลา", "ค่า", "สถานะ", "เหตุผลที่ค่าเปลี่ยน"]
SHEET = "ค่าตัวชี้วัด"


def line(indicator: Json, value: object = 5, **changed: object) -> list[Any]:
    """A row of a sheet: เชียงใหม่, this year's first quarter, provisional."""
    values = {"area": "50", "code": indicator["code"], "year": THIS_YEAR, "period": "ไตรมาสที่ 1", "value": value}
    return list({**values, "status": "เบื้องต้น", "reason": None, **changed}.values())


async def previewed(world: World, *rows: Sequence[Any], grant: str = "province:50") -> Json:
    """What is shown of a file with these rows."""
    return await world.imported(IMPORTS, workbook([TITLES, *rows], SHEET), XLSX, grant)


def faults(batch: Json) -> list[tuple[str, str]]:
    """The cells that are wrong, and how."""
    assert batch["state"] == "previewed", batch
    return [(fault["cell"], fault["code"]) for fault in batch["faults"]]


async def confirm(world: World, batch: Json, grant: str = "province:50", **query: str) -> Any:
    """Confirm an import."""
    headers = {**world.as_(grant), **key(), "If-Match": f'"{batch["version"]}"'}
    return await world.api.post(f"{IMPORTS}/{batch['id']}/confirm", params=query, headers=headers)


async def test_the_template_has_a_row_for_what_waits_and_none_for_what_is_final_or_closed(
    world: World, agreed: Agreed, set_windows: SetWindows, push: Push
) -> None:
    area, indicator = await agreed()
    province = f"province:{area}"

    async def rows() -> list[list[Any]]:
        answer = await world.api.get(f"{IMPORTS}/template", headers=world.as_(province))
        assert answer.status_code == 200, answer.text
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content))[SHEET]
        found = [[cell.value for cell in cells[1:9]] for cells in sheet.iter_rows(min_row=4)]
        return [row for row in found if row[5] == "ไตรมาสที่ 1"]

    await set_windows(indicator, THIS_YEAR, due_on=FUTURE, locks_on=None)
    ((shown_area, *known),) = await rows()
    assert shown_area.startswith(f"{area} ")
    name, unit = indicator["name_th"], indicator["unit_name_th"]
    assert known == [indicator["code"], name, unit, THIS_YEAR, "ไตรมาสที่ 1", "31/1/2698", None]
    await set_windows(indicator, THIS_YEAR)
    assert await rows() == []
    await set_windows(indicator, THIS_YEAR, due_on=FUTURE, locks_on=None)
    await push(row_of(indicator, area_code=area, fiscal_year=THIS_YEAR, status="final"), grants=(province,))
    assert await rows() == []


async def test_a_file_is_looked_at_put_right_and_confirmed_once(
    world: World, measured: Measured, current: Current
) -> None:
    good, bad = await measured(), await measured()
    rows = [line(good, "๑๘,๒๕๐.๗๕", year="๒๕๕๘"), line(bad, "มาก", year=2558)]
    batch = await previewed(world, *rows)
    assert faults(batch) == [("E3", "not_a_number")]
    assert batch["faults"][0]["sheet"] == SHEET
    assert {(note["cell"], note["code"]) for note in batch["notes"]} == {("C2", "thai_digits"), ("E2", "thai_digits")}
    assert batch["preview"][0]["values"]["value"] == 18250.75
    assert (await confirm(world, batch)).json()["code"] == "import_has_faults"
    batch = await previewed(world, rows[0], line(bad, 7, year=2558))
    confirmed = (await confirm(world, batch)).json()
    assert (confirmed["state"], confirmed["result"]["counts"]["added"]) == ("confirmed", 2)
    again = await confirm(world, {**batch, "version": confirmed["version"]})
    assert (again.status_code, again.json()["code"]) == (409, "state_does_not_allow")
    (value,) = await current(good)
    assert (value["value"], value["reporter"], value["revision"]) == (18250.75, "area:50", 1)
    assert value["batch_id"] == confirmed["result"]["batch_id"]


async def test_each_fault_of_the_push_stands_at_the_cell_in_which_it_is_mended(
    world: World, measured: Measured, push: Push, set_windows: SetWindows
) -> None:
    indicator, closed, said, twice = [await measured() for _ in range(4)]
    await set_windows(closed, THIS_YEAR)
    await push(row_of(said, fiscal_year=THIS_YEAR), grants=("province:50",))
    batch = await previewed(
        world,
        line({"code": "no-such"}),
        line(indicator, area="51"),
        line(indicator, period="ตุลาคม"),
        line(closed),
        line(said, 6),
        line(twice),
        line(twice, 6),
        line(indicator, 1.23456),
        line(indicator, None),
        line(said, 7, period="ทั้งปี"),
    )
    assert faults(batch) == [
        ("B2", "indicator_unknown"),
        ("B3", "not_the_reporter"),
        ("D4", "period_too_short"),
        ("D5", "window_closed"),
        ("G6", "missing"),
        ("B7", "key_twice"),
        ("B8", "key_twice"),
        ("E9", "too_many_decimals"),
    ]
    # A row without a value is one that was left as it came; the one good row may come in alone.
    assert batch["counts"] == {"rows": 9, "valid": 1, "faulty": 8, "faults": 8, "notes": 0}
    confirmed = await confirm(world, batch, skip_faulty="true")
    assert confirmed.json()["result"]["counts"]["added"] == 1


async def test_what_was_good_in_the_preview_is_judged_again_when_it_is_confirmed(
    world: World, measured: Measured, set_windows: SetWindows, grant: Except, current: Current
) -> None:
    indicator, other = await measured(), await measured()
    batch = await previewed(world, line(other), line(indicator))
    await set_windows(indicator, THIS_YEAR)
    refused = await confirm(world, batch)
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert [(fault["pointer"], fault["code"]) for fault in refused.json()["errors"]] == [
        ("row:3/period", "window_closed")
    ]
    assert await current(other) == []
    await grant(indicator, THIS_YEAR, reporter="area:50")
    confirmed = (await confirm(world, batch)).json()
    assert (confirmed["result"]["counts"]["added"], confirmed["result"]["late"]) == (2, 1)


async def test_a_ministry_brings_in_values_of_many_areas_and_a_revision_says_why(
    world: World, measured: Measured, current: Current
) -> None:
    indicator = await measured()
    for value, reason in ((5, None), (6, "แก้ตัวเลขตามรายงานจังหวัด")):
        rows = [line(indicator, value, area=area, reason=reason) for area in ("เชียงใหม่", "51")]
        batch = await previewed(world, *rows, grant="ministry:05")
        assert faults(batch) == []
        assert (await confirm(world, batch, "ministry:05")).status_code == 200
    shown = [(each["area_code"], each["value"], each["revision"], each["reason"]) for each in await current(indicator)]
    assert shown == [(area, 6, 2, "แก้ตัวเลขตามรายงานจังหวัด") for area in ("50", "51")]


@pytest.mark.parametrize("grant", ["opdc", "province_committee:50"])
async def test_who_reports_nothing_brings_in_nothing(world: World, grant: str) -> None:
    assert (await world.api.get(f"{IMPORTS}/template", headers=world.as_(grant))).status_code == 403


async def test_who_acts_for_several_units_says_whose_template(world: World) -> None:
    headers = world.as_("province:50", "province:51")
    refused = await world.api.get(f"{IMPORTS}/template", headers=headers)
    assert refused.json()["code"] == "owner_not_named"
    assert (await world.api.get(f"{IMPORTS}/template", params={"owner": "area:51"}, headers=headers)).status_code == 200
