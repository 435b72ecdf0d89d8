"""Services ask each other: as the caller or as themselves, never while a transaction is open."""

import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from sqlalchemy import text

from services.shared.errors import DeadlinePassed, NotFound, Refusal, Unavailable, UpstreamBroken
from services.shared.neighbours import Asker, Neighbours, open_neighbours, own_authorization
from services.shared.settings import ServiceSettings
from tests.conftest import As
from tests.stack import Stack

PLACE = "http://plans"


@contextlib.asynccontextmanager
async def neighbours_of(app: FastAPI) -> AsyncIterator[Neighbours]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
        yield Neighbours(client, {"plans": PLACE})


def answering(status: int, body: bytes) -> FastAPI:
    app = FastAPI()

    @app.get("/internal/question")
    async def answer() -> Response:
        return Response(body, status_code=status)

    return app


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (404, b"{}", NotFound),
        (503, b"{}", Unavailable),
        (500, b"{}", UpstreamBroken),
        (401, b"{}", UpstreamBroken),
        (200, b"[]", UpstreamBroken),
        (200, b"not JSON", UpstreamBroken),
    ],
)
async def test_what_is_no_answer_is_a_refusal(status: int, body: bytes, refusal: type[Refusal]) -> None:
    async with neighbours_of(answering(status, body)) as neighbours:
        with pytest.raises(refusal):
            await neighbours.get("plans", "/internal/question", {}, None)


async def test_a_service_that_is_not_there_is_unavailable() -> None:
    async with open_neighbours({"plans": "http://127.0.0.1:9"}) as neighbours:
        with pytest.raises(Unavailable):
            await neighbours.get("plans", "/internal/question", {}, None)


async def test_one_that_is_too_slow_has_let_the_deadline_pass() -> None:
    def slow(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(slow)) as client:
        with pytest.raises(DeadlinePassed):
            await Neighbours(client, {"plans": PLACE}).get("plans", "/internal/question", {}, None)


async def test_a_question_carries_the_callers_token_and_leaves_out_what_is_not_asked() -> None:
    app = FastAPI()

    @app.get("/internal/question")
    async def answer(request: Request) -> dict[str, object]:
        return {"authorization": request.headers["authorization"], "asked": request.query_params.multi_items()}

    async with neighbours_of(app) as neighbours:
        params = {"id": ["1", "2"], "area_code": None}
        found = await neighbours.get("plans", "/internal/question", params, "Bearer token")
    assert found == {"authorization": "Bearer token", "asked": [["id", "1"], ["id", "2"]]}


async def test_nobody_is_asked_while_a_transaction_is_open(stack: Stack, as_: As) -> None:
    authorization = as_("province:50")["Authorization"]
    neighbours: Neighbours = stack.app("budget").state.neighbours
    async with stack.sessions("budget")() as session:
        asker = Asker(neighbours, session, authorization)
        params = {"fiscal_year": 2558, "area_code": "50"}
        assert "areas" in await asker.ask("plans", "/internal/facts/areas", params)
        await session.execute(text("SELECT 1"))
        with pytest.raises(RuntimeError):
            await asker.ask("plans", "/internal/facts/areas", params)


async def test_a_service_is_known_at_the_token_endpoint_and_keeps_its_token_for_a_while(stack: Stack) -> None:
    settings, at = stack.settings["budget"], 0.0
    assert isinstance(settings, ServiceSettings)
    neighbours: Neighbours = stack.app("budget").state.neighbours
    authorization = own_authorization(neighbours, settings, "budget", clock=lambda: at)
    first = await authorization()
    assert "items" in await neighbours.get("plans", "/internal/events", {"after": 0}, first)
    assert await authorization() == first
    at = 301.0
    assert await authorization() != first
