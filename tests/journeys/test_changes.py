"""A flood and a KPI: asked, analysed, its host heard, decided, applied; an open score follows, a frozen one stays."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.evaluation.frames.schemas import examples as frame_examples
from services.indicators.changes.schemas import examples
from tests.conftest import As
from tests.contract.specimens import changes
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.changes import PATH
from tests.contract.specimens.decisions import carried_out
from tests.contract.specimens.scorecards import EVALUATION, EVALUATOR, FRAMES, approval
from tests.contract.specimens.scorecards import PATH as CARDS
from tests.contract.world import World

Json = dict[str, Any]
# A year and a province in which no other test agrees on anything.
YEAR, PROVINCE = 2563, "95"
OWNER = f"province:{PROVINCE}"


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def read(world: World, path: str, grant: str | None = None, **query: Any) -> Json:
    """Read something, as the public unless a grant is named."""
    answer = await world.api.get(path, params=query, headers=world.as_(grant) if grant else {})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def frame(world: World) -> Json:
    """Put a frame in force that scores a province by its KPIs alone."""
    item = {**frame_examples.CREATE["items"][0], "rubric": None}
    item["weight"] = {**item["weight"], "value": 100}
    body = {
        **frame_examples.CREATE,
        "fiscal_year": YEAR,
        "title_th": f"กรอบตัวอย่าง {uuid4()}",
        "items": [item],
        "bands": [],
    }
    draft = (await world.create(FRAMES, body, KEEPER)).json()
    found: Json = (await world.act(f"{FRAMES}/{draft['id']}/publish", KEEPER)).json()
    return found


async def report(world: World, indicator_id: str, value: float) -> None:
    """Report what the indicator came to in the year."""
    row = {"area_code": PROVINCE, "indicator_id": indicator_id, "fiscal_year": YEAR, "period": "year", "value": value}
    pushed = (await world.act("/v1/observations", OWNER, {"rows": [{**row, "status": "final"}]})).json()
    assert pushed["counts"]["added"] == 1, pushed


async def test_a_flood_changes_a_kpi_by_decision_and_only_what_is_not_frozen_follows(world: World) -> None:
    meaning = {"time_aggregation": "none", "area_aggregation": "none", "frequency": "yearly"}
    indicator = await changes.published(world, **meaning)
    agreement = await changes.approved_agreement(world, YEAR, PROVINCE, indicators=[indicator], weight=100)
    await report(world, indicator["id"], 4)
    opened = {"frame_id": (await frame(world))["id"], "area_code": PROVINCE}
    card = (await world.create(CARDS, opened, EVALUATOR)).json()
    assert card["score"] == 2  # 4 on the levels 3, 4, 5, 6, 7

    draft = await changes.drafted_for(world, agreement, indicator["id"])
    await changes.attach(world, draft)
    request = await changes.act(world, draft, "submit")
    waiting = (await read(world, "/v1/tasks", MINISTRY))["items"]
    assert request["id"] in [task["object_id"] for task in waiting if task["kind"] == "change_request.give_opinion"]
    request = await changes.proposed(world, request)
    assert (request["opinion"]["stance"], request["analysis"]["recommendation"]) == ("agrees", "approve")
    assert (await world.api.get(f"{PATH}/{request['id']}")).status_code == 404
    decided = await changes.decided(world, request)
    assert (await changes.act(world, decided, "acknowledge"))["notice"]["state"] == "acknowledged"
    public = await read(world, f"{PATH}/{request['id']}")
    assert (public["state"], public["after"]["scoring_criteria"]["anchors"]) == ("approved", [1, 2, 3, 4, 5])
    results = await read(world, f"{AGREEMENTS}/{agreement['id']}/results")
    assert [(kpi["target"], kpi["actual"], kpi["status"]) for kpi in results["kpis"]] == [(3, 4, "achieved")]
    assert (await read(world, f"{AGREEMENTS}/{agreement['id']}"))["version"] == agreement["version"] + 1

    refreshed = (await world.act(f"{CARDS}/{card['id']}/refresh", EVALUATOR)).json()["scorecard"]
    assert refreshed["score"] == 4  # 4 on the levels 1, 2, 3, 4, 5
    await carried_out(world, CARDS, EVALUATION, approval(refreshed))

    again = {"target": None, "scoring_criteria": {**examples.SCORING, "anchors": [4, 5, 6, 7, 8]}}
    current = await read(world, f"{AGREEMENTS}/{agreement['id']}")
    second = await changes.submitted(world, await changes.drafted_for(world, current, indicator["id"], **again))
    await changes.decided(world, await changes.proposed(world, second))
    headers = {**world.as_(EVALUATOR), "Idempotency-Key": str(uuid4())}
    refused = await world.api.post(f"{CARDS}/{card['id']}/refresh", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    frozen = await read(world, f"{CARDS}/{card['id']}")
    assert (frozen["state"], frozen["score"], frozen["content_hash"]) == ("frozen", 4, refreshed["content_hash"])
    path = f"{AGREEMENTS}/{agreement['id']}/kpis/{indicator['id']}/revisions"
    revisions = (await read(world, path))["items"]
    assert [each["terms"]["scoring_criteria"]["anchors"][0] for each in revisions] == [4, 1, 3]
    counted = (await read(world, f"{PATH}/statistics", fiscal_year=YEAR))["levels"][0]
    assert (counted["areas_asked"], counted["indicators_asked"], counted["indicators_agreed"]) == (1, 1, 1)
    assert (counted["total"]["approved"], counted["by_kind"]["scoring_criteria"]["approved"]) == (2, 2)
