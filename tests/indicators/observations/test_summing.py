"""What a push writes is told the same by its reading and by the database, to the last byte of the digest."""

from decimal import Decimal
from uuid import UUID

import pytest

from services.indicators.observations import repository
from services.indicators.observations.rules.plain import Place, Scale, Span
from services.indicators.observations.rules.rows import Outcome
from services.indicators.observations.usecases.reading import read_rows
from services.indicators.observations.usecases.summing import is_told, written_of
from tests.indicators.observations.conftest import row_of
from tests.stack import Stack

KNOWN = UUID("0193A1DE-7A10-7C3E-8F00-2F6D3C1B9A55")
VALUES = [0, -0.0, 0.0, 100, 100.0, -2.5, 0.5, 1e-7, 1e14, 123456789012345, -0.001, 18250.75, 1e3]


async def test_the_reading_and_the_database_tell_the_same(stack: Stack) -> None:
    spans = [(year, period) for year in (2557, 2558) for period in ("q2", "q1", "m10", "year")]
    rows = [
        row_of({"id": str(KNOWN).upper()}, area_code=area, fiscal_year=year, period=period, value=value)
        for place, value in enumerate(VALUES)
        for area in [("50", "TH", "10", "51")[place // 8]]
        for year, period in [spans[place % 8]]
    ]
    reading = read_rows(rows)
    scale = Scale(KNOWN, 1, 1, True, 9, Decimal("1e-9"), Decimal(10) ** 9, False)
    plain = repository.Plain(
        "function:05",
        None,
        [Span(year, period, slot, 12, True) for slot, (year, period) in enumerate(spans, 1)],
        [Place(year, area) for year in (2557, 2558) for area in ("50", "TH", "10", "51")],
        [scale],
    )
    async with stack.sessions("indicators")() as session:
        await repository.stage(session, reading.indexes, reading.columns)
        await repository.judge_plain(session, plain)
        tally = await repository.count_outcomes(session)
        found = await repository.sum_up(session, "function:05")
        await session.rollback()
    assert not reading.faults
    assert is_told(reading, tally.outcomes)
    assert written_of(reading, "function:05") == found


@pytest.mark.parametrize(
    "outcomes", [{Outcome.ADDED: 1}, {Outcome.ADDED: 1, Outcome.REVISED: 1}, {Outcome.UNCHANGED: 2}, {}]
)
def test_what_is_not_all_new_is_not_told_by_a_reading(outcomes: dict[Outcome, int]) -> None:
    reading = read_rows([row_of({"id": str(KNOWN)}, period=period) for period in ("q1", "q2")])
    assert not is_told(reading, outcomes)
    assert is_told(reading, {Outcome.ADDED: 2})


@pytest.mark.parametrize(("period", "has_doubles"), [("q1", True), ("q2", False)])
def test_doubles_are_found_however_an_id_is_written(period: str, has_doubles: bool) -> None:
    rows = [row_of({"id": str(KNOWN).lower()}), row_of({"id": str(KNOWN).upper()}, period=period)]
    assert read_rows(rows).has_doubles is has_doubles
