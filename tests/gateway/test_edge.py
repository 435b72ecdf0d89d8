"""The layers around the gateway's own app."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from gateway.areas.access import READ_AREAS
from services.shared.declare import new_router, operation
from services.shared.middleware import LARGEST_JSON
from tests.gateway.edges import edge_before

pytestmark = pytest.mark.usefixtures("signing_key")

faulty = new_router("faulty")


@faulty.get("/v1/fault", **operation("makeFault", READ_AREAS, "Fail"))
async def make_fault() -> Response:
    raise ZeroDivisionError("a secret of ours")


@faulty.get("/v1/half", **operation("makeHalf", READ_AREAS, "Fail halfway"))
async def make_half() -> Response:
    async def parts() -> AsyncIterator[bytes]:
        yield b"half"
        raise ZeroDivisionError("a secret of ours")

    return StreamingResponse(parts())


@faulty.post("/v1/count", **operation("countBody", READ_AREAS, "Count"))
async def count_body(request: Request) -> Response:
    return Response(str(len(await request.body())))


async def test_a_fault_of_ours_is_a_problem_that_tells_nothing_else(key_file: Path) -> None:
    async with edge_before(key_file, faulty) as edge:
        answer = await edge.client.get("/v1/fault", headers={"X-Request-ID": "of-the-caller"})
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert answer.json()["request_id"] == answer.headers["x-request-id"] == "of-the-caller"
    assert "secret" not in answer.text
    assert "ratelimit" in answer.headers


async def test_half_an_answer_is_cut_off(key_file: Path) -> None:
    async with edge_before(key_file, faulty) as edge:
        with pytest.raises(httpx.RemoteProtocolError):
            await edge.client.get("/v1/half")


async def test_a_body_that_grows_over_the_limit_is_refused_in_the_gateways_own_app_too(key_file: Path) -> None:
    async def endless() -> Any:
        for _ in range(LARGEST_JSON // 65_536 + 2):
            yield bytes(65_536)

    async with edge_before(key_file, faulty) as edge:
        answer = await edge.client.post("/v1/count", content=endless(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "path_unknown"),
        ("GET", "/nothing", 404, "path_unknown"),
        ("GET", "/v1/nothing", 404, "path_unknown"),
        ("GET", "/v1/areas/", 404, "path_unknown"),
        ("DELETE", "/v1/areas", 405, "method_not_allowed"),
        ("OPTIONS", "/v1/areas", 405, "method_not_allowed"),
        ("GET", "/v1/areas?colour=red", 422, "invalid"),
    ],
)
async def test_what_the_gateway_refuses_is_a_problem_in_the_callers_language(
    key_file: Path, method: str, path: str, status: int, code: str
) -> None:
    async with edge_before(key_file) as edge:
        for language in ("th", "en"):
            answer = await edge.client.request(method, path, headers={"Accept-Language": language})
            assert (answer.status_code, answer.json()["code"]) == (status, code)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["content-language"] == language
            assert answer.json()["request_id"] == answer.headers["x-request-id"]
        if status == 405:
            assert answer.headers["allow"]
