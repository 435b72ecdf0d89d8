"""`/v1/delegations` through the gateway."""

import asyncio
from typing import Any

import httpx
import pytest

from services.plans.delegations.schemas import REVOKE_EXAMPLE
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.delegations import PATH, delegation, delegation_body
from tests.contract.world import World


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def register(world: World, grant: str, **changed: Any) -> httpx.Response:
    """Register a delegation, whatever comes of it."""
    return await world.api.post(PATH, json=delegation_body(**changed), headers={**world.as_(grant), **key()})


async def test_what_an_order_gives_is_read_by_everyone_and_no_limit_is_stated(world: World) -> None:
    made = await delegation(world, limit_per_item_amount=None, limit_per_year_amount=None)
    shown = (await world.api.get(f"{PATH}/{made['id']}")).json()
    assert (shown["state"], shown["limit_per_item_amount"], shown["limit_per_year_amount"]) == ("standing", None, None)
    assert shown["power"] == "budget.approve_request"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"area_code": "C52-15"}, "area_does_not_fit"),
        ({"committee_kind": "cluster_committee"}, "area_does_not_fit"),
        ({"delegator": "budget_bureau"}, "power_not_theirs"),
        ({"delegator": "governor"}, "power_not_theirs"),
        ({"valid_to": "2014-09-30"}, "ends_before_it_begins"),
        ({"limit_per_item_amount": "20000000.01"}, "item_limit_past_year_limit"),
        ({"limit_per_item_amount": "0.00"}, "amount_not_positive"),
    ],
)
async def test_what_cannot_be_delegated_is_refused(world: World, changed: Json, code: str) -> None:
    answer = await register(world, "opdc", **changed)
    assert (answer.status_code, [each["code"] for each in answer.json()["errors"]]) == (422, [code])


@pytest.mark.parametrize(
    ("grant", "changed", "status"),
    [
        ("policy_committee", {}, 201),
        ("province:50", {}, 403),
        ("province:50", {"delegator": "governor", "power": "budget.move_between_items"}, 201),
        ("province:51", {"delegator": "governor", "power": "budget.move_between_items"}, 403),
        ("province_committee:50", {}, 403),
        ("budget_bureau", {"delegator": "budget_bureau", "power": "budget.approve_change"}, 201),
    ],
)
async def test_nobody_registers_a_power_for_itself(world: World, grant: str, changed: Json, status: int) -> None:
    answer = await register(world, grant, **changed)
    assert answer.status_code == status, answer.text


async def test_an_order_is_registered_once_whatever_key_comes_with_it(world: World) -> None:
    body, headers = delegation_body(), world.as_("opdc")
    answers = await asyncio.gather(*(world.api.post(PATH, json=body, headers={**headers, **key()}) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"delegation_exists"}


async def test_a_power_is_revoked_once_from_a_day_on_and_says_why(world: World) -> None:
    made = await delegation(world, area_code="53")
    path = f"{PATH}/{made['id']}"
    revoked = (await world.act(f"{path}/revoke", "policy_committee", REVOKE_EXAMPLE)).json()
    assert (revoked["state"], revoked["revoked_on"]) == ("revoked", "2015-03-01")
    assert (revoked["revoked_by"], revoked["revoke_reason"]) == ("policy_committee", REVOKE_EXAMPLE["reason"])
    again = await world.api.post(f"{path}/revoke", json=REVOKE_EXAMPLE, headers={**world.as_("opdc"), **key()})
    assert (again.status_code, again.json()["code"]) == (409, "state_does_not_allow")
    for on, count in (("2014-09-30", 0), ("2014-10-01", 1), ("2015-02-28", 1), ("2015-03-01", 0)):
        page = (await world.api.get(PATH, params={"area_code": "53", "on": on})).json()
        assert [each["id"] for each in page["items"]] == [made["id"]] * count, on
    history = (await world.api.get(f"{path}/history")).json()["items"]
    assert [each["type"] for each in history] == ["delegation.revoked", "delegation.registered"]
