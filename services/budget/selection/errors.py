"""The named refusals of the choice of projects."""

from services.shared.errors import Refusal, Text


class SelectionExists(Refusal):
    """The area, or the nation, has a choice of that number in that year."""

    status = 409
    code = "project_selection_exists"
    title = Text("มีการเลือกหมายเลขนี้แล้ว", "There is a choice of this number already")
    detail = Text(
        "ปีงบประมาณนี้มีการเลือกหมายเลขนี้แล้ว โปรดใช้หมายเลขถัดไป การเลือกแต่ละครั้งไม่เปลี่ยนหลังคำนวณ",
        "The fiscal year has a choice of this number. Use the next one: a choice never changes once it was run.",
    )
