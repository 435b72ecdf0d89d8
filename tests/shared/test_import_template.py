"""The template of an import, which is read by what reads uploads."""

import io
import json
from dataclasses import replace

import openpyxl

from services.shared.imports.rules.cells import Value
from services.shared.imports.rules.columns import Column, ColumnKind, TableForm, form_as_json, form_of_json
from services.shared.imports.template import filled_template_of, template_of
from tests.shared.import_files import COLUMNS, FORM
from tests.shared.test_import_parsing import read


def test_the_template_says_what_it_is_for_and_holds_nothing_to_import() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_of(FORM)))
    sheet = book["โครงการ"]
    assert [cell.value for cell in sheet[1]][:3] == ["ลำดับ", "ชื่อโครงการ *", "ปีงบประมาณ *"]
    assert sheet["A2"].value == FORM.marker
    assert sheet.row_dimensions[2].hidden
    assert book["รายการ"].sheet_state == "hidden"
    assert FORM.version in [cell.value for row in book["คำอธิบาย"].rows for cell in row]
    assert read(template_of(FORM))["unreadable"][0] == "no_rows"


def test_every_column_with_choices_offers_them_as_a_list() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_of(FORM)))
    rules = book["โครงการ"].data_validations.dataValidation
    listed = {str(rule.sqref).split("3")[0]: rule.formula1 for rule in rules if rule.type == "list"}
    assert listed["I"] == '"ดำเนินการเอง,จ้างเหมา"'
    assert listed["F"].startswith("'รายการ'!$F$1:$F$")
    assert "50 เชียงใหม่" in [cell.value for cell in book["รายการ"]["F"]]


def test_the_example_of_the_template_is_itself_without_a_fault() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_of(FORM)))
    book["โครงการ"]["A3"] = 1
    filled = io.BytesIO()
    book.save(filled)
    answer = read(filled.getvalue())
    assert answer["fault"] == []
    values = answer["row"][0][1]
    assert {name: str(value).lower() for name, value in values.items()} == {
        column.name: column.example for column in COLUMNS
    }


def test_rows_that_the_template_comes_with_count_once_they_are_filled_in() -> None:
    form = replace(FORM, filled_by=("estimated_amount", "people"))
    known: dict[str, Value] = {
        "title_th": "ลานกิจกรรม",
        "fiscal_year": 2558,
        "area_code": "50",
        "start_on": "2014-11-01",
        "mode": "hire",
    }
    content = filled_template_of(form, [known, {**known, "title_th": "ลานดนตรี"}])
    assert read(content, form=form)["unreadable"][0] == "no_rows"
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["โครงการ"]
    assert [cell.value for cell in sheet[4]] == [
        *(None, "ลานกิจกรรม", 2558, None, "1/11/2557", "50 เชียงใหม่", None, None, "จ้างเหมา")
    ]
    sheet["D5"] = "๑,๐๐๐"
    filled = io.BytesIO()
    book.save(filled)
    answer = read(filled.getvalue(), form=form)
    assert (answer["fault"], answer["row_count"], answer["row"][0][0]) == ([], 1, 5)
    assert answer["row"][0][1] == {
        **dict.fromkeys(column.name for column in form.columns),
        **known,
        "title_th": "ลานดนตรี",
        "estimated_amount": "1000.00",
    }


def test_a_column_of_numbers_warns_of_what_is_none() -> None:
    form = replace(FORM, columns=(Column("value", "ค่า", "Value", ColumnKind.NUMBER),))
    rules = openpyxl.load_workbook(io.BytesIO(template_of(form)))["โครงการ"].data_validations.dataValidation
    assert [(rule.type, rule.errorStyle) for rule in rules] == [("decimal", "warning")]


def test_the_version_changes_with_the_columns_and_not_with_their_titles() -> None:
    renamed = tuple(Column(**{**vars(each), "title_th": f"{each.title_th} ใหม่"}) for each in COLUMNS)
    assert TableForm(FORM.kind, FORM.title, renamed).version == FORM.version
    assert TableForm(FORM.kind, FORM.title, COLUMNS[:-1]).version != FORM.version


def test_a_form_crosses_to_the_reading_process_unchanged() -> None:
    form = replace(FORM, filled_by=("people",))
    assert form_of_json(json.loads(json.dumps(form_as_json(form)))) == form
