"""An officer's day with values from Excel, a ministry's own codes, and a value that comes too late.

Every request is one that a person or a machine could make with curl, through the gateway.
"""

import io
from typing import Any
from uuid import uuid4

import httpx
import openpyxl
import pytest

from services.shared import reference
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY, indicator_body
from tests.contract.world import World
from tests.indicators.agreements.conftest import kpi_of
from tests.indicators.reporting.conftest import IMPORTS, OPEN, THIS_YEAR
from tests.shared.import_files import XLSX

WINDOWS, VALUES, CODES = "/v1/observation-windows", "/v1/observations", "/v1/external-codes"
AREA = reference.provinces(THIS_YEAR)[0].code
PROVINCE = f"province:{AREA}"
SOURCE = "ตัวอย่างของระบบ, not official"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def test_an_officer_reports_from_excel_and_a_ministry_by_its_own_codes(world: World) -> None:
    indicators = [await published(world) for _ in range(2)]
    await agreed(world, *indicators)
    await opened(world, *indicators)
    await an_officer_fills_the_template_in(world, *indicators)
    await a_ministry_pushes_by_its_own_codes(world, indicators[0])
    await what_comes_too_late_needs_an_exception(world, indicators[0])


async def published(world: World) -> Json:
    """A quarterly indicator of the Ministry of Tourism and Sports."""
    made = await world.create("/v1/indicators", indicator_body(), MINISTRY)
    indicator: Json = (await world.act(f"{made.headers['location']}/publish", KEEPER)).json()
    return indicator


async def agreed(world: World, *indicators: Json) -> None:
    """The province's agreement of this year names them."""
    kpis = [kpi_of(each, year=THIS_YEAR) for each in indicators]
    body = {"area_code": AREA, "fiscal_year": THIS_YEAR, "kpis": kpis}
    made = (await world.create("/v1/performance-agreements", body, PROVINCE)).json()
    await world.act(f"/v1/performance-agreements/{made['id']}/submit", PROVINCE)


def window(indicator: Json, **days: Any) -> Json:
    """When values of the first quarter of an indicator are taken."""
    known = {"opens_on": "2016-01-01", "due_on": "2155-01-31", "locks_on": None, "late": "refused", "source": SOURCE}
    return {"periods": ["q1"], "indicator_id": indicator["id"], **known, **days}


async def opened(world: World, *indicators: Json) -> None:
    """ก.พ.ร. says until when, and the province has a task of it."""
    body = {"fiscal_year": THIS_YEAR, "windows": [window(each) for each in indicators]}
    calendar = await world.api.get(f"{WINDOWS}/{THIS_YEAR}")
    if calendar.status_code == 404:
        await world.create(WINDOWS, body, KEEPER)
    else:
        await replaced(world, calendar, body["windows"])
    params: Json = {"fiscal_year": THIS_YEAR, "period": "q1"}
    items = (await world.api.get(OPEN, params=params, headers=world.as_(PROVINCE))).json()["items"]
    assert [(each["due_on"], each["reported"]) for each in items] == [("2155-01-31", 0)] * 2


async def replaced(world: World, calendar: httpx.Response, windows: Any) -> None:
    """ก.พ.ร. sets the windows anew."""
    headers = {**world.as_(KEEPER), "If-Match": calendar.headers["etag"]}
    body = {"windows": windows, "reason": "ปรับกำหนด"}
    answer = await world.api.put(f"{WINDOWS}/{THIS_YEAR}/windows", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


async def an_officer_fills_the_template_in(world: World, *indicators: Json) -> None:
    """One cell in Thai digits, one that is no number; put right, confirmed, and read back."""
    book = openpyxl.load_workbook(io.BytesIO(await template(world)))
    sheet = book["ค่าตัวชี้วัด"]
    titles = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1]}
    places = {sheet.cell(row, titles["รหัสตัวชี้วัด"]).value: row for row in range(4, sheet.max_row + 1)}
    first, second = (sheet.cell(places[each["code"]], titles["ค่า"]) for each in indicators)
    first.value, second.value = "๑๘,๒๕๐.๗๕", "รอข้อมูล"
    batch = await world.imported(IMPORTS, saved(book), XLSX, PROVINCE)
    assert [(fault["cell"], fault["code"]) for fault in batch["faults"]] == [(second.coordinate, "not_a_number")]
    assert first.coordinate in {note["cell"] for note in batch["notes"] if note["code"] == "thai_digits"}
    second.value = 9310.5
    batch = await world.imported(IMPORTS, saved(book), XLSX, PROVINCE)
    assert batch["faults"] == []
    headers = {**world.as_(PROVINCE), **key(), "If-Match": f'"{batch["version"]}"'}
    for replay in (None, "true"):
        answer = await world.api.post(f"{IMPORTS}/{batch['id']}/confirm", headers=headers)
        assert answer.json()["result"]["counts"]["added"] == 2
        assert answer.headers.get("idempotent-replayed") == replay
    for indicator, value in zip(indicators, (18250.75, 9310.5), strict=True):
        (read,) = await values_of(world, indicator, f"area:{AREA}")
        assert (read["value"], read["area_code"], read["period"]) == (value, AREA, "q1")


async def template(world: World) -> bytes:
    """The province's template, a row for each value that waits."""
    answer = await world.api.get(f"{IMPORTS}/template", headers=world.as_(PROVINCE))
    assert answer.headers["content-type"] == XLSX
    return answer.content


def saved(book: Any) -> bytes:
    """The file of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


async def values_of(world: World, indicator: Json, reporter: str) -> list[Json]:
    """What a unit reported of an indicator."""
    params = {"indicator_id": indicator["id"], "reporter": reporter}
    items: list[Json] = (await world.api.get(VALUES, params=params, headers=world.as_(KEEPER))).json()["items"]
    return items


async def push(world: World, row: Json) -> Json:
    """The ministry pushes one row."""
    result: Json = (await world.act(VALUES, MINISTRY, {"rows": [row]})).json()
    return result


async def a_ministry_pushes_by_its_own_codes(world: World, indicator: Json) -> None:
    """A code fails until it is mapped; then the same row comes in."""
    code = f"MOTS-{uuid4()}"
    row = {"area_code": AREA, "external_code": code, "fiscal_year": THIS_YEAR, "period": "q1"}
    row |= {"value": 18300, "status": "provisional"}
    assert [each["code"] for each in (await push(world, row))["failures"]] == ["external_code_unknown"]
    await world.create(CODES, {"kind": "indicator", "code": code, "indicator_id": indicator["id"]}, MINISTRY)
    assert (await push(world, row))["counts"]["added"] == 1


async def what_comes_too_late_needs_an_exception(world: World, indicator: Json) -> None:
    """The window has closed: refused, an exception granted, accepted and counted as late."""
    calendar = await world.api.get(f"{WINDOWS}/{THIS_YEAR}")
    await replaced(world, calendar, [window(indicator, due_on="2016-01-31")])
    row = {"area_code": AREA, "indicator_id": indicator["id"], "fiscal_year": THIS_YEAR, "period": "q1"}
    row |= {"value": 18400, "status": "final", "reason": "ตัวเลขสุดท้ายจากการสำรวจ"}
    assert [each["code"] for each in (await push(world, row))["failures"]] == ["window_closed"]
    exception = {"reporter": "function:05", "indicator_id": indicator["id"], "until": "2155-12-31"}
    await world.create(f"{WINDOWS}/{THIS_YEAR}/exceptions", {**exception, "reason": "ระบบขัดข้อง"}, KEEPER)
    result = await push(world, row)
    assert (result["counts"]["revised"], result["late"], result["failures"]) == (1, 1, [])
