"""`/v1/indicators/uses`: the level at which an indicator is really used, as far as the caller sees it."""

from typing import Any

import httpx
from sqlalchemy import event

from services.shared import reference
from tests.conftest import As, key
from tests.contract.specimens.catalogue import MINISTRY, indicator_body
from tests.contract.specimens.joint import PATH as JOINT
from tests.contract.specimens.joint import joint_body
from tests.contract.world import World
from tests.indicators.agreements.conftest import PATH as AGREEMENTS
from tests.indicators.agreements.conftest import kpi_of, owner_of
from tests.stack import Stack

PATH, YEAR = "/v1/indicators/uses", 2599
CLUSTER = str(reference.cluster_of("50", YEAR))
Json = dict[str, Any]
Use = tuple[str, int, list[str], int, bool]


async def used(api: httpx.AsyncClient, headers: dict[str, str], **query: Any) -> list[Use]:
    """Return level, year, units, count and whether it is declared of each use."""
    answer = await api.get(PATH, params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return [
        (item["level"], item["fiscal_year"], item["units"], item["count"], item["is_declared"])
        for item in answer.json()["items"]
    ]


async def test_an_indicator_is_found_where_it_is_used(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    world = World(api, as_)
    body = {**indicator_body(), "use_levels": ["province"]}
    indicator = (await world.create("/v1/indicators", body, MINISTRY)).json()
    await world.act(f"/v1/indicators/{indicator['id']}/publish", "opdc")
    assert await used(api, as_("opdc"), indicator_id=indicator["id"]) == []
    for area, kind in (("50", "strategic"), ("51", "strategic"), ("52", "monitoring"), (CLUSTER, "strategic")):
        kpi = kpi_of(indicator, year=YEAR, kind=kind, weight=None)
        drafted = {"area_code": area, "fiscal_year": YEAR, "kpis": [kpi]}
        await world.create(AGREEMENTS, drafted, owner_of(area))
    proposal = {**joint_body(indicator["id"]), "fiscal_year": YEAR}
    await world.create(JOINT, proposal, MINISTRY)
    province = ("province", YEAR, ["area:50", "area:51"], 2, True)
    agreements = [
        ("cluster", YEAR, [f"area:{CLUSTER}"], 1, False),
        ("monitoring", YEAR, ["area:52"], 1, False),
        province,
    ]
    assert await used(api, as_("opdc"), indicator_id=indicator["id"]) == agreements
    assert await used(api, as_(MINISTRY), indicator_id=indicator["id"]) == [("joint", YEAR, ["function:05"], 1, False)]
    assert await used(api, as_("province:51"), indicator_id=indicator["id"]) == [
        ("province", YEAR, ["area:51"], 1, True)
    ]
    assert await used(api, {}, indicator_id=indicator["id"]) == []
    assert await used(api, as_("opdc"), indicator_id=indicator["id"], level="province") == [province]
    assert await used(api, as_("opdc"), indicator_id=indicator["id"], fiscal_year=YEAR - 1) == []
    query = {"fiscal_year": YEAR, "indicator_id": indicator["id"], "limit": 2}
    first = (await api.get(PATH, params=query, headers=as_("opdc"))).json()
    rest = await used(api, as_("opdc"), **query, cursor=first["next_cursor"])
    assert rest == [province]


async def test_uses_are_one_statement(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "performance_agreement" in statement:
            sent.append(statement)

    engine = stack.app("indicators").state.house.doors.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        await used(api, {**as_("nesdc"), **key()}, fiscal_year=2558)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(sent) == 1
