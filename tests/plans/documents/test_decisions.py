"""Plans before their committees: endorsed, approved, returned, rejected, revised, each only by who may and once."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from services.plans.main import SERVICE
from services.shared.canonical import sha256
from services.shared.decisions.consumer import carry_out_confirmed
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.decisions import (
    POLICY,
    Body,
    carried_out,
    confirmed,
    item_on,
    of_cluster,
    of_province,
    recorded,
)
from tests.contract.specimens.plans import PATH, approve, endorse, owner_of, plan, plan_body, put_strategy, read
from tests.contract.world import World
from tests.stack import Stack


def outcomes(result: Json) -> list[tuple[str, str | None]]:
    return [(item["outcome"], item["code"]) for item in result["items"]]


async def revise(world: World, former: Json) -> Json:
    body = {"trigger": "evaluation", "reason": "ผลประเมินไตรมาสที่ 2 ต่ำกว่าเป้าหมาย"}
    path = f"{PATH}/{former['id']}/revise"
    answer = await world.api.post(path, json=body, headers={**world.as_(owner_of(former)), **key()})
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


async def test_a_plan_is_endorsed_by_its_own_committee_and_approved_by_the_policy_committee(world: World) -> None:
    made = await plan(world, "submitted")
    assert outcomes(await endorse(world, made["id"])) == [("applied", None)]
    endorsed = await read(world, made["id"])
    assert (endorsed["state"], endorsed["content_hash"]) == ("endorsed", made["content_hash"])
    waiting = (await world.api.get("/v1/tasks", headers=world.as_("policy_committee"))).json()["items"]
    assert made["id"] in [task["object_id"] for task in waiting if task["kind"] == "plan.decide"]
    resolution = await confirmed(world, POLICY, item_on(endorsed, "approve", object_type="plan"))
    body = {"resolution_id": resolution["id"]}
    result = (await world.act(f"{PATH}/decisions", POLICY.office, body)).json()
    assert outcomes(result) == [("applied", None)]
    approved = await read(world, made["id"])
    assert (approved["state"], approved["approved_by_id"], approved["approved_on"]) == (
        "approved",
        resolution["id"],
        "2014-10-20",
    )
    repeated = (await world.act(f"{PATH}/decisions", "opdc", body)).json()
    assert outcomes(repeated) == [("already_applied", None)]
    assert (await read(world, made["id"]))["version"] == approved["version"]
    history = await world.api.get(f"{PATH}/{made['id']}/history", headers=world.as_("opdc"))
    assert [(each["type"], each["resolution_id"]) for each in history.json()["items"]][:2] == [
        ("plan.approved", resolution["id"]),
        ("plan.endorsed", endorsed["endorsed_by_id"]),
    ]


@pytest.mark.parametrize(
    ("state", "decision", "body", "code"),
    [
        ("submitted", "approve", POLICY, "state_does_not_allow"),
        ("submitted", "endorse", POLICY, "committee_may_not_decide"),
        ("submitted", "endorse", of_cluster("C52-15"), "committee_may_not_decide"),
        ("endorsed", "approve", None, "committee_may_not_decide"),
        ("endorsed", "endorse", None, "state_does_not_allow"),
        ("endorsed", "return", None, "state_does_not_allow"),
        ("submitted", "reject", POLICY, "state_does_not_allow"),
        ("submitted", "refer", POLICY, "decision_does_not_fit"),
        ("draft", "endorse", None, "not_found"),
    ],
)
async def test_who_may_not_decide_is_told_so_and_nothing_changes(
    world: World, state: str, decision: str, body: Body | None, code: str
) -> None:
    made = await plan(world, state)
    by = body or of_province(made["area_code"])
    item = item_on(made, decision, object_type="plan", reason_th="ทดสอบ")
    assert outcomes(await carried_out(world, PATH, by, item)) == [("not_allowed", code)]
    assert await read(world, made["id"], owner_of(made)) == made


async def test_the_committee_of_another_province_does_not_decide(world: World) -> None:
    made = await plan(world, "submitted")
    other = of_province("50" if made["area_code"] != "50" else "51")
    result = await carried_out(world, PATH, other, item_on(made, "endorse", object_type="plan"))
    assert outcomes(result) == [("not_allowed", "committee_may_not_decide")]


@pytest.mark.parametrize(("state", "by_policy"), [("submitted", False), ("endorsed", True)])
@pytest.mark.parametrize(("decision", "after"), [("return", "returned"), ("reject", "rejected")])
async def test_a_plan_goes_back_or_ends_with_the_reason(
    world: World, state: str, by_policy: bool, decision: str, after: str
) -> None:
    made = await plan(world, state)
    reason = "ยังไม่สอดคล้องกับผลการรับฟังความเห็นของประชาชน"
    item = item_on(made, decision, object_type="plan", reason_th=reason)
    by = POLICY if by_policy else of_province(made["area_code"])
    assert outcomes(await carried_out(world, PATH, by, item)) == [("applied", None)]
    found = await read(world, made["id"], owner_of(made))
    assert (found["state"], found["return_reason"], found["endorsed_by_id"]) == (after, reason, None)
    tasks = (await world.api.get("/v1/tasks", headers=world.as_(owner_of(made)))).json()["items"]
    mine = [task["kind"] for task in tasks if task["object_id"] == made["id"]]
    assert mine == (["plan.correct"] if decision == "return" else [])


async def test_a_plan_that_changed_since_is_named_with_both_hashes(world: World) -> None:
    made = await plan(world, "submitted")
    resolution = await confirmed(world, of_province(made["area_code"]), item_on(made, "endorse", object_type="plan"))
    owner, path = owner_of(made), f"{PATH}/{made['id']}"
    await world.act(f"{path}/withdraw", owner)
    draft = await read(world, made["id"], owner)
    tree = (await world.api.get(f"{path}/strategy", headers=world.as_(owner))).json()
    issue = {**tree["issues"][0], "title_th": "ประเด็นที่แก้ภายหลัง", "strategies": []}
    changed = {"missions": [], "goals": tree["goals"], "issues": [{**issue, "copied_from_id": None}]}
    del changed["issues"][0]["copied_from_id"]
    await put_strategy(world, draft, changed)
    await world.act(f"{path}/submit", owner)
    body = {"resolution_id": resolution["id"]}
    result = (await world.act(f"{PATH}/decisions", "opdc", body)).json()
    item, now = result["items"][0], await read(world, made["id"])
    assert (item["outcome"], item["decided_hash"], item["current_hash"]) == (
        "changed_since",
        made["content_hash"],
        now["content_hash"],
    )
    assert now["state"] == "submitted"
    assert made["content_hash"] != now["content_hash"]


async def test_what_no_second_person_confirmed_is_not_carried_out(world: World) -> None:
    made = await plan(world, "submitted")
    by = of_province(made["area_code"])
    resolution = await recorded(world, by, item_on(made, "endorse", object_type="plan"))
    body, headers = {"resolution_id": resolution["id"]}, {**world.as_(by.office), **key()}
    answer = await world.api.post(f"{PATH}/decisions", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "resolution_not_confirmed")
    assert (await read(world, made["id"]))["state"] == "submitted"


async def test_one_resolution_carried_out_at_once_is_carried_out_once(world: World) -> None:
    made = await plan(world, "submitted")
    by = of_province(made["area_code"])
    resolution = await confirmed(world, by, item_on(made, "endorse", object_type="plan"))
    body = {"resolution_id": resolution["id"]}
    answers = await asyncio.gather(*(world.act(f"{PATH}/decisions", by.office, body) for _ in range(4)))
    found = sorted(outcomes(answer.json())[0][0] for answer in answers)
    assert found == ["already_applied"] * 3 + ["applied"]
    assert (await read(world, made["id"]))["version"] == made["version"] + 1


async def test_the_next_edition_copies_the_former_and_takes_its_place_when_approved(world: World) -> None:
    former = await plan(world, "approved")
    edition = await revise(world, former)
    assert (edition["edition"], edition["revises_id"], edition["state"]) == (2, former["id"], "draft")
    assert edition["revision_trigger"] == "evaluation"
    trees = [
        (await world.api.get(f"{PATH}/{each['id']}/strategy", headers=world.as_(owner_of(former)))).json()
        for each in (former, edition)
    ]
    (old_issue,), (new_issue,) = trees[0]["issues"], trees[1]["issues"]
    (old,), (new,) = old_issue["strategies"], new_issue["strategies"]
    assert (new_issue["copied_from_id"], new["copied_from_id"]) == (old_issue["id"], old["id"])
    assert new["id"] != old["id"]
    assert new["line_id"] == old["line_id"]
    assert trees[0]["goals"] == trees[1]["goals"]
    twice = await world.api.post(
        f"{PATH}/{former['id']}/revise",
        json={"trigger": "policy", "reason": "นโยบายเร่งด่วน"},
        headers={**world.as_(owner_of(former)), **key()},
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "revision_open")
    assert twice.json()["facts"] == {"plan_id": edition["id"]}
    await world.act(f"{PATH}/{edition['id']}/submit", owner_of(former))
    await endorse(world, edition["id"])
    assert (await read(world, former["id"]))["state"] == "approved"  # active until the next one is
    assert outcomes(await approve(world, edition["id"])) == [("applied", None)]
    assert [(await read(world, each["id"]))["state"] for each in (former, edition)] == ["superseded", "approved"]
    assert (await world.api.get(f"{PATH}/{former['id']}")).status_code == 200  # still published


async def test_an_action_plan_waits_for_its_parent_and_goes_stale_when_that_is_revised(world: World) -> None:
    parent = await plan(world, "submitted")
    year = parent["first_fiscal_year"]
    years = {"first_fiscal_year": year, "last_fiscal_year": year}
    of_parent = {"kind": "action", "area_code": parent["area_code"], "parent_id": parent["id"], **years}
    action = await plan(world, "endorsed", **of_parent)
    assert outcomes(await approve(world, action["id"])) == [("not_allowed", "parent_not_approved")]
    await endorse(world, parent["id"])
    await approve(world, parent["id"])
    assert outcomes(await approve(world, action["id"])) == [("applied", None)]
    edition = await revise(world, parent)
    assert not (await read(world, action["id"]))["is_stale"]
    await world.act(f"{PATH}/{edition['id']}/submit", owner_of(parent))
    await endorse(world, edition["id"])
    await approve(world, edition["id"])
    assert (await read(world, action["id"]))["is_stale"]
    listed = await world.api.get(PATH, params={"parent_id": parent["id"]})
    assert [each["is_stale"] for each in listed.json()["items"]] == [True]
    # Its own next edition is put under the edition that is in force.
    following = await revise(world, action)
    path, owner = f"{PATH}/{following['id']}", owner_of(action)
    refused = await world.api.post(f"{path}/submit", headers={**world.as_(owner), **key()})
    assert [fault["code"] for fault in refused.json()["errors"]] == ["parent_does_not_stand"]
    headers = {**world.as_(owner), "If-Match": '"1"'}
    moved = await world.api.patch(path, json={"parent_id": edition["id"]}, headers=headers)
    assert (moved.status_code, moved.json()["is_stale"]) == (200, False)
    assert (await world.act(f"{path}/submit", owner)).json()["state"] == "submitted"


async def test_an_area_has_one_active_plan_of_a_kind_for_a_year(world: World) -> None:
    active = await plan(world, "approved")
    first = active["first_fiscal_year"]
    period = {"area_code": active["area_code"], "first_fiscal_year": first, "last_fiscal_year": first + 4}
    other = await plan(world, "endorsed", **period)
    assert outcomes(await approve(world, other["id"])) == [("not_allowed", "plan_active")]
    assert (await read(world, active["id"]))["state"] == "approved"


async def test_the_service_carries_out_by_itself_what_was_confirmed(world: World, stack: Stack) -> None:
    made = await plan(world, "submitted")
    by = of_province(made["area_code"])
    resolution = await confirmed(world, by, item_on(made, "endorse", object_type="plan"))

    async def ask(path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        answer = await world.api.get(f"{stack.service_url('plans')}{path}", params=params, headers=world.as_("service"))
        found: dict[str, Any] = answer.json()
        return found

    (kind,) = [each for each in SERVICE.decisions if each.object_type == "plan"]
    for _ in range(2):
        await carry_out_confirmed(stack.sessions("plans"), "plans", kind, ask, UUID(resolution["id"]))
    found = await read(world, made["id"])
    assert (found["state"], found["version"]) == ("endorsed", made["version"] + 1)
    history = await world.api.get(f"{PATH}/{made['id']}/history", headers=world.as_("opdc"))
    assert history.json()["items"][0]["actor"] == "service-plans"


async def test_anyone_can_work_the_hash_out_again(world: World) -> None:
    made = await plan(world, "submitted")
    tree = (await world.api.get(f"{PATH}/{made['id']}/strategy", headers=world.as_("opdc"))).json()
    taken = ("kind", "area_code", "first_fiscal_year", "last_fiscal_year", "parent_id", "edition")
    texts = [name for name in plan_body() if name not in taken] + ["title_en"]
    content = {name: made[name] for name in (*taken, *texts)}
    apart = ("id", "copied_from_id", "line_id")
    issues = [
        {
            **{name: value for name, value in issue.items() if name not in apart},
            "strategies": [
                {name: value for name, value in strategy.items() if name not in apart}
                for strategy in issue["strategies"]
            ],
        }
        for issue in tree["issues"]
    ]
    content |= {"missions": tree["missions"], "goals": tree["goals"], "issues": issues}
    assert sha256(content) == made["content_hash"]
