"""The rules of datasets: promises and freshness, completeness, figures side by side, the KPI of digitised data."""

import datetime as dt
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.datasets.rules.analyses import Figure, side_by_side
from services.indicators.datasets.rules.digitisation import Digitised
from services.indicators.datasets.rules.promise import (
    DUE,
    FRESH,
    FRESHNESS,
    NEVER_UPDATED,
    OVERDUE,
    PROMISE_UNITS,
    Expected,
    Promise,
    expected_after,
    freshness_of,
    is_past_due,
    months_later,
)
from services.indicators.datasets.rules.states import COMPLETE_FIELDS, COMPLETE_LISTS, FLOW, SHARINGS, gaps_of
from services.indicators.datasets.schemas import fields

DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2200, 12, 31))
PROMISES = st.builds(
    Promise,
    every=st.integers(1, 100),
    unit=st.sampled_from(PROMISE_UNITS),
    ready_within_days=st.integers(0, 731),
)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2014-10-31", 1, "2014-11-30"),
        ("2014-11-30", 1, "2014-12-31"),
        ("2014-09-30", 3, "2014-12-31"),
        ("2014-10-15", 3, "2015-01-15"),
        ("2014-12-30", 2, "2015-02-28"),
        ("2015-02-28", 12, "2016-02-29"),
        ("2016-02-29", 12, "2017-02-28"),
        ("2014-12-31", 1, "2015-01-31"),
    ],
)
def test_the_end_of_a_month_leads_to_the_end_of_another(day: str, months: int, expected: str) -> None:
    assert months_later(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(DAYS, PROMISES)
def test_what_is_expected_is_always_later_and_due_no_earlier(day: dt.date, promise: Promise) -> None:
    expected = expected_after(day, promise)
    assert day < expected.on <= expected.due_on
    assert (expected.due_on - expected.on).days == promise.ready_within_days


@given(DAYS, DAYS, PROMISES)
def test_newer_data_are_never_followed_by_an_earlier_due_day(one: dt.date, other: dt.date, promise: Promise) -> None:
    earlier, later = sorted((one, other))
    assert expected_after(earlier, promise).due_on <= expected_after(later, promise).due_on


@given(DAYS, PROMISES, st.integers(0, 20_000))
def test_data_grow_stale_and_never_fresh_by_waiting(as_of: dt.date, promise: Promise, days: int) -> None:
    expected, day = expected_after(as_of, promise), as_of + dt.timedelta(days=days)
    order = [FRESH, DUE, OVERDUE]
    today, tomorrow = (str(freshness_of(as_of, expected, each)) for each in (day, day + dt.timedelta(days=1)))
    assert order.index(today) <= order.index(tomorrow)
    assert is_past_due(expected, day) is (today == OVERDUE)


def test_the_promised_day_is_kept_until_it_ends() -> None:
    as_of, expected = dt.date(2014, 10, 31), Expected(dt.date(2014, 11, 30), dt.date(2014, 12, 15))
    for day, state in ((30, FRESH), (31, DUE), (45, DUE), (46, OVERDUE)):
        assert freshness_of(as_of, expected, dt.date(2014, 10, 31) + dt.timedelta(days=day)) == state
    assert freshness_of(None, expected, dt.date(2014, 12, 16)) == NEVER_UPDATED
    assert freshness_of(as_of, None, dt.date(2014, 12, 16)) is None
    assert is_past_due(expected, dt.date(2014, 12, 16))
    assert not is_past_due(None, dt.date(2014, 12, 16))


@pytest.mark.parametrize("name", [*COMPLETE_FIELDS, *COMPLETE_LISTS])
def test_what_others_must_know_is_asked_for(name: str) -> None:
    whole: dict[str, Any] = {**dict.fromkeys(COMPLETE_FIELDS, "x"), **{each: ["x"] for each in COMPLETE_LISTS}}
    assert gaps_of(whole) == ()
    empty: list[str] | None = [] if name in COMPLETE_LISTS else None
    pointer = "/promise" if name == "promise_every" else f"/{name}"
    assert [(each.pointer, each.code) for each in gaps_of({**whole, name: empty})] == [(pointer, "missing")]


def test_the_contract_names_what_the_rules_know() -> None:
    assert set(get_args(fields.DatasetState)) == set(FLOW.states)
    assert set(get_args(fields.Sharing)) == set(SHARINGS)
    assert set(get_args(fields.Freshness)) == set(FRESHNESS)
    assert set(get_args(fields.PromiseUnit)) == set(PROMISE_UNITS)


def test_the_same_figure_of_two_units_stands_in_one_line() -> None:
    price, loss = "ราคาลดลง", "เสียหาย"
    compared = side_by_side(
        {
            "area:50": [Figure(loss, "ไร่", Decimal(3)), Figure(price, "ร้อยละ", Decimal("12.5"))],
            "function:05": [Figure(price, "ร้อยละ", Decimal(8)), Figure(price, "บาท", Decimal(8))],
        }
    )
    assert [(each.name_th, each.unit_th, len(each.values)) for each in compared] == [
        (price, "ร้อยละ", 2),
        (price, "บาท", 1),
        (loss, "ไร่", 1),
    ]
    assert (compared[0].differs, compared[0].spread) == (True, Decimal("4.5"))
    assert (compared[1].differs, compared[1].spread) == (False, Decimal(0))


FIGURES = st.lists(
    st.builds(Figure, st.sampled_from("abc"), st.sampled_from(["บาท", "คน"]), st.decimals(-9, 9, places=2)),
    unique_by=lambda each: (each.name_th, each.unit_th),
)


@given(st.dictionaries(st.sampled_from(["area:50", "area:51", "function:05"]), FIGURES))
def test_side_by_side_keeps_every_figure_once(figures: dict[str, list[Figure]]) -> None:
    compared = side_by_side(figures)
    found = {(unit, each.name_th, each.unit_th, value) for each in compared for unit, value in each.values.items()}
    given_ = {(unit, each.name_th, each.unit_th, each.value) for unit, own in figures.items() for each in own}
    assert found == given_
    assert [each.differs for each in compared] == [each.spread > 0 for each in compared]


@pytest.mark.parametrize(
    ("by_step", "percent"),
    [
        ({}, None),
        ({None: 3}, Decimal("0.00")),
        ({"structured": 1, "paper": 2}, Decimal("33.33")),
        ({"structured": 1, "linked": 1, None: 1}, Decimal("66.67")),
        ({"structured": 1}, Decimal("100.00")),
        ({"unheard_of": 1, "structured": 1}, Decimal("50.00")),
    ],
)
def test_the_share_of_digitised_data(by_step: dict[str | None, int], percent: Decimal | None) -> None:
    assert Digitised(by_step, frozenset({"structured", "linked"})).percent == percent


@given(st.dictionaries(st.none() | st.sampled_from(["paper", "structured", "linked"]), st.integers(1, 500)))
def test_the_share_lies_between_nothing_and_all(by_step: dict[str | None, int]) -> None:
    counted = Digitised(by_step, frozenset({"structured", "linked"}))
    assert 0 <= counted.digitised <= counted.datasets
    assert counted.percent is None or 0 <= counted.percent <= 100
