"""The rules of plans, by table and by property."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.documents.rules import (
    FLOW,
    GONE,
    STANDING,
    UNDER_WAY,
    ParentFacts,
    Period,
    PeriodLength,
    PlanFacts,
    PlanKind,
    faults_of,
    gaps_of,
    is_stale,
    standing_faults,
)
from services.plans.documents.schemas import PlanState
from services.shared.errors import StateDoesNotAllow

LENGTHS = (PeriodLength(4, 2552), PeriodLength(5, 2561))
PARENT = ParentFacts("development", "50", Period(2557, 2560), "approved")
ACTION: dict[str, Any] = {
    "kind": PlanKind.ACTION,
    "period": Period(2558, 2558),
    "parent": PARENT,
    "names_parent": True,
}


def plan(**changed: Any) -> PlanFacts:
    facts: dict[str, Any] = {
        "kind": PlanKind.DEVELOPMENT,
        "area_code": "50",
        "area_counts": True,
        "period": Period(2557, 2560),
        "parent": None,
        "names_parent": False,
        "driver_years": (2553, 2555),
        "has_vision": True,
        "issues": 1,
    }
    return PlanFacts(**{**facts, **changed})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"period": Period(2552, 2555)}, []),
        ({"period": Period(2557, 2561)}, [("/last_fiscal_year", "period_of_unknown_length")]),  # five years: later
        ({"period": Period(2561, 2565)}, []),
        ({"period": Period(2561, 2564)}, []),
        ({"period": Period(2557, 2559)}, [("/last_fiscal_year", "period_of_unknown_length")]),
        ({"period": Period(2561, 2566)}, [("/last_fiscal_year", "period_of_unknown_length")]),
        ({"period": Period(2560, 2557)}, [("/last_fiscal_year", "ends_before_it_starts")]),
        ({"area_counts": False}, [("/area_code", "area_does_not_fit")]),
        ({"names_parent": True}, [("/parent_id", "parent_out_of_place")]),
        ({"driver_years": (None, None)}, []),
        ({"driver_years": (2553, None)}, [("/revenue_driver_last_year", "base_years_incomplete")]),
        ({"driver_years": (2555, 2553)}, [("/revenue_driver_last_year", "ends_before_it_starts")]),
        (ACTION, []),
        ({**ACTION, "period": Period(2558, 2559)}, [("/last_fiscal_year", "not_one_year")]),
        ({**ACTION, "names_parent": False, "parent": None}, [("/parent_id", "missing")]),
        ({**ACTION, "parent": None}, [("/parent_id", "parent_unknown")]),
        (
            {**ACTION, "parent": ParentFacts("development", "51", Period(2557, 2560), "approved")},
            [("/parent_id", "parent_unknown")],
        ),
        (
            {**ACTION, "parent": ParentFacts("action", "50", Period(2558, 2558), "approved")},
            [("/parent_id", "parent_unknown")],
        ),
        ({**ACTION, "period": Period(2561, 2561)}, [("/parent_id", "parent_does_not_cover")]),
    ],
)
def test_what_contradicts_itself_is_named(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(fault.pointer, fault.code) for fault in faults_of(plan(**changed), LENGTHS)] == expected


@pytest.mark.parametrize("state", get_args(PlanState))
def test_a_plan_stands_only_on_what_was_submitted_endorsed_or_approved(state: str) -> None:
    facts = plan(**{**ACTION, "parent": ParentFacts("development", "50", Period(2557, 2560), state)})
    stands = state in ("submitted", "endorsed", "approved")
    assert (standing_faults(facts) == ()) is stands
    assert (gaps_of(facts) == ()) is stands


@pytest.mark.parametrize(
    ("changed", "pointers"),
    [
        ({}, []),
        ({"has_vision": False}, ["/vision_th"]),
        ({"issues": 0}, ["/issues"]),
        ({"has_vision": False, "issues": 0}, ["/vision_th", "/issues"]),
        ({**ACTION, "has_vision": False, "issues": 0}, []),
    ],
)
def test_what_a_plan_lacks_to_be_decided_on_is_named(changed: dict[str, Any], pointers: list[str]) -> None:
    assert [gap.pointer for gap in gaps_of(plan(**changed))] == pointers


@given(st.integers(2552, 2690), st.integers(1, 9))
def test_a_development_plan_has_four_years_and_from_2561_also_five(first: int, years: int) -> None:
    is_right = years == 4 or (years == 5 and first >= 2561)
    assert (faults_of(plan(period=Period(first, first + years - 1)), LENGTHS) == ()) is is_right


def test_the_states_of_the_contract_are_those_of_the_workflow() -> None:
    assert set(get_args(PlanState)) == set(FLOW.states)
    assert set(STANDING).isdisjoint(GONE)


def test_a_plan_is_stale_under_a_parent_that_is_gone() -> None:
    assert [state for state in FLOW.states if is_stale(state)] == [state for state in FLOW.states if state in GONE]
    assert not is_stale(None)


@given(st.lists(st.sampled_from(sorted(FLOW.moves)), max_size=12))
def test_nothing_is_approved_that_was_not_endorsed_before(verbs: list[str]) -> None:
    state, passed = FLOW.start, [FLOW.start]
    for verb in verbs:
        try:
            state = FLOW.after(state, verb)
        except StateDoesNotAllow:
            continue
        passed.append(state)
    if "approved" in passed:
        assert "endorsed" in passed[: passed.index("approved")]
    assert set(passed) <= {*UNDER_WAY, "approved", *GONE}
