"""It is decided: from the early notice to the need that lives on, through the gateway alone."""

import httpx
import pytest

from tests.budget.requests.lists import LISTS, NATIONAL, REQUESTS, Desk, carried_out, confirmed, desk, item_on
from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.specimens.deciding import ASKED, MINISTRY, OPINION, next_year_of, notice_body, round_body
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def told(at: Desk) -> Json:
    """A project of which the ministry was told early, and over whose money it sat with the province."""
    project = await at.project()
    notice = (await at.world.create("/v1/early-notices", notice_body(at, project), at.officer)).json()
    joins = {"function_code": "05", "answer": "joins", "reason_th": "สมทบค่าประชาสัมพันธ์"}
    answered = (await at.world.act(f"/v1/early-notices/{notice['id']}/answers", MINISTRY, joins)).json()
    assert answered["awaited_from"] == []
    held = (await at.world.create("/v1/joint-rounds", round_body(at, project), MINISTRY)).json()
    seen = {"content_hash": held["content_hash"]}
    stands = (await at.world.act(f"/v1/joint-rounds/{held['id']}/confirm", at.officer, seen)).json()
    paid = {share["unit"]: share["amount"] for share in stands["paid"]}
    own = f"area:{at.place.area_code}"
    assert (stands["state"], paid) == ("confirmed", {own: "300.00", "function:05": "200.00"})
    return project


async def endorsed(at: Desk, project: Json) -> dict[str, Json]:
    """A list of five that its committee endorsed as a whole, by what is to become of each."""
    submission = await at.list()
    body = at.request_body(submission, project)
    made = {"approve_changed": (await at.world.create(REQUESTS, body, at.officer)).json()}
    for name, amount in (("approve", "200.00"), ("merge", "100.00"), ("refer", "150.00")):
        made[name] = await at.request(submission, amount)
    made["reject"] = await at.request(submission, "900.00", ceiling_position="above")
    path = f"{LISTS}/{submission['id']}"
    assert (await at.post(f"{path}/submit")).status_code == 200
    opinions = f"{REQUESTS}/{made['approve_changed']['id']}/opinions"
    asked = (await at.world.create(opinions, ASKED, at.committee)).json()["items"][0]
    await at.world.act(f"{opinions}/{asked['id']}/answer", MINISTRY, OPINION)
    outcome = await at.decide(await at.read(path), "endorse", what="budget_submission")
    assert outcome["outcome"] == "applied", outcome
    return {name: await at.again(request) for name, request in made.items()}


async def test_one_resolution_decides_them_all_and_everyone_concerned_knows(world: World) -> None:
    at = await desk(world)
    found = await endorsed(at, await told(at))
    assert await at.held() == ("950.00", "0.00")
    more: dict[str, Json] = {
        "approve_changed": {"amount": "580.00", "reason_th": "รวมกิจกรรมของโครงการที่ควบรวม"},
        "merge": {"into_id": found["approve_changed"]["id"], "reason_th": "พื้นที่เดียวกัน"},
        "refer": {"function_code": "05", "reason_th": "เป็นภารกิจของกระทรวง"},
        "reject": {"reason_th": "วงเงินปีนี้ไม่พอ"},
    }
    items = [item_on(request, name, **more.get(name, {})) for name, request in found.items()]
    resolution = await confirmed(world, NATIONAL, items)
    assert (await carried_out(world, resolution))["counts"]["applied"] == 5
    now = {name: await at.again(request) for name, request in found.items()}
    assert [now[name]["state"] for name in ("approve", "merge", "refer", "reject")] == [
        "approved",
        "merged",
        "referred",
        "rejected",
    ]
    kept = now["approve_changed"]
    assert (kept["asked_amount"], kept["merged_amount"], kept["approved_amount"]) == ("500.00", "100.00", "580.00")
    assert kept["approval_reason"] == "รวมกิจกรรมของโครงการที่ควบรวม"
    assert await at.held() == ("0.00", "780.00")

    # The ministry has one notice with what concerns it, and why; until it takes note it is named as silent.
    (notice,) = (await at.read(f"/v1/resolution-notices?resolution_id={resolution['id']}", "opdc"))["items"]
    path = f"/v1/resolution-notices/{notice['id']}"
    why = {line["request_id"]: line["concerns"] for line in (await at.read(path, MINISTRY))["items"]}
    assert why == {kept["id"]: ["opinion_asked"], now["refer"]["id"]: ["referred_to"]}
    await world.act(f"{path}/acknowledge", MINISTRY, {"acknowledgement_th": "รับไว้พิจารณา"})
    silent = f"/v1/resolution-notices?resolution_id={resolution['id']}&is_acknowledged=false"
    assert (await at.read(silent, "opdc"))["items"] == []

    # What nobody paid for lives on: one with the ministry, one to be asked for again.
    where = f"/v1/unfunded-needs?area_code={at.place.area_code}&fiscal_year={at.place.fiscal_year}"
    needs = {need["request_id"]: need for need in (await at.read(where))["items"]}
    assert (needs[now["refer"]["id"]]["state"], needs[now["refer"]["id"]]["amount"]) == ("referred", "150.00")
    left = needs[now["reject"]["id"]]
    assert (left["cause"], left["amount"], left["reason_th"]) == ("above_ceiling", "900.00", "วงเงินปีนี้ไม่พอ")
    carried = (await world.act(f"/v1/unfunded-needs/{left['id']}/carry", at.officer, await next_year_of(at))).json()
    draft = await at.read(f"{REQUESTS}/{carried['next_request_id']}")
    assert (draft["carried_from_id"], draft["asked_amount"], draft["state"]) == (now["reject"]["id"], "900.00", "draft")
