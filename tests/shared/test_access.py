"""The four questions of access, by table."""

import pytest

from services.shared.access import (
    PUBLIC,
    Action,
    Grant,
    Permit,
    Principal,
    Relation,
    Subject,
    allowed_actions,
    authorise,
    check_state,
    is_permitted,
)
from services.shared.errors import NotAuthenticated, NotPermitted, StateDoesNotAllow, Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, Role

TITLE = Text("ทดสอบ", "Try")
OWNERS = Permit(frozenset({Role.PROVINCE}))
OFFICE = Permit(frozenset({Role.CLUSTER}), Relation.WITHIN)
PARTNER = Permit(frozenset({Role.PROVINCE}), Relation.SHARED)
EDIT = Action("thing.edit", TITLE, (OWNERS,), frozenset({"draft"}))
LOOK = Action("thing.look", TITLE, (OWNERS, OFFICE, PARTNER))
DRAFT = Subject("area:50", frozenset({"area:C52-15"}), frozenset({"area:51"}), "draft")


def holder(*grants: str) -> Principal:
    return Principal("tester", "test", tuple(Grant.parse(grant) for grant in grants))


@pytest.mark.parametrize(
    ("grant", "action", "expected"),
    [
        ("province:50", EDIT, True),
        ("province:51", EDIT, False),
        ("cluster:C52-15", EDIT, False),
        ("province_committee:50", EDIT, False),
        ("province:50", LOOK, True),
        ("province:51", LOOK, True),
        ("province:52", LOOK, False),
        ("cluster:C52-15", LOOK, True),
        ("cluster:C52-16", LOOK, False),
        ("ministry:05", LOOK, False),
        ("operator", LOOK, False),
    ],
)
def test_permission_is_role_and_relation(grant: str, action: Action, expected: bool) -> None:
    assert is_permitted(holder(grant), action, DRAFT) is expected


def test_one_of_several_grants_is_enough() -> None:
    assert is_permitted(holder("ministry:05", "province:50"), EDIT, DRAFT)


def test_the_public_is_asked_to_authenticate_and_others_are_told_who_may() -> None:
    with pytest.raises(NotAuthenticated):
        authorise(PUBLIC, EDIT, DRAFT)
    with pytest.raises(NotPermitted) as refusal:
        authorise(holder("operator"), EDIT, DRAFT)
    assert "province" in refusal.value.sentence().en


def test_the_state_is_asked_apart() -> None:
    authorise(holder("province:50"), EDIT, Subject("area:50", state="submitted"))
    with pytest.raises(StateDoesNotAllow) as refusal:
        check_state(EDIT, Subject("area:50", state="submitted"))
    assert refusal.value.facts == {"action": "thing.edit", "allowed": "draft", "state": "submitted"}


def test_allowed_actions_name_the_refusal_that_would_come() -> None:
    answers = allowed_actions(holder("province:50"), (EDIT, LOOK), Subject("area:50", state="submitted"))
    assert [(answer.action, answer.allowed) for answer in answers] == [("thing.edit", False), ("thing.look", True)]
    assert isinstance(answers[0].refusal, StateDoesNotAllow)


@pytest.mark.parametrize("role", sorted(Role))
def test_a_grant_reads_back_what_it_writes(role: Role) -> None:
    text = f"{role}:50" if role in AREA_ROLES | FUNCTION_ROLES else str(role)
    assert str(Grant.parse(text)) == text


@pytest.mark.parametrize("text", ["", "province", "opdc:50", "king:50", "province:", ":50", "PROVINCE:50"])
def test_a_grant_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Grant.parse(text)
