"""What a unit owes, by tables."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from services.indicators.observations.rules import CurrentValue
from services.indicators.reporting.rules import Duty, by_place, open_periods, owed_of, waiting
from services.indicators.windows.rules import Late, Leave, State, Window, YearWindows

DAY = dt.date(2015, 4, 20)
DUTY = Duty("area:50", "50", 2558, UUID(int=1), "T-1", "รายได้", "ล้านบาท", "quarterly")
OPENS, DUE = dt.date(2015, 4, 1), dt.date(2015, 4, 30)
Q1 = Window(("q1",), dt.date(2015, 1, 1), dt.date(2015, 1, 31), None, Late.REFUSED)
Q2 = Window(("q2",), OPENS, DUE, None, Late.REFUSED)
WINDOWS = {2558: YearWindows((Q1, Q2))}


def said(period: str, status: str = "provisional", duty: Duty = DUTY) -> CurrentValue:
    """A value the unit reported."""
    about = (duty.area_code, duty.indicator_id, 2558, period, duty.reporter)
    return CurrentValue(*about, 1, Decimal(5), None, None, status, dt.datetime(2015, 4, 2, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("frequency", "periods"),
    [
        ("quarterly", ["q1", "q2", "q3"]),
        ("yearly", ["year"]),
        ("monthly", ["m01", "m02", "m03", "m04", "m05", "m06", "m07"]),
    ],
)
def test_periods_are_owed_as_often_as_measured_once_they_have_begun(frequency: str, periods: list[str]) -> None:
    owed = owed_of([replace(DUTY, frequency=frequency)], {}, {}, DAY)
    assert [each.period for each in owed] == periods


def test_what_is_taken_today_is_open_and_what_is_due_comes_first() -> None:
    found = open_periods(owed_of([DUTY], WINDOWS, {}, DAY))
    assert [(each.period, each.due_on, each.standing.state) for each in found] == [
        ("q2", DUE, State.OPEN),
        ("q3", None, State.NOT_SET),
    ]


def test_areas_are_counted_with_what_was_said_of_them() -> None:
    ministry = [replace(DUTY, reporter="function:05", area_code=code) for code in ("50", "51", "52")]
    values = by_place([said("q2", "final", ministry[0]), said("q2", "provisional", ministry[1])])
    (second, _) = open_periods(owed_of(ministry, WINDOWS, values, DAY))
    assert (second.areas, second.reported, second.final) == (3, 2, 1)


def test_only_what_a_window_asks_for_waits_and_what_was_said_waits_no_longer() -> None:
    key = ("area:50", 2558, "q2")
    assert waiting(owed_of([DUTY], WINDOWS, {}, DAY)) == {key: DUE}
    assert waiting(owed_of([DUTY], WINDOWS, by_place([said("q2")]), DAY)) == {}
    assert waiting(owed_of([DUTY], {}, {}, DAY)) == {}


def test_by_an_exception_it_waits_until_the_day_of_that() -> None:
    leave = Leave("area:50", dt.date(2015, 5, 15), opens_locked=False)
    found = waiting(owed_of([DUTY], {2558: YearWindows((Q1, Q2), (leave,))}, {}, DAY))
    assert found == {("area:50", 2558, "q1"): leave.until, ("area:50", 2558, "q2"): DUE}
