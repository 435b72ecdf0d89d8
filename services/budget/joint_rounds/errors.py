"""The named refusals of joint rounds."""

from services.shared.errors import NotPermitted, Refusal, Text


class NotAtTheTable(NotPermitted):
    """A round is recorded by somebody who takes no part in it."""

    code = "joint_round_not_yours"
    title = Text("ท่านไม่ได้ร่วมประชุมรอบนี้", "You take no part in this round")
    detail = Text(
        "บันทึกได้ในนามของหน่วยงานที่ร่วมประชุมเท่านั้น ท่านทำแทน {units}",
        "A round is recorded by one of its participants; you act for {units} ({action}).",
    )


class RoundExists(Refusal):
    """The ministry or department has a round of that number in that year."""

    status = 409
    code = "joint_round_exists"
    title = Text("มีรอบนี้แล้ว", "There is such a round already")
    detail = Text(
        "หน่วยงานนี้มีรอบหมายเลขนี้ในปีงบประมาณนี้แล้ว โปรดแก้รอบเดิม หรือใช้หมายเลขถัดไป",
        "It has a round of this number in this fiscal year. Change that one, or use the next number.",
    )


class RoundChanged(Refusal):
    """A round is confirmed that is no longer what was read."""

    status = 409
    code = "joint_round_changed"
    title = Text("บันทึกเปลี่ยนไปแล้ว", "The record has changed")
    detail = Text(
        "ท่านยืนยัน {seen} แต่บันทึกปัจจุบันคือ {current} โปรดอ่านใหม่แล้วยืนยัน",
        "You confirm {seen}; the record is {current} now. Read it again before you confirm.",
    )


class RoundConfirmed(Refusal):
    """A participant confirms a second time, or confirms what it recorded itself."""

    status = 409
    code = "joint_round_confirmed"
    title = Text("ยืนยันแล้ว", "It stands for you already")
    detail = Text(
        "{unit} บันทึกหรือยืนยันรอบนี้ไว้แล้ว ผู้ที่ต้องยืนยันคือ {awaited}",
        "{unit} recorded or confirmed it before; who is to confirm: {awaited}.",
    )
