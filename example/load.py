"""Loading the example: the six journeys of the documents' own cluster, one after the other."""

from dataclasses import dataclass, field

from example import agreements, budget, evaluation, indicators, joint, plans
from example.committees import EVALUATION, POLICY, Committee, register
from example.house import House, Json
from example.places import UPPER_NORTH_1, Place


@dataclass
class Loaded:
    """What stands in the house, by area or by row of the table where there is one of each; filled step by step."""

    house: House
    place: Place
    committees: dict[str, Committee] = field(default_factory=dict)
    plans: dict[str, Json] = field(default_factory=dict)
    strategies: dict[str, Json] = field(default_factory=dict)
    projects: list[Json] = field(default_factory=list)
    indicators: dict[str, Json] = field(default_factory=dict)
    agreements: dict[str, Json] = field(default_factory=dict)
    tourism: Json = field(default_factory=dict)
    joint: Json = field(default_factory=dict)
    account: Json = field(default_factory=dict)
    submission: Json = field(default_factory=dict)
    requests: list[Json] = field(default_factory=list)
    frame: Json = field(default_factory=dict)
    scorecard: Json = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The province that asks for money and is scored."""
        return self.place.provinces[0]


class Watcher:
    """Who looks on while the example is loaded, after each journey; this one does not mind anything."""

    async def planned(self, loaded: Loaded) -> None:
        """Plans and projects are approved."""

    async def drafted(self, loaded: Loaded) -> None:
        """The agreements are drafts."""

    async def agreed(self, loaded: Loaded) -> None:
        """The agreements are approved, and their KPIs reported."""

    async def shared(self, loaded: Loaded) -> None:
        """The joint indicator stands for the provinces, and both sides have reported."""

    async def asked(self, loaded: Loaded) -> None:
        """The requests are submitted."""

    async def paid(self, loaded: Loaded) -> None:
        """A request is approved and paid in part."""

    async def scored(self, loaded: Loaded) -> None:
        """The first province has its scorecard."""


async def load(house: House, place: Place = UPPER_NORTH_1, watcher: Watcher | None = None) -> Loaded:
    """Carry the example through the public API. Done again, nothing is done twice; raises Refused."""
    watching = watcher or Watcher()
    loaded = Loaded(house, place)
    for role in (POLICY, EVALUATION, *(place.committee(area) for area in place.areas)):
        loaded.committees[role] = await register(house, place, role)
    await _plan(loaded)
    await watching.planned(loaded)
    await _agree(loaded, watching)
    await watching.agreed(loaded)
    await _share(loaded)
    await watching.shared(loaded)
    await _ask(loaded)
    await watching.asked(loaded)
    await _decide(loaded)
    await watching.paid(loaded)
    loaded.frame = await evaluation.publish_frame(house, place)
    loaded.scorecard = await evaluation.open_scorecard(house, loaded.frame, loaded.first)
    await watching.scored(loaded)
    return loaded


async def _plan(loaded: Loaded) -> None:
    house, place = loaded.house, loaded.place
    own = {area: loaded.committees[place.committee(area)] for area in place.areas}
    policy = loaded.committees[POLICY]
    submitted = await plans.submit_plans(house, place)
    loaded.strategies = await plans.read_strategies(house, place, submitted)
    loaded.plans = await plans.approve_plans(house, place, own, policy, submitted)
    strategy = loaded.strategies[loaded.first]
    loaded.projects = await plans.approve_projects(house, place, own[loaded.first], policy, strategy)


async def _agree(loaded: Loaded, watching: Watcher) -> None:
    house, place = loaded.house, loaded.place
    loaded.indicators = await indicators.register_table(house, place)
    await agreements.set_days(house, place)
    drafts = await agreements.draft_all(house, place, loaded.indicators, loaded.strategies)
    drafted = {area: await agreements.hear(house, place, area, each) for area, each in drafts.items()}
    loaded.agreements = drafted
    await watching.drafted(loaded)
    submitted = {area: await agreements.submit(house, place, area, each) for area, each in drafted.items()}
    await agreements.approve_all(house, place, loaded.committees[EVALUATION], submitted)
    for area, each in submitted.items():
        loaded.agreements[area] = await house.get(f"{agreements.PATH}/{each['id']}", place.office(area))
    await agreements.report(house, place, loaded.indicators)


async def _share(loaded: Loaded) -> None:
    house, place = loaded.house, loaded.place
    loaded.tourism = await indicators.register_tourism(house)
    loaded.joint = await joint.propose(house, place, loaded.tourism)
    await joint.agree(house, place, loaded.joint)
    await joint.report(house, place, loaded.tourism)
    loaded.joint = await house.get(f"{joint.PATH}/{loaded.joint['id']}", joint.FUNCTION)


async def _ask(loaded: Loaded) -> None:
    house, place = loaded.house, loaded.place
    loaded.account = await budget.open_year(house, place)
    loaded.submission = await budget.open_list(house, place)
    first, second = loaded.projects
    within = await budget.ask(house, place, loaded.submission, first, budget.WITHIN, loaded.joint)
    above = await budget.ask(house, place, loaded.submission, second, budget.PAST, None)
    loaded.requests = [within, above]
    loaded.submission = await budget.hand_in(house, place, loaded.submission)


async def _decide(loaded: Loaded) -> None:
    house, place, committees = loaded.house, loaded.place, loaded.committees
    screening, policy = committees[place.committee(loaded.first)], committees[POLICY]
    loaded.requests[0] = await budget.decide(house, place, screening, policy, loaded.requests[0])
    await budget.pay(house, place, loaded.account)
