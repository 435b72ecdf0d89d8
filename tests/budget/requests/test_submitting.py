"""Submitting: what is held, what is refused with its figures, and what becomes of a project in between."""

import asyncio
import datetime as dt

import pytest

from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, Place, next_place, next_tree, next_year
from tests.budget.requests.lists import LISTS, REQUESTS, Desk, desk
from tests.contract.operations import Json
from tests.contract.world import World


async def test_within_the_ceiling_the_money_is_held_and_the_committee_has_a_task(at: Desk) -> None:
    request = await at.submitted()
    assert (request["state"], request["held_amount"], request["account_id"]) == (
        "submitted",
        "500.00",
        at.account["id"],
    )
    assert await at.held() == ("500.00", "0.00")
    hold = await at.read(f"/v1/budget-transfers/{request['hold_transfer_id']}")
    assert (hold["kind"], hold["amount"], hold["reason"]) == ("hold", "500.00", request["title_th"])
    tasks = (await at.read("/v1/tasks", at.committee))["items"]
    assert f"{REQUESTS}/{request['id']}" in [task["link"] for task in tasks]


async def test_past_what_is_left_it_is_refused_with_the_figures_and_above_it_is_taken(at: Desk) -> None:
    await at.submitted("600.00")
    request = await at.request(await at.list(round=8), "400.01")
    refused = await at.act(request, "submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "ceiling_exceeded")
    figures = {"ceiling": "1000.00", "held": "600.00", "posted": "0.00", "asked": "400.01", "level": "province"}
    assert refused.json()["facts"] == figures
    assert (await at.again(request))["state"] == "draft"
    headers = {**at.world.as_(at.officer), "If-Match": f'"{request["version"]}"'}
    body = {"ceiling_position": "above"}
    assert (await at.world.api.patch(f"{REQUESTS}/{request['id']}", json=body, headers=headers)).status_code == 200
    taken = await at.done(request, "submit")
    assert (taken["held_amount"], taken["hold_transfer_id"], taken["account_id"]) == ("0.00", None, None)
    assert await at.held() == ("600.00", "0.00")


async def test_two_submissions_for_the_last_money_and_one_wins(at: Desk) -> None:
    requests = [await at.request(await at.list(round=number), "700.00") for number in (8, 9)]
    answers = await asyncio.gather(*(at.act(request, "submit") for request in requests))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert loser.json()["code"] == "ceiling_exceeded"
    assert await at.held() == ("700.00", "0.00")


async def test_without_an_account_it_says_what_to_do(world: World) -> None:
    at = Desk(world, next_place(), {})
    request = await at.request(await at.list())
    refused = await at.act(request, "submit")
    assert (refused.status_code, refused.json()["code"]) == (422, "budget_request_not_ready")
    assert [fault["code"] for fault in refused.json()["errors"]] == ["account_missing"]


async def test_what_is_missing_is_named(at: Desk) -> None:
    request = await at.request(await at.list(), problem_th=None, problem_rank=None)
    refused = await at.act(request, "submit")
    assert [fault["pointer"] for fault in refused.json()["errors"]] == ["/problem_th", "/problem_rank"]


async def test_a_changed_project_is_shown_with_its_differences_and_needs_a_yes(at: Desk) -> None:
    request = await at.request(await at.list())
    project = await at.changed_project(request)
    refused = await at.act(request, "submit")
    assert [fault["code"] for fault in refused.json()["errors"]] == ["project_changed"]
    looked = await at.done(request, "refresh-snapshot", {"accept": False})
    assert looked["snapshot_state"] == "changed"
    assert [each["field"] for each in looked["snapshot_differences"]] == ["place_th"]
    assert looked["content_hash"] == request["content_hash"]
    blind = await at.act(request, "refresh-snapshot", {"accept": True, "project_version": 1})
    assert (blind.status_code, blind.json()["code"]) == (409, "snapshot_moved_on")
    taken = await at.done(request, "refresh-snapshot", {"accept": True, "project_version": project["version"]})
    assert (taken["snapshot_state"], taken["snapshot_differences"]) == ("current", [])
    assert taken["snapshot"]["place_th"] == project["place_th"]
    assert taken["content_hash"] != request["content_hash"]
    assert (await at.done(request, "submit"))["state"] == "submitted"


async def test_a_project_that_was_given_up_asks_no_money(at: Desk) -> None:
    request = await at.request(await at.list())
    project = await at.on_project({"id": request["project_id"]}, "withdraw")
    headers = {**at.world.as_(at.officer), "If-Match": f'"{project["version"]}"'}
    assert (await at.world.api.delete(f"/v1/projects/{project['id']}", headers=headers)).status_code == 204
    refused = await at.act(request, "submit")
    assert [fault["code"] for fault in refused.json()["errors"]] == ["project_withdrawn"]
    looked = await at.done(request, "refresh-snapshot", {"accept": False})
    assert looked["snapshot_state"] == "withdrawn"
    accepted = await at.act(request, "refresh-snapshot", {"accept": True})
    assert (accepted.status_code, accepted.json()["code"]) == (409, "project_withdrawn")


async def test_a_submitted_request_is_looked_after_but_not_changed(at: Desk) -> None:
    request = await at.submitted()
    await at.changed_project(request)
    looked = await at.done(request, "refresh-snapshot", {"accept": False}, at.committee)
    assert (looked["snapshot_state"], looked["content_hash"]) == ("changed", request["content_hash"])
    for grant, status in ((at.officer, 409), (at.committee, 403)):
        assert (await at.act(request, "refresh-snapshot", {"accept": True}, grant)).status_code == status


def window(first: dt.date, last: dt.date) -> Json:
    """A window of submission for provinces."""
    days = {"opens_on": first.isoformat(), "closes_on": last.isoformat()}
    return {"step": "submission", "level": "province", "source": "หนังสือสำนักงบประมาณ ที่ นร 0712/ว 61", **days}


async def test_outside_the_window_nothing_is_submitted_until_an_exception_is_granted(world: World) -> None:
    at = await desk(world, place=next_year())
    today = fiscal.day_in_bangkok(dt.datetime.now(dt.UTC))
    year = at.place.fiscal_year
    first = fiscal.first_day(year)
    last = first + dt.timedelta(days=60)
    await world.create("/v1/budget-calendar", {"fiscal_year": year, "windows": [window(first, last)]}, BUREAU)
    request = await at.request(await at.list())
    for target in (f"{REQUESTS}/{request['id']}/submit", f"{LISTS}/{request['submission_id']}/submit"):
        refused = await at.post(target)
        assert (refused.status_code, refused.json()["code"]) == (409, "window_closed")
        assert refused.json()["facts"]["windows"] == f"{first} – {last}"
    checks = await at.read(f"{LISTS}/{request['submission_id']}/checks")
    assert (checks["is_ready"], checks["calendar"]["opening"]) == (False, "closed")
    exception = {"area_code": "50", "step": "submission", "until": today.isoformat(), "reason": "อุทกภัย"}
    await world.create(f"/v1/budget-calendar/{year}/exceptions", exception, BUREAU)
    checks = await at.read(f"{LISTS}/{request['submission_id']}/checks")
    assert (checks["is_ready"], checks["calendar"]["opening"]) == (True, "by_exception")
    assert (await at.done(request, "submit"))["state"] == "submitted"


async def test_a_request_that_its_own_ceiling_refuses_takes_nothing_from_the_one_above(world: World) -> None:
    year, fund = next_tree()
    above = {"fiscal_year": year, "fund_code": fund, "area_code": "TH", "cap_amount": "900.00", "reason": "ทดสอบ"}
    nation = (await world.create("/v1/budget-accounts", above, BUREAU)).json()
    at = await desk(world, "500.00", place=Place(year, fund, "50"), parent_id=nation["id"])
    submission = await at.list()
    large, small = [await at.request(submission, amount) for amount in ("600.00", "400.00")]
    refused = await at.post(f"{LISTS}/{submission['id']}/submit")
    named = [fault["pointer"] for fault in refused.json()["errors"]]
    assert named == [f"/requests/{large['id']}/ceiling_position"], small["id"]


@pytest.mark.parametrize("verb", ["submit", "withdraw"])
async def test_the_same_key_does_it_once(at: Desk, verb: str) -> None:
    request = await at.request(await at.list())
    if verb == "withdraw":
        await at.done(request, "submit")
    path = f"{REQUESTS}/{request['id']}/{verb}"
    headers = {**at.world.as_(at.officer), "Idempotency-Key": f"once-{request['id']}"}
    body = {"reason": "ใช้งบปีก่อน"} if verb == "withdraw" else None
    answers = [await at.world.api.post(path, json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert await at.held() == ("500.00" if verb == "submit" else "0.00", "0.00")
