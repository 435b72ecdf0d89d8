"""The chain of committees, by table and by property."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.approval import ENDORSED, SUBMITTED, DecisionDoesNotFit, OwnCommittee, check_stage, stage_of
from services.plans.resolutions.rules import Decision
from services.shared.decisions.errors import CommitteeMayNotDecide
from services.shared.decisions.rules import ConfirmedResolution, Deciding
from services.shared.errors import StateDoesNotAllow

OF_50 = OwnCommittee(Deciding.PROVINCE, "50")
COMMITTEES = [
    ("province_committee", "50"),
    ("province_committee", "51"),
    ("cluster_committee", "C52-15"),
    ("policy_committee", None),
    ("evaluation_committee", None),
    ("working_group", "50"),
]


def of(kind: str, area: str | None) -> ConfirmedResolution:
    at = dt.datetime(2014, 10, 20, tzinfo=dt.UTC)
    return ConfirmedResolution(UUID(int=1), "3.1", "มติ", kind, area, at.date(), at)


@pytest.mark.parametrize(
    ("decision", "kind", "area", "own", "stage"),
    [
        ("endorse", "province_committee", "50", OF_50, SUBMITTED),
        ("return", "province_committee", "50", OF_50, SUBMITTED),
        ("reject", "province_committee", "50", OF_50, SUBMITTED),
        ("approve", "policy_committee", None, OF_50, ENDORSED),
        ("return", "policy_committee", None, OF_50, ENDORSED),
        ("reject", "policy_committee", None, OF_50, ENDORSED),
        ("approve", "policy_committee", None, None, SUBMITTED),
        ("return", "policy_committee", None, None, SUBMITTED),
        ("reject", "policy_committee", None, None, SUBMITTED),
    ],
)
def test_each_committee_decides_on_what_lies_before_it(
    decision: str, kind: str, area: str | None, own: OwnCommittee | None, stage: str
) -> None:
    assert stage_of(of(kind, area), decision, own) == stage


@pytest.mark.parametrize(
    ("decision", "kind", "area", "own"),
    [
        ("endorse", "province_committee", "51", OF_50),
        ("endorse", "cluster_committee", "C52-15", OF_50),
        ("endorse", "policy_committee", None, OF_50),
        ("approve", "province_committee", "50", OF_50),
        ("approve", "evaluation_committee", None, OF_50),
        ("return", "province_committee", "51", OF_50),
        ("reject", "working_group", "50", OF_50),
        ("approve", "province_committee", "50", None),
    ],
)
def test_no_other_committee_decides(decision: str, kind: str, area: str | None, own: OwnCommittee | None) -> None:
    with pytest.raises(CommitteeMayNotDecide):
        stage_of(of(kind, area), decision, own)


@given(st.sampled_from(Decision), st.sampled_from(COMMITTEES), st.sampled_from([OF_50, None]))
def test_nothing_is_endorsed_but_by_its_own_committee_nor_approved_but_by_the_policy_committee(
    decision: Decision, committee: tuple[str, str | None], own: OwnCommittee | None
) -> None:
    try:
        stage = stage_of(of(*committee), decision, own)
    except (CommitteeMayNotDecide, DecisionDoesNotFit):
        return
    assert decision in {Decision.ENDORSE, Decision.APPROVE, Decision.RETURN, Decision.REJECT}
    assert committee in {("province_committee", "50"), ("policy_committee", None)}
    if decision is Decision.ENDORSE:
        assert (committee, stage) == (("province_committee", "50"), SUBMITTED)
    if decision is Decision.APPROVE:
        assert (committee, stage) == (("policy_committee", None), ENDORSED if own else SUBMITTED)


@pytest.mark.parametrize(("decision", "own"), [("refer", OF_50), ("merge", None), ("waive", OF_50), ("endorse", None)])
def test_what_is_not_decided_of_such_an_object_is_named(decision: str, own: OwnCommittee | None) -> None:
    with pytest.raises(DecisionDoesNotFit) as refused:
        stage_of(of("policy_committee", None), decision, own)
    assert ("endorse" in str(refused.value.facts["allowed"])) is (own is not None)


def test_an_object_that_does_not_lie_before_the_committee_is_refused() -> None:
    check_stage("approve", ENDORSED, ENDORSED)
    with pytest.raises(StateDoesNotAllow):
        check_stage("approve", ENDORSED, SUBMITTED)
