"""`/v1/joint-indicators` through the gateway: drafts, criteria, sending, new definitions, withdrawal."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.shared.canonical import sha256
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.joint import PATH, days_ahead, indicator, joint_body
from tests.contract.world import World
from tests.indicators.joint.conftest import NORTH, PERCENT, drafted, faults, offered
from tests.stack import Stack


async def propose(world: World, body: Json, grant: str = MINISTRY) -> httpx.Response:
    """Propose, whatever comes of it."""
    return await world.api.post(PATH, json=body, headers={**world.as_(grant), **key()})


async def patch(world: World, found: Json, body: Json) -> httpx.Response:
    """Change a draft as it was last read."""
    headers = {**world.as_(MINISTRY), "If-Match": f'"{found["version"]}"'}
    return await world.api.patch(f"{PATH}/{found['id']}", json=body, headers=headers)


async def test_a_draft_lays_its_cascade_out_and_freezes_the_definition(world: World) -> None:
    sides = await drafted(world, national_target=10.03)
    draft, offers = await sides.read(), await sides.offers()
    assert (draft["state"], draft["definition_version"], draft["indicator_definition_version"]) == ("draft", 0, 1)
    assert {code: (each["target"], each["has_residue"]) for code, each in offers.items()} == {
        "50": (2.51, True),
        "51": (2.51, True),
        "52": (2.51, True),
        "58": (2.5, False),
    }
    assert {each["state"] for each in offers.values()} == {"draft"}
    assert draft["cascade"] == {
        "assigned": 10.03,
        "unassigned": 0,
        "unassigned_limit": 2.006,
        "unassigned_state": "zero",
    }
    met = {each["code"]: each["is_met"] for each in draft["criteria"]}
    assert met == {"cascades": False, "province_role": True, "level": True, "topic_scope": False}


async def test_every_province_of_the_year_is_in_the_scope(world: World) -> None:
    measured = await indicator(world)
    for year, provinces in ((2554, 75), (2558, 76)):
        body = joint_body(measured["id"], fiscal_year=year, scope="all_provinces", areas=[], national_target=2200000)
        made = (await propose(world, body)).json()
        assert made["agreement"]["areas"] == provinces
        assert made["cascade"]["unassigned"] == 0


async def test_a_draft_is_its_functions_alone_and_sent_offers_are_for_every_role(world: World) -> None:
    sides = await drafted(world)
    readers = ("province:50", "ministry:07", "opdc", "evaluation_committee", "cluster:C52-15", "good_governance:50")
    for grant in readers:
        headers = world.as_(grant)
        assert (await world.api.get(sides.path, headers=headers)).status_code == 404, grant
        assert (await world.api.get(f"{sides.path}/offers", headers=headers)).status_code == 404, grant
        assert (await world.api.get(f"{sides.path}/offers/50", headers=headers)).status_code == 404, grant
        assert (await world.api.get(f"{sides.path}/results", headers=headers)).status_code == 404, grant
    await sides.done("offer")
    for grant in readers:
        assert (await sides.read(grant))["agreement"]["areas"] == 4
    listed = await world.api.get(
        PATH, params={"area_code": "58", "fiscal_year": 2558, "sort": "-updated_at"}, headers=world.as_("province:58")
    )
    assert sides.id in [each["id"] for each in listed.json()["items"]]
    elsewhere = await world.api.get(PATH, params={"area_code": "93"}, headers=world.as_("opdc"))
    assert sides.id not in [each["id"] for each in elsewhere.json()["items"]]


async def test_lists_page_by_key_and_filter(world: World) -> None:
    made = [(await offered(world)).id for _ in range(3)]
    filters: Json = {"function_code": "05", "state": "offered", "limit": 2}
    seen: list[str] = []
    while True:
        page = (await world.api.get(PATH, params=filters, headers=world.as_("opdc"))).json()
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None or set(made) <= set(seen):
            break
        filters["cursor"] = page["next_cursor"]
    assert seen[:3] == made[::-1]
    other = await world.api.get(PATH, params={"function_code": "07"}, headers=world.as_("opdc"))
    assert not set(made) & {each["id"] for each in other.json()["items"]}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"indicator_id": str(uuid4())}, [("/indicator_id", "indicator_not_published")]),
        ({"topic_code": "fishing"}, [("/topic_code", "topic_unknown")]),
        ({"areas": []}, [("/areas", "missing")]),
        ({"areas": [{"area_code": "50"}, {"area_code": "50"}]}, [("/areas/1/area_code", "area_twice")]),
        ({"areas": [{"area_code": "C52-15"}]}, [("/areas/0/area_code", "not_a_province")]),
        ({"areas": [{"area_code": "10"}]}, [("/areas/0/area_code", "not_a_province")]),
        ({"cascade_way": "by_baseline_share"}, [("/areas", "baseline_missing")]),
        ({"cascade_way": "by_hand"}, [("/areas", "target_missing")]),
        ({"national_target": 10.005}, [("/national_target", "too_many_decimals")]),
        ({"unassigned_limit_value": 5}, [("/unassigned_limit_percent", "one_limit")]),
        ({"overlap_value": 5}, [("/overlap_reason_th", "missing")]),
        ({"topic_code": "zoning"}, [("/choices", "missing")]),
        ({"department_code": "PRD"}, [("/department_code", "not_of_the_ministry")]),
        ({"function_reporter_code": "07"}, [("/function_reporter_code", "not_of_the_function_side")]),
        ({"tolerance_percent": -1}, [("/tolerance_percent", "negative")]),
    ],
)
async def test_terms_that_cannot_be_are_named_at_their_place(world: World, changed: Json, expected: list[Any]) -> None:
    body = {**joint_body((await indicator(world))["id"]), **changed}
    answer = await propose(world, body)
    assert answer.status_code == 422, answer.text
    assert faults(answer) == expected


async def test_an_output_and_a_draft_indicator_are_no_joint_indicators(world: World) -> None:
    output = await indicator(world, level="output")
    assert faults(await propose(world, joint_body(output["id"]))) == [("/indicator_id", "level_not_outcome")]
    hybrid = await indicator(world, level="hybrid")
    assert (await propose(world, joint_body(hybrid["id"]))).status_code == 201


async def test_what_does_not_add_up_is_not_shared_out(world: World) -> None:
    percent = await indicator(world, **PERCENT)
    free = {"unassigned_limit_percent": None, "unassigned_zero_by": None, "national_target": 5}
    divided = await propose(world, joint_body(percent["id"], **free))
    assert faults(divided) == [("/cascade_way", "not_summable")]
    same = joint_body(percent["id"], **free, cascade_way="same_for_all", area_target=3.5)
    made = await propose(world, same)
    assert (made.status_code, made.json()["cascade"]) == (201, None), made.text
    offers = await world.api.get(f"{PATH}/{made.json()['id']}/offers", headers=world.as_(MINISTRY))
    assert {each["target"] for each in offers.json()["items"]} == {3.5}


async def test_one_proposal_of_an_indicator_by_function_and_year(world: World) -> None:
    measured = await indicator(world)
    sides = await drafted(world, measured=measured)
    again = await propose(world, joint_body(measured["id"]))
    assert (again.status_code, again.json()["code"]) == (409, "joint_indicator_exists")
    assert (await propose(world, joint_body(measured["id"], fiscal_year=2559))).status_code == 201
    await sides.done("withdraw", body={"reason": "รอข้อมูลรายจังหวัด"})
    assert (await propose(world, joint_body(measured["id"]))).status_code == 201


async def test_nobody_proposes_for_another_function(world: World) -> None:
    body = joint_body((await indicator(world))["id"])
    for grant in ("ministry:07", "department:PRD"):
        answer = await propose(world, body, grant)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted"), grant


async def test_offers_go_out_when_the_criteria_are_met_or_explained(world: World) -> None:
    sides = await drafted(world, province_role_th=None, departure_reason_th=None)
    refused = await sides.act("offer")
    assert (refused.status_code, refused.json()["code"]) == (422, "joint_indicator_incomplete")
    assert faults(refused) == [
        ("/departure_reason_th", "departure_unexplained"),
        ("/province_role_th", "criterion_not_met"),
        ("/departure_reason_th", "departure_unexplained"),
    ]
    draft = await sides.read()
    told = {"province_role_th": "ส่งเสริมตลาด", "departure_reason_th": "เริ่มจัดเก็บข้อมูลปีนี้"}
    assert (await patch(world, draft, told)).status_code == 200
    sent = await sides.done("offer")
    assert (sent["state"], sent["definition_version"], sent["agreement"]["offered"]) == ("offered", 1, 4)
    assert (await sides.act("offer")).json()["code"] == "state_does_not_allow"


async def test_values_of_an_earlier_year_meet_the_criterion(world: World) -> None:
    measured = await indicator(world)
    row = {"indicator_id": measured["id"], "period": "year", "value": 82000, "status": "final"}
    past = (("50", 2557), ("43", 2554), ("43", 2556))  # เชียงใหม่; หนองคาย with บึงกาฬ, and without it
    rows = [{**row, "area_code": area, "fiscal_year": year} for area, year in past]
    await world.act("/v1/observations", MINISTRY, {"rows": rows})
    for codes, is_met, lacking in ((("50", "38"), True, []), (("50", "38", "51"), False, ["51"])):
        sides = await offered(world, *codes, measured=measured, fiscal_year=2558 + len(codes))
        answer = next(each for each in (await sides.read())["criteria"] if each["code"] == "cascades")
        assert (answer["is_met"], answer["lacking_area_codes"]) == (is_met, lacking)
        if is_met:
            assert answer["answer_th"] == "มีค่าที่รายงานของทุกพื้นที่ (2 พื้นที่) ปีล่าสุด พ.ศ. 2554 ถึง 2557"


async def test_offers_do_not_go_out_late_over_the_limit_or_on_an_old_definition(world: World) -> None:
    late = await drafted(world, answer_by="2014-10-31")
    assert faults(await late.act("offer")) == [("/answer_by", "day_over")]
    areas = [{"area_code": code, "target": 700} for code in NORTH]
    loose = await drafted(world, cascade_way="by_hand", areas=areas)
    refused = await loose.act("offer")
    assert (refused.status_code, refused.json()["facts"]) == (409, {"unassigned": 1200, "limit": 800}), refused.text
    measured = await indicator(world)
    sides = await drafted(world, measured=measured)
    headers = {**world.as_(KEEPER), "If-Match": f'"{measured["version"]}"'}
    body = {"formula_th": "ผลรวมใหม่", "reason": "เปลี่ยนวิธีสำรวจ"}
    await world.api.patch(f"/v1/indicators/{measured['id']}", json=body, headers=headers)
    refused = await sides.act("offer")
    assert (refused.status_code, refused.json()["code"]) == (409, "indicator_redefined"), refused.text
    assert (await patch(world, await sides.read(), {"tolerance_percent": 3})).status_code == 200
    assert (await sides.done("offer"))["indicator_definition_version"] == 2


async def test_a_draft_is_laid_out_anew_and_a_stale_change_is_refused(world: World) -> None:
    sides = await drafted(world)
    draft = await sides.read()
    baselines = [
        {"area_code": code, "baseline": base, "baseline_source_th": "ผลปี 2556"} for code, base in (("50", 3), ("57", 1))
    ]
    body = {"cascade_way": "by_baseline_share", "areas": baselines, "national_target": 4000}
    changed = await patch(world, draft, body)
    assert changed.status_code == 200, changed.text
    assert {code: each["target"] for code, each in (await sides.offers()).items()} == {"50": 3000, "57": 1000}
    assert (await patch(world, draft, body)).status_code == 412
    await sides.done("offer")
    over = await patch(world, await sides.read(), {"tolerance_percent": 1})
    assert (over.status_code, over.json()["code"]) == (409, "state_does_not_allow")


async def test_a_new_definition_voids_every_signature(world: World) -> None:
    sides = await offered(world)
    for area in ("50", "51"):
        assert (await sides.sign(area)).status_code == 200
    assert (await sides.counter("52", 800)).status_code == 200
    again = {"tolerance_percent": 4, "answer_by": days_ahead(40), "reason": "ปรับค่าคลาดเคลื่อนที่ยอมรับ"}
    redefined = await sides.done("redefine", body=again)
    assert (redefined["definition_version"], redefined["agreement"]["agreed"]) == (2, 0)
    offers = await sides.offers()
    assert {(each["state"], each["definition_version"]) for each in offers.values()} == {("offered", 2)}
    assert {each["offer_version"] for each in offers.values()} == {1}  # no target changed
    assert all([signed["side"] for signed in each["signatures"]] == ["function"] for each in offers.values())
    assert {each["answer_by"] for each in offers.values()} == {again["answer_by"]}
    unread = await sides.sign("50")
    assert (unread.status_code, unread.json()["code"]) == (409, "offer_changed_since")
    assert (await sides.sign("50", definition_version=2)).status_code == 200


async def test_a_new_target_is_cut_anew_and_another_change_keeps_what_was_revised(world: World) -> None:
    sides = await offered(world)
    revised = {"target": 900, "reason": "ปรับตามที่จังหวัดเสนอ"}
    await sides.done("offers/52/revise", body=revised)
    await sides.done("redefine", body={"side_of_record": "function", "reason": "ใช้ข้อมูลของกระทรวง"})
    assert {code: each["target"] for code, each in (await sides.offers()).items()} == {
        "50": 1000,
        "51": 1000,
        "52": 900,
        "58": 1000,
    }
    await sides.done("redefine", body={"national_target": 4400, "reason": "ปรับเป้าหมายประเทศ"})
    assert {each["target"] for each in (await sides.offers()).values()} == {1100}
    assert {each["offer_version"] for each in (await sides.offers()).values()} == {2, 3}
    assert (await sides.reconciles())["unassigned"] == 0


async def test_an_area_that_leaves_the_scope_is_told_and_may_come_back(world: World) -> None:
    sides = await offered(world)
    fewer = {"areas": [{"area_code": "50"}, {"area_code": "51"}], "national_target": 2000, "reason": "เฉพาะสองจังหวัด"}
    found = await sides.done("redefine", body=fewer)
    assert found["agreement"] == {
        "areas": 2,
        "agreed": 0,
        "settled": 0,
        "offered": 2,
        "countered": 0,
        "released": 0,
        "overdue": 0,
    }
    gone = await sides.offer("58")
    assert gone["state"] == "withdrawn"
    refused = await sides.sign("58")
    assert (refused.status_code, refused.json()["code"]) == (409, "state_does_not_allow")
    back = {"areas": [{"area_code": code} for code in ("50", "51", "58")], "national_target": 3000, "reason": "กลับมา"}
    await sides.done("redefine", body=back)
    again = await sides.offer("58")
    assert (again["state"], again["definition_version"], again["offer_version"]) == ("offered", 3, 2)


async def test_it_is_withdrawn_before_an_area_signs_and_not_after(world: World) -> None:
    signed = await offered(world)
    await signed.sign("50")
    await signed.done("offers/50/revise", body={"target": 1000, "reason": "แก้คำผิดในเงื่อนไข"})
    refused = await signed.act("withdraw", body={"reason": "ยกเลิก"})
    assert (refused.status_code, refused.json()["code"]) == (409, "area_has_signed"), refused.text
    assert refused.json()["facts"] == {"areas": "50"}
    sides = await offered(world)
    gone = await sides.done("withdraw", body={"reason": "รวมกับตัวชี้วัดร่วมอื่น"})
    assert (gone["state"], gone["withdraw_reason_th"], gone["agreement"]["areas"]) == (
        "withdrawn",
        "รวมกับตัวชี้วัดร่วมอื่น",
        0,
    )
    tasks = await world.api.get("/v1/tasks", headers=world.as_("province:50"))
    assert not [task for task in tasks.json()["items"] if sides.id in task["link"]]


async def test_the_hash_is_of_the_fields_that_the_contract_names(world: World) -> None:
    found = await (await drafted(world)).read()
    names = (
        "indicator_id indicator_definition_version function_code fiscal_year topic_code scope choices cascade_way "
        "national_target area_target overlap_value overlap_reason_th side_of_record function_reporter_code "
        "tolerance_percent province_role_th"
    )
    assert found["content_hash"] == sha256({name: found[name] for name in names.split()})


async def test_the_history_is_for_its_function_and_the_overseers(world: World) -> None:
    sides = await offered(world)
    await sides.done("redefine", body={"tolerance_percent": 9, "reason": "ปรับค่าคลาดเคลื่อน"})
    for grant, status in ((MINISTRY, 200), ("auditor", 200), ("province:50", 403), ("ministry:07", 403)):
        answer = await world.api.get(f"{sides.path}/history", headers=world.as_(grant))
        assert answer.status_code == status, grant
    told = (await world.api.get(f"{sides.path}/history", headers=world.as_(MINISTRY))).json()["items"]
    assert [each["type"] for each in told] == [
        f"joint_indicator.{each}" for each in ("redefined", "offered", "created")
    ]
    assert told[0]["changes"] == {"tolerance_percent": [2.5, 9], "reason": "ปรับค่าคลาดเคลื่อน"}


async def test_the_topics_are_those_of_the_document(world: World) -> None:
    topics = (await world.api.get(f"{PATH}/topics", headers=world.as_("province:50"))).json()["items"]
    assert {each["code"]: each["scope"] for each in topics} == {
        "tourism": "all_provinces",
        "zoning": "listed",
        "southern_border": "listed",
        "haze": "listed",
    }


async def test_the_bulk_questions_answer_what_the_caller_sees(world: World, stack: Stack) -> None:
    sides, draft = await offered(world), await drafted(world)
    await sides.sign("50")
    service = stack.service_url("indicators")
    asked: Json = {"fiscal_year": 2558, "area_code": ["50", "93"]}
    answer = await world.api.get(f"{service}/internal/facts/areas", params=asked, headers=world.as_("province:50"))
    areas = {code: facts["joint_indicators"] for code, facts in answer.json()["areas"].items()}
    mine = [each for each in areas["50"]["offers"] if each["joint_indicator_id"] in (sides.id, draft.id)]
    assert [(each["state"], each["target"], each["name_th"]) for each in mine] == [
        ("agreed", 1000, "รายได้จากการท่องเที่ยว")
    ]
    assert areas["50"]["standing"] >= 1
    assert all(each["joint_indicator_id"] != sides.id for each in areas["93"]["offers"])
    path = f"{service}/internal/facts/objects/joint_indicator"
    found = (await world.api.get(path, params={"id": [sides.id, draft.id]}, headers=world.as_("province:50"))).json()
    assert found["objects"].keys() == {sides.id}
    assert found["objects"][sides.id]["areas"]["50"] == {"state": "agreed", "target": 1000}
