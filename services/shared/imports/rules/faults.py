"""What can be wrong with a file or with one of its cells, and what was put right: code, place and both sentences."""

from typing import NamedTuple

from services.shared.errors import Text


class Place(NamedTuple):
    """Where something stands: the sheet (None in a CSV file), the row from 1, the column from 0."""

    sheet: str | None
    row: int
    column: int

    @property
    def cell(self) -> str:
        """The cell as Excel names it: row 17, column 3 is D17."""
        return f"{column_letters(self.column)}{self.row}"


class Finding(NamedTuple):
    """A fault of a cell, or a note on what was put right in it. `column` is the machine name, where it has one."""

    sheet: str | None
    cell: str
    column: str | None
    code: str
    th: str
    en: str


class CellFault(Exception):
    """A cell does not hold what its column needs. `text` overrides the sentence of `code`."""

    def __init__(self, code: str, text: Text | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = text or FAULTS[code].filled(facts)


class Unreadable(Exception):
    """A file as a whole cannot be taken."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = UNREADABLE[code].filled(facts)


def finding(place: Place, column: str | None, code: str, text: Text) -> Finding:
    """Return a finding at a place."""
    return Finding(place.sheet, place.cell, column, code, text.th, text.en)


def column_letters(column: int) -> str:
    """Return how Excel names a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


FAULTS: dict[str, Text] = {
    "required": Text("ต้องกรอก", "This is required."),
    "cell_too_long": Text("ยาวเกิน {limit} อักขระ โปรดย่อ", "It is longer than {limit} characters. Shorten it."),
    "forbidden_characters": Text(
        "มีอักขระควบคุมหรืออักขระที่ไม่สมบูรณ์ โปรดลบแล้วพิมพ์ใหม่",
        "It holds control characters or broken ones. Remove them and type it again.",
    ),
    "formula_error": Text(
        "สูตรในเซลล์นี้ให้ค่าผิดพลาด เช่น #REF! โปรดแก้สูตรหรือพิมพ์ค่าแทน",
        "The formula gives an error such as #REF!. Mend it, or type the value instead.",
    ),
    "formula_without_value": Text(
        "สูตรในเซลล์นี้ยังไม่ถูกคำนวณ โปรดเปิดไฟล์ใน Excel แล้วบันทึกใหม่ หรือพิมพ์ค่าแทน",
        "The formula has no stored value. Open the file in Excel and save it again, or type the value.",
    ),
    "merged_cells": Text(
        "เซลล์ {range} ถูกผสานกัน โปรดยกเลิกการผสานแล้วกรอกค่าให้ครบทุกแถว",
        "The cells {range} are merged. Unmerge them and write the value in every row.",
    ),
    "cell_without_column": Text(
        "ค่านี้อยู่ใต้คอลัมน์ที่ไม่มีหัวข้อ โปรดลบหรือย้ายไปคอลัมน์ที่มีหัวข้อ",
        "This value stands under no column title. Delete it, or move it to a column that has one.",
    ),
    "column_unknown": Text(
        "ไม่รู้จักหัวคอลัมน์ {title} โปรดใช้หัวคอลัมน์ตามแม่แบบหรือลบคอลัมน์นี้",
        "There is no column {title}. Use the titles of the template, or delete this column.",
    ),
    "column_twice": Text(
        "หัวคอลัมน์ {title} ซ้ำกัน โปรดเหลือไว้คอลัมน์เดียว", "The column {title} stands there twice. Keep one."
    ),
    "column_missing": Text(
        "ไม่พบคอลัมน์ {title} ซึ่งต้องมี โปรดเพิ่มตามแม่แบบ", "The column {title} is missing. Add it as in the template."
    ),
    "text_is_date": Text(
        "เซลล์นี้เป็นวันที่ โปรดจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่",
        "This cell holds a date. Format it as text and type it again.",
    ),
    "not_an_integer": Text("ต้องเป็นจำนวนเต็ม เช่น 120", "It must be a whole number, 120 for example."),
    "number_too_large": Text(
        "ตัวเลขใหญ่เกินกว่าที่ Excel เก็บได้ครบทุกหลัก โปรดจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่",
        "The number is larger than Excel keeps to the last digit. Format the cell as text and type it again.",
    ),
    "not_a_number": Text(
        "ต้องเป็นตัวเลข เช่น 1250.75 โดยไม่มีหน่วยต่อท้าย", "It must be a number, 1250.75 for example, without its unit."
    ),
    "not_an_amount": Text(
        "ต้องเป็นจำนวนเงินเป็นบาท เช่น 1250000.00", "It must be an amount in baht, 1250000.00 for example."
    ),
    "not_a_date": Text(
        "เขียนวันที่เป็น วัน/เดือน/ปี เช่น 31/1/2558 หรือ 31 มกราคม 2558",
        "Write the day as day/month/year, 31/1/2558 or 2015-01-31 for example.",
    ),
    "no_such_day": Text("ไม่มีวันที่นี้ในปฏิทิน โปรดตรวจวัน เดือน และปี", "There is no such day. Check day, month and year."),
    "date_is_number": Text(
        "เซลล์นี้เป็นตัวเลข โปรดจัดรูปแบบเซลล์เป็นวันที่ หรือพิมพ์เป็นข้อความ เช่น 31/1/2558",
        "This cell holds a number. Format it as a date, or type the day as text, 31/1/2558 for example.",
    ),
    "date_has_time": Text("ใส่เฉพาะวันที่ โดยไม่มีเวลา", "Give the day only, without a time of day."),
    "date_year_too_short": Text(
        "เขียนปีให้ครบ 4 หลัก เช่น 2558", "Write the year with four digits, 2558 or 2015 for example."
    ),
    "fiscal_year_malformed": Text("ปีงบประมาณเป็นเลข 4 หลัก เช่น 2558", "A fiscal year has four digits, 2558 for example."),
    "fiscal_year_in_common_era": Text(
        "ใช้ปีพุทธศักราช: {year} น่าจะหมายถึง {likely}",
        "Fiscal years are in the Buddhist Era: {year} probably means {likely}.",
    ),
    "fiscal_year_out_of_range": Text("ปีงบประมาณอยู่นอกช่วงที่ใช้", "The fiscal year is outside the range in use."),
    "not_a_choice": Text("ใช้ได้เฉพาะค่าในรายการ เช่น {choices}", "Use a value of the list, for example: {choices}."),
    "choice_ambiguous": Text(
        "ชื่อนี้ตรงกับหลายรายการ โปรดใช้รหัส: {choices}", "This name stands for several. Use the code: {choices}."
    ),
}

NOTES: dict[str, Text] = {
    "thai_digits": Text("อ่านเลขไทย {was} เป็น {now}", "The Thai digits {was} were read as {now}."),
    "buddhist_year": Text(
        "อ่านปี พ.ศ. {was} เป็นวันที่ {now} (ค.ศ.)", "The Buddhist Era year of {was} was read as the day {now}."
    ),
    "example_ignored": Text("ข้ามแถวตัวอย่าง", "The example row was left out."),
    "sheet_ignored": Text("ไม่ได้อ่านแผ่นงานนี้", "This sheet was not read."),
}

UNREADABLE: dict[str, Text] = {
    "archive_broken": Text(
        "ไฟล์เสียหายหรือส่งมาไม่ครบ โปรดเปิดใน Excel บันทึกใหม่ แล้วส่งอีกครั้ง",
        "The file is damaged or incomplete. Open it in Excel, save it again and send it again.",
    ),
    "archive_too_large": Text(
        "เมื่อคลายแล้วไฟล์ใหญ่กว่าที่รับได้ ({limit} ล้านไบต์) โปรดแบ่งเป็นหลายไฟล์",
        "Unpacked, the file is larger than is taken ({limit} million bytes). Divide it into several files.",
    ),
    "archive_suspicious": Text(
        "ไฟล์ถูกบีบอัดผิดปกติ จึงไม่เปิด โปรดคัดลอกข้อมูลลงแม่แบบแล้วส่งใหม่",
        "The file is packed in an unusual way and was not opened. Copy the rows into the template and send that.",
    ),
    "workbook_broken": Text(
        "อ่านเนื้อหาในไฟล์ Excel ไม่ได้ โปรดคัดลอกข้อมูลลงแม่แบบแล้วส่งใหม่",
        "The Excel file cannot be read. Copy the rows into the template and send that.",
    ),
    "no_visible_sheet": Text(
        "ไม่มีแผ่นงานที่มองเห็นได้ โปรดยกเลิกการซ่อนแผ่นงาน {title} แล้วส่งใหม่",
        "No sheet is visible. Unhide the sheet {title} and send it again.",
    ),
    "csv_broken": Text(
        "อ่าน CSV ไม่ได้ที่บรรทัด {line} โปรดตรวจเครื่องหมายคำพูดและตัวคั่นแล้วส่งใหม่",
        "The CSV cannot be read at line {line}. Check its quotes and separators and send it again.",
    ),
    "no_header": Text(
        "ไม่พบหัวคอลัมน์ที่รู้จัก โปรดใช้แม่แบบ: แถวแรกเป็นหัวคอลัมน์",
        "No known column title was found. Use the template: the first row holds the titles.",
    ),
    "no_rows": Text(
        "ไม่มีข้อมูลใต้หัวคอลัมน์ โปรดกรอกอย่างน้อยหนึ่งแถว", "There is no row below the titles. Fill in at least one."
    ),
    "template_outdated": Text(
        "แม่แบบนี้เป็นรุ่น {found} รุ่นปัจจุบันคือ {current} โปรดดาวน์โหลดแม่แบบใหม่แล้วย้ายข้อมูลมา",
        "The template is of version {found}; the current one is {current}. Download it again and copy the rows over.",
    ),
    "template_of_another_kind": Text(
        "แม่แบบนี้ใช้นำเข้า {found} ไม่ใช่ {current} โปรดดาวน์โหลดแม่แบบที่ถูกต้อง",
        "This is the template for {found}, not for {current}. Download the right one.",
    ),
    "too_many_rows": Text(
        "มีข้อมูลเกิน {limit} แถว (พบที่ {cell}) โปรดแบ่งเป็นหลายไฟล์ หรือลบค่าที่อยู่นอกตาราง",
        "There are more than {limit} rows (found at {cell}). Divide the file, or delete what stands outside the table.",
    ),
    "too_many_columns": Text(
        "มีข้อมูลเกิน {limit} คอลัมน์ (พบที่ {cell}) โปรดลบค่าที่อยู่นอกตาราง",
        "There are more than {limit} columns (found at {cell}). Delete what stands outside the table.",
    ),
    "too_much_text": Text(
        "ข้อความรวมทั้งไฟล์ยาวเกิน {limit} ล้านอักขระ โปรดแบ่งเป็นหลายไฟล์",
        "The file holds more than {limit} million characters of text. Divide it into several files.",
    ),
    "reading_took_too_much": Text(
        "การอ่านไฟล์ใช้เวลาหรือหน่วยความจำเกินกำหนด โปรดลบค่าและรูปแบบที่อยู่นอกตาราง หรือแบ่งเป็นหลายไฟล์",
        "Reading the file took more time or memory than is given. Delete what stands outside the table, or divide it.",
    ),
}
