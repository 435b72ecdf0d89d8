"""The gateway says whether the running services speak the contract it serves."""

import json

import httpx

from gateway.contract.drift import CURRENT, DRIFTED, UNAVAILABLE, compare
from gateway.contract.files import FINGERPRINTS
from gateway.upstreams import Upstreams
from tests.stack import SERVICES, Stack


async def test_services_of_this_code_are_current_and_another_contract_is_a_drift(stack: Stack) -> None:
    upstreams: Upstreams = stack.app("gateway").state.upstreams.apart()
    released = json.loads(FINGERPRINTS.read_bytes())
    assert await compare(upstreams, released) == dict.fromkeys(SERVICES, CURRENT)
    assert await compare(upstreams, {**released, "budget": "0" * 64}) == {
        **dict.fromkeys(SERVICES, CURRENT),
        "budget": DRIFTED,
    }


async def test_a_service_that_is_away_is_not_called_drifted(stack: Stack) -> None:
    gateway: Upstreams = stack.app("gateway").state.upstreams
    nowhere = {name: str(gateway[name].url) for name in SERVICES} | {"plans": "http://127.0.0.1:9"}
    upstreams = Upstreams(gateway._client, nowhere)
    found = await compare(upstreams, json.loads(FINGERPRINTS.read_bytes()))
    assert found["plans"] == UNAVAILABLE
    assert found["budget"] == CURRENT


async def test_readiness_shows_what_was_found(api: httpx.AsyncClient) -> None:
    answer = (await api.get("/readyz")).json()
    assert answer["status"] == "ok"
    assert set(answer["contracts"]) == set(SERVICES)
