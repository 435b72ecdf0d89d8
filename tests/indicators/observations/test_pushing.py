"""What becomes of a push: values added, revised, unchanged or refused by row, and never half of it."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from services.indicators.observations.schemas import MOST_FAILURES, MOST_ROWS
from services.shared import reference
from tests.conftest import As, key
from tests.contract.digest import digest
from tests.indicators.catalogue.conftest import KEEPER, indicator_body
from tests.indicators.catalogue.conftest import PATH as INDICATORS
from tests.indicators.observations.conftest import MINISTRY, PATH, PROVINCE, Current, Json, Measured, Push, row_of
from tests.stack import Stack

COUNTS = ("received", "added", "revised", "unchanged", "failed")


def counts_of(answer: httpx.Response) -> tuple[int, ...]:
    """What became of the rows of a push that was taken."""
    assert answer.status_code == 200, answer.text
    return tuple(answer.json()["counts"][name] for name in COUNTS)


def failures_of(answer: httpx.Response) -> list[tuple[int, str, str]]:
    """Which rows of a push that was taken were not written, where, and why."""
    return [(each["index"], each["pointer"], each["code"]) for each in answer.json()["failures"]]


async def test_a_value_is_added_said_again_and_corrected(measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    assert counts_of(first := await push(row_of(indicator, note="ตัวเลขเบื้องต้น"))) == (1, 1, 0, 0, 0)
    again = await push(row_of(indicator))
    assert (counts_of(again), again.json()["batch_id"]) == ((1, 0, 0, 1, 0), None)
    without = await push(row_of(indicator, value=18300))
    assert failures_of(without) == [(0, "/rows/0/reason", "missing")]
    assert counts_of(await push(row_of(indicator, value=18300, reason="นับรายได้จากที่พักเพิ่ม"))) == (1, 0, 1, 0, 0)
    assert counts_of(await push(row_of(indicator, value=18300, status="final"))) == (1, 0, 1, 0, 0)
    back = await push(row_of(indicator, value=18300), reason="ขอกลับเป็นเบื้องต้น")
    assert failures_of(back) == [(0, "/rows/0/status", "final_stays_final")]

    shown = [(each["revision"], each["value"], each["status"], each["reason"]) for each in await current(indicator)]
    assert shown == [(3, 18300, "final", None)]
    every = await current(indicator, current=False)
    assert [(each["revision"], each["value"], each["status"], each["reason"]) for each in every] == [
        (1, 18250.75, "provisional", None),
        (2, 18300, "provisional", "นับรายได้จากที่พักเพิ่ม"),
        (3, 18300, "final", None),
    ]
    assert every[0]["batch_id"] == first.json()["batch_id"]
    assert (every[0]["note"], every[0]["reporter"], every[0]["definition_version"]) == (
        "ตัวเลขเบื้องต้น",
        "function:05",
        1,
    )


async def test_two_sides_stand_side_by_side(measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    assert counts_of(await push(row_of(indicator, value=100))) == (1, 1, 0, 0, 0)
    assert counts_of(await push(row_of(indicator, value=90), grants=(PROVINCE,))) == (1, 1, 0, 0, 0)
    shown = [(each["reporter"], each["revision"], each["value"]) for each in await current(indicator)]
    assert shown == [("area:50", 1, 90), ("function:05", 1, 100)]


async def test_one_bad_row_is_named_and_nothing_else_is_lost(measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    good = [row_of(indicator, period=period) for period in ("q1", "q2", "q3", "q4")]
    bad: list[Any] = [
        {**good[0], "area_code": "99"},
        "ไม่ใช่แถว",
        {**good[0], "value": "18,250.75", "period": "Q1"},
        {**good[0], "วงเงิน": 1},
        {**good[0], "fiscal_year": 2015},
        {**good[0], "indicator_id": str(uuid4())},
        {**good[0], "period": "m01"},
    ]
    answer = await push(*good[:2], *bad, *good[2:])
    assert counts_of(answer) == (11, 4, 0, 0, 7)
    assert failures_of(answer) == [
        (2, "/rows/2/area_code", "area_unknown"),
        (3, "/rows/3", "model_type"),
        (4, "/rows/4/period", "literal_error"),
        (4, "/rows/4/value", "not_a_number"),
        (5, "/rows/5/วงเงิน", "extra_forbidden"),
        (6, "/rows/6/fiscal_year", "fiscal_year_in_common_era"),
        (7, "/rows/7/indicator_id", "indicator_unknown"),
        (8, "/rows/8/period", "period_too_short"),
    ]
    assert all(each["sentence"]["th"] and each["sentence"]["en"] for each in answer.json()["failures"])
    assert [each["period"] for each in await current(indicator)] == ["q1", "q2", "q3", "q4"]


async def test_an_atomic_push_is_taken_whole_or_not_at_all(measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    good = [row_of(indicator, period=period) for period in ("q1", "q2")]
    answer = await push(good[0], {**good[1], "value": None}, atomic=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [("/rows/1/value", "missing")]
    assert answer.json()["facts"] == {"failed": 1, "received": 2}
    assert await current(indicator) == []
    assert counts_of(await push(*good, atomic=True)) == (2, 2, 0, 0, 0)


async def test_a_dry_run_says_what_would_be_and_writes_nothing(
    stack: Stack, measured: Measured, push: Push, api: httpx.AsyncClient, as_: As
) -> None:
    indicator = await measured()
    rows = [row_of(indicator), row_of(indicator, area_code="10")]
    body, headers = {"rows": rows, "dry_run": True}, {**as_(MINISTRY), **key()}
    admin = await asyncpg.connect(stack.dsn)
    try:
        before = await digest(admin)
        answer = await api.post(PATH, json=body, headers=headers)
        assert (counts_of(answer), answer.json()["batch_id"], answer.json()["dry_run"]) == ((2, 1, 0, 0, 1), None, True)
        assert (await api.post(PATH, json={**body, "atomic": True}, headers=headers)).status_code == 422
        assert await digest(admin) == before
        # The key was not used up: the same one may now carry the rows out.
        assert counts_of(await api.post(PATH, json={"rows": rows}, headers=headers)) == (2, 1, 0, 0, 1)
        assert await digest(admin) != before
    finally:
        await admin.close()


async def test_a_double_is_refused_at_both_places(measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    answer = await push(row_of(indicator), row_of(indicator, period="q2"), row_of(indicator, value=1))
    assert counts_of(answer) == (3, 1, 0, 0, 2)
    assert [(index, code) for index, _, code in failures_of(answer)] == [(0, "key_twice"), (2, "key_twice")]
    assert [each["period"] for each in await current(indicator)] == ["q2"]


@pytest.mark.parametrize(
    ("grant", "area_code", "code"),
    [
        ("province:50", "50", None),
        ("province:50", "51", "not_the_reporter"),
        ("cluster:C52-15", "C52-15", None),
        ("cluster:C52-15", "50", "not_the_reporter"),
        ("ministry:05", "TH", None),
        ("ministry:04", "50", "not_the_reporter"),
        ("ministry:05", "10", "area_not_measured"),
        ("ministry:05", "C60-15", "area_not_measured"),  # a cluster of a later structure
    ],
)
async def test_who_may_report_for_which_area(
    measured: Measured, push: Push, grant: str, area_code: str, code: str | None
) -> None:
    indicator = await measured()
    answer = await push(row_of(indicator, area_code=area_code), grants=(grant,))
    assert [each[2] for each in failures_of(answer)] == ([code] if code else [])


async def test_a_host_and_the_ministry_above_it_report_for_every_area(measured: Measured, push: Push) -> None:
    department = next(each for each in reference.functions() if each.parent_code not in (None, "05"))
    indicator = await measured(host_function_code=department.code)
    for grant in (f"department:{department.code}", f"ministry:{department.parent_code}"):
        assert counts_of(await push(row_of(indicator), grants=(grant,))) == (1, 1, 0, 0, 0)


async def test_who_acts_for_several_units_says_for_which(measured: Measured, push: Push) -> None:
    indicator = await measured()
    both = (MINISTRY, PROVINCE)
    answer = await push(row_of(indicator), grants=both)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/reporter")
    assert "area:50, function:05" in answer.json()["errors"][0]["detail"]
    assert counts_of(await push(row_of(indicator), grants=both, reporter="area:50")) == (1, 1, 0, 0, 0)
    for foreign in ("area:51", "function:04"):
        refused = await push(row_of(indicator), grants=both, reporter=foreign)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


async def test_a_ratio_is_kept_with_its_parts(measured: Measured, push: Push, current: Current) -> None:
    part, whole = await measured(), await measured()
    parts = {"numerator_indicator_id": part["id"], "denominator_indicator_id": whole["id"]}
    share = await measured(area_aggregation="ratio", unit_code="percent", time_aggregation="last", **parts)
    sent = {"numerator": 1, "denominator": 3}
    rows = [
        row_of(share, period="q1", value=None, **sent),
        row_of(share, period="q2", value=33.33, **sent),
        row_of(share, period="q3", value=33.4, **sent),
        row_of(share, period="q4"),
    ]
    answer = await push(*rows)
    assert [each[2] for each in failures_of(answer)] == ["value_not_of_parts", "parts_missing"]
    shown = await current(share)
    assert [(each["period"], each["value"], each["numerator"], each["denominator"]) for each in shown] == [
        ("q1", 33.33, 1, 3),
        ("q2", 33.33, 1, 3),
    ]


async def test_only_what_is_published_takes_values(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push
) -> None:
    draft = await api.post(INDICATORS, json=indicator_body(), headers={**as_(MINISTRY), **key()})
    retired = await measured()
    reason = {"reason": "ไม่มีการจัดเก็บข้อมูลแล้ว"}
    await api.post(f"{INDICATORS}/{retired['id']}/retire", json=reason, headers={**as_(KEEPER), **key()})
    rows = [row_of(draft.json()), row_of(retired)]
    assert [each[2] for each in failures_of(await push(*rows))] == ["indicator_not_in_use"] * 2
    # Another's draft is not there for who does not see it.
    codes = [each[2] for each in failures_of(await push(*rows, grants=(PROVINCE,)))]
    assert codes == ["indicator_unknown", "indicator_not_in_use"]


async def test_the_first_value_freezes_how_an_indicator_adds_up(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    path = f"{INDICATORS}/{indicator['id']}"
    await push(row_of(indicator, area_code="10"), row_of(indicator), dry_run=True)
    assert (await api.get(path)).json()["data_since"] is None
    mixed = await push(row_of(indicator, area_code="10"), row_of(await measured()))
    assert counts_of(mixed) == (2, 1, 0, 0, 1)
    assert (await api.get(path)).json()["data_since"] is None
    await push(row_of(indicator))
    shown = (await api.get(path)).json()
    assert (shown["data_since"] is not None, shown["version"]) == (True, indicator["version"] + 1)
    await push(row_of(indicator, period="q2"))
    assert (await api.get(path)).json() == shown
    history = (await api.get(f"{path}/history", headers=as_(KEEPER))).json()["items"]
    assert [each["type"] for each in history][:2] == ["indicator.data_began", "indicator.published"]
    change = {"time_aggregation": "average", "reason": "แก้วิธีรวม"}
    headers = {**as_(MINISTRY), "If-Match": f'"{shown["version"]}"'}
    refused = await api.patch(path, json=change, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "aggregation_frozen")


async def test_a_push_is_kept_with_what_became_of_it(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    pushed = await push(row_of(indicator), row_of(indicator, area_code="10"), reason="ข้อมูลรอบแรก")
    path = f"{PATH}/batches/{pushed.json()['batch_id']}"
    batch = (await api.get(path, headers=as_("province:77"))).json()
    assert {name: batch[name] for name in COUNTS} == pushed.json()["counts"]
    assert (batch["reporter"], batch["reason"], len(batch["digest"])) == ("function:05", "ข้อมูลรอบแรก", 64)
    assert (await api.get(path)).status_code == 401


async def test_one_event_tells_of_a_push(stack: Stack, measured: Measured, push: Push) -> None:
    indicator = await measured()
    await push(row_of(indicator))  # data begin here
    pushed = await push(row_of(indicator, period="q2"), row_of(indicator, area_code="51"))
    admin = await asyncpg.connect(stack.dsn)
    try:
        batch = pushed.json()["batch_id"]
        [event] = await admin.fetch("SELECT * FROM indicators.event WHERE object_id = $1", batch)
    finally:
        await admin.close()
    assert (event["type"], event["object_type"]) == ("observations.pushed", "observation_batch")
    assert {"function:05", "area:50", "area:51", "role:opdc", "role:ministry"} <= set(event["audience"])
    assert not {"public", "area:52", "role:province"} & set(event["audience"])
    assert '"added": 2' in event["payload"]


async def test_a_push_about_more_areas_than_a_year_has_is_told_to_all_of_their_offices(
    stack: Stack, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    rows = [
        row_of(indicator, area_code=area.code, fiscal_year=year)
        for year in (2558, 2565)
        for area in (*reference.provinces(year), *reference.clusters(year))
    ]
    pushed = await push(*rows)
    assert counts_of(pushed)[1] == len(rows)
    admin = await asyncpg.connect(stack.dsn)
    try:
        batch = pushed.json()["batch_id"]
        audience = await admin.fetchval("SELECT audience FROM indicators.event WHERE object_id = $1", batch)
    finally:
        await admin.close()
    assert {"function:05", "role:province", "role:cluster", "role:ministry"} <= set(audience)
    assert not any(each.startswith("area:") for each in audience)


async def test_the_same_key_carries_a_push_out_once(api: httpx.AsyncClient, as_: As, measured: Measured) -> None:
    indicator = await measured()
    body, headers = {"rows": [row_of(indicator)]}, {**as_(MINISTRY), **key()}
    first = await api.post(PATH, json=body, headers=headers)
    again = await api.post(PATH, json=body, headers=headers)
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", first.json())


async def test_nothing_in_a_row_breaks_a_push(measured: Measured, push: Push, api: httpx.AsyncClient, as_: As) -> None:
    indicator = await measured()
    rows: list[Any] = [
        None,
        [],
        5,
        "",
        {},
        {"rows": []},
        row_of(indicator, note="ก\u0000"),
        row_of(indicator, value=1e300),
    ]
    rows += [row_of(indicator, value=True), row_of(indicator, indicator_id="x"), row_of(indicator, period=["q1"])]
    answer = await push(*rows)
    assert counts_of(answer) == (len(rows), 0, 0, 0, len(rows))
    headers = {**as_(MINISTRY), **key(), "Content-Type": "application/json"}
    for sent in ('{"rows": [{"\\ud800": 1}]}', '{"rows": [{"value": NaN, "note": "\\ud800"}]}'):
        broken = await api.post(PATH, content=sent, headers={**headers, **key()})
        assert counts_of(broken) == (1, 0, 0, 0, 1)


async def test_a_push_has_one_to_ten_thousand_rows(measured: Measured, push: Push) -> None:
    indicator: Json = {"id": "x"}
    for rows, code in (([], "too_short"), ([row_of(indicator)] * (MOST_ROWS + 1), "too_long")):
        answer = await push(*rows)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    many = (await push(*[row_of(indicator)] * (MOST_FAILURES + 1))).json()
    assert (len(many["failures"]), many["failures_left_out"]) == (MOST_FAILURES, 1)
