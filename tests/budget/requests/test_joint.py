"""Money that serves a joint indicator: the link is to one that the province knows, of the same fiscal year."""

import itertools

from tests.budget.ledger.books import Place
from tests.budget.requests.lists import REQUESTS, Desk
from tests.contract.specimens.joint import joint
from tests.contract.world import World
from tests.stack import Stack

# A province has one list for a year and round; the lower rounds are taken by the access tests.
ROUNDS = itertools.count(80)


async def test_the_money_of_a_province_stands_behind_the_joint_indicator(world: World, stack: Stack) -> None:
    at = Desk(world, Place(2558, "AREA", "50"), {})
    offered, draft = await joint(world, "offered"), await joint(world)
    submission = await at.list(round=next(ROUNDS))
    project = await at.project()
    unseen = at.request_body(submission, project, ceiling_position="above", joint_indicator_id=draft["id"])
    refused = await at.post(REQUESTS, body=unseen)
    assert [fault["code"] for fault in refused.json()["errors"]] == ["joint_indicator_unknown"]
    served = {**unseen, "joint_indicator_id": offered["id"]}
    request = await at.done((await world.create(REQUESTS, served, at.officer)).json(), "submit")
    assert request["joint_indicator_id"] == offered["id"]
    url = f"{stack.service_url('budget')}/internal/facts/objects/joint_indicator"
    answer = await world.api.get(url, params={"id": offered["id"]}, headers=world.as_("ministry:05"))
    sums = {"requests": 1, "asked_amount": "500.00", "held_amount": "0.00", "approved_amount": "0.00"}
    assert answer.json()["objects"] == {offered["id"]: {"areas": {"50": sums}}}


async def test_it_serves_one_of_its_own_year(world: World) -> None:
    at = Desk(world, Place(2557, "AREA", "50"), {})
    offered = await joint(world, "offered")
    body = at.request_body(await at.list(round=next(ROUNDS)), await at.project(), joint_indicator_id=offered["id"])
    refused = await at.post(REQUESTS, body=body)
    assert [fault["code"] for fault in refused.json()["errors"]] == ["joint_indicator_of_another_year"]
