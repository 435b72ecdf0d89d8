"""Values as CSV over HTTP: the same as JSON, with lines; what cannot be read says what to do."""

from typing import Any

import httpx
import pytest

from services.indicators.observations.schemas import MOST_ROWS
from services.shared.middleware import LARGEST_JSON
from tests.conftest import As, key
from tests.indicators.observations.conftest import MINISTRY, PROVINCE, Current, Measured, row_of
from tests.indicators.observations.test_forms import written
from tests.indicators.observations.test_pushing import counts_of, failures_of

PATH = "/v1/observations/csv"


async def send(api: httpx.AsyncClient, headers: dict[str, str], content: bytes, **query: Any) -> httpx.Response:
    """Send a CSV file under a fresh key."""
    headers = {"Content-Type": "text/csv; charset=utf-8", **headers, **key()}
    return await api.post(PATH, content=content, headers=headers, params=query)


async def test_rows_are_added_revised_refused_and_again_unchanged(
    api: httpx.AsyncClient, as_: As, measured: Measured, current: Current
) -> None:
    indicator = await measured()
    good = [row_of(indicator, note="สำรวจ, รอบแรก"), row_of(indicator, area_code="51")]
    bad = [row_of(indicator, area_code="10"), row_of(indicator, period="q2", value="18,250")]
    answer = await send(api, as_(MINISTRY), written([*good, *bad], mark="\ufeff"))
    assert counts_of(answer) == (4, 2, 0, 0, 2)
    assert failures_of(answer) == [
        (2, "/rows/2/area_code", "area_not_measured"),
        (3, "/rows/3/value", "not_a_number"),
    ]
    assert [each["line"] for each in answer.json()["failures"]] == [4, 5]
    again = await send(api, as_(MINISTRY), written(good))
    assert (counts_of(again), again.json()["batch_id"]) == ((2, 0, 0, 2, 0), None)
    changed = [{**good[0], "value": 5}]
    assert failures_of(await send(api, as_(MINISTRY), written(changed))) == [(0, "/rows/0/reason", "missing")]
    assert counts_of(await send(api, as_(MINISTRY), written(changed), reason="นับใหม่")) == (1, 0, 1, 0, 0)
    [value] = await current(indicator, area_code="50")
    assert (value["value"], value["revision"], value["reason"], value["note"]) == (5, 2, "นับใหม่", "สำรวจ, รอบแรก")


async def test_all_or_none_names_the_lines_and_a_dry_run_writes_nothing(
    api: httpx.AsyncClient, as_: As, measured: Measured, current: Current
) -> None:
    indicator = await measured()
    content = written([row_of(indicator), row_of(indicator, area_code="10")])
    refused = await send(api, {**as_(MINISTRY), "Accept-Language": "en"}, content, atomic="true")
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    [error] = refused.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/rows/1/area_code", "area_not_measured")
    assert error["detail"].startswith("Line 3: ")
    tried = await send(api, as_(MINISTRY), content, dry_run="true")
    assert (counts_of(tried), tried.json()["dry_run"]) == ((2, 1, 0, 0, 1), True)
    assert await current(indicator) == []


async def test_who_acts_for_several_units_says_for_which(api: httpx.AsyncClient, as_: As, measured: Measured) -> None:
    content = written([row_of(await measured())])
    assert (await send(api, as_(MINISTRY, PROVINCE), content)).json()["errors"][0]["pointer"] == "/reporter"
    assert counts_of(await send(api, as_(MINISTRY, PROVINCE), content, reporter="area:50")) == (1, 1, 0, 0, 0)
    assert (await send(api, as_(MINISTRY), content, reporter="function:04")).status_code == 403


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b"area_code;period\n50;q1\n", "text/csv", 422, "csv_unreadable"),
        (b"", "text/csv", 422, "csv_unreadable"),
        (b"{}", "application/json", 415, "media_type_unsupported"),
        (b"PK", "application/octet-stream", 415, "media_type_unsupported"),
        (b"a" * (LARGEST_JSON + 1), "text/csv", 413, "body_too_large"),
    ],
    ids=["separator", "empty", "json", "binary", "large"],
)
async def test_what_is_no_csv_is_told_what_to_do(
    api: httpx.AsyncClient, as_: As, content: bytes, media: str, status: int, code: str
) -> None:
    answer = await api.post(PATH, content=content, headers={**as_(MINISTRY), **key(), "Content-Type": media})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert problem["detail"]


async def test_one_key_carries_a_file_out_once_and_no_other(
    api: httpx.AsyncClient, as_: As, measured: Measured
) -> None:
    content = written([row_of(await measured())])
    headers = {**as_(MINISTRY), **key(), "Content-Type": "text/csv"}
    first = await api.post(PATH, content=content, headers=headers)
    again = await api.post(PATH, content=content, headers=headers)
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", first.json())
    other = await api.post(PATH, content=content, headers=headers, params={"reason": "นับใหม่"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_ten_thousand_bad_rows_are_counted_and_the_first_thousand_named(
    api: httpx.AsyncClient, as_: As, measured: Measured
) -> None:
    content = written([row_of(await measured(), area_code="10")] * MOST_ROWS)
    answer = await send(api, as_(MINISTRY), content)
    assert counts_of(answer) == (MOST_ROWS, 0, 0, 0, MOST_ROWS)
    assert (len(answer.json()["failures"]), answer.json()["failures_left_out"]) == (1000, 2 * MOST_ROWS - 1000)
