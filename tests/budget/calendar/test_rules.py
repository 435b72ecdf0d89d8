"""The rules of the calendar, by tables."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.calendar.rules import (
    Level,
    Opening,
    Standing,
    Step,
    TemplateLine,
    Window,
    shifted,
    standing_of,
    window_faults,
)

FIRST, LAST = dt.date(2013, 10, 1), dt.date(2013, 11, 30)
SUBMISSION = Window(Step.SUBMISSION, Level.PROVINCE, FIRST, LAST)
NEVER: list[dt.date] = []


@pytest.mark.parametrize(
    ("day", "opening"),
    [
        (dt.date(2013, 9, 30), Opening.CLOSED),
        (FIRST, Opening.OPEN),
        (LAST, Opening.OPEN),
        (dt.date(2013, 12, 1), Opening.CLOSED),
    ],
)
def test_a_window_is_open_from_its_first_day_to_the_end_of_its_last(day: dt.date, opening: Opening) -> None:
    assert standing_of([SUBMISSION], Step.SUBMISSION, Level.PROVINCE, day, NEVER).opening is opening


@pytest.mark.parametrize(("step", "level"), [(Step.SCREENING, Level.PROVINCE), (Step.SUBMISSION, Level.CLUSTER)])
def test_a_window_is_for_its_own_step_and_level(step: Step, level: Level) -> None:
    assert standing_of([SUBMISSION], step, level, LAST, NEVER) == Standing(Opening.NOT_SET)


def test_a_year_without_a_calendar_refuses_nothing_and_says_so() -> None:
    standing = standing_of(None, Step.SUBMISSION, Level.PROVINCE, LAST, NEVER)
    assert (standing.opening, standing.is_closed) == (Opening.NO_CALENDAR, False)


def test_an_exception_holds_to_the_end_of_its_last_day() -> None:
    until = LAST + dt.timedelta(days=13)
    held = [
        standing_of([SUBMISSION], Step.SUBMISSION, Level.PROVINCE, until + dt.timedelta(days=past), [LAST, until])
        for past in (0, 1)
    ]
    assert [(each.opening, each.until) for each in held] == [(Opening.BY_EXCEPTION, until), (Opening.CLOSED, None)]


def test_windows_that_contradict_are_named_by_their_place() -> None:
    later = Window(Step.SUBMISSION, Level.PROVINCE, LAST, LAST + dt.timedelta(days=3))
    backwards = Window(Step.APPROVAL, Level.CLUSTER, LAST, FIRST)
    faults = window_faults([SUBMISSION, backwards, later])
    assert [(fault.pointer, fault.code) for fault in faults] == [
        ("/windows/1/closes_on", "closes_before_it_opens"),
        ("/windows/2", "windows_overlap"),
    ]


days = st.dates(dt.date(2013, 1, 1), dt.date(2014, 12, 31))


@given(st.lists(st.tuples(days, days).map(sorted), max_size=4), days, st.lists(days, max_size=3))
def test_a_step_is_closed_only_outside_every_window_and_exception(
    spans: list[list[dt.date]], day: dt.date, exceptions: list[dt.date]
) -> None:
    windows = [Window(Step.SUBMISSION, Level.PROVINCE, first, last) for first, last in spans]
    standing = standing_of(windows, Step.SUBMISSION, Level.PROVINCE, day, exceptions)
    inside = any(first <= day <= last for first, last in spans) or any(day <= until for until in exceptions)
    assert standing.is_closed is (bool(windows) and not inside)


@pytest.mark.parametrize(
    ("year", "months", "shown"),
    [
        (2558, (11, 1, 12, None), ("2013-11-01", "2013-12-31")),
        (2568, (6, 5, 6, 6), ("2024-06-05", "2024-06-06")),
        (2567, (2, 1, 2, None), ("2023-02-01", "2023-02-28")),
        (2568, (2, 1, 2, None), ("2024-02-01", "2024-02-29")),
        (2500, (10, 1, 1, 31), ("1955-10-01", "1956-01-31")),
    ],
)
def test_a_template_names_months_of_the_year_before(
    year: int, months: tuple[int, int, int, int | None], shown: tuple[str, str]
) -> None:
    window = TemplateLine(Step.SUBMISSION, Level.PROVINCE, 1, *months).window_in(year)
    assert (window.opens_on.isoformat(), window.closes_on.isoformat()) == shown


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)), st.integers(-30, 30))
def test_a_window_moved_keeps_its_months_and_days(day: dt.date, years: int) -> None:
    moved = shifted(Window(Step.NOTICE, Level.CLUSTER, day, day + dt.timedelta(days=40)), years)
    assert (moved.opens_on.year, moved.opens_on.month) == (day.year + years, day.month)
    assert moved.opens_on.day in (day.day, 28)
    assert not window_faults([moved])
