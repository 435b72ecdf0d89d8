"""The named refusals of submissions."""

from services.shared.errors import NotPermitted, Refusal, Text


class SubmissionExists(Refusal):
    """The area has a submission for that fiscal year and round already."""

    status = 409
    code = "budget_submission_exists"
    title = Text("มีชุดคำขอของรอบนี้แล้ว", "There is a submission of this round already")
    detail = Text(
        "พื้นที่นี้มีชุดคำขอของปีงบประมาณและรอบนี้แล้ว โปรดใช้ชุดเดิม หรือระบุรอบอื่น",
        "The area has a submission of this fiscal year and round. Use that one, or name another round.",
    )


class SubmissionNotYours(NotPermitted):
    """A submission is made for an area that the caller does not act for."""

    code = "submission_not_yours"
    title = Text("ท่านไม่ได้ปฏิบัติงานแทนพื้นที่นี้", "You do not act for this area")
    detail = Text(
        "จัดทำชุดคำขอได้เฉพาะในนามพื้นที่ของท่าน: {units}",
        "You may make submissions for your own areas only: {units}.",
    )
