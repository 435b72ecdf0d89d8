"""What is said before anything is decided: early notices, opinions, joint rounds."""

from typing import Any
from uuid import uuid4

from tests.budget.requests.lists import REQUESTS, Desk, desk
from tests.contract.operations import Json
from tests.contract.specimens.deciding import ASKED, MINISTRY, OPINION, notice_body, round_body
from tests.contract.world import World

NOTICES, ROUNDS = "/v1/early-notices", "/v1/joint-rounds"
OTHER = "ministry:11"


async def links(at: Desk, grant: str, part: str) -> list[str]:
    """Where the open tasks of somebody are that have to do with `part`."""
    return [task["link"] for task in (await at.read("/v1/tasks", grant))["items"] if part in task["link"]]


async def send(at: Desk, method: str, path: str, grant: str, body: Json, **headers: str) -> Any:
    sent = {**at.world.as_(grant), "Idempotency-Key": str(uuid4()), **headers}
    return await at.world.api.request(method, path, json=body, headers=sent)


async def test_a_ministry_takes_note_then_answers_once_and_the_area_reads_it(at: Desk) -> None:
    project = await at.project()
    body = notice_body(at, project) | {"function_codes": ["05", "11"]}
    notice = (await at.world.create(NOTICES, body, at.officer)).json()
    assert (notice["title_th"], notice["awaited_from"]) == (project["title_th"], ["05", "11"])
    assert notice["snapshot"]["content_hash"] == project["content_hash"]
    path = f"{NOTICES}/{notice['id']}"
    assert await links(at, MINISTRY, notice["id"]) == [path]
    seen = {"function_code": "05", "answer": "acknowledged"}
    await at.world.act(f"{path}/answers", MINISTRY, seen)
    assert await links(at, MINISTRY, notice["id"]) == [path]  # taking note is no answer
    joins = {**seen, "answer": "joins", "reason_th": "สมทบค่าประชาสัมพันธ์"}
    without = await at.post(f"{path}/answers", MINISTRY, {**joins, "reason_th": None})
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/reason_th")
    for_another = await at.post(f"{path}/answers", MINISTRY, {**joins, "function_code": "11"})
    assert for_another.status_code == 403
    await at.world.act(f"{path}/answers", MINISTRY, joins)
    for again in (seen, joins):
        refused = await at.post(f"{path}/answers", MINISTRY, again)
        assert (refused.status_code, refused.json()["code"]) == (409, "early_notice_answered")
    shown = await at.read(path)
    assert ([each["answer"] for each in shown["answers"]], shown["awaited_from"]) == (["acknowledged", "joins"], ["11"])
    assert await links(at, MINISTRY, notice["id"]) == []
    twice = await at.post(NOTICES, at.officer, body)
    assert (twice.status_code, twice.json()["code"]) == (409, "early_notice_exists")
    stranger = await at.post(NOTICES, "province:10" if at.place.area_code != "10" else "province:11", body)
    assert (stranger.status_code, stranger.json()["code"]) == (403, "early_notice_not_yours")
    found = await at.read(f"{NOTICES}?function_code=11&project_id={project['id']}")
    assert [each["id"] for each in found["items"]] == [notice["id"]]


async def test_an_opinion_stands_beside_what_is_decided_and_names_the_version_it_is_of(at: Desk) -> None:
    request = await at.submitted()
    path = f"{REQUESTS}/{request['id']}/opinions"
    asked = (await at.world.create(path, ASKED | {"function_codes": ["05", "11"]}, at.committee)).json()["items"]
    assert await links(at, MINISTRY, request["id"]) == [path]
    again = await at.post(path, at.committee, ASKED)
    assert (again.status_code, again.json()["code"]) == (409, "opinion_asked")
    mine = next(each for each in asked if each["function_code"] == "05")
    assert (await at.post(f"{path}/{mine['id']}/answer", OTHER, OPINION)).status_code == 403
    await at.world.act(f"{path}/{mine['id']}/answer", MINISTRY, OPINION)
    twice = await at.post(f"{path}/{mine['id']}/answer", MINISTRY, OPINION)
    assert (twice.status_code, twice.json()["code"]) == (409, "opinion_given")
    shown = (await at.read(path, "policy_committee"))["items"]
    given = {each["function_code"]: each["answer"] for each in shown}
    assert (given["11"], given["05"]["supports"], given["05"]["content_hash"]) == (None, True, request["content_hash"])
    # It is no part of what is decided; the task of whoever is silent outlives the endorsement, not the end.
    assert (await at.again(request))["content_hash"] == request["content_hash"]
    assert (await at.decide(request, "endorse"))["outcome"] == "applied"
    assert await links(at, OTHER, request["id"]) == [path]
    assert (await at.decide(await at.again(request), "reject", ("policy_committee", None)))["outcome"] == "applied"
    assert await links(at, OTHER, request["id"]) == []
    late = await at.post(f"{path}/{asked[1]['id']}/answer", OTHER, OPINION)
    assert (late.status_code, late.json()["code"]) == (409, "state_does_not_allow")


async def test_a_round_stands_once_every_one_of_the_other_side_confirmed_what_it_read(world: World) -> None:
    at, neighbour = await desk(world), await desk(world)
    other = f"province:{neighbour.place.area_code}"
    body = round_body(at, await at.project())
    body["area_codes"] = [at.place.area_code, neighbour.place.area_code]
    held = (await world.create(ROUNDS, body, MINISTRY)).json()
    path = f"{ROUNDS}/{held['id']}"
    assert (held["total_amount"], sum(float(each["amount"]) for each in held["paid"])) == ("500.00", 500.0)
    assert await links(at, at.officer, path) == [path]
    seen = {"content_hash": held["content_hash"]}
    assert (await world.act(f"{path}/confirm", at.officer, seen)).json()["state"] == "recorded"
    for grant, code in ((MINISTRY, "joint_round_confirmed"), (at.officer, "joint_round_confirmed")):
        refused = await at.post(f"{path}/confirm", grant, seen)
        assert (refused.status_code, refused.json()["code"]) == (409, code)
    # The ministry corrects its record: what was confirmed of it is void, and who read the old one is told.
    shares = [{"unit": f"area:{at.place.area_code}", "amount": "500.00"}]
    changed = {name: body[name] for name in ("area_codes", "held_on", "title_th")}
    changed["items"] = [{**body["items"][0], "shares": shares}]
    tag = {"If-Match": f'"{(await at.read(path))["version"]}"'}
    short = {**changed, "items": [{**changed["items"][0], "amount": "600.00"}]}
    refused = await send(at, "PUT", path, MINISTRY, short, **tag)
    assert [each["code"] for each in refused.json()["errors"]] == ["shares_do_not_add_up"]
    assert (await send(at, "PUT", path, at.officer, changed, **tag)).status_code == 403
    corrected = await send(at, "PUT", path, MINISTRY, changed, **tag)
    assert corrected.status_code == 200, corrected.text
    assert (await send(at, "PUT", path, MINISTRY, changed, **tag)).status_code == 412
    stale = await at.post(f"{path}/confirm", other, seen)
    assert (stale.status_code, stale.json()["code"]) == (409, "joint_round_changed")
    now = {"content_hash": corrected.json()["content_hash"]}
    assert await links(at, at.officer, path) == [path]
    for grant, state in ((at.officer, "recorded"), (other, "confirmed")):
        assert (await world.act(f"{path}/confirm", grant, now)).json()["state"] == state
    assert await links(at, other, path) == []
    shown = await at.read(path)
    assert (shown["awaited_from"], len(shown["confirmations"])) == ([], 3)
    stranger = await world.api.get(path, headers=world.as_("province:10"))
    assert stranger.status_code == (200 if "10" in body["area_codes"] else 404)
