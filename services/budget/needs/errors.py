"""The named refusals of unfunded needs."""

from services.shared.errors import Refusal, Text


class NeedExists(Refusal):
    """What a request did not get is kept already."""

    status = 409
    code = "unfunded_need_exists"
    title = Text("มีความต้องการนี้แล้ว", "This need is kept already")
    detail = Text(
        "ส่วนที่คำขอนี้ไม่ได้รับงบประมาณบันทึกไว้แล้ว ดูได้ที่ /v1/unfunded-needs?request_id=…",
        "What this request did not get is kept already: /v1/unfunded-needs?request_id=… shows it.",
    )


class NeedNotThere(Refusal):
    """A need is kept of a request that lacks no money, or may still get it."""

    status = 409
    code = "unfunded_need_not_there"
    title = Text("คำขอนี้ยังไม่ใช่ความต้องการที่ไม่ได้รับงบประมาณ", "Nothing of this request went unfunded")
    detail = Text(
        "คำขอมีสถานะ {state} บันทึกได้เมื่อไม่ผ่าน ส่งต่อ ได้รับไม่เต็มวงเงินที่ขอ หรือเป็นคำขอเกินกรอบที่เห็นชอบแล้วแต่ยังไม่อนุมัติ",
        "The request is {state}. A need is kept of one that was rejected, referred or granted less than it asked, or "
        "that was endorsed above the ceiling and not approved.",
    )


class NeedCarried(Refusal):
    """A need is carried on that a request carries already."""

    status = 409
    code = "unfunded_need_carried"
    title = Text("มีคำขอที่ขอต่อแล้ว", "A request carries it on already")
    detail = Text(
        "คำขอ {request_id} ขอเงินสำหรับความต้องการนี้อยู่ ({state}) ขอต่ออีกครั้งได้เมื่อคำขอนั้นสิ้นสุดโดยไม่ได้รับเงิน",
        "{request_id} asks for it ({state}). It is carried on again once that one ended without money.",
    )
