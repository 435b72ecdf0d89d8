"""Choices for tests: desks of a year that nobody else works in, their requests, and waiting for what is computed."""

from dataclasses import dataclass
from typing import Any

import httpx

from services.budget.selection.usecases.computing import JOBS
from services.shared.jobs.worker import SHORT_HEARTBEAT_SECONDS, Sessions, work_once
from tests.budget.ledger.books import Json, Place, next_year
from tests.budget.requests.lists import Desk, desk
from tests.contract.world import World

SELECTIONS = "/v1/project-selections"
ENDED = ("solved", "infeasible", "unsolved", "failed", "cancelled")
# What each request of the first desk is worth, in the order of its list.
WORTH = (10, 9, 5, 4)


@dataclass
class Choices:
    """Two provinces' desks in one year: four requests of the first under 1,000 baht, one project of both."""

    at: Desk
    other: Desk
    requests: list[Json]
    joint: list[Json]
    number: int = 0

    @property
    def world(self) -> World:
        """The house under test."""
        return self.at.world

    @property
    def ids(self) -> list[str]:
        """The ids of the first desk's own requests."""
        return [request["id"] for request in self.requests]

    @property
    def joint_id(self) -> str:
        """The id of the candidate that both ask for."""
        return str(min(request["id"] for request in self.joint))

    def score(self, request: Json, worth: float, dimension: str | None = None) -> Json:
        """What somebody says a request is worth."""
        return {"request_id": request["id"], "values": {"benefit": worth}, "dimension": dimension}

    def body(self, **changed: Any) -> Json:
        """What chooses among the first desk's requests."""
        self.number += 1
        scores = [self.score(request, worth) for request, worth in zip(self.requests, WORTH, strict=True)]
        return {
            "fiscal_year": self.at.place.fiscal_year,
            "area_code": self.at.place.area_code,
            "number": self.number,
            "title_th": "เลือกโครงการ (ตัวอย่างของระบบ, not official)",
            "criteria": [{"code": "benefit", "title_th": "ประโยชน์", "weight": 100}],
            "scores": [*scores, self.score(self.joint[0], 1)],
            "scores_source": "คณะทำงานกลั่นกรอง (ตัวอย่างของระบบ, not official)",
            "scores_dated_on": "2014-02-10",
            "gap_percent": 0,
            **changed,
        }

    def nation(self, **changed: Any) -> Json:
        """What chooses among the requests of both desks."""
        body = self.body(area_code=None)
        return {**body, "scores": [*body["scores"], self.score(self.joint[1], 1)], **changed}

    async def post(self, body: Json, grant: str | None = None) -> httpx.Response:
        """Send it, whatever comes of it."""
        return await self.at.post(SELECTIONS, grant, body)

    async def made(self, grant: str | None = None, **changed: Any) -> Json:
        """A choice, computed."""
        answer = await self.post(self.body(**changed), grant)
        assert answer.status_code == 201, answer.text
        return await self.ended(f"{SELECTIONS}/{answer.json()['id']}", grant)

    @property
    def sessions(self) -> Sessions:
        """Sessions of the service, for doing its long jobs by hand."""
        assert self.world.stack is not None
        return self.world.stack.sessions("budget")

    async def ended(self, path: str, grant: str | None = None) -> Json:
        """Do the jobs that wait, and return how a choice or a job has ended."""
        while await work_once(self.sessions, JOBS, SHORT_HEARTBEAT_SECONDS):
            pass
        shown = await self.at.read(path, grant)
        assert shown["state"] in (*ENDED, "succeeded"), shown
        return shown

    async def candidates(self, choice: Json, grant: str | None = None, **query: str) -> list[Json]:
        """What became of each candidate, in the order of the ranking."""
        headers = self.world.as_(grant or self.at.officer)
        answer = await self.world.api.get(f"{SELECTIONS}/{choice['id']}/candidates", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items


async def choices_of(world: World) -> Choices:
    """Open the two desks and submit their requests."""
    year = next_year()
    at = await desk(world, place=year)
    other = await desk(world, place=Place(year.fiscal_year, year.fund_code, "51"))
    mine, theirs = await at.list(), await other.list()
    requests = []
    for amount, position in (("600.00", "within"), ("500.00", "above"), ("300.00", "above"), ("100.00", "above")):
        requests.append(await _submitted(at, await at.request(mine, amount, ceiling_position=position)))
    shares = [{"area_code": area, "amount": "200.00"} for area in (at.place.area_code, "51")]
    project = await at.project("400.00", shares=shares)
    joint = []
    for place, listed in ((at, mine), (other, theirs)):
        body = place.request_body(listed, project, "200.00", ceiling_position="above")
        request = (await world.create("/v1/budget-requests", body, place.officer)).json()
        joint.append(await _submitted(place, request))
    return Choices(at, other, requests, joint)


async def _submitted(at: Desk, request: Json) -> Json:
    return await at.done(request, "submit")
