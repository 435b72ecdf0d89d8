"""The named refusals of what is decided by delegation."""

from services.shared.errors import Refusal, Text


class PowerExceeded(Refusal):
    """A committee decides on more than was delegated to it."""

    status = 409
    code = "delegated_power_exceeded"
    title = Text("เกินวงเงินที่ได้รับมอบอำนาจ", "More than was delegated")
    detail = Text(
        "ตาม {document_number} คณะกรรมการอนุมัติได้ไม่เกินรายการละ {limit_per_item} และปีละ {limit_per_year} บาท "
        "ปีงบประมาณ {fiscal_year} ใช้ไปแล้ว {used} รายการนี้ {asked} บาท โปรดเสนอ ก.น.จ. พิจารณา",
        "By {document_number} the committee approves up to {limit_per_item} an item and {limit_per_year} a year; of "
        "{fiscal_year} it has used {used}, and this is {asked}. Put it before the policy committee.",
    )
