"""The named refusals of the ledger. Every amount in their facts is baht as a decimal string."""

from services.shared.errors import Refusal, Text


class CeilingExceeded(Refusal):
    """A hold does not fit under the ceiling of the account, or of one above it."""

    status = 409
    code = "ceiling_exceeded"
    title = Text("เกินกรอบวงเงินที่เหลือ", "It does not fit under the ceiling")
    detail = Text(
        "กรอบวงเงิน ({level}) {ceiling} บาท กันไว้แล้ว {held} บาท อนุมัติแล้ว {posted} บาท ขอเพิ่ม {asked} บาท "
        "โปรดระบุเป็นคำขอเกินกรอบ (above) หรือลดวงเงินที่ขอ",
        "Of the ceiling ({level}) of {ceiling} baht, {held} is held and {posted} posted; {asked} more is asked. "
        "Mark the request above the ceiling, or lower it.",
    )


class CapBelowUse(Refusal):
    """A ceiling is lowered below what is held and posted under it."""

    status = 409
    code = "cap_below_use"
    title = Text("กรอบใหม่ต่ำกว่าที่ใช้ไปแล้ว", "The new ceiling is below what is in use")
    detail = Text(
        "กันไว้แล้ว {held} บาท อนุมัติแล้ว {posted} บาท กรอบใหม่ {asked} บาทน้อยเกินไป "
        "โปรดกำหนดไม่ต่ำกว่าผลรวม หรือยกเลิกวงเงินที่กันไว้ก่อน",
        "{held} baht is held and {posted} posted; a ceiling of {asked} is too low. "
        "Set it no lower than their sum, or have holds released first.",
    )


class DisbursedPastPosted(Refusal):
    """More would be disbursed than was posted and is not committed."""

    status = 409
    code = "disbursed_past_posted"
    title = Text("เบิกจ่ายเกินวงเงินที่อนุมัติ", "More would be disbursed than was posted")
    detail = Text(
        "อนุมัติแล้ว {posted} บาท เบิกจ่ายแล้ว {disbursed} บาท ก่อหนี้ผูกพันไว้ {committed} บาท ขอเบิก {asked} บาท "
        "โปรดตรวจสอบจำนวนหรือบัญชี หากจ่ายตามหนี้ที่ผูกพันไว้ให้ระบุ commitment_id",
        "{posted} baht is posted, {disbursed} disbursed and {committed} committed; {asked} more is too much. "
        "Check the amount or the account; to pay what was committed, name its commitment_id.",
    )


class CommittedPastPosted(Refusal):
    """More would be committed than was posted and is not spent."""

    status = 409
    code = "committed_past_posted"
    title = Text("ก่อหนี้ผูกพันเกินวงเงินที่อนุมัติ", "More would be committed than was posted")
    detail = Text(
        "อนุมัติแล้ว {posted} บาท เบิกจ่ายแล้ว {disbursed} บาท ก่อหนี้ผูกพันไว้ {committed} บาท ขอผูกพันเพิ่ม {asked} บาท "
        "โปรดตรวจสอบจำนวนหรือบัญชี หรือยกเลิกหนี้ที่ไม่ใช้แล้วก่อน",
        "{posted} baht is posted, {disbursed} disbursed and {committed} committed; {asked} more is too much. "
        "Check the amount or the account, or release first what is no longer owed.",
    )


class SettledPastCommitment(Refusal):
    """More would be paid on a commitment, or released of it, than is open."""

    status = 409
    code = "settled_past_commitment"
    title = Text("เกินหนี้ผูกพันที่เหลือ", "It is more than is open of the commitment")
    detail = Text(
        "หนี้ผูกพันเหลือ {open} บาท ระบุ {asked} บาท โปรดแก้จำนวน ส่วนที่เกินให้บันทึกแยกโดยไม่อ้างหนี้นี้",
        "{open} baht of the commitment is open; {asked} is too much. Correct the amount, and record what goes past it "
        "without naming the commitment.",
    )


class SpentPastPosting(Refusal):
    """More would be spent of what was posted for a request than that was."""

    status = 409
    code = "spent_past_posting"
    title = Text("เกินวงเงินที่อนุมัติให้คำขอนี้", "More than was approved for this request")
    detail = Text(
        "คำขอนี้ได้รับอนุมัติ {posted} บาท ใช้จ่ายแล้ว {spent} บาท ขอใช้อีก {asked} บาท โปรดแก้จำนวน หรือระบุคำขอที่ถูกต้อง",
        "{posted} baht was approved for this request and {spent} is spent; {asked} more does not fit. Correct the "
        "amount, or name the right request's posting.",
    )


class ReturnedPastDisbursed(Refusal):
    """More would be returned than was disbursed."""

    status = 409
    code = "returned_past_disbursed"
    title = Text("คืนเงินเกินที่เบิกจ่าย", "More would be returned than was disbursed")
    detail = Text(
        "เบิกจ่ายแล้ว {disbursed} บาท ขอคืน {asked} บาท โปรดตรวจสอบจำนวนหรือบัญชี",
        "{disbursed} baht was disbursed; {asked} cannot be returned. Check the amount or the account.",
    )


class MovedPastLeft(Refusal):
    """More of a ceiling would be moved than is neither held nor posted under it."""

    status = 409
    code = "moved_past_left"
    title = Text("โอนเกินกรอบวงเงินที่เหลือ", "More would be moved than is left of the ceiling")
    detail = Text(
        "กรอบวงเงิน ({level}) {ceiling} บาท กันไว้แล้ว {held} บาท อนุมัติแล้ว {posted} บาท ขอโอน {asked} บาท "
        "โปรดลดจำนวน หรือยกเลิกวงเงินที่กันไว้ก่อน",
        "Of the ceiling ({level}) of {ceiling} baht, {held} is held and {posted} posted; {asked} cannot be moved away. "
        "Move less, or have holds released first.",
    )


class CeilingAllotted(Refusal):
    """What is left of a cluster's ceiling was given to the accounts under it already."""

    status = 409
    code = "ceiling_allotted"
    title = Text("กรอบวงเงินแบ่งให้บัญชีย่อยหมดแล้ว", "The ceiling is allotted already")
    detail = Text(
        "กรอบวงเงิน {ceiling} บาท แบ่งให้บัญชีย่อยแล้ว {allotted} บาท ขอแบ่งเพิ่ม {asked} บาท โปรดลดจำนวน หรือโอนคืนจากบัญชีย่อยอื่นก่อน",
        "Of the ceiling of {ceiling} baht, {allotted} is allotted to the accounts under it; {asked} more does not fit. "
        "Move less, or move some back from another account first.",
    )


class NextAccountMissing(Refusal):
    """There is no account in the next year on which a commitment could go on."""

    status = 409
    code = "next_account_missing"
    title = Text("ยังไม่มีบัญชีของปีถัดไป", "There is no account of the next year")
    detail = Text(
        "ยังไม่มีบัญชีแหล่งเงิน {fund_code} ของปีงบประมาณ {fiscal_year} โปรดให้สำนักงบประมาณเปิดบัญชีก่อน",
        "The owner has no account of the fund {fund_code} in fiscal year {fiscal_year}. "
        "Have the Budget Bureau open it first.",
    )


class CarryOverEnded(Refusal):
    """The day until which carried money may be paid is past."""

    status = 409
    code = "carry_over_ended"
    title = Text("พ้นกำหนดเบิกเงินกันเหลื่อมปี", "Carried money may no longer be paid")
    detail = Text(
        "เงินกันเหลื่อมปีนี้เบิกได้ถึง {payable_until} วันที่จ่าย {paid_on} เลยกำหนด "
        "โปรดบันทึกการขยายเวลาที่ได้รับอนุมัติ หรือยกเลิกหนี้ที่เหลือ (release)",
        "This commitment may be paid until {payable_until}; {paid_on} is later. "
        "Record the extension that was granted, or release what is left.",
    )


class NotGranted(Refusal):
    """Money of a fund is approved by requests, not granted by document."""

    status = 409
    code = "fund_not_granted"
    title = Text("แหล่งเงินนี้อนุมัติตามคำขอ", "Money of this fund is approved by requests")
    detail = Text(
        "เงินของแหล่ง {fund_code} อนุมัติผ่านคำของบประมาณเท่านั้น โปรดใช้ /v1/budget-requests",
        "Money of the fund {fund_code} is approved by budget requests alone. Use /v1/budget-requests.",
    )


class CeilingStated(Refusal):
    """The ceiling of a reserve is what its ministry states."""

    status = 409
    code = "ceiling_stated"
    title = Text("กรอบวงเงินนี้กระทรวงเป็นผู้แจ้ง", "The ministry states this ceiling")
    detail = Text(
        "กรอบวงเงินของแหล่ง {fund_code} เป็นไปตามที่กระทรวงแจ้ง โปรดให้กระทรวงแจ้งหรือแก้ไขที่ /v1/earmarks",
        "The ceiling of the fund {fund_code} is what the ministry states. Have it stated or revised at /v1/earmarks.",
    )


class HoldResolved(Refusal):
    """A hold was posted, voided or expired before."""

    status = 409
    code = "hold_resolved"
    title = Text("วงเงินที่กันไว้นี้สิ้นสุดแล้ว", "This hold has ended already")
    detail = Text(
        "รายการ {kind} ({transfer_id}) ปิดวงเงินที่กันไว้นี้แล้ว โปรดอ่านรายการนั้น หากต้องการวงเงินอีกให้กันใหม่",
        "The transfer {transfer_id} ({kind}) ended this hold. Read it; to have money held again, make a new hold.",
    )


class ReferenceTaken(Refusal):
    """Something was recorded under that reference before."""

    status = 409
    code = "reference_taken"
    title = Text("เลขอ้างอิงนี้ใช้บันทึกแล้ว", "This reference is recorded already")
    detail = Text(
        "มีรายการ {transfer_id} ตามเลขอ้างอิงนี้แล้ว โปรดใช้รายการนั้น หรือแก้เลขอ้างอิงให้ถูกต้อง",
        "The transfer {transfer_id} stands under this reference. Use that one, or correct the reference.",
    )


class AccountExists(Refusal):
    """The owner has an account of that fund in that fiscal year already."""

    status = 409
    code = "budget_account_exists"
    title = Text("มีบัญชีวงเงินนี้แล้ว", "There is such an account already")
    detail = Text(
        "เจ้าของนี้มีบัญชีของแหล่งเงินและปีงบประมาณนี้แล้ว โปรดใช้บัญชีเดิมและปรับกรอบวงเงินหากจำเป็น",
        "This owner has an account of this fund and fiscal year. Use that one, and revise its ceiling where needed.",
    )
