"""What a cell, a day, a title row and a whole table mean."""

import datetime as dt
import io
import json
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.errors import Text
from services.shared.imports.child import answer_to
from services.shared.imports.rules.cells import Raw, cleaned, read_cell
from services.shared.imports.rules.columns import (
    MOST_ROWS,
    Choice,
    Column,
    ColumnKind,
    TableForm,
)
from services.shared.imports.rules.days import read_day
from services.shared.imports.rules.faults import FAULTS, NOTES, UNREADABLE, CellFault, Unreadable, column_letters
from services.shared.imports.rules.table import MOST_FAULTS, Area, Grid, Table, read_table
from services.shared.money import format_amount
from tests.shared.import_files import (
    CSV,
    FORM,
    GOOD_ROW,
    GOOD_VALUES,
    PARTS,
    TITLES,
    XLSX,
    good_row_xml,
    header_xml,
    package,
    separated,
    sheet_package,
    sheet_xml,
    workbook,
)

TIS620 = "text/csv; charset=tis-620"
Codes = list[tuple[str, str]]


def column(kind: ColumnKind, **changed: Any) -> Column:
    return Column("x", "ก", "x", kind, **changed)


def value_of(kind: ColumnKind, raw: Raw, **changed: Any) -> Any:
    return read_cell(column(kind, **changed), raw).value


def read(content: bytes, media_type: str = XLSX, form: TableForm = FORM) -> dict[str, Any]:
    """Return what the reading process would answer, by what each line says."""
    head, *lines = [json.loads(line) for line in answer_to(content, media_type, form)]
    found = {what: [line[what] for line in lines if what in line] for what in ("fault", "note", "row")}
    return {**head, **found}


def faults_of(table: Table) -> Codes:
    return [(fault.cell, fault.code) for fault in table.faults]


def table_of(*rows: list[Raw], **changed: Any) -> Table:
    return read_table(FORM, Grid("โครงการ", [TITLES, *rows], **changed))


# Cells


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (ColumnKind.TEXT, "  ลาน   กิจกรรม \r\n ที่สอง ", "ลาน กิจกรรม\nที่สอง"),
        (ColumnKind.TEXT, 123.0, "123"),
        (ColumnKind.TEXT, 0.1 + 0.2, "0.3"),
        (ColumnKind.TEXT, "๑๒๓", "๑๒๓"),
        (ColumnKind.TEXT, True, "TRUE"),
        (ColumnKind.INTEGER, 120.0, 120),
        (ColumnKind.INTEGER, "1,200", 1200),
        (ColumnKind.INTEGER, "-๑๒", -12),
        (ColumnKind.AMOUNT, 1250000.0, "1250000.00"),
        (ColumnKind.AMOUNT, 0.1 + 0.2, "0.30"),
        (ColumnKind.AMOUNT, 9_999_999_999_999.99, "9999999999999.99"),
        (ColumnKind.AMOUNT, "1,250,000.5", "1250000.50"),
        (ColumnKind.AMOUNT, "๑,๒๕๐,๐๐๐", "1250000.00"),
        (ColumnKind.AMOUNT, "0", "0.00"),
        (ColumnKind.NUMBER, 1250.0, 1250),
        (ColumnKind.NUMBER, 0.1 + 0.2, 0.3),
        (ColumnKind.NUMBER, "-๑,๒๕๐.๗๕", -1250.75),
        (ColumnKind.NUMBER, "123456789012.345", 123456789012.345),
        (ColumnKind.DATE, dt.date(2015, 1, 31), "2015-01-31"),
        (ColumnKind.DATE, dt.datetime(2015, 1, 31), "2015-01-31"),  # noqa: DTZ001 - as Excel gives it
        (ColumnKind.DATE, dt.date(2558, 1, 31), "2015-01-31"),
        (ColumnKind.DATE, "31/1/2558", "2015-01-31"),
        (ColumnKind.DATE, "๓๑ มกราคม ๒๕๕๘", "2015-01-31"),
        (ColumnKind.FISCAL_YEAR, 2558.0, 2558),
        (ColumnKind.FISCAL_YEAR, "๒๕๕๘", 2558),
        (ColumnKind.AREA, "50", "50"),
        (ColumnKind.AREA, 50.0, "50"),
        (ColumnKind.AREA, "เชียงใหม่", "50"),
        (ColumnKind.AREA, "จังหวัดเชียงใหม่", "50"),
        (ColumnKind.AREA, "50 เชียงใหม่", "50"),
        (ColumnKind.AREA, "Chiang Mai", "50"),
        (ColumnKind.AREA, "c52-15", "C52-15"),
        (ColumnKind.BOOLEAN, True, True),
        (ColumnKind.BOOLEAN, 0.0, False),
        (ColumnKind.BOOLEAN, "ไม่ใช่", False),
        (ColumnKind.BOOLEAN, "Yes", True),
        (ColumnKind.BOOLEAN, "1", True),
        (ColumnKind.AMOUNT, "   ", None),
        (ColumnKind.TEXT, None, None),
    ],
)
def test_a_cell_is_read_as_the_json_body_would_hold_it(kind: ColumnKind, raw: Raw, value: object) -> None:
    assert value_of(kind, raw) == value


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (ColumnKind.TEXT, dt.date(2015, 1, 31), "text_is_date"),
        (ColumnKind.TEXT, "ก" * 5_001, "cell_too_long"),
        (ColumnKind.TEXT, "a\x01", "forbidden_characters"),
        (ColumnKind.TEXT, "a\0", "forbidden_characters"),
        (ColumnKind.TEXT, "\ud800", "forbidden_characters"),
        (ColumnKind.INTEGER, 1.5, "not_an_integer"),
        (ColumnKind.INTEGER, "1.0", "not_an_integer"),
        (ColumnKind.INTEGER, True, "not_an_integer"),
        (ColumnKind.INTEGER, 1e16, "number_too_large"),
        (ColumnKind.AMOUNT, 1.005, "amount_has_too_many_decimals"),
        (ColumnKind.AMOUNT, 1e13, "number_too_large"),
        (ColumnKind.AMOUNT, "1,5", "amount_has_commas"),
        (ColumnKind.AMOUNT, "12,34,567", "amount_has_commas"),
        (ColumnKind.AMOUNT, "1E7", "amount_has_exponent"),
        (ColumnKind.AMOUNT, "100 บาท", "amount_malformed"),
        (ColumnKind.AMOUNT, dt.time(1), "not_an_amount"),
        (ColumnKind.NUMBER, "18250.75 บาท", "not_a_number"),
        (ColumnKind.NUMBER, "1e5", "not_a_number"),
        (ColumnKind.NUMBER, True, "not_a_number"),
        (ColumnKind.NUMBER, "1234567890123.456", "number_too_large"),
        (ColumnKind.NUMBER, 1e16, "number_too_large"),
        (ColumnKind.AMOUNT, float("inf"), "formula_error"),
        (ColumnKind.AMOUNT, float("nan"), "formula_error"),
        (ColumnKind.DATE, 42035.0, "date_is_number"),
        (ColumnKind.DATE, dt.datetime(2015, 1, 31, 8, 30), "date_has_time"),  # noqa: DTZ001 - as Excel gives it
        (ColumnKind.DATE, dt.timedelta(hours=1), "not_a_date"),
        (ColumnKind.DATE, True, "date_is_number"),
        (ColumnKind.FISCAL_YEAR, 2015.0, "fiscal_year_in_common_era"),
        (ColumnKind.FISCAL_YEAR, "58", "fiscal_year_malformed"),
        (ColumnKind.FISCAL_YEAR, 3000.0, "fiscal_year_out_of_range"),
        (ColumnKind.AREA, "อยุธยาาา", "not_a_choice"),
        (ColumnKind.BOOLEAN, 2.0, "not_a_choice"),
        (ColumnKind.CHOICE, dt.date(2015, 1, 1), "not_a_choice"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused_by_name(kind: ColumnKind, raw: Raw, code: str) -> None:
    with pytest.raises(CellFault) as refused:
        value_of(kind, raw)
    assert refused.value.code == code
    assert refused.value.text.th
    assert refused.value.text.en


def test_a_required_cell_must_not_be_empty() -> None:
    with pytest.raises(CellFault) as refused:
        value_of(ColumnKind.TEXT, " ", required=True)
    assert refused.value.code == "required"


def test_a_name_that_stands_for_several_is_not_guessed() -> None:
    choices = (Choice("C52-02", "ภาคกลาง", "Central"), Choice("C60-02", "ภาคกลาง", "Central"))
    with pytest.raises(CellFault) as refused:
        value_of(ColumnKind.AREA, "ภาคกลาง", choices=choices)
    assert refused.value.code == "choice_ambiguous"
    assert "C52-02, C60-02" in refused.value.text.th
    assert value_of(ColumnKind.AREA, "C60-02", choices=choices) == "C60-02"


def test_what_was_put_right_is_noted() -> None:
    notes = read_cell(column(ColumnKind.DATE), "๑/๑๐/๒๕๕๗").notes
    assert [note.code for note in notes] == ["thai_digits", "buddhist_year"]
    assert "2014-10-01" in notes[1].text.th


@given(st.integers(-(10**12), 10**12))
def test_every_amount_excel_can_hold_is_read_to_the_satang(satang: int) -> None:
    assert value_of(ColumnKind.AMOUNT, satang / 100) == format_amount(satang)


@given(st.text(max_size=200))
def test_cleaning_a_cell_twice_changes_nothing(written: str) -> None:
    try:
        once = cleaned(written)
    except CellFault:
        return
    assert cleaned(once) == once


@given(st.sampled_from(list(ColumnKind)), st.one_of(st.text(max_size=40), st.floats(), st.booleans(), st.dates()))
def test_any_cell_is_read_or_refused_and_nothing_else(kind: ColumnKind, raw: Raw) -> None:
    try:
        once = read_cell(column(kind), raw)
    except CellFault:
        return
    assert read_cell(column(kind), raw) == once


# Days


@pytest.mark.parametrize(
    "written",
    [
        "31/1/2558",
        "31-01-2558",
        "31.1.2015",
        "2015-01-31",
        "2558-1-31",
        "31 มกราคม 2558",
        "31 ม.ค. พ.ศ. 2558",
        "31 Jan 2015",
    ],
)
def test_a_day_is_read_in_every_common_spelling(written: str) -> None:
    assert read_day(written)[0] == dt.date(2015, 1, 31)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1/31/2558", "no_such_day"),
        ("29/2/2558", "no_such_day"),
        ("1/1/1500", "no_such_day"),
        ("1/1/9999", "no_such_day"),
        ("31/1/58", "date_year_too_short"),
        ("31 ม.ค. 58", "date_year_too_short"),
        ("31 มกรา 2558", "not_a_date"),
        ("ต้นปี 2558", "not_a_date"),
        ("2558", "not_a_date"),
    ],
)
def test_a_day_that_is_none_or_two_is_refused(written: str, code: str) -> None:
    with pytest.raises(CellFault) as refused:
        read_day(written)
    assert refused.value.code == code


def test_a_leap_day_of_the_buddhist_era_is_a_day() -> None:
    assert read_day("29/2/2567") == (dt.date(2024, 2, 29), True)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2150, 12, 31)))
def test_a_day_means_the_same_in_both_eras(day: dt.date) -> None:
    assert read_day(f"{day.day}/{day.month}/{day.year + 543}") == (day, True)
    assert read_day(day.isoformat()) == (day, False)


# Tables


def test_a_good_row_comes_through_whole() -> None:
    table = table_of(GOOD_ROW)
    assert (table.row_count, table.fault_count) == (1, 0)
    assert table.rows[0] == (2, GOOD_VALUES)


def test_a_fault_names_its_cell_and_its_row_is_left_out() -> None:
    table = table_of(GOOD_ROW, ["ก", 2015.0, "1,5"], GOOD_ROW)
    assert faults_of(table) == [("B3", "fiscal_year_in_common_era"), ("C3", "amount_has_commas")]
    assert [row.number for row in table.rows] == [2, 4]
    assert table.row_count == 3


def test_titles_are_found_below_a_heading_and_in_any_order_and_language() -> None:
    rows: list[list[Raw]] = [["โครงการปี 2558"], [], ["Amount *", "title_th", "ปีงบประมาณ"], [5.0, "ก", 2558.0]]
    table = read_table(FORM, Grid(None, rows))
    assert table.rows[0].values["estimated_amount"] == "5.00"
    assert table.rows[0].number == 4


def test_blank_rows_are_passed_over() -> None:
    assert [row.number for row in table_of([], ["  ", None], GOOD_ROW, []).rows] == [4]


def test_faulty_titles_are_said_once_and_no_row_is_judged() -> None:
    table = read_table(FORM, Grid("s", [["ชื่อโครงการ", "วงเงิน", "จังหวัด", "จังหวัด"], ["ก", 1.0]]))
    assert faults_of(table) == [
        ("B1", "column_unknown"),
        ("C1", "column_twice"),
        ("D1", "column_twice"),
        ("A1", "column_missing"),
        ("A1", "column_missing"),
    ]
    assert (table.row_count, table.rows) == (1, [])


def test_a_value_under_no_title_is_not_lost_without_a_word() -> None:
    table = table_of([*GOOD_ROW, None, "หมายเหตุ"])
    assert faults_of(table) == [("J2", "cell_without_column")]
    assert table.rows == []


def test_a_formula_in_error_is_a_fault_even_where_a_cell_may_be_empty() -> None:
    table = table_of(GOOD_ROW, GOOD_ROW, broken={(3, 5): "formula_error"})
    assert faults_of(table) == [("F3", "formula_error")]
    assert [row.number for row in table.rows] == [2]


def test_merged_cells_among_the_rows_are_a_fault_and_in_a_heading_are_none() -> None:
    table = table_of(GOOD_ROW, GOOD_ROW, merged=[Area(1, 0, 1, 3), Area(3, 1, 3, 2)])
    assert faults_of(table) == [("B3", "merged_cells")]
    assert [row.number for row in table.rows] == [2]


def test_the_example_row_is_left_out_and_that_is_noted() -> None:
    titles: list[Raw] = ["ลำดับ", *TITLES]
    table = read_table(FORM, Grid(None, [titles, ["ตัวอย่าง", *GOOD_ROW], [1.0, *GOOD_ROW]]))
    assert [row.number for row in table.rows] == [3]
    assert table.row_count == 1
    assert table.notes[0].code == "example_ignored"
    assert table.notes[0].cell == "A2"


def test_a_row_that_only_has_its_number_is_blank() -> None:
    table = read_table(FORM, Grid(None, [["ลำดับ", *TITLES], [1.0, *GOOD_ROW], [2.0], [3.0, None]]))
    assert (table.row_count, table.fault_count) == (1, 0)


def test_there_may_be_five_thousand_rows_and_not_one_more() -> None:
    assert len(table_of(*[GOOD_ROW] * MOST_ROWS).rows) == MOST_ROWS
    with pytest.raises(Unreadable) as refused:
        table_of(*[GOOD_ROW] * (MOST_ROWS + 1))
    assert refused.value.code == "too_many_rows"


def test_every_fault_is_counted_and_the_first_thousands_are_kept() -> None:
    bare: list[Raw] = ["ก"]
    table = table_of(*[bare] * MOST_ROWS)
    assert table.fault_count == 2 * MOST_ROWS
    assert len(table.faults) == MOST_FAULTS


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "no_header"),
        ([["ก", "ข"], ["1", "2"]], "no_header"),
        ([TITLES], "no_rows"),
        ([TITLES, ["template:project:00000000", *TITLES]], "template_outdated"),
        ([TITLES, ["template:indicator:00000000", *TITLES]], "template_of_another_kind"),
    ],
)
def test_what_is_no_table_of_this_form_is_unreadable(rows: list[list[Raw]], code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(FORM, Grid(None, rows))
    assert refused.value.code == code


@pytest.mark.parametrize(("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")])
def test_columns_are_named_as_excel_names_them(at: int, letters: str) -> None:
    assert column_letters(at) == letters


@pytest.mark.parametrize("sentences", [FAULTS, NOTES, UNREADABLE])
def test_every_sentence_is_there_in_both_languages_with_the_same_facts(sentences: dict[str, Text]) -> None:
    for code, sentence in sentences.items():
        assert any("ก" <= letter <= "๛" for letter in sentence.th), code
        assert {part.split("}")[0] for part in sentence.th.split("{")[1:]} == {
            part.split("}")[0] for part in sentence.en.split("{")[1:]
        }, code


# Files


def test_excel_and_csv_of_the_same_rows_read_alike() -> None:
    files = [
        (workbook([TITLES, GOOD_ROW]), XLSX),
        (separated([TITLES, GOOD_ROW]), CSV),
        (separated([TITLES, GOOD_ROW], ";", "utf-8"), CSV),
        (separated([TITLES, GOOD_ROW], "\t", "cp874"), TIS620),
    ]
    for content, media_type in files:
        assert read(content, media_type)["row"] == [[2, GOOD_VALUES]]


def test_a_field_of_csv_may_hold_separators_and_lines() -> None:
    content = separated([TITLES]) + '\r\n"ลาน, สวน\nและถนน",2558,"1,250.00"\r\n'.encode()
    assert read(content, CSV)["row"][0][1]["title_th"] == "ลาน, สวน\nและถนน"


def test_the_sheet_of_the_right_name_is_read_wherever_it_stands() -> None:
    content = workbook([["x"]], sheet="อื่น ๆ", โครงการ=[TITLES, GOOD_ROW])
    answer = read(content)
    assert answer["sheet"] == "โครงการ"
    assert answer["note"][0][:4] == ["อื่น ๆ", "A1", None, "sheet_ignored"]


def test_a_hidden_sheet_of_the_right_name_is_not_passed_over_for_another() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([TITLES, GOOD_ROW], อื่น=[TITLES, GOOD_ROW])))
    book["โครงการ"].sheet_state = "hidden"
    book.active = book["อื่น"]
    hidden = io.BytesIO()
    book.save(hidden)
    assert read(hidden.getvalue())["unreadable"][0] == "no_visible_sheet"


def test_a_formula_gives_the_value_that_was_stored_with_it() -> None:
    cells = header_xml() + good_row_xml(2).replace("<v>100</v>", "<f>50+50</f><v>100</v>")
    assert read(sheet_package(cells))["row"][0][1]["estimated_amount"] == "100.00"


def test_cells_that_leave_their_place_out_are_surveyed_where_they_stand() -> None:
    cells = header_xml() + '<row><c t="inlineStr"><is><t>ก</t></is></c><c><v>2558</v></c><c t="e"><v>#N/A</v></c></row>'
    assert [fault[1:4] for fault in read(sheet_package(cells))["fault"]] == [
        ["C2", "estimated_amount", "formula_error"]
    ]


def test_a_workbook_in_the_strict_form_of_the_standard_is_read() -> None:
    loose = {**PARTS, "xl/worksheets/sheet1.xml": sheet_xml(header_xml() + good_row_xml())}
    transitional = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    assert read(package({name: part.replace(transitional, strict) for name, part in loose.items()}))["row_count"] == 1
