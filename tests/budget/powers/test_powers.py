"""What a province's committee approves by delegation, within its limits, through the gateway."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.powers.repository import use, used_of
from services.budget.powers.rules import is_within
from services.shared.columns import new_id
from services.shared.decisions.rules import DelegatedPower
from tests.budget.requests.lists import Desk, carried_out, confirmed, desk, item_on
from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.specimens.delegations import PATH, delegation
from tests.contract.world import World
from tests.stack import Stack

# The meetings of the desks are held on 20 October 2014.
STANDING = {"valid_from": "2014-10-01", "valid_to": "2014-10-20"}


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


async def delegated(at: Desk, **changed: Any) -> Json:
    """A power of the desk's own committee: 500 baht an item, 700 a year, unless `changed` says otherwise."""
    known = {"area_code": at.place.area_code, "fiscal_year": at.place.fiscal_year, **STANDING}
    limits = {"limit_per_item_amount": "500.00", "limit_per_year_amount": "700.00"}
    return await delegation(at.world, **known, **limits, **changed)


async def endorsed(at: Desk, *amounts: str) -> list[Json]:
    """Requests in one list that the committee has endorsed one by one."""
    listed, found = await at.list(), []
    for amount in amounts:
        request = await at.done(await at.request(listed, amount), "submit")
        outcome = await at.decide(request, "endorse")
        assert outcome["outcome"] == "applied", outcome
        found.append(await at.again(request))
    return found


async def test_a_committee_approves_within_its_limits_and_is_refused_past_them_by_name(world: World) -> None:
    at = await desk(world, "2000.00")
    power = await delegated(at)
    first, large, second, third = await endorsed(at, "400.00", "500.01", "300.01", "300.00")
    outcomes = {
        name: await at.decide(request, "approve")
        for name, request in (("first", first), ("large", large), ("second", second), ("third", third))
    }
    codes = {name: (each["outcome"], each["code"]) for name, each in outcomes.items()}
    assert codes == {
        "first": ("applied", None),
        "large": ("not_allowed", "delegated_power_exceeded"),
        "second": ("not_allowed", "delegated_power_exceeded"),
        "third": ("applied", None),
    }
    said = outcomes["second"]["reason"]["en"]
    assert all(part in said for part in ("500.00", "700.00", "400.00", "300.01", power["document_number"]))
    assert (await at.again(first))["state"] == "approved"
    history = (await at.read(f"/v1/budget-requests/{first['id']}/history"))["items"][0]["changes"]
    assert history["delegation_id"] == [None, power["id"]]
    # What was refused can still be approved by the policy committee, which uses nothing of the power.
    outcome = await at.decide(await at.again(large), "approve", ("policy_committee", None))
    assert outcome["outcome"] == "applied"


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_from": "2014-10-21", "valid_to": None},
        {"valid_to": "2014-10-19"},
        {"power": "budget.approve_change"},
        {"fiscal_year": 2599},
        {"revoked_on": "2014-10-20"},
    ],
    ids=lambda changed: ",".join(changed),
)
async def test_a_power_that_does_not_hold_is_none(world: World, changed: Json) -> None:
    at = await desk(world)
    revoked_on = changed.get("revoked_on")
    power = await delegated(at) if revoked_on else await delegated_with(at, changed)
    if revoked_on:
        body = {"revoked_on": revoked_on, "reason": "ก.น.จ. พิจารณาเอง"}
        await world.act(f"{PATH}/{power['id']}/revoke", "opdc", body)
    (request,) = await endorsed(at, "100.00")
    outcome = await at.decide(request, "approve")
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "committee_may_not_decide")


async def delegated_with(at: Desk, changed: Json) -> Json:
    """A power of the desk's own committee with something else than usual."""
    known = {"area_code": at.place.area_code, "fiscal_year": at.place.fiscal_year, **STANDING}
    return await delegation(at.world, **{**known, **changed})


async def test_a_power_is_of_its_own_area_and_only_to_approve(world: World) -> None:
    at, other = await desk(world), await desk(world)
    await delegated(at)
    (request,) = await endorsed(other, "100.00")
    committee = ("province_committee", at.place.area_code)
    foreign = await other.decide(request, "approve", committee)
    own = await other.decide(request, "approve")
    assert {foreign["code"], own["code"]} == {"committee_may_not_decide"}
    (mine,) = await endorsed(at, "100.00")
    refused = await at.decide(mine, "reject")
    assert (refused["outcome"], refused["code"]) == ("not_allowed", "committee_may_not_decide")


async def test_one_resolution_of_many_stops_at_the_limit(world: World) -> None:
    at = await desk(world, "2000.00")
    await delegated(at)
    requests = await endorsed(at, "300.00", "300.00", "300.00")
    committee = ("province_committee", at.place.area_code)
    resolution = await confirmed(world, committee, [item_on(each, "approve") for each in requests])
    result = await carried_out(world, resolution)
    assert [each["outcome"] for each in result["items"]] == ["applied", "applied", "not_allowed"]


async def test_however_many_decide_at_once_the_limit_is_never_passed(stack: Stack) -> None:
    sessions, power = stack.sessions("budget"), new_id()

    async def once() -> bool:
        async with sessions.begin() as session:
            return await use(session, power, 2558, 30, 100)

    assert sorted(await asyncio.gather(*(once() for _ in range(8)))) == [False] * 5 + [True] * 3
    async with sessions.begin() as session:
        assert await used_of(session, power, 2558) == 90
        assert await use(session, power, 2559, 10**15, None)
        assert await use(session, power, 2559, 10**15, None)
        assert await used_of(session, power, 2559) == 2 * 10**15


limits = st.one_of(st.none(), st.integers(1, 1000))


@given(limits, limits, st.integers(0, 1000), st.integers(1, 1000))
def test_an_amount_within_both_limits_is_within(item: int | None, year: int | None, used: int, amount: int) -> None:
    power = DelegatedPower(UUID(int=1), "budget.approve_request", None, str(uuid4()), item, year)
    passed = (item is not None and amount > item) or (year is not None and used + amount > year)
    assert is_within(power, used, amount) is not passed
