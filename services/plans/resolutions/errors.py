"""The named refusals of resolutions."""

from services.shared.errors import NotPermitted, Refusal, Text


class ResolutionExists(Refusal):
    """The meeting has a resolution of that number already."""

    status = 409
    code = "resolution_exists"
    title = Text("มีมติข้อนี้แล้ว", "There is a resolution of this number already")
    detail = Text("ใช้มติเดิม หรือเลือกข้ออื่น", "Use that one, or choose another number.")


class SecondPersonNeeded(NotPermitted):
    """Who recorded a resolution may not confirm it."""

    code = "second_person_needed"
    title = Text("ต้องให้ผู้อื่นยืนยันมติ", "Another person must confirm")
    detail = Text(
        "มตินี้บันทึกโดยท่าน การยืนยัน ({action}) ต้องทำโดยผู้อื่นในฝ่ายเลขานุการหรือประธาน",
        "You recorded this resolution; {action} is for another of the secretariat, or the chair.",
    )


class MeetingNotClosed(Refusal):
    """A resolution is confirmed before its meeting was closed over signed minutes."""

    status = 409
    code = "meeting_not_closed"
    title = Text("การประชุมยังไม่ปิด", "The meeting is not closed")
    detail = Text(
        "ปิดการประชุมพร้อมรายงานการประชุมที่ลงนามแล้วก่อน จากนั้นจึงยืนยันมติ",
        "Close the meeting over its signed minutes first, then confirm.",
    )


class NotCarried(Refusal):
    """More voted against than for."""

    status = 409
    code = "not_carried"
    title = Text("มติไม่ผ่าน", "The resolution was not carried")
    detail = Text(
        "เห็นชอบ {votes_for} ไม่เห็นชอบ {votes_against} มติที่ไม่ผ่านยืนยันไม่ได้",
        "{votes_for} voted for it and {votes_against} against; what was not carried is not confirmed.",
    )
