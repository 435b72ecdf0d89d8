"""The named refusals of meetings."""

from services.shared.errors import NotPermitted, Refusal, Text


class MeetingExists(Refusal):
    """The committee has a meeting of that number already."""

    status = 409
    code = "meeting_exists"
    title = Text("มีการประชุมครั้งนี้แล้ว", "There is a meeting of this number already")
    detail = Text("ใช้การประชุมเดิม หรือเลือกเลขครั้งอื่น", "Use that one, or choose another number.")


class QuorumMissing(Refusal):
    """Too few members were there for the meeting to decide anything."""

    status = 409
    code = "quorum_missing"
    title = Text("ไม่ครบองค์ประชุม", "There is no quorum")
    detail = Text(
        "มีกรรมการ {members} ตำแหน่ง เข้าประชุม {present} ต้องมีอย่างน้อย {needed} โปรดตรวจสอบรายชื่อผู้เข้าประชุม",
        "{present} of {members} members were there, {needed} are needed. Check the attendance.",
    )


class CommitteeNotOfRecord(NotPermitted):
    """Someone acts for a committee whose secretariat they are not."""

    code = "committee_not_of_record"
    title = Text("ท่านไม่ได้ปฏิบัติงานให้คณะกรรมการนี้", "You do not act for this committee")
    detail = Text(
        "รายการ {action} ทำโดยฝ่ายเลขานุการของคณะกรรมการนี้ บทบาท {roles}",
        "{action} is done by this committee's own secretariat, role {roles}.",
    )
