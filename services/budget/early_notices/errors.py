"""The named refusals of early notices."""

from services.shared.errors import NotPermitted, Refusal, Text


class NoticeNotYours(NotPermitted):
    """A notice is sent for an area that the caller does not act for."""

    code = "early_notice_not_yours"
    title = Text("แจ้งแทนพื้นที่อื่นไม่ได้", "You do not act for this area")
    detail = Text(
        "ท่านแจ้งล่วงหน้าได้เฉพาะในนามของ {units}",
        "You can send early notices for {units} only ({action}).",
    )


class NoticeExists(Refusal):
    """The area has told of the project for that year already."""

    status = 409
    code = "early_notice_exists"
    title = Text("แจ้งโครงการนี้ล่วงหน้าแล้ว", "This project was told of already")
    detail = Text(
        "พื้นที่แจ้งโครงการนี้ของปีงบประมาณนี้แล้ว ดูได้ที่ /v1/early-notices?project_id=…",
        "The area sent an early notice of this project for that fiscal year: /v1/early-notices?project_id=… shows it.",
    )


class NoticeAnswered(Refusal):
    """A ministry acknowledges or answers a second time."""

    status = 409
    code = "early_notice_answered"
    title = Text("ตอบแล้ว", "It was answered already")
    detail = Text(
        "หน่วยงานรับทราบหรือตอบเรื่องนี้แล้ว คำตอบให้ครั้งเดียวและคงอยู่ ความเห็นต่อคำขอให้ที่ /v1/budget-requests/{{id}}/opinions",
        "It was acknowledged or answered before; an answer is given once and stays. An opinion on the request itself "
        "is given at /v1/budget-requests/{{id}}/opinions.",
    )
