"""The checks of a plan, by table and by property."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.checks.rules import (
    SENTENCES,
    Chain,
    FindingCode,
    IssueRow,
    Projects,
    StrategyRow,
    balance_of,
    findings_of,
)
from services.plans.strategy.rules import Dimension

LINE = UUID(int=7)
STRATEGY = StrategyRow(UUID(int=1), LINE, "1.1", "พัฒนาแหล่งท่องเที่ยว")
CARRIED = {LINE: Projects(2, 250_000_000)}


def issue(number: str = "1", **changed: Any) -> IssueRow:
    facts: dict[str, Any] = {
        "id": UUID(int=100 + int(number)),
        "number": number,
        "title_th": "พัฒนาการท่องเที่ยว",
        "dimension": Dimension.ECONOMY_SOCIETY,
        "goal_numbers": ("1",),
        "has_lead_host": True,
        "strategies": (STRATEGY,),
    }
    return IssueRow(**{**facts, **changed})


WHOLE = (
    issue("1"),
    issue("2", dimension=Dimension.INFRASTRUCTURE),
    issue("3", dimension=Dimension.ENVIRONMENT),
)


def chain(**changed: Any) -> Chain:
    facts: dict[str, Any] = {"has_vision": True, "has_missions": True, "goals": [("1", "รายได้เพิ่ม")], "issues": WHOLE}
    return Chain(**{**facts, **changed})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"has_vision": False}, [("vision_missing", None)]),
        ({"has_missions": False}, [("missions_missing", None)]),
        ({"goals": [("1", "ก"), ("2", "ข")]}, [("goal_without_issue", "2")]),
        ({"issues": (*WHOLE, issue("4", goal_numbers=()))}, [("issue_without_goal", "4")]),
        ({"issues": (*WHOLE, issue("4", strategies=()))}, [("issue_without_strategy", "4")]),
        ({"issues": (*WHOLE, issue("4", has_lead_host=False))}, [("issue_without_lead_host", "4")]),
        (
            {"issues": (*WHOLE, issue("4", strategies=(StrategyRow(UUID(int=2), UUID(int=8), "4.1", "ก"),)))},
            [("strategy_without_project", "4.1")],
        ),
        ({"issues": WHOLE[:2]}, [("dimension_without_issue", None)]),
        (
            {"goals": [], "issues": ()},
            [("goals_missing", None)] + [("dimension_without_issue", None)] * 3,
        ),
    ],
)
def test_each_gap_is_named(changed: dict[str, Any], expected: list[tuple[str, str | None]]) -> None:
    assert [(found.code.value, found.number) for found in findings_of(chain(**changed), CARRIED)] == expected


def test_the_missing_dimension_is_named() -> None:
    found = findings_of(chain(issues=WHOLE[:2]), CARRIED)
    assert [each.dimension for each in found] == [Dimension.ENVIRONMENT]


def test_every_finding_has_its_sentence() -> None:
    assert set(SENTENCES) == set(FindingCode)


@given(st.lists(st.tuples(st.sampled_from(Dimension), st.integers(0, 4)), max_size=8), st.integers(0, 9))
def test_the_balance_adds_up_to_the_whole(issues: list[tuple[Dimension, int]], count: int) -> None:
    rows = [
        issue(str(place), dimension=dimension, strategies=(STRATEGY,) * many)
        for place, (dimension, many) in enumerate(issues)
    ]
    shares = balance_of(rows, {LINE: Projects(count, count * 100)})
    assert [share.dimension for share in shares] == list(Dimension)
    assert sum(share.issues for share in shares) == len(issues)
    strategies = sum(many for _, many in issues)
    assert sum(share.strategies for share in shares) == strategies
    assert sum(share.projects for share in shares) == strategies * count
    assert sum(share.amount for share in shares) == strategies * count * 100
