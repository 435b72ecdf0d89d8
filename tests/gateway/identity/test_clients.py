"""Clients and their secrets: who may, what is shown once, and what a repeat must not show."""

import asyncio
import datetime as dt
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, text

from gateway.identity.models import ClientSecret
from tests.conftest import As, key
from tests.gateway.identity.steps import ask_token, client_body, give, register, unique
from tests.stack import Stack

OPERATOR = "operator"
OTHERS = ("interior", "opdc", "auditor", "province:50", "ministry:21", "service")


def path_of(client: dict[str, Any], *more: str) -> str:
    return "/".join(["/v1/clients", client["id"], *more])


async def test_a_client_is_registered_with_a_secret_that_works(api: httpx.AsyncClient, as_: As) -> None:
    body = client_body(unique())
    answer = await api.post("/v1/clients", json=body, headers={**as_(OPERATOR), **key()})
    found = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.headers["location"] == f"/v1/clients/{found['id']}"
    assert {name: found[name] for name in body} == body
    assert (found["state"], found["grants"], len(found["secrets"])) == ("active", [], 1)
    assert found["secret"]["shown"] == "now"
    assert found["secret"]["value"].endswith(found["secret"]["last_four"])
    await give(api, as_, found["client_id"])
    assert (await ask_token(api, found["client_id"], found["secret"]["value"])).status_code == 200


async def test_the_secret_is_shown_once_and_kept_nowhere(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    headers, body = {**as_(OPERATOR), **key()}, client_body(unique())
    first = await api.post("/v1/clients", json=body, headers=headers)
    value = first.json()["secret"]["value"]
    again = await api.post("/v1/clients", json=body, headers=headers)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert (again.json()["secret"]["value"], again.json()["secret"]["shown"]) == (None, "before")
    assert again.json()["id"] == first.json()["id"]
    shown = await api.get(path_of(first.json()), headers=as_(OPERATOR))
    history = await api.get(path_of(first.json(), "history"), headers=as_(OPERATOR))
    assert value not in again.text + shown.text + history.text
    assert "hash" not in shown.text + history.text
    async with stack.sessions("gateway")() as session:
        for table in ("idempotency", "event", "client", "client_secret"):
            rows = (await session.execute(text(f"SELECT {table}::text FROM {table}"))).scalars()
            assert not any(value in row for row in rows)
        bodies = text("SELECT convert_from(body, 'UTF8') FROM idempotency WHERE body IS NOT NULL")
        assert not any(value in body for body in (await session.execute(bodies)).scalars())
        kept = await session.get(ClientSecret, first.json()["secret"]["id"])
        assert kept is not None
        assert kept.hash.startswith("$argon2id$")


async def test_the_same_key_with_another_body_is_refused(api: httpx.AsyncClient, as_: As) -> None:
    headers = {**as_(OPERATOR), **key()}
    await api.post("/v1/clients", json=client_body(unique()), headers=headers)
    answer = await api.post("/v1/clients", json=client_body(unique()), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_client_id_belongs_to_one_client(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    answer = await api.post("/v1/clients", json=client_body(client["client_id"]), headers={**as_(OPERATOR), **key()})
    assert (answer.status_code, answer.json()["code"]) == (409, "client_id_taken")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"client_id": "Has Capitals"}, "/client_id"),
        ({"client_id": "person:abc"}, "/client_id"),
        ({"kind": "robot"}, "/kind"),
        ({"name_th": "  "}, "/name_th"),
        ({"purpose": None}, "/purpose"),
        ({"secret": "mine"}, "/secret"),
        ({"state": "active"}, "/state"),
    ],
)
async def test_a_client_that_is_not_valid_is_refused(
    api: httpx.AsyncClient, as_: As, changed: dict[str, Any], pointer: str
) -> None:
    body = {**client_body(unique()), **changed}
    answer = await api.post("/v1/clients", json=body, headers={**as_(OPERATOR), **key()})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_two_secrets_live_at_a_time(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    await give(api, as_, client["client_id"])
    path = path_of(client, "secrets")
    second = await api.post(path, json={}, headers={**as_(OPERATOR), **key()})
    assert (second.status_code, second.headers["etag"]) == (201, '"2"')
    third = await api.post(path, json={}, headers={**as_(OPERATOR), **key()})
    assert (third.status_code, third.json()["code"]) == (409, "secrets_at_limit")
    values = [client["secret"]["value"], second.json()["secret"]["value"]]
    assert [(await ask_token(api, client["client_id"], value)).status_code for value in values] == [200, 200]

    revoked = f"{path}/{client['secret']['id']}"
    gone = await api.delete(revoked, headers={**as_(OPERATOR), "If-Match": '"2"'})
    assert (gone.status_code, gone.headers["etag"]) == (204, '"3"')
    assert [(await ask_token(api, client["client_id"], value)).status_code for value in values] == [401, 200]
    again = await api.delete(revoked, headers={**as_(OPERATOR), "If-Match": '"3"'})
    assert again.status_code == 404
    fourth = await api.post(path, json={}, headers={**as_(OPERATOR), **key()})
    assert fourth.status_code == 201


async def test_a_new_secret_is_not_shown_by_a_repeat(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    headers = {**as_(OPERATOR), **key()}
    first = await api.post(path_of(client, "secrets"), json={}, headers=headers)
    again = await api.post(path_of(client, "secrets"), json={}, headers=headers)
    assert first.json()["secret"]["value"] not in again.text
    assert again.json()["secret"] == {**first.json()["secret"], "value": None, "shown": "before"}


async def test_two_at_once_cannot_make_a_third_secret(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    requests = (api.post(path_of(client, "secrets"), json={}, headers={**as_(OPERATOR), **key()}) for _ in range(4))
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*requests))
    assert statuses == [201, 409, 409, 409]


async def test_a_secret_expires_by_itself(api: httpx.AsyncClient, as_: As, stack: Stack) -> None:
    client = await register(api, as_)
    await give(api, as_, client["client_id"])
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).isoformat()
    made = await api.post(path_of(client, "secrets"), json={"expires_at": tomorrow}, headers={**as_(OPERATOR), **key()})
    secret = made.json()["secret"]
    assert (await ask_token(api, client["client_id"], secret["value"])).status_code == 200
    async with stack.sessions("gateway").begin() as session:
        kept = (await session.scalars(select(ClientSecret).where(ClientSecret.id == secret["id"]))).one()
        kept.expires_at = dt.datetime.now(dt.UTC)
    assert (await ask_token(api, client["client_id"], secret["value"])).status_code == 401
    shown = await api.get(path_of(client), headers=as_(OPERATOR))
    assert [each["id"] for each in shown.json()["secrets"]] == [client["secret"]["id"]]


async def test_a_secret_does_not_expire_in_the_past(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    body = {"expires_at": "2015-01-09T00:00:00Z"}
    answer = await api.post(path_of(client, "secrets"), json=body, headers={**as_(OPERATOR), **key()})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_in_the_future")


async def test_a_client_is_changed_on_the_version_that_was_read(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    change = {"contact_post": "ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ"}
    without = await api.patch(path_of(client), json=change, headers=as_(OPERATOR))
    changed = await api.patch(path_of(client), json=change, headers={**as_(OPERATOR), "If-Match": '"1"'})
    stale = await api.patch(path_of(client), json=change, headers={**as_(OPERATOR), "If-Match": '"1"'})
    null = await api.patch(path_of(client), json={"purpose": None}, headers={**as_(OPERATOR), "If-Match": '"2"'})
    renamed = await api.patch(path_of(client), json={"client_id": "x-y"}, headers={**as_(OPERATOR), "If-Match": '"2"'})
    assert [each.status_code for each in (without, changed, stale, null, renamed)] == [428, 200, 412, 422, 422]
    assert changed.json()["contact_post"] == change["contact_post"]
    assert changed.json()["name_th"] == client["name_th"]
    assert (changed.headers["etag"], changed.json()["version"]) == ('"2"', 2)


async def test_a_change_that_changes_nothing_makes_no_version(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    same = {"name_th": client["name_th"]}
    answer = await api.patch(path_of(client), json=same, headers={**as_(OPERATOR), "If-Match": '"1"'})
    assert answer.headers["etag"] == '"1"'


async def test_suspending_and_resuming_follow_the_state(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    answers = []
    for move in ("suspend", "suspend", "resume", "resume"):
        body = {"reason": "ตรวจสอบการรั่วไหล"}
        answers.append(await api.post(path_of(client, move), json=body, headers={**as_(OPERATOR), **key()}))
    assert [answer.status_code for answer in answers] == [200, 409, 200, 409]
    assert [answers[0].json()["state"], answers[2].json()["state"]] == ["suspended", "active"]
    without_reason = await api.post(path_of(client, "suspend"), json={}, headers={**as_(OPERATOR), **key()})
    assert without_reason.status_code == 422


async def test_a_suspended_client_shows_what_may_be_done(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    await api.post(path_of(client, "secrets"), json={}, headers={**as_(OPERATOR), **key()})
    await api.post(path_of(client, "suspend"), json={"reason": "ตรวจสอบ"}, headers={**as_(OPERATOR), **key()})
    shown = (await api.get(path_of(client), headers=as_(OPERATOR))).json()
    found = {each["action"]: each["code"] for each in shown["allowed_actions"]}
    assert found == {
        "client.change": None,
        "client.add_secret": "secrets_at_limit",
        "client.revoke_secret": None,
        "client.suspend": "state_does_not_allow",
        "client.resume": None,
    }


async def test_an_operator_does_not_suspend_its_own_client(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    await give(api, as_, client["client_id"], "operator")
    token = (await ask_token(api, client["client_id"], client["secret"]["value"])).json()["access_token"]
    own = {"Authorization": f"Bearer {token}"}
    answer = await api.post(path_of(client, "suspend"), json={"reason": "พลาด"}, headers={**own, **key()})
    assert (answer.status_code, answer.json()["code"]) == (403, "own_access")
    shown = (await api.get(path_of(client), headers=own)).json()
    assert {each["action"]: each["code"] for each in shown["allowed_actions"]}["client.suspend"] == "own_access"
    rotated = await api.post(path_of(client, "secrets"), json={}, headers={**own, **key()})
    assert rotated.status_code == 201


async def test_the_history_tells_what_was_done_by_whom_and_why(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    await api.post(path_of(client, "secrets"), json={}, headers={**as_(OPERATOR), **key()})
    await api.patch(path_of(client), json={"name_th": "ชื่อใหม่"}, headers={**as_(OPERATOR), "If-Match": '"2"'})
    await api.delete(path_of(client, "secrets", client["secret"]["id"]), headers={**as_(OPERATOR), "If-Match": '"3"'})
    for move in ("suspend", "resume"):
        await api.post(path_of(client, move), json={"reason": f"เหตุผล {move}"}, headers={**as_(OPERATOR), **key()})
    items = (await api.get(path_of(client, "history"), headers=as_(OPERATOR))).json()["items"]
    assert [item["type"] for item in reversed(items)] == [
        "client.registered",
        "client.secret_added",
        "client.changed",
        "client.secret_revoked",
        "client.suspended",
        "client.resumed",
    ]
    assert [item["object_version"] for item in reversed(items)] == [1, 2, 3, 4, 5, 6]
    assert items[1]["changes"]["reason"] == "เหตุผล suspend"
    assert {item["actor"] for item in items} == {"operator"}


@pytest.mark.parametrize("grant", OTHERS)
async def test_only_the_operator_sees_or_touches_clients(api: httpx.AsyncClient, as_: As, grant: str) -> None:
    client = await register(api, as_)
    secret = client["secret"]["id"]
    versioned, keyed = {**as_(grant), "If-Match": '"1"'}, {**as_(grant), **key()}
    reason = {"reason": "ทดสอบ"}
    answers = [
        await api.get("/v1/clients", headers=as_(grant)),
        await api.get(path_of(client), headers=as_(grant)),
        await api.get(path_of(client, "history"), headers=as_(grant)),
        await api.post("/v1/clients", json=client_body(unique()), headers=keyed),
        await api.patch(path_of(client), json={"name_th": "ชื่อ"}, headers=versioned),
        await api.post(path_of(client, "secrets"), json={}, headers=keyed),
        await api.delete(path_of(client, "secrets", secret), headers=versioned),
        await api.post(path_of(client, "suspend"), json=reason, headers=keyed),
        await api.post(path_of(client, "resume"), json=reason, headers=keyed),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    nobody = await api.get(path_of(client))
    assert nobody.status_code == 401


async def test_an_unknown_client_is_not_found(api: httpx.AsyncClient, as_: As) -> None:
    unknown = {"id": str(uuid4())}
    for path in (path_of(unknown), path_of(unknown, "history")):
        assert (await api.get(path, headers=as_(OPERATOR))).status_code == 404
    answer = await api.post(path_of(unknown, "secrets"), json={}, headers={**as_(OPERATOR), **key()})
    assert answer.status_code == 404
    assert (await api.get("/v1/clients/not-an-id", headers=as_(OPERATOR))).status_code == 422


async def test_clients_are_listed_page_by_page_and_found_by_thai_name(api: httpx.AsyncClient, as_: As) -> None:
    mark = uuid4().hex[:8]
    made = [await register(api, as_, client_id=f"{mark}-{number}", name_th="ระบบเตือนน้ำท่วม") for number in range(5)]
    await api.post(path_of(made[0], "suspend"), json={"reason": "ทดสอบ"}, headers={**as_(OPERATOR), **key()})

    async def listed(**parameters: Any) -> list[str]:
        found, cursor = [], None
        while True:
            shown = {**parameters, **({"cursor": cursor} if cursor else {})}
            page = (await api.get("/v1/clients", params=shown, headers=as_(OPERATOR))).json()
            found += [each["client_id"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    names = [each["client_id"] for each in made]
    assert await listed(q=mark, limit=2) == names
    assert await listed(q=mark, limit=2, sort="-client_id") == names[::-1]
    assert await listed(q=mark, limit=3, sort="-created_at") == names[::-1]
    assert await listed(q=f"{mark}-3 ระบบเตือนน้ําท่วม") == names[3:4]
    assert await listed(q=mark, state="suspended") == names[:1]
    assert await listed(q="%") == []
    wrong = await api.get("/v1/clients", params={"sort": "hash"}, headers=as_(OPERATOR))
    assert wrong.status_code == 422
