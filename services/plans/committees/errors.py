"""The named refusals of committees."""

from services.shared.errors import NotPermitted, Refusal, Text


class CommitteeExists(Refusal):
    """A committee of that code is registered already."""

    status = 409
    code = "committee_exists"
    title = Text("มีคณะกรรมการรหัสนี้แล้ว", "There is a committee of this code already")
    detail = Text("ใช้คณะกรรมการเดิม หรือเลือกรหัสอื่น", "Use that one, or choose another code.")


class SeatTaken(Refusal):
    """The post sits on the committee already on some of those days."""

    status = 409
    code = "seat_taken"
    title = Text("ตำแหน่งนี้เป็นกรรมการอยู่แล้ว", "This post sits on the committee already")
    detail = Text(
        "ตำแหน่งเดียวกันมีวาระซ้อนกัน โปรดสิ้นสุดวาระเดิมก่อน",
        "The same post has a term on some of these days. End that one first.",
    )


class CommitteeNotYours(NotPermitted):
    """A committee is registered by who does not keep its register."""

    code = "committee_not_yours"
    title = Text("ท่านไม่ได้ดูแลทะเบียนคณะกรรมการนี้", "You do not keep this committee's register")
    detail = Text(
        "ทะเบียนคณะกรรมการของพื้นที่ดูแลโดยสำนักงานของพื้นที่นั้น ของส่วนกลางดูแลโดย ก.พ.ร. (รายการ {action})",
        "An area's committees are kept by that area's office, the national ones by OPDC ({action}).",
    )
