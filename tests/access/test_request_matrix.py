"""Budget requests: who sees one, and who may do what with it, by state and by where the caller stands.

The expectation is written here by hand, apart from the product's tables, so that a slip in those shows.
"""

import itertools

import pytest

from tests.access.identities import HOME, HOME_CLUSTER, IDENTITIES, NATIONAL_IDENTITIES, NEAR
from tests.budget.ledger.books import Json, Place
from tests.budget.requests.lists import LISTS, REQUESTS, Desk
from tests.contract.world import World

OWNER, COMMITTEE = f"province:{HOME}", f"province_committee:{HOME}"
# Once it is off the desk: the area's own committees and bodies, the same cluster, ministries, the overseers.
AROUND = {
    COMMITTEE,
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
STATES = ("draft", "submitted", "returned")
OWNER_ROLES = ("province:", "cluster:")
COMMITTEE_ROLES = ("province_committee:", "cluster_committee:")
# A province has one list for a year and round.
ROUNDS = itertools.count(40)


async def in_state(world: World, state: str) -> tuple[Desk, Json]:
    """A request of เชียงใหม่ for fiscal year 2558 in a state; above the ceiling, so that it needs no account."""
    at = Desk(world, Place(2558, "AREA", HOME), {})
    request = await at.request(await at.list(round=next(ROUNDS)), ceiling_position="above")
    if state != "draft":
        request = await at.done(request, "submit")
    if state == "returned":
        assert (await at.decide(request, "return"))["outcome"] == "applied"
        request = await at.again(request)
    return at, request


def sees(identity: str, state: str) -> bool:
    """Say whether an identity sees the request in a state."""
    return identity == OWNER or (state != "draft" and identity in AROUND)


@pytest.mark.parametrize("state", STATES)
async def test_who_sees_a_request(world: World, state: str) -> None:
    _, request = await in_state(world, state)
    for identity in IDENTITIES:
        expected = 403 if identity in NO_ROLE else 200 if sees(identity, state) else 404
        headers = world.as_(identity)
        read = await world.api.get(f"{REQUESTS}/{request['id']}", headers=headers)
        assert read.status_code == expected, (identity, read.text)
        query = {"submission_id": request["submission_id"]}
        listed = await world.api.get(REQUESTS, params=query, headers=headers)
        if expected != 403:
            assert bool(listed.json()["items"]) is sees(identity, state), identity


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("verb", "roles", "actor", "states", "body"),
    [
        ("submit", OWNER_ROLES, OWNER, {"draft", "returned"}, None),
        ("withdraw", OWNER_ROLES, OWNER, {"draft", "submitted", "returned"}, {"reason": "ใช้งบอื่น"}),
        ("screen", COMMITTEE_ROLES, COMMITTEE, {"submitted"}, {"screened_amount": "450.00", "reason": "ราคากลาง"}),
    ],
)
async def test_who_moves_a_request(
    world: World, state: str, verb: str, roles: tuple[str, ...], actor: str, states: set[str], body: Json | None
) -> None:
    at, request = await in_state(world, state)
    for identity in sorted(IDENTITIES, key=lambda each: each == actor):  # the actor last: it changes the state
        answer = await at.act(request, verb, body, identity)
        if not identity.startswith(roles):
            expected = 403
        elif not sees(identity, state):
            expected = 404
        elif identity != actor:
            expected = 403
        else:
            expected = 200 if state in states else 409
        assert answer.status_code == expected, (identity, answer.text)


async def test_who_sees_a_list_that_is_still_a_draft(world: World) -> None:
    _, request = await in_state(world, "draft")
    path = f"{LISTS}/{request['submission_id']}"
    for identity in IDENTITIES:
        expected = 403 if identity in NO_ROLE else 200 if identity == OWNER else 404
        assert (await world.api.get(path, headers=world.as_(identity))).status_code == expected, identity
