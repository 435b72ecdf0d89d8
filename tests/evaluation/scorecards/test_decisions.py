"""What the evaluation committee resolves of a card: a score is frozen once, on exactly what was seen."""

import httpx
import pytest

from tests.conftest import As, key
from tests.contract.specimens.decisions import POLICY, Body, carried_out, confirmed, item_on
from tests.contract.world import World
from tests.evaluation.scorecards.conftest import EVALUATOR, PATH, RESULT, SCORER, SURVEY, Json, Open, Surroundings
from tests.evaluation.scorecards.kpis import agreed, kpi
from tests.evaluation.scorecards.test_scored import scored
from tests.stack import Stack

EVALUATION = Body("evaluation_committee")


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


def approved(card: Json, decision: str = "approve") -> Json:
    """Return an item on a card as it was read."""
    return item_on(card, decision, service="evaluation", object_type="scorecard", reason_th="ตามมติที่ประชุม")


async def read(world: World, card: Json, grant: str | None = SCORER) -> httpx.Response:
    """Read a card."""
    return await world.api.get(f"{PATH}/{card['id']}", headers=world.as_(grant) if grant else {})


async def test_an_approved_score_is_frozen_open_to_everyone_and_changes_no_more(
    world: World, surroundings: Surroundings, as_: As
) -> None:
    card = await scored(surroundings, as_)
    assert (await read(world, card, None)).status_code == 404
    resolution = await confirmed(world, EVALUATION, approved(card))
    body = {"resolution_id": resolution["id"]}
    result = (await world.act(f"{PATH}/decisions", EVALUATION.office, body)).json()
    # The service follows the confirmed resolutions by itself and may have been first.
    assert [item["outcome"] in ("applied", "already_applied") for item in result["items"]] == [True], result
    again = (await world.act(f"{PATH}/decisions", EVALUATION.office, body)).json()
    assert again["counts"]["already_applied"] == 1
    public = (await read(world, card, None)).json()
    assert (public["state"], public["score"], public["version"]) == ("frozen", 4.13, card["version"] + 1)
    assert (public["resolution_id"], public["content_hash"]) == (resolution["id"], card["content_hash"])
    for part in ("/trace", "/computations", "/computations/1"):
        assert (await world.api.get(f"{PATH}/{card['id']}{part}")).status_code == 200
    named, unnamed = [
        (await world.api.get(f"{PATH}/{card['id']}/trace", headers=headers)).json() for headers in (as_(SCORER), {})
    ]
    assert (named["computed_by"], named["items"][SURVEY - 1]["result"]["recorded_by"]) == (EVALUATOR, EVALUATOR)
    assert (unnamed["computed_by"], unnamed["items"][SURVEY - 1]["result"]["recorded_by"]) == (None, None)
    listed = (await world.api.get(f"{PATH}/{card['id']}/computations")).json()["items"]
    assert [each["computed_by"] for each in listed] == [None, None]
    surroundings.indicators.areas["50"] = agreed(kpi(actual=1))
    path, headers = f"{PATH}/{card['id']}", {**as_(EVALUATOR), **key(), "If-Match": f'"{public["version"]}"'}
    for refused in (
        await surroundings.api.post(f"{path}/refresh", headers=headers),
        await world.api.put(f"{path}/results/{SURVEY}", json=RESULT, headers=headers),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    history = (await world.api.get(f"{path}/history", headers=as_("province:50"))).json()["items"]
    assert [entry["type"] for entry in history].count("scorecard.frozen") == 1
    assert history[0]["resolution_id"] == resolution["id"]
    allowed = {each["action"]: each["code"] for each in (await read(world, card)).json()["allowed_actions"]}
    assert allowed["scorecard.refresh"] == allowed["scorecard.record_result"] == "state_does_not_allow"


async def test_a_card_that_changed_since_it_was_seen_is_not_frozen(
    world: World, surroundings: Surroundings, as_: As
) -> None:
    card = await scored(surroundings, as_)
    headers = {**as_(EVALUATOR), "If-Match": f'"{card["version"]}"'}
    later = await world.api.put(f"{PATH}/{card['id']}/results/{SURVEY}", json={**RESULT, "value": 96}, headers=headers)
    assert later.status_code == 200, later.text
    [item] = (await carried_out(world, PATH, EVALUATION, approved(card)))["items"]
    assert (item["outcome"], item["decided_hash"]) == ("changed_since", card["content_hash"])
    assert item["current_hash"] == later.json()["content_hash"] != card["content_hash"]
    assert (await read(world, card)).json()["state"] == "open"


@pytest.mark.parametrize(
    ("body", "decision", "code"),
    [
        (POLICY, "approve", "committee_may_not_decide"),
        (Body("province_committee", "50"), "approve", "committee_may_not_decide"),
        (EVALUATION, "return", "decision_without_use"),
    ],
)
async def test_another_committee_or_another_decision_freezes_nothing(
    world: World, surroundings: Surroundings, as_: As, body: Body, decision: str, code: str
) -> None:
    card = await scored(surroundings, as_)
    [item] = (await carried_out(world, PATH, body, approved(card, decision)))["items"]
    assert (item["outcome"], item["code"]) == ("not_allowed", code)
    assert (await read(world, card)).json()["state"] == "open"


async def test_a_card_without_a_total_is_not_frozen(world: World, open_card: Open) -> None:
    card = await open_card()
    [item] = (await carried_out(world, PATH, EVALUATION, approved(card)))["items"]
    assert (item["outcome"], item["code"]) == ("not_allowed", "scorecard_incomplete")


async def test_a_frozen_card_is_not_frozen_again(world: World, surroundings: Surroundings, as_: As) -> None:
    card = await scored(surroundings, as_)
    await carried_out(world, PATH, EVALUATION, approved(card))
    [item] = (await carried_out(world, PATH, EVALUATION, approved(card)))["items"]
    assert (item["outcome"], item["code"]) == ("not_allowed", "state_does_not_allow")


async def test_the_cards_of_a_year_can_be_taken_as_items_from_a_query(
    stack: Stack, world: World, open_card: Open, as_: As
) -> None:
    card = await open_card()
    query = {"fiscal_year": card["fiscal_year"], "state": "open"}
    async with httpx.AsyncClient(base_url=stack.service_url("evaluation"), trust_env=False) as client:
        path, headers = "/internal/decidables/scorecard", as_(EVALUATION.office)
        found = (await client.get(path, params=query, headers=headers)).json()["items"]
        elsewhere = await client.get(path, params={**query, "area_code": "51"}, headers=headers)
        frozen = await client.get(path, params={**query, "state": "frozen"}, headers=headers)
    seen = {"object_version": card["version"], "content_hash": card["content_hash"], "amount": None}
    assert found == [{"object_id": card["id"], **seen}]
    assert elsewhere.json()["items"] == frozen.json()["items"] == []
