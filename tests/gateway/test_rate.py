"""How often a client may ask."""

from pathlib import Path

import httpx
import pytest
from joserfc.jwk import OKPKey

from tests.gateway.edges import edge_before
from tests.tokens import claims_for, sign

pytestmark = pytest.mark.usefixtures("signing_key")


def token_of(key: OKPKey, client: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {sign(key, claims_for('province:50', client_id=client))}"}


def left(answer: httpx.Response) -> int:
    """Return what `RateLimit` says is left."""
    name, remaining, seconds = answer.headers["ratelimit"].split(";")
    assert name == '"minute"'
    assert 1 <= int(seconds.removeprefix("t=")) <= 60
    return int(remaining.removeprefix("r="))


async def test_what_is_left_counts_down_to_a_refusal_that_says_when_to_come_back(
    key_file: Path, signing_key: OKPKey
) -> None:
    token = token_of(signing_key, "one")
    async with edge_before(key_file, requests_per_minute=3) as edge:
        answers = [await edge.client.get("/v1/areas/xx", headers=token) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429, 429]
    assert [left(answer) for answer in answers] == [2, 1, 0, 0, 0]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"minute";q=3;w=60'}
    refused = answers[-1]
    assert refused.json()["code"] == "too_many_requests"
    assert refused.json()["request_id"] == refused.headers["x-request-id"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60


async def test_one_client_cannot_use_up_what_another_may(key_file: Path, signing_key: OKPKey) -> None:
    async with edge_before(key_file, requests_per_minute=2, public_requests_per_minute=1) as edge:
        for _ in range(3):
            last = await edge.client.get("/v1/areas/xx", headers=token_of(signing_key, "one"))
        assert last.status_code == 429
        other = await edge.client.get("/v1/areas/xx", headers=token_of(signing_key, "two"))
        assert (other.status_code, left(other)) == (404, 1)
        assert (await edge.client.get("/v1/areas/xx")).status_code == 404


async def test_tokens_that_are_no_good_spend_the_callers_own_public_allowance(
    key_file: Path, signing_key: OKPKey
) -> None:
    stranger = OKPKey.generate_key("Ed25519", parameters={"kid": "test-key"})
    async with edge_before(key_file, requests_per_minute=2, public_requests_per_minute=2) as edge:
        statuses = [
            (await edge.client.get("/v1/projects", headers=token_of(stranger, "one"))).status_code for _ in range(3)
        ]
        assert statuses == [401, 401, 429]
        good = await edge.client.get("/v1/areas/xx", headers=token_of(signing_key, "one"))
        assert (good.status_code, left(good)) == (404, 1)


async def test_the_public_has_an_allowance_of_its_own(key_file: Path) -> None:
    async with edge_before(key_file, public_requests_per_minute=2) as edge:
        assert [(await edge.client.get("/v1/areas/xx")).status_code for _ in range(3)] == [404, 404, 429]


async def test_answers_of_services_say_what_is_left_too(key_file: Path) -> None:
    async with edge_before(key_file, public_requests_per_minute=10) as edge:
        answer = await edge.client.get("/v1/projects")
        assert (answer.status_code, left(answer)) == (503, 9)


async def test_probes_are_not_counted(key_file: Path) -> None:
    async with edge_before(key_file, public_requests_per_minute=1) as edge:
        for _ in range(3):
            answer = await edge.client.get("/healthz")
            assert answer.status_code == 200
            assert "ratelimit" not in answer.headers


async def test_browsers_of_an_allowed_origin_may_read_headers_and_refusals(key_file: Path) -> None:
    page = "https://plan.example.go.th"
    async with edge_before(key_file, public_requests_per_minute=1, allowed_origins=(page,)) as edge:
        first = await edge.client.get("/v1/areas/xx", headers={"Origin": page})
        refused = await edge.client.get("/v1/areas/xx", headers={"Origin": page})
        stranger = await edge.client.get("/v1/areas/xx", headers={"Origin": "https://elsewhere.example"})
        asked = {"Origin": page, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "If-Match"}
        preflight = await edge.client.options("/v1/projects/1", headers=asked)
    exposed = {name.strip() for name in first.headers["access-control-expose-headers"].split(",")}
    assert exposed == {
        "ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-ID",
        "Idempotent-Replayed", "Content-Disposition",
    }  # fmt: skip
    assert refused.status_code == 429
    assert refused.headers["access-control-allow-origin"] == page
    assert "access-control-allow-origin" not in stranger.headers
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == page


async def test_without_configuration_no_other_origin_may_read(key_file: Path) -> None:
    async with edge_before(key_file) as edge:
        answer = await edge.client.get("/v1/areas/xx", headers={"Origin": "https://elsewhere.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]
