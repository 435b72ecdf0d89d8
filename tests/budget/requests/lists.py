"""Lists of requests for tests: an area, its account, its projects, and the committees that decide."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from services.budget.requests.schemas.fields import ASK_EXAMPLE
from services.plans.committees.schemas import CREATE_EXAMPLE as COMMITTEE_EXAMPLE
from services.plans.committees.schemas import MEMBER_EXAMPLE
from services.plans.meetings.schemas import HASH
from services.plans.projects.schemas import CREATE_EXAMPLE as PROJECT_EXAMPLE
from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, FUNDS, POLICY, Json, Place, next_place
from tests.conftest import key
from tests.contract.specimens.decisions import addressed
from tests.contract.world import World

LISTS, REQUESTS = "/v1/budget-submissions", "/v1/budget-requests"
CHAIR = "person:chair"
Committee = tuple[str, str | None]  # its kind and area


@dataclass(frozen=True)
class Desk:
    """The budget desk of a province or cluster in a year: nobody else's, so that its account is its own."""

    world: World
    place: Place
    account: Json

    @property
    def officer(self) -> str:
        """The grant of whoever works there."""
        return f"{self.level}:{self.place.area_code}"

    @property
    def committee(self) -> str:
        """The grant of the secretariat of its ก.บ.จ. or ก.บ.ก."""
        return f"{self.level}_committee:{self.place.area_code}"

    @property
    def level(self) -> str:
        """Whether it is a province's or a cluster's."""
        return "province" if self.place.area_code.isdigit() else "cluster"

    def list_body(self, **changed: Any) -> Json:
        """What begins the list; funds share a place's year, so each has its own round."""
        round_of_fund = FUNDS.index(self.place.fund_code) + 1
        return {
            "area_code": self.place.area_code,
            "fiscal_year": self.place.fiscal_year,
            "round": round_of_fund,
            **changed,
        }

    async def list(self, **changed: Any) -> Json:
        """A new list."""
        made: Json = (await self.world.create(LISTS, self.list_body(**changed), self.officer)).json()
        return made

    async def project(self, amount: str = "500.00", **changed: Any) -> Json:
        """A project of the province that is submitted to its committee."""
        year = self.place.fiscal_year
        body = {
            **PROJECT_EXAMPLE,
            "title_th": f"โครงการ {uuid4()}",
            "owner_area_code": self.place.area_code,
            "fiscal_year": year,
            "start_on": fiscal.first_day(year).isoformat(),
            "end_on": fiscal.last_day(year).isoformat(),
            "estimated_amount": amount,
            "shares": [{"area_code": self.place.area_code, "amount": amount}],
            **changed,
        }
        project: Json = (await self.world.create("/v1/projects", body, self.officer)).json()
        return await self.on_project(project, "submit")

    async def on_project(self, project: Json, verb: str) -> Json:
        """Do something with a project."""
        done: Json = (await self.world.act(f"/v1/projects/{project['id']}/{verb}", self.officer)).json()
        return done

    async def changed_project(self, request: Json) -> Json:
        """The project of a request, changed and handed in again."""
        path = f"/v1/projects/{request['project_id']}"
        project = await self.on_project(await self.read(path), "withdraw")
        headers = {**self.world.as_(self.officer), "If-Match": f'"{project["version"]}"'}
        body = {"place_th": "ตำบลต้นเปา อำเภอสันกำแพง ริมคลองแม่ออน"}
        assert (await self.world.api.patch(path, json=body, headers=headers)).status_code == 200
        return await self.on_project(project, "submit")

    def request_body(self, submission: Json, project: Json, amount: str = "500.00", **changed: Any) -> Json:
        """What asks for money for a project."""
        line = {"expenditure_class": "capital", "title_th": "ก่อสร้างลานกิจกรรม", "amount": amount}
        ask = {**ASK_EXAMPLE, "fund_code": self.place.fund_code, "asked_amount": amount, "lines": [line]}
        return {"submission_id": submission["id"], "project_id": project["id"], **ask, **changed}

    async def request(self, submission: Json, amount: str = "500.00", **changed: Any) -> Json:
        """A request for a project of its own."""
        body = self.request_body(submission, await self.project(amount), amount, **changed)
        made: Json = (await self.world.create(REQUESTS, body, self.officer)).json()
        return made

    async def submitted(self, amount: str = "500.00", **changed: Any) -> Json:
        """A request that was submitted by itself, in a list of its own."""
        request = await self.request(await self.list(), amount, **changed)
        return await self.done(request, "submit")

    async def post(self, path: str, grant: str | None = None, body: Json | None = None) -> httpx.Response:
        """Send an action with a fresh key, whatever comes of it."""
        headers = {**self.world.as_(grant or self.officer), **key()}
        return await self.world.api.post(path, json=body, headers=headers)

    async def act(self, request: Json, verb: str, body: Json | None = None, grant: str | None = None) -> httpx.Response:
        """Send an action on a request, whatever comes of it."""
        return await self.post(f"{REQUESTS}/{request['id']}/{verb}", grant, body)

    async def done(self, request: Json, verb: str, body: Json | None = None, grant: str | None = None) -> Json:
        """Do something with a request."""
        answer = await self.act(request, verb, body, grant)
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    async def read(self, path: str, grant: str | None = None) -> Json:
        """Read something."""
        answer = await self.world.api.get(path, headers=self.world.as_(grant or self.officer))
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    async def again(self, request: Json) -> Json:
        """Read a request as it is now."""
        return await self.read(f"{REQUESTS}/{request['id']}")

    async def held(self) -> tuple[str, str]:
        """What is held and what is posted on the account."""
        account = await self.read(f"/v1/budget-accounts/{self.account['id']}")
        return account["held_amount"], account["posted_amount"]

    async def decide(
        self, request: Json, decision: str, by: Committee | None = None, *, what: str = "budget_request", **item: Any
    ) -> Json:
        """Have a committee (the area's own unless given) decide something, and carry it out; returns the outcome.

        What departs from the proposal has a reason unless given.
        """
        committee = by or (f"{self.level}_committee", self.place.area_code)
        resolution = await confirmed(self.world, committee, [item_on(request, decision, what=what, **item)])
        result = await carried_out(self.world, resolution, what)
        outcome: Json = result["items"][0]
        return outcome

    async def approved(self, amount: str = "500.00", **changed: Any) -> Json:
        """A request that the province's committee endorsed and ก.น.จ. approved."""
        request = await self.submitted(amount, **changed)
        for decision, by in (("endorse", None), ("approve", NATIONAL)):
            outcome = await self.decide(request, decision, by)
            assert outcome["outcome"] == "applied", outcome
        return await self.again(request)


NATIONAL: Committee = (POLICY, None)


async def desk(
    world: World, cap_amount: str = "1000.00", *, place: Place | None = None, parent_id: str | None = None
) -> Desk:
    """The desk of a province that no other test works at (at a place where given), its account opened."""
    own = place or next_place()
    account = await world.create("/v1/budget-accounts", own.body(cap_amount=cap_amount, parent_id=parent_id), BUREAU)
    return Desk(world, own, account.json())


def item_on(request: Json, decision: str, *, what: str = "budget_request", **changed: Any) -> Json:
    """An item of a resolution on an object as it was read."""
    reason = None if decision in ("endorse", "approve") else "ที่ประชุมมีมติ"
    seen = {"object_id": request["id"], "object_version": request["version"], "content_hash": request["content_hash"]}
    item = {"service": "budget", "object_type": what, **seen, "decision": decision, "amount": None}
    return {**item, "condition_th": None, "reason_th": reason, **addressed(decision), **changed}


def secretariat_of(committee: Committee) -> str:
    """The grant of a committee's secretariat."""
    kind, area = committee
    return f"{kind}:{area}" if area else kind


async def meeting_of(world: World, committee: Committee) -> Json:
    """A meeting of a committee of its own, with its one member there."""
    kind, area = committee
    keeper = f"{kind.removesuffix('_committee')}:{area}" if area else "opdc"
    code = f"B-{uuid4().hex[:12].upper()}"
    register = {**COMMITTEE_EXAMPLE, "code": code, "kind": kind, "area_code": area}
    made = (await world.create("/v1/committees", register, keeper)).json()
    seated = (await world.create(f"/v1/committees/{made['id']}/members", MEMBER_EXAMPLE, keeper)).json()
    called = {"committee_id": made["id"], "number": "1/2558", "held_on": "2014-10-20", "place_th": "ห้องประชุม"}
    secretariat = secretariat_of(committee)
    meeting: Json = (await world.create("/v1/meetings", called, secretariat)).json()
    headers = {**world.as_(secretariat), "If-Match": f'"{meeting["version"]}"'}
    there = {"member_ids": [seated["members"][0]["id"]]}
    await world.api.put(f"/v1/meetings/{meeting['id']}/attendance", json=there, headers=headers)
    return meeting


async def confirmed(world: World, committee: Committee, items: list[Json]) -> Json:
    """A resolution of a committee that one person recorded and another confirmed."""
    secretariat, meeting = secretariat_of(committee), await meeting_of(world, committee)
    votes = {"votes_for": 1, "votes_against": 0, "votes_abstained": 0}
    head = {"meeting_id": meeting["id"], "number": "3.1", "title_th": "พิจารณาคำของบประมาณ", **votes}
    resolution: Json = (await world.create("/v1/resolutions", {**head, "items": items}, secretariat)).json()
    await world.act(f"/v1/meetings/{meeting['id']}/close", secretariat, {"minutes_sha256": HASH})
    headers = {**world.as_(secretariat, subject=CHAIR), **key()}
    answer = await world.api.post(f"/v1/resolutions/{resolution['id']}/confirm", headers=headers)
    assert answer.status_code == 200, answer.text
    return resolution


async def carried_out(world: World, resolution: Json, what: str = "budget_request") -> Json:
    """Carry a resolution out and return the answer."""
    path = {"budget_request": REQUESTS, "budget_submission": LISTS}[what]
    answer = await world.act(f"{path}/decisions", "opdc", {"resolution_id": resolution["id"]})
    result: Json = answer.json()
    return result
