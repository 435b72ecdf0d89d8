"""Reserves and requests for tests: an agency and year that no other test has, and what areas ask of it."""

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from services.budget.agency_requests.schemas.fields import ASK_EXAMPLE, ASSESSMENT_EXAMPLE
from services.budget.earmarks.schemas import STATEMENT_EXAMPLE
from services.shared import reference
from services.shared.reference import FunctionKind
from tests.budget.ledger.books import Json, Place
from tests.budget.requests.lists import Desk
from tests.conftest import key
from tests.contract.world import World

EARMARKS, REQUESTS = "/v1/earmarks", "/v1/agency-requests"
# Ministries in years before the documents, so that no shipped fact stands in the way; 76 provinces are many areas.
_AGENCIES = (
    (each.code, year)
    for year in range(2530, 2551)
    for each in reference.functions()
    if each.kind is FunctionKind.MINISTRY and each.valid_to is None
)
_PROVINCES = itertools.cycle(each.code for each in reference.provinces(2530))


@dataclass(frozen=True)
class Counter:
    """A ministry's desk in a year that is nobody else's, and the areas that come to it."""

    world: World
    function_code: str
    fiscal_year: int

    @property
    def officer(self) -> str:
        """The grant of whoever works there."""
        return f"ministry:{self.function_code}"

    def desk(self) -> Desk:
        """The desk of the next province."""
        return Desk(self.world, Place(self.fiscal_year, "AREA", next(_PROVINCES)), {})

    def statement(self, amount: str | None = "1000.00", **changed: Any) -> Json:
        """What states the reserve."""
        return {
            **STATEMENT_EXAMPLE,
            "fiscal_year": self.fiscal_year,
            "function_code": self.function_code,
            "amount": amount,
            **changed,
        }

    async def earmark(self, amount: str | None = "1000.00", **changed: Any) -> Json:
        """The reserve of this desk."""
        made: Json = (await self.world.create(EARMARKS, self.statement(amount, **changed), self.officer)).json()
        return made

    def ask(self, at: Desk, project: Json, amount: str = "500.00", **changed: Any) -> Json:
        """What begins a request."""
        line = {"expenditure_class": "capital", "title_th": "ก่อสร้างลานกิจกรรม", "amount": amount}
        head = {"area_code": at.place.area_code, "fiscal_year": self.fiscal_year, "function_code": self.function_code}
        return {**head, "project_id": project["id"], **ASK_EXAMPLE, "asked_amount": amount, "lines": [line], **changed}

    async def draft(self, amount: str = "500.00", at: Desk | None = None, **changed: Any) -> tuple[Desk, Json]:
        """A request of an area that is not sent yet."""
        own = at or self.desk()
        body = self.ask(own, await own.project(amount), amount, **changed)
        request: Json = (await self.world.create(REQUESTS, body, own.officer)).json()
        return own, request

    async def sent(self, amount: str = "500.00", at: Desk | None = None) -> tuple[Desk, Json]:
        """A request that waits for the agency."""
        own, request = await self.draft(amount, at)
        return own, await self.done(request, "send", own.officer)

    async def accepted(self, amount: str = "500.00") -> tuple[Desk, Json]:
        """A request that the agency accepted in full."""
        at, request = await self.sent(amount)
        return at, await self.done(request, "decide", self.officer, answer_to(request, accepted_amount=amount))

    async def act(self, request: Json, verb: str, grant: str, body: Json | None = None) -> httpx.Response:
        """Send an action on a request, whatever comes of it."""
        headers = {**self.world.as_(grant), **key()}
        return await self.world.api.post(f"{REQUESTS}/{request['id']}/{verb}", json=body, headers=headers)

    async def done(self, request: Json, verb: str, grant: str, body: Json | None = None) -> Json:
        """Do something with a request."""
        answer = await self.act(request, verb, grant, body)
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    async def read(self, path: str, grant: str | None = None) -> Json:
        """Read something."""
        answer = await self.world.api.get(path, headers=self.world.as_(grant or self.officer))
        assert answer.status_code == 200, answer.text
        shown: Json = answer.json()
        return shown

    async def money(self, earmark: Json) -> tuple[str, str, str]:
        """What is held, used and left of a reserve."""
        shown = await self.read(f"{EARMARKS}/{earmark['id']}")
        return shown["held_amount"], shown["used_amount"], shown["left_amount"]


def next_counter(world: World) -> Counter:
    """The desk of a ministry in a year that no other test works at."""
    return Counter(world, *next(_AGENCIES))


def answer_to(request: Json, decision: str = "accept", **changed: Any) -> Json:
    """What an agency answers to a request as it was read."""
    reason = None if decision == "accept" else "ไม่อยู่ในภารกิจของกระทรวง"
    head = {"decision": decision, "content_hash": request["content_hash"], "reason": reason}
    return {**head, "assessment": ASSESSMENT_EXAMPLE, **changed}


def output(code: str | None = None, **changed: Any) -> Json:
    """An output of an agency's budget; a code of its own unless given."""
    fields = {"name_th": "แหล่งท่องเที่ยวได้รับการพัฒนา", "budget_line_th": "งบลงทุน", "source": "เอกสารงบประมาณ ฉบับที่ 3"}
    return {"code": code or f"O-{uuid4().hex[:8]}", **fields, **changed}
