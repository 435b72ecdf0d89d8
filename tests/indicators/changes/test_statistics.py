"""The requests of a year counted from the data: a synthetic 2565 gives what the report of that year prints.

The report (S3 item 3) names 34 provinces and 9 of 35 KPIs, and neither which they were nor how it was decided: the
provinces, indicators and decisions here are made up for the test.
"""

from itertools import cycle
from uuid import uuid4

from services.indicators.changes.schemas import examples
from services.shared import reference
from tests.contract.specimens import changes
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.catalogue import KEEPER
from tests.contract.specimens.changes import PATH, WORKING_GROUP, decision_item, published
from tests.contract.specimens.decisions import carried_out
from tests.contract.world import World
from tests.indicators.agreements.resolving import heard, recorded
from tests.indicators.agreements.resolving import item_on as agreement_item
from tests.indicators.changes.conftest import Json

YEAR = 2565
# Whoever adds up 2565 elsewhere does so in the upper north.
PROVINCES = [area.code for area in reference.provinces(YEAR) if area.code > "52"][:36]
ASKING = PROVINCES[:34]
PRINTED = {"areas_asked": 34, "indicators_asked": 9, "indicators_agreed": 35}


async def agreements_of_the_year(world: World, indicators: list[Json]) -> dict[str, Json]:
    """Approve, by one resolution, an agreement of each province: two of the nine to be asked about, two others."""
    nine, others = indicators[:9], cycle(indicators[9:])
    items = []
    for place, area in enumerate(PROVINCES):
        mine = [nine[place % 9], nine[(place + 1) % 9], next(others), next(others)]
        kpi = {"targets": [{"fiscal_year": YEAR, "value": 5}], "source": "ข้อมูลสมมติเพื่อการทดสอบ"}
        body = {"area_code": area, "fiscal_year": YEAR, "kpis": [{**kpi, "indicator_id": each["id"]} for each in mine]}
        made = await heard(world, (await world.create(AGREEMENTS, body, f"province:{area}")).json())
        items.append((await world.act(f"{AGREEMENTS}/{made['id']}/submit", f"province:{area}")).json())
    resolution = await recorded(world, *(agreement_item(each) for each in items))
    headers = {**world.as_("evaluation_committee", subject="person:chair"), "Idempotency-Key": str(uuid4())}
    confirmed = await world.api.post(f"/v1/resolutions/{resolution['id']}/confirm", headers=headers)
    assert confirmed.status_code == 200, confirmed.text
    done = await world.act(f"{AGREEMENTS}/decisions", KEEPER, {"resolution_id": resolution["id"]})
    assert done.json()["counts"]["applied"] == len(PROVINCES)
    return {each["area_code"]: each for each in items}


async def asked(world: World, agreement: Json, place: int) -> Json:
    """Submit a request of a province about one of the nine, of one kind or two."""
    target = {"targets": [{"fiscal_year": YEAR, "value": 3}]}
    asked_for = {"target": target} | ({"scoring_criteria": examples.SCORING} if place % 3 == 0 else {})
    body = {
        "agreement_id": agreement["id"],
        "indicator_id": agreement["kpis"][0]["indicator_id"],
        "event": examples.EVENT,
        **asked_for,
    }
    draft = (await world.create(PATH, body, f"province:{agreement['area_code']}")).json()
    return await changes.submitted(world, draft)


async def counted(world: World) -> Json:
    """Return what the public reads of the year."""
    answer = (await world.api.get(f"{PATH}/statistics", params={"fiscal_year": YEAR})).json()
    levels: dict[str, Json] = {level["level"]: level for level in answer["levels"]}
    assert levels["cluster"]["total"]["requests"] == 0
    return levels["province"]


async def test_a_synthetic_year_gives_34_provinces_and_9_of_35_kpis(world: World) -> None:
    indicators = [await published(world) for _ in range(35)]
    agreements = await agreements_of_the_year(world, indicators)
    before = await counted(world)
    figures = ("areas_asked", "areas_agreed", "indicators_asked", "indicators_agreed")
    assert [before[name] for name in figures] == [0, 36, 0, 35]
    requests = [await asked(world, agreements[area], place) for place, area in enumerate(ASKING)]
    # What never left its desk is not counted.
    draft = changes.request_body(agreements[PROVINCES[-1]], agreements[PROVINCES[-1]]["kpis"][1]["indicator_id"])
    await world.create(
        PATH, draft | {"target": {"targets": [{"fiscal_year": YEAR, "value": 3}]}}, f"province:{PROVINCES[-1]}"
    )
    found = await counted(world)
    assert {name: found[name] for name in PRINTED} == PRINTED
    assert found["total"] == {
        "requests": 34,
        "approved": 0,
        "approved_changed": 0,
        "rejected": 0,
        "withdrawn": 0,
        "open": 34,
    }
    assert (found["by_kind"]["target"]["requests"], found["by_kind"]["scoring_criteria"]["requests"]) == (34, 12)
    assert sum(each["areas_asked"] for each in found["indicators"]) == 34
    assert {each["indicator_id"] for each in found["indicators"]} == {each["id"] for each in indicators[:9]}
    await changes.act(world, requests[0], "withdraw", body=changes.REASON)
    three = [await changes.proposed(world, request) for request in requests[1:4]]
    decisions = [decision_item(each, "approve") for each in three[:2]]
    decisions.append(decision_item(three[2], "reject", reason_th="ยังบรรลุได้"))
    await carried_out(world, PATH, WORKING_GROUP, *decisions)
    decided = await counted(world)
    assert {name: decided[name] for name in PRINTED} == PRINTED
    parts = {"approved": 2, "approved_changed": 0, "rejected": 1, "withdrawn": 1, "open": 30}
    assert decided["total"] == {"requests": 34, **parts}
    assert decided["by_kind"]["scoring_criteria"] == {
        "requests": 12,
        "approved": 0,
        "approved_changed": 0,
        "rejected": 1,
        "withdrawn": 1,
        "open": 10,
    }
