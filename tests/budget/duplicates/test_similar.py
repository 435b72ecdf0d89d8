"""What is like a request: whose is shown to whom, what was judged of it, and when it is shown again."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg

from services.budget.agency_requests.usecases.likeness import catch_up as take_in_agency_requests
from services.budget.requests.usecases.likeness import catch_up
from tests.budget.agency_requests.reserves import next_counter
from tests.budget.duplicates.projects import BUREAU, DOH, VERDICTS, new_name, project, pushed, verdict_on
from tests.budget.requests.lists import LISTS, REQUESTS, Desk, desk
from tests.conftest import key
from tests.contract.operations import Json
from tests.contract.world import World
from tests.stack import Stack
from tests.statements import counted


async def asked(at: Desk, title: str, **changed: Any) -> Json:
    """A draft for a project of that title, in a list of its own."""
    body = at.request_body(await at.list(), await at.project(title_th=title), **changed)
    made: Json = (await at.world.create(REQUESTS, body, at.officer)).json()
    return made


async def similar(at: Desk, request: Json, grant: str | None = None) -> Json:
    """What is like a request."""
    return await at.read(f"{REQUESTS}/{request['id']}/similar", grant)


def ids_of(found: Json, shown: str = "items") -> set[str]:
    """The ids of what is shown."""
    return {each["id"] for each in found[shown]}


async def test_others_drafts_are_never_shown_and_what_is_withdrawn_is_gone(world: World) -> None:
    title = f"ก่อสร้างอ่างเก็บน้ำห้วย{new_name()}"
    ours, theirs = await desk(world), await desk(world)
    mine, other = await asked(ours, title), await asked(theirs, title.replace("ก่อสร้าง", "โครงการก่อสร้าง"))
    assert ids_of(await similar(ours, mine)) == set()
    other = await theirs.done(other, "submit")
    found = await similar(ours, mine)
    (shown,) = found["items"]
    assert (shown["id"], shown["state"], shown["unit"]) == (other["id"], "submitted", f"area:{theirs.place.area_code}")
    assert shown["is_likely"]
    assert shown["score"] > 0.9
    assert {"จังหวัดเดียวกัน (เชียงใหม่)"} < {each["text"]["th"] for each in shown["reasons"]}
    assert all((each["direction"] == "for") == (each["weight"] > 0) for each in shown["reasons"])
    assert ids_of(await similar(theirs, other, BUREAU)) == set()  # the other's draft is nobody's business
    refused = await world.api.get(f"{REQUESTS}/{mine['id']}/similar", headers=world.as_(theirs.officer))
    assert refused.status_code == 404
    await theirs.done(other, "withdraw", {"reason": "ซ้ำกัน"})
    assert ids_of(await similar(ours, mine)) == set()


async def test_requests_to_agencies_and_agencies_own_projects_are_found_too(world: World) -> None:
    name = new_name()
    title = f"ก่อสร้างสะพานข้ามแม่น้ำ{name}"
    at, counter = await desk(world), next_counter(world)
    own, elsewhere, other_phase, cancelled = await pushed(
        world,
        project(title_th=f"สะพานข้ามแม่น้ำ{name} ก่อสร้าง", area_code=None),
        project(title_th=title, place_th="จ.น่าน", area_code="55"),
        project(title_th=f"{title} ระยะที่ 2"),
        project(title_th=title, state="cancelled"),
    )
    area = counter.desk()
    sent = (
        await world.create("/v1/agency-requests", counter.ask(area, await area.project(title_th=title)), area.officer)
    ).json()
    request = await asked(at, title)
    found = await similar(at, request)
    assert ids_of(found).isdisjoint({sent["id"], elsewhere["id"], cancelled["id"]})
    assert {each["id"]: each["is_likely"] for each in found["items"]} == {own["id"]: True, other_phase["id"]: False}
    assert found["items"][0]["unit_name_th"] == "กรมทางหลวง"
    await world.act(f"/v1/agency-requests/{sent['id']}/send", area.officer)
    assert sent["id"] in ids_of(await similar(at, request))


async def test_a_pair_that_was_told_apart_is_shown_again_once_either_side_changes(world: World) -> None:
    title = f"ขุดลอกหนอง{new_name()}"
    at = await desk(world)
    (own,) = await pushed(world, project(code="TOLD-APART", title_th=title))
    request = await asked(at, title)
    found = await similar(at, request)
    given = await world.create(VERDICTS, verdict_on(found, found["items"][0]), at.officer)
    verdict = given.json()
    assert (verdict["number"], verdict["given_for"], verdict["scale_version"]) == (1, at.officer, 1)
    assert [side["content_hash"] for side in verdict["sides"]] == [
        {request["id"]: found["content_hash"], own["id"]: own["content_hash"]}[side["id"]] for side in verdict["sides"]
    ]
    found = await similar(at, request)
    assert (ids_of(found), ids_of(found, "told_apart")) == (set(), {own["id"]})
    assert found["told_apart"][0]["verdict"]["stands"]
    body = project(code="TOLD-APART", title_th=title, amount="700.00")
    await pushed(world, body)
    (shown,) = (await similar(at, request))["items"]
    assert shown["verdict"]["changes"] == {"other": {"amount": ["500.00", "700.00"]}}
    assert not shown["verdict"]["stands"]
    stale = await world.api.post(VERDICTS, json=verdict_on(found, own), headers={**world.as_(at.officer), **key()})
    assert (stale.status_code, stale.json()["code"]) == (409, "duplicate_side_changed")
    again = await world.create(VERDICTS, verdict_on(found, shown, "merge"), at.officer)
    assert again.json()["number"] == 2
    (shown,) = (await similar(at, request))["items"]  # to be merged: it stays before everybody's eyes
    assert (shown["verdict"]["verdict"], shown["verdict"]["stands"]) == ("merge", True)
    listed = await at.read(f"{VERDICTS}?thing_id={own['id']}", DOH)
    assert listed["items"] == []  # the area's draft is not told to the department
    await at.done(request, "submit")
    listed = await at.read(f"{VERDICTS}?thing_id={own['id']}", DOH)
    assert [each["verdict"] for each in listed["items"]] == ["merge", "different"]
    assert len((await at.read(f"{VERDICTS}?thing_id={own['id']}&verdict=merge", DOH))["items"]) == 1


async def tasks_on(at: Desk, grant: str, thing: Json) -> list[Json]:
    """The open tasks of a grant to look at a verdict on a thing."""
    tasks = await at.read("/v1/tasks", grant)
    return [
        each
        for each in tasks["items"]
        if each["kind"] == "duplicate_verdict.consider" and each["object_id"] == thing["id"]
    ]


async def test_the_other_side_is_asked_when_it_is_the_same_and_is_done_when_it_answers(world: World) -> None:
    at = await desk(world)
    request = await asked(at, f"ก่อสร้างฝาย{new_name()}")
    request = await at.done(request, "submit")
    (own,) = await pushed(world, project(title_th=request["title_th"]))
    seen = await similar(at, request)
    same = verdict_on({**own, **own}, {"id": request["id"], "content_hash": seen["content_hash"]}, "same")
    await world.create(VERDICTS, same, DOH)
    (task,) = await tasks_on(at, at.officer, request)
    assert (await at.read(task["link"]))["verdict"] == "same"
    assert await tasks_on(at, DOH, own) == []
    repeated = await world.api.post(VERDICTS, json=same, headers={**world.as_(BUREAU), **key()})
    assert (repeated.status_code, repeated.json()["code"]) == (409, "duplicate_verdict_exists")
    (match,) = (await similar(at, request))["items"]
    await world.create(VERDICTS, verdict_on(seen, match), at.officer)
    assert await tasks_on(at, at.officer, request) == []


async def test_who_judges_is_of_a_side_or_reviews_and_what_is_not_seen_cannot_be_judged(world: World) -> None:
    at, stranger = await desk(world), await desk(world)
    request = await at.done(await asked(at, f"อบรมเกษตรกร{new_name()}"), "submit")
    (own,) = await pushed(world, project(title_th=request["title_th"]))
    body = verdict_on(await similar(at, request), own)
    for grant, status in ((stranger.officer, 403), ("ministry:05", 403), ("department:DRR", 403), ("nesdc", 403)):
        refused = await world.api.post(VERDICTS, json=body, headers={**world.as_(grant), **key()})
        assert refused.status_code == status, grant
    for number, (grant, verdict) in enumerate(
        ((at.committee, "merge"), (DOH, "different"), (BUREAU, "same"), (at.officer, "different")), 1
    ):
        made = await world.create(VERDICTS, {**body, "verdict": verdict}, grant)
        assert (made.json()["number"], made.json()["given_for"]) == (number, grant)
    draft = await asked(stranger, f"อบรมเกษตรกร{new_name()}")
    absent = {"other_id": draft["id"], "other_hash": "0" * 64}
    for named in (absent, {"other_id": str(uuid4()), "other_hash": "0" * 64}):
        refused = await world.api.post(VERDICTS, json={**body, **named}, headers={**world.as_(at.officer), **key()})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "thing_unknown")
    itself = {**body, "other_id": body["thing_id"]}
    refused = await world.api.post(VERDICTS, json=itself, headers={**world.as_(at.officer), **key()})
    assert refused.json()["errors"][0]["code"] == "same_thing"


async def test_of_verdicts_given_at_once_each_has_its_number_or_is_refused(world: World) -> None:
    one, other = await pushed(world, project(), project())
    grants = (BUREAU, "opdc", DOH)
    answers = await asyncio.gather(
        *(
            world.api.post(VERDICTS, json=verdict_on(one, other), headers={**world.as_(grant), **key()})
            for grant in grants
        )
    )
    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    found = await world.api.get(VERDICTS, params={"thing_id": one["id"]}, headers=world.as_(DOH))
    assert [each["number"] for each in found.json()["items"]] == [1]


async def test_checks_name_a_likely_duplicate_until_it_is_judged_in_a_bounded_number_of_statements(
    world: World, stack: Stack
) -> None:
    at = await desk(world, "5000.00")
    submission, name = await at.list(), new_name()
    titles = [f"ก่อสร้างโรงสีชุมชน{name}", *(f"ส่งเสริมอาชีพ{new_name()}" for _ in range(4))]
    statements = []
    for number, title in enumerate(titles):
        body = at.request_body(submission, await at.project(title_th=title), "100.00")
        made = await world.create(REQUESTS, {**body, "asked_amount": "100.00"}, at.officer)
        if number in (1, 4):
            (own,) = await pushed(world, project(code="MILL", title_th=titles[0]))
            with counted(stack, "budget") as sent:
                checks = await at.read(f"{LISTS}/{submission['id']}/checks")
            statements.append(len(sent))
    assert statements[0] == statements[1]
    told = {check["title_th"]: {each["code"]: each for each in check["findings"]} for check in checks["requests"]}
    assert {title for title, findings in told.items() if "likely_duplicate" in findings} == {titles[0]}
    finding = told[titles[0]]["likely_duplicate"]
    assert (finding["severity"], finding["reason"]) == ("should", None)
    assert "กรมทางหลวง" in finding["text"]["th"]
    request_id = next(check["request_id"] for check in checks["requests"] if check["title_th"] == titles[0])
    assert made.json()["id"] != request_id
    seen = await at.read(f"{REQUESTS}/{request_id}/similar")
    await world.create(VERDICTS, verdict_on(seen, own), at.officer)
    check = await at.read(f"{REQUESTS}/{request_id}/checks")
    assert "likely_duplicate" not in {each["code"] for each in check["findings"]}


async def test_what_stood_before_there_was_an_index_is_taken_in_once(world: World, stack: Stack) -> None:
    title, counter = f"ก่อสร้างประปาภูเขา{new_name()}", next_counter(world)
    at, other = await desk(world), await desk(world)
    request = await at.done(await asked(at, title), "submit")
    area = counter.desk()
    asking = counter.ask(area, await area.project(title_th=title))
    sent = (await world.create("/v1/agency-requests", asking, area.officer)).json()
    await world.act(f"/v1/agency-requests/{sent['id']}/send", area.officer)
    wanted = {request["id"], sent["id"]}
    await forget(stack, wanted)
    mine = await asked(other, title)
    assert ids_of(await similar(other, mine)) == set()
    for _ in range(2):
        await catch_up(stack.sessions("budget"))
        await take_in_agency_requests(stack.sessions("budget"))
    assert ids_of(await similar(other, mine)) == wanted


async def forget(stack: Stack, ids: set[str]) -> None:
    """Take things out of the index, which the service itself may not."""

    admin = await asyncpg.connect(stack.dsn)
    await admin.execute("DELETE FROM budget.comparable WHERE id = ANY($1::uuid[])", sorted(ids))
    await admin.close()
