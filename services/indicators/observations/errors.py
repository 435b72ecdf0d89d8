"""What is wrong with a row of a push, or with a CSV file as a whole, and the named refusals of a push."""

from collections.abc import Iterable, Iterator, Sequence

from services.shared.errors import FieldError, Invalid, Text


class RowsRefused(Invalid):
    """A row of an atomic push cannot be written, so none is."""

    code = "rows_refused"
    title = Text("มีแถวที่บันทึกไม่ได้ จึงไม่บันทึกทั้งชุด", "Some rows cannot be written, so none was")
    detail = Text(
        "บันทึกไม่ได้ {failed} จาก {received} แถว โปรดแก้ไขตาม errors แล้วส่งใหม่ หรือส่งแบบ atomic=false เพื่อบันทึกแถวที่ถูกต้อง",
        "{failed} of {received} rows cannot be written. Correct what errors lists and send again, "
        "or send with atomic=false to have the others written.",
    )


class CsvUnreadable(Invalid):
    """A CSV file is not a table of values, so that no row of it can be looked at."""

    code = "csv_unreadable"
    title = Text("อ่านไฟล์ CSV ไม่ได้", "The CSV cannot be read")
    detail = Text(
        "ส่งเป็น UTF-8 คั่นด้วยจุลภาค บรรทัดแรกเป็นชื่อช่องตามสัญญา API บรรทัดต่อไปบรรทัดละหนึ่งค่า โปรดแก้ไขตาม errors แล้วส่งใหม่",
        "Send UTF-8, separated by commas: the names of the fields on the first line, then one value per line. "
        "Correct what errors lists and send it again.",
    )


YEAR_WITHOUT_PLACE = FieldError(
    "/fiscal_year",
    "fiscal_year_not_kept",
    Text("เก็บค่าของปีงบประมาณ 2550 ถึง 2580 เท่านั้น", "Values are kept for the fiscal years 2550 to 2580."),
)
NOT_BEGUN = FieldError(
    "/period",
    "period_not_begun",
    Text("ช่วงเวลานี้ยังไม่เริ่ม จึงยังไม่มีผลให้รายงาน", "This period has not begun, so nothing can have been measured."),
)
AREA_NOT_MEASURED = FieldError(
    "/area_code",
    "area_not_measured",
    Text(
        "รายงานค่าได้ของจังหวัด กลุ่มจังหวัดที่มีในปีงบประมาณนั้น หรือทั้งประเทศ ดูที่ /v1/areas",
        "Values are of a province or cluster that there was in that fiscal year, or of the nation; see /v1/areas.",
    ),
)
INDICATOR_UNKNOWN = FieldError(
    "/indicator_id",
    "indicator_unknown",
    Text("ไม่มีตัวชี้วัดนี้ ดูได้ที่ /v1/indicators", "There is no such indicator; /v1/indicators lists them."),
)
INDICATOR_NOT_IN_USE = FieldError(
    "/indicator_id",
    "indicator_not_in_use",
    Text(
        "ตัวชี้วัดยังไม่ประกาศใช้หรือยุติแล้ว โปรดดู state และ replaced_by_id ของตัวชี้วัด",
        "The indicator is not published, or is retired; see its state and replaced_by_id.",
    ),
)
NOT_THE_REPORTER = FieldError(
    "/indicator_id",
    "not_the_reporter",
    Text(
        "พื้นที่รายงานได้เฉพาะของตน ส่วนหน่วยงานต้องเป็นเจ้าภาพหรือเจ้าของตัวชี้วัด หรือกระทรวงต้นสังกัด",
        "An area reports for itself only; a function must be the indicator's host or owner, or the ministry above it.",
    ),
)
PERIOD_TOO_SHORT = FieldError(
    "/period",
    "period_too_short",
    Text(
        "ตัวชี้วัดนี้ไม่ได้วัดถี่เท่านี้ โปรดใช้ช่วงเวลาตาม frequency ของตัวชี้วัดหรือยาวกว่า",
        "The indicator is not measured that often. Use a period of its frequency, or a longer one.",
    ),
)
PARTS_MISSING = FieldError(
    "/numerator",
    "parts_missing",
    Text("ตัวชี้วัดแบบอัตราส่วนต้องส่งตัวตั้งและตัวหาร", "A ratio needs its numerator and denominator."),
)
DENOMINATOR_ZERO = FieldError(
    "/denominator", "denominator_zero", Text("ตัวหารต้องไม่เป็นศูนย์", "The denominator must not be zero.")
)
RATIO_TOO_LARGE = FieldError(
    "/denominator",
    "ratio_too_large",
    Text("ตัวตั้งหารด้วยตัวหารได้ค่าเกิน 15 หลัก", "Numerator over denominator has more than 15 digits."),
)
VALUE_NOT_OF_PARTS = FieldError(
    "/value",
    "value_not_of_parts",
    Text(
        "ค่าไม่ตรงกับตัวตั้งหารด้วยตัวหารตามทศนิยมของตัวชี้วัด โปรดแก้ไขหรือไม่ต้องส่งค่า",
        "The value is not numerator over denominator to the indicator's decimals. Correct it, or leave it out.",
    ),
)
PARTS_WITHOUT_USE = FieldError(
    "/numerator",
    "parts_without_use",
    Text("ตัวชี้วัดนี้ไม่ใช่อัตราส่วน ไม่ต้องส่งตัวตั้งและตัวหาร", "The indicator is no ratio; leave numerator and denominator out."),
)
VALUE_MISSING = FieldError("/value", "missing", Text("ต้องระบุ", "This is required."))
TOO_MANY_DECIMALS = FieldError(
    "/value",
    "too_many_decimals",
    Text("ทศนิยมมากกว่าที่ตัวชี้วัดกำหนดใน decimals", "It has more decimals than the indicator's `decimals` says."),
)
FINAL_STAYS_FINAL = FieldError(
    "/status",
    "final_stays_final",
    Text(
        "ค่านี้รายงานเป็นค่าสุดท้ายแล้ว แก้ไขได้ด้วยค่าสุดท้ายใหม่พร้อมเหตุผลเท่านั้น",
        "This was reported as final. Correct it by another final value, with the reason.",
    ),
)
REASON_MISSING = FieldError(
    "/reason",
    "missing",
    Text(
        "ค่าต่างจากที่รายงานไว้ โปรดบอกเหตุผลในแถวหรือของทั้งคำขอ",
        "The value differs from the one reported before. Say why, on the row or for the whole request.",
    ),
)
# Of a row that names a thing twice: code and sentence, whichever of its fields it is.
CODE_AND_OURS = (
    "code_or_ours",
    Text(
        "ระบุรหัสของระบบท่านหรือรหัสของเราอย่างใดอย่างหนึ่ง",
        "Name it by your own code or by ours, not by both.",
    ),
)


# One key in every row of a large push would else name every row in every sentence.
MOST_NAMED = 5


def key_twice(others: Sequence[int]) -> FieldError:
    """Return the fault of a row that stands for the same value as the rows at `others`; it names the first of them."""
    places = ", ".join(map(str, others[:MOST_NAMED])) + (" …" if len(others) > MOST_NAMED else "")
    sentence = Text(
        f"พื้นที่ ตัวชี้วัด ปี และช่วงเวลาซ้ำกับแถวที่ {places} (นับจาก 0) โปรดส่งเพียงแถวเดียว",
        f"Area, indicator, year and period are those of row {places} too (counted from 0). Send only one of them.",
    )
    return FieldError("", "key_twice", sentence)


# Of a CSV file as a whole. A place in it is a line, counted from 1.
OTHER_SEPARATOR = FieldError(
    "line:1",
    "other_separator",
    Text("คั่นช่องด้วยจุลภาค (,) เท่านั้น", "Separate the columns by commas (,) only."),
)
ROWS_MISSING = FieldError(
    "/rows", "too_short", Text("ต้องมีอย่างน้อย 1 แถวใต้ชื่อช่อง", "There must be a row below the names.")
)


def too_many_rows(most: int) -> FieldError:
    """Return the fault of a file with more than `most` rows."""
    sentence = f"มีได้ไม่เกิน {most:,} แถว โปรดแบ่งส่ง", f"There may be at most {most:,} rows. Send the others apart."
    return FieldError("/rows", "too_long", Text(*sentence))


def columns_missing(names: Iterable[str]) -> Iterator[FieldError]:
    """Yield the fault of each column that no row can do without."""
    for name in names:
        yield FieldError("line:1", "column_missing", Text(f"ไม่มีช่อง {name}", f"The column {name} is missing."))


def column_unknown(place: int, name: str, known: Iterable[str]) -> FieldError:
    """Return the fault of a name on the first line that no field has; long or broken ones are not repeated."""
    shown = f"{name[:40]!r}" if name.isprintable() else "?"
    names = ", ".join(known)
    sentence = Text(
        f"ไม่รู้จักช่องที่ {place} {shown} ใช้ได้เฉพาะ: {names}",
        f"Column {place}, {shown}, is unknown; it must be one of: {names}.",
    )
    return FieldError("line:1", "column_unknown", sentence)


def column_twice(place: int, name: str) -> FieldError:
    """Return the fault of a column that stands there already."""
    sentence = Text(f"ช่องที่ {place} ซ้ำ: {name}", f"Column {place} is there already: {name}.")
    return FieldError("line:1", "column_twice", sentence)


def not_utf8(line: int) -> FieldError:
    """Return the fault of a file in another encoding, which breaks first on `line`."""
    sentence = Text(
        "ไม่ใช่ UTF-8 โปรดบันทึกเป็น UTF-8 (ใน Excel เลือก CSV UTF-8)",
        "This is not UTF-8. Save it as UTF-8 (in Excel: CSV UTF-8).",
    )
    return FieldError(f"line:{line}", "not_utf8", sentence)


def quotes_broken(line: int) -> FieldError:
    """Return the fault of a row, beginning on `line`, whose cells cannot be told apart."""
    sentence = Text(
        'เครื่องหมายคำพูดไม่ครบคู่หรืออยู่ผิดที่ ภายในช่องให้เขียน "" แทน "',
        'A quotation mark is open or out of place; inside a quoted cell write "" for ".',
    )
    return FieldError(f"line:{line}", "quotes_broken", sentence)


def cells_differ(found: int, expected: int) -> FieldError:
    """Return the fault of a row with more or fewer cells than the first line."""
    sentence = Text(
        f"แถวนี้มี {found} ช่อง แต่บรรทัดแรกมี {expected} ช่อง ข้อความที่มีจุลภาคต้องอยู่ในเครื่องหมายคำพูด",
        f"The row has {found} cells and the first line {expected}. Put text with a comma between quotation marks.",
    )
    return FieldError("", "cells_differ", sentence)


def not_a_number(pointer: str) -> FieldError:
    """Return the fault of a cell of a CSV file that is no number."""
    sentence = Text(
        "ต้องเป็นตัวเลขอารบิก ไม่มีจุลภาคหรือหน่วย เช่น 18250.75",
        "It must be a plain number without commas or units, such as 18250.75.",
    )
    return FieldError(pointer, "not_a_number", sentence)
