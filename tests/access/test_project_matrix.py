"""Projects: who sees one, and who may do what with it, by state and by where the caller stands.

The expectation is written here by hand, apart from the product's tables, so that a slip in those shows.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.access.identities import FAR, FAR_CLUSTER, HOME, HOME_CLUSTER, IDENTITIES, NATIONAL_IDENTITIES, NEAR
from tests.contract.operations import Json
from tests.contract.specimens.decisions import POLICY, carried_out, item_on, of_province
from tests.contract.world import World

OWNER = f"province:{HOME}"
ABSENT = "0193a1de-7a10-7c3e-8f00-000000000000"

# Whoever works for the owner, or is named on the project with a share, sees it in every state.
INSIDE = {OWNER}
# Once it has left the desk: the area's own committees and bodies, the same cluster, ministries, the overseers.
AROUND = {
    f"province_committee:{HOME}",
    f"good_governance:{HOME}",
    f"local_government:{HOME}",
    f"province:{NEAR}",
    f"cluster:{HOME_CLUSTER}",
    f"cluster_committee:{HOME_CLUSTER}",
    "ministry:05",
    "ministry:07",
    "department:PRD",
    *NATIONAL_IDENTITIES,
}
NO_ROLE = {"operator", "service"}
COMMITTEE = f"province_committee:{HOME}"
OWNER_ROLES = ("province:", "cluster:", "ministry:", "department:")
COMMITTEE_ROLES = ("province_committee:", "cluster_committee:")
STATES = ("draft", "submitted", "returned", "endorsed", "approved", "rejected")
# Which committee decides what on the way to a state; each resolution is of a meeting of its own.
DECIDED = {
    "endorsed": [("endorse", of_province(HOME))],
    "approved": [("endorse", of_province(HOME)), ("approve", POLICY)],
    "rejected": [("reject", of_province(HOME))],
}


def sees(identity: str, state: str) -> bool:
    """Say whether an identity sees the project of เชียงใหม่ in a state."""
    return identity in INSIDE or (state != "draft" and identity in AROUND)


def expected_read(identity: str, state: str) -> int:
    """Return the status of reading it."""
    if identity in NO_ROLE:
        return 403
    return 200 if sees(identity, state) else 404


def expected_act(identity: str, state: str, roles: tuple[str, ...], actor: str, states: set[str]) -> int:
    """Return the status of an action that `actor` alone may do in `states`, and that asks for one of `roles`."""
    if not identity.startswith(roles):
        return 403
    if not sees(identity, state):
        return 404
    if identity != actor:
        return 403
    return 200 if state in states else 409


async def in_state(world: World, state: str) -> Json:
    project = await world.project("draft" if state == "draft" else "submitted")
    if state == "returned":
        project = (await world.act(f"/v1/projects/{project['id']}/return", COMMITTEE, {"reason": "ทดสอบ"})).json()
    for decision, body in DECIDED.get(state, []):
        item = item_on(project, decision, object_type="project", reason_th="ทดสอบ")
        await carried_out(world, "/v1/projects", body, item)
        project = (await world.api.get(f"/v1/projects/{project['id']}", headers=world.as_(OWNER))).json()
    assert project["state"] == state
    return project


@pytest.mark.parametrize("state", STATES)
async def test_who_sees_a_project(world: World, state: str) -> None:
    project = await in_state(world, state)
    for identity in IDENTITIES:
        answer = await world.api.get(f"/v1/projects/{project['id']}", headers=world.as_(identity))
        assert answer.status_code == expected_read(identity, state), (identity, answer.text)
        listed = await world.api.get("/v1/projects", params={"q": project["title_th"]}, headers=world.as_(identity))
        if identity in NO_ROLE:
            assert listed.status_code == 403
        else:
            found = project["id"] in [item["id"] for item in listed.json()["items"]]
            assert found is sees(identity, state), identity


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("verb", "roles", "actor", "states"),
    [
        ("submit", OWNER_ROLES, OWNER, {"draft", "returned"}),
        ("withdraw", OWNER_ROLES, OWNER, {"submitted"}),
        ("return", COMMITTEE_ROLES, COMMITTEE, {"submitted"}),
    ],
)
async def test_who_moves_a_project(
    world: World, state: str, verb: str, roles: tuple[str, ...], actor: str, states: set[str]
) -> None:
    project = await in_state(world, state)
    for identity in sorted(IDENTITIES, key=lambda each: each == actor):  # the actor last: it changes the state
        headers = {**world.as_(identity), "Idempotency-Key": str(uuid4())}
        path = f"/v1/projects/{project['id']}/{verb}"
        answer = await world.api.post(path, json={"reason": "ทดสอบ"}, headers=headers)
        expected = expected_act(identity, state, roles, actor, states)
        assert answer.status_code == expected, (identity, answer.text)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_who_changes_a_project(world: World, state: str, method: str) -> None:
    project = await in_state(world, state)
    for identity in sorted(IDENTITIES, key=lambda each: each == OWNER):
        headers = {**world.as_(identity), "If-Match": f'"{project["version"]}"'}
        body: dict[str, Any] = {"json": {"place_th": "ที่ใหม่"}} if method == "PATCH" else {}
        answer = await world.api.request(method, f"/v1/projects/{project['id']}", headers=headers, **body)
        expected = expected_act(identity, state, OWNER_ROLES, OWNER, {"draft", "returned"})
        accepted = 204 if method == "DELETE" else 200
        assert answer.status_code == (accepted if expected == 200 else expected), (identity, answer.text)


@pytest.mark.parametrize("partner", [NEAR, FAR])
async def test_a_province_named_on_a_draft_sees_it_and_may_not_change_it(world: World, partner: str) -> None:
    shares = [{"area_code": HOME, "amount": "1000000.00"}, {"area_code": partner, "amount": "250000.00"}]
    project = await world.project(shares=shares)
    path = f"/v1/projects/{project['id']}"
    read = await world.api.get(path, headers=world.as_(f"province:{partner}"))
    assert read.status_code == 200
    assert [action["action"] for action in read.json()["allowed_actions"] if action["allowed"]] == []
    headers = {**world.as_(f"province:{partner}"), "If-Match": '"1"'}
    assert (await world.api.patch(path, json={"place_th": "ที่ใหม่"}, headers=headers)).status_code == 403


async def test_membership_is_asked_by_the_projects_fiscal_year(world: World) -> None:
    """บึงกาฬ's projects are its neighbours' business from the year it joined the cluster, by cluster of that year."""
    old = await world.project("submitted", fiscal_year=2558)
    new = await world.project("submitted", fiscal_year=2563, start_on="2019-11-01", end_on="2020-08-31")
    for project, cluster, seen in (
        (old, HOME_CLUSTER, 200),
        (old, "C60-15", 404),
        (new, HOME_CLUSTER, 404),
        (new, "C60-15", 200),
    ):
        answer = await world.api.get(f"/v1/projects/{project['id']}", headers=world.as_(f"cluster:{cluster}"))
        assert answer.status_code == seen, (project["fiscal_year"], cluster)


Ask = Callable[[str], tuple[str, str, dict[str, Any]]]


@pytest.mark.parametrize(
    "ask",
    [
        lambda code: ("GET", f"/v1/projects/{code}", {}),
        lambda code: ("PATCH", f"/v1/projects/{code}", {"json": {"place_th": "ก"}}),
        lambda code: ("DELETE", f"/v1/projects/{code}", {}),
        lambda code: ("POST", f"/v1/projects/{code}/submit", {}),
        lambda code: ("POST", f"/v1/projects/{code}/withdraw", {}),
        lambda code: ("GET", f"/v1/projects/{code}/history", {}),
    ],
)
async def test_anothers_draft_and_nothing_answer_alike(world: World, ask: Ask) -> None:
    draft = await world.project()
    answers = []
    for code in (draft["id"], ABSENT):
        method, path, body = ask(code)
        headers = {**world.as_(f"province:{FAR}"), "If-Match": '"1"', "Idempotency-Key": str(uuid4())}
        answer = await world.api.request(method, path, headers=headers, **body)
        told = {name: value for name, value in answer.json().items() if name != "request_id"}
        shown = {name for name in answer.headers if name not in ("date", "x-request-id", "ratelimit")}
        answers.append((answer.status_code, told, shown))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


async def test_a_cluster_of_another_time_is_a_stranger(world: World) -> None:
    project = await world.project("submitted")
    answer = await world.api.get(f"/v1/projects/{project['id']}", headers=world.as_(f"cluster:{FAR_CLUSTER}"))
    assert answer.status_code == 404
