"""Getting a token: RFC 6749's client credentials, its errors as problems, and what stops a client."""

import asyncio
import base64
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from sqlalchemy.pool import QueuePool
from typing_extensions import override

from gateway.identity.credentials import MOST_FAILURES, Attempts, Hasher
from gateway.identity.tokens import expiry_of
from gateway.identity.usecases.tokens import Credentials, issue_token
from services.shared.database import Doors, open_doors
from tests.conftest import As, key
from tests.gateway.identity.steps import TOKEN, ask_token, give, register, unique, with_role
from tests.stack import Stack

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GRANT = "grant_type=client_credentials"


def basic(client_id: str, secret: str, scheme: str = "Basic") -> dict[str, str]:
    return {"Authorization": f"{scheme} {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


async def test_a_client_gets_a_token_that_every_service_takes(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    client_id, secret = await with_role(api, as_)
    await give(api, as_, client_id, "opdc")
    answer = await ask_token(api, client_id, secret)
    assert answer.status_code == 200
    found = answer.json()
    assert found.keys() == {"access_token", "token_type", "expires_in", "scope"}
    assert (found["token_type"], found["expires_in"], found["scope"]) == ("Bearer", 600, "ministry:21 opdc")
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
    for name in ("plans", "indicators", "budget", "evaluation", "gateway"):
        principal = await stack.app(name).state.verifier.principal(found["access_token"])
        assert (principal.subject, principal.client) == (client_id, client_id)
        assert [str(grant) for grant in principal.grants] == ["ministry:21", "opdc"]


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
async def test_the_secret_may_come_by_http_basic(api: httpx.AsyncClient, as_: As, scheme: str) -> None:
    client_id, secret = await with_role(api, as_)
    answer = await api.post(TOKEN, content=GRANT, headers={**FORM, **basic(client_id, secret, scheme)})
    assert answer.status_code == 200
    both = f"{GRANT}&client_id={client_id}"
    named = await api.post(TOKEN, content=both, headers={**FORM, **basic(client_id, secret)})
    assert named.status_code == 200


async def test_an_old_bearer_token_does_not_stop_the_renewal(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_)
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    answer = await api.post(TOKEN, data=form, headers={"Authorization": "Bearer expired.long.ago"})
    assert answer.status_code == 200


async def test_what_is_not_known_and_what_is_empty_is_left_aside(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_)
    answer = await ask_token(api, client_id, secret, scope="operator", grants="operator", audience="")
    assert answer.json()["scope"] == "ministry:21"


def no(answer: httpx.Response, status: int, error: str, code: str) -> None:
    """Assert that the answer is a problem and an error document of RFC 6749 in one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    assert (found["error"], found["code"], found["status"]) == (error, code, status)
    assert found["type"].endswith(f"/problems/{code}")
    assert found["error_description"].isascii()
    assert found["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ("", FORM),
        ("client_id=a&client_secret=b", FORM),
        ("grant_type=&client_id=abc&client_secret=b", FORM),
        (f"{GRANT}&{GRANT}&client_id=abc&client_secret=b", FORM),
        (f"{GRANT}&client_id=abc&client_id=abd&client_secret=b", FORM),
        (f"{GRANT}&client_id=%ff%fe&client_secret=b", FORM),
        (f"{GRANT}&" + "&".join(f"a{number}=1" for number in range(40)), FORM),
        (f"{GRANT}&client_secret=" + "x" * 9000, FORM),
        ('{"grant_type": "client_credentials"}', {"Content-Type": "application/json"}),
        (GRANT, {"Content-Type": "text/plain"}),
        (GRANT + "&client_secret=b", {**FORM, **basic("abc", "b")}),
        (GRANT + "&client_id=abd", {**FORM, **basic("abc", "b")}),
    ],
)
async def test_a_malformed_request_is_an_invalid_request(
    api: httpx.AsyncClient, body: str, headers: dict[str, str]
) -> None:
    no(await api.post(TOKEN, content=body, headers=headers), 400, "invalid_request", "token_request_malformed")


async def test_bytes_that_are_no_text_are_an_invalid_request(api: httpx.AsyncClient) -> None:
    no(await api.post(TOKEN, content=b"\xff\xfe\x00", headers=FORM), 400, "invalid_request", "token_request_malformed")


@pytest.mark.parametrize("grant_type", ["password", "authorization_code", "refresh_token", "CLIENT_CREDENTIALS"])
async def test_another_grant_type_is_unsupported(api: httpx.AsyncClient, grant_type: str) -> None:
    answer = await ask_token(api, "abc", "b", grant_type=grant_type)
    no(answer, 400, "unsupported_grant_type", "grant_type_unsupported")


async def test_a_wrong_secret_and_an_unknown_client_are_answered_alike(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_)
    headers = [
        {**FORM, **basic(client_id, "wrong")},
        FORM,
        {**FORM, "Authorization": "Basic !!!"},
        {**FORM, "Authorization": "Basic " + base64.b64encode(b"no colon").decode()},
        {**FORM, "Authorization": "Bearer abc"},
    ]
    answers = [
        await ask_token(api, client_id, secret[:-1]),
        await ask_token(api, client_id, secret.swapcase()),
        await ask_token(api, unique("nobody"), secret),
        await ask_token(api, "ไม่มี' OR 1=1 --\x00", secret),
        *[await api.post(TOKEN, content=GRANT, headers=each) for each in headers],
    ]
    for answer in answers:
        no(answer, 401, "invalid_client", "client_not_authenticated")
        assert answer.headers["www-authenticate"].startswith("Basic ")
    told = [{**answer.json(), "request_id": None} for answer in answers]
    assert all(each == told[0] for each in told)


async def test_the_sentence_is_thai_unless_english_is_asked_for(api: httpx.AsyncClient) -> None:
    form = {"grant_type": "password"}
    thai = (await api.post(TOKEN, data=form)).json()
    english = (await api.post(TOKEN, data=form, headers={"Accept-Language": "en"})).json()
    assert not thai["detail"].isascii()
    assert english["detail"] == english["error_description"] == thai["error_description"]


async def test_a_client_without_a_role_gets_no_token(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    answer = await ask_token(api, client["client_id"], client["secret"]["value"])
    no(answer, 400, "unauthorized_client", "client_without_grants")


async def test_a_client_through_which_people_work_gets_no_token_of_its_own(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_, kind="person")
    await give(api, as_, client["client_id"])
    answer = await ask_token(api, client["client_id"], client["secret"]["value"])
    no(answer, 400, "unauthorized_client", "client_serves_people")


async def test_a_suspended_client_gets_no_token_until_it_is_resumed(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    client_id, secret = client["client_id"], client["secret"]["value"]
    await give(api, as_, client_id)
    reason = {"reason": "รหัสลับอาจรั่วไหล"}
    await api.post(f"/v1/clients/{client['id']}/suspend", json=reason, headers={**as_("operator"), **key()})
    no(await ask_token(api, client_id, secret), 400, "unauthorized_client", "client_suspended")
    # Who does not know the secret does not learn that the client is suspended.
    no(await ask_token(api, client_id, "wrong"), 401, "invalid_client", "client_not_authenticated")
    await api.post(f"/v1/clients/{client['id']}/resume", json=reason, headers={**as_("operator"), **key()})
    assert (await ask_token(api, client_id, secret)).status_code == 200


async def test_roles_that_are_past_to_come_or_ended_stand_in_no_token(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_)
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=2)).date().isoformat()
    await give(api, as_, client_id, "opdc", valid_from=tomorrow)
    await give(api, as_, client_id, "nesdc", valid_to="2015-09-30")
    ended = await give(api, as_, client_id, "interior")
    assert (await ask_token(api, client_id, secret)).json()["scope"] == "interior ministry:21"
    path = f"/v1/assignments/{ended['id']}/end"
    await api.post(path, json={"reason": "สิ้นสุดหน้าที่"}, headers={**as_("operator"), **key()})
    assert (await ask_token(api, client_id, secret)).json()["scope"] == "ministry:21"


async def test_after_ten_failures_even_the_right_secret_has_to_wait(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_)
    other_id, other_secret = await with_role(api, as_)
    for _ in range(MOST_FAILURES):
        assert (await ask_token(api, client_id, "wrong")).status_code == 401
    answer = await ask_token(api, client_id, secret)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
    assert 290 <= int(answer.headers["retry-after"]) <= 300
    assert (await ask_token(api, other_id, other_secret)).status_code == 200


async def test_many_attempts_at_once_are_no_more_than_many_in_a_row(api: httpx.AsyncClient, as_: As) -> None:
    client_id, _ = await with_role(api, as_)
    answers = await asyncio.gather(*(ask_token(api, client_id, "wrong") for _ in range(2 * MOST_FAILURES)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [401] * MOST_FAILURES + [429] * MOST_FAILURES


class WatchingHasher(Hasher):
    """Looks, whenever a secret is compared, how many connections are in use."""

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self._doors = doors
        self.in_use: list[int] = []

    @override
    async def matches(self, value: str, hashes: Sequence[str]) -> bool:
        pool = self._doors.engine.pool
        assert isinstance(pool, QueuePool)
        self.in_use.append(pool.checkedout())
        return await super().matches(value, hashes)


async def test_no_connection_is_held_while_a_secret_is_compared(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    client_id, secret = await with_role(api, as_)
    settings = stack.settings["gateway"]
    doors = await open_doors(settings.dsn.get_secret_value(), settings.reader_dsn.get_secret_value(), "gateway", 1)
    hasher = WatchingHasher(doors)
    identity = replace(stack.app("gateway").state.identity, hasher=hasher, attempts=Attempts())
    shown = Credentials(client_id, secret, "192.0.2.1")
    try:
        await issue_token(identity, doors.sessions, shown)
    finally:
        await doors.close()
        hasher.close()
    assert hasher.in_use == [0]


async def test_successes_are_never_counted(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_)
    answers = [(await ask_token(api, client_id, secret)).status_code for _ in range(MOST_FAILURES + 2)]
    assert set(answers) == {200}


async def test_me_tells_who_i_am(api: httpx.AsyncClient, as_: As) -> None:
    client_id, secret = await with_role(api, as_, "province:50")
    await give(api, as_, client_id, "ministry:21")
    await give(api, as_, client_id, "opdc")
    token = (await ask_token(api, client_id, secret)).json()["access_token"]
    answer = await api.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    found = answer.json()
    assert (found["subject"], found["client_id"]) == (client_id, client_id)
    assert found["units"] == ["area:50", "function:21"]
    named = {each["grant"]: (each["role_title"]["th"], each["unit"], each["unit_name_th"]) for each in found["grants"]}
    assert named == {
        "province:50": ("จังหวัด", "area:50", "เชียงใหม่"),
        "ministry:21": ("กระทรวง", "function:21", "กระทรวงสาธารณสุข"),
        "opdc": ("สำนักงาน ก.พ.ร.", None, None),
    }
    assert dt.datetime.fromisoformat(found["expires_at"]) == expiry_of(token)


async def test_me_needs_a_token_and_no_role_in_particular(api: httpx.AsyncClient, as_: As) -> None:
    assert (await api.get("/v1/me")).status_code == 401
    for grant in ("auditor", "evaluator", "local_government:50", "service"):
        assert (await api.get("/v1/me", headers=as_(grant))).json()["grants"][0]["grant"] == grant


async def test_the_published_keys_open_to_everyone_and_hold_no_secret(api: httpx.AsyncClient) -> None:
    answer = await api.get("/.well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert all(set(each) == {"kty", "crv", "x", "kid", "use", "alg"} for each in answer.json()["keys"])
