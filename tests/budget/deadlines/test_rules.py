"""What is open, next, late or done for a unit, by tables."""

import datetime as dt
from collections.abc import Mapping

import pytest

from services.budget.calendar.rules import Level, Step, Window
from services.budget.deadlines.rules import StepState, Year, done, duties_of
from services.budget.submissions.rules import DRAFT, ENDORSED, RETURNED, SUBMITTED
from services.shared.access import Grant

FIRST, LAST, AGAIN = dt.date(2013, 11, 1), dt.date(2013, 12, 31), dt.date(2014, 2, 1)
ONE_DAY = dt.timedelta(days=1)
PROVINCE = Grant.parse("province:50")


def year_with(
    *windows: Window, until: dt.date | None = None, lists: Mapping[str, frozenset[str]] | None = None
) -> Year:
    """A year with windows, an exception of เชียงใหม่ and lists."""
    granted = {("50", Step.SUBMISSION): (until,)} if until else {}
    return Year(2558, windows, granted, lists or {})


def window(step: Step = Step.SUBMISSION, level: Level = Level.PROVINCE, first: dt.date = FIRST) -> Window:
    """A window from a day to the end of 2013, or a month long where it begins later."""
    return Window(step, level, first, max(LAST, first + 30 * ONE_DAY))


@pytest.mark.parametrize(
    ("day", "until", "states", "state", "acts_by"),
    [
        (FIRST - ONE_DAY, None, (), StepState.NEXT, FIRST),
        (FIRST, None, (), StepState.OPEN, LAST),
        (LAST, None, (SUBMITTED,), StepState.OPEN, LAST),
        (LAST + ONE_DAY, None, (), StepState.LATE, LAST),
        (LAST + ONE_DAY, None, (RETURNED,), StepState.LATE, LAST),
        (LAST + ONE_DAY, LAST + ONE_DAY, (), StepState.EXCEPTED, LAST + ONE_DAY),
        (LAST + 2 * ONE_DAY, LAST + ONE_DAY, (), StepState.LATE, LAST),
    ],
)
def test_how_a_step_stands(
    day: dt.date, until: dt.date | None, states: tuple[str, ...], state: StepState, acts_by: dt.date
) -> None:
    year = year_with(window(), until=until, lists={"50": frozenset(states)})
    (duty,) = duties_of([PROVINCE], [year], day)
    assert (duty.state, duty.acts_by) == (state, acts_by)
    assert duty.is_owed == (state in (StepState.OPEN, StepState.EXCEPTED) and SUBMITTED not in states)


def test_what_is_done_is_not_late_and_a_later_window_is_the_next() -> None:
    lists = {"50": frozenset({ENDORSED})}
    assert duties_of([PROVINCE], [year_with(window(), lists=lists)], LAST + ONE_DAY) == []
    (duty,) = duties_of([PROVINCE], [year_with(window(), window(first=AGAIN))], LAST + ONE_DAY)
    assert (duty.state, duty.acts_by) == (StepState.NEXT, AGAIN)


@pytest.mark.parametrize(
    ("grant", "steps"),
    [
        ("province:50", ["notice/province", "submission/province"]),
        ("cluster:C52-15", []),
        ("province_committee:50", ["endorsement/province"]),
        ("ministry:05", ["screening/ministry"]),
        ("policy_committee", ["approval/province"]),
        ("budget_bureau", ["cabinet/nation"]),
        ("evaluator", []),
    ],
)
def test_whose_step_is_whose(grant: str, steps: list[str]) -> None:
    of_province = [Step.NOTICE, Step.SUBMISSION, Step.ENDORSEMENT, Step.APPROVAL]
    windows = [window(step) for step in of_province]
    windows += [window(Step.SCREENING, Level.MINISTRY), window(Step.CABINET, Level.NATION)]
    found = duties_of([Grant.parse(grant)], [year_with(*windows)], FIRST)
    assert [f"{each.step}/{each.level}" for each in found] == steps


@pytest.mark.parametrize(
    ("grant", "step", "states", "is_done"),
    [
        ("province:50", Step.SUBMISSION, {DRAFT}, False),
        ("province:50", Step.SUBMISSION, {SUBMITTED, RETURNED}, False),
        ("province:50", Step.SUBMISSION, {SUBMITTED, DRAFT}, True),
        ("province_committee:50", Step.ENDORSEMENT, set(), True),
        ("province_committee:50", Step.ENDORSEMENT, {SUBMITTED, ENDORSED}, False),
        ("province:50", Step.NOTICE, {SUBMITTED}, None),
        ("policy_committee", Step.APPROVAL, {SUBMITTED}, None),
    ],
)
def test_what_the_lists_tell(grant: str, step: Step, states: set[str], is_done: bool | None) -> None:
    assert done(Grant.parse(grant), step, states) is is_done
