"""The named refusals of the budget calendar."""

from services.shared.errors import Refusal, Text


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
