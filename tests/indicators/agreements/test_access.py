"""Who sees an agreement and who may do what with it: every identity, every action, every state."""

from typing import Any

import pytest

from services.indicators.agreements import access
from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.rules.chains import Stage
from services.indicators.agreements.usecases.changes import audience_of, subject_of
from services.shared.access import Grant, Principal, allowed_actions
from tests.access.identities import (
    AREA_IDENTITIES,
    CLUSTER_IDENTITIES,
    FUNCTION_IDENTITIES,
    IDENTITIES,
    NATIONAL_IDENTITIES,
)
from tests.conftest import As
from tests.contract.world import World
from tests.indicators.agreements.conftest import PATH, YEARS, Json, Make, kpi_of
from tests.indicators.agreements.resolving import decided, heard

HOME, KEEPER, HOST = "province:50", "opdc", "ministry:05"
LISTENERS = {*AREA_IDENTITIES, *CLUSTER_IDENTITIES, *FUNCTION_IDENTITIES, *NATIONAL_IDENTITIES}
DOERS = {
    "read_history": {HOME, *NATIONAL_IDENTITIES},
    "read_opinions": LISTENERS,
    "update": {HOME, KEEPER},
    "waive": {KEEPER},
    "comment": LISTENERS,
    "answer_comment": {HOME, KEEPER},
    "present": {KEEPER},
    "submit": {HOME},
    "withdraw": {HOME},
    "consult": {KEEPER},
    "answer_consultation": {HOST},
    "analyse": {KEEPER},
    "return": {KEEPER},
    "notify": {KEEPER},
    "acknowledge": {HOME},
    "cancel": {HOME, KEEPER},
}
OPEN = {"drafting", "drafting_for_hearing", "hearing"}
UNDER_WAY = {"analysis", "committee"}
STAGES: dict[str, set[Any]] = {
    "read_history": set(Stage),
    "read_opinions": set(Stage),
    "update": OPEN,
    "waive": OPEN,
    "comment": OPEN,
    "answer_comment": OPEN | UNDER_WAY,
    "present": {"drafting_for_hearing"},
    "submit": {"drafting", "hearing"},
    "withdraw": UNDER_WAY,
    "consult": {"analysis"},
    "answer_consultation": UNDER_WAY,
    "analyse": {"analysis"},
    "return": {"analysis"},
    "notify": {"notice"},
    "acknowledge": {"acknowledgement"},
    "cancel": OPEN,
}
# In C52-15 lie 50 and 51; 57 lies elsewhere.
SEES_SUBMITTED = {
    HOME,
    "province_committee:50",
    "good_governance:50",
    "local_government:50",
    "province:51",
    "cluster:C52-15",
    "cluster_committee:C52-15",
    *FUNCTION_IDENTITIES,
    *NATIONAL_IDENTITIES,
    "service",
}


@pytest.mark.parametrize("stage", Stage)
def test_the_table_answers_for_every_identity(stage: Stage) -> None:
    subject = subject_of("50", 2558, stage, hosts=["05"])
    for identity in IDENTITIES:
        principal = Principal(identity, "test", (Grant.parse(identity),))
        answers = {each.action: each.allowed for each in allowed_actions(principal, access.ACTIONS, subject)}
        expected = {
            f"performance_agreement.{verb}": identity in DOERS[verb] and stage in STAGES[verb] for verb in DOERS
        }
        assert answers == expected, identity


async def seen_by(world: World, agreement: Json) -> set[str]:
    """Return who reads an agreement by its id, by its list, its checks and its results, all alike."""
    seers = set()
    for identity in (*IDENTITIES, None):
        headers = world.as_(identity) if identity else {}
        paths = [f"{PATH}/{agreement['id']}{rest}" for rest in ("", "/checks", "/results")]
        statuses = {(await world.api.get(path, headers=headers)).status_code for path in paths}
        assert len(statuses) == 1, (identity, statuses)
        listed = await world.api.get(PATH, params={"fiscal_year": agreement["fiscal_year"]}, headers=headers)
        is_listed = agreement["id"] in [item["id"] for item in listed.json()["items"]]
        assert is_listed == (statuses == {200}), identity
        if is_listed:
            seers.add(identity or "public")
    return seers


# Years without rules of the structure in which 50 and 51 share the cluster C52-15.
SEEN_IN = {"draft": 2553, "hearing": 2552, "submitted": 2554, "returned": 2555, "rejected": 2556, "approved": 2559}


@pytest.mark.parametrize(("state", "year"), SEEN_IN.items())
async def test_an_agreement_is_seen_as_its_state_says(
    world: World, new_indicator: Make, new_agreement: Make, act: Any, state: str, year: int
) -> None:
    agreement = await new_agreement(kpi_of(await new_indicator(), year=year), year=year)
    if state != "draft":
        agreement = await heard(world, agreement)
    if state not in ("draft", "hearing"):
        agreement = (await act(agreement, "submit")).json()
    decision = {"returned": "return", "rejected": "reject", "approved": "approve"}.get(state)
    if decision:
        reason = {} if decision == "approve" else {"reason_th": "โปรดแก้ไข"}
        agreement = await decided(world, agreement, decision, **reason)
    assert agreement["state"] == state
    expected = {
        "draft": {HOME, KEEPER},
        "approved": {*IDENTITIES, "public"},
    }.get(state, SEES_SUBMITTED)
    assert await seen_by(world, agreement) == expected


async def test_anothers_draft_and_nothing_answer_alike(world: World, new_agreement: Make) -> None:
    draft = await new_agreement()
    for identity in ("province:51", "cluster:C52-15"):
        answers = []
        for code in (draft["id"], "0193a1de-7a10-7c3e-8f00-000000000000"):
            answer = await world.api.patch(
                f"{PATH}/{code}", json={"note_th": "x"}, headers={**world.as_(identity), "If-Match": '"1"'}
            )
            answers.append((answer.status_code, {**answer.json(), "request_id": None}))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


async def test_an_area_drafts_for_itself_and_the_keeper_for_every_area(world: World, as_: As) -> None:
    year = next(YEARS)
    body = {"area_code": "51", "fiscal_year": year}
    headers = {"Idempotency-Key": f"access-{year}"}
    for identity in (HOME, "cluster:C52-15", "province:57"):
        answer = await world.api.post(PATH, json=body, headers={**as_(identity), **headers})
        assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted"), identity
    drafted = (await world.create(PATH, body, KEEPER)).json()
    assert drafted["drafted_by"] == KEEPER
    mine = await world.api.get(f"{PATH}/{drafted['id']}", headers=as_("province:51"))
    assert mine.status_code == 200
    answer = await world.api.post(f"{PATH}/{drafted['id']}/submit", headers={**as_(KEEPER), **headers})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


def test_events_are_told_to_whoever_may_see_the_agreement() -> None:
    agreement = PerformanceAgreement(area_code="50", fiscal_year=2558, level="province")
    assert audience_of(agreement, ["draft"]) == {"area:50", "role:opdc"}
    assert audience_of(agreement, ["submitted", "approved"]) == {"public"}
    off_the_desk = audience_of(agreement, ["submitted", "draft"])
    assert {"area:50", "area:51", "area:C52-15", "role:evaluation_committee", "role:ministry"} <= off_the_desk
    assert "area:57" not in off_the_desk
