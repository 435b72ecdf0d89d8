"""The named refusals of the windows, and what they say of a row that is not taken."""

import datetime as dt

from services.shared.errors import FieldError, Refusal, Text


class CalendarExists(Refusal):
    """The fiscal year has its windows already."""

    status = 409
    code = "observation_windows_exist"
    title = Text("มีช่วงเวลารายงานค่าของปีนี้แล้ว", "This fiscal year has its windows already")
    detail = Text(
        "แก้ช่วงเวลาของปีงบประมาณนี้ด้วย PUT …/windows", "Replace the windows of that fiscal year with PUT …/windows."
    )


class ExceptionExists(Refusal):
    """The same exception was granted and still stands."""

    status = 409
    code = "observation_exception_exists"
    title = Text("ให้ข้อยกเว้นนี้แล้ว", "This exception stands already")
    detail = Text(
        "หน่วยงานนี้มีข้อยกเว้นเรื่องเดียวกันถึงวันเดียวกันอยู่แล้ว ดูได้ในช่วงเวลารายงานค่าของปีนี้",
        "The unit has an exception for the same values until the same day; the year's windows show it.",
    )


class ExceptionRevoked(Refusal):
    """The exception was taken back already."""

    status = 409
    code = "observation_exception_revoked"
    title = Text("ยกเลิกข้อยกเว้นนี้แล้ว", "This exception was revoked already")
    detail = Text("ไม่ต้องทำอะไรอีก ข้อยกเว้นนี้ไม่มีผลแล้ว", "There is nothing more to do: it no longer holds.")


def window_not_open(fiscal_year: int, period: str, opens_on: dt.date) -> FieldError:
    """Return the fault of a value that comes before its window."""
    sentence = Text(
        f"ช่วงเวลา {period} ปีงบประมาณ {fiscal_year} เปิดรับค่าตั้งแต่ {opens_on} โปรดส่งตั้งแต่วันนั้น",
        f"Values of {period} of {fiscal_year} are taken from {opens_on} on. Send it then.",
    )
    return FieldError("/period", "window_not_open", sentence)


def window_closed(fiscal_year: int, period: str, due_on: dt.date) -> FieldError:
    """Return the fault of a value that comes after the last day, where late ones are refused."""
    sentence = Text(
        f"ช่วงเวลา {period} ปีงบประมาณ {fiscal_year} ปิดรับค่าเมื่อสิ้นวันที่ {due_on} โปรดขอข้อยกเว้นจากสำนักงาน ก.พ.ร. พร้อมเหตุผล",
        f"Values of {period} of {fiscal_year} were due by the end of {due_on}. Ask OPDC for an exception, with the "
        "reason.",
    )
    return FieldError("/period", "window_closed", sentence)


def period_locked(fiscal_year: int, period: str, locks_on: dt.date) -> FieldError:
    """Return the fault of a value of a period in which nothing changes any more."""
    sentence = Text(
        f"ค่าของช่วงเวลา {period} ปีงบประมาณ {fiscal_year} ปิดไม่ให้แก้ไขตั้งแต่ {locks_on} หากค่าผิด โปรดแจ้งสำนักงาน ก.พ.ร. "
        "ซึ่งเปิดให้แก้ไขเป็นกรณีพิเศษได้",
        f"Values of {period} of {fiscal_year} are locked since {locks_on}. If one is wrong, tell OPDC, which can grant "
        "an exception that opens what is locked.",
    )
    return FieldError("/period", "period_locked", sentence)


def window_twice(place: int, first: int, period: str) -> FieldError:
    """Return the fault of a window for values that another one is for."""
    sentence = Text(
        f"ช่วงเวลา {period} มีในรายการที่ {first} แล้ว (นับจาก 0)", f"Window {first} is for {period} already, counted from 0."
    )
    return FieldError(f"/windows/{place}/periods", "window_twice", sentence)


def due_before_it_opens(place: int) -> FieldError:
    """Return the fault of a window whose last day is before its first."""
    sentence = Text("วันสุดท้ายอยู่ก่อนวันเปิด", "It is due before it opens.")
    return FieldError(f"/windows/{place}/due_on", "due_before_it_opens", sentence)


def locks_before_it_is_due(place: int) -> FieldError:
    """Return the fault of a window that locks on its last day or before."""
    sentence = Text("วันที่เริ่มล็อกต้องอยู่หลังวันสุดท้าย", "It must lock after its last day.")
    return FieldError(f"/windows/{place}/locks_on", "locks_before_it_is_due", sentence)


def indicator_has_its_frequency(place: int) -> FieldError:
    """Return the fault of a window that names both an indicator and a frequency."""
    sentence = Text(
        "ระบุตัวชี้วัดหรือความถี่อย่างใดอย่างหนึ่ง ตัวชี้วัดมีความถี่ของตนแล้ว",
        "Name an indicator or a frequency; an indicator has its own.",
    )
    return FieldError(f"/windows/{place}/frequency", "indicator_or_frequency", sentence)


def period_shorter_than_frequency(place: int) -> FieldError:
    """Return the fault of a window for periods that its frequency has none of."""
    sentence = Text("มีช่วงเวลาที่สั้นกว่าความถี่นี้", "It names a period shorter than that frequency.")
    return FieldError(f"/windows/{place}/periods", "period_too_short", sentence)


NO_SUCH_TEMPLATE = FieldError(
    "/template",
    "template_unknown",
    Text(
        "ไม่มีแม่แบบนี้ ดูได้ที่ /v1/observation-windows/templates",
        "There is no such template; /v1/observation-windows/templates lists them.",
    ),
)
TEMPLATE_AND_WINDOWS = FieldError(
    "/template",
    "template_or_windows",
    Text("ส่งแม่แบบหรือช่วงเวลาอย่างใดอย่างหนึ่ง", "Send a template or windows, not both."),
)
DAY_IS_PAST = FieldError("/until", "day_is_past", Text("วันสุดท้ายต้องไม่ผ่านไปแล้ว", "Its last day must not be past."))
UNIT_UNKNOWN = FieldError(
    "/reporter",
    "unit_unknown",
    Text("ไม่มีพื้นที่หรือหน่วยงานนี้ ดูที่ /v1/areas และ /v1/functions", "There is no such unit; see /v1/areas and /v1/functions."),
)


def indicator_unknown(pointer: str) -> FieldError:
    """Return the fault of an indicator that is not published."""
    sentence = Text("ไม่มีตัวชี้วัดนี้ที่ประกาศใช้ ดูที่ /v1/indicators", "There is no such published indicator; see /v1/indicators.")
    return FieldError(pointer, "indicator_unknown", sentence)
