"""`/v1/committees` through the gateway."""

from uuid import uuid4

import httpx
import pytest

from services.plans.committees.schemas import MEMBER_EXAMPLE
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.committees import committee_body

PATH, OFFICE = "/v1/committees", "province:50"


async def registered(api: httpx.AsyncClient, headers: dict[str, str], **changed: str | None) -> Json:
    answer = await api.post(PATH, json=committee_body(**changed), headers={**headers, **key()})
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def test_members_are_those_of_a_day(api: httpx.AsyncClient, as_: As) -> None:
    office = as_(OFFICE)
    path = f"{PATH}/{(await registered(api, office))['id']}"
    first = await api.post(f"{path}/members", json=MEMBER_EXAMPLE, headers={**office, **key()})
    member = first.json()["members"][0]
    body = {"valid_to": "2014-09-30", "reason": "เกษียณอายุราชการ"}
    ended = await api.post(f"{path}/members/{member['id']}/end", json=body, headers={**office, **key()})
    assert ended.json()["members"][0]["valid_to"] == "2014-09-30"
    again = {**MEMBER_EXAMPLE, "valid_from": "2014-10-01"}
    assert (await api.post(f"{path}/members", json=again, headers={**office, **key()})).status_code == 201
    for day, count in (("2009-02-17", 0), ("2014-09-30", 1), ("2014-10-01", 1)):
        assert len((await api.get(path, params={"on": day})).json()["members"]) == count
    assert len((await api.get(path)).json()["members"]) == 2
    types = [entry["type"] for entry in (await api.get(f"{path}/history")).json()["items"]]
    assert types == [
        "committee.member_seated",
        "committee.term_ended",
        "committee.member_seated",
        "committee.registered",
    ]


async def test_a_post_does_not_take_two_seats(api: httpx.AsyncClient, as_: As) -> None:
    office = as_(OFFICE)
    path = f"{PATH}/{(await registered(api, office))['id']}/members"
    assert (await api.post(path, json=MEMBER_EXAMPLE, headers={**office, **key()})).status_code == 201
    twice = await api.post(path, json={**MEMBER_EXAMPLE, "seat": "member"}, headers={**office, **key()})
    assert (twice.status_code, twice.json()["code"]) == (409, "seat_taken")


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"area_code": "C52-15"}, "/area_code", "area_does_not_fit"),
        ({"valid_to": "2009-01-01"}, "/valid_to", "ends_before_it_begins"),
        ({"valid_from": "2552-02-18"}, "/valid_from", "day_in_buddhist_era"),
        ({"parent_id": str(uuid4())}, "/parent_id", "committee_unknown"),
        ({"quorum_numerator": 3}, "/quorum_numerator", "quorum_out_of_range"),
        ({"code": "ก.บ.จ."}, "/code", "string_pattern_mismatch"),
    ],
)
async def test_what_does_not_fit_is_named(
    api: httpx.AsyncClient, as_: As, changed: Json, pointer: str, code: str
) -> None:
    answer = await api.post(PATH, json=committee_body(**changed), headers={**as_("opdc"), **key()})
    assert answer.status_code == 422, answer.text
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [(pointer, code)]


@pytest.mark.parametrize(
    ("grant", "kind", "area", "status"),
    [
        ("province:50", "province_committee", "50", 201),
        ("province:51", "province_committee", "50", 403),
        ("cluster:C52-15", "cluster_committee", "C52-15", 201),
        ("province:50", "cluster_committee", "C52-15", 403),
        ("opdc", "policy_committee", None, 201),
        ("opdc", "province_committee", "50", 201),
        ("province:50", "policy_committee", None, 403),
        ("ministry:05", "policy_committee", None, 403),
    ],
)
async def test_each_register_has_its_keeper(
    api: httpx.AsyncClient, as_: As, grant: str, kind: str, area: str | None, status: int
) -> None:
    body = committee_body(kind=kind, area_code=area)
    answer = await api.post(PATH, json=body, headers={**as_(grant), **key()})
    assert answer.status_code == status, answer.text


async def test_the_register_is_open_and_sorted_in_thai(api: httpx.AsyncClient, as_: As) -> None:
    mark = uuid4().hex
    for word in ("แพร่", "เลย", "พะเยา"):
        await registered(api, as_(OFFICE), name_th=f"คณะ{word} {mark}")
    found = (await api.get(PATH, params={"q": mark, "sort": "name_th", "area_code": "50"})).json()["items"]
    assert [item["name_th"].split()[0] for item in found] == ["คณะพะเยา", "คณะแพร่", "คณะเลย"]
    assert (await api.get(PATH, params={"q": mark, "on": "2009-02-17"})).json()["items"] == []


async def test_a_code_is_taken_once(api: httpx.AsyncClient, as_: As) -> None:
    made = await registered(api, as_(OFFICE))
    again = await api.post(PATH, json=committee_body(code=made["code"]), headers={**as_(OFFICE), **key()})
    assert (again.status_code, again.json()["code"]) == (409, "committee_exists")
