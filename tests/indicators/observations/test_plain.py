"""The database and the rules say the same of every row: it passes what they pass, and nothing that they refuse."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.rules import PUBLISHED
from services.indicators.observations import repository
from services.indicators.observations.rules import CurrentValue
from services.indicators.observations.rules.periods import FIRST_YEAR, LAST_YEAR, PERIODS, SHORTEST
from services.indicators.observations.rules.rows import Facts, Key, Measure, Outcome, Row, judge, ratio_of
from services.indicators.observations.rules.years import FINAL, STATUSES
from services.indicators.observations.usecases.measuring import plain_of
from services.indicators.observations.usecases.reading import Reading
from services.indicators.observations.usecases.reading.columns import FIELDS, copied
from services.indicators.windows.rules import Late, Window, Windows, YearWindows
from tests.stack import Stack

IDS = [UUID(int=number) for number in range(1, 5)]  # the last of them is of no indicator
TODAY = dt.date(2015, 1, 9)
AREAS = {2557: frozenset({"50", "TH"}), 2558: frozenset({"50", "51", "TH"}), 2581: frozenset({"50"})}
# Few numbers, so that values are often the same, on a tie, of too many decimals, or a denominator of nothing.
NUMBERS = st.sampled_from([Decimal(each) for each in ("0", "1", "-1", "3", "8", "0.5", "-2.5", "0.125", "33.33")])
PARTS = st.one_of(st.none(), NUMBERS)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """The usual, or now and then something else: a row is good only when everything of it is."""
    return st.sampled_from([usual] * 12 + list(others))


MEASURES = st.builds(
    Measure,
    state=mostly(PUBLISHED, "retired"),
    definition_version=st.integers(1, 3),
    frequency=mostly("monthly", *SHORTEST),
    decimals=mostly(3, 0, 2, 4),
    is_ratio=st.booleans(),
    is_percent=st.booleans(),
    functions=mostly(frozenset({"function:04", "function:05"}), frozenset()),
)


@st.composite
def rows_of(draw: st.DrawFn, measures: Sequence[Measure]) -> Row:
    """Return a row that suits the indicator it is of, but for a few."""
    which = draw(mostly(0, 1, 1, 1, 2, 2, 3))
    is_ratio = draw(mostly(which < 3 and measures[which].is_ratio, True, False))
    value, numerator, denominator = draw(PARTS), draw(PARTS), draw(PARTS)
    if draw(mostly(True, False)):  # what suits
        value = None if is_ratio else draw(NUMBERS)
        numerator, denominator = (draw(NUMBERS), draw(NUMBERS)) if is_ratio else (None, None)
    return Row(
        index=0,
        area_code=draw(mostly("50", "51", "10", "TH")),
        indicator_id=IDS[which],
        fiscal_year=draw(mostly(2557, 2558, 2558, 2559, 2549, 2581)),
        period=draw(st.sampled_from(PERIODS)),
        value=value,
        numerator=numerator,
        denominator=denominator,
        status=draw(st.sampled_from(STATUSES)),
        note=draw(st.sampled_from([None, "ตัวเลขเบื้องต้น"])),
        reason=draw(st.sampled_from([None, "นับใหม่ \\ แก้ไข"])),
    )


# What stands before a row: nothing, the row itself again, or something else.
BEFORE = st.one_of(st.none(), st.just("same"), st.tuples(st.integers(1, 9), NUMBERS, st.sampled_from(STATUSES)))


def standing_of(
    rows: Sequence[Row], before: Sequence[Any], measures: Mapping[UUID, Measure], reporter: str
) -> dict[Key, CurrentValue]:
    """Return what stands before rows; only in the years that values are kept for."""
    found: dict[Key, CurrentValue] = {}
    for row, drawn in zip(rows, before, strict=True):
        if drawn is None or not FIRST_YEAR <= row.fiscal_year <= LAST_YEAR:
            continue
        has_parts = row.numerator is not None and bool(row.denominator)
        numerator, denominator = (row.numerator, row.denominator) if has_parts else (None, None)
        measure = measures.get(row.indicator_id)
        same = ratio_of(row, measure) if measure is not None and measure.is_ratio else row.value
        revision, value, status = (1, same or Decimal(0), row.status) if drawn == "same" else drawn
        at = dt.datetime.now(dt.UTC)
        found[row.key] = CurrentValue(*row.key, reporter, revision, value, numerator, denominator, status, at)
    return found


async def put(session: AsyncSession, standing: Mapping[Key, CurrentValue]) -> None:
    """Write what stands, each in its place of its year."""
    years: dict[tuple[Any, ...], list[CurrentValue | None]] = {}
    for value in standing.values():
        year = (value.area_code, value.indicator_id, value.fiscal_year, value.reporter)
        years.setdefault(year, [None] * len(PERIODS))[PERIODS.index(value.period)] = value
    for year, places in years.items():
        shown = {"area": year[0], "id": year[1], "year": year[2], "reporter": year[3]}
        for name in ("value", "numerator", "denominator", "revision", "recorded_at"):
            shown[name] = [getattr(each, name) if each else None for each in places]
        shown["is_final"] = [each.status == FINAL if each else None for each in places]
        await session.execute(
            text(
                "INSERT INTO indicators_fact.observation_year VALUES (:area, :id, :year, :reporter, :value, :numerator,"
                " :denominator, :revision, :is_final, :recorded_at, :revision)"
            ),
            shown,
        )


async def judged(
    session: AsyncSession, rows: Sequence[Row], reporter: str, facts: Facts
) -> dict[int, tuple[str | None, Decimal | None, int]]:
    """Return what the database says of each row: its outcome, value and revision; no outcome when it is suspicious."""
    columns = {field: [copied(getattr(row, field)) for row in rows] for field in FIELDS}
    reading = Reading(len(rows), [row.index for row in rows], columns, [])
    await repository.stage(session, reading.indexes, reading.columns)
    await repository.judge_plain(session, plain_of(reading, reporter, None, facts))
    found = await session.execute(text("SELECT index, outcome, value, revision FROM judged"))
    return {index: (outcome, value, revision) for index, outcome, value, revision in found}


DRAWN = st.tuples(MEASURES, MEASURES, MEASURES).flatmap(
    lambda measures: st.tuples(
        st.just(measures), st.lists(st.tuples(rows_of(measures), BEFORE), min_size=1, max_size=10)
    )
)


# Windows that are open, shut, late or locked on that day; no exceptions, of which the rules alone know.
OPENINGS = st.builds(
    lambda frequency, days, locks, late: Window(
        PERIODS, days[0], days[1], days[1] + dt.timedelta(days=1) if locks else None, late, frequency
    ),
    frequency=st.sampled_from([None, *SHORTEST]),
    days=st.lists(st.dates(TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=2)), min_size=2, max_size=2).map(
        sorted
    ),
    locks=st.booleans(),
    late=st.sampled_from(Late),
)
WINDOWS = st.dictionaries(
    st.sampled_from([2557, 2558]), st.lists(OPENINGS, max_size=2).map(lambda found: YearWindows(tuple(found)))
).map(Windows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=DRAWN, reporter=mostly("function:05", "area:50"), windows=WINDOWS)
async def test_the_database_and_the_rules_agree(
    stack: Stack, drawn: tuple[tuple[Measure, ...], list[tuple[Row, Any]]], reporter: str, windows: Windows
) -> None:
    measures, sent = drawn
    rows = [Row(index, *(getattr(row, field) for field in FIELDS)) for index, (row, _) in enumerate(sent)]
    measure_by_id = dict(zip(IDS, measures, strict=False))
    standing = standing_of(rows, [before for _, before in sent], measure_by_id, reporter)
    facts = Facts(measure_by_id, AREAS, standing, TODAY, windows)
    verdicts, faults = judge(rows, reporter, facts)
    expected: dict[int, Any] = {fault.index: (None,) for fault in faults}
    for verdict in verdicts:
        expected[verdict.row.index] = (verdict.outcome.value, verdict.value, verdict.revision)
    async with stack.sessions("indicators")() as session:
        await put(session, standing)
        said = await judged(session, rows, reporter, facts)
        await session.rollback()
    for index, (outcome, value, revision) in said.items():
        event(f"{outcome}, ratio: {rows[index].numerator is not None}")
        if outcome is None:
            assert expected[index] == (None,)
        else:
            # Of what is unchanged nothing is written, so its revision is nobody's matter.
            written = revision if outcome != Outcome.UNCHANGED else expected[index][2]
            assert (outcome, value, written) == expected[index]
    assert said.keys() == expected.keys()


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "expected"),
    [
        ("1", "3", 2, "0.33"),
        ("2", "3", 2, "0.67"),
        ("1", "8", 2, "0.13"),
        ("-1", "8", 2, "-0.13"),
        ("1", "-8", 2, "-0.13"),
        ("0.000000000000005", "0.01", 12, "0.000000000001"),
        ("999999999999999", "999999999999998", 15, "1.000000000000001"),
        ("0.999999999999999", "0.000000000000001", 0, "999999999999999"),
        ("999999999999999", "0.5", 0, None),
        ("1", "0", 2, None),
    ],
)
async def test_a_ratio_is_rounded_half_up_and_exactly(
    stack: Stack, numerator: str, denominator: str, decimals: int, expected: str | None
) -> None:
    measure = Measure(PUBLISHED, 1, "monthly", decimals, True, False, frozenset({"function:05"}))
    facts = Facts({IDS[0]: measure}, AREAS, {}, TODAY)
    row = Row(0, "50", IDS[0], 2558, "q1", None, Decimal(numerator), Decimal(denominator), FINAL, None, None)
    async with stack.sessions("indicators")() as session:
        [(outcome, value, _)] = (await judged(session, [row], "function:05", facts)).values()
        await session.rollback()
    verdicts, _ = judge([row], "function:05", facts)
    assert (outcome, value if outcome else None) == (
        (Outcome.ADDED, Decimal(expected)) if expected is not None else (None, None)
    )
    assert [each.value for each in verdicts] == ([Decimal(expected)] if expected is not None else [])
