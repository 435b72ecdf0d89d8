"""A ministry's reserve and what an area gets from it: stated, asked, accepted in part, funded, through the gateway."""

import httpx
import pytest

from tests.budget.agency_requests.reserves import EARMARKS, REQUESTS, answer_to, next_counter, output
from tests.conftest import As
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def test_a_ministry_states_its_reserve_and_pays_an_area_from_it(world: World) -> None:
    counter = next_counter(world)
    # The documents' own facts stand there from the first day, without an amount.
    told = await counter.read(f"{EARMARKS}?fiscal_year=2554&function_code=13")
    [commerce] = told["items"]
    assert (commerce["rate_from_percent"], commerce["rate_to_percent"]) == (10, 20)
    assert (commerce["base_th"], commerce["amount"], commerce["certainty"]) == (None, None, "reported")

    # The ministry says what it sets aside, by which document; the ledger has it as a ceiling at once.
    earmark = await counter.earmark("1000.00", base_amount="9000.00")
    assert (earmark["implied_from_amount"], earmark["left_amount"]) == ("900.00", "1000.00")
    account = await counter.read(f"/v1/budget-accounts/{earmark['account_id']}")
    assert (account["fund_code"], account["level"], account["cap_amount"]) == ("RESERVE", "ministry", "1000.00")

    # A province asks for more than there is: asking is never capped, and nothing is held by it.
    at, draft = await counter.draft("1500.00")
    request = await counter.done(draft, "send", at.officer)
    assert await counter.money(earmark) == ("0.00", "0.00", "1000.00")

    # Accepting all of it does not fit, and the refusal has every figure; a part does, and only then it is held.
    refused = await counter.act(request, "decide", counter.officer, answer_to(request, accepted_amount="1500.00"))
    figures = {"reserve": "1000.00", "held": "0.00", "used": "0.00", "asked": "1500.00"}
    assert (refused.status_code, refused.json()["code"], refused.json()["facts"]) == (409, "reserve_exceeded", figures)
    carrier = output()
    part = answer_to(request, accepted_amount="800.00", reason="ส่วนที่เหลือใช้งบปกติ", output=carrier)
    accepted = await counter.done(request, "decide", counter.officer, part)
    assert (accepted["state"], accepted["held_amount"], accepted["output_code"]) == (
        "accepted",
        "800.00",
        carrier["code"],
    )
    assert accepted["assessment"]["fits_strategy"] is True
    assert await counter.money(earmark) == ("800.00", "0.00", "200.00")

    # The area takes note; the ministry pays, less than it accepted and says why.
    await counter.done(request, "acknowledge", at.officer)
    paid = {"funded_amount": "750.00", "reason": "ราคากลางต่ำกว่าที่เสนอ"}
    funded = await counter.done(request, "fund", counter.officer, paid)
    assert (funded["asked_amount"], funded["accepted_amount"], funded["funded_amount"]) == (
        "1500.00",
        "800.00",
        "750.00",
    )
    assert await counter.money(earmark) == ("0.00", "750.00", "250.00")

    # What the output carries, for whoever keeps an output-based budget.
    [carried] = (
        await counter.read(
            f"{REQUESTS}/outputs?function_code={counter.function_code}&fiscal_year={counter.fiscal_year}"
        )
    )["items"]
    assert (carried["code"], carried["requests"], carried["funded_amount"]) == (carrier["code"], 1, "750.00")
    kinds = [line["kind"] for line in (await counter.read(f"/v1/budget-accounts/{account['id']}/statement"))["items"]]
    assert kinds == ["cap", "hold", "post"]
    types = [each["type"] for each in (await counter.read(f"{REQUESTS}/{request['id']}/history"))["items"]]
    assert types == [f"agency_request.{verb}" for verb in ("funded", "acknowledged", "accepted", "sent", "created")]
