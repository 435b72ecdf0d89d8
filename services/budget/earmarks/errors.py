"""The named refusals of reserves. Every amount in their facts is baht as a decimal string."""

from services.shared.errors import Refusal, Text


class EarmarkExists(Refusal):
    """The agency has stated its reserve of that fiscal year before."""

    status = 409
    code = "earmark_exists"
    title = Text("หน่วยงานนี้ระบุวงเงินสำรองของปีนี้แล้ว", "The agency has stated its reserve of this year")
    detail = Text(
        "มีวงเงินสำรองของหน่วยงานและปีงบประมาณนี้อยู่แล้ว ({earmark_id}) โปรดปรับปรุงที่ /v1/earmarks/{earmark_id}/revise",
        "The reserve of this agency and fiscal year stands already ({earmark_id}). "
        "Revise it at /v1/earmarks/{earmark_id}/revise.",
    )


class ReserveMissing(Refusal):
    """Money is to be held on a reserve that there is not, or whose amount nobody stated."""

    status = 409
    code = "reserve_missing"
    title = Text("ยังไม่มีวงเงินสำรองที่กันได้", "There is no reserve to hold on")
    detail = Text(
        "หน่วยงาน {function_code} ยังไม่ได้ระบุจำนวนเงินสำรองของปีงบประมาณ {fiscal_year} "
        "โปรดระบุจำนวนเงินที่ /v1/earmarks ก่อน หรือส่งคำขอต่อไปยังหน่วยงานอื่น",
        "Agency {function_code} has not stated the amount of its reserve of fiscal year {fiscal_year}. "
        "State it at /v1/earmarks first, or refer the request to another agency.",
    )


class ReserveExceeded(Refusal):
    """More would be held than is left of a reserve."""

    status = 409
    code = "reserve_exceeded"
    title = Text("เกินวงเงินสำรองที่เหลือ", "It does not fit into the reserve")
    detail = Text(
        "วงเงินสำรอง {reserve} บาท กันไว้แล้ว {held} บาท ใช้ไปแล้ว {used} บาท ขอกันอีก {asked} บาท "
        "โปรดรับบางส่วน เพิ่มวงเงินสำรอง หรือส่งต่อไปยังหน่วยงานอื่น",
        "Of the reserve of {reserve} baht, {held} is held and {used} used; {asked} more is to be held. "
        "Accept a part, raise the reserve, or refer the request to another agency.",
    )
