"""Who sees a change request and who may do what with it: every identity, every action, every state."""

from collections.abc import Awaitable, Callable

import pytest

from services.indicators.changes import access
from services.indicators.changes.models import ChangeRequest
from services.indicators.changes.rules.request import FLOW, NOTICE_FLOW
from services.indicators.changes.schemas import examples
from services.indicators.changes.usecases.standing import audience_of, subject_of, subject_of_notice
from services.shared.access import Grant, Principal, allowed_actions
from services.shared.columns import now
from tests.access.identities import IDENTITIES, NATIONAL_IDENTITIES
from tests.conftest import key
from tests.contract.specimens import changes
from tests.contract.specimens.catalogue import KEEPER, MINISTRY
from tests.contract.specimens.changes import PATH
from tests.contract.world import World
from tests.indicators.changes.conftest import Json, refused, send

HOME = "province:50"
OPEN = {"draft", "returned"}
WATCHING = {"province:50", "province_committee:50", "good_governance:50", "local_government:50"}
ABOVE = {"cluster:C52-15", "cluster_committee:C52-15"}
# Action → who may, in which states; by hand, apart from the product's tables.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "read_evidence": ({*WATCHING, *ABOVE, MINISTRY, *NATIONAL_IDENTITIES}, set(FLOW.states)),
    "read_history": ({HOME, MINISTRY, *NATIONAL_IDENTITIES}, set(FLOW.states)),
    "update": ({HOME}, OPEN),
    "attach": ({HOME}, OPEN),
    "rebase": ({HOME}, {*OPEN, "submitted", "proposed"}),
    "submit": ({HOME}, OPEN),
    "withdraw": ({HOME}, {*OPEN, "submitted", "proposed"}),
    "give_opinion": ({MINISTRY}, {"submitted"}),
    "analyse": ({KEEPER}, {"submitted"}),
    "send_back": ({KEEPER}, {"submitted"}),
    "propose": ({KEEPER}, {"submitted"}),
    "recall": ({KEEPER}, {"proposed"}),
}
# In C52-15 lie 50 and 51; 57 lies elsewhere. Only the host among ministries sees what is not decided.
SEES_SUBMITTED = {*WATCHING, *ABOVE, "province:51", MINISTRY, *NATIONAL_IDENTITIES, "service"}


def request_of(state: str = "draft", notice: str = "none", **known: object) -> ChangeRequest:
    """A request of เชียงใหม่ about an indicator that the Ministry of Tourism and Sports hosts."""
    host = {"host_function_code": "05"}
    return ChangeRequest(area_code="50", fiscal_year=2558, state=state, notice_state=notice, **{**host, **known})


@pytest.mark.parametrize("state", FLOW.states)
def test_the_table_answers_for_every_identity(state: str) -> None:
    subject = subject_of(request_of(state))
    for identity in IDENTITIES:
        principal = Principal(identity, "test", (Grant.parse(identity),))
        answers = {each.action: each.allowed for each in allowed_actions(principal, access.ON_REQUEST, subject)}
        expected = {f"change_request.{name}": identity in who and state in when for name, (who, when) in TABLE.items()}
        assert answers == expected, identity


@pytest.mark.parametrize("notice", NOTICE_FLOW.states)
def test_only_the_area_takes_note_of_a_decision_and_once(notice: str) -> None:
    subject = subject_of_notice(request_of("approved", notice))
    for identity in IDENTITIES:
        principal = Principal(identity, "test", (Grant.parse(identity),))
        (answer,) = allowed_actions(principal, access.ON_NOTICE, subject)
        assert answer.allowed is (identity == HOME and notice == "sent"), identity


def test_without_a_host_no_ministry_has_a_say() -> None:
    subject = subject_of(request_of("submitted", host_function_code=None))
    ministry = Principal(MINISTRY, "test", (Grant.parse(MINISTRY),))
    assert not any(answer.allowed for answer in allowed_actions(ministry, access.ON_REQUEST, subject))


def test_events_are_told_to_whoever_may_see_the_request() -> None:
    assert audience_of(request_of()) == {"area:50"}
    sent = request_of("submitted", submitted_at=now())
    assert {"area:50", "area:51", "area:C52-15", "function:05", "role:opdc"} <= audience_of(sent)
    assert {"area:57", "function:07", "role:ministry"}.isdisjoint(audience_of(sent))
    assert audience_of(request_of("approved", submitted_at=now()), "proposed") == {"public"}


async def withdrawn_draft(world: World) -> Json:
    return await changes.act(world, await changes.drafted(world), "withdraw", body=changes.REASON)


async def withdrawn(world: World) -> Json:
    return await changes.act(world, await changes.submitted(world), "withdraw", body=changes.REASON)


async def returned(world: World) -> Json:
    return await changes.act(world, await changes.submitted(world), "return", KEEPER, changes.REASON)


async def approved(world: World) -> Json:
    return await changes.decided(world, await changes.proposed(world))


Make = Callable[[World], Awaitable[Json]]
STATES: dict[str, Make] = {
    "draft": changes.drafted,
    "returned": returned,
    "submitted": changes.submitted,
    "proposed": changes.proposed,
    "approved": approved,
    "rejected": changes.told,
    "withdrawn": withdrawn,
}
# Verb → who may, in which states, with which body.
VERBS: dict[str, tuple[str | None, set[str], Json | None]] = {
    "update": (None, OPEN, {"scoring_criteria": None}),
    "submit": (None, OPEN, None),
    "rebase": (None, {*OPEN, "submitted", "proposed"}, examples.REBASE_IN),
    "withdraw": (None, {*OPEN, "submitted", "proposed"}, changes.REASON),
    "opinion": (MINISTRY, {"submitted"}, examples.OPINION_IN),
    "analysis": (KEEPER, {"submitted"}, examples.ANALYSIS_IN),
    "return": (KEEPER, {"submitted"}, changes.REASON),
    "propose": (KEEPER, {"submitted"}, {"host_silence_th": None}),
    "recall": (KEEPER, {"proposed"}, changes.REASON),
    "acknowledge": (None, {"approved", "rejected"}, None),
}


@pytest.mark.parametrize("state", STATES)
async def test_what_a_state_or_a_role_does_not_allow_is_refused_and_changes_nothing(world: World, state: str) -> None:
    request = await STATES[state](world)
    assert request["state"] == state
    area = request["area_code"]
    strangers = ["province:50", f"province_committee:{area}", "budget_bureau", "ministry:07", KEEPER, MINISTRY]
    for verb, (actor, states, body) in VERBS.items():
        if state not in states:
            answer = await send(world, request, verb, body, actor)
            # A ministry does not see another's draft, be it about its own indicator.
            hidden = actor is not None and state == "draft"
            expected = (404, "not_found") if hidden else (409, "state_does_not_allow")
            assert refused(answer) == expected, (verb, answer.text)
        for stranger in strangers:
            if stranger != (actor or f"province:{area}"):
                answer = await send(world, request, verb, body, stranger)
                assert answer.status_code in (403, 404), (verb, stranger, answer.text)
    now_there = await changes.read(world, request)
    assert now_there == request | {"allowed_actions": now_there["allowed_actions"]}


async def seen_by(world: World, request: Json) -> set[str]:
    """Return who reads a request by its id and by its list, both alike."""
    seers = set()
    for identity in (*IDENTITIES, None):
        headers = world.as_(identity) if identity else {}
        status = (await world.api.get(f"{PATH}/{request['id']}", headers=headers)).status_code
        params = {"agreement_id": request["agreement_id"], "indicator_id": request["indicator_id"]}
        listed = (await world.api.get(PATH, params=params, headers=headers)).json()["items"]
        assert (request["id"] in [item["id"] for item in listed]) == (status == 200), identity
        if status == 200:
            seers.add(identity or "public")
    return seers


async def test_a_request_is_seen_as_its_state_says(world: World) -> None:
    kpis = 7
    # Without rules, and of the structure in which 50 and 51 share the cluster C52-15.
    agreement = await changes.approved_agreement(world, 2560, "50", kpis)
    drafts = [await changes.drafted_for(world, agreement, kpi["indicator_id"]) for kpi in agreement["kpis"]]
    assert await seen_by(world, drafts[0]) == {HOME}
    await changes.act(world, drafts[0], "withdraw", body=changes.REASON)
    assert await seen_by(world, drafts[0]) == {HOME}
    sent = [await changes.submitted(world, draft) for draft in drafts[1:]]
    assert await seen_by(world, sent[0]) == SEES_SUBMITTED
    await changes.act(world, sent[1], "withdraw", body=changes.REASON)
    await changes.act(world, sent[2], "return", KEEPER, changes.REASON)
    proposed = [await changes.proposed(world, request) for request in sent[3:]]
    for request in (sent[1], sent[2], proposed[0]):
        assert await seen_by(world, request) == SEES_SUBMITTED
    await changes.decided(world, proposed[1])
    await changes.decided(world, proposed[2], "reject", reason_th="ยังบรรลุได้")
    for request in proposed[1:]:
        assert await seen_by(world, request) == {*IDENTITIES, "public"}


async def test_everyone_reads_a_decision_but_not_its_files(world: World) -> None:
    request = await changes.told(world)
    path = f"{PATH}/{request['id']}/attachments"
    public = (await world.api.get(f"{PATH}/{request['id']}")).json()
    assert (public["decision"], public["decision_reason_th"]) == ("reject", "ยังบรรลุเป้าหมายเดิมได้")
    assert (await world.api.get(path)).status_code == 401
    assert (await world.api.get(path, headers=world.as_("province:50"))).status_code == 403
    for grant in (changes.owner_of(request), KEEPER, MINISTRY):
        files = (await world.api.get(path, headers=world.as_(grant))).json()["items"]
        assert [file["sha256"] for file in files] == [each["sha256"] for each in public["evidence"]]


async def test_an_area_asks_for_its_own_kpis_only(world: World) -> None:
    agreement, indicator_id = await changes.untouched_kpi(world)
    body = changes.request_body(agreement, indicator_id)
    for identity in ("province:50", "cluster:C52-15"):
        answer = await world.api.post(PATH, json=body, headers={**world.as_(identity), **key()})
        assert refused(answer) == (403, "not_permitted")
