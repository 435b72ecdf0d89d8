"""`/v1/change-requests` through the gateway: drafting, changing, submitting, giving up, lists, closing dates."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from services.indicators.agreements.schemas import examples as agreement_examples
from services.indicators.changes.schemas import examples
from services.shared.columns import now
from services.shared.fiscal import day_in_bangkok
from tests.conftest import key
from tests.contract.specimens import changes
from tests.contract.specimens.agreements import PATH as AGREEMENTS
from tests.contract.specimens.agreements import PLACES, agreement, agreement_body
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.changes import PATH, owner_of
from tests.contract.world import World
from tests.indicators.agreements.resolving import decided as agreed_on
from tests.indicators.agreements.resolving import heard
from tests.indicators.changes.conftest import Json, faults, history_of, refused, send, tasks_of

TODAY = day_in_bangkok(now())


async def test_a_draft_keeps_what_was_agreed_beside_what_is_asked(world: World) -> None:
    approved, indicator_id = await changes.untouched_kpi(world)
    found = (await world.api.get(f"{AGREEMENTS}/{approved['id']}")).json()
    draft = await changes.drafted_for(world, found, indicator_id)
    year = found["fiscal_year"]
    agreed = next(kpi for kpi in found["kpis"] if kpi["indicator_id"] == indicator_id)
    assert draft["kinds"] == ["target", "scoring_criteria"]
    assert draft["changed_fields"] == ["targets", "stated_total", "rubric"]
    for name in ("targets", "stated_total", "stated_total_kind", "source"):
        assert draft["before"]["target"][name] == agreed[name]
    assert draft["before"]["scoring_criteria"] == agreed["rubric"]
    assert draft["before"]["detail"] == draft["after"]["detail"]
    assert draft["before"]["detail"]["responsible_post"] == agreed["responsible_post"]
    assert draft["after"]["target"]["targets"][0] == {"fiscal_year": year, "value": 3}
    assert draft["after"]["scoring_criteria"]["anchors"] == [1, 2, 3, 4, 5]
    base = draft["base"]
    assert base["agreement_version"] == found["version"]
    assert (base["current_hash"], base["is_moved"], base["differences"]) == (base["content_hash"], False, [])
    assert (draft["opinion"]["state"], draft["host_function_code"]) == ("not_asked", "05")


async def test_a_field_that_is_not_sent_stays_as_agreed(world: World) -> None:
    found, indicator_id = await changes.untouched_kpi(world)
    detail = {"measurement_th": "วัดเฉพาะไตรมาสที่ไม่ได้รับผลกระทบ", "responsible_post": None}
    only = {"detail": detail, "target": None, "scoring_criteria": None}
    draft = await changes.drafted_for(world, found, indicator_id, **only)
    assert (draft["kinds"], draft["changed_fields"]) == (["detail"], ["measurement_th", "responsible_post"])
    before, after = draft["before"]["detail"], draft["after"]["detail"]
    assert after == before | detail
    later = await send(world, draft, "update", {"target": {"stated_total": 10}, "detail": None})
    assert (later.json()["kinds"], later.json()["changed_fields"]) == (["target"], ["stated_total"])
    assert later.json()["event"] == draft["event"]
    assert later.headers["etag"] == '"2"'
    stale = await send(world, draft, "update", {"detail": detail})
    assert refused(stale) == (412, "version_stale")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"target": {"targets": [{"fiscal_year": 2558, "value": 3}]}}, ("/target/targets", "target_of_year_missing")),
        ({"target": {"stated_total": None}}, ("/target/stated_total", "total_and_kind_disagree")),
        ({"target": {"stated_total": 11}}, ("/target", "changes_nothing")),
        ({"scoring_criteria": agreement_examples.RUBRIC}, ("/scoring_criteria", "changes_nothing")),
        (
            {"scoring_criteria": {**agreement_examples.RUBRIC, "anchors": [5, 4, 3, 2, 1]}},
            ("/scoring_criteria/anchors", "anchors_do_not_fit"),
        ),
        (
            {"detail": {"participating_area_codes": ["50"]}},
            ("/detail/participating_area_codes", "participants_without_use"),
        ),
        ({"detail": {"definition_version": 9}}, ("/detail/definition_version", "definition_unknown")),
        (
            {"event": {**examples.EVENT, "began_on": (TODAY + dt.timedelta(2)).isoformat(), "ended_on": None}},
            ("/event/began_on", "day_in_future"),
        ),
        ({"event": {**examples.EVENT, "ended_on": "2015-04-01"}}, ("/event/ended_on", "ends_before_it_begins")),
    ],
)
async def test_what_is_asked_is_held_to_the_rules_of_the_agreement(
    world: World, asked: Json, fault: tuple[str, str]
) -> None:
    found, indicator_id = await changes.untouched_kpi(world)
    body = changes.request_body(found, indicator_id, **{"target": None, "scoring_criteria": None, **asked})
    answer = await world.api.post(PATH, json=body, headers={**world.as_(f"province:{found['area_code']}"), **key()})
    assert refused(answer) == (422, "invalid"), answer.text
    assert faults(answer) == [fault]


async def test_a_request_is_for_a_kpi_of_an_approved_agreement(world: World) -> None:
    draft = await agreement(world)
    owner = f"province:{draft['area_code']}"
    in_it = draft["kpis"][0]["indicator_id"]

    async def ask(agreement_id: str, indicator_id: str) -> Any:
        body = changes.request_body({**draft, "id": agreement_id}, indicator_id)
        return await world.api.post(PATH, json=body, headers={**world.as_(owner), **key()})

    assert refused(await ask(draft["id"], in_it)) == (409, "performance_agreement_not_in_force")
    assert faults(await ask(str(uuid4()), in_it)) == [("/agreement_id", "agreement_unknown")]
    await heard(world, draft)
    submitted = (await world.act(f"{AGREEMENTS}/{draft['id']}/submit", owner)).json()
    await agreed_on(world, submitted)
    assert faults(await ask(draft["id"], str(uuid4()))) == [("/indicator_id", "kpi_unknown")]
    assert (await ask(draft["id"], in_it)).status_code == 201


async def test_a_kpi_has_one_open_request_and_others_of_the_agreement_have_theirs(world: World) -> None:
    year, area = next(PLACES)
    found = await changes.approved_agreement(world, year, area, 2)
    one, other = (kpi["indicator_id"] for kpi in found["kpis"])
    first = await changes.drafted_for(world, found, one)
    body = changes.request_body(found, one)
    again = await world.api.post(PATH, json=body, headers={**world.as_(owner_of(first)), **key()})
    assert refused(again) == (409, "change_request_exists")
    assert (await changes.drafted_for(world, found, other))["state"] == "draft"
    await changes.act(world, first, "withdraw", body=changes.REASON)
    assert (await changes.drafted_for(world, found, one))["id"] != first["id"]


async def test_a_request_without_event_or_evidence_is_not_submitted(world: World) -> None:
    found, indicator_id = await changes.untouched_kpi(world)
    bare = {"target": None, "scoring_criteria": None, "event": None}
    draft = await changes.drafted_for(world, found, indicator_id, **bare)
    answer = await send(world, draft, "submit")
    assert refused(answer) == (422, "change_request_not_ready")
    assert faults(answer) == [("", "nothing_asked"), ("/event", "missing"), ("/evidence", "missing")]
    await send(world, draft, "update", {"target": {"stated_total": 9}, "event": examples.EVENT})
    assert faults(await send(world, draft, "submit")) == [("/evidence", "missing")]
    file = await changes.attach(world, draft)
    submitted = await changes.act(world, draft, "submit")
    assert submitted["evidence"] == [{"attachment_id": file["id"], "name": file["name"], "sha256": file["sha256"]}]
    # What the working group will see stays as it is.
    path = f"{PATH}/{draft['id']}/attachments/{file['id']}"
    gone = await world.api.delete(path, headers={**world.as_(owner_of(draft)), "If-Match": file["etag"]})
    assert refused(gone) == (409, "state_does_not_allow")


async def test_a_change_that_would_break_a_rule_of_the_year_is_not_submitted(world: World) -> None:
    # 2558 is the year whose rules the documents print: the agreement gives reasons for what it does not keep.
    body = await agreement_body(world)
    owner, kept = "province:96", {"plan_issue_th": "การค้าชายแดน", "policy_th": None}
    targets = [{"fiscal_year": 2558, "value": 5}]
    kpi = {**body["kpis"][0], **kept, "targets": targets, "stated_total": 5}
    unkept = ("cover_domains", "development_index", "output_and_outcome", "monitoring_count")
    reasons = dict.fromkeys(unkept, "ตกลงร่วมกับ ก.พ.ร.")
    sent = {"area_code": "96", "fiscal_year": 2558, "kpis": [kpi], "reasons": reasons}
    made = await heard(world, (await world.create(AGREEMENTS, sent, owner)).json())
    found = await agreed_on(world, (await world.act(f"{AGREEMENTS}/{made['id']}/submit", owner)).json())
    only = {"target": None, "scoring_criteria": None}
    draft = await changes.drafted_for(world, found, kpi["indicator_id"], **only, detail={"plan_issue_th": None})
    await changes.attach(world, draft)
    answer = await send(world, draft, "submit")
    assert refused(answer) == (422, "change_breaks_rules")
    assert [code for _, code in faults(answer)] == ["from_plan_issue_or_policy"]
    policy = {"plan_issue_th": None, "policy_th": "นโยบายเร่งด่วนของรัฐบาล"}
    assert (await send(world, draft, "update", {"detail": policy})).status_code == 200
    assert (await changes.act(world, draft, "submit"))["state"] == "submitted"


async def test_lists_narrow_by_each_filter(world: World) -> None:
    request = await changes.submitted(world)
    filters = {name: request[name] for name in ("area_code", "fiscal_year", "state", "agreement_id", "level")}
    filters |= {"indicator_id": request["indicator_id"], "host_function_code": "05"}

    async def listed(**params: Any) -> list[str]:
        answer = await world.api.get(PATH, params={"limit": 200, **params}, headers=world.as_(KEEPER))
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    for name, value in filters.items():
        assert request["id"] in await listed(**{name: value}), name
    assert await listed(**filters) == [request["id"]]
    mine = {"indicator_id": request["indicator_id"]}
    assert await listed(**mine, kind="target") == await listed(**mine, kind="scoring_criteria") == [request["id"]]
    for others in ({"kind": "detail"}, {"state": "draft"}, {"host_function_code": "07"}, {"area_code": "50"}):
        assert await listed(**mine, **others) == [], others
    paged = await world.api.get(PATH, params={"limit": 1, "sort": "fiscal_year"}, headers=world.as_(KEEPER))
    rest = {"limit": 200, "sort": "fiscal_year", "cursor": paged.json()["next_cursor"]}
    following = await world.api.get(PATH, params=rest, headers=world.as_(KEEPER))
    assert paged.json()["items"][0]["id"] not in [item["id"] for item in following.json()["items"]]


async def test_a_request_is_given_up_with_its_reason_and_its_tasks_close(world: World) -> None:
    request = await changes.submitted(world)
    assert await tasks_of(world, KEEPER, request) == ["analyse"]
    given_up = await changes.act(world, request, "withdraw", body={"reason": "สถานการณ์คลี่คลายแล้ว"})
    assert (given_up["state"], given_up["state_reason"]) == ("withdrawn", "สถานการณ์คลี่คลายแล้ว")
    assert await tasks_of(world, KEEPER, request) == await tasks_of(world, MINISTRY, request) == []
    assert await history_of(world, request) == ["withdrawn", "submitted", "attachment.added", "created"]


async def test_a_request_past_the_closing_date_is_refused_unless_it_was_sent_in_time(world: World) -> None:
    year, area = next(PLACES)
    found = await changes.approved_agreement(world, year, area, 2)
    in_time, late = [await changes.drafted_for(world, found, kpi["indicator_id"]) for kpi in found["kpis"]]
    await changes.submitted(world, in_time)
    await changes.attach(world, late)
    yesterday = (TODAY - dt.timedelta(1)).isoformat()
    closing = {**changes.CLOSING, "closes_on": yesterday}
    await world.create(f"{PATH}/closing-dates", {"fiscal_year": year, **closing}, KEEPER)
    answer = await send(world, late, "submit")
    assert refused(answer) == (409, "change_closing_date_passed")
    assert yesterday in answer.json()["detail"]
    await changes.act(world, in_time, "return", KEEPER, changes.REASON)
    assert (await changes.act(world, in_time, "submit"))["state"] == "submitted"
    path, moved = f"{PATH}/closing-dates/{year}", {**closing, "closes_on": TODAY.isoformat(), "reason": "อุทกภัย"}
    headers = {**world.as_(KEEPER), "If-Match": '"1"'}
    assert (await world.api.put(path, json=moved, headers=headers)).json()["version"] == 2
    assert (await changes.act(world, late, "submit"))["state"] == "submitted"
    history = (await world.api.get(f"{path}/history")).json()["items"]
    assert history[0]["changes"] == {"closes_on": [yesterday, TODAY.isoformat()], "reason": "อุทกภัย"}
    again = await world.api.post(
        f"{PATH}/closing-dates", json={"fiscal_year": year, **closing}, headers={**world.as_(KEEPER), **key()}
    )
    assert refused(again) == (409, "change_closing_date_exists")


async def test_no_closing_date_is_shipped(world: World) -> None:
    assert (await world.api.get(f"{PATH}/closing-dates/2558")).status_code == 404
    assert (await world.api.get(f"{PATH}/closing-dates/2565")).status_code == 404
