"""Loading the example: the six journeys of the documents' own cluster, one after the other."""

from dataclasses import dataclass

from example import agreements, budget, evaluation, indicators, joint, plans
from example.committees import EVALUATION, POLICY, Committee, register
from example.house import House, Json
from example.places import UPPER_NORTH_1, Place


@dataclass(frozen=True)
class Loaded:
    """What stands in the house then, by area or by row of the table where there is one of each."""

    plans: dict[str, Json]
    projects: list[Json]
    indicators: dict[str, Json]
    agreements: dict[str, Json]
    tourism: Json
    joint: Json
    account: Json
    requests: list[Json]
    frame: Json
    scorecard: Json


async def load(house: House, place: Place = UPPER_NORTH_1) -> Loaded:
    """Carry the example through the public API. Done again, nothing is done twice; raises Refused."""
    policy, supervising = await register(house, place, POLICY), await register(house, place, EVALUATION)
    committees = {area: await register(house, place, place.committee(area)) for area in place.areas}
    first = place.provinces[0]
    drafted, strategies, projects = await _plan(house, place, committees, policy)
    table = await indicators.register_table(house, place)
    agreed = await _agree(house, place, supervising, table, strategies)
    tourism = await indicators.register_tourism(house)
    shared = await joint.propose(house, place, tourism)
    await joint.agree(house, place, shared)
    await joint.report(house, place, tourism)
    account = await budget.open_year(house, place)
    requests = await budget.submit(house, place, projects, shared)
    requests[0] = await budget.decide(house, place, committees[first], policy, requests[0])
    await budget.pay(house, place, account)
    frame = await evaluation.publish_frame(house, place)
    scorecard = await evaluation.open_scorecard(house, frame, first)
    return Loaded(drafted, projects, table, agreed, tourism, shared, account, requests, frame, scorecard)


async def _plan(
    house: House, place: Place, committees: dict[str, Committee], policy: Committee
) -> tuple[dict[str, Json], dict[str, Json], list[Json]]:
    """Return the approved plans and their strategies by area, and the approved projects."""
    submitted = await plans.submit_plans(house, place)
    strategies = await plans.read_strategies(house, place, submitted)
    approved = await plans.approve_plans(house, place, committees, policy, submitted)
    first = place.provinces[0]
    projects = await plans.approve_projects(house, place, committees[first], policy, strategies[first])
    return approved, strategies, projects


async def _agree(
    house: House, place: Place, supervising: Committee, table: dict[str, Json], strategies: dict[str, Json]
) -> dict[str, Json]:
    """Return the approved agreements by area, their KPIs reported."""
    submitted = await agreements.submit_all(house, place, table, strategies)
    await agreements.approve_all(house, place, supervising, submitted)
    await agreements.report(house, place, table)
    return {
        area: await house.get(f"{agreements.PATH}/{each['id']}", place.office(area)) for area, each in submitted.items()
    }
