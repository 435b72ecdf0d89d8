"""A router is asked once whether a path is its own; its routes are asked only then."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from typing_extensions import override

from services.shared.routing import Router, routes_of


class Counting(APIRoute):
    """A route that counts how often it is asked."""

    asked = 0

    @override
    def matches(self, scope: Any) -> Any:
        Counting.asked += 1
        return super().matches(scope)


def app() -> FastAPI:
    """Two routers under one prefix, one of them with another inside, and a path that takes slashes."""
    inner, first, second = Router(), Router(route_class=Counting), Router()

    @inner.get("/v1/things/{thing_id}/parts")
    async def parts(thing_id: str) -> str:
        return f"parts of {thing_id}"

    @first.get("/v1/things")
    @first.get("/v1/things/{thing_id}")
    async def things(thing_id: str = "all") -> str:
        return thing_id

    @second.get("/v1/files/{name:path}")
    async def files(name: str) -> str:
        return name

    outer = Router()
    outer.include_router(inner)
    made = FastAPI()
    for router in (first, outer, second):
        made.include_router(router)
    return made


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/v1/things", "all"),
        ("/v1/things/7", "7"),
        ("/v1/things/7/parts", "parts of 7"),
        ("/v1/files/a/b.txt", "a/b.txt"),
        ("/v1/things.", None),
        ("/v1/things/7/others", None),
        ("/v1/other", None),
    ],
)
async def test_a_path_finds_its_route(path: str, answer: str | None) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://here") as client:
        found = await client.get(path)
    assert (found.json() if found.status_code == 200 else None) == answer
    assert found.status_code in (200, 404)


async def test_another_method_is_told_apart_from_another_path() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://here") as client:
        assert (await client.post("/v1/things/7/parts")).status_code == 405


async def test_the_routes_of_a_router_are_not_asked_for_the_paths_of_others() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://here") as client:
        Counting.asked = 0
        await client.get("/v1/files/a")
        await client.get("/v1/things/7/parts")
        assert Counting.asked == 0
        await client.get("/v1/things/7")
        assert Counting.asked > 0


def test_every_route_is_listed_however_deep() -> None:
    inner, outer = Router(), Router()
    inner.add_api_route("/v1/deep", lambda: None)
    outer.include_router(inner)
    assert [route.path for route in routes_of([outer])] == ["/v1/deep"]
