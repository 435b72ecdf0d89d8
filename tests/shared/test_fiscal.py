"""Fiscal years in Buddhist Era and days in Bangkok."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.fiscal import (
    BANGKOK,
    FIRST_FISCAL_YEAR,
    LAST_FISCAL_YEAR,
    day_in_bangkok,
    end_of_day,
    first_day,
    fiscal_year_of,
    last_day,
    looks_like_common_era,
    quarter_days,
    quarter_of,
)

fiscal_years = st.integers(FIRST_FISCAL_YEAR, LAST_FISCAL_YEAR)
days = st.dates(date(1957, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "fiscal_year", "quarter"),
    [
        (date(2021, 10, 1), 2565, 1),
        (date(2021, 12, 31), 2565, 1),
        (date(2022, 1, 1), 2565, 2),
        (date(2022, 3, 31), 2565, 2),
        (date(2022, 4, 1), 2565, 3),
        (date(2022, 6, 30), 2565, 3),
        (date(2022, 7, 1), 2565, 4),
        (date(2022, 9, 30), 2565, 4),
        (date(2022, 10, 1), 2566, 1),
        (date(2011, 3, 23), 2554, 2),
        (date(2020, 2, 29), 2563, 2),
    ],
)
def test_a_day_lies_in_its_fiscal_year_and_quarter(day: date, fiscal_year: int, quarter: int) -> None:
    assert fiscal_year_of(day) == fiscal_year
    assert quarter_of(day) == (fiscal_year, quarter)


def test_a_fiscal_year_runs_from_october_to_september() -> None:
    assert first_day(2565) == date(2021, 10, 1)
    assert last_day(2565) == date(2022, 9, 30)


@given(fiscal_years)
def test_fiscal_years_follow_each_other_without_a_gap(fiscal_year: int) -> None:
    assert fiscal_year_of(first_day(fiscal_year)) == fiscal_year_of(last_day(fiscal_year)) == fiscal_year
    assert fiscal_year_of(last_day(fiscal_year) + timedelta(days=1)) == fiscal_year + 1


@given(fiscal_years)
def test_the_quarters_tile_their_fiscal_year(fiscal_year: int) -> None:
    spans = [quarter_days(fiscal_year, quarter) for quarter in (1, 2, 3, 4)]
    assert spans[0].first == first_day(fiscal_year)
    assert spans[3].last == last_day(fiscal_year)
    assert [span.last + timedelta(days=1) for span in spans[:3]] == [span.first for span in spans[1:]]


@given(days)
def test_a_day_lies_between_the_ends_of_its_quarter(day: date) -> None:
    span = quarter_days(*quarter_of(day))
    assert span.first <= day <= span.last


@pytest.mark.parametrize("fiscal_year", [2015, FIRST_FISCAL_YEAR - 1, LAST_FISCAL_YEAR + 1])
def test_a_year_outside_the_valid_range_is_refused(fiscal_year: int) -> None:
    with pytest.raises(ValueError, match="Buddhist Era"):
        first_day(fiscal_year)
    with pytest.raises(ValueError, match="Buddhist Era"):
        last_day(fiscal_year)


@pytest.mark.parametrize("quarter", [0, 5, -1])
def test_a_quarter_other_than_one_to_four_is_refused(quarter: int) -> None:
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        quarter_days(2565, quarter)


def test_an_instant_is_not_taken_for_a_day() -> None:
    with pytest.raises(TypeError, match="day_in_bangkok"):
        fiscal_year_of(datetime(2021, 9, 30, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2021, 9, 30, 16, 59, 59, tzinfo=UTC), date(2021, 9, 30)),
        (datetime(2021, 9, 30, 17, 0, tzinfo=UTC), date(2021, 10, 1)),
        (datetime(2021, 10, 1, 0, 0, tzinfo=BANGKOK), date(2021, 10, 1)),
    ],
)
def test_a_new_day_begins_at_midnight_in_bangkok(instant: datetime, day: date) -> None:
    assert day_in_bangkok(instant) == day


def test_an_instant_without_offset_has_no_day_in_bangkok() -> None:
    with pytest.raises(ValueError, match="offset"):
        day_in_bangkok(datetime(2021, 10, 1))  # noqa: DTZ001  # the missing offset is what is tested


def test_a_deadline_ends_at_midnight_in_bangkok_and_is_told_in_utc() -> None:
    end = end_of_day(date(2021, 9, 30))
    assert end == datetime(2021, 9, 30, 17, 0, tzinfo=UTC)
    assert end.utcoffset() == timedelta(0)


@given(days)
def test_the_last_microsecond_before_the_end_still_belongs_to_the_day(day: date) -> None:
    assert day_in_bangkok(end_of_day(day) - timedelta(microseconds=1)) == day
    assert day_in_bangkok(end_of_day(day)) == day + timedelta(days=1)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_end_of_the_first_and_last_possible_day_can_be_told(day: date) -> None:
    assert end_of_day(day).date() == day


@pytest.mark.parametrize(("year", "common_era"), [(2015, True), (1900, True), (2200, True), (2558, False), (0, False)])
def test_a_common_era_year_is_recognised(year: int, common_era: bool) -> None:
    assert looks_like_common_era(year) is common_era
