"""`/v1/plans` through the gateway: making, changing, submitting, and every way it can be refused."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.plans.strategy.schemas import EXAMPLE as STRATEGY
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.decisions import of_province
from tests.contract.specimens.plans import PATH, owner_of, place, plan, plan_body, put_strategy, read
from tests.contract.world import World

CLUSTER = "C52-15"


async def post(world: World, body: Json, grant: str | None = None) -> Any:
    return await world.api.post(PATH, json=body, headers={**world.as_(grant or owner_of(body)), **key()})


async def tasks_of(world: World, grant: str) -> list[tuple[str, str]]:
    answer = await world.api.get("/v1/tasks", headers=world.as_(grant))
    assert answer.status_code == 200, answer.text
    return [(task["kind"], task["object_id"]) for task in answer.json()["items"]]


async def test_a_plan_is_drafted_submitted_returned_and_submitted_again(world: World) -> None:
    made = await plan(world)
    path, owner, committee = f"{PATH}/{made['id']}", owner_of(made), of_province(made["area_code"]).office
    await world.act(f"{path}/submit", owner)
    assert ("plan.screen", made["id"]) in await tasks_of(world, committee)
    reason = {"reason": "โปรดปรับเป้าประสงค์ให้สอดคล้องกับประเด็นยุทธศาสตร์"}
    returned = (await world.act(f"{path}/return", committee, reason)).json()
    assert (returned["state"], returned["return_reason"]) == ("returned", reason["reason"])
    assert ("plan.correct", made["id"]) in await tasks_of(world, owner)
    assert ("plan.screen", made["id"]) not in await tasks_of(world, committee)
    again = (await world.act(f"{path}/submit", owner)).json()
    assert (again["state"], again["return_reason"]) == ("submitted", None)
    withdrawn = (await world.act(f"{path}/withdraw", owner)).json()
    assert withdrawn["state"] == "draft"
    history = (await world.api.get(f"{path}/history", headers=world.as_(owner))).json()["items"]
    happened = ["withdrawn", "submitted", "returned", "submitted", "strategy_updated", "created"]
    assert [entry["type"] for entry in history] == [f"plan.{each}" for each in happened]
    assert history[2]["changes"] == {"state": ["submitted", "returned"], **reason}


async def test_a_plan_without_vision_or_issue_is_not_submitted(world: World) -> None:
    body = plan_body(vision_th=None)
    made = (await post(world, body)).json()
    path = f"{PATH}/{made['id']}/submit"
    answer = await world.api.post(path, headers={**world.as_(owner_of(body)), **key()})
    assert (answer.status_code, answer.json()["code"]) == (422, "plan_incomplete")
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/vision_th", "/issues"]


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"last_fiscal_year": 2563}, "/last_fiscal_year", "period_of_unknown_length"),
        ({"kind": "action"}, "/last_fiscal_year", "not_one_year"),
        ({"kind": "yearly"}, "/kind", "enum"),
        ({"first_fiscal_year": 2018}, "/first_fiscal_year", "fiscal_year_in_common_era"),
        ({"parent_id": str(uuid4())}, "/parent_id", "parent_out_of_place"),
        ({"revenue_driver_value": "39507.5"}, "/revenue_driver_value", "not_a_number"),
        ({"revenue_driver_value": 1234567890123456}, "/revenue_driver_value", "too_many_digits"),
        ({"revenue_driver_last_year": None}, "/revenue_driver_last_year", "base_years_incomplete"),
        ({"title_th": " "}, "/title_th", "blank"),
        ({"edition": 2}, "/edition", "extra_forbidden"),
        ({"state": "approved"}, "/state", "extra_forbidden"),
    ],
)
async def test_what_is_wrong_with_a_body_is_said_where_it_is(
    world: World, changed: Json, pointer: str, code: str
) -> None:
    body = {**plan_body(), "area_code": "50", "first_fiscal_year": 2561, "last_fiscal_year": 2564, **changed}
    answer = await post(world, body)
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


async def test_a_plan_of_another_area_is_refused(world: World) -> None:
    answer = await post(world, plan_body(area_code="50"), "province:51")
    assert (answer.status_code, answer.json()["code"]) == (403, "plan_not_yours")
    assert "province:51" in answer.json()["detail"]


async def test_a_region_or_the_nation_has_no_plan_and_a_cluster_only_in_its_years(world: World) -> None:
    period = {"area_code": "C60-15", "first_fiscal_year": 2557, "last_fiscal_year": 2560}
    answer = await post(world, {**plan_body(), **period}, "cluster:C60-15")
    assert [fault["code"] for fault in answer.json()["errors"]] == ["area_does_not_fit"]


async def test_a_clusters_plan_is_the_osms(world: World) -> None:
    body = {**plan_body(), "area_code": CLUSTER, "first_fiscal_year": 2553, "last_fiscal_year": 2556}
    made = await post(world, body, f"cluster:{CLUSTER}")
    assert made.status_code == 201, made.text
    path = made.headers["location"]
    assert (await world.api.get(path, headers=world.as_("cluster:C52-16"))).status_code == 404
    answer = await world.api.delete(path, headers={**world.as_(f"cluster:{CLUSTER}"), "If-Match": '"1"'})
    assert answer.status_code == 204
    assert (await read(world, made.json()["id"], f"cluster:{CLUSTER}"))["state"] == "cancelled"


async def test_an_area_has_one_plan_of_a_kind_and_period_even_when_asked_at_once(world: World) -> None:
    body = plan_body()
    answers = await asyncio.gather(*(post(world, body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert refused["code"] == "plan_exists"
    again = await post(world, body)
    made = next(answer.json() for answer in answers if answer.status_code == 201)
    assert again.json()["facts"] == {"plan_id": made["id"]}
    await world.api.delete(f"{PATH}/{made['id']}", headers={**world.as_(owner_of(body)), "If-Match": '"1"'})
    assert (await post(world, body)).status_code == 201  # what was given up frees its place


async def test_a_patch_changes_what_is_sent_and_the_hash_with_it(world: World) -> None:
    made = (await post(world, plan_body())).json()
    path, headers = f"{PATH}/{made['id']}", {**world.as_(owner_of(made)), "If-Match": '"1"'}
    changed = (await world.api.patch(path, json={"positioning_th": None}, headers=headers)).json()
    assert (changed["positioning_th"], changed["vision_th"], changed["version"]) == (None, made["vision_th"], 2)
    assert changed["content_hash"] != made["content_hash"]
    stale = await world.api.patch(path, json={"positioning_th": "ก"}, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "version_stale")
    back = {**headers, "If-Match": '"2"'}
    restored = (await world.api.patch(path, json={"positioning_th": made["positioning_th"]}, headers=back)).json()
    assert restored["content_hash"] == made["content_hash"]  # the content says it, not the version
    assert (await read(world, made["id"], owner_of(made)))["revenue_driver_value"] == 39507.5


async def test_what_was_submitted_is_not_changed(world: World) -> None:
    made = await plan(world, "submitted")
    headers = {**world.as_(owner_of(made)), "If-Match": f'"{made["version"]}"'}
    path = f"{PATH}/{made['id']}"
    for answer in (
        await world.api.patch(path, json={"vision_th": "ใหม่"}, headers=headers),
        await world.api.put(f"{path}/strategy", json=STRATEGY, headers=headers),
        await world.api.delete(path, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "state_does_not_allow")
    assert (await read(world, made["id"]))["version"] == made["version"]


async def test_an_action_plan_stands_under_a_plan_that_covers_its_year(world: World) -> None:
    parent = await plan(world, "submitted")
    year = parent["first_fiscal_year"] + 1
    one_year = {"kind": "action", "first_fiscal_year": year, "last_fiscal_year": year}
    body = {**plan_body(), "area_code": parent["area_code"], **one_year, "parent_id": parent["id"]}
    made = await post(world, body)
    assert made.status_code == 201, made.text
    assert (made.json()["parent_id"], made.json()["is_stale"]) == (parent["id"], False)
    under = await world.api.get(PATH, params={"parent_id": parent["id"]}, headers=world.as_(owner_of(parent)))
    assert [each["id"] for each in under.json()["items"]] == [made.json()["id"]]
    for changed, code in (
        ({"parent_id": None}, "missing"),
        ({"parent_id": str(uuid4())}, "parent_unknown"),
        ({"first_fiscal_year": year + 9, "last_fiscal_year": year + 9}, "parent_does_not_cover"),
    ):
        answer = await post(world, {**body, **changed})
        assert [fault["code"] for fault in answer.json()["errors"]] == [code], answer.text


async def test_an_action_plan_is_not_put_under_a_draft(world: World) -> None:
    parent = await plan(world)
    year = parent["first_fiscal_year"]
    body = {**plan_body(), "area_code": parent["area_code"], "kind": "action", "parent_id": parent["id"]}
    answer = await post(world, {**body, "first_fiscal_year": year, "last_fiscal_year": year})
    assert [fault["code"] for fault in answer.json()["errors"]] == ["parent_does_not_stand"]


async def test_a_list_pages_without_gap_or_repeat(world: World) -> None:
    mark = str(uuid4())
    for word in ("แก้ว", "เกาะ", "ขิง", "กล้วย", "ไก่"):
        await plan(world, "submitted", title_th=f"{word} {mark}")
    parameters: dict[str, Any] = {"q": mark, "sort": "title_th", "limit": 2, "kind": "development"}
    titles: list[str] = []
    while True:
        page = (await world.api.get(PATH, params=parameters, headers=world.as_("opdc"))).json()
        titles += [item["title_th"].split()[0] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        parameters["cursor"] = page["next_cursor"]
    assert titles == ["กล้วย", "เกาะ", "แก้ว", "ไก่", "ขิง"]


async def test_a_fiscal_year_finds_the_plans_that_cover_it(world: World) -> None:
    made = await plan(world, "submitted")
    first = made["first_fiscal_year"]
    for year, found in ((first - 1, False), (first, True), (first + 3, True), (first + 4, False)):
        filters = {"fiscal_year": year, "area_code": made["area_code"]}
        answer = await world.api.get(PATH, params=filters, headers=world.as_("opdc"))
        assert (made["id"] in [each["id"] for each in answer.json()["items"]]) is found, year


@pytest.mark.parametrize("state", ["draft", "submitted", "approved"])
async def test_who_sees_a_plan(world: World, state: str) -> None:
    made = await plan(world, state)
    area = made["area_code"]
    stranger = "province:57" if area != "57" else "province:90"
    seen = {
        f"province:{area}": True,
        f"province_committee:{area}": state != "draft",
        f"good_governance:{area}": state != "draft",
        "opdc": state != "draft",
        "ministry:05": state != "draft",
        "operator": state == "approved",
    }
    for grant, is_seen in seen.items():
        answer = await world.api.get(f"{PATH}/{made['id']}", headers=world.as_(grant))
        assert answer.status_code == (200 if is_seen else 404), (grant, answer.text)
    public = await world.api.get(f"{PATH}/{made['id']}")
    assert public.status_code == (200 if state == "approved" else 404)
    if state == "draft":
        assert (await world.api.get(f"{PATH}/{made['id']}", headers=world.as_(stranger))).status_code == 404
    if state == "approved":
        assert (await world.api.get(f"{PATH}/{made['id']}/strategy")).json()["issues"]
        assert not any(each["allowed"] for each in public.json()["allowed_actions"])


async def test_anothers_draft_and_nothing_answer_alike(world: World) -> None:
    draft = await plan(world)
    stranger = "57" if draft["area_code"] != "57" else "90"
    for method, tail, body in (
        ("GET", "", None),
        ("GET", "/strategy", None),
        ("GET", "/checks", None),
        ("GET", "/history", None),
        ("PATCH", "", {"vision_th": "ใหม่"}),
        ("PUT", "/strategy", STRATEGY),
        ("DELETE", "", None),
        ("POST", "/submit", None),
        ("POST", "/withdraw", None),
        ("POST", "/revise", {"trigger": "policy", "reason": "ทดสอบ"}),
    ):
        told = []
        for plan_id in (draft["id"], "0193a1de-7a10-7c3e-8f00-000000000000"):
            headers = {**world.as_(f"province:{stranger}"), **key(), "If-Match": f'"{draft["version"]}"'}
            answer = await world.api.request(method, f"{PATH}/{plan_id}{tail}", json=body, headers=headers)
            fields = {name: value for name, value in answer.json().items() if name != "request_id"}
            told.append((answer.status_code, fields))
        assert told[0] == told[1], (method, tail)
        assert told[0][0] == 404, (method, tail)


async def test_allowed_actions_tell_the_truth(world: World) -> None:
    """Each action on the object is tried as it is announced: allowed ones are accepted, others refused by that code."""
    for state in ("draft", "submitted", "approved"):
        for is_owner in (True, False):
            made = await plan(world, state)
            grant = owner_of(made) if is_owner else of_province(made["area_code"]).office
            read_ = await world.api.get(f"{PATH}/{made['id']}", headers=world.as_(grant))
            if read_.status_code == 404:
                continue
            for announced in read_.json()["allowed_actions"]:
                verb = announced["action"].removeprefix("plan.")
                if verb not in ("submit", "withdraw", "return", "revise"):
                    continue
                fresh = await plan(world, state)
                actor = owner_of(fresh) if is_owner else of_province(fresh["area_code"]).office
                body = {"reason": "ทดสอบ", **({"trigger": "policy"} if verb == "revise" else {})}
                path = f"{PATH}/{fresh['id']}/{verb}"
                answer = await world.api.post(path, json=body, headers={**world.as_(actor), **key()})
                assert (answer.status_code < 300) is announced["allowed"], (state, actor, verb, answer.text)
                if not announced["allowed"]:
                    assert answer.json()["code"] == announced["code"]


async def test_the_strategy_keeps_its_ids_and_changes_the_plan(world: World) -> None:
    made = (await post(world, {**plan_body(), **place()})).json()
    first = await put_strategy(world, made, STRATEGY)
    after = await read(world, made["id"], owner_of(made))
    assert (after["version"], first["plan_version"]) == (2, 2)
    assert after["content_hash"] != made["content_hash"]
    issue = first["issues"][0]
    moved = {**STRATEGY["issues"][0], "number": "2", "strategies": []}
    new = {**STRATEGY["issues"][0], "id": issue["id"], "number": "1", "title_th": "ประเด็นเดิม"}
    new["strategies"] = [{"id": issue["strategies"][0]["id"], "number": "1.9", "title_th": "กลยุทธ์เดิม"}]
    second = await put_strategy(world, {**made, "version": 2}, {**STRATEGY, "issues": [moved, new]})
    assert [each["number"] for each in second["issues"]] == ["2", "1"]
    assert second["issues"][1]["id"] == issue["id"]
    assert second["issues"][1]["strategies"][0]["id"] == issue["strategies"][0]["id"]
    assert second["issues"][0]["id"] != issue["id"]
    # Without ids the numbers tell which is which; moved to another issue, a strategy is still itself by its id.
    third_body = {**STRATEGY, "issues": [{**moved, "strategies": new["strategies"]}]}
    third = await put_strategy(world, {**made, "version": 3}, third_body)
    assert third["issues"][0]["id"] == second["issues"][0]["id"]
    assert third["issues"][0]["strategies"][0]["id"] == issue["strategies"][0]["id"]
    shown = await world.api.get(f"{PATH}/{made['id']}/strategy", headers=world.as_(owner_of(made)))
    assert (shown.json(), shown.headers["etag"]) == (third, '"4"')
    stale = {**world.as_(owner_of(made)), "If-Match": '"3"'}
    answer = await world.api.put(f"{PATH}/{made['id']}/strategy", json=STRATEGY, headers=stale)
    assert (answer.status_code, answer.json()["code"]) == (412, "version_stale")


async def test_a_strategy_with_projects_under_it_is_not_taken_out(world: World) -> None:
    made = await plan(world)
    tree = (await world.api.get(f"{PATH}/{made['id']}/strategy", headers=world.as_(owner_of(made)))).json()
    strategy, year = tree["issues"][0]["strategies"][0], made["first_fiscal_year"]
    first_day, last_day = f"{year - 544}-11-01", f"{year - 543}-08-31"
    share = [{"area_code": made["area_code"], "amount": "1250000.00"}]
    linked = {"strategy_id": strategy["id"], "fiscal_year": year, "start_on": first_day, "end_on": last_day}
    owner = {"owner_area_code": made["area_code"], "shares": share}
    project = await world.project(grant=owner_of(made), **owner, **linked)
    headers = {**world.as_(owner_of(made)), "If-Match": f'"{made["version"]}"'}
    without = {**STRATEGY, "issues": []}
    refused = await world.api.put(f"{PATH}/{made['id']}/strategy", json=without, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "strategy_in_use")
    unlink = {**world.as_(owner_of(made)), "If-Match": '"1"'}
    await world.api.patch(f"/v1/projects/{project['id']}", json={"strategy_id": None}, headers=unlink)
    answer = await world.api.put(f"{PATH}/{made['id']}/strategy", json=without, headers=headers)
    assert answer.json()["issues"] == []


async def test_an_overview_names_the_plans_of_the_year_as_far_as_they_are_seen(world: World) -> None:
    made = await plan(world)
    question = f"/v1/overview/areas/{made['area_code']}?fiscal_year="

    async def named(grant: str, fiscal_year: int) -> list[str]:
        answer = await world.api.get(f"{question}{fiscal_year}", headers=world.as_(grant))
        return [each["id"] for each in answer.json()["plans"]["plans"]["plans"]]

    assert made["id"] in await named(owner_of(made), made["first_fiscal_year"])
    assert made["id"] not in await named(owner_of(made), made["last_fiscal_year"] + 1)
    assert made["id"] not in await named("opdc", made["first_fiscal_year"])
