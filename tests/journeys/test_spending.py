"""From the first contract to the closing: what a province spends is reported, and what it saved finds its use."""

import httpx

from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, document
from tests.budget.requests.lists import desk
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.world import World

REPORTS, SAVINGS = "/v1/budget-accounts/quarter-reports", "/v1/budget-savings"


async def test_a_province_is_watched_by_the_quarter_and_closes_with_a_saving(api: httpx.AsyncClient, as_: As) -> None:
    world = World(api, as_)
    at = await desk(world)
    request = await at.approved("500.00")
    year, days = at.place.fiscal_year, [fiscal.quarter_days(at.place.fiscal_year, each).first for each in (1, 2)]

    async def record(kind: str, amount: str, quarter: int, **more: str) -> Json:
        paper = {"document_number": document(), "expenditure_class": "capital", **more}
        body = {"account_id": at.account["id"], "kind": kind, "amount": amount, **paper}
        paid_on = days[quarter - 1].isoformat()
        made: Json = (await world.create("/v1/disbursements", {**body, "paid_on": paid_on}, at.officer)).json()
        return made

    async def report(quarter: int) -> Json:
        asked: Json = {"fiscal_year": year, "quarter": quarter, "fund_code": at.place.fund_code}
        answer = await api.get(REPORTS, params=asked, headers=as_(at.officer))
        [item] = answer.json()["items"]
        assert item["area_code"] == at.place.area_code
        return dict(item)

    # A contract in the first quarter, half of it paid in the second.
    contract = await record("commit", "400.00", 1)
    await record("disburse", "200.00", 2, commitment_id=contract["id"])
    first, second = [(await report(each))["money"]["capital"] for each in (1, 2)]
    assert (first["posted_amount"], first["disbursed"]["rate"], first["spent"]["rate"]) == ("500.00", 0.0, 80.0)
    assert (second["disbursed_amount"], second["committed_amount"]) == ("200.00", "200.00")
    assert (second["disbursed"]["rate"], second["disbursed"]["standing"]) == (40.0, None)  # the year has no targets

    # The project cost 400 baht; of what was saved a part is returned and a part goes to a need without money.
    need = await at.request(await at.list(round=9), "300.00", ceiling_position="above")
    uses = [
        {"kind": "returned", "amount": "60.00", "document_number": "ชม 0017/ว 15"},
        {"kind": "unfunded_needs", "amount": "30.00", "request_id": need["id"]},
    ]
    telling = {
        "account_id": at.account["id"],
        "closes": "request",
        "request_id": request["id"],
        "spent_amount": "400.00",
        "reason_code": "lower_price",
        "reason": "ประกวดราคาได้ต่ำกว่าราคากลาง",
        "closed_on": fiscal.last_day(year).isoformat(),
        "uses": uses,
    }
    told = (await world.create(SAVINGS, telling, at.officer)).json()
    assert (told["posted_amount"], told["saved_amount"], told["undecided_amount"]) == ("500.00", "100.00", "10.00")

    # The bureau finds it among its tasks and confirms it; then nobody has anything to do, and the year adds it up.
    async def waits() -> bool:
        tasks = (await api.get("/v1/tasks", headers=as_(BUREAU))).json()["items"]
        return any(task["object_id"] == told["id"] for task in tasks)

    assert await waits()
    confirmed = await api.post(f"{SAVINGS}/{told['id']}/confirm", headers={**as_(BUREAU), **key()})
    assert confirmed.json()["state"] == "confirmed", confirmed.text
    assert not await waits()
    asked: Json = {"fiscal_year": year, "area_code": at.place.area_code}
    totals = (await api.get(f"{SAVINGS}/totals", params=asked, headers=as_("opdc"))).json()["items"]
    sums = [(each["state"], each["sums"]["unfunded_needs_amount"]) for each in totals]
    assert ("confirmed", "30.00") in sums
    history = (await api.get(f"{SAVINGS}/{told['id']}/history", headers=as_(at.officer))).json()["items"]
    assert [entry["type"] for entry in history] == ["budget_saving.confirmed", "budget_saving.told"]
