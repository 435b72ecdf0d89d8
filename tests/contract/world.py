"""The house as the generated tests use it: requests that are accepted, and the objects they need."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from services.plans.projects.schemas import CREATE_EXAMPLE
from services.shared import fiscal
from tests.contract.operations import Json, Operation
from tests.stack import Stack

Headers = dict[str, str]
As = Callable[..., Headers]
PROVINCE, COMMITTEE, OPERATOR = "province:50", "province_committee:50", "operator"


CLIENT: Json = {
    "name_th": "ระบบทดสอบ",
    "purpose": "ทดสอบ",
    "kind": "machine",
    "contact_post": "ผู้ดูแลระบบ",
}


def assignment_body() -> Json:
    """A role held from today on, by nobody known."""
    return {
        "subject": f"person:{uuid4()}",
        "grant": "province:50",
        "valid_from": fiscal.day_in_bangkok(datetime.now(UTC)).isoformat(),
        "reason": "ทดสอบ",
        "order_reference": "คำสั่งที่ 1/2557",
    }


def new_pdf() -> bytes:
    """A PDF unlike any other."""
    return b"%PDF-1.4\n% " + str(uuid4()).encode() + b"\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def new_csv() -> bytes:
    """A file with one project unlike any other."""
    return f"ชื่อโครงการ,ปีงบประมาณ,วงเงิน (บาท)\nโครงการนำเข้า {uuid4()},2558,1000000\n".encode()


@dataclass(frozen=True)
class Request:
    """A request that is accepted."""

    method: str
    path: str
    headers: Headers = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    json: Json | None = None
    content: bytes | None = None

    def with_headers(self, **headers: str | None) -> "Request":
        """Return the request with headers set, or taken away where None; `_` in a name stands for `-`."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in self.headers.items() if name not in changed}
        return replace(self, headers={**kept, **{name: value for name, value in changed.items() if value is not None}})

    async def send(self, api: httpx.AsyncClient) -> httpx.Response:
        """Send it."""
        body: dict[str, Any] = {"content": self.content} if self.content is not None else {"json": self.json}
        return await api.request(self.method, self.path, headers=self.headers, params=self.query, **body)


@dataclass(frozen=True)
class World:
    """The house under test, and how to ask it for things."""

    api: httpx.AsyncClient
    as_: As
    stack: Stack | None = None  # for what is done by hand

    async def create(self, path: str, body: Json, grant: str) -> httpx.Response:
        """Create something with a fresh key."""
        answer = await self.api.post(path, json=body, headers={**self.as_(grant), "Idempotency-Key": str(uuid4())})
        assert answer.status_code == 201, answer.text
        return answer

    async def act(self, path: str, grant: str, body: Json | None = None) -> httpx.Response:
        """Do an action with a fresh key."""
        answer = await self.api.post(path, json=body, headers={**self.as_(grant), "Idempotency-Key": str(uuid4())})
        assert answer.status_code == 200, answer.text
        return answer

    async def project(self, state: str = "draft", grant: str = PROVINCE, **changed: Any) -> Json:
        """A project of เชียงใหม่ in a state."""
        body = {**CREATE_EXAMPLE, "title_th": f"โครงการ {uuid4()}", **changed}
        project: Json = (await self.create("/v1/projects", body, grant)).json()
        if state == "submitted":
            project = (await self.act(f"/v1/projects/{project['id']}/submit", grant)).json()
        return project

    async def attachment(self) -> Json:
        """A document on a draft of เชียงใหม่; `project_id` beside its own fields."""
        project = await self.project()
        answer = await self.upload(f"/v1/projects/{project['id']}/attachments", new_pdf(), "application/pdf")
        assert answer.status_code == 201, answer.text
        return {**answer.json(), "project_id": project["id"], "etag": answer.headers["etag"]}

    async def imported(
        self,
        where: str = "/v1/projects/imports",
        content: bytes | None = None,
        media: str = "text/csv",
        grant: str = PROVINCE,
    ) -> Json:
        """A file that has been read, ready to be confirmed; of one project of เชียงใหม่ unless told otherwise."""
        answer = await self.upload(where, content or new_csv(), media, grant)
        assert answer.status_code == 202, answer.text
        path, headers = answer.headers["location"], self.as_(grant)
        async with asyncio.timeout(30):
            # The service's own worker reads the file; there is nothing to wait on but its answer.
            while (batch := (await self.api.get(path, headers=headers)).json())["state"] == "uploaded":  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert batch["state"] == "previewed", batch
        return dict(batch)

    async def upload(self, path: str, content: bytes, media: str, grant: str = PROVINCE) -> httpx.Response:
        """Send a file with a fresh key."""
        headers = {**self.as_(grant), "Idempotency-Key": str(uuid4()), "Content-Type": media}
        return await self.api.post(path, params={"name": "เอกสาร"}, content=content, headers=headers)

    async def client(self, *, suspended: bool = False) -> Json:
        """A machine client."""
        body = {**CLIENT, "client_id": f"test-{uuid4()}"}
        client: Json = (await self.create("/v1/clients", body, OPERATOR)).json()
        if suspended:
            reason = {"reason": "ทดสอบ"}
            client = (await self.act(f"/v1/clients/{client['id']}/suspend", OPERATOR, reason)).json()
        return client

    async def assignment(self) -> Json:
        """A role held from today on."""
        assignment: Json = (await self.create("/v1/assignments", assignment_body(), OPERATOR)).json()
        return assignment


@dataclass(frozen=True)
class Specimen:
    """What one operation needs to be called well: who (`subject` for another person), to what, with which body."""

    grant: str | None = None
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    json: Json | None = None
    content: bytes | None = None
    media: str | None = None
    tag: str | None = None
    subject: str | None = None


Make = Callable[[World], Awaitable[Specimen]]


def fixed(**known: Any) -> Make:
    """A specimen that needs no object."""

    async def make(_world: World) -> Specimen:
        return Specimen(**known)

    return make


async def request_of(world: World, operation: Operation, make: Make) -> Request:
    """Return a request of `operation` that is accepted, its objects made anew by `make`."""
    specimen = await make(world)
    headers = world.as_(specimen.grant, subject=specimen.subject) if specimen.grant else {}
    if operation.needs("Idempotency-Key"):
        headers["Idempotency-Key"] = str(uuid4())
    if operation.needs("If-Match"):
        headers["If-Match"] = specimen.tag or '"1"'
    if specimen.content is not None:
        headers["Content-Type"] = specimen.media or operation.body_media or "application/octet-stream"
    path = operation.path.format(**specimen.path)
    return Request(operation.method, path, headers, specimen.query, specimen.json, specimen.content)
