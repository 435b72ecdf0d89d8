"""A year opens, a province's committee decides by a delegated power, local governments pay their part."""

import httpx
import pytest

from services.budget.matching.schemas.fields import ENTRY_EXAMPLE, PLEDGE_EXAMPLE
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok, fiscal_year_of
from tests.budget.ledger.books import BUREAU, next_place
from tests.budget.requests.lists import desk
from tests.conftest import As
from tests.contract.specimens.calendar import free_year
from tests.contract.specimens.delegations import delegation
from tests.contract.specimens.matching import fund_body
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def test_a_year_begins_from_a_template_and_everyone_sees_what_comes_next(world: World) -> None:
    year = await free_year(world)
    made = await world.create("/v1/budget-calendar", {"fiscal_year": year, "template": "typical"}, BUREAU)
    assert {each["level"] for each in made.json()["windows"]} == {"province", "cluster", "nation"}
    first_of_november = f"{year - 543 - 2}-11-01"
    query: dict[str, str | int] = {"fiscal_year": year, "on": first_of_november}
    page = (await world.api.get("/v1/budget-calendar/open", params=query, headers=world.as_("province:50"))).json()
    assert [(each["step"], each["state"], each["days_left"]) for each in page["items"]] == [("submission", "open", 60)]
    assert fiscal_year_of(day_in_bangkok(now())) != year


async def test_a_committee_decides_by_delegation_and_others_match_the_money(world: World) -> None:
    place = next_place()
    at = await desk(world, "1000.00", place=place)
    power = await delegation(world, area_code=place.area_code, fiscal_year=place.fiscal_year)
    request = await at.submitted("400.00")
    for decision in ("endorse", "approve"):
        outcome = await at.decide(request, decision)
        assert outcome["outcome"] == "applied", outcome
        request = await at.again(request)
    assert (request["state"], await at.held()) == ("approved", ("0.00", "400.00"))
    assert power["limit_per_item_amount"] == "5000000.00"

    year, area = place.fiscal_year, place.area_code
    body = fund_body(area_code=area, fiscal_year=year, own_amount="400.00", project_id=request["project_id"])
    fund = (await world.create("/v1/matching-funds", body, at.officer)).json()
    path = f"/v1/matching-funds/{fund['id']}"
    fund = (await world.create(f"{path}/pledges", {**PLEDGE_EXAMPLE, "amount": "200.00"}, at.officer)).json()
    paid = {**ENTRY_EXAMPLE, "pledge_id": fund["pledges"][0]["id"], "amount": "100.00"}
    fund = (await world.create(f"{path}/entries", paid, at.officer)).json()
    assert (fund["aim"]["ratio"], fund["pledged_ratio"], fund["paid_ratio"]) == (0.5, 0.5, 0.25)
    query: dict[str, str | int] = {"fiscal_year": year, "area_code": area}
    totals = (await world.api.get("/v1/matching-funds/totals", params=query, headers=world.as_("opdc"))).json()
    assert totals["items"][0]["paid_amount"] == "100.00"
