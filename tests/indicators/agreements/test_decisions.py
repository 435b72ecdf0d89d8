"""What the committee decides on agreements: approved, returned, rejected, each once and on exactly what it saw."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.world import World
from tests.indicators.agreements.conftest import KEEPER, PATH, YEARS, Json, Make, kpi_of
from tests.indicators.agreements.resolving import (
    MONITORING,
    SECRETARY,
    analysed,
    before_the_last,
    carried_out,
    decided,
    item_on,
    recorded,
)

Do = Any


@pytest.fixture
def submitted(new_indicator: Make, new_agreement: Make, act: Do) -> Make:
    """Submit an agreement of a year of its own."""

    async def make(area: str = "50") -> Json:
        year = next(YEARS)
        made = await new_agreement(kpi_of(await new_indicator(), year=year), area=area, year=year)
        answer: Json = (await act(made, "submit")).json()
        return answer

    return make


async def test_an_approved_agreement_is_everyones_and_nobody_changes_it(
    world: World, submitted: Make, act: Do, patch: Do
) -> None:
    agreement = await submitted()
    assert (await world.api.get(f"{PATH}/{agreement['id']}")).status_code == 404
    approved = await decided(world, agreement, condition_th="รายงานผลทุกไตรมาส")
    assert (approved["state"], approved["decision_note_th"]) == ("approved", "รายงานผลทุกไตรมาส")
    assert approved["content_hash"] == agreement["content_hash"]
    seen = (await world.api.get(f"{PATH}/{agreement['id']}")).json()
    assert (seen["state"], seen["resolution_id"]) == ("approved", approved["resolution_id"])
    assert (await patch(approved, {"note_th": "ขอแก้"})).status_code == 409
    assert (await act(approved, "withdraw")).status_code == 409
    history = (await world.api.get(f"{PATH}/{agreement['id']}/history", headers=world.as_("province:50"))).json()
    told = next((entry["type"], entry["resolution_id"]) for entry in history["items"])
    assert told == ("performance_agreement.approved", approved["resolution_id"])


async def test_a_returned_agreement_is_corrected_and_submitted_again(
    world: World, submitted: Make, act: Do, patch: Do
) -> None:
    agreement = await submitted("51")
    returned = await decided(world, agreement, "return", reason_th="โปรดเพิ่มข้อมูลพื้นฐาน")
    assert (returned["state"], returned["decision_note_th"]) == ("returned", "โปรดเพิ่มข้อมูลพื้นฐาน")
    tasks = (await world.api.get("/v1/tasks", headers=world.as_("province:51"))).json()["items"]
    assert [task["kind"] for task in tasks if task["object_id"] == agreement["id"]] == ["performance_agreement.correct"]
    corrected = (await patch(returned, {"note_th": "เพิ่มข้อมูลแล้ว"})).json()
    again = (await act(corrected, "submit")).json()
    assert (await decided(world, again))["state"] == "approved"


async def test_a_rejected_agreement_makes_room_for_another(world: World, submitted: Make, new_agreement: Make) -> None:
    agreement = await submitted("52")
    rejected = await decided(world, agreement, "reject", reason_th="ไม่สอดคล้องกับแผน")
    assert rejected["state"] == "rejected"
    assert (await new_agreement(area="52", year=agreement["fiscal_year"]))["state"] == "draft"


async def test_what_was_changed_since_the_committee_saw_it_is_not_decided(
    world: World, submitted: Make, act: Do, patch: Do
) -> None:
    agreement = await analysed(world, await submitted())
    resolution = await recorded(world, item_on(agreement))
    draft = (await act(agreement, "withdraw")).json()
    changed = (await patch(draft, {"note_th": "ลดเป้าหมายลง"})).json()
    await act(changed, "submit")
    (item,) = (await carried_out(world, resolution))["items"]
    assert (item["outcome"], item["decided_hash"]) == ("changed_since", agreement["content_hash"])
    assert item["current_hash"] == changed["content_hash"]
    read = (await world.api.get(f"{PATH}/{agreement['id']}", headers=world.as_(KEEPER))).json()
    assert (read["state"], read["resolution_id"]) == ("submitted", None)


async def test_a_resolution_is_carried_out_once_however_often_it_is_asked_for(world: World, submitted: Make) -> None:
    agreement = await analysed(world, await submitted())
    resolution = await recorded(world, item_on(agreement, "endorse"))
    outcomes = [(await carried_out(world, resolution))["items"][0]["outcome"]]
    again = await world.act(f"{PATH}/decisions", "opdc", {"resolution_id": resolution["id"]})
    outcomes.append(again.json()["items"][0]["outcome"])
    assert outcomes[0] in ("applied", "already_applied")
    assert outcomes[1] == "already_applied"
    history = (await world.api.get(f"{PATH}/{agreement['id']}/history", headers=world.as_(KEEPER))).json()["items"]
    assert [entry["type"].removeprefix("performance_agreement.") for entry in history] == [
        "endorsed",
        "analysed",
        "submitted",
        "created",
    ]


@pytest.mark.parametrize(
    ("kind", "decision", "code"),
    [
        ("policy_committee", "endorse", "committee_may_not_decide"),
        (MONITORING, "approve", "committee_may_not_decide"),
        (SECRETARY, "approve", "decision_not_for_agreements"),
        (SECRETARY, "settle", "decision_not_for_agreements"),
    ],
)
async def test_another_committee_or_another_decision_changes_nothing(
    world: World, submitted: Make, kind: str, decision: str, code: str
) -> None:
    agreement = await analysed(world, await submitted())
    resolution = await recorded(world, item_on(agreement, decision, reason_th="ทดสอบ"), kind=kind)
    (item,) = (await carried_out(world, resolution, kind))["items"]
    assert (item["outcome"], item["code"]) == ("not_allowed", code)
    read = (await world.api.get(f"{PATH}/{agreement['id']}", headers=world.as_(KEEPER))).json()
    assert (read["state"], read["version"]) == ("submitted", agreement["version"])


async def test_a_draft_or_what_is_not_there_is_not_decided(world: World, new_agreement: Make) -> None:
    draft = await new_agreement()
    absent = {**draft, "id": str(uuid4())}
    resolution = await recorded(world, item_on(draft), item_on(absent))
    items = (await carried_out(world, resolution))["items"]
    assert [(item["outcome"], item["code"]) for item in items] == [("not_allowed", "not_found")] * 2


async def test_candidates_of_a_resolution_are_the_submitted_agreements_of_a_year(
    world: World, stack: Any, submitted: Make, new_indicator: Make, new_agreement: Make
) -> None:
    agreement, later = await analysed(world, await submitted()), await before_the_last(world, await submitted())

    await new_agreement(area="57", year=agreement["fiscal_year"])

    async def found(agreement: Json, state: str) -> list[str]:
        async with httpx.AsyncClient(base_url=stack.service_url("indicators"), trust_env=False) as inner:
            answer = await inner.get(
                "/internal/decidables/performance_agreement",
                params={"fiscal_year": agreement["fiscal_year"], "state": state},
                headers=world.as_(SECRETARY),
            )
        names = ("object_id", "object_version", "content_hash", "amount")
        assert all(set(item) == set(names) for item in answer.json()["items"])
        return [item["object_id"] for item in answer.json()["items"]]

    assert await found(agreement, "submitted") == [agreement["id"]]
    assert await found(agreement, "supervision") == [agreement["id"]]
    assert await found(agreement, "monitoring") == []
    assert await found(later, "monitoring") == await found(later, "submitted") == [later["id"]]
    assert await found(later, "supervision") == []
