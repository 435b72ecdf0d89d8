"""The gateway's hop to the services: what arrives, what comes back, and what happens when a service is not well."""

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import OKPKey
from starlette.types import Receive, Scope, Send

from gateway import passthrough
from gateway.breaker import FAILURES
from services.shared.middleware import LARGEST_FILE, LARGEST_JSON
from tests.conftest import As
from tests.gateway.edges import edge_before
from tests.gateway.servers import Connection, free_port, json_answer, scripted, send_raw, serving
from tests.gateway.test_paths import EVIL
from tests.tokens import claims_for, sign

pytestmark = pytest.mark.usefixtures("signing_key")


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what arrived: method, target, headers, and the length and sum of the body."""
    size, total, more = 0, 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        size, total, more = size + len(part), (total + sum(part)) % 65521, message.get("more_body", False)
    shown = {
        "method": scope["method"],
        "path": scope["raw_path"].decode(),
        "query": scope["query_string"].decode(),
        "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
        "size": size,
        "total": total,
    }
    content = json.dumps(shown).encode()
    fields = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    await send({"type": "http.response.start", "status": 200, "headers": fields})
    await send({"type": "http.response.body", "body": content})


def named(shown: dict[str, Any], name: str) -> list[str]:
    return [value for found, value in shown["headers"] if found == name]


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["request_id"] == answer.headers["x-request-id"]
    return str(document["code"])


async def test_method_path_query_headers_and_body_arrive_as_they_were_sent(key_file: Path) -> None:
    async with serving(echo) as plans, edge_before(key_file, plans_url=plans) as edge:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = await edge.client.request(
                method,
                "/v1/projects/%E0%B8%81/x?a=1&a=2&b=%2F&empty=",
                content=b'{"title_th": "\xe0\xb8\x81"}',
                headers={"If-Match": '"3"', "Idempotency-Key": "k-1", "Content-Type": "application/json"},
            )
            shown = answer.json()
            assert (shown["method"], shown["path"]) == (method, "/v1/projects/%E0%B8%81/x")
            assert shown["query"] == "a=1&a=2&b=%2F&empty="
            assert (named(shown, "if-match"), named(shown, "idempotency-key")) == (['"3"'], ["k-1"])
            assert (shown["size"], named(shown, "content-length")) == (19, ["19"])


async def test_what_speaks_of_one_connection_or_claims_earlier_hops_goes_no_further(key_file: Path) -> None:
    sent = {
        "Connection": "keep-alive, X-Private",
        "X-Private": "1",
        "TE": "trailers",
        "Proxy-Authorization": "Basic eA==",
        "X-Forwarded-For": "10.0.0.1",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=10.0.0.1",
        "X-Deadline-Ms": "59000",
        "X-Request-ID": "caller-chose-this",
        "Accept-Encoding": "br",
    }
    async with serving(echo) as plans, edge_before(key_file, plans_url=plans) as edge:
        answer = await edge.client.get("/v1/projects", headers=sent)
        shown = answer.json()
        names = {name for name, _ in shown["headers"]}
        assert names.isdisjoint({"x-private", "te", "proxy-authorization", "x-forwarded-for", "x-forwarded-host"})
        assert names.isdisjoint({"forwarded", "keep-alive", "transfer-encoding"})
        assert named(shown, "x-deadline-ms") == ["5000"]
        assert named(shown, "x-request-id") == ["caller-chose-this"] == [answer.headers["x-request-id"]]
        assert named(shown, "host") == [plans.removeprefix("http://")]
        assert named(shown, "accept-encoding") == ["br"]


async def test_nothing_is_added_to_a_bare_request_but_the_id_and_the_time_left(key_file: Path) -> None:
    async with serving(echo) as plans, edge_before(key_file, plans_url=plans) as edge:
        raw = await send_raw(edge.url, b"GET /v1/projects HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        shown = json.loads(raw.partition(b"\r\n\r\n")[2])
        assert {name for name, _ in shown["headers"]} == {"host", "x-request-id", "x-deadline-ms"}


async def test_a_body_without_an_announced_length_arrives_whole(key_file: Path) -> None:
    content = bytes(range(256)) * 20_000

    async def parts() -> Any:
        for start in range(0, len(content), 65_536):
            yield content[start : start + 65_536]

    async with serving(echo) as plans, edge_before(key_file, plans_url=plans) as edge:
        headers = {"Content-Type": "application/octet-stream"}
        shown = (await edge.client.post("/v1/projects/1/attachments", content=parts(), headers=headers)).json()
        assert (shown["size"], shown["total"]) == (len(content), sum(content) % 65521)
        assert named(shown, "x-deadline-ms") == ["60000"]


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (201, [("ETag", '"1"'), ("Location", "/v1/projects/1"), ("Idempotent-Replayed", "true")], b'{"id":1}'),
        (204, [], b""),
        (302, [("Location", "http://elsewhere.example/")], b""),
        (304, [("ETag", '"1"')], b""),
        (409, [("Content-Type", "application/problem+json"), ("Retry-After", "1")], b'{"code":"busy"}'),
        (500, [("Content-Type", "application/problem+json")], b'{"code":"unexpected"}'),
        (200, [("Content-Encoding", "gzip"), ("Content-Type", "text/csv")], b"\x1f\x8b not really gzip"),
        (
            200,
            [("Content-Disposition", "attachment; filename*=UTF-8''%E0%B8%81.xlsx"), ("Link", "<a>"), ("Link", "<b>")],
            b"x",
        ),
    ],
)
async def test_status_headers_and_bytes_come_back_as_they_are(
    key_file: Path, status: int, headers: list[tuple[str, str]], body: bytes
) -> None:
    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        fields = [(name.lower().encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": body})

    async with (
        serving(answer) as plans,
        edge_before(key_file, plans_url=plans) as edge,
        edge.client.stream("GET", "/v1/projects/1") as got,
    ):
        content = b"".join([part async for part in got.aiter_raw()])
        assert (got.status_code, content) == (status, body)
        for name, value in headers:
            assert value in got.headers.get_list(name)
        assert len(got.headers.get_list("date")) == len(got.headers.get_list("server")) == 1


async def test_a_large_answer_of_unknown_length_is_streamed(key_file: Path) -> None:
    part = b"\xe0\xb8\x81" * 50_000

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
        for _ in range(20):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async with serving(answer) as plans, edge_before(key_file, plans_url=plans) as edge:
        assert (await edge.client.get("/v1/projects")).content == part * 20


async def test_cookies_of_a_service_are_not_kept_for_the_next_caller(key_file: Path) -> None:
    async def answer(scope: Scope, _receive: Receive, send: Send) -> None:
        cookies = b",".join(value for name, value in scope["headers"] if name == b"cookie")
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"who=me")]})
        await send({"type": "http.response.body", "body": cookies})

    async with serving(answer) as plans, edge_before(key_file, plans_url=plans) as edge:
        for _ in range(2):
            async with httpx.AsyncClient(base_url=edge.url, trust_env=False) as fresh:
                assert (await fresh.get("/v1/projects")).content == b""


@pytest.mark.parametrize("path", [path for path in EVIL if path not in (b"", b"*")])
async def test_no_disguised_path_reaches_a_service(key_file: Path, path: bytes) -> None:
    async def handler(connection: Connection) -> None:
        await connection.request()

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        raw = await send_raw(edge.url, b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % path)
        assert raw.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400"))
        assert plans.connections == 0


@pytest.mark.parametrize("path", ["/internal/events", "/internal/tasks", "/Internal/events", "/%69nternal/events"])
async def test_what_is_internal_is_unknown_at_the_gateway(key_file: Path, as_: As, path: str) -> None:
    async with edge_before(key_file) as edge:
        answer = await edge.client.get(path, headers=as_("service"))
        assert (answer.status_code, code_of(answer)) == (404, "path_unknown")


async def test_a_bad_token_is_refused_at_the_gateway_and_a_good_one_goes_on(
    key_file: Path, signing_key: OKPKey, as_: As
) -> None:
    stranger = OKPKey.generate_key("Ed25519", parameters={"kid": "test-key"})
    bad = [
        "Bearer x",
        "Basic eDp5",
        f"Bearer {sign(stranger, claims_for('province:50'))}",
        f"Bearer {sign(signing_key, claims_for('province:50', exp=1))}",
        f"Bearer {sign(signing_key, claims_for('province:50', aud='other'))}",
    ]
    calls: list[str] = []

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        calls.append(scope["path"])
        await echo(scope, receive, send)

    async with serving(answer) as plans, edge_before(key_file, plans_url=plans) as edge:
        for authorization in bad:
            got = await edge.client.get("/v1/projects", headers={"Authorization": authorization})
            assert (got.status_code, code_of(got)) == (401, "token_invalid")
            assert got.headers["www-authenticate"].startswith("Bearer")
        assert calls == []
        good = as_("province:50")
        shown = (await edge.client.get("/v1/projects", headers=good)).json()
        assert named(shown, "authorization") == [good["Authorization"]]


async def test_an_announced_body_over_the_limit_never_reaches_a_service(key_file: Path) -> None:
    async def handler(connection: Connection) -> None:
        await connection.request()

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        head = b"POST /v1/projects HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
        raw = await send_raw(edge.url, head + b"Content-Length: %d\r\n\r\n" % (LARGEST_JSON + 1))
        assert raw.startswith(b"HTTP/1.1 413")
        assert b"body_too_large" in raw
        assert plans.connections == 0


async def test_a_body_that_grows_over_the_limit_is_cut_off(key_file: Path) -> None:
    async def endless() -> Any:
        for _ in range(LARGEST_FILE // 65_536 + 2):
            yield bytes(65_536)

    async with serving(echo) as plans, edge_before(key_file, plans_url=plans) as edge:
        headers = {"Content-Type": "application/octet-stream"}
        answer = await edge.client.post("/v1/projects/1/attachments", content=endless(), headers=headers)
        assert (answer.status_code, code_of(answer)) == (413, "body_too_large")
        assert (await edge.client.get("/v1/projects")).status_code == 200


async def test_a_service_that_is_down_is_named_and_the_others_go_on(key_file: Path) -> None:
    down = f"http://127.0.0.1:{free_port()}"
    async with serving(echo) as plans, edge_before(key_file, plans_url=plans, budget_url=down) as edge:
        answer = await edge.client.get("/v1/budget-requests", headers={"Accept-Language": "en"})
        assert (answer.status_code, code_of(answer)) == (503, "unavailable")
        assert answer.json()["facts"] == {"service": "budget"}
        assert answer.headers["retry-after"] == "5"
        assert (await edge.client.get("/v1/projects")).status_code == 200


async def test_a_service_that_comes_back_is_used_at_once_while_the_breaker_is_closed(key_file: Path) -> None:
    port = free_port()

    async def handler(connection: Connection) -> None:
        await connection.request()
        await connection.answer(json_answer(b"{}"))

    async with edge_before(key_file, budget_url=f"http://127.0.0.1:{port}") as edge:
        assert (await edge.client.get("/v1/earmarks")).status_code == 503
        async with scripted(handler, port):
            assert (await edge.client.get("/v1/earmarks")).status_code == 200


async def test_after_five_failures_a_service_is_left_alone(key_file: Path) -> None:
    port = free_port()

    async def handler(connection: Connection) -> None:
        await connection.request()
        await connection.answer(json_answer(b"{}"))

    async with edge_before(key_file, budget_url=f"http://127.0.0.1:{port}") as edge:
        for _ in range(FAILURES):
            assert (await edge.client.get("/v1/earmarks")).status_code == 503
        async with scripted(handler, port) as budget:
            assert (await edge.client.get("/v1/earmarks")).status_code == 503
            assert budget.connections == 0


async def test_refusals_of_a_living_service_do_not_open_the_breaker(key_file: Path) -> None:
    async def handler(connection: Connection) -> None:
        while True:
            await connection.request()
            await connection.answer(json_answer(b"{}", status=b"500 Internal Server Error"))

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        statuses = [(await edge.client.get("/v1/projects")).status_code for _ in range(2 * FAILURES)]
        assert statuses == [500] * 2 * FAILURES


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reads and writes have a fifth of a second."""
    monkeypatch.setattr(passthrough, "READ_SECONDS", 0.2)
    monkeypatch.setattr(passthrough, "WRITE_SECONDS", 0.2)


@contextlib.asynccontextmanager
async def before_hung_service(key_file: Path) -> Any:
    """Run an edge before a plans service that reads and never answers; yields the edge and when a caller was gone."""
    arrived, gone = asyncio.Event(), asyncio.Event()

    async def handler(connection: Connection) -> None:
        await connection.request()
        arrived.set()
        await connection.reader.read()
        gone.set()

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        yield edge, arrived, gone


@pytest.mark.usefixtures("impatient")
async def test_a_service_that_hangs_is_given_up_in_time_and_opens_the_breaker(key_file: Path) -> None:
    async with before_hung_service(key_file) as (edge, _, gone):
        for _ in range(FAILURES):
            answer = await edge.client.get("/v1/projects")
            assert (answer.status_code, code_of(answer)) == (504, "deadline_passed")
            assert answer.json()["facts"] == {"service": "plans"}
        await asyncio.wait_for(gone.wait(), 10)
        assert code_of(await edge.client.get("/v1/projects")) == "unavailable"


@pytest.mark.usefixtures("impatient")
async def test_a_caller_who_is_slow_to_send_does_not_open_the_breaker(key_file: Path) -> None:
    async with serving(echo) as plans, edge_before(key_file, plans_url=plans) as edge:
        head = b"POST /v1/projects HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
        for _ in range(FAILURES):
            raw = await send_raw(edge.url, head + b"Content-Length: 1000\r\n\r\n{")
            assert raw.startswith(b"HTTP/1.1 504")
        assert (await edge.client.get("/v1/projects")).status_code == 200


async def test_a_caller_who_hangs_up_ends_the_call_to_the_service_and_counts_for_nothing(key_file: Path) -> None:
    async with before_hung_service(key_file) as (edge, arrived, gone):
        for _ in range(FAILURES):
            host, _, port = edge.url.removeprefix("http://").partition(":")
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"GET /v1/projects HTTP/1.1\r\nHost: x\r\n\r\n")
            await asyncio.wait_for(arrived.wait(), 10)
            writer.close()
            await asyncio.wait_for(gone.wait(), 10)
            arrived.clear()
            gone.clear()
        assert not edge.upstreams["plans"].breaker.is_open


async def test_a_caller_who_hangs_up_while_sending_ends_the_call_too(key_file: Path) -> None:
    async with before_hung_service(key_file) as (edge, arrived, gone):
        host, _, port = edge.url.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        await asyncio.wait_for(arrived.wait(), 10)
        writer.close()
        await asyncio.wait_for(gone.wait(), 10)
        assert not edge.upstreams["plans"].breaker.is_open  # the service did nothing wrong


BROKEN = [
    b"",
    b"this is not HTTP\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}",
    b"HTTP/1.1 200",
]


@pytest.mark.parametrize("answer", BROKEN)
async def test_an_answer_that_cannot_be_used_is_a_problem_of_ours(key_file: Path, answer: bytes) -> None:
    async def handler(connection: Connection) -> None:
        await connection.request()
        await connection.answer(answer)

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        got = await edge.client.post("/v1/projects", json={})
        assert (got.status_code, code_of(got)) == (502, "upstream_broken")
        assert got.json()["facts"] == {"service": "plans"}


async def test_half_a_long_answer_is_not_passed_off_as_a_whole_one(key_file: Path) -> None:
    async def handler(connection: Connection) -> None:
        await connection.request()
        await connection.answer(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 200_000)

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        with pytest.raises(httpx.RemoteProtocolError):
            await edge.client.get("/v1/projects")


async def answers_once(connection: Connection) -> None:
    """Answer one request and close at the second, as when an idle connection has just been closed."""
    await connection.request()
    await connection.answer(json_answer(b"%d" % connection.number))
    await connection.request()


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 502)])
async def test_only_what_may_be_repeated_is_sent_again_when_an_idle_connection_was_closed(
    key_file: Path, method: str, status: int
) -> None:
    async with scripted(answers_once) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        assert (await edge.client.get("/v1/projects")).status_code == 200
        assert (await edge.client.request(method, "/v1/projects")).status_code == status


async def test_a_read_is_repeated_only_once(key_file: Path) -> None:
    async def handler(connection: Connection) -> None:
        await connection.request()

    async with scripted(handler) as plans, edge_before(key_file, plans_url=plans.url) as edge:
        assert (await edge.client.get("/v1/projects")).status_code == 502
        assert plans.connections == 2
