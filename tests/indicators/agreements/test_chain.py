"""The chain of approval through the gateway: heard, analysed, decided by two committees in their turn, notified."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from tests.conftest import As, key
from tests.contract.world import World
from tests.indicators.agreements.conftest import KEEPER, PATH, YEARS, Json, Make, codes, kpi_of
from tests.indicators.agreements.resolving import (
    LETTER,
    MONITORING,
    SECRETARY,
    analysed,
    analysis_of,
    before_the_last,
    carried_out,
    decided,
    heard,
    item_on,
    read,
    recorded,
    resolved,
)
from tests.stack import Stack

Do = Any
HOST = "ministry:05"


@pytest.fixture
def drafted(new_indicator: Make, new_agreement: Make) -> Make:
    """Draft an agreement with one KPI, in a year of its own."""

    async def make(**changed: Any) -> Json:
        year = changed.pop("year", None) or next(YEARS)
        return await new_agreement(kpi_of(await new_indicator(), year=year), year=year, **changed)

    return make


@pytest.fixture
def submitted(drafted: Make, act: Do) -> Make:
    """Submit such an agreement."""

    async def make(**changed: Any) -> Json:
        answer: Json = (await act(await drafted(**changed), "submit")).json()
        return answer

    return make


async def tasks_of(world: World, grant: str, *ids: str) -> list[tuple[str, str | None]]:
    """Return (kind, due at) of the open tasks of a role on objects."""
    items = (await world.api.get("/v1/tasks", headers=world.as_(grant))).json()["items"]
    return [(task["kind"].split(".")[1], task["due_at"]) for task in items if task["object_id"] in ids]


async def test_the_province_sends_it_is_analysed_considered_approved_notified_and_acknowledged(
    world: World, drafted: Make, act: Do
) -> None:
    draft = await drafted()
    progress = draft["progress"]
    assert (progress["chain_code"], progress["basis"]) == ("approval_2566_province", "earlier_year")
    assert str(draft["fiscal_year"]) in progress["told"]["th"]
    steps = ["draft", "analysis", "supervision", "monitoring", "notice"]
    assert [step["code"] for step in progress["steps"]] == steps
    assert progress["waits_for"]["who"] == "province:50"

    found = (await act(draft, "submit")).json()
    way: list[Any] = []
    path = f"{PATH}/{draft['id']}"

    async def note(found: Json) -> None:
        assert found["version"] == draft["version"] + len(way) + 1  # each step is one version
        waits = found["progress"]["waits_for"] or {"who": None}
        way.append((found["state"], found["stage"], found["step_code"], waits["who"]))
        if waits["who"]:
            kind = waits["action"].split(".")[1]
            assert await tasks_of(world, waits["who"], found["id"]) == [(kind, None)]

    await note(found)
    found = await analysed(world, found)
    await note(found)
    found = await resolved(world, found, "endorse", SECRETARY, condition_th="ให้รายงานรายไตรมาส")
    await note(found)
    found = await resolved(world, found, "approve", MONITORING)
    await note(found)
    found = (await act(found, "notify", LETTER, KEEPER)).json()
    await note(found)
    found = (await act(found, "acknowledge")).json()
    await note(found)
    assert way == [
        ("submitted", "analysis", "analysis", "opdc"),
        ("submitted", "committee", "supervision", "evaluation_committee"),
        ("submitted", "committee", "monitoring", "opdc"),
        ("approved", "notice", "notice", "opdc"),
        ("approved", "acknowledgement", "notice", "province:50"),
        ("approved", "done", "notice", None),
    ]
    assert {step["state"] for step in found["progress"]["steps"]} == {"passed"}
    passed = [(each["step_code"], each["outcome"], each["passed_by"]) for each in found["progress"]["passages"]]
    assert [each[:2] for each in passed] == [
        ("draft", "submitted"),
        ("analysis", "analysed"),
        ("supervision", "endorsed"),
        ("monitoring", "approved"),
        ("notice", "notified"),
        ("notice", "acknowledged"),
    ]
    assert [each[2] for each in passed if each[1] in ("analysed", "acknowledged")] == [KEEPER, "province:50"]
    by_resolution = [each["resolution_id"] is not None for each in found["progress"]["passages"]]
    assert by_resolution == [False, False, True, True, False, False]
    letter = found["progress"]["passages"][4]
    assert (letter["document_number"], letter["document_dated_on"]) == tuple(LETTER.values())
    history = (await world.api.get(f"{path}/history", headers=world.as_(KEEPER))).json()["items"]
    assert [entry["type"].split(".")[1] for entry in history[:2]] == ["acknowledged", "notified"]


async def test_the_second_committee_refuses_before_the_first_and_neither_decides_before_the_analysis(
    world: World, submitted: Make
) -> None:
    agreement = await submitted()
    for kind, decision in ((SECRETARY, "endorse"), (MONITORING, "approve")):
        (item,) = (await carried_out(world, await recorded(world, item_on(agreement, decision), kind=kind), kind))[
            "items"
        ]
        assert (item["outcome"], item["code"]) == ("not_allowed", "state_does_not_allow")
    agreement = await analysed(world, agreement)
    early = await recorded(world, item_on(agreement, "approve"), kind=MONITORING)
    (item,) = (await carried_out(world, early, MONITORING))["items"]
    assert (item["outcome"], item["code"]) == ("not_allowed", "committee_may_not_decide")
    assert "evaluation_committee" in item["reason"]["en"]
    assert (await read(world, agreement))["step_code"] == "supervision"
    endorsed = await resolved(world, agreement, "endorse", SECRETARY)
    assert endorsed["step_code"] == "monitoring"
    # What stood before its turn is carried out in its turn, as the resolution says.
    again = await world.act(f"{PATH}/decisions", KEEPER, {"resolution_id": early["id"]})
    assert again.json()["items"][0]["outcome"] == "applied"
    assert (await read(world, agreement))["stage"] == "notice"


async def test_what_is_sent_back_goes_to_the_draft_with_its_reason_and_through_every_step_again(
    world: World, submitted: Make, act: Do
) -> None:
    agreement = await submitted()
    refused = await act(agreement, "return", {"reason_th": " "}, KEEPER)
    assert codes(refused) == [("/reason_th", "blank")]
    returned = (await act(agreement, "return", {"reason_th": "โปรดระบุข้อมูลพื้นฐาน"}, KEEPER)).json()
    assert (returned["state"], returned["stage"], returned["progress"]["round"]) == ("returned", "drafting", 2)
    assert returned["progress"]["passages"][-1]["reason_th"] == "โปรดระบุข้อมูลพื้นฐาน"
    assert await tasks_of(world, "province:50", agreement["id"]) == [("correct", None)]
    again = await before_the_last(world, (await act(returned, "submit")).json())
    sent_back = await resolved(world, again, "return", MONITORING, reason_th="ค่าเป้าหมายต่ำเกินไป")
    assert (sent_back["state"], sent_back["stage"], sent_back["progress"]["round"]) == ("returned", "drafting", 3)
    waiting = (await act(sent_back, "submit")).json()
    assert waiting["stage"] == "analysis"
    assert (await decided(world, waiting))["state"] == "approved"
    outcomes = [each["outcome"] for each in (await read(world, agreement))["progress"]["passages"]]
    assert outcomes == [
        *("submitted", "returned"),
        *("submitted", "analysed", "endorsed", "returned"),
        *("submitted", "analysed", "endorsed", "approved"),
    ]
    analyses = (await world.api.get(f"{PATH}/{agreement['id']}/analyses", headers=world.as_(HOST))).json()["items"]
    assert [each["round"] for each in analyses] == [3, 2]


async def test_a_draft_of_the_area_officer_is_heard_taken_over_and_decided(
    world: World, drafted: Make, act: Do, patch: Do
) -> None:
    draft = await drafted(year=2556, area="60", grant=KEEPER)
    assert (draft["stage"], draft["progress"]["basis"], draft["drafted_by"]) == (
        "drafting_for_hearing",
        "later_year",
        KEEPER,
    )
    assert await tasks_of(world, KEEPER, draft["id"]) == [("present", None)]
    assert (await act(draft, "submit")).json()["code"] == "state_does_not_allow"
    assert (await act(draft, "present")).status_code == 403
    shown = await heard(world, draft)
    assert (shown["state"], shown["stage"]) == ("hearing", "hearing")
    assert await tasks_of(world, "province:60", draft["id"]) == [("hear", None)]
    changed = (await patch(shown, {"note_th": "ปรับตามข้อคิดเห็น"})).json()
    taken = (await act(changed, "submit")).json()
    assert (taken["stage"], taken["drafted_by"]) == ("committee", KEEPER)
    assert taken["progress"]["passages"][-1]["passed_by"] == "province:60"
    withdrawn = (await act(taken, "withdraw")).json()
    assert (withdrawn["state"], withdrawn["stage"]) == ("hearing", "hearing")
    approved = await decided(world, (await act(withdrawn, "submit")).json())
    assert (approved["state"], approved["stage"], approved["progress"]["waits_for"]) == ("approved", "done", None)


async def test_an_analysis_is_of_every_kpi(world: World, submitted: Make, api: httpx.AsyncClient, as_: As) -> None:
    agreement = await submitted()
    path, headers = f"{PATH}/{agreement['id']}/analyses", {**as_(KEEPER)}
    body = analysis_of(agreement)
    nothing = await api.post(path, json={**body, "kpis": []}, headers={**headers, **key()})
    assert codes(nothing) == [("/kpis", "kpi_not_analysed")]
    made = await api.post(path, json=analysis_of(agreement, "change"), headers={**headers, **key()})
    assert made.json()["stage"] == "committee"
    (found,) = (await api.get(path, headers=as_(HOST))).json()["items"]
    (kpi,) = found["kpis"]
    assert (kpi["recommendation"], kpi["host_opinion"]) == ("change", "not_asked")
    assert (await api.get(path)).status_code == 401
    assert (await api.get(path, headers=as_("province:57"))).status_code == 404


@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_host_agency_is_asked_and_its_silence_is_told(
    world: World, submitted: Make, act: Do, is_answered: bool
) -> None:
    agreement = await submitted()
    indicator = agreement["kpis"][0]["indicator_id"]
    body = {"indicator_id": indicator, "question_th": "เป้าหมายเหมาะสมหรือไม่", "answer_by": "2057-01-31"}
    asked = (await act(agreement, "consultations", body, KEEPER)).json()
    assert (asked["function_code"], asked["opinion"]) == ("05", None)
    assert (await act(agreement, "consultations", body, KEEPER)).json()["code"] == "agreement_consultation_exists"
    assert await tasks_of(world, HOST, asked["id"]) == [("consult", "2057-01-31T17:00:00.000000Z")]
    opinion = {"opinion": "change", "text_th": "ใช้ข้อมูลของกรม", "post_th": "ผู้อำนวยการกอง"}
    answer = f"consultations/{asked['id']}/answer"
    assert (await act(agreement, answer, opinion, "ministry:07")).status_code == 403
    if is_answered:
        both = await asyncio.gather(*(act(agreement, answer, opinion, HOST) for _ in range(2)))
        assert sorted(each.status_code for each in both) == [200, 409]
        assert await tasks_of(world, HOST, asked["id"]) == []
    await analysed(world, agreement)
    (kpi,) = (await world.api.get(f"{PATH}/{agreement['id']}/analyses", headers=world.as_(KEEPER))).json()["items"][0][
        "kpis"
    ]
    assert kpi["host_opinion"] == ("change" if is_answered else "not_answered")
    if not is_answered:  # a late opinion is still one, until somebody decides
        assert (await act(agreement, answer, opinion, HOST)).json()["opinion"]["opinion"] == "change"
    listed = (await world.api.get(f"{PATH}/{agreement['id']}/consultations", headers=world.as_(HOST))).json()["items"]
    assert [each["opinion"]["post_th"] for each in listed] == ["ผู้อำนวยการกอง"]


async def test_an_unanswered_question_is_nobodys_task_once_the_agreement_is_sent_back(
    world: World, submitted: Make, act: Do
) -> None:
    agreement = await submitted()
    body = {"indicator_id": agreement["kpis"][0]["indicator_id"], "question_th": "เป้าหมายเหมาะสมหรือไม่"}
    asked = (await act(agreement, "consultations", body, KEEPER)).json()
    await act(agreement, "return", {"reason_th": "โปรดแก้ไข"}, KEEPER)
    assert await tasks_of(world, HOST, asked["id"]) == []


async def test_of_two_who_take_one_step_at_once_one_does(world: World, submitted: Make, act: Do) -> None:
    agreement = await submitted()
    analysing = act(agreement, "analyses", analysis_of(agreement), KEEPER)
    sending_back = act(agreement, "return", {"reason_th": "โปรดแก้ไข"}, KEEPER)
    answers = await asyncio.gather(analysing, sending_back, act(agreement, "withdraw"))
    # Of the three steps that start at the analysis the withdrawal may follow it, no other pair goes together.
    done = [answer.is_success for answer in answers]
    assert sum(done[:2]) <= 1
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert sum(done) >= 1
    outcomes = [each["outcome"] for each in (await read(world, agreement))["progress"]["passages"]]
    assert len(outcomes) == 1 + sum(done)


async def test_two_resolutions_on_one_step_at_once_are_one_decision(world: World, submitted: Make) -> None:
    agreement = await analysed(world, await submitted())
    resolutions = [
        await recorded(world, item_on(agreement, "endorse")),
        await recorded(world, item_on(agreement, "return", reason_th="โปรดแก้ไข")),
    ]
    results = await asyncio.gather(*(carried_out(world, each) for each in resolutions))
    found = await read(world, agreement)
    outcomes = [each["outcome"] for each in found["progress"]["passages"]]
    assert outcomes in (["submitted", "analysed", "endorsed"], ["submitted", "analysed", "returned"])
    told = sorted(result["items"][0]["outcome"] for result in results)
    assert "not_allowed" in told


async def test_reading_an_agreement_takes_the_same_statements_however_long_its_way(
    world: World, stack: Stack, submitted: Make, act: Do
) -> None:
    agreement = await submitted()
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "performance_agreement" in statement or "agreement_" in statement:
            sent.append(statement)

    async def counted() -> int:
        sent.clear()
        await read(world, agreement)
        return len(sent)

    engine = stack.app("indicators").state.house.doors.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        before = await counted()
        returned = (await act(agreement, "return", {"reason_th": "โปรดแก้ไข"}, KEEPER)).json()
        await analysed(world, (await act(returned, "submit")).json())
        assert await counted() == before <= 9
    finally:
        event.remove(engine, "before_cursor_execute", note)
