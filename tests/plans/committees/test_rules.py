"""The rules of committees, by table and by property."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.committees.rules import (
    CommitteeKind,
    Quorum,
    Term,
    area_faults,
    clashes,
    quorum_faults,
    term_faults,
)

DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2020, 12, 31))
TERMS = st.builds(Term, DAYS, st.none() | DAYS).filter(lambda term: term.last is None or term.first <= term.last)


def day(number: int) -> dt.date:
    return dt.date(2015, 1, number)


@pytest.mark.parametrize(
    ("kind", "area", "area_kind", "fits"),
    [
        (CommitteeKind.PROVINCE, "50", "province", True),
        (CommitteeKind.PROVINCE, "C52-15", "cluster", False),
        (CommitteeKind.PROVINCE, None, None, False),
        (CommitteeKind.CLUSTER, "C52-15", "cluster", True),
        (CommitteeKind.CLUSTER, "50", "province", False),
        (CommitteeKind.POLICY, None, None, True),
        (CommitteeKind.POLICY, "50", "province", False),
        (CommitteeKind.EVALUATION, None, None, True),
        (CommitteeKind.WORKING_GROUP, "50", "province", True),
        (CommitteeKind.WORKING_GROUP, None, None, True),
    ],
)
def test_a_committee_has_the_area_of_its_kind(
    kind: CommitteeKind, area: str | None, area_kind: str | None, fits: bool
) -> None:
    assert (area_faults(kind, area, area_kind) == ()) is fits


@pytest.mark.parametrize(
    ("quorum", "members", "needed"),
    [(Quorum(1, 2), 10, 5), (Quorum(1, 2), 11, 6), (Quorum(2, 3), 10, 7), (Quorum(1, 1), 9, 9), (Quorum(1, 2), 0, 0)],
)
def test_a_quorum_is_rounded_up(quorum: Quorum, members: int, needed: int) -> None:
    assert quorum.needed(members) == needed


def test_a_committee_without_members_decides_nothing() -> None:
    assert not Quorum(1, 2).is_met(0, 0)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 200))
def test_all_members_are_always_a_quorum_and_nobody_never(numerator: int, denominator: int, members: int) -> None:
    quorum = Quorum(min(numerator, denominator), denominator)
    assert quorum.is_met(members, members)
    assert not quorum.is_met(members, 0)


@given(TERMS, TERMS)
def test_terms_overlap_when_some_day_is_in_both(one: Term, other: Term) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    later = max(one.first, other.first)
    assert one.overlaps(other) == (one.holds_on(later) and other.holds_on(later))


@pytest.mark.parametrize(
    ("term", "within", "codes"),
    [
        (Term(day(2), day(1)), None, ["ends_before_it_begins"]),
        (Term(day(1), day(1)), None, []),
        (Term(day(1), None), Term(day(2), None), ["outside_committee"]),
        (Term(day(2), day(9)), Term(day(2), day(8)), ["outside_committee"]),
        (Term(day(2), None), Term(day(2), day(8)), []),
    ],
)
def test_a_term_lies_within_the_committees_days(term: Term, within: Term | None, codes: list[str]) -> None:
    assert [fault.code for fault in term_faults(term, within)] == codes


def test_the_same_post_does_not_sit_twice_on_a_day() -> None:
    assert clashes(Term(day(5), None), [Term(day(1), day(5))])
    assert not clashes(Term(day(6), None), [Term(day(1), day(5))])


@pytest.mark.parametrize(("quorum", "codes"), [(Quorum(3, 2), ["quorum_out_of_range"]), (Quorum(2, 2), [])])
def test_a_quorum_is_at_most_all(quorum: Quorum, codes: list[str]) -> None:
    assert [fault.code for fault in quorum_faults(quorum)] == codes
