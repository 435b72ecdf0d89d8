"""Allocation rounds for tests: each in a year of its own, small unless told otherwise."""

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from services.budget.allocation.schemas.fields import EXAMPLE_SOURCE
from tests.budget.ledger.books import BUREAU, POLICY
from tests.budget.requests.lists import confirmed, item_on
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World

ROUNDS, ACCOUNTS = "/v1/allocation-rounds", "/v1/budget-accounts"
OBJECT = "allocation_round"
AREAS = ("50", "51", "52")
# Far from the years of other tests; those from 2610 on are for tests that look at accounts, each its own.
YEAR = 2609
YEARS = itertools.count(2610, 2)


def criterion(name: str, kind: str, weight: float, **changed: Any) -> Json:
    """A criterion; without inputs unless given."""
    known = {"key": name, "name_th": f"เกณฑ์ {name}", "kind": kind, "weight": weight, "why_th": "ทดสอบ"}
    return {**known, "source": EXAMPLE_SOURCE, **changed}


def inputs(values: dict[str, float]) -> Json:
    """Inputs that are given."""
    listed = [{"area_code": code, "value": value} for code, value in values.items()]
    return {"unit_th": "คะแนน", "source": EXAMPLE_SOURCE, "dated_on": "2014-09-30", "values": listed}


def pool(**changed: Any) -> Json:
    """Three provinces, 40 % shared alike and 60 % by their poor: 1 to 2 to 3."""
    poor = inputs({"50": 10, "51": 20, "52": 30})
    return {
        "level": "province",
        "percent": 100,
        "source": EXAMPLE_SOURCE,
        "areas": list(AREAS),
        "areas_reason_th": "ทดสอบ",
        "criteria": [criterion("equal", "equal", 40), criterion("poor", "direct", 60, inputs=poor)],
        **changed,
    }


def round_body(**changed: Any) -> Json:
    """A round of 1,000 baht in whole baht."""
    return {
        "fiscal_year": YEAR,
        "name_th": f"กรอบวงเงิน {uuid4()}",
        "fund_code": "AREA",
        "frame_amount": "1000.00",
        "unit_amount": "1.00",
        "source": EXAMPLE_SOURCE,
        "dated_on": "2014-10-15",
        "pools": [pool()],
        **changed,
    }


@dataclass(frozen=True)
class Bureau:
    """The Budget Bureau at work on allocations."""

    world: World

    async def draft(self, **changed: Any) -> Json:
        """A new draft."""
        made: Json = (await self.world.create(ROUNDS, round_body(**changed), BUREAU)).json()
        return made

    async def run(self, allocation: Json, **tried: Any) -> Json:
        """A run of a round."""
        made: Json = (await self.world.create(f"{ROUNDS}/{allocation['id']}/runs", tried, BUREAU)).json()
        return made

    async def proposed(self, **changed: Any) -> Json:
        """A round of which a run is proposed."""
        allocation = await self.draft(**changed)
        return await self.propose(allocation, await self.run(allocation))

    async def propose(self, allocation: Json, run: Json) -> Json:
        """Put a run before the committee."""
        return await self.done(allocation, "propose", {"run_id": run["id"], "reason": "ตามเกณฑ์เดิม"})

    async def published(self, **changed: Any) -> Json:
        """A round that ก.น.จ. published."""
        return await self.resolved(await self.proposed(**changed), "approve")

    async def resolved(self, allocation: Json, decision: str) -> Json:
        """A round of which ก.น.จ. resolved something, carried out."""
        outcome = await self.decide(allocation, decision)
        assert outcome["outcome"] == "applied", outcome
        return await self.again(allocation)

    async def decide(self, allocation: Json, decision: str, kind: str = POLICY, **item: Any) -> Json:
        """Have a committee resolve on a round; returns the outcome."""
        resolution = await confirmed(self.world, (kind, None), [item_on(allocation, decision, what=OBJECT, **item)])
        result = await self.world.act(f"{ROUNDS}/decisions", "opdc", {"resolution_id": resolution["id"]})
        outcome: Json = result.json()["items"][0]
        return outcome

    async def act(self, allocation: Json, verb: str, body: Json, grant: str = BUREAU) -> httpx.Response:
        """Send an action on a round, whatever comes of it."""
        headers = {**self.world.as_(grant), **key()}
        return await self.world.api.post(f"{ROUNDS}/{allocation['id']}/{verb}", json=body, headers=headers)

    async def done(self, allocation: Json, verb: str, body: Json) -> Json:
        """Do something with a round."""
        answer = await self.act(allocation, verb, body)
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    async def patch(self, allocation: Json, body: Json, tag: str | None = None) -> httpx.Response:
        """Change a round as it was read."""
        headers = {**self.world.as_(BUREAU), "If-Match": tag or f'"{allocation["version"]}"'}
        return await self.world.api.patch(f"{ROUNDS}/{allocation['id']}", json=body, headers=headers)

    async def get(self, path: str, grant: str | None = BUREAU, **headers: str) -> httpx.Response:
        """Ask for something, as the public where no grant is given."""
        return await self.world.api.get(path, headers={**(self.world.as_(grant) if grant else {}), **headers})

    async def read(self, path: str, grant: str | None = BUREAU) -> Json:
        """Read something."""
        answer = await self.get(path, grant)
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    async def again(self, allocation: Json) -> Json:
        """Read a round as it is now."""
        return await self.read(f"{ROUNDS}/{allocation['id']}")

    async def account(self, allocation: Json, area_code: str, cap_amount: str, **changed: Any) -> Json:
        """An account of a round's year and fund that stands already."""
        place = {name: allocation[name] for name in ("fiscal_year", "fund_code")}
        body = {**place, "area_code": area_code, "cap_amount": cap_amount, "reason": "ทดสอบ", **changed}
        opened: Json = (await self.world.create(ACCOUNTS, body, BUREAU)).json()
        return opened

    async def caps(self, allocation: Json) -> dict[str, str]:
        """The ceilings of the accounts of a round's year and fund, by area."""
        query = f"fiscal_year={allocation['fiscal_year']}&fund_code={allocation['fund_code']}&limit=200"
        found = (await self.read(f"{ACCOUNTS}?{query}"))["items"]
        return {each["area_code"]: each["cap_amount"] for each in found}


def amounts_of(run: Json) -> dict[str, str]:
    """What each area gets in a run."""
    return {area["area_code"]: area["amount"] for each in run["result"]["pools"] for area in each["areas"]}
