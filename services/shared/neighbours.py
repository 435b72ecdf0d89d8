"""Asking another service a question, as the caller or as this service itself: facts cross here, never objects."""

import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import httpx
from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from services.shared import context
from services.shared.database import Session
from services.shared.errors import DeadlinePassed, NotFound, Unavailable, UpstreamBroken
from services.shared.middleware import DEADLINE_HEADER
from services.shared.settings import ServiceSettings

QUESTION_SECONDS = 4.0
CONNECT_SECONDS = 0.5
# Below the five seconds after which uvicorn closes an idle connection.
KEEP_ALIVE_SECONDS = 4.0
# Half a token's life: one token serves many questions, and none is sent close to its end.
TOKEN_SECONDS = 300.0

Authorization = Callable[[], Awaitable[str | None]]


def client_id_of(service: str) -> str:
    """Return the name by which a service is known at the token endpoint."""
    return f"service-{service}"


class Neighbours:
    """The other services by name, and one client for all of them."""

    def __init__(self, client: httpx.AsyncClient, urls: Mapping[str, str]) -> None:
        self._client = client
        self._urls = urls

    async def get(
        self, service: str, path: str, params: Mapping[str, Any], authorization: str | None
    ) -> dict[str, Any]:
        """Return the JSON that `service` answers to GET `path`.

        Raises NotFound (404), Unavailable (it cannot be reached or says so itself), DeadlinePassed, UpstreamBroken.
        """
        headers = {"X-Request-ID": context.request_id.get(), DEADLINE_HEADER: str(int(QUESTION_SECONDS * 1000))}
        if authorization:
            headers["Authorization"] = authorization
        given = {name: value for name, value in params.items() if value is not None}
        try:
            answer = await self._client.get(f"{self._urls[service]}{path}", params=given, headers=headers)
        except httpx.ConnectError as problem:
            raise Unavailable(service) from problem
        except httpx.TimeoutException as problem:
            raise DeadlinePassed(service=service) from problem
        except httpx.HTTPError as problem:
            raise UpstreamBroken(service=service) from problem
        return _document(answer, service)

    async def token(self, url: str, client_id: str, secret: str) -> str:
        """Return a token of the gateway's token endpoint; raises Unavailable, UpstreamBroken."""
        try:
            answer = await self._client.post(
                f"{url}/v1/oauth/token",
                data={"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret},
            )
        except httpx.HTTPError as problem:
            raise Unavailable("gateway") from problem
        return str(_document(answer, "gateway")["access_token"])


def _document(answer: httpx.Response, service: str) -> dict[str, Any]:
    if answer.status_code == NotFound.status:
        raise NotFound()
    if answer.status_code == Unavailable.status:
        raise Unavailable(service)
    try:
        document = answer.json() if answer.status_code == 200 else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise UpstreamBroken(service=service)
    return document


@dataclass(frozen=True)
class Asker:
    """Asks the other services in the name of whoever makes this request."""

    neighbours: Neighbours
    session: AsyncSession
    authorization: str | None

    async def ask(self, service: str, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `service` answers the caller; raises as `Neighbours.get` does.

        Facts of others come before the first statement: a transaction that waits for another service holds its
        connection and its locks for as long as that one takes. RuntimeError when one has begun.
        """
        if self.session.in_transaction():
            raise RuntimeError(f"{service} is asked while a transaction is open: ask first, then read and write")
        return await self.neighbours.get(service, path, params, self.authorization)


async def open_asker(request: Request, session: Session) -> Asker:
    """Return what asks the other services as the caller of `request`."""
    return Asker(request.app.state.neighbours, session, request.headers.get("authorization"))


Ask = Annotated[Asker, Depends(open_asker, scope="function")]


def own_authorization(
    neighbours: Neighbours, settings: ServiceSettings, service: str, clock: Callable[[], float] = time.monotonic
) -> Authorization:
    """Return what gives the `Authorization` of the service itself, a new token every five minutes."""
    token, asked_at = "", float("-inf")

    async def authorization() -> str:
        nonlocal token, asked_at
        if clock() - asked_at > TOKEN_SECONDS:
            secret = settings.client_secret.get_secret_value()
            token = await neighbours.token(settings.gateway_url, client_id_of(service), secret)
            asked_at = clock()
        return f"Bearer {token}"

    return authorization


@contextlib.asynccontextmanager
async def open_neighbours(urls: Mapping[str, str]) -> AsyncIterator[Neighbours]:
    """Open the client to the other services, and close it at the end."""
    limits = httpx.Limits(max_keepalive_connections=20, keepalive_expiry=KEEP_ALIVE_SECONDS)
    timeout = httpx.Timeout(QUESTION_SECONDS, connect=CONNECT_SECONDS)
    async with httpx.AsyncClient(limits=limits, timeout=timeout, trust_env=False) as client:
        yield Neighbours(client, urls)
