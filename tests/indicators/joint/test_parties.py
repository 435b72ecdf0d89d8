"""Who takes part: ministry, department and province, the workshop, and what each area chooses."""

from typing import Any

import httpx
import pytest

from tests.contract.operations import Json
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import DEPARTMENT, EVALUATION, PATH, days_ahead, indicator, joint_body, settle
from tests.contract.specimens.joint import evaluation_resolution as resolution
from tests.contract.world import World
from tests.indicators.joint.conftest import Sides, drafted, faults, offered
from tests.indicators.joint.measuring import area, measured_by, push, results
from tests.indicators.joint.test_offers import let_the_day_pass, tasks_of, world_decides
from tests.stack import Stack

DEPARTMENT_ROLE = f"department:{DEPARTMENT}"
REVISION: Json = {"target": 900, "reason": "ปรับตามที่จังหวัดเสนอ"}
MET: Json = {
    "workshop_on": "2014-09-02",
    "workshop_place_th": "ศาลากลางจังหวัดเชียงใหม่",
    "minutes_sha256": "a" * 64,
    "area_codes": ["51", "50"],
}
LONGAN: Json = {"kind": "crop", "name_th": "ลำไย", "source_th": "ตัวอย่างของระบบ, not official", "dated_on": "2014-08-04"}
CHOICES = [LONGAN, {**LONGAN, "kind": "animal", "name_th": "โคเนื้อ"}]


async def assign(sides: Sides, code: str | None, grant: str = MINISTRY) -> httpx.Response:
    return await sides.act("assign", grant, {"department_code": code, "reason": "ตามภารกิจ"})


async def test_a_department_carries_what_its_ministry_proposed(world: World) -> None:
    sides = await offered(world)
    await sides.sign("51")
    assert (await sides.act("offers/50/revise", DEPARTMENT_ROLE, REVISION)).status_code == 403
    for grant in ("ministry:07", DEPARTMENT_ROLE, "province:50"):
        assert (await assign(sides, DEPARTMENT, grant)).status_code == 403, grant
    assigned = (await assign(sides, DEPARTMENT)).json()
    assert (assigned["department_code"], assigned["ministry_code"]) == (DEPARTMENT, "05")
    assert (await sides.offer("51"))["state"] == "agreed"  # no signature is void by it
    await sides.counter("50", 800)
    assert "joint_offer.answer_counter" in await tasks_of(world, DEPARTMENT_ROLE, sides)
    assert "joint_offer.answer_counter" not in await tasks_of(world, MINISTRY, sides)
    revised = await sides.done("offers/50/revise", DEPARTMENT_ROLE, REVISION)
    assert [(each["side"], each["signed_as"]) for each in revised["signatures"]] == [("function", DEPARTMENT_ROLE)]
    assert (await sides.act("withdraw", DEPARTMENT_ROLE, {"reason": "ก"})).status_code == 403
    gone = (await assign(sides, None)).json()
    assert gone["department_code"] is None
    assert (await sides.act("offers/50/revise", DEPARTMENT_ROLE, REVISION)).status_code == 403


async def test_only_a_department_of_the_ministry_is_named(world: World) -> None:
    sides = await offered(world)
    for code in ("PRD", "07"):
        refused = await assign(sides, code)
        assert (refused.status_code, faults(refused)) == (422, [("/department_code", "not_of_the_ministry")]), code


async def test_the_department_reports_for_the_function_where_that_is_agreed(world: World) -> None:
    agreed = {"department_code": DEPARTMENT, "function_reporter_code": DEPARTMENT, "side_of_record": "function"}
    sides, measured = await measured_by(world, **agreed)
    await push(world, MINISTRY, measured, {"area_code": "50", "value": 1})
    pushed = await push(world, DEPARTMENT_ROLE, measured, {"area_code": "50", "value": 1100})
    assert pushed["counts"]["added"] == 1, pushed
    shown = area(await results(sides), "50")
    assert (shown["actual"], shown["actual_reporter"]) == (1100, f"function:{DEPARTMENT}")
    # In no other year, and no other department.
    other = await push(world, DEPARTMENT_ROLE, measured, {"area_code": "50", "fiscal_year": 2559, "value": 1})
    assert [each["code"] for each in other["failures"]] == ["not_the_reporter"]
    other = await push(world, "department:DPE", measured, {"area_code": "50", "value": 1})
    assert [each["code"] for each in other["failures"]] == ["not_the_reporter"]
    # Who reports was signed by both: the ministry alone does not replace it.
    refused = await assign(sides, "DPE")
    assert (refused.status_code, refused.json()["code"]) == (409, "reporter_agreed")
    change = {"function_reporter_code": None, "department_code": "DPE", "reason": "กระทรวงรายงานเอง"}
    again = await sides.done("redefine", body=change)
    assert (again["function_reporter_code"], again["agreement"]["agreed"]) == ("05", 0)
    late = await push(world, DEPARTMENT_ROLE, measured, {"area_code": "51", "value": 1})
    assert [each["code"] for each in late["failures"]] == ["not_the_reporter"]


async def test_a_function_reports_what_it_shares_though_another_owns_the_indicator(world: World) -> None:
    known = await indicator(world)
    row = {"area_code": "50", "value": 1000}
    assert (await push(world, "ministry:07", known["id"], row))["counts"]["failed"] == 1
    body = joint_body(known["id"], function_code="07")
    proposed = Sides(world, (await world.create(PATH, body, "ministry:07")).json()["id"])
    assert (await push(world, "ministry:07", known["id"], row))["counts"]["failed"] == 1
    await proposed.done("offer", "ministry:07")
    assert (await push(world, "ministry:07", known["id"], row))["counts"]["added"] == 1
    await proposed.done("withdraw", "ministry:07", {"reason": "รวมกับตัวชี้วัดอื่น"})
    assert (await push(world, "ministry:07", known["id"], {**row, "value": 2}))["counts"]["failed"] == 1


async def test_a_department_proposes_under_its_ministry(world: World) -> None:
    known = await indicator(world)
    body = joint_body(known["id"], function_code=DEPARTMENT, function_reporter_code="05")
    made = (await world.create(PATH, body, DEPARTMENT_ROLE)).json()
    assert (made["function_code"], made["ministry_code"], made["function_reporter_code"]) == (DEPARTMENT, "05", "05")
    sides = Sides(world, made["id"])
    for grant, status in (("ministry:07", 404), ("department:DPE", 404), (MINISTRY, 200)):
        answer = await world.api.get(sides.path, headers=world.as_(grant))
        assert answer.status_code == status, grant
    sent = await sides.done("offer", MINISTRY)
    assert sent["state"] == "offered"
    assert [each["signed_as"] for each in (await sides.offer("50"))["signatures"]] == [MINISTRY]
    refused = await assign(sides, "DPE", DEPARTMENT_ROLE)
    assert faults(refused) == [("/department_code", "not_of_the_ministry")]


async def test_the_cascade_is_shown_at_its_three_levels(world: World) -> None:
    overlap: Json = {"overlap_value": 200, "overlap_reason_th": "นักท่องเที่ยวที่พักสองจังหวัด"}
    sides = await offered(world, department_code=DEPARTMENT, **overlap)
    await sides.sign("50")
    await sides.counter("58", 700)
    answer = await world.api.get(f"{sides.path}/cascade", headers=world.as_("province:57"))
    found = answer.json()
    assert found["nation"] == {"target": 4000, "overlap_value": 200, "whole": 4200}
    function = found["function"]
    assert (function["target"], function["carried_by"], function["line"]["unassigned"]) == (4000, DEPARTMENT, 350)
    provinces = found["provinces"]
    assert (provinces["areas"], provinces["total"], provinces["agreed_total"]) == (4, 3850, 1050)
    assert {each["area_code"]: (each["target"], each["in_force"]) for each in provinces["items"]}["58"] == (1050, 700)
    assert {each["cluster_code"] for each in provinces["items"]} == {"C52-15"}
    assert found["reconciles"] is True
    assert provinces["total"] + function["line"]["unassigned"] == found["nation"]["whole"]


async def test_both_sides_hold_to_the_record_of_the_workshop(world: World) -> None:
    sides = await offered(world)
    await sides.sign("50")
    before = await sides.read()
    refused = await sides.act("workshop", body={**MET, "area_codes": ["50", "57"]})
    assert faults(refused) == [("/area_codes/1", "not_in_scope")]
    found = await sides.done("workshop", body=MET)
    assert {name: found[name] for name in ("workshop_on", "minutes_sha256")} == {
        name: MET[name] for name in ("workshop_on", "minutes_sha256")
    }
    assert (found["workshop_number"], found["workshop_area_codes"]) == (1, ["50", "51"])
    assert (found["content_hash"], found["agreement"]["agreed"]) == (before["content_hash"], 1)
    assert "joint_indicator.confirm_workshop" in await tasks_of(world, "province:50", sides)
    confirm = {"workshop_number": 1}
    for grant in ("province:52", MINISTRY, "opdc"):
        assert (await sides.act("workshop/confirm", grant, confirm)).status_code == 403, grant
    confirmed = await sides.done("workshop/confirm", "province:50", confirm)
    assert confirmed["workshop_confirmed_area_codes"] == ["50"]
    assert "joint_indicator.confirm_workshop" not in await tasks_of(world, "province:50", sides)
    assert "joint_indicator.confirm_workshop" in await tasks_of(world, "province:51", sides)
    twice = await sides.act("workshop/confirm", "province:50", confirm)
    assert (twice.status_code, twice.json()["code"]) == (409, "workshop_confirmed")
    again = await sides.done("workshop", body={**MET, "minutes_sha256": "b" * 64})
    assert (again["workshop_number"], again["workshop_confirmed_area_codes"]) == (2, [])
    unread = await sides.act("workshop/confirm", "province:50", confirm)
    assert (unread.status_code, unread.json()["code"]) == (409, "workshop_changed_since")
    told = await world.api.get(f"{sides.path}/history", headers=world.as_(MINISTRY))
    assert [each["type"].removeprefix("joint_indicator.") for each in told.json()["items"]][:3] == [
        "workshop_recorded",
        "workshop_confirmed",
        "workshop_recorded",
    ]


async def test_a_workshop_before_the_offers_is_confirmed_once_they_are_out(world: World) -> None:
    sides = await drafted(world)
    await sides.done("workshop", body=MET)
    assert await tasks_of(world, "province:51", sides) == []
    await sides.done("offer")
    assert "joint_indicator.confirm_workshop" in await tasks_of(world, "province:51", sides)


def zoning(*areas: Json, **changed: Any) -> Json:
    """What a joint indicator of agricultural zoning says beside the rest."""
    listed = list(areas) or [{"area_code": "50", "choice_th": "ลำไย"}, {"area_code": "51"}]
    return {"topic_code": "zoning", "choices": CHOICES, "areas": listed, "national_target": 2000, **changed}


async def test_an_area_chooses_what_the_policy_of_the_year_lists(world: World) -> None:
    sides = await offered(world, **zoning())
    shown = await sides.read("province:50")
    assert [(each["kind"], each["name_th"], each["dated_on"]) for each in shown["choices"]] == [
        ("crop", "ลำไย", "2014-08-04"),
        ("animal", "โคเนื้อ", "2014-08-04"),
    ]
    for choice, code in ((None, "missing"), ("ทุเรียน", "choice_not_allowed")):
        refused = await sides.sign("51", choice_th=choice)
        assert (refused.status_code, faults(refused)) == (422, [("/choice_th", code)])
    signed = (await sides.sign("51", choice_th="โคเนื้อ")).json()
    assert (signed["state"], signed["choice_th"]) == ("agreed", "โคเนื้อ")
    other = await sides.sign("50", choice_th="โคเนื้อ")
    assert faults(other) == [("/choice_th", "choice_is_offered")]
    assert (await sides.sign("50")).json()["choice_th"] == "ลำไย"
    assert {each["area_code"]: each["choice_th"] for each in (await results(sides))["areas"]} == {
        "50": "ลำไย",
        "51": "โคเนื้อ",
    }
    lost = await sides.act("offers/50/revise", body={"target": 1000, "reason": "ปรับ"})
    assert faults(lost) == [("/choice_th", "missing")]
    unlisted = await sides.act("offers/50/revise", body={"target": 1000, "choice_th": "ข้าว", "reason": "ปรับ"})
    assert faults(unlisted) == [("/choice_th", "choice_not_allowed")]


async def test_another_policy_is_another_definition(world: World) -> None:
    sides = await offered(world, **zoning())
    await sides.sign("50")
    narrowed = await sides.act("redefine", body={"choices": CHOICES[1:], "reason": "นโยบายใหม่"})
    assert faults(narrowed) == [("/areas/0/choice_th", "choice_not_allowed")]
    wider = [*CHOICES, {**LONGAN, "name_th": "ข้าว"}]
    again = await sides.done("redefine", body={"choices": wider, "reason": "นโยบายใหม่"})
    assert (again["definition_version"], again["agreement"]["agreed"], len(again["choices"])) == (2, 0, 3)


async def test_no_offer_is_settled_whose_area_has_not_chosen(world: World, stack: Stack) -> None:
    sides = await offered(world, **zoning())
    await let_the_day_pass(stack, sides)
    items = [settle(await sides.offer(code)) for code in ("50", "51")]
    made = await resolution(world, *items, held_on="2014-11-20")
    found = (await world_decides(world, made["id"]))["items"]
    assert [(each["outcome"], each["code"]) for each in found] == [("applied", None), ("not_allowed", "choice_open")]


async def test_an_area_agrees_once_on_an_indicator_of_a_year(world: World, stack: Stack) -> None:
    known = await indicator(world)
    first = await offered(world, "50", measured=known)
    body = joint_body(known["id"], "50", function_code="09")
    second = Sides(world, (await world.create(PATH, body, "ministry:09")).json()["id"])
    await second.done("offer", "ministry:09")
    await first.sign("50")
    refused = await second.sign("50")
    assert (refused.status_code, refused.json()["code"]) == (409, "agreed_elsewhere")
    assert refused.json()["facts"] == {"function_code": "05"}
    await let_the_day_pass(stack, second)
    made = await resolution(world, settle(await second.offer("50")), held_on="2014-11-20")
    assert (await world_decides(world, made["id"]))["items"][0]["code"] == "agreed_elsewhere"


async def test_what_is_unassigned_is_a_task_of_the_ministry_until_it_is_nothing(world: World, stack: Stack) -> None:
    task = "joint_indicator.assign_rest"
    zero_by = days_ahead(90)
    sides = await offered(world, unassigned_zero_by=zero_by)
    assert task not in await tasks_of(world, MINISTRY, sides)
    await sides.counter("50", 700)
    await sides.counter("51", 900)
    assert (await tasks_of(world, MINISTRY, sides)).count(task) == 1
    listed = (await world.api.get("/v1/tasks", headers=world.as_(MINISTRY))).json()["items"]
    (open_one,) = [each for each in listed if each["kind"] == task and sides.id in each["link"]]
    assert open_one["due_at"][:10] == zero_by
    await sides.done("offers/51/revise", body={"target": 1300, "reason": "รับส่วนที่เหลือ"})
    assert (await sides.reconciles())["unassigned"] == 0
    assert task not in await tasks_of(world, MINISTRY, sides)
    await sides.done("offers/50/decline", body={"reason": "คงเป้าหมายเดิม"})
    assert (await sides.reconciles())["unassigned"] == -300
    assert task in await tasks_of(world, MINISTRY, sides)
    # An area that the committee releases leaves its share to the ministry.
    await let_the_day_pass(stack, sides)
    items = [settle(await sides.offer("50"), "reject")]
    made = await resolution(world, *items, held_on="2014-11-20")
    await world_decides(world, made["id"])
    assert (await sides.reconciles())["unassigned"] == 700
    assert (await tasks_of(world, MINISTRY, sides)).count(task) == 1


@pytest.mark.parametrize("grant", [EVALUATION, "opdc", "province:57", "department:DPE"])
async def test_whoever_takes_part_in_some_may_have_values_looked_at(world: World, grant: str) -> None:
    sides = await offered(world)
    assert (await sides.done("disputes/review", grant))["opened"] == []
