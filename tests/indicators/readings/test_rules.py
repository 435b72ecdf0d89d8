"""Places, projections, breaks, what is due, and what is doubtful."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.observations.rules import value_of_year
from services.indicators.observations.rules.periods import MONTHS, PERIODS, QUARTERS
from services.indicators.readings.rules.due import Deadlines, periods_around
from services.indicators.readings.rules.freshness import Stream, agencies_of
from services.indicators.readings.rules.projection import Known, projections_of
from services.indicators.readings.rules.quality import Finding, Limits, Subject, findings_of
from services.indicators.readings.rules.ranking import merit_of, middle_of, places_of
from services.indicators.readings.rules.years import Reported, Scale, Target, area_year, breaks_in
from services.indicators.windows.rules import Late, Window, YearWindows
from tests.indicators.readings.values import AT, INDICATOR, measure, reported, value

_DAYS = (dt.date(2015, 1, 1), dt.date(2015, 1, 31), None, Late.MARKED)
_OWN = Window(("q1",), dt.date(2015, 1, 1), dt.date(2015, 1, 20), None, Late.REFUSED, indicator_id=INDICATOR)
ALLOWED = Deadlines(2558, YearWindows(), 45)
WINDOWED = Deadlines(2558, YearWindows((Window(("q1",), *_DAYS), _OWN)), 45)
LIMITS = Limits(Decimal("5.2"), 5, ALLOWED, Decimal(5))
LONG_AFTER = dt.date(2016, 6, 1)

MERITS = st.dictionaries(st.integers(10, 96).map(str), st.integers(-5, 5).map(Decimal), max_size=12)


@given(MERITS)
def test_equal_areas_share_a_place_and_the_next_ones_are_left_out(merits: dict[str, Decimal]) -> None:
    places = places_of(merits)
    assert sorted(each.area_code for each in places) == sorted(merits)
    for each in places:
        mine = merits[each.area_code]
        assert each.place == 1 + sum(other > mine for other in merits.values())
        assert each.is_shared == (list(merits.values()).count(mine) > 1)


@pytest.mark.parametrize(
    ("direction", "order"),
    [("higher", ["9", "7", "5", "1"]), ("lower", ["1", "5", "7", "9"]), ("range", ["5", "7", "9", "1"])],
)
def test_the_best_comes_first_in_the_direction_of_the_indicator(direction: str, order: list[str]) -> None:
    known = measure(direction=direction, range_lower=Decimal(4), range_upper=Decimal(8))
    places = places_of({text: merit_of(known, Decimal(text)) for text in order})
    assert [each.area_code for each in places] == order
    assert [each.place for each in places] == ([1, 1, 3, 4] if direction == "range" else [1, 2, 3, 4])


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1))
def test_half_of_the_values_lie_on_each_side_of_the_middle(values: Sequence[Decimal]) -> None:
    middle = middle_of(values)
    assert sum(each < middle for each in values) * 2 <= len(values)
    assert sum(each > middle for each in values) * 2 <= len(values)


def known_of(now: dict[str, object], before: dict[str, object], how: str = "sum", *, alike: bool = True) -> Known:
    values = [value(period, number) for period, number in now.items()]
    last = [value(period, number, year=2557) for period, number in before.items()]
    return Known(values, value_of_year(values, how) if values else None, last, 3, alike)


def test_a_year_under_another_definition_is_no_measure_of_this_one() -> None:
    (_, share) = projections_of(known_of({"q1": 15}, dict(FULL), alike=False), "sum")
    assert (share.value, share.reason) == (None, UNLIKE)


RATE, SHARE = "run_rate", "share_of_last_year"
UNKNOWN, UNLIKE, FEW = "last_year_unknown", "last_year_not_comparable", "too_few_months"
FULL = dict(zip(QUARTERS, (10, 20, 30, 40), strict=True))


@pytest.mark.parametrize(
    ("how", "now", "before", "expected"),
    [
        ("sum", {"q1": 10, "q2": 20}, FULL, [(RATE, 60, None), (SHARE, 100, None)]),
        ("sum", {"q1": 15}, FULL, [(RATE, 60, None), (SHARE, 150, None)]),
        ("sum", {"m01": 4, "m02": 5, "m03": 6}, {}, [(RATE, 60, None), (SHARE, None, UNKNOWN)]),
        ("sum", {"q1": 5}, {"year": 90}, [(RATE, 20, None), (SHARE, None, UNLIKE)]),
        ("sum", {"q1": 5}, {**FULL, "q1": 0}, [(RATE, 20, None), (SHARE, None, UNLIKE)]),
        ("sum", {"m01": 4}, FULL, [(RATE, None, FEW), (SHARE, None, FEW)]),
        ("sum", {}, FULL, [(RATE, None, "not_reported"), (SHARE, None, "not_reported")]),
        ("sum", {"year": 70}, FULL, [("reported", 70, None)]),
        ("average", {"q1": 10, "q2": 20}, {}, [("mean_so_far", 15, None)]),
        ("last", {"m01": 4, "m02": 5, "m03": 6}, {}, [("last_so_far", 6, None)]),
        ("maximum", {"q1": 9, "q2": 7}, {}, [("maximum_so_far", 9, None)]),
        ("none", {"q1": 9, "q2": 7}, {}, [("reported", None, "not_projected")]),
    ],
)  # fmt: skip
def test_a_year_is_projected_by_what_is_there_or_not_at_all(
    how: str, now: dict[str, object], before: dict[str, object], expected: list[tuple[str, int | None, str | None]]
) -> None:
    found = projections_of(known_of(now, before, how), how)
    assert [(each.way, each.value, each.reason) for each in found] == expected


@given(st.lists(st.decimals(0, 1000, places=2), min_size=4, max_size=4), st.integers(1, 4))
def test_a_year_like_the_one_before_is_projected_to_it(quarters: list[Decimal], count: int) -> None:
    full = dict(zip(QUARTERS, quarters, strict=True))
    so_far, whole = {period: full[period] for period in QUARTERS[:count]}, sum(quarters, Decimal(0))
    found = {each.way: each for each in projections_of(known_of(dict(so_far), dict(full)), "sum")}
    if count == 4:
        assert found["reported"].value == whole
    elif (projected := found[SHARE].value) is not None:
        assert abs(projected - whole) < Decimal("1e-15") * max(Decimal(1), whole)
    else:
        assert sum(so_far.values()) == 0


def test_a_break_is_where_the_definition_changes_for_a_reporter() -> None:
    one = Reported("50", 2557, "area:50", True, (value("q4", 1, year=2557),), {"q4": 1})
    two = Reported("50", 2558, "area:50", True, (value("q1", 1), value("q2", 1)), {"q1": 1, "q2": 2})
    other = Reported("50", 2558, "function:05", False, (value("q1", 1, reporter="function:05"),), {"q1": 2})
    (found,) = breaks_in([two, other, one])
    assert (found.reporter, found.fiscal_year, found.period, found.before, found.after) == ("area:50", 2558, "q2", 1, 2)


def test_the_areas_own_agreement_is_held_against_before_a_joint_indicator() -> None:
    joint, own = (
        Target(source, UUID(int=at), Decimal(at), None)
        for at, source in enumerate(("joint_indicator", "performance_agreement"), 1)
    )
    rows = [reported({"year": 9}, counts=False, reporter="function:05"), reported({"year": 1})]
    found = area_year("50", 2558, rows, [joint, own], measure(), Scale((), ()))
    assert (found.target, found.reporter, found.status) == (own, "area:50", "below_target")
    assert area_year("50", 2558, rows, [joint], measure(), Scale((), ())).status == "achieved"
    silent = area_year("50", 2558, rows[:1], [own], measure(), Scale((), ()))
    assert (silent.value, silent.reporter, silent.status) == (None, None, "not_reported")


def test_a_period_is_due_once_it_and_the_days_allowed_are_over() -> None:
    last = dt.date(2015, 2, 14)
    assert ALLOWED.set_by == "allowance"
    assert ALLOWED.due_on(INDICATOR, "quarterly", "q1") == last
    assert ALLOWED.due_by(INDICATOR, "quarterly", last) == {}
    assert ALLOWED.due_by(INDICATOR, "quarterly", dt.date(2015, 2, 15)) == {"q1": last}
    assert list(ALLOWED.due_by(INDICATOR, "monthly", LONG_AFTER)) == list(MONTHS)
    assert list(ALLOWED.due_by(INDICATOR, "yearly", LONG_AFTER)) == ["year"]
    assert {each: periods_around(each) for each in ("year", "q2", "m04")} == {
        "year": ("year",),
        "q2": ("year", "q2"),
        "m04": ("year", "q2", "m04"),
    }


def test_the_windows_of_a_year_say_when_a_value_is_due_and_nothing_else_does() -> None:
    assert WINDOWED.set_by == "window"
    assert WINDOWED.due_on(INDICATOR, "quarterly", "q1") == dt.date(2015, 1, 20)  # the indicator's own goes first
    assert WINDOWED.due_on(UUID(int=1), "quarterly", "q1") == dt.date(2015, 1, 31)
    assert WINDOWED.due_on(INDICATOR, "quarterly", "q2") is None  # there is no window for it, so it is never due
    assert WINDOWED.due_by(INDICATOR, "quarterly", dt.date(2015, 1, 20)) == {}
    assert WINDOWED.due_by(INDICATOR, "quarterly", LONG_AFTER) == {"q1": dt.date(2015, 1, 20)}
    first = {("area:50", "q1"): dt.date(2015, 1, 23), ("area:50", "q2"): LONG_AFTER}
    row = reported({"q2": 1})
    found = doubts(row, frequency="quarterly", came=first, limits=replace(LIMITS, deadlines=WINDOWED))
    assert told(found) == [("gap", "area:50", ("q1",)), ("late", "area:50", ("q1",))]
    assert [each.facts for each in found] == [
        {"due_by": "window"},
        {"days": 3, "due_on": "2015-01-20", "due_by": "window"},
    ]
    assert all("windows of the fiscal year" in each.told.en for each in found)


def doubts(
    *rows: Reported,
    frequency: str = "yearly",
    day: dt.date = LONG_AFTER,
    came: Any = (),
    limits: Limits = LIMITS,
    settled: Sequence[str] = (),
    **changed: Any,
) -> list[Finding]:
    subject = Subject(INDICATOR, measure(**changed), frequency, 2558, rows, dict(came), frozenset(settled))
    return list(findings_of(subject, limits, day))


def told(findings: Sequence[Finding]) -> list[tuple[str, str | None, tuple[str, ...]]]:
    for each in findings:
        assert each.told.th
        assert each.todo.en
        assert "{" not in each.told.th + each.told.en
    return [(each.kind, each.reporter, each.periods) for each in findings]


def test_a_value_far_from_the_others_is_an_outlier() -> None:
    before = [reported({"year": 100 + at}, year=2553 + at) for at in range(5)]
    assert told(doubts(*before, reported({"year": 1000}))) == [("outlier", "area:50", ("year",))]
    assert told(doubts(*before, reported({"year": 104}))) == []
    assert told(doubts(*before[1:], reported({"year": 1000}))) == []  # of too few others nothing is said
    same = [reported({"year": 100}, year=2553 + at) for at in range(5)]
    assert told(doubts(*same, reported({"year": 1000}))) == []  # nor without any spread


def test_a_gap_is_what_is_due_and_not_spoken_for() -> None:
    found = doubts(reported({"q1": 1, "q3": 2}), frequency="quarterly")
    assert told(found) == [("gap", "area:50", ("q2", "q4"))]
    assert told(doubts(reported({"q1": 1}), frequency="quarterly", day=dt.date(2015, 3, 1))) == []
    assert told(doubts(reported({"year": 1}), frequency="monthly")) == []
    assert told(doubts(reported({"q1": 1}, year=2557), frequency="quarterly"))[0] == ("gap", "area:50", QUARTERS)
    assert told(doubts(frequency="yearly")) == [("gap", None, ("year",))]


def test_a_value_is_late_by_when_it_first_came() -> None:
    first = {("area:50", "year"): dt.date(2015, 11, 20)}
    (found,) = doubts(reported({"year": 1}), came=first)
    assert (found.kind, found.facts) == ("late", {"days": 6, "due_on": "2015-11-14", "due_by": "allowance"})
    assert "example allowance" in found.told.en
    assert doubts(reported({"year": 1}), came={("area:50", "year"): dt.date(2015, 11, 14)}) == []


def test_two_sides_beyond_the_tolerance_contradict_each_other() -> None:
    other: dict[str, Any] = {"reporter": "function:05", "counts": False}
    assert told(doubts(reported({"year": 100}), reported({"year": 105}, **other))) == []
    found = doubts(reported({"year": 100}), reported({"year": "105.01"}, **other))
    assert told(found) == [("sides_differ", "area:50", ("year",))]
    assert found[0].facts["other"] == "function:05"


def test_what_a_resolution_settled_between_two_sides_is_no_doubt_any_more() -> None:
    rows = [reported({"year": 100}), reported({"year": 200}, reporter="function:05", counts=False)]
    assert doubts(*rows, settled=["area:50", "function:05"]) == []
    third = reported({"year": 300}, reporter="function:11", counts=False)
    found = doubts(*rows, third, settled=["area:50", "function:05"])
    assert [(each.reporter, each.facts["other"]) for each in found] == [
        ("area:50", "function:11"),
        ("function:05", "function:11"),
    ]


@pytest.mark.parametrize(
    ("how", "values", "differs"),
    [
        ("sum", {**FULL, "year": 100}, []),
        ("sum", {**FULL, "year": "100.02"}, []),  # five roundings
        ("sum", {**FULL, "year": "100.03"}, ["year"]),
        ("sum", {"q1": 10, "m01": 3, "m02": 3, "m03": 3}, ["q1"]),
        ("sum", {**dict.fromkeys(MONTHS, 1), "year": 13}, ["year"]),
        ("sum", {**FULL, "q4": 41, "year": 100}, ["year"]),
        ("average", {**FULL, "year": 25}, []),
        ("last", {**FULL, "year": 39}, ["year"]),
        ("maximum", {**FULL, "year": 40}, []),
        ("none", {**FULL, "year": 7}, []),
    ],
)
def test_a_whole_and_its_parts_agree_but_for_rounding(how: str, values: dict[str, object], differs: list[str]) -> None:
    found = doubts(reported(values), frequency="quarterly", time_aggregation=how)
    assert [each.periods for each in found if each.kind == "periods_differ"] == [(period,) for period in differs]


def test_a_ratio_is_held_against_its_parts() -> None:
    parts: dict[str, Any] = {"numerator": Decimal(1), "denominator": Decimal(3)}
    for shown, kinds in (("33.33", []), ("33.34", ["parts_differ"])):
        row = Reported("50", 2558, "area:50", True, (value("year", shown, **parts),), {"year": 1})
        assert [each.kind for each in doubts(row, unit_code="percent", area_aggregation="ratio")] == kinds


def stream(reporter: str, code: str, **covered: int) -> Stream:
    reported_by = [covered.get(period, 0) for period in PERIODS]
    return Stream(reporter, INDICATOR, code, "ตัวชี้วัด", "quarterly", 4, reported_by, AT)


def test_an_agency_is_as_fresh_as_its_last_report_and_owes_what_is_due() -> None:
    streams = [stream("function:05", "B", q1=4, q2=4, q3=3), stream("area:50", "A"), stream("function:05", "A", q1=1)]
    area, function = agencies_of(streams, ALLOWED, dt.date(2015, 10, 6))
    assert (area.reporter, area.indicator_count, area.overdue_values) == ("area:50", 1, 12)
    assert (function.indicator_count, function.latest, function.age_days) == (2, AT, 1)
    assert [(each.indicator_code, each.period, each.area_count) for each in function.overdue] == [
        ("A", "q1", 3),
        ("A", "q2", 4),
        ("A", "q3", 4),
        ("B", "q3", 1),
    ]
    assert {(each.period, each.due_on) for each in area.overdue} >= {("q3", dt.date(2015, 8, 14))}
    area, function = agencies_of(streams, WINDOWED, dt.date(2015, 10, 6))
    assert {(each.period, each.due_on) for each in (*area.overdue, *function.overdue)} == {("q1", dt.date(2015, 1, 20))}
    assert (area.overdue_values, function.overdue_values, area.due_by) == (4, 3, "window")
