"""Resolutions whose items come from a query: frozen when recorded, confirmed by another person, carried out once."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from gateway.upstreams import FILE_SECONDS
from services.plans.projects.repository import add_projects
from services.plans.projects.schemas import CREATE_EXAMPLE, ProjectCreate
from services.plans.projects.usecases.projects import new_project
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.decisions import CHAIR, POLICY, confirmed, meeting_of, of_province, recorded
from tests.contract.specimens.plans import plan
from tests.contract.specimens.resolutions import resolution_body
from tests.contract.world import World
from tests.stack import Stack

MANY = 1859  # A3.5: that many projects of provinces and clusters were approved for FY2568
OF_50 = of_province("50")


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


def query(fiscal_year: int, **changed: Any) -> Json:
    asked = {"service": "plans", "object_type": "project", "fiscal_year": fiscal_year, "state": "submitted"}
    return {**asked, "decision": "endorse", **changed}


async def submitted_projects(stack: Stack, fiscal_year: int, count: int, area: str = "50") -> None:
    """Projects of an area that were submitted, more than a test could ask for one by one."""
    year = fiscal_year - 543
    body = {**CREATE_EXAMPLE, "fiscal_year": fiscal_year, "start_on": f"{year - 1}-11-01", "end_on": f"{year}-08-31"}
    body |= {"owner_area_code": area, "shares": [{"area_code": area, "amount": "1250000.00"}]}
    async with stack.sessions("plans").begin() as session:
        made = [
            new_project(ProjectCreate.model_validate({**body, "title_th": f"โครงการที่ {number} {uuid4()}"}))
            for number in range(count)
        ]
        for project in made:
            project.state = "submitted"
        await add_projects(session, *made)


async def items_of(world: World, resolution_id: str) -> list[Json]:
    shown: list[Json] = []
    parameters: dict[str, Any] = {"limit": 200}
    while True:
        path = f"/v1/resolutions/{resolution_id}/items"
        page = (await world.api.get(path, params=parameters, headers=world.as_("opdc"))).json()
        shown += page["items"]
        if page["next_cursor"] is None:
            return shown
        parameters["cursor"] = page["next_cursor"]


async def refused(world: World, asked: Json, code: str) -> Json:
    held = await meeting_of(world, OF_50)
    body = resolution_body(held["id"], query=asked)
    del body["items"]
    answer = await world.api.post("/v1/resolutions", json=body, headers={**world.as_(OF_50.office), **key()})
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["errors"]
    assert fault["code"] == code
    return dict(fault)


async def test_every_project_that_fits_is_decided_once_in_one_call(world: World, stack: Stack) -> None:
    year = 2611
    await submitted_projects(stack, year, MANY)
    resolution = await confirmed(world, OF_50, query=query(year, area_code="50"))
    assert resolution["item_count"] == MANY
    items = await items_of(world, resolution["id"])
    assert [item["object_id"] for item in items] == sorted(item["object_id"] for item in items)
    assert {(item["decision"], item["amount"]) for item in items} == {("endorse", None)}
    changed, owner = items[7]["object_id"], world.as_("province:50")
    path = f"/v1/projects/{changed}"
    await world.act(f"{path}/withdraw", "province:50")
    await world.api.patch(path, json={"place_th": "ย้ายสถานที่"}, headers={**owner, "If-Match": '"2"'})
    now = (await world.act(f"{path}/submit", "province:50")).json()
    body = {"resolution_id": resolution["id"]}
    headers = {**world.as_(OF_50.office), **key()}
    # As long as the gateway itself waits for a resolution to be carried out.
    answer = await world.api.post("/v1/projects/decisions", json=body, headers=headers, timeout=FILE_SECONDS)
    assert answer.status_code == 200, answer.text
    first = answer.json()
    assert first["counts"] == {"applied": MANY - 1, "already_applied": 0, "changed_since": 1, "not_allowed": 0}
    (different,) = [item for item in first["items"] if item["outcome"] == "changed_since"]
    assert (different["object_id"], different["decided_hash"]) == (changed, items[7]["content_hash"])
    assert different["current_hash"] == now["content_hash"] != items[7]["content_hash"]
    replay = await world.api.post("/v1/projects/decisions", json=body, headers=headers)
    assert (replay.json(), replay.headers["idempotent-replayed"]) == (first, "true")
    again = (await world.act("/v1/projects/decisions", OF_50.office, body)).json()
    assert again["counts"] == {"applied": 0, "already_applied": MANY - 1, "changed_since": 1, "not_allowed": 0}
    left: dict[str, Any] = {"fiscal_year": year, "state": "submitted", "owner_area_code": "50"}
    listed = (await world.api.get("/v1/projects", params=left, headers=owner)).json()["items"]
    assert [each["id"] for each in listed] == [changed]


async def test_a_repeat_is_answered_as_the_first_time_though_other_objects_fit_now(world: World, stack: Stack) -> None:
    year = 2612
    await submitted_projects(stack, year, 2)
    held = await meeting_of(world, OF_50)
    body = resolution_body(held["id"], query=query(year))
    del body["items"]
    headers = {**world.as_(OF_50.office), **key()}
    first = await world.api.post("/v1/resolutions", json=body, headers=headers)
    assert (first.status_code, first.json()["item_count"]) == (201, 2)
    for item in await items_of(world, first.json()["id"]):
        await world.act(f"/v1/projects/{item['object_id']}/withdraw", "province:50")
    again = await world.api.post("/v1/resolutions", json=body, headers=headers)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert again.json() == first.json()


async def test_what_is_approved_takes_over_the_amount_that_is_asked(world: World, stack: Stack) -> None:
    year = 2613
    await submitted_projects(stack, year, 2)
    resolution = await recorded(world, POLICY, query=query(year, decision="approve", condition_th="ให้รายงานทุกไตรมาส"))
    items = await items_of(world, resolution["id"])
    assert [(item["amount"], item["condition_th"]) for item in items] == [("1250000.00", "ให้รายงานทุกไตรมาส")] * 2
    endorsing = await recorded(world, OF_50, query=query(year))
    assert [item["amount"] for item in await items_of(world, endorsing["id"])] == [None, None]
    history = await world.api.get(f"/v1/resolutions/{resolution['id']}/history", headers=world.as_("opdc"))
    assert history.json()["items"][-1]["changes"]["query"][1]["fiscal_year"] == year


async def test_a_query_narrows_by_area_and_finds_plans_too(world: World, stack: Stack) -> None:
    year = 2614
    await submitted_projects(stack, year, 2)
    await submitted_projects(stack, year, 3, area="51")
    for area, count in ((None, 5), ("51", 3)):
        made = await recorded(world, POLICY, query=query(year, area_code=area))
        assert made["item_count"] == count
    drawn = await plan(world, "submitted")
    asked = query(drawn["first_fiscal_year"], object_type="plan", area_code=drawn["area_code"])
    made = await recorded(world, of_province(drawn["area_code"]), query=asked)
    (item,) = await items_of(world, made["id"])
    seen = (item["object_id"], item["object_version"], item["content_hash"])
    assert seen == (drawn["id"], drawn["version"], drawn["content_hash"])


async def test_what_a_query_cannot_give_is_refused(world: World) -> None:
    fault = await refused(world, query(2615), "no_items")
    assert fault["pointer"] == "/query"
    fault = await refused(world, query(2615, object_type="road"), "object_type_unknown")
    assert fault["pointer"] == "/query/object_type"


async def test_too_many_are_refused_with_how_to_divide_them(world: World, stack: Stack) -> None:
    await submitted_projects(stack, 2616, 2001)
    fault = await refused(world, query(2616), "too_many_items")
    assert "area_code" in str(fault)


async def test_items_or_a_query_are_given_and_not_both(world: World) -> None:
    held = await meeting_of(world, OF_50)
    body = resolution_body(held["id"])
    for wrong in ({**body, "query": query(2615)}, {name: value for name, value in body.items() if name != "items"}):
        answer = await world.api.post("/v1/resolutions", json=wrong, headers={**world.as_(OF_50.office), **key()})
        assert answer.status_code == 422
        assert [fault["code"] for fault in answer.json()["errors"]] == ["items_or_query"]


async def test_who_recorded_from_a_query_does_not_confirm_it(world: World, stack: Stack) -> None:
    await submitted_projects(stack, 2617, 1)
    made = await recorded(world, OF_50, query=query(2617))
    path = f"/v1/resolutions/{made['id']}/confirm"
    alone = await world.api.post(path, headers={**world.as_(OF_50.office), **key()})
    assert (alone.status_code, alone.json()["code"]) == (403, "second_person_needed")
    other = await world.api.post(path, headers={**world.as_(OF_50.office, subject=CHAIR), **key()})
    assert other.json()["state"] == "confirmed"
