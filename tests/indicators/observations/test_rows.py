"""What is wrong with a row, and what becomes of one that is right."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.periods import MONTHS_IN, PERIODS, SHORTEST, begins_on
from services.indicators.observations.rules.rows import (
    Facts,
    Measure,
    Outcome,
    Row,
    Verdict,
    faults_of,
    judge,
    may_report,
    ratio_of,
    verdict_of,
)
from services.shared import fiscal
from services.shared.errors import FieldError
from tests.indicators.observations.test_year_values import INDICATOR, value_of

TODAY = dt.date(2015, 1, 9)
AREAS = frozenset({"50", "51", "C52-15", "TH"})
ROW = Row(0, "50", INDICATOR, 2558, "q1", Decimal("10.25"), None, None, "provisional", None, None)
INCOME = Measure("published", 3, "quarterly", 2, False, False, frozenset({"function:05"}))
SHARE = replace(INCOME, is_ratio=True, is_percent=True)
OF_PARTS = replace(ROW, value=None, numerator=Decimal(1), denominator=Decimal(3))


def codes_of(row: Row, measure: Measure | None = INCOME, reporter: str = "function:05") -> list[str]:
    """The pointers and codes of what is wrong with a row."""
    return [f"{error.pointer} {error.code}" for error in faults_of(row, measure, reporter, AREAS, TODAY)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"area_code": "C52-15"}, []),
        ({"area_code": "TH"}, []),
        ({"area_code": "10"}, ["/area_code area_not_measured"]),
        ({"fiscal_year": 2549}, ["/fiscal_year fiscal_year_not_kept"]),
        ({"fiscal_year": 2581}, ["/fiscal_year fiscal_year_not_kept"]),
        ({"period": "year"}, []),
        ({"period": "q2"}, []),
        ({"period": "q3"}, ["/period period_not_begun"]),
        ({"fiscal_year": 2559}, ["/period period_not_begun"]),
        ({"period": "m01"}, ["/period period_too_short"]),
        ({"value": None}, ["/value missing"]),
        ({"value": Decimal("10.251")}, ["/value too_many_decimals"]),
        ({"value": Decimal("10.250")}, []),
        ({"value": Decimal("-3")}, []),
        ({"numerator": Decimal(1)}, ["/numerator parts_without_use"]),
        ({"denominator": Decimal(0)}, ["/numerator parts_without_use"]),
    ],
)
def test_what_is_wrong_with_a_row(changed: dict[str, object], expected: list[str]) -> None:
    assert codes_of(replace(ROW, **changed)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"value": Decimal("33.33")}, []),
        ({"value": Decimal("33.3333")}, []),
        ({"value": Decimal("33.34")}, ["/value value_not_of_parts"]),
        ({"value": Decimal(1) / 3}, ["/value value_not_of_parts"]),
        ({"denominator": Decimal(0)}, ["/denominator denominator_zero"]),
        ({"denominator": None}, ["/numerator parts_missing"]),
        ({"numerator": None, "value": Decimal(5)}, ["/numerator parts_missing"]),
        ({"numerator": Decimal("9E14"), "denominator": Decimal("0.001")}, ["/denominator ratio_too_large"]),
    ],
)
def test_what_is_wrong_with_a_ratio(changed: dict[str, object], expected: list[str]) -> None:
    assert codes_of(replace(OF_PARTS, **changed), SHARE) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (None, "/indicator_id indicator_unknown"),
        (replace(INCOME, state="draft"), "/indicator_id indicator_not_in_use"),
        (replace(INCOME, state="retired"), "/indicator_id indicator_not_in_use"),
    ],
)
def test_only_what_is_published_is_measured(measure: Measure | None, expected: str) -> None:
    assert codes_of(ROW, measure) == [expected]


def test_who_a_joint_indicator_names_reports_in_its_year() -> None:
    named = replace(INCOME, named=frozenset({(ROW.fiscal_year, "function:07")}))
    assert may_report("function:07", ROW, named)
    assert not may_report("function:07", replace(ROW, fiscal_year=ROW.fiscal_year + 1), named)
    assert not may_report("function:04", ROW, named)


@pytest.mark.parametrize(
    ("reporter", "area_code", "may"),
    [
        ("area:50", "50", True),
        ("area:50", "51", False),
        ("area:C52-15", "C52-15", True),
        ("area:C52-15", "50", False),
        ("area:05", "50", False),
        ("function:05", "51", True),
        ("function:05", "TH", True),
        ("function:04", "51", False),
        ("function:50", "50", False),
    ],
)
def test_an_area_reports_for_itself_and_the_host_for_all(reporter: str, area_code: str, may: bool) -> None:
    assert may_report(reporter, replace(ROW, area_code=area_code), INCOME) is may
    assert (codes_of(replace(ROW, area_code=area_code), reporter=reporter) == []) is may


@pytest.mark.parametrize(
    ("numerator", "denominator", "measure", "expected"),
    [
        ("1", "3", SHARE, "33.33"),
        ("1", "8", replace(SHARE, decimals=0), "13"),  # half up
        ("-1", "8", replace(SHARE, decimals=0), "-13"),
        ("1", "8", replace(SHARE, is_percent=False), "0.13"),
        ("999999999999999", "1", replace(SHARE, is_percent=False), "999999999999999"),
    ],
)
def test_a_ratio_is_worked_out_of_its_parts(numerator: str, denominator: str, measure: Measure, expected: str) -> None:
    row = replace(OF_PARTS, numerator=Decimal(numerator), denominator=Decimal(denominator))
    assert ratio_of(row, measure) == Decimal(expected)


PARTS = st.decimals(-(10**10), 10**10, places=2, allow_nan=False, allow_infinity=False)


@given(PARTS, PARTS.filter(bool), st.integers(0, 4))
def test_a_ratio_sent_as_it_is_worked_out_is_right_and_another_is_wrong(
    numerator: Decimal, denominator: Decimal, decimals: int
) -> None:
    measure = replace(SHARE, decimals=decimals)
    row = replace(OF_PARTS, numerator=numerator, denominator=denominator)
    value = ratio_of(row, measure)
    step = Decimal(1).scaleb(-decimals)
    assert codes_of(replace(row, value=value), measure) == []
    assert codes_of(replace(row, value=value + step), measure) == ["/value value_not_of_parts"]


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_begins_on_its_first_day(period: str) -> None:
    first = begins_on(2558, period)
    assert (first.day, fiscal.fiscal_year_of(first)) == (1, 2558)
    assert (first - dt.timedelta(days=1) < fiscal.first_day(2558)) is (MONTHS_IN[period][0] == "m01")
    if period.startswith("q"):
        assert first == fiscal.quarter_days(2558, int(period[1])).first


@pytest.mark.parametrize(("frequency", "count"), [("monthly", len(PERIODS)), ("quarterly", 5), ("yearly", 1)])
def test_a_value_is_of_a_period_at_or_above_the_frequency(frequency: str, count: int) -> None:
    assert sum(len(MONTHS_IN[period]) >= SHORTEST[frequency] for period in PERIODS) == count


BEFORE = value_of("q1", "10.25", status="provisional", revision=4)


@pytest.mark.parametrize(
    ("changed", "before", "expected"),
    [
        ({}, None, (Outcome.ADDED, 1)),
        ({"reason": "ไม่ต้องมี"}, None, (Outcome.ADDED, 1)),
        ({}, BEFORE, (Outcome.UNCHANGED, 4)),
        ({"note": "หมายเหตุอื่น"}, BEFORE, (Outcome.UNCHANGED, 4)),
        ({"value": Decimal("10.250")}, BEFORE, (Outcome.UNCHANGED, 4)),
        ({"value": Decimal(11)}, BEFORE, "/reason missing"),
        ({"value": Decimal(11), "reason": "นับใหม่"}, BEFORE, (Outcome.REVISED, 5)),
        ({"status": "final"}, BEFORE, (Outcome.REVISED, 5)),
        ({"status": "final", "value": Decimal(11)}, BEFORE, "/reason missing"),
        ({"status": "final"}, replace(BEFORE, status="final"), (Outcome.UNCHANGED, 4)),
        ({"reason": "ถอน"}, replace(BEFORE, status="final"), "/status final_stays_final"),
        (
            {"status": "final", "value": Decimal(11), "reason": "นับใหม่"},
            replace(BEFORE, status="final"),
            (Outcome.REVISED, 5),
        ),
    ],
)
def test_what_becomes_of_a_row(changed: dict[str, object], before: CurrentValue | None, expected: object) -> None:
    verdict = verdict_of(replace(ROW, **changed), INCOME, before)  # type: ignore[arg-type]
    if isinstance(verdict, FieldError):
        assert f"{verdict.pointer} {verdict.code}" == expected
    else:
        assert (verdict.outcome, verdict.revision) == expected
        assert (verdict.reason is None) or verdict.outcome is Outcome.REVISED


def test_a_ratio_with_other_parts_and_the_same_value_is_another_value() -> None:
    before = replace(BEFORE, value=Decimal("33.33"), numerator=Decimal(2), denominator=Decimal(6))
    assert isinstance(verdict_of(OF_PARTS, SHARE, before), FieldError)
    revised = verdict_of(replace(OF_PARTS, reason="แก้จำนวน"), SHARE, before)
    assert isinstance(revised, Verdict)
    assert (revised.outcome, revised.value) == (Outcome.REVISED, Decimal("33.33"))


def facts_of(*standing: CurrentValue) -> Facts:
    """What is known of one indicator in 2558."""
    keys = {(each.area_code, each.indicator_id, each.fiscal_year, each.period): each for each in standing}
    return Facts({INDICATOR: INCOME}, {2558: AREAS}, keys, TODAY)


def test_a_key_that_stands_twice_is_refused_at_both_places() -> None:
    rows = [replace(ROW, index=index, period=period) for index, period in enumerate(("q1", "q2", "q1", "q1"))]
    verdicts, faults = judge(rows, "function:05", facts_of())
    assert [verdict.row.index for verdict in verdicts] == [1]
    assert [(fault.index, fault.error.code, fault.pointer) for fault in faults] == [
        (index, "key_twice", f"/rows/{index}") for index in (0, 2, 3)
    ]
    assert "2, 3 too" in faults[0].error.text.en


def test_a_key_in_every_row_does_not_name_every_row() -> None:
    _, faults = judge([replace(ROW, index=index) for index in range(1_000)], "function:05", facts_of())
    assert len(faults) == 1_000
    assert "0, 1, 2, 3, 4 … too" in faults[-1].error.text.en


ROWS = st.builds(
    replace,
    st.just(ROW),
    area_code=st.sampled_from(["50", "51", "99"]),
    indicator_id=st.sampled_from([INDICATOR, uuid4()]),
    period=st.sampled_from(["q1", "q2", "q4", "m01"]),
    value=st.sampled_from([Decimal("10.25"), Decimal(11), Decimal("0.001"), None]),
    status=st.sampled_from(["provisional", "final"]),
    reason=st.sampled_from([None, "นับใหม่"]),
)


@given(st.lists(ROWS, max_size=12), st.sampled_from(["area:50", "function:05", "function:04"]))
def test_every_row_has_one_verdict_or_at_least_one_fault(rows: list[Row], reporter: str) -> None:
    placed = [replace(row, index=index) for index, row in enumerate(rows)]
    verdicts, faults = judge(placed, reporter, facts_of(BEFORE))
    judged, faulty = [verdict.row.index for verdict in verdicts], {fault.index for fault in faults}
    assert sorted([*judged, *faulty]) == list(range(len(rows)))
    keys = [verdict.row.key for verdict in verdicts]
    assert len(set(keys)) == len(keys)
