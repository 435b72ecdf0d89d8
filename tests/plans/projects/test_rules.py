"""The rules of a project, by table and by property."""

import datetime as dt
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.projects.rules import FLOW, ProjectFacts, faults_of, gaps_of
from services.plans.projects.schemas import ProjectState
from services.shared.errors import StateDoesNotAllow

NORTH = frozenset({"50", "51", "52", "58"})
COMPLETE: dict[str, Any] = {
    "fiscal_year": 2558,
    "owner_area": "50",
    "members": frozenset(),
    "estimated_amount": 1_000_000,
    "shares": {"50": 1_000_000},
    "start_on": dt.date(2014, 11, 1),
    "end_on": dt.date(2015, 8, 31),
    "texts": {
        "objective_th": "เพิ่มรายได้",
        "responsible_unit": "สำนักงาน",
        "responsible_post": "หัวหน้า",
        "place_th": "สันกำแพง",
    },
}


def project(**changed: Any) -> ProjectFacts:
    return ProjectFacts(**{**COMPLETE, **changed})


def codes(faults: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


def test_a_complete_project_has_neither_faults_nor_gaps() -> None:
    assert faults_of(project()) == ()
    assert gaps_of(project()) == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"end_on": dt.date(2014, 10, 31)}, [("/end_on", "ends_before_it_starts")]),
        ({"end_on": dt.date(2014, 11, 1)}, []),
        ({"start_on": dt.date(2015, 10, 1), "end_on": dt.date(2016, 1, 1)}, [("/start_on", "outside_fiscal_year")]),
        ({"start_on": dt.date(2015, 9, 30), "end_on": dt.date(2016, 1, 1)}, []),
        ({"start_on": dt.date(2014, 1, 1), "end_on": dt.date(2014, 9, 30)}, [("/end_on", "outside_fiscal_year")]),
        ({"start_on": dt.date(2014, 1, 1), "end_on": dt.date(2014, 10, 1)}, []),
        ({"start_on": None}, []),
        ({"shares": {"50": 999_999}}, [("/shares", "shares_do_not_add_up")]),
        ({"shares": {"51": 1_000_000}}, [("/shares", "owner_without_share")]),
        ({"shares": {}}, []),
        ({"owner_area": "C52-15", "members": NORTH, "shares": {"50": 400_000, "51": 600_000}}, []),
        (
            {"owner_area": "C52-15", "members": NORTH, "shares": {"50": 400_000, "57": 600_000}},
            [("/shares", "area_outside_cluster")],
        ),
        ({"owner_area": None, "shares": {"10": 1_000_000}}, []),
    ],
)
def test_what_contradicts_itself_is_named(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(faults_of(project(**changed))) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"texts": {"objective_th": None, "place_th": ""}}, [("/objective_th", "missing"), ("/place_th", "missing")]),
        ({"start_on": None, "end_on": None}, [("/start_on", "missing"), ("/end_on", "missing")]),
        ({"estimated_amount": 0, "shares": {}}, [("/estimated_amount", "missing"), ("/shares", "missing")]),
        (
            {"owner_area": "C52-15", "members": NORTH, "shares": {"50": 1_000_000}},
            [("/shares", "cluster_project_of_one_province")],
        ),
    ],
)
def test_what_submission_lacks_is_named(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(gaps_of(project(**changed))) == expected


@given(st.dictionaries(st.sampled_from(sorted(NORTH)), st.integers(1, 10**12), min_size=1), st.integers(-5, 5))
def test_shares_add_up_to_the_satang_or_are_refused(shares: dict[str, int], off_by: int) -> None:
    facts = project(owner_area=None, shares=shares, estimated_amount=sum(shares.values()) + off_by)
    assert (faults_of(facts) == ()) is (off_by == 0)


def test_the_contract_names_every_state() -> None:
    assert set(get_args(ProjectState)) == set(FLOW.states)


@pytest.mark.parametrize("verb", sorted(FLOW.moves))
@pytest.mark.parametrize("state", FLOW.states)
def test_a_verb_moves_from_its_states_and_from_no_other(verb: str, state: str) -> None:
    if state in FLOW.from_states(verb):
        assert FLOW.after(state, verb) in FLOW.states
    else:
        with pytest.raises(StateDoesNotAllow):
            FLOW.after(state, verb)
