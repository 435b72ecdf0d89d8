"""A province and the ministry report on tourism income for 2557 and 2558, and everyone reads what it comes to."""

import csv
from io import StringIO
from typing import Any

import httpx
import pytest

from tests.conftest import As, key
from tests.contract.specimens.catalogue import indicator_body

Json = dict[str, Any]
MINISTRY, PROVINCE, OPDC = "ministry:05", "province:50", "opdc"
QUARTERS = ("q1", "q2", "q3", "q4")


@pytest.fixture
def send(api: httpx.AsyncClient, as_: As) -> Any:
    """Send a request as somebody, or as the public; the answer must be the one expected."""

    async def request(grant: str | None, method: str, path: str, body: Json | None = None, **query: Any) -> Any:
        headers = {**(as_(grant) if grant else {}), **(key() if method == "POST" else {})}
        answer = await api.request(method, path, json=body, params=query, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if "json" in answer.headers["content-type"] else answer

    return request


async def test_what_was_reported_is_read_by_those_who_plan_and_by_everyone(send: Any) -> None:
    indicator = await send(MINISTRY, "POST", "/v1/indicators", indicator_body())
    one = f"/v1/indicators/{indicator['id']}"
    await send(OPDC, "POST", f"{one}/publish")
    await two_years_are_reported(send, indicator["id"])
    await the_province_looks_at_itself(send, one)
    await the_ministry_looks_at_everyone(send, one)
    await the_public_looks(send, one)


async def two_years_are_reported(send: Any, indicator_id: str) -> None:
    """The ministry reports both years of two provinces; เชียงใหม่ reports two quarters of its own."""
    known = {"indicator_id": indicator_id, "status": "final"}
    rows = [
        {**known, "area_code": area, "fiscal_year": 2557, "period": period, "value": value}
        for area, values in (("50", (10, 20, 30, 40)), ("51", (1, 1, 1, 1)))
        for period, value in zip(QUARTERS, values, strict=True)
    ]
    rows += [{**known, "area_code": "51", "fiscal_year": 2558, "period": "year", "value": 5}]
    assert (await send(MINISTRY, "POST", "/v1/observations", {"rows": rows}))["counts"]["failed"] == 0
    own = {**known, "area_code": "50", "fiscal_year": 2558, "status": "provisional"}
    rows = [{**own, "period": period, "value": value} for period, value in (("q1", 12), ("q2", 24))]
    assert (await send(PROVINCE, "POST", "/v1/observations", {"rows": rows}))["counts"]["failed"] == 0


async def the_province_looks_at_itself(send: Any, one: str) -> None:
    """It sees whose value counts in each year, where the year is heading, and what it still owes."""
    series = await send(PROVINCE, "GET", f"{one}/series", area_code="50", first_year=2557, last_year=2558)
    standings = [each["standing"] for each in series["years"]]
    assert [(each["reporter"], each["value"], each["is_complete"]) for each in standings] == [
        ("function:05", 100, True),
        ("area:50", 36, False),
    ]
    projection = await send(PROVINCE, "GET", f"{one}/projection", area_code="50", fiscal_year=2558)
    ways = {each["way"]: each["value"] for each in projection["projections"]}
    # The season of the year before is the ministry's, not the province's own, so it is not taken.
    assert ways == {"run_rate": 72, "share_of_last_year": None}
    quality = await send(PROVINCE, "GET", f"{one}/quality", area_code="50", fiscal_year=2558)
    (gap,) = [each for each in quality["findings"] if (each["kind"], each["reporter"]) == ("gap", "area:50")]
    assert gap["periods"] == ["q3", "q4"]


async def the_ministry_looks_at_everyone(send: Any, one: str) -> None:
    """It puts provinces in order, rolls the north up under the structures of then and now, and takes a file home."""
    ranking = await send(MINISTRY, "GET", f"{one}/ranking", fiscal_year=2557)
    assert [each["standing"]["area_code"] for each in ranking["places"]] == ["50", "51"]
    assert len(ranking["not_ranked"]) == 74
    then = await send(MINISTRY, "GET", f"{one}/roll-up", area_code="C52-15", fiscal_year=2557)
    now = await send(MINISTRY, "GET", f"{one}/roll-up", area_code="C60-15", fiscal_year=2557, structure="now")
    assert (then["value"], then["value_state"], then["not_reported"]) == (104, "partial", ["52", "58"])
    assert now["value"] == then["value"]
    answer = await send(MINISTRY, "GET", f"{one}/matrix/export", fiscal_year=2557)
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    rows = {row["area_code"]: row for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))}
    assert (rows["50"]["q4"], rows["52"]["q4"]) == ("40", "")


async def the_public_looks(send: Any, one: str) -> None:
    """It sees final values only."""
    matrix = await send(None, "GET", f"{one}/matrix", fiscal_year=2558)
    assert [each["area_code"] for each in matrix["areas"]] == ["51"]
    assert len(matrix["not_reported"]) == 75
