"""Who reads which values, page by page, and what others of the house ask."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.indicators.observations.repository import current_values
from services.indicators.observations.rules import by_side, value_of_year
from tests.conftest import As
from tests.indicators.observations.conftest import PATH, PROVINCE, Json, Measured, Push, row_of
from tests.stack import Stack

QUARTERS = ("q1", "q2", "q3", "q4")


async def read_all(api: httpx.AsyncClient, headers: dict[str, str], **query: Any) -> list[Json]:
    """Read a list to its end, three at a time."""
    items: list[Json] = []
    params: dict[str, Any] = {"limit": 3, **query}
    while True:
        answer = await api.get(PATH, params=params, headers=headers)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            return items
        params["cursor"] = answer.json()["next_cursor"]


def keys_of(items: list[Json]) -> list[tuple[Any, ...]]:
    """The keys of values as they are shown."""
    names = ("area_code", "indicator_id", "fiscal_year", "period", "reporter", "revision")
    return [tuple(each[name] for name in names) for each in items]


async def test_pages_go_on_after_a_key_and_show_each_value_once(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    rows = [
        row_of(indicator, area_code=area, period=period, fiscal_year=year)
        for area in ("50", "51")
        for period in QUARTERS
        for year in (2557, 2558)
    ]
    await push(*rows)
    await push(*({**row, "value": 1} for row in rows[::2]), reason="นับใหม่")
    for current, count in ((True, 16), (False, 24)):
        known = {"indicator_id": indicator["id"], "current": current}
        found = keys_of(await read_all(api, as_("opdc"), **known))
        assert (len(found), len(set(found)), found == sorted(found)) == (count, count, True)
    only = await read_all(api, as_("opdc"), indicator_id=indicator["id"], area_code="51", period="q2", fiscal_year=2558)
    assert [each["revision"] for each in only] == [1]


async def test_a_cursor_fits_its_own_filters_only(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    await push(*(row_of(indicator, period=period) for period in QUARTERS))
    query = {"indicator_id": indicator["id"], "limit": 1}
    cursor = (await api.get(PATH, params=query, headers=as_("opdc"))).json()["next_cursor"]
    for other in ({**query, "current": False}, {"limit": 1}):
        answer = await api.get(PATH, params={**other, "cursor": cursor}, headers=as_("opdc"))
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


async def test_a_filter_by_reporter_shows_one_side(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    await push(row_of(indicator))
    await push(row_of(indicator), grants=(PROVINCE,))
    for reporter in ("area:50", "function:05"):
        items = await read_all(api, as_("opdc"), indicator_id=indicator["id"], reporter=reporter)
        assert [each["reporter"] for each in items] == [reporter]


@pytest.mark.parametrize("grant", ["province:77", "ministry:04", "good_governance:50", "auditor"])
async def test_whoever_holds_a_role_reads_every_value_and_the_public_final_ones(
    api: httpx.AsyncClient, as_: As, measured: Measured, push: Push, grant: str
) -> None:
    indicator = await measured()
    await push(row_of(indicator), row_of(indicator, period="q2", status="final"))
    for headers, expected in ((as_(grant), ["q1", "q2"]), ({}, ["q2"])):
        items = await read_all(api, headers, indicator_id=indicator["id"], current=False)
        assert [each["period"] for each in items] == expected


async def test_other_features_read_current_values_and_the_value_of_a_year(
    stack: Stack, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    rows = [row_of(indicator, area_code=area, period=period, value=10) for area in ("50", "51") for period in QUARTERS]
    await push(*rows)
    await push(row_of(indicator, value=12.5, reason="นับใหม่"), row_of(indicator, fiscal_year=2557))
    await push(row_of(indicator, value=9), grants=(PROVINCE,))
    ids = [UUID(indicator["id"])]
    async with stack.sessions("indicators")() as session:
        values = await current_values(session, ids, 2558)
        assert await current_values(session, ids, 2558, ["51"]) == [each for each in values if each.area_code == "51"]
        assert (await current_values(session, ids, 2556), await current_values(session, [], 2558)) == ([], [])
    assert [(each.area_code, each.period, each.reporter) for each in values] == sorted(
        (each.area_code, each.period, each.reporter) for each in values
    )
    years = {(side[0], side[3]): value_of_year(found, "sum") for side, found in by_side(values).items()}
    ministry, province = years["50", "function:05"], years["50", "area:50"]
    assert ministry is not None
    assert province is not None
    assert (ministry.value, ministry.revisions[0], ministry.is_complete) == (Decimal("42.5"), ("q1", 2), True)
    assert (province.value, province.missing) == (Decimal(9), ("q2", "q3", "q4"))


async def test_composites_are_told_how_many_values_an_area_has(
    stack: Stack, as_: As, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    await push(row_of(indicator, area_code="96", fiscal_year=2557, status="final"))
    await push(row_of(indicator, area_code="96", fiscal_year=2557, status="final", value=1, reason="นับใหม่"))
    await push(row_of(indicator, area_code="96", fiscal_year=2557, period="q2"))
    query: dict[str, Any] = {"fiscal_year": 2557, "area_code": ["96", "95"]}
    async with httpx.AsyncClient(base_url=stack.service_url("indicators"), trust_env=False) as client:
        for headers, count in ((as_("opdc"), 2), ({}, 1)):
            areas = (await client.get("/internal/facts/areas", params=query, headers=headers)).json()["areas"]
            assert areas["96"]["observations"]["value_count"] == count
            assert areas["96"]["observations"]["latest_recorded_at"].endswith("Z")
            assert areas["95"]["observations"] == {"value_count": 0, "latest_recorded_at": None}
