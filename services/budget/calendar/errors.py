"""The named refusals of the budget calendar."""

from services.shared.errors import FieldError, Refusal, Text


class CalendarExists(Refusal):
    """The fiscal year has a calendar already."""

    status = 409
    code = "budget_calendar_exists"
    title = Text("มีปฏิทินงบประมาณของปีนี้แล้ว", "This fiscal year has a calendar already")
    detail = Text(
        "ใช้ปฏิทินเดิมของปีงบประมาณนี้ และแก้ช่วงเวลาด้วย PUT …/windows",
        "Use the calendar of that fiscal year, and replace its windows with PUT …/windows.",
    )


class WindowClosed(Refusal):
    """A step is taken on a day on which the calendar does not have it open."""

    status = 409
    code = "window_closed"
    title = Text("อยู่นอกช่วงเวลาตามปฏิทินงบประมาณ", "The calendar does not have this open")
    detail = Text(
        "ปฏิทินงบประมาณปี {fiscal_year} เปิดขั้นตอน {step} ({level}) ในช่วง {windows} แต่วันนี้ {day} อยู่นอกช่วง "
        "โปรดรอช่วงถัดไป หรือขอข้อยกเว้นจากสำนักงบประมาณหรือสำนักงาน ก.พ.ร.",
        "The calendar of fiscal year {fiscal_year} has {step} ({level}) open {windows}; today, {day}, it is not. "
        "Wait for the next window, or ask the Budget Bureau or OPDC for an exception.",
    )


class ExceptionExists(Refusal):
    """The same exception was granted already."""

    status = 409
    code = "budget_exception_exists"
    title = Text("ให้ข้อยกเว้นนี้แล้ว", "This exception was granted already")
    detail = Text(
        "พื้นที่นี้มีข้อยกเว้นของขั้นตอนเดียวกันถึงวันเดียวกันแล้ว ดูได้ในปฏิทินของปีนี้ หากต้องการเวลาเพิ่ม โปรดให้ถึงวันอื่น",
        "The area has an exception for that step until that day; the calendar shows it. Name another day for more.",
    )


NO_SUCH_TEMPLATE = FieldError(
    "/template",
    "template_unknown",
    Text(
        "ไม่มีแม่แบบนี้ ดูได้ที่ /v1/budget-calendar/templates",
        "There is no such template; /v1/budget-calendar/templates lists them.",
    ),
)
NO_SUCH_YEAR = FieldError(
    "/from_fiscal_year",
    "calendar_unknown",
    Text(
        "ปีงบประมาณนั้นไม่มีปฏิทินให้เลื่อนมาใช้ ดูได้ที่ /v1/budget-calendar",
        "That fiscal year has no calendar to go by; /v1/budget-calendar lists them.",
    ),
)
ONE_ORIGIN = FieldError(
    "/template",
    "one_origin",
    Text(
        "ส่งแม่แบบ ปีที่เลื่อนมา หรือช่วงเวลา อย่างใดอย่างหนึ่ง",
        "Send a template, a year to go by, or windows: one of them.",
    ),
)
