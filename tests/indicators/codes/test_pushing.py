"""A push may name indicators and areas by the sender's own codes."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import OKPKey

from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.codes import MINISTRY, PATH
from tests.contract.world import World
from tests.indicators.observations.conftest import PATH as OBSERVATIONS
from tests.indicators.observations.conftest import Current, Measured, Push, current, measured, push, row_of
from tests.tokens import claims_for, sign

__all__ = ["current", "measured", "push"]


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def own_row(world: World, indicator: Json, **changed: Any) -> Json:
    """A row that names its indicator and area by codes that were mapped for it."""
    code, area = f"T-{uuid4()}", f"เมือง-{uuid4()}"
    await world.create(PATH, {"kind": "indicator", "code": code, "indicator_id": indicator["id"]}, MINISTRY)
    await world.create(PATH, {"kind": "area", "code": area, "area_code": "50"}, MINISTRY)
    row = {name: value for name, value in row_of(indicator).items() if name not in ("indicator_id", "area_code")}
    return {**row, "external_code": code, "external_area_code": area, **changed}


def failures(answer: httpx.Response) -> list[tuple[str, str]]:
    """Where the rows of a push are wrong, and how."""
    assert answer.status_code == 200, answer.text
    return [(failure["pointer"], failure["code"]) for failure in answer.json()["failures"]]


async def test_values_come_in_under_own_codes(world: World, measured: Measured, push: Push, current: Current) -> None:
    indicator = await measured()
    row = await own_row(world, indicator)
    answer = await push({**row, "period": "q2"}, row_of(indicator), row)
    assert failures(answer) == [("/rows/1", "key_twice"), ("/rows/2", "key_twice")]
    assert failures(await push(row)) == []
    assert [(value["area_code"], value["period"]) for value in await current(indicator)] == [("50", "q1"), ("50", "q2")]
    again = await push(row_of(indicator))
    assert again.json()["counts"]["unchanged"] == 1


async def test_an_unknown_code_fails_its_row_and_says_where_to_map_it(
    world: World, measured: Measured, push: Push
) -> None:
    indicator = await measured()
    row = await own_row(world, indicator)
    answer = await push(
        {**row, "external_code": "no-such"},
        {**row, "external_area_code": 50},
        {**row, "external_code": row["external_area_code"]},
        {**row, "indicator_id": indicator["id"]},
        row,
    )
    assert failures(answer) == [
        ("/rows/0/external_code", "external_code_unknown"),
        ("/rows/1/external_area_code", "external_code_unknown"),
        ("/rows/2/external_code", "external_code_unknown"),
        ("/rows/3/external_code", "code_or_ours"),
    ]
    assert "/v1/external-codes" in answer.json()["failures"][0]["sentence"]["th"]
    assert answer.json()["counts"]["added"] == 1


async def test_csv_names_things_by_own_codes_too(world: World, measured: Measured, current: Current, as_: As) -> None:
    indicator = await measured()
    row = await own_row(world, indicator)
    lines = [
        "external_code,external_area_code,fiscal_year,period,value,status",
        f"{row['external_code']},{row['external_area_code']},2558,q1,5,final",
        f"no-such,{row['external_area_code']},2558,q1,5,final",
        f",{row['external_area_code']},2558,q2,5,final",
        f"{row['external_code']},2558,q3,5,final",
        f"{row['external_code']},{row['external_area_code']},2558,q4,5,final",
    ]
    headers = {**as_(MINISTRY), **key(), "Content-Type": "text/csv"}
    answer = await world.api.post(f"{OBSERVATIONS}/csv", content="\n".join(lines).encode(), headers=headers)
    assert failures(answer) == [
        ("/rows/1/external_code", "external_code_unknown"),
        ("/rows/2/indicator_id", "missing"),
        ("/rows/3", "cells_differ"),
    ]
    assert [failure["line"] for failure in answer.json()["failures"]] == [3, 4, 5]
    assert [(value["area_code"], value["period"]) for value in await current(indicator)] == [("50", "q1"), ("50", "q4")]


async def test_another_client_does_not_push_by_them(world: World, measured: Measured, signing_key: OKPKey) -> None:
    row = await own_row(world, await measured())
    token = sign(signing_key, claims_for(MINISTRY, client_id="another"))
    headers = {"Authorization": f"Bearer {token}", **key()}
    answer = await world.api.post(OBSERVATIONS, json={"rows": [row]}, headers=headers)
    assert {code for _, code in failures(answer)} == {"external_code_unknown"}
