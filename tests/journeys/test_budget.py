"""From the calendar to the first payment: how a province asks for money and gets it, through the gateway alone."""

import httpx
import pytest

from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, document, next_year
from tests.budget.requests.lists import LISTS, NATIONAL, REQUESTS, Desk, confirmed, item_on
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def open_calendar(world: World, fiscal_year: int) -> None:
    """Give a year a calendar by which provinces may submit from the year before."""
    days = {"opens_on": fiscal.first_day(fiscal_year - 1).isoformat(), "closes_on": "2155-09-30"}
    window = {"step": "submission", "level": "province", "source": "หนังสือสำนักงบประมาณ ที่ นร 0712/ว 61", **days}
    await world.create("/v1/budget-calendar", {"fiscal_year": fiscal_year, "windows": [window]}, BUREAU)


async def account_of(world: World, at: Desk) -> Desk:
    """The desk with the account that the Budget Bureau opens for it."""
    opened = await world.create("/v1/budget-accounts", at.place.body(cap_amount="1000000.00"), BUREAU)
    return Desk(world, at.place, opened.json())


async def resolved(at: Desk, request: Json, decision: str, by: tuple[str, str | None]) -> Json:
    """What came of a committee's decision on a request, carried out by its own secretariat."""
    resolution = await confirmed(at.world, by, [item_on(request, decision)])
    grant = f"{by[0]}:{by[1]}" if by[1] else by[0]
    result: Json = (await at.post(f"{REQUESTS}/decisions", grant, {"resolution_id": resolution["id"]})).json()
    assert result["counts"]["applied"] == 1, result
    return await at.again(request)


async def test_a_province_asks_for_money_within_its_ceiling_and_gets_it(world: World) -> None:
    place = next_year()
    await open_calendar(world, place.fiscal_year)
    at = await account_of(world, Desk(world, place, {}))
    submission, project = await at.list(), await at.project("800000.00")

    # Sent twice with the same key it is one request, and the answer says that it is the first one's.
    body = at.request_body(submission, project, "800000.00")
    headers = {**world.as_(at.officer), **key()}
    made, again = [await world.api.post(REQUESTS, json=body, headers=headers) for _ in range(2)]
    assert (made.status_code, made.json(), again.json()) == (201, again.json(), made.json())
    assert again.headers["idempotent-replayed"] == "true"
    checks = await at.read(f"{LISTS}/{submission['id']}/checks")
    assert (checks["is_ready"], checks["calendar"]["opening"]) == (True, "open")
    request = await at.done(made.json(), "submit")
    assert await at.held() == ("800000.00", "0.00")

    # What no longer fits is refused with the figures; marked above the ceiling it is taken and holds nothing.
    second = await at.request(submission, "300000.00")
    refused = await at.act(second, "submit")
    figures = {"ceiling": "1000000.00", "held": "800000.00", "posted": "0.00", "asked": "300000.00"}
    assert (refused.status_code, refused.json()["facts"]) == (409, {**figures, "level": "province"})
    tag = {"If-Match": f'"{second["version"]}"'}
    path = f"{REQUESTS}/{second['id']}"
    above = await world.api.patch(path, json={"ceiling_position": "above"}, headers={**world.as_(at.officer), **tag})
    assert above.status_code == 200, above.text
    assert (await at.done(second, "submit"))["held_amount"] == "0.00"
    assert await at.held() == ("800000.00", "0.00")

    # Its ก.บ.จ. endorses it and ก.น.จ. approves it, each by a resolution that a second person confirmed.
    endorsed = await resolved(at, request, "endorse", ("province_committee", place.area_code))
    approved = await resolved(at, endorsed, "approve", NATIONAL)
    assert (approved["state"], approved["approved_amount"]) == ("approved", "800000.00")
    assert await at.held() == ("0.00", "800000.00")

    # The province records the first payment; what is not paid yet shows in the rate.
    payment = {
        "account_id": at.account["id"],
        "amount": "200000.00",
        "paid_on": fiscal.first_day(place.fiscal_year).isoformat(),
        "expenditure_class": "capital",
        "document_number": document(),
    }
    await world.create("/v1/disbursements", payment, at.officer)
    account = await at.read(f"/v1/budget-accounts/{approved['account_id']}")
    assert (account["disbursed_amount"], account["disbursement_rate"]) == ("200000.00", 25.0)
    kinds = [line["kind"] for line in (await at.read(f"/v1/budget-accounts/{account['id']}/statement"))["items"]]
    assert kinds == ["cap", "hold", "post", "disburse"]
    types = [entry["type"] for entry in (await at.read(f"{REQUESTS}/{request['id']}/history"))["items"]]
    assert types == [f"budget_request.{verb}" for verb in ("approved", "endorsed", "submitted", "created")]
