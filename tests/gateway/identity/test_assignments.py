"""Roles given and taken: who may, from when until when, and never twice."""

import asyncio
import datetime as dt
from typing import Any
from uuid import uuid4

import httpx
import pytest

from gateway.identity.rules import MOST_GRANTS
from services.shared import reference
from services.shared.fiscal import day_in_bangkok
from tests.conftest import As, key
from tests.gateway.identity.steps import ask_token, assignment_body, give, register, unique

OPERATOR = "operator"


def person() -> str:
    """Return a subject that no other test uses."""
    return f"person:{uuid4().hex}"


def day(offset: int) -> str:
    """Return the day in Bangkok `offset` days from today."""
    return (day_in_bangkok(dt.datetime.now(dt.UTC)) + dt.timedelta(days=offset)).isoformat()


async def try_to_give(api: httpx.AsyncClient, as_: As, **body: Any) -> httpx.Response:
    whole = {**assignment_body(person()), **body}
    return await api.post("/v1/assignments", json=whole, headers={**as_(OPERATOR), **key()})


async def test_a_role_is_given_by_an_order(api: httpx.AsyncClient, as_: As) -> None:
    body = assignment_body(person(), "province:50", valid_to="2099-09-30")
    answer = await api.post("/v1/assignments", json=body, headers={**as_(OPERATOR), **key()})
    found = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert {name: found[name] for name in body} == body
    assert (found["state"], found["created_by"]) == ("live", "operator")
    shown = await api.get(answer.headers["location"], headers=as_("interior"))
    assert (shown.json()["id"], shown.headers["etag"]) == (found["id"], '"1"')
    assert [each["code"] for each in shown.json()["allowed_actions"]] == ["not_permitted"]


@pytest.mark.parametrize(
    ("changed", "code", "pointer"),
    [
        ({"subject": "no-such-client"}, "client_unknown", "/subject"),
        ({"subject": "person:a@b.go.th"}, "subject_malformed", "/subject"),
        ({"grant": "province:10"}, "unit_does_not_fit_role", "/grant"),
        ({"grant": "cluster:50"}, "unit_does_not_fit_role", "/grant"),
        ({"grant": "province"}, "grant_malformed", "/grant"),
        ({"grant": "opdc:50"}, "grant_malformed", "/grant"),
        ({"grant": "service"}, "role_not_assignable", "/grant"),
        ({"grant": "Province:50"}, "string_pattern_mismatch", "/grant"),
        ({"valid_from": "2558-01-09"}, "day_in_buddhist_era", "/valid_from"),
        ({"valid_to": "2014-12-31"}, "ends_before_it_begins", "/valid_to"),
        ({"valid_from": "9/1/2558"}, "date_from_datetime_parsing", "/valid_from"),
        ({"order_reference": ""}, "blank", "/order_reference"),
        ({"until": "2015-09-30"}, "extra_forbidden", "/until"),
    ],
)
async def test_an_assignment_that_breaks_a_rule_is_refused(
    api: httpx.AsyncClient, as_: As, changed: dict[str, Any], code: str, pointer: str
) -> None:
    answer = await try_to_give(api, as_, **changed)
    assert answer.status_code == 422
    assert [(error["code"], error["pointer"]) for error in answer.json()["errors"]] == [(code, pointer)]


@pytest.mark.parametrize(
    ("held", "wanted", "status"),
    [
        (("2015-01-01", None), ("2015-01-01", None), 409),
        (("2015-01-01", None), ("2016-01-01", "2016-12-31"), 409),
        (("2015-01-01", "2015-12-31"), ("2015-12-31", None), 409),
        (("2015-01-01", "2015-12-31"), ("2015-01-01", "2015-06-30"), 409),
        (("2015-01-01", "2015-12-31"), ("2016-01-01", None), 201),
        (("2016-01-01", None), ("2015-01-01", "2015-12-31"), 201),
    ],
)
async def test_no_role_is_held_twice_on_one_day(
    api: httpx.AsyncClient,
    as_: As,
    held: tuple[str, str | None],
    wanted: tuple[str, str | None],
    status: int,
) -> None:
    subject = person()
    await give(api, as_, subject, valid_from=held[0], valid_to=held[1])
    answer = await try_to_give(api, as_, subject=subject, valid_from=wanted[0], valid_to=wanted[1])
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "assignment_overlaps"
    other = await try_to_give(api, as_, subject=subject, grant="ministry:05")
    assert other.status_code == 201


async def test_many_at_once_give_a_role_once(api: httpx.AsyncClient, as_: As) -> None:
    subject = person()
    requests = (try_to_give(api, as_, subject=subject, valid_from=day(-number)) for number in range(6))
    statuses = sorted(answer.status_code for answer in await asyncio.gather(*requests))
    assert statuses == [201] + [409] * 5


async def test_one_subject_holds_no_more_roles_than_fit_into_a_token(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    provinces = [each.code for each in reference.areas() if each.kind.value == "province"]
    for code in provinces[:MOST_GRANTS]:
        await give(api, as_, client["client_id"], f"province_committee:{code}")
    answer = await try_to_give(api, as_, subject=client["client_id"], grant="opdc")
    assert (answer.status_code, answer.json()["code"]) == (409, "grants_at_limit")
    token = (await ask_token(api, client["client_id"], client["secret"]["value"])).json()["access_token"]
    me = await api.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert len(me.json()["grants"]) == MOST_GRANTS


async def test_a_role_is_ended_once_and_with_a_reason(api: httpx.AsyncClient, as_: As) -> None:
    assignment = await give(api, as_, person())
    path = f"/v1/assignments/{assignment['id']}/end"
    headers = {**as_(OPERATOR), **key()}
    without = await api.post(path, json={}, headers={**as_(OPERATOR), **key()})
    ended = await api.post(path, json={"reason": "พ้นจากตำแหน่ง"}, headers=headers)
    repeated = await api.post(path, json={"reason": "พ้นจากตำแหน่ง"}, headers=headers)
    twice = await api.post(path, json={"reason": "พ้นจากตำแหน่ง"}, headers={**as_(OPERATOR), **key()})
    assert [each.status_code for each in (without, ended, repeated, twice)] == [422, 200, 200, 409]
    assert (ended.json()["state"], ended.json()["end_reason"], ended.json()["version"]) == ("ended", "พ้นจากตำแหน่ง", 2)
    assert repeated.headers["idempotent-replayed"] == "true"
    again = await try_to_give(api, as_, subject=assignment["subject"])
    assert again.status_code == 201


async def test_what_is_past_cannot_be_ended_and_what_is_to_come_can(api: httpx.AsyncClient, as_: As) -> None:
    past = await give(api, as_, person(), valid_to="2015-09-30")
    coming = await give(api, as_, person(), valid_from=day(2))
    assert (past["state"], coming["state"]) == ("past", "upcoming")
    body = {"reason": "ยกเลิกคำสั่ง"}
    for each, status in ((past, 409), (coming, 200)):
        path = f"/v1/assignments/{each['id']}/end"
        answer = await api.post(path, json=body, headers={**as_(OPERATOR), **key()})
        assert answer.status_code == status


async def test_a_role_holds_through_its_last_day_in_bangkok(api: httpx.AsyncClient, as_: As) -> None:
    today = await give(api, as_, person(), valid_from=day(0), valid_to=day(0))
    yesterday = await give(api, as_, person(), valid_from=day(-1), valid_to=day(-1))
    assert (today["state"], yesterday["state"]) == ("live", "past")


async def test_nobody_gives_or_takes_a_role_of_their_own(api: httpx.AsyncClient, as_: As) -> None:
    client = await register(api, as_)
    own = await give(api, as_, client["client_id"], "operator")
    token = (await ask_token(api, client["client_id"], client["secret"]["value"])).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    more = assignment_body(client["client_id"], "budget_bureau")
    given = await api.post("/v1/assignments", json=more, headers={**headers, **key()})
    path = f"/v1/assignments/{own['id']}"
    ended = await api.post(f"{path}/end", json={"reason": "พลาด"}, headers={**headers, **key()})
    assert [(each.status_code, each.json()["code"]) for each in (given, ended)] == [(403, "own_access")] * 2
    shown = (await api.get(path, headers=headers)).json()
    assert [each["code"] for each in shown["allowed_actions"]] == ["own_access"]


async def test_the_interior_may_read_and_not_write(api: httpx.AsyncClient, as_: As) -> None:
    assignment = await give(api, as_, person())
    path = f"/v1/assignments/{assignment['id']}"
    reads = [await api.get(each, headers=as_("interior")) for each in ("/v1/assignments", path, f"{path}/history")]
    assert [answer.status_code for answer in reads] == [200, 200, 200]
    writes = [
        await api.post("/v1/assignments", json=assignment_body(person()), headers={**as_("interior"), **key()}),
        await api.post(f"{path}/end", json={"reason": "ทดสอบ"}, headers={**as_("interior"), **key()}),
    ]
    assert [answer.status_code for answer in writes] == [403, 403]


@pytest.mark.parametrize("grant", ["opdc", "province:50", "ministry:21", "auditor", "service"])
async def test_nobody_else_reads_assignments(api: httpx.AsyncClient, as_: As, grant: str) -> None:
    assignment = await give(api, as_, person())
    for path in ("/v1/assignments", f"/v1/assignments/{assignment['id']}"):
        assert (await api.get(path, headers=as_(grant))).status_code == 403
    assert (await api.get("/v1/assignments")).status_code == 401


async def test_the_history_tells_who_gave_and_who_took_and_why(api: httpx.AsyncClient, as_: As) -> None:
    assignment = await give(api, as_, person())
    path = f"/v1/assignments/{assignment['id']}"
    await api.post(f"{path}/end", json={"reason": "พ้นจากตำแหน่ง"}, headers={**as_(OPERATOR), **key()})
    items = (await api.get(f"{path}/history", headers=as_("interior"))).json()["items"]
    told = [(item["type"], item["object_version"]) for item in items]
    assert told == [("assignment.ended", 2), ("assignment.given", 1)]
    assert items[0]["changes"] == {"grant": ["ministry:21", None], "reason": "พ้นจากตำแหน่ง"}
    missing = await api.get(f"/v1/assignments/{uuid4()}", headers=as_("interior"))
    assert missing.status_code == 404


async def test_assignments_are_found_by_subject_role_unit_and_state(api: httpx.AsyncClient, as_: As) -> None:
    client_id = (await register(api, as_, client_id=unique("find")))["client_id"]
    await give(api, as_, client_id, "province:38")
    await give(api, as_, client_id, "province_committee:38")
    await give(api, as_, client_id, "ministry:11", valid_to="2015-09-30")
    await give(api, as_, client_id, "province:11", valid_from=day(3))
    await give(api, as_, client_id, "opdc")

    async def found(**parameters: Any) -> set[str]:
        shown = {"subject": client_id, **parameters}
        answer = await api.get("/v1/assignments", params=shown, headers=as_(OPERATOR))
        return {each["grant"] for each in answer.json()["items"]}

    assert await found(role="province") == {"province:38", "province:11"}
    assert await found(area_code="38") == {"province:38", "province_committee:38"}
    assert await found(area_code="11") == {"province:11"}
    assert await found(function_code="11") == {"ministry:11"}
    assert await found(state="live") == {"province:38", "province_committee:38", "opdc"}
    assert await found(state="upcoming") == {"province:11"}
    assert await found(state="past") == {"ministry:11"}
    assert await found(state="ended") == set()
    assert await found(role="province", area_code="38", state="live") == {"province:38"}
    wrong = await api.get("/v1/assignments", params={"area_code": "99"}, headers=as_(OPERATOR))
    unknown = await api.get("/v1/assignments", params={"live": "true"}, headers=as_(OPERATOR))
    assert (wrong.status_code, unknown.status_code) == (422, 422)


async def test_assignments_are_listed_page_by_page(api: httpx.AsyncClient, as_: As) -> None:
    subject = person()
    given = [(await give(api, as_, subject, f"province:{code}"))["id"] for code in ("50", "51", "52", "53", "54")]
    for sort, expected in (("created_at", given), ("-created_at", given[::-1]), ("subject", given)):
        seen, cursor = [], None
        while True:
            shown = {"subject": subject, "sort": sort, "limit": "2", **({"cursor": cursor} if cursor else {})}
            page = (await api.get("/v1/assignments", params=shown, headers=as_(OPERATOR))).json()
            seen += [each["id"] for each in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert seen == expected
    foreign = {"subject": person(), "sort": "subject", "cursor": "AAAA"}
    assert (await api.get("/v1/assignments", params=foreign, headers=as_(OPERATOR))).status_code == 400
