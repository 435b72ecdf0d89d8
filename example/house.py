"""A running house as the example asks it: each step as the person who takes it, and safe to take again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import httpx

Json = dict[str, Any]
# Given a role such as `province:50`, and another subject than the role itself or None: the headers of that person.
As = Callable[[str, str | None], Mapping[str, str]]

GOOD = (200, 201)


class Refused(Exception):
    """The house refused a step; the sentence says which and why."""


@dataclass(frozen=True)
class House:
    """`mark` tells one loading of the example from another: with the same one, what was done is not done again."""

    client: httpx.AsyncClient
    as_: As
    mark: str = "example"

    async def get(self, path: str, grant: str, **params: str | int) -> Json:
        """Read something."""
        return self.expect(await self.client.get(path, params=params, headers=self.as_(grant, None)), f"read {path}")

    async def post(
        self, step: str, path: str, grant: str, body: Json | None = None, *, subject: str | None = None
    ) -> Json:
        """Create something or act on it. `step` names it among all steps: the key by which a repeat is known."""
        return self.expect(await self.send(step, path, grant, body, subject=subject), step)

    async def send(
        self, step: str, path: str, grant: str, body: Json | None = None, *, subject: str | None = None
    ) -> httpx.Response:
        """Do as `post` does, and return the answer whatever it is."""
        key = str(uuid5(NAMESPACE_URL, f"{self.mark}/{step}"))
        headers = {**self.as_(grant, subject), "Idempotency-Key": key}
        return await self.client.post(path, json=body, headers=headers)

    async def put(self, step: str, path: str, grant: str, body: Json, version: int) -> Json:
        """Put something in the place of what was read as `version`."""
        headers = {**self.as_(grant, None), "If-Match": f'"{version}"'}
        return self.expect(await self.client.put(path, json=body, headers=headers), step)

    async def patch(self, step: str, path: str, grant: str, body: Json, version: int) -> Json:
        """Change something that was read as `version`."""
        headers = {**self.as_(grant, None), "If-Match": f'"{version}"'}
        return self.expect(await self.client.patch(path, json=body, headers=headers), step)

    def expect(self, answer: httpx.Response, step: str) -> Json:
        """Return the body of a good answer; raises Refused with what the house says instead."""
        if answer.status_code not in GOOD:
            raise Refused(f"{step}: {answer.request.method} {answer.request.url} → {answer.status_code} {answer.text}")
        document: Json = answer.json()
        return document
