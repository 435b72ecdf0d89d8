"""The named refusals of opinions."""

from services.shared.errors import Refusal, Text


class OpinionAsked(Refusal):
    """A ministry or department is asked a second time."""

    status = 409
    code = "opinion_asked"
    title = Text("ขอความเห็นหน่วยงานนี้แล้ว", "It was asked already")
    detail = Text(
        "หน่วยงานที่ระบุอย่างน้อยหนึ่งแห่งถูกขอความเห็นต่อคำขอนี้แล้ว ดูที่ …/opinions แล้วระบุเฉพาะหน่วยงานใหม่",
        "One of them was asked for its opinion on this request before; …/opinions lists them. Name only new ones.",
    )


class OpinionGiven(Refusal):
    """A ministry or department gives its opinion a second time."""

    status = 409
    code = "opinion_given"
    title = Text("ให้ความเห็นแล้ว", "The opinion was given already")
    detail = Text(
        "หน่วยงานนี้ให้ความเห็นต่อคำขอนี้แล้ว ความเห็นให้ครั้งเดียวและคงอยู่",
        "It gave its opinion on this request before; an opinion is given once and stays.",
    )
