"""A chain that no document has: its analysis waits for the hosts, and nothing is sent back from any step."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from migrations.upgrade import admin_engine
from tests.contract.world import World
from tests.indicators.agreements.conftest import KEEPER, Json, Make, kpi_of
from tests.indicators.agreements.resolving import (
    SECRETARY,
    analysis_of,
    carried_out,
    decided,
    item_on,
    read,
    recorded,
)

Do = Any
# Later than any other test's year: a chain is that of all years after it.
YEAR, CODE = 2699, "test_strict_province"
STEPS = (("draft", "draft", "area"), ("analysis", "analysis", "opdc"), ("supervision", "committee", SECRETARY))


@pytest.fixture
async def strict(dsn: str) -> AsyncIterator[int]:
    """The year of a chain that only migrations can write."""
    engine = admin_engine(dsn)
    async with engine.begin() as connection:
        chain = f"'{CODE}', {YEAR}, 'province', 'ทดสอบ', 'Test', 'ทดสอบ', 'ทดสอบ', '2022-01-01'"
        names = "code, fiscal_year, level, name_th, name_en, reading, source, dated_on"
        await connection.execute(text(f"INSERT INTO indicators.agreement_chain ({names}) VALUES ({chain})"))
        names = "chain_code, position, code, kind, actor, may_return, host_opinion, name_th, name_en, source"
        for position, (code, kind, actor) in enumerate(STEPS, start=1):
            step = f"'{CODE}', {position}, '{code}', '{kind}', '{actor}', false, 'must', 'ก', 'A', 'ทดสอบ'"
            await connection.execute(text(f"INSERT INTO indicators.agreement_chain_step ({names}) VALUES ({step})"))
    yield YEAR
    await engine.dispose()


async def test_an_agreement_keeps_the_chain_it_entered_and_goes_along_it(
    world: World, new_indicator: Make, new_agreement: Make, act: Do, strict: int
) -> None:
    hosted, unhosted = await new_indicator(), await new_indicator(host_function_code=None)
    draft = await new_agreement(*(kpi_of(each, year=strict) for each in (hosted, unhosted)), year=strict)
    assert (draft["progress"]["chain_code"], draft["progress"]["basis"]) == (CODE, "own_year")
    found = (await act(draft, "submit")).json()
    refused = await act(found, "return", {"reason_th": "โปรดแก้ไข"}, KEEPER)
    assert (refused.status_code, refused.json()["code"]) == (409, "step_may_not_return")
    nobody = {"indicator_id": unhosted["id"], "question_th": "เหมาะสมหรือไม่"}
    assert (await act(found, "consultations", nobody, KEEPER)).json()["errors"][0]["code"] == "kpi_without_host"

    async def analyse() -> Json:
        answer: Json = (await act(found, "analyses", analysis_of(found), KEEPER)).json()
        return answer

    silent = await analyse()
    assert (silent["code"], silent["facts"]["hosts"]) == ("host_opinion_missing", f"{hosted['code']}: 05")
    asked = (await act(found, "consultations", nobody | {"indicator_id": hosted["id"]}, KEEPER)).json()
    assert (await analyse())["code"] == "host_opinion_missing"
    opinion = {"opinion": "disagree", "text_th": "ไม่เหมาะสม", "post_th": "ผู้อำนวยการกอง"}
    await act(found, f"consultations/{asked['id']}/answer", opinion, "ministry:05")
    waiting = await analyse()
    assert waiting["stage"] == "committee"
    resolution = await recorded(world, item_on(waiting, "return", reason_th="โปรดแก้ไข"))
    (item,) = (await carried_out(world, resolution))["items"]
    assert (item["outcome"], item["code"]) == ("not_allowed", "decision_not_for_agreements")
    assert (await decided(world, await read(world, waiting)))["stage"] == "done"
