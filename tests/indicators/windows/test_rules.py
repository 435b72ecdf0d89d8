"""The rules of the windows, by tables and properties."""

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.periods import PERIODS, begins_on, ends_on
from services.indicators.windows.rules import (
    Late,
    Leave,
    Standing,
    State,
    TemplateLine,
    Window,
    Windows,
    YearWindows,
    window_faults,
    windows_of_template,
)
from services.shared.errors import FieldError

INDICATOR, ANOTHER = UUID(int=1), UUID(int=2)
OPENS, DUE, LOCKS = dt.date(2015, 1, 1), dt.date(2015, 1, 31), dt.date(2015, 4, 1)
Q1 = Window(("q1",), OPENS, DUE, LOCKS, Late.REFUSED)
LEAVE = Leave("area:50", dt.date(2015, 2, 13), opens_locked=False)
ONE_DAY = dt.timedelta(days=1)


def stands(year: YearWindows, day: dt.date, **changed: object) -> Standing:
    """How the first quarter of เชียงใหม่ stands, reported by itself."""
    asked = {"reporter": "area:50", "area_code": "50", "indicator_id": INDICATOR, "frequency": "quarterly"}
    return year.standing_of(**{**asked, "period": "q1", **changed}, day=day)  # type: ignore[arg-type]


def fault(window: Window, day: dt.date, *leaves: Leave, area: str = "50") -> FieldError | None:
    """What a value of เชียงใหม่ gets on a day."""
    windows = Windows({2558: YearWindows((window,), leaves)})
    return windows.fault_of("area:50", area, INDICATOR, "quarterly", 2558, "q1", day)


@pytest.mark.parametrize(
    ("day", "state", "code"),
    [
        (OPENS - ONE_DAY, State.NOT_YET, "window_not_open"),
        (OPENS, State.OPEN, None),
        (DUE, State.OPEN, None),
        (DUE + ONE_DAY, State.LATE, "window_closed"),
        (LOCKS - ONE_DAY, State.LATE, "window_closed"),
        (LOCKS, State.LOCKED, "period_locked"),
    ],
)
def test_a_day_has_one_state_and_says_what_to_do(day: dt.date, state: State, code: str | None) -> None:
    assert stands(YearWindows((Q1,)), day).state is state
    found = fault(Q1, day)
    assert (found.code if found else None) == code
    if found:
        assert found.pointer == "/period"
        assert all(str(named) in text for text in found.text for named in ("q1", 2558))


def test_late_values_are_taken_where_the_window_says_so_until_the_lock() -> None:
    lenient = replace(Q1, late=Late.MARKED)
    assert [fault(lenient, day) is None for day in (DUE + ONE_DAY, LOCKS - ONE_DAY, LOCKS)] == [True, True, False]
    unlocked = replace(lenient, locks_on=None)
    assert fault(unlocked, LOCKS + 1000 * ONE_DAY) is None


@pytest.mark.parametrize("recorded_on", [DUE, DUE + ONE_DAY])
def test_a_value_is_late_by_the_day_it_was_recorded_however_it_was_let_in(recorded_on: dt.date) -> None:
    year = YearWindows((Q1,), (LEAVE,))
    assert year.is_late(INDICATOR, "quarterly", "q1", recorded_on) is (recorded_on > DUE)
    assert not year.is_late(INDICATOR, "quarterly", "q2", recorded_on)


@pytest.mark.parametrize(
    ("leave", "is_heard"),
    [
        (LEAVE, True),
        (replace(LEAVE, reporter="area:51"), False),
        (replace(LEAVE, area_code="50"), True),
        (replace(LEAVE, area_code="51"), False),
        (replace(LEAVE, indicator_id=INDICATOR), True),
        (replace(LEAVE, indicator_id=ANOTHER), False),
        (replace(LEAVE, period="q1"), True),
        (replace(LEAVE, period="q2"), False),
        (replace(LEAVE, until=DUE), False),
    ],
)
def test_an_exception_is_for_its_reporter_and_what_it_names(leave: Leave, is_heard: bool) -> None:
    assert (fault(Q1, LEAVE.until, leave) is None) is is_heard


def test_an_exception_holds_to_the_end_of_its_last_day() -> None:
    days = (LEAVE.until, LEAVE.until + ONE_DAY)
    assert [fault(Q1, day, LEAVE) is None for day in days] == [True, False]
    assert stands(YearWindows((Q1,), (LEAVE,)), LEAVE.until).until == LEAVE.until


@pytest.mark.parametrize("opens_locked", [True, False])
def test_what_is_locked_opens_only_by_an_exception_that_says_so(opens_locked: bool) -> None:
    leave = replace(LEAVE, until=LOCKS, opens_locked=opens_locked)
    assert (fault(Q1, LOCKS, leave) is None) is opens_locked


def test_one_area_of_a_reporter_may_be_heard_and_another_not() -> None:
    day, leave = DUE + ONE_DAY, replace(LEAVE, reporter="function:05", area_code="50")
    windows = Windows({2558: YearWindows((Q1,), (leave,))})
    heard = [
        windows.fault_of("function:05", area, INDICATOR, "quarterly", 2558, "q1", day) is None
        for area in ("50", "51", "50")
    ]
    assert heard == [True, False, True]


def test_the_closest_window_decides() -> None:
    of_indicator = replace(Q1, indicator_id=INDICATOR, opens_on=DUE, due_on=DUE)
    of_frequency = replace(Q1, frequency="quarterly", due_on=LOCKS - ONE_DAY)
    year = YearWindows((Q1, of_frequency, of_indicator))
    assert year.window_for(INDICATOR, "quarterly", "q1") is of_indicator
    assert year.window_for(ANOTHER, "quarterly", "q1") is of_frequency
    assert year.window_for(ANOTHER, "monthly", "q1") is Q1
    assert year.window_for(ANOTHER, "monthly", "q2") is None


def test_what_no_window_names_is_open() -> None:
    assert stands(YearWindows((Q1,)), LOCKS, period="q2") == Standing(State.NOT_SET)
    assert Windows().fault_of("area:50", "50", INDICATOR, "quarterly", 2558, "q1", LOCKS) is None


@pytest.mark.parametrize(
    ("windows", "faults"),
    [
        ([Q1, replace(Q1, periods=("q2", "q3"))], []),
        ([Q1, replace(Q1, indicator_id=INDICATOR)], []),
        ([Q1, replace(Q1, periods=("q2", "q1"))], [("/windows/1/periods", "window_twice")]),
        ([replace(Q1, due_on=OPENS - ONE_DAY)], [("/windows/0/due_on", "due_before_it_opens")]),
        ([replace(Q1, locks_on=DUE)], [("/windows/0/locks_on", "locks_before_it_is_due")]),
        ([replace(Q1, locks_on=None)], []),
        (
            [replace(Q1, indicator_id=INDICATOR, frequency="monthly")],
            [("/windows/0/frequency", "indicator_or_frequency")],
        ),
        ([replace(Q1, frequency="yearly")], [("/windows/0/periods", "period_too_short")]),
    ],
)
def test_windows_that_contradict_are_named_by_their_place(windows: list[Window], faults: list[tuple[str, str]]) -> None:
    assert [(found.pointer, found.code) for found in window_faults(windows)] == faults


def test_a_template_counts_from_the_end_of_each_period() -> None:
    line = TemplateLine(("q1", "year"), 1, 30, 90, Late.MARKED)
    quarter, year = windows_of_template([line], 2558)
    assert (quarter.opens_on, quarter.due_on, quarter.locks_on) == (
        dt.date(2015, 1, 1),
        dt.date(2015, 1, 30),
        dt.date(2015, 3, 31),
    )
    assert (year.periods, year.opens_on) == (("year",), dt.date(2015, 10, 1))
    assert window_faults([quarter, year]) == ()


@given(st.sampled_from(PERIODS), st.integers(2500, 2699))
def test_a_period_ends_the_day_before_the_next_begins(period: str, fiscal_year: int) -> None:
    first, last = begins_on(fiscal_year, period), ends_on(fiscal_year, period)
    assert first < last
    nexts = [begins_on(year, other) for year in (fiscal_year, fiscal_year + 1) for other in PERIODS]
    assert last + ONE_DAY in nexts


days = st.dates(dt.date(2014, 10, 1), dt.date(2015, 12, 31))


@given(st.tuples(days, days, days).map(sorted), st.booleans(), st.sampled_from(Late), days, st.none() | days)
def test_exactly_one_state_each_day_and_each_follows_the_one_before(
    edges: list[dt.date], is_locked: bool, late: Late, day: dt.date, until: dt.date | None
) -> None:
    opens_on, due_on, locks_on = edges
    window = Window(("q1",), opens_on, due_on, locks_on + ONE_DAY if is_locked else None, late)
    order = [State.NOT_YET, State.OPEN, State.LATE, State.LOCKED]
    today, tomorrow = (order.index(window.state_on(each)) for each in (day, day + ONE_DAY))
    assert today <= tomorrow
    inside = {
        State.NOT_YET: day < opens_on,
        State.OPEN: opens_on <= day <= due_on,
        State.LATE: due_on < day and (not is_locked or day <= locks_on),
        State.LOCKED: is_locked and day > locks_on,
    }
    assert [state for state, holds in inside.items() if holds] == [window.state_on(day)]
    leaves = () if until is None else (replace(LEAVE, until=until),)
    heard = until is not None and day <= until and not inside[State.LOCKED]
    assert (fault(window, day, *leaves) is None) is (
        inside[State.OPEN] or heard or (inside[State.LATE] and late is Late.MARKED)
    )
