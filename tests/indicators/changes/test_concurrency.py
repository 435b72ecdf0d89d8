"""What is done at once: one decision stands, no change of an agreement is lost, nobody waits in a circle."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.errors import KpiChangedSince
from services.indicators.changes import repository
from services.indicators.changes.schemas import examples
from services.shared.decisions.access import CLERK
from services.shared.errors import Refusal
from tests.conftest import key
from tests.contract.specimens import changes
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.agreements import PLACES
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.changes import PATH, WORKING_GROUP
from tests.contract.specimens.decisions import confirmed
from tests.contract.world import World
from tests.indicators.changes.conftest import Json, kpi_now, revise, revisions_of, send
from tests.stack import Stack


async def carry_out(world: World, *resolutions: Json) -> list[Json]:
    """Have resolutions carried out all at once; return what came of each item."""
    results = await asyncio.gather(
        *(world.act(f"{PATH}/decisions", KEEPER, {"resolution_id": each["id"]}) for each in resolutions)
    )
    return [item for result in results for item in result.json()["items"]]


async def test_of_two_decisions_at_once_one_stands(world: World) -> None:
    request = await changes.proposed(world)
    approve, reject = [
        await confirmed(world, WORKING_GROUP, changes.decision_item(request, decision, reason_th="ทดสอบ"))
        for decision in ("approve", "reject")
    ]
    outcomes = await carry_out(world, approve, reject)
    assert sorted(each["outcome"] for each in outcomes) == ["applied", "not_allowed"]
    (other,) = [each for each in outcomes if each["outcome"] == "not_allowed"]
    assert other["code"] == "state_does_not_allow"
    there = await changes.read(world, request)
    (applied,) = [each["decision"] for each in outcomes if each["outcome"] == "applied"]
    assert there["decision"] == applied
    assert len(await revisions_of(world, request)) == (2 if applied == "approve" else 1)


async def test_the_same_resolution_at_once_is_applied_once(world: World) -> None:
    request = await changes.proposed(world)
    resolution = await confirmed(world, WORKING_GROUP, changes.decision_item(request))
    outcomes = await carry_out(world, *[resolution] * 3)
    assert sorted(each["outcome"] for each in outcomes) == ["already_applied", "already_applied", "applied"]
    assert [each["revision"] for each in await revisions_of(world, request)] == [2, 1]


async def test_decisions_on_kpis_of_one_agreement_at_once_all_stand(world: World) -> None:
    year, area = next(PLACES)
    agreement = await changes.approved_agreement(world, year, area, 3)
    requests, resolutions = [], []
    for kpi in agreement["kpis"]:
        draft = await changes.drafted_for(world, agreement, kpi["indicator_id"])
        requests.append(await changes.proposed(world, await changes.submitted(world, draft)))
        resolutions.append(await confirmed(world, WORKING_GROUP, changes.decision_item(requests[-1])))
    outcomes = await carry_out(world, *resolutions)
    assert [each["outcome"] for each in outcomes] == ["applied"] * 3, outcomes
    after = (await world.api.get(f"{AGREEMENTS}/{agreement['id']}")).json()
    assert after["version"] == agreement["version"] + 3
    assert [kpi["targets"][0]["value"] for kpi in after["kpis"]] == [3, 3, 3]
    versions = [(await revisions_of(world, each))[0]["agreement_version"] for each in requests]
    assert sorted(versions) == [agreement["version"] + step for step in (1, 2, 3)]


async def test_a_decision_and_another_change_of_the_kpi_never_cross(world: World, stack: Stack) -> None:
    for _ in range(3):
        request = await changes.proposed(world)
        resolution = await confirmed(world, WORKING_GROUP, changes.decision_item(request))
        (outcome,), past = await asyncio.gather(
            carry_out(world, resolution), tried(revise(stack, request, source="มติใหม่"))
        )
        kpi = await kpi_now(world, request)
        if outcome["outcome"] == "applied":
            # The other came after it, or found the KPI changed; what was decided is there.
            assert past in (None, KpiChangedSince.code)
            assert kpi["stated_total"] == 9
        else:
            assert (outcome["code"], past) == ("agreement_kpi_changed_since", None)
            assert kpi["stated_total"] == 11
        assert (kpi["source"] == "มติใหม่") == (past is None)


async def tried(doing: Any) -> str | None:
    """Return the code of the refusal that something got; None when it was done."""
    try:
        await doing
    except Refusal as refusal:
        return refusal.code
    return None


async def test_one_request_of_many_for_a_kpi_is_made(world: World) -> None:
    agreement, indicator_id = await changes.untouched_kpi(world)
    body, owner = changes.request_body(agreement, indicator_id), f"province:{agreement['area_code']}"
    answers = await asyncio.gather(
        *(world.api.post(PATH, json=body, headers={**world.as_(owner), **key()}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"change_request_exists"}


async def test_a_decision_and_the_owners_yes_do_not_cross(world: World) -> None:
    request = await changes.proposed(world)
    resolution = await confirmed(world, WORKING_GROUP, changes.decision_item(request))
    body = {"content_hash": request["base"]["current_hash"]}
    (outcome,), rebased = await asyncio.gather(carry_out(world, resolution), send(world, request, "rebase", body))
    came = (outcome["outcome"], rebased.status_code)
    assert came in (("applied", 409), ("changed_since", 200)), (outcome, rebased.text)


async def test_a_decision_waits_for_the_agreement_before_it_takes_the_request(world: World, stack: Stack) -> None:
    request = await changes.proposed(world)
    agreement_id, request_id = UUID(request["agreement_id"]), UUID(request["id"])
    sessions = stack.sessions("indicators")
    admin = await asyncpg.connect(stack.dsn)
    waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with sessions.begin() as owner, sessions.begin() as committee:
        await agreements.load_agreement(owner, CLERK, agreement_id, lock=True)
        decision = asyncio.create_task(repository.lock_for_decision(committee, request_id))
        while not decision.done() and not await admin.fetchval(waits):
            pass
        assert not decision.done(), "who has the agreement would wait for the request, and the decision for both"
        await repository.load_request(owner, CLERK, request_id, lock=True)
        await owner.commit()
        assert (await decision) is not None
    await admin.close()


async def test_an_opinion_and_going_before_the_working_group_never_cross(world: World) -> None:
    request = await changes.submitted(world)
    await changes.analysed(world, request)
    silence = {"host_silence_th": "ไม่ตอบ"}
    paths = (("opinion", MINISTRY, examples.OPINION_IN), ("propose", KEEPER, silence))
    answers = await asyncio.gather(
        *(
            world.api.post(f"{PATH}/{request['id']}/{verb}", json=body, headers={**world.as_(grant), **key()})
            for verb, grant, body in paths
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409], [each.text for each in answers]
    there = await changes.read(world, request)
    assert (there["state"], there["opinion"]["state"]) in (("submitted", "given"), ("proposed", "silent"))
