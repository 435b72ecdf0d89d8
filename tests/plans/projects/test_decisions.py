"""Projects before their committees, under strategies, and as other services know them."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.plans.projects.schemas import CREATE_EXAMPLE
from services.shared.canonical import sha256
from tests.conftest import As, key
from tests.contract.operations import Json
from tests.contract.specimens.decisions import POLICY, Body, carried_out, confirmed, item_on, of_cluster, of_province
from tests.contract.specimens.plans import owner_of, plan
from tests.contract.world import World
from tests.stack import Stack

PATH = "/v1/projects"
OWNER, OF_50 = "province:50", of_province("50")


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


def outcomes(result: Json) -> list[tuple[str, str | None]]:
    return [(item["outcome"], item["code"]) for item in result["items"]]


async def read(world: World, project_id: str, grant: str = OWNER) -> Json:
    answer = await world.api.get(f"{PATH}/{project_id}", headers=world.as_(grant))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def decide(
    world: World, body: Body, project: Json, decision: str, **changed: Any
) -> list[tuple[str, str | None]]:
    item = item_on(project, decision, object_type="project", **changed)
    return outcomes(await carried_out(world, PATH, body, item))


async def in_state(world: World, state: str) -> Json:
    """A project of เชียงใหม่ as far along as `state` says."""
    project = await world.project("draft" if state == "draft" else "submitted")
    if state in ("endorsed", "approved"):
        assert await decide(world, OF_50, project, "endorse") == [("applied", None)]
    if state == "approved":
        assert await decide(world, POLICY, await read(world, project["id"]), "approve") == [("applied", None)]
    return await read(world, project["id"])


async def test_a_project_is_endorsed_and_approved_and_both_doors_show_it_alike(world: World) -> None:
    project = await in_state(world, "approved")
    assert project["state"] == "approved"
    assert project["content_hash"] == (await read(world, project["id"], "opdc"))["content_hash"]
    history = await world.api.get(f"{PATH}/{project['id']}/history", headers=world.as_(OWNER))
    kinds = [entry["type"] for entry in history.json()["items"]]
    assert kinds == [f"project.{each}" for each in ("approved", "endorsed", "submitted", "created")]
    assert all(entry["resolution_id"] for entry in history.json()["items"][:2])


@pytest.mark.parametrize("state", ["endorsed", "approved"])
async def test_what_was_decided_is_no_longer_its_owners_to_change(world: World, state: str) -> None:
    project = await in_state(world, state)
    path, versioned = f"{PATH}/{project['id']}", {**world.as_(OWNER), "If-Match": f'"{project["version"]}"'}
    keyed = {**world.as_(OWNER), **key()}
    returning = {**world.as_(OF_50.office), **key()}
    for answer in (
        await world.api.post(f"{path}/withdraw", headers=keyed),
        await world.api.post(f"{path}/submit", headers={**keyed, **key()}),
        await world.api.patch(path, json={"place_th": "ที่ใหม่"}, headers=versioned),
        await world.api.delete(path, headers=versioned),
        await world.api.post(f"{path}/return", json={"reason": "ทดสอบ"}, headers=returning),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "state_does_not_allow"), answer.text
    assert await read(world, project["id"]) == project
    assert [each["action"] for each in project["allowed_actions"] if each["allowed"]] == ["project.read_history"]


@pytest.mark.parametrize(
    ("state", "decision", "body", "changed", "code"),
    [
        ("submitted", "approve", POLICY, {}, "state_does_not_allow"),
        ("submitted", "endorse", of_province("51"), {}, "committee_may_not_decide"),
        ("submitted", "endorse", of_cluster("C52-15"), {}, "committee_may_not_decide"),
        ("submitted", "approve", OF_50, {}, "committee_may_not_decide"),
        ("submitted", "merge", OF_50, {"reason_th": "ซ้ำซ้อน"}, "decision_does_not_fit"),
        ("endorsed", "approve", POLICY, {"amount": "1.00"}, "amount_not_asked"),
        ("draft", "endorse", OF_50, {}, "not_found"),
    ],
)
async def test_who_may_not_decide_is_told_so(
    world: World, state: str, decision: str, body: Body, changed: Json, code: str
) -> None:
    project = await in_state(world, state)
    assert await decide(world, body, project, decision, **changed) == [("not_allowed", code)]
    assert await read(world, project["id"]) == project


@pytest.mark.parametrize(("decision", "after"), [("return", "returned"), ("reject", "rejected")])
async def test_the_policy_committee_sends_back_or_rejects_with_the_reason(
    world: World, decision: str, after: str
) -> None:
    project = await in_state(world, "endorsed")
    reason = "ซ้ำซ้อนกับแผนงานปกติของกรม"
    assert await decide(world, POLICY, project, decision, reason_th=reason) == [("applied", None)]
    found = await read(world, project["id"])
    assert (found["state"], found["return_reason"]) == (after, reason)


async def test_a_ministrys_own_project_has_no_area_committee(world: World) -> None:
    owner = {"owner_area_code": None, "owner_function_code": "05"}
    project = await world.project("submitted", "ministry:05", **owner)
    assert await decide(world, OF_50, project, "endorse") == [("not_allowed", "decision_does_not_fit")]
    assert await decide(world, POLICY, project, "approve", amount="1250000.00") == [("applied", None)]
    assert (await read(world, project["id"], "ministry:05"))["state"] == "approved"


async def test_a_project_that_changed_since_is_named_with_both_hashes(world: World) -> None:
    project = await world.project("submitted")
    resolution = await confirmed(world, OF_50, item_on(project, "endorse", object_type="project"))
    await world.act(f"{PATH}/{project['id']}/withdraw", OWNER)
    headers = {**world.as_(OWNER), "If-Match": '"3"'}
    await world.api.patch(f"{PATH}/{project['id']}", json={"place_th": "ที่ใหม่"}, headers=headers)
    await world.act(f"{PATH}/{project['id']}/submit", OWNER)
    result = (await world.act(f"{PATH}/decisions", "opdc", {"resolution_id": resolution["id"]})).json()
    (item,), now = result["items"], await read(world, project["id"])
    assert (item["outcome"], item["decided_hash"]) == ("changed_since", project["content_hash"])
    assert item["current_hash"] == now["content_hash"] != project["content_hash"]


async def test_anyone_can_work_the_hash_out_again(world: World) -> None:
    shares = [{"area_code": "50", "amount": "0.01"}, {"area_code": "51", "amount": "1249999.99"}]
    project = await world.project(shares=shares)
    content = {name: project[name] for name in (*CREATE_EXAMPLE, "owner_function_code", "title_en", "strategy_id")}
    content["shares"] = {share["area_code"]: share["amount"] for share in project["shares"]}
    assert sha256(content) == project["content_hash"]


@pytest.fixture
async def linked(world: World) -> tuple[Json, Json, Json]:
    """A plan, its one strategy, and the body of a project under it."""
    made = await plan(world)
    answer = await world.api.get(f"/v1/plans/{made['id']}/strategy", headers=world.as_(owner_of(made)))
    strategy, area, year = answer.json()["issues"][0]["strategies"][0], made["area_code"], made["first_fiscal_year"]
    body = {
        **CREATE_EXAMPLE,
        "title_th": f"โครงการ {uuid4()}",
        "owner_area_code": area,
        "shares": [{"area_code": area, "amount": "1250000.00"}],
        "strategy_id": strategy["id"],
        "fiscal_year": year,
        "start_on": f"{year - 544}-11-01",
        "end_on": f"{year - 543}-08-31",
    }
    return made, strategy, body


async def test_a_project_stands_under_a_strategy_of_its_area_and_year(
    world: World, linked: tuple[Json, Json, Json]
) -> None:
    made, strategy, body = linked
    headers = world.as_(owner_of(made))
    project = (await world.create(PATH, body, owner_of(made))).json()
    assert project["strategy_id"] == strategy["id"]
    found = await world.api.get(PATH, params={"strategy_id": strategy["id"]}, headers=headers)
    assert [each["id"] for each in found.json()["items"]] == [project["id"]]
    year = body["fiscal_year"] + 9
    late = {"fiscal_year": year, "start_on": f"{year - 544}-11-01", "end_on": f"{year - 543}-08-31"}
    for changed, code in (
        ({"strategy_id": str(uuid4())}, "strategy_unknown"),
        (late, "strategy_of_other_years"),
    ):
        wrong = {**body, "title_th": f"โครงการ {uuid4()}", **changed}
        answer = await world.api.post(PATH, json=wrong, headers={**headers, **key()})
        assert answer.status_code == 422
        assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [("/strategy_id", code)]
    cleared = await world.api.patch(
        f"{PATH}/{project['id']}", json={"strategy_id": None}, headers={**headers, "If-Match": '"1"'}
    )
    assert cleared.json()["strategy_id"] is None
    assert cleared.json()["content_hash"] != project["content_hash"]


async def test_a_strategy_of_another_area_or_of_a_plan_given_up_is_refused(
    world: World, linked: tuple[Json, Json, Json]
) -> None:
    made, strategy, body = linked
    stranger = "50" if made["area_code"] != "50" else "57"
    elsewhere = {**body, "owner_area_code": stranger, "shares": [{"area_code": stranger, "amount": "1250000.00"}]}
    headers = {**world.as_(f"province:{stranger}"), **key()}
    answer = await world.api.post(PATH, json=elsewhere, headers=headers)
    assert [fault["code"] for fault in answer.json()["errors"]] == ["strategy_unknown"]
    versioned = {**world.as_(owner_of(made)), "If-Match": f'"{made["version"]}"'}
    assert (await world.api.delete(f"/v1/plans/{made['id']}", headers=versioned)).status_code == 204
    answer = await world.api.post(PATH, json=body, headers={**world.as_(owner_of(made)), **key()})
    assert [fault["code"] for fault in answer.json()["errors"]] == ["strategy_of_former_plan"]
    assert strategy["id"] == body["strategy_id"]


async def test_other_services_know_a_project_by_its_facts(world: World, stack: Stack) -> None:
    shares = [{"area_code": "51", "amount": "250000.00"}, {"area_code": "50", "amount": "1000000.00"}]
    project, draft = await world.project("submitted", shares=shares), await world.project()
    path, asked = f"{stack.service_url('plans')}/internal/facts/objects/project", [project["id"], draft["id"]]
    answer = await world.api.get(path, params={"id": asked}, headers=world.as_("service"))
    assert answer.status_code == 200, answer.text
    assert set(answer.json()["objects"]) == {project["id"]}  # another's draft is missing
    facts = answer.json()["objects"][project["id"]]
    assert facts["shares"] == [
        {"area_code": "50", "amount": "1000000.00"},
        {"area_code": "51", "amount": "250000.00"},
    ]
    assert {name: facts[name] for name in facts} == {name: project[name] for name in facts}
    mine = await world.api.get(path, params={"id": asked}, headers=world.as_(OWNER))
    assert set(mine.json()["objects"]) == {project["id"], draft["id"]}
