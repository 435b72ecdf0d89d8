"""How rows are read: whole columns or one by one it is the same, and so is the same thing said as JSON or as CSV."""

import csv
import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.observations.errors import CsvUnreadable
from services.indicators.observations.schemas import MOST_ROWS, NUMBERS, ObservationRow
from services.indicators.observations.usecases.reading import Reading, read_rows, read_table, table_of
from services.indicators.observations.usecases.reading.columns import FIELDS, NULL, copied
from services.indicators.observations.usecases.reading.rows import read_row
from tests.indicators.observations.conftest import Json

INDICATOR = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
ROW: Json = {"area_code": "50", "indicator_id": INDICATOR, "fiscal_year": 2558, "period": "q1", "status": "final"}
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=1),
    st.sampled_from(["50", "C52-15", "99", INDICATOR.upper(), INDICATOR.replace("-", ""), "2558", 2558.0, "q1", "Q1"]),
    st.sampled_from(
        ["final", " ก\u0e4d\u0e32 ", "\\N", "a\\tb", "ก\tข", "\u0000", "\ud800", "-0", -0.0, 1e-7, 5e-324, 0.1 + 0.2]
    ),
)
GOOD = {
    "area_code": st.sampled_from(["50", "51", "TH"]),
    "indicator_id": st.just(INDICATOR),
    "fiscal_year": st.sampled_from([2550, 2558]),
    "period": st.sampled_from(["q1", "year"]),
    "value": st.floats(-1e9, 1e9, width=32),
    "numerator": st.none(),
    "denominator": st.none(),
    "status": st.just("final"),
    "note": st.sampled_from([None, "ตัวเลขเบื้องต้น, สำรวจ"]),
    "reason": st.none(),
}
ROWS = st.one_of(
    st.fixed_dictionaries({}, optional={name: st.one_of(good, good, good, ANYTHING) for name, good in GOOD.items()}),
    st.fixed_dictionaries({**GOOD, "วงเงิน": ANYTHING}),
    st.fixed_dictionaries(GOOD),
    ANYTHING,
)


def read_separated(content: bytes) -> Reading:
    """What is read of a CSV file in which nothing is named by own codes."""
    return read_table(table_of(content), {})


def told(reading: Reading) -> dict[int, dict[str, Any]]:
    """What was read, by row and field: numbers as numbers, so that 5.0 is 5, and ids however they are written."""
    found = {}
    for place, index in enumerate(reading.indexes):
        row = {field: column[place] for field, column in reading.columns.items()}
        numbers = {name: Decimal(row[name]) for name in NUMBERS if row[name] != NULL}
        found[index] = {**row, **numbers, "indicator_id": row["indicator_id"].lower()}
    return found


@given(st.lists(ROWS, max_size=6))
def test_a_column_at_once_is_read_as_row_by_row(rows: list[Any]) -> None:
    singly = {index: read_row(row) for index, row in enumerate(rows)}
    good = {index: row for index, row in singly.items() if isinstance(row, ObservationRow)}
    reading = read_rows(rows)
    cells = {index: {field: copied(getattr(row, field)) for field in FIELDS} for index, row in good.items()}
    columns = {field: [cells[index][field] for index in sorted(good)] for field in FIELDS}
    assert told(reading) == told(Reading(len(rows), sorted(good), columns, []))
    assert {fault.index for fault in reading.faults} == singly.keys() - good.keys()
    for index, errors in singly.items():
        if index not in good:
            assert [fault.error for fault in reading.faults if fault.index == index] == list(errors)


def written(rows: list[Json], header: tuple[str, ...] = FIELDS, mark: str = "") -> bytes:
    """Return rows as CSV, as a spreadsheet writes it."""
    text = StringIO()
    lines = csv.writer(text)
    lines.writerow(header)
    lines.writerows(["" if row.get(name) is None else row[name] for name in header] for row in rows)
    return (mark + text.getvalue()).encode()


@given(st.lists(st.fixed_dictionaries(GOOD), min_size=1, max_size=6), st.permutations(FIELDS), st.booleans())
def test_csv_is_read_as_json_in_any_order_of_columns(rows: list[Json], header: list[str], has_mark: bool) -> None:
    sent = json.loads(json.dumps(rows))
    reading = read_table(table_of(written(rows, tuple(header), "\ufeff" if has_mark else "")), {})
    assert told(reading) == told(read_rows(sent))
    # A note has a comma in it, and no line break: rows begin where they are counted.
    assert reading.lines == list(range(2, len(rows) + 2))


def test_a_column_that_is_not_needed_may_be_left_out() -> None:
    content = (
        b"\r\nstatus,area_code,fiscal_year,period,value,indicator_id\r\nfinal,50,2558,q1,5,%s\r\n\r\n"
        % INDICATOR.encode()
    )
    reading = read_table(table_of(content), {})
    assert told(reading) == told(read_rows([{**ROW, "value": 5}]))
    assert reading.lines == [3]


def test_a_row_goes_on_over_lines_within_quotes() -> None:
    content = written([{**ROW, "note": "ก\nข"}, {**ROW, "value": "x"}])
    reading = read_table(table_of(content), {})
    assert reading.columns["note"] == ["ก ข"]
    assert [(fault.index, reading.lines[fault.index]) for fault in reading.faults] == [(1, 4)]


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("value", "18,250.75", "not_a_number"),
        ("value", "๑๘", "not_a_number"),
        ("value", "1e400", "too_many_digits"),
        ("value", "1.0000000000000000000000000000000001", "too_many_digits"),
        ("value", "9" * 100, "not_a_number"),
        ("value", "NaN", "not_a_number"),
        ("fiscal_year", "2015", "fiscal_year_in_common_era"),
        ("fiscal_year", "", "missing"),
        ("area_code", "99", "area_unknown"),
        ("indicator_id", "x", "uuid_parsing"),
        ("period", " q1", "literal_error"),
        ("note", "ก" * 501, "string_too_long"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(name: str, cell: str, code: str) -> None:
    reading = read_table(table_of(written([ROW, {**ROW, name: cell}])), {})
    assert [(fault.index, fault.pointer, fault.error.code) for fault in reading.faults] == [
        (1, f"/rows/1/{name}", code)
    ]
    assert reading.indexes == [0]


@pytest.mark.parametrize(
    ("cell", "number"), [("1e3", "1000"), ("-0.50", "-0.5"), ("1E-3", "0.001"), ("-0", "0"), ("123456789012345", None)]
)
def test_a_number_may_be_written_as_in_json(cell: str, number: str | None) -> None:
    [row] = told(read_table(table_of(written([{**ROW, "value": cell}])), {})).values()
    assert row["value"] == Decimal(number or cell)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [("line:1", "column_missing")] * 5),
        (b"\n\n", [("line:1", "column_missing")] * 5),
        (written([]), [("/rows", "too_short")]),
        (written([], (*FIELDS, "value")), [("line:1", "column_twice")]),
        (written([], (*FIELDS, "วงเงิน", "\x07")), [("line:1", "column_unknown")] * 2),
        (written([ROW], FIELDS[1:]), [("line:1", "column_missing")]),
        (";".join(FIELDS).encode(), [("line:1", "other_separator")]),
        ("\t".join(FIELDS).encode(), [("line:1", "other_separator")]),
        (written([ROW]) + "ก".encode("cp874"), [("line:3", "not_utf8")]),
        (written([ROW]).decode().encode("utf-16"), [("line:1", "not_utf8")]),
        (written([ROW]) + b'50,"open', [("line:3", "quotes_broken")]),
        (written([ROW]) + b'50,"a"b', [("line:3", "quotes_broken")]),
        (written([ROW]) + b'"' + b"a" * 200_000 + b'"', [("line:3", "quotes_broken")]),
        (written([ROW] * (MOST_ROWS + 1)), [("/rows", "too_long")]),
    ],
    ids=str,
)
def test_what_is_no_table_of_values_is_refused_as_a_whole(content: bytes, expected: list[tuple[str, str]]) -> None:
    with pytest.raises(CsvUnreadable) as refused:
        read_table(table_of(content), {})
    assert [(error.pointer, error.code) for error in refused.value.errors] == expected
    assert all(error.text.th and error.text.en for error in refused.value.errors)


@pytest.mark.parametrize(("row", "cells"), [("50", 1), (",".join(["50"] * 11), 11)])
def test_a_row_of_another_length_spoils_no_other(row: str, cells: int) -> None:
    reading = read_table(table_of(written([ROW]) + f"{row}\n".encode() + written([ROW]).split(b"\r\n")[1]), {})
    assert [(fault.index, fault.error.code) for fault in reading.faults] == [(1, "cells_differ")]
    assert str(cells) in reading.faults[0].error.text.en
    assert reading.indexes == [0, 2]


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reader(content: bytes) -> None:
    for each in (content, written([ROW]) + content):
        try:
            reading = read_table(table_of(each), {})
        except CsvUnreadable:
            continue
        assert len(reading.indexes) + len({fault.index for fault in reading.faults}) == reading.received
