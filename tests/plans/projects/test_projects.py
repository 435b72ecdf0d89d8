"""`/v1/projects` through the gateway: the life of a project, and every way it can be refused."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import As, key
from tests.plans.projects.conftest import COMMITTEE, OWNER, Json, Make, project_body

PATH = "/v1/projects"


async def test_a_project_is_drafted_corrected_submitted_returned_and_submitted_again(
    api: httpx.AsyncClient, as_: As
) -> None:
    draft = await api.post(PATH, json=project_body(place_th=None), headers={**as_(OWNER), **key()})
    path = draft.headers["location"]
    refused = await api.post(f"{path}/submit", headers={**as_(OWNER), **key()})
    assert refused.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in refused.json()["errors"]] == [("/place_th", "missing")]
    headers = {**as_(OWNER), "If-Match": draft.headers["etag"]}
    patched = await api.patch(path, json={"place_th": "อำเภอสันกำแพง"}, headers=headers)
    assert (patched.status_code, patched.headers["etag"]) == (200, '"2"')
    submitted = await api.post(f"{path}/submit", headers={**as_(OWNER), **key()})
    assert submitted.json()["state"] == "submitted"
    body = {"reason": "โปรดปรับวงเงินให้ตรงกับกิจกรรม"}
    returned = await api.post(f"{path}/return", json=body, headers={**as_(COMMITTEE), **key()})
    assert returned.json()["return_reason"] == body["reason"]
    again = await api.post(f"{path}/submit", headers={**as_(OWNER), **key()})
    assert (again.json()["state"], again.json()["return_reason"]) == ("submitted", None)
    history = (await api.get(f"{path}/history", headers=as_(OWNER))).json()["items"]
    assert [entry["type"].removeprefix("project.") for entry in history] == [
        "submitted",
        "returned",
        "submitted",
        "updated",
        "created",
    ]
    assert history[1]["changes"] == {"state": ["submitted", "returned"], "reason": body["reason"]}
    assert history[3]["changes"] == {"place_th": [None, "อำเภอสันกำแพง"]}


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "cancelled"])
async def test_both_doors_write_the_same_bytes(api: httpx.AsyncClient, as_: As, make_project: Make, state: str) -> None:
    shares = [{"area_code": "50", "amount": "0.01"}, {"area_code": "51", "amount": "1249999.99"}]
    made = await make_project(state, shares=shares, title_en='Say "สวัสดี" \\ / \n'.strip(), is_regular_mission=True)
    read = await api.get(f"{PATH}/{made['id']}", headers=as_(OWNER))
    assert read.json() == made
    assert read.content.decode() == json.dumps(made, ensure_ascii=False, separators=(",", ":"))


async def test_the_same_key_makes_one_project_and_says_that_it_was_replayed(api: httpx.AsyncClient, as_: As) -> None:
    body, headers = project_body(), {**as_(OWNER), **key()}
    answers = await asyncio.gather(*(api.post(PATH, json=body, headers=headers) for _ in range(6)))
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    replay = await api.post(PATH, json=body, headers=headers)
    assert (replay.status_code, replay.headers["idempotent-replayed"]) == (201, "true")
    assert replay.json()["id"] in made
    other = await api.post(PATH, json=project_body(), headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_replay_asks_access_again(api: httpx.AsyncClient, as_: As, make_project: Make) -> None:
    project, shared_key = await make_project(), key()
    path = f"{PATH}/{project['id']}/submit"
    first = await api.post(path, headers={**as_(OWNER), **shared_key})
    assert first.status_code == 200
    stranger = await api.post(path, headers={**as_("province:57"), **shared_key})
    assert stranger.status_code == 404


async def test_a_second_project_of_the_same_title_is_refused_with_the_first_ones_id(
    api: httpx.AsyncClient, as_: As, make_project: Make
) -> None:
    first = await make_project(title_th=f"ก่อสร้างถนนบ้านน้ำริน {uuid4()}")
    slip = first["title_th"].replace("น้ำ", "นำ้")
    answer = await api.post(PATH, json=project_body(title_th=slip), headers={**as_(OWNER), **key()})
    assert (answer.status_code, answer.json()["code"]) == (409, "project_exists")
    assert answer.json()["facts"] == {"project_id": first["id"]}
    another_year = project_body(title_th=slip, fiscal_year=2559, end_on="2015-10-31")
    assert (await api.post(PATH, json=another_year, headers={**as_(OWNER), **key()})).status_code == 201


async def test_two_people_changing_the_same_version_end_in_one_change(
    api: httpx.AsyncClient, as_: As, make_project: Make
) -> None:
    project = await make_project()
    headers = {**as_(OWNER), "If-Match": '"1"'}
    changes = [{"place_th": f"หมู่ที่ {number}"} for number in range(5)]
    path = f"{PATH}/{project['id']}"
    answers = await asyncio.gather(*(api.patch(path, json=change, headers=headers) for change in changes))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"owner_area_code": None}, "/owner_area_code", "one_owner"),
        ({"owner_function_code": "05"}, "/owner_area_code", "one_owner"),
        ({"owner_area_code": "99"}, "/owner_area_code", "area_unknown"),
        ({"fiscal_year": 2015}, "/fiscal_year", "fiscal_year_in_common_era"),
        ({"fiscal_year": "๒๕๕๘"}, "/fiscal_year", "fiscal_year_malformed"),
        ({"estimated_amount": 1250000.0}, "/estimated_amount", "amount_is_number"),
        ({"estimated_amount": 1250000}, "/estimated_amount", "amount_is_number"),
        ({"estimated_amount": "1E+6"}, "/estimated_amount", "amount_has_exponent"),
        ({"estimated_amount": "1,250,000.00"}, "/estimated_amount", "amount_has_commas"),
        ({"estimated_amount": "๑๒๕๐๐๐๐"}, "/estimated_amount", "amount_has_thai_digits"),
        ({"estimated_amount": "1250000.001"}, "/estimated_amount", "amount_has_too_many_decimals"),
        ({"estimated_amount": "-1"}, "/estimated_amount", "amount_negative"),
        ({"title_th": "   "}, "/title_th", "blank"),
        ({"title_th": "ก\u0000ข"}, "/title_th", "forbidden_characters"),
        ({"start_on": "2557-11-01"}, "/start_on", "day_in_buddhist_era"),
        ({"shares": [{"area_code": "50", "amount": "1.00"}]}, "/shares", "shares_do_not_add_up"),
        ({"shares": [{"area_code": "50", "amount": "0"}]}, "/shares", "share_of_nothing"),
        ({"shares": [{"area_code": "50", "amount": "1"}] * 2}, "/shares", "area_twice"),
        ({"state": "submitted"}, "/state", "extra_forbidden"),
        ({"id": str(uuid4())}, "/id", "extra_forbidden"),
        ({"version": 7}, "/version", "extra_forbidden"),
    ],
)
async def test_what_is_wrong_with_a_body_is_said_where_it_is(
    api: httpx.AsyncClient, as_: As, body: Json, pointer: str, code: str
) -> None:
    answer = await api.post(PATH, json=project_body(**body), headers={**as_(OWNER), **key()})
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


async def test_an_owner_that_is_not_the_callers_is_refused(api: httpx.AsyncClient, as_: As) -> None:
    answer = await api.post(PATH, json=project_body(), headers={**as_("province:51"), **key()})
    assert (answer.status_code, answer.json()["code"]) == (403, "owner_not_yours")
    assert "province:51" in answer.json()["detail"]


async def test_a_list_pages_without_gap_or_repeat_while_projects_are_added(
    api: httpx.AsyncClient, as_: As, make_project: Make
) -> None:
    mark = str(uuid4())
    made = [(await make_project(title_th=f"{word} {mark}"))["id"] for word in ("แก้ว", "เกาะ", "ขิง", "กล้วย", "ไก่")]
    parameters: dict[str, Any] = {"q": mark, "sort": "title_th", "limit": 2}
    titles: list[str] = []
    while True:
        page = (await api.get(PATH, params=parameters, headers=as_(OWNER))).json()
        titles += [item["title_th"].split()[0] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        await make_project(title_th=f"กก {mark} {uuid4()}")
        parameters["cursor"] = page["next_cursor"]
    assert titles == ["กล้วย", "เกาะ", "แก้ว", "ไก่", "ขิง"]
    assert len(made) == 5


async def test_a_cursor_belongs_to_its_list(api: httpx.AsyncClient, as_: As, make_project: Make) -> None:
    await make_project()
    await make_project()
    page = (await api.get(PATH, params={"limit": 1}, headers=as_(OWNER))).json()
    for other in ({"sort": "title_th"}, {"fiscal_year": 2560}, {"cursor": page["next_cursor"][:-4] + "AAA="}):
        asked = {"limit": 1, "cursor": page["next_cursor"], **other}
        answer = await api.get(PATH, params=asked, headers=as_(OWNER))
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")


async def test_filters_narrow_and_expand_adds(api: httpx.AsyncClient, as_: As, make_project: Make) -> None:
    mark = str(uuid4())
    shares = [{"area_code": "50", "amount": "1000000.00"}, {"area_code": "52", "amount": "250000.00"}]
    await make_project(title_th=f"ถนน {mark}", shares=shares)
    sent = await make_project("submitted", title_th=f"สะพาน {mark}")

    async def ids(**filters: Any) -> list[str]:
        answer = await api.get(PATH, params={"q": mark, **filters}, headers=as_(OWNER))
        assert answer.status_code == 200, answer.text
        return [item["title_th"].split()[0] for item in answer.json()["items"]]

    assert await ids(state="submitted") == ["สะพาน"]
    assert await ids(area_code="52") == ["ถนน"]
    assert sorted(await ids(owner_area_code="50", fiscal_year=2558)) == ["ถนน", "สะพาน"]
    assert await ids(owner_function_code="05") == []
    answer = await api.get(PATH, params={"q": f"สพาน {mark}", "expand": "allowed_actions"}, headers=as_(OWNER))
    assert answer.json()["items"] == []
    answer = await api.get(PATH, params={"q": f"สะพาน {mark}", "expand": "allowed_actions"}, headers=as_(OWNER))
    assert answer.json()["items"] == [sent]


async def test_allowed_actions_tell_the_truth(api: httpx.AsyncClient, as_: As, make_project: Make) -> None:
    """Each action on the object is tried as it is announced: allowed ones are accepted, others refused by that code."""
    for grant in (OWNER, COMMITTEE, "opdc"):
        for state in ("draft", "submitted", "returned"):
            project = await make_project(state)
            read = await api.get(f"{PATH}/{project['id']}", headers=as_(grant))
            if read.status_code == 404:
                continue
            for announced in read.json()["allowed_actions"]:
                verb = announced["action"].removeprefix("project.")
                if verb not in ("submit", "withdraw", "return"):
                    continue
                fresh = await make_project(state)
                path = f"{PATH}/{fresh['id']}/{verb}"
                answer = await api.post(path, json={"reason": "ทดสอบ"}, headers={**as_(grant), **key()})
                assert (answer.status_code == 200) is announced["allowed"], (grant, state, verb)
                if not announced["allowed"]:
                    assert answer.json()["code"] == announced["code"]
