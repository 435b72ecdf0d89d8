"""What the working group decides: applied with the decision or not at all, each once, on exactly what it saw."""

import asyncpg
import httpx
import pytest

from services.indicators.changes.rules.request import FLOW
from services.shared.canonical import sha256
from tests import databases
from tests.contract.specimens import changes
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.agreements import PLACES
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.changes import PATH, WORKING_GROUP
from tests.contract.specimens.decisions import POLICY, Body, carried_out, confirmed
from tests.contract.world import World
from tests.indicators.changes.conftest import (
    Json,
    faults,
    history_of,
    kpi_now,
    refused,
    revise,
    revisions_of,
    send,
    tasks_of,
)
from tests.indicators.joint.conftest import offered
from tests.stack import Stack


async def facts_of(stack: Stack, headers: dict[str, str], year: int, area: str) -> Json:
    """Return what the indicators service tells of an area and year."""
    async with httpx.AsyncClient(base_url=stack.service_url("indicators"), trust_env=False) as inner:
        params: Json = {"fiscal_year": year, "area_code": area}
        answer = await inner.get("/internal/facts/areas", params=params, headers=headers)
    found: Json = answer.json()["areas"][area]
    return found


async def test_an_approved_request_changes_the_kpi_and_keeps_what_was_agreed(world: World, stack: Stack) -> None:
    year, area = next(PLACES)
    agreement = await changes.approved_agreement(world, year, area, 2)
    mine, other = agreement["kpis"]
    request = await changes.proposed(
        world, await changes.submitted(world, await changes.drafted_for(world, agreement, mine["indicator_id"]))
    )
    (found,) = await revisions_of(world, request)
    assert found["revised_by"] is None  # the public is told what was decided, not by which officer
    assert (found["revision"], found["terms"], found["change_request_id"]) == (1, request["before"], None)
    assert found["resolution_id"] == agreement["resolution_id"]
    decided = await changes.decided(world, request, condition_th="รายงานผลทุกเดือน")
    assert (decided["state"], decided["decision"], decided["condition_th"]) == (
        "approved",
        "approve",
        "รายงานผลทุกเดือน",
    )
    after = (await world.api.get(f"{AGREEMENTS}/{agreement['id']}")).json()
    assert after["version"] == agreement["version"] + 1
    assert after["content_hash"] != agreement["content_hash"]
    changed = {"targets": request["after"]["target"]["targets"], "stated_total": 9}
    assert after["kpis"] == [mine | changed | {"rubric": request["after"]["scoring_criteria"]}, other]
    latest, earlier = await revisions_of(world, request)
    assert earlier | {"agreement_version": 0} == found | {"agreement_version": 0}
    assert (latest["revision"], latest["terms"]) == (2, request["after"])
    assert (latest["change_request_id"], latest["resolution_id"]) == (request["id"], decided["resolution_id"])
    assert latest["changed_fields"] == ["targets", "stated_total", "rubric"]
    assert (latest["agreement_version"], latest["reason_th"]) == (after["version"], request["event"]["what_th"])
    results = (await world.api.get(f"{AGREEMENTS}/{agreement['id']}/results")).json()
    assert [kpi["target"] for kpi in results["kpis"]] == [3, 5]
    facts = await facts_of(stack, world.as_("evaluator"), year, area)
    assert [(kpi["target"], kpi["rubric"]["anchors"]) for kpi in facts["agreements"]["kpis"]] == [
        (3, [1, 2, 3, 4, 5]),
        (5, [3, 4, 5, 6, 7]),
    ]
    expected = {"requests": 1, "by_state": {state: int(state == "approved") for state in FLOW.states}}
    assert facts["change_requests"] == expected
    history = await world.api.get(f"{AGREEMENTS}/{agreement['id']}/history", headers=world.as_(KEEPER))
    told = history.json()["items"][0]
    assert (told["type"], told["resolution_id"]) == ("performance_agreement.kpi_revised", decided["resolution_id"])
    assert told["changes"]["change_request_id"] == [None, request["id"]]
    assert told["changes"][f"kpis.{mine['indicator_code']}.stated_total"] == [11, 9]


async def test_the_area_is_told_and_takes_note_once(world: World) -> None:
    request = await changes.proposed(world)
    assert request["notice"]["state"] == "none"
    owner = changes.owner_of(request)
    decided = await changes.decided(world, request)
    assert (decided["notice"]["state"], decided["notice"]["sent_at"]) == ("sent", decided["decided_at"])
    assert await tasks_of(world, owner, request) == ["acknowledge"]
    assert await tasks_of(world, KEEPER, request) == []
    noted = await changes.act(world, decided, "acknowledge")
    assert (noted["notice"]["state"], noted["notice"]["acknowledged_by"]) == ("acknowledged", owner)
    assert await tasks_of(world, owner, request) == []
    assert refused(await send(world, noted, "acknowledge")) == (409, "state_does_not_allow")
    allowed = {each["action"]: each["allowed"] for each in noted["allowed_actions"]}
    assert allowed["change_request.acknowledge"] is False
    assert (await history_of(world, request))[:2] == ["acknowledged", "approved"]


async def test_other_terms_are_approved_as_they_were_recommended(world: World) -> None:
    found = await changes.submitted(world)
    year = found["fiscal_year"]
    four = {"targets": [{"fiscal_year": year, "value": 4}, {"fiscal_year": year + 1, "value": 6}], "stated_total": 10}
    request = await changes.proposed(world, found, recommendation="approve_changed", instead={"target": four})
    decided = await changes.decided(world, request, "approve_changed", reason_th="ตามข้อเสนอของ ก.พ.ร.")
    assert (decided["state"], decided["decision"]) == ("approved", "approve_changed")
    kpi = await kpi_now(world, request)
    assert [target["value"] for target in kpi["targets"]] == [4, 6]
    assert kpi["rubric"] == request["before"]["scoring_criteria"]


async def test_a_rejected_request_leaves_the_kpi_and_makes_room_for_another(world: World) -> None:
    request = await changes.proposed(world)
    before = await kpi_now(world, request)
    decided = await changes.decided(world, request, "reject", reason_th="ยังบรรลุเป้าหมายเดิมได้")
    assert (decided["state"], decided["decision_reason_th"]) == ("rejected", "ยังบรรลุเป้าหมายเดิมได้")
    assert decided["base"]["is_moved"] is None
    assert await kpi_now(world, request) == before
    assert [each["revision"] for each in await revisions_of(world, request)] == [1]
    agreement = (await world.api.get(f"{AGREEMENTS}/{request['agreement_id']}")).json()
    assert (await changes.drafted_for(world, agreement, request["indicator_id"]))["state"] == "draft"


async def test_the_working_group_returns_a_request_and_decides_on_it_again(world: World) -> None:
    request = await changes.proposed(world)
    returned = await changes.decided(world, request, "return", reason_th="โปรดแยกผลของเดือนเมษายน")
    assert (returned["state"], returned["decision"]) == ("returned", None)
    assert returned["state_reason"] == "โปรดแยกผลของเดือนเมษายน"
    assert returned["notice"]["state"] == "none"
    assert await tasks_of(world, changes.owner_of(request), request) == ["correct"]
    again = await changes.proposed(world, await changes.act(world, returned, "submit"))
    assert (await changes.decided(world, again))["state"] == "approved"


async def test_two_changes_of_a_kpi_leave_three_readable_revisions(world: World) -> None:
    request = await changes.proposed(world)
    await changes.decided(world, request)
    agreement = (await world.api.get(f"{AGREEMENTS}/{request['agreement_id']}")).json()
    only = {"target": {"stated_total": 8}, "scoring_criteria": None}
    second = await changes.drafted_for(world, agreement, request["indicator_id"], **only)
    assert second["before"] == request["after"]
    await changes.decided(world, await changes.proposed(world, await changes.submitted(world, second)))
    found = await revisions_of(world, request)
    assert [each["revision"] for each in found] == [3, 2, 1]
    assert [each["terms"]["target"]["stated_total"] for each in found] == [8, 9, 11]
    assert [each["change_request_id"] for each in found] == [second["id"], request["id"], None]


@pytest.mark.parametrize(
    ("body", "decision", "code"),
    [
        (POLICY, "approve", "committee_may_not_decide"),
        (WORKING_GROUP, "endorse", "decision_not_for_change_requests"),
        (WORKING_GROUP, "approve_changed", "change_nothing_recommended"),
    ],
)
async def test_another_committee_or_another_decision_changes_nothing(
    world: World, body: Body, decision: str, code: str
) -> None:
    request = await changes.proposed(world)
    before = await kpi_now(world, request)
    item = changes.decision_item(request, decision, reason_th="ทดสอบ")
    (outcome,) = (await carried_out(world, PATH, body, item))["items"]
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", code)
    there = await changes.read(world, request)
    assert (there["state"], there["version"]) == ("proposed", request["version"])
    assert await kpi_now(world, request) == before


async def test_what_was_changed_since_the_working_group_saw_it_is_not_decided(world: World) -> None:
    request = await changes.proposed(world)
    resolution = await confirmed(world, WORKING_GROUP, changes.decision_item(request))
    await changes.act(world, request, "recall", KEEPER, changes.REASON)
    await changes.analysed(world, request, text_th="วิเคราะห์ใหม่", recommendation="reject")
    await changes.act(world, request, "propose", KEEPER, {"host_silence_th": None})
    result = await world.act(f"{PATH}/decisions", KEEPER, {"resolution_id": resolution["id"]})
    (outcome,) = result.json()["items"]
    assert (outcome["outcome"], outcome["decided_hash"]) == ("changed_since", request["content_hash"])
    assert (await changes.read(world, request))["state"] == "proposed"


async def test_a_resolution_is_carried_out_once(world: World) -> None:
    request = await changes.proposed(world)
    resolution = await confirmed(world, WORKING_GROUP, changes.decision_item(request))
    outcomes = []
    for _ in range(2):
        result = await world.act(f"{PATH}/decisions", KEEPER, {"resolution_id": resolution["id"]})
        outcomes.append(result.json()["items"][0]["outcome"])
    assert outcomes == ["applied", "already_applied"]
    assert [each["revision"] for each in await revisions_of(world, request)] == [2, 1]


async def test_nothing_is_decided_from_a_base_that_has_moved_until_the_owner_says_yes(
    world: World, stack: Stack
) -> None:
    request = await changes.proposed(world)
    await revise(stack, request, source="มติ อ.ก.พ.ร. ครั้งที่ 4", stated_total=12)
    moved = await changes.read(world, request)
    assert moved["base"]["is_moved"] is True
    assert {each["field"]: (each["at_base"], each["now"]) for each in moved["base"]["differences"]} == {
        "stated_total": (11, 12),
        "source": (request["before"]["target"]["source"], "มติ อ.ก.พ.ร. ครั้งที่ 4"),
    }
    outcome = await changes.outcome_of(world, request)
    assert (outcome["outcome"], outcome["code"]) == ("not_allowed", "agreement_kpi_changed_since")
    stale = {"content_hash": request["base"]["content_hash"]}
    assert refused(await send(world, request, "rebase", stale)) == (409, "change_base_moved_on")
    rebased = await changes.act(world, request, "rebase", body={"content_hash": moved["base"]["current_hash"]})
    # It is analysed anew, from the KPI as it is now; what was asked stays asked.
    assert (rebased["state"], rebased["analysis"], rebased["opinion"]["state"]) == ("submitted", None, "waiting")
    assert rebased["base"]["is_moved"] is False
    assert rebased["before"]["target"]["stated_total"] == 12
    assert rebased["changed_fields"] == request["changed_fields"]
    assert rebased["after"]["target"]["source"] == "มติ อ.ก.พ.ร. ครั้งที่ 4"
    assert await tasks_of(world, KEEPER, request) == ["analyse"]
    decided = await changes.decided(world, await changes.proposed(world, rebased))
    assert decided["state"] == "approved"
    found = await revisions_of(world, request)
    assert [each["terms"]["target"]["stated_total"] for each in found] == [9, 12]


async def test_a_draft_whose_base_has_moved_is_not_submitted_nor_put_before_the_working_group(
    world: World, stack: Stack
) -> None:
    draft = await changes.ready(world)
    await revise(stack, draft, stated_total=12)
    assert faults(await send(world, draft, "submit")) == [("/base", "base_moved")]
    body = {"content_hash": (await changes.read(world, draft))["base"]["current_hash"]}
    assert (await changes.act(world, draft, "rebase", body=body))["state"] == "draft"
    request = await changes.act(world, draft, "submit")
    await changes.analysed(world, request)
    await revise(stack, draft, stated_total=13)
    answer = await send(world, request, "propose", {"host_silence_th": "ไม่ตอบ"}, KEEPER)
    assert faults(answer) == [("/base", "base_moved")]
    body = {"content_hash": (await changes.read(world, draft))["base"]["current_hash"]}
    assert (await changes.act(world, draft, "rebase", body=body))["analysis"] is None


async def test_a_change_that_was_made_meanwhile_is_asked_no_more(world: World, stack: Stack) -> None:
    found, indicator_id = await changes.untouched_kpi(world)
    only = {"target": {"stated_total": 9}, "scoring_criteria": None}
    draft = await changes.drafted_for(world, found, indicator_id, **only)
    await changes.attach(world, draft)
    await revise(stack, draft, stated_total=9)
    body = {"content_hash": (await changes.read(world, draft))["base"]["current_hash"]}
    rebased = await changes.act(world, draft, "rebase", body=body)
    assert (rebased["kinds"], rebased["changed_fields"]) == ([], [])
    assert faults(await send(world, draft, "submit")) == [("", "nothing_asked")]


async def test_a_target_that_both_sides_signed_is_asked_for_anew_of_the_ministry(world: World) -> None:
    found, indicator_id = await changes.untouched_kpi(world)
    area, year = found["area_code"], found["fiscal_year"]
    sides = await offered(world, area, measured={"id": indicator_id}, fiscal_year=year, unassigned_limit_percent=100)
    assert (await sides.sign(area)).status_code == 200

    async def asked() -> list[str]:
        tasks = (await world.api.get("/v1/tasks", headers=world.as_(MINISTRY))).json()["items"]
        return [each["kind"] for each in tasks if each["link"].startswith(f"{sides.path}/offers/{area}")]

    assert await asked() == []
    draft = await changes.drafted_for(world, found, indicator_id)
    await changes.decided(world, await changes.proposed(world, await changes.submitted(world, draft)))
    assert await asked() == ["joint_offer.follow_target"]
    revised = {"target": 3, "reason": "ตามมติคณะทำงาน"}
    assert (await sides.act(f"offers/{area}/revise", body=revised)).status_code == 200
    assert await asked() == []


async def test_a_kpi_is_bound_to_a_later_definition_only_when_asked(world: World) -> None:
    found, indicator_id = await changes.untouched_kpi(world)
    path = f"/v1/indicators/{indicator_id}"
    indicator = (await world.api.get(path)).json()
    headers = {**world.as_(KEEPER), "If-Match": f'"{indicator["version"]}"'}
    body = {"formula_th": "สูตรใหม่หลังเหตุการณ์", "reason": "ปรับนิยาม"}
    redefined = await world.api.patch(path, json=body, headers=headers)
    assert redefined.json()["definition_version"] == 2, redefined.text
    none = {"target": None, "scoring_criteria": None}
    # It is bound to what was agreed, and stays so unless that is what is asked.
    for asked, bound in (({"target": {"stated_total": 9}}, 1), ({"detail": {"definition_version": 2}}, 2)):
        draft = await changes.drafted_for(world, found, indicator_id, **none | asked)
        await changes.decided(world, await changes.proposed(world, await changes.submitted(world, draft)))
        assert (await kpi_now(world, draft))["definition_version"] == bound


async def test_candidates_of_a_resolution_are_what_lies_before_the_working_group(world: World, stack: Stack) -> None:
    request = await changes.proposed(world)
    async with httpx.AsyncClient(base_url=stack.service_url("indicators"), trust_env=False) as inner:
        params = {"fiscal_year": request["fiscal_year"], "state": "proposed", "area_code": request["area_code"]}
        found = await inner.get("/internal/decidables/change_request", params=params, headers=world.as_(KEEPER))
    seen = {name: request[name] for name in ("id", "version", "content_hash")}
    assert {
        "object_id": seen["id"],
        "object_version": seen["version"],
        "content_hash": seen["content_hash"],
        "amount": None,
    } in found.json()["items"]


@pytest.mark.parametrize("table", ["change_request", "agreement_kpi_revision", "change_closing_date"])
async def test_no_decision_and_no_revision_is_ever_deleted(stack: Stack, table: str) -> None:
    connection = await asyncpg.connect(databases.app_address(stack.dsn, "indicators"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"DELETE FROM indicators.{table}")
        if table == "agreement_kpi_revision":
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"UPDATE indicators.{table} SET revision = 9")
    finally:
        await connection.close()


async def test_the_hash_is_made_again_from_what_everyone_reads(world: World) -> None:
    found = await changes.submitted(world)
    stated = {"target": {"stated_total": 10}}
    request = await changes.proposed(world, found, recommendation="approve_changed", instead=stated)
    await changes.decided(world, request, "approve_changed", reason_th="ตามข้อเสนอ")
    public = (await world.api.get(f"{PATH}/{request['id']}")).json()

    def fields(terms: Json, names: list[str]) -> Json:
        flat = {**terms["detail"], **terms["target"], "rubric": terms["scoring_criteria"]}
        return {name: flat[name] for name in names}

    analysis, opinion = public["analysis"], public["opinion"]
    alike = ("agreement_id", "indicator_id", "area_code", "fiscal_year", "host_function_code", "event", "evidence")
    document = {
        **{name: public[name] for name in alike},
        "base_hash": public["base"]["content_hash"],
        "changed": fields(public["after"], public["changed_fields"]),
        "host_silence_th": opinion["silence_th"],
        "analysis": {
            "analysis_th": analysis["text_th"],
            "recommendation": analysis["recommendation"],
            "recommended": fields(analysis["instead"], analysis["instead_fields"]),
        },
        "opinion": {"opinion_stance": opinion["stance"], "opinion_th": opinion["text_th"]},
    }
    assert sha256(document) == public["content_hash"] == request["content_hash"]
    assert (analysis["analysed_by"], opinion["given_by"]) == (None, None)
