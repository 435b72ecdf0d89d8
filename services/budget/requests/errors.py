"""The named refusals of requests. Every amount in their facts is baht as a decimal string."""

from services.shared.errors import Invalid, Refusal, Text


class RequestExists(Refusal):
    """The list has an open request for that project already."""

    status = 409
    code = "budget_request_exists"
    title = Text("มีคำขอของโครงการนี้แล้ว", "There is a request for this project already")
    detail = Text(
        "ชุดคำขอนี้มีคำขอของโครงการนี้อยู่แล้ว ({request_id}) โปรดแก้คำขอเดิม หรือถอนก่อนแล้วเพิ่มใหม่",
        "This submission has an open request for the project ({request_id}). Change that one, or withdraw it first.",
    )


class RowsRefused(Invalid):
    """A file of requests is confirmed of which some rows no longer fit; none of it comes in."""

    code = "budget_rows_refused"
    title = Text("บางแถวใช้ไม่ได้แล้ว", "Some rows do not fit any more")
    detail = Text(
        "ยังไม่มีคำขอใดถูกนำเข้า โปรดแก้ตามรายการใน errors (row:เลขแถว/คอลัมน์) แล้วส่งไฟล์ใหม่",
        "Nothing was brought in. Correct what errors lists (row:number/column) and upload the file again.",
    )


class ListFull(Refusal):
    """A submission takes no more requests."""

    status = 409
    code = "budget_submission_full"
    title = Text("ชุดคำขอเต็มแล้ว", "The submission is full")
    detail = Text(
        "ชุดหนึ่งมีคำขอได้ไม่เกิน {most} รายการ โปรดเพิ่มชุดของรอบถัดไป",
        "A submission takes at most {most} requests. Make one of the next round.",
    )


class RequestNotReady(Invalid):
    """A request is submitted that lacks something, or whose project is not what it was."""

    code = "budget_request_not_ready"
    title = Text("คำขอยังส่งไม่ได้", "The request cannot be submitted yet")
    detail = Text("โปรดแก้ตามรายการใน errors แล้วส่งใหม่", "Put right what errors lists, then submit again.")


class SubmissionNotReady(Invalid):
    """A submission is submitted in which some request lacks something; none of it is submitted."""

    code = "budget_submission_not_ready"
    title = Text("ชุดคำขอยังส่งไม่ได้", "The submission cannot be submitted yet")
    detail = Text(
        "ยังไม่มีรายการใดถูกส่ง โปรดแก้คำขอตามรายการใน errors (/requests/รหัสคำขอ/…) แล้วส่งใหม่",
        "Nothing was submitted. Put right the requests that errors lists (/requests/id/…), then submit again.",
    )


class SubmissionEmpty(Refusal):
    """A submission without any request is submitted."""

    status = 409
    code = "budget_submission_empty"
    title = Text("ชุดคำขอยังไม่มีคำขอ", "The submission has no requests")
    detail = Text("โปรดเพิ่มคำขอที่ /v1/budget-requests ก่อน", "Add requests at /v1/budget-requests first.")


class ProjectWithdrawn(Refusal):
    """A step forward is taken on a request whose project was given up."""

    status = 409
    code = "project_withdrawn"
    title = Text("โครงการถูกถอนไปแล้ว", "The project was withdrawn")
    detail = Text(
        "โครงการ {title_th} ถูกยกเลิก ส่งกลับ หรือไม่ผ่าน โปรดถอนคำขอ หรือให้โครงการกลับมามีผลก่อน",
        "The project {title_th} was cancelled, returned or rejected. Withdraw the request, or restore the project.",
    )


class ProjectChanged(Refusal):
    """A step forward is taken on a request whose project is not what the request keeps, and nobody said yes to it."""

    status = 409
    code = "project_changed"
    title = Text("โครงการเปลี่ยนไปจากที่บันทึกในคำขอ", "The project changed since the request was made")
    detail = Text(
        "โครงการ {title_th} ต่างจากที่บันทึกในคำขอ (บันทึกไว้ {stored_hash} ปัจจุบัน {current_hash}) "
        "โปรดส่งคำขอกลับ ให้เจ้าของยอมรับความต่างที่ …/refresh-snapshot แล้วส่งใหม่",
        "The project {title_th} is not what the request keeps (kept {stored_hash}, now {current_hash}). Return the "
        "request; its owner accepts the differences at …/refresh-snapshot and submits it again.",
    )


class SnapshotMovedOn(Refusal):
    """A change of the project is accepted that is no longer the latest."""

    status = 409
    code = "snapshot_moved_on"
    title = Text("โครงการเปลี่ยนอีกครั้ง", "The project has changed again")
    detail = Text(
        "ท่านยอมรับฉบับ {accepted} แต่โครงการเป็นฉบับ {current} แล้ว โปรดดูความต่างใหม่ก่อนยอมรับ",
        "You accepted version {accepted}; the project is at {current}. Look at the differences again before accepting.",
    )


class DecisionDoesNotApply(Refusal):
    """A resolution decides something of an object that is not decided of such objects."""

    status = 409
    code = "decision_does_not_apply"
    title = Text("มตินี้ใช้กับรายการประเภทนี้ไม่ได้", "This cannot be decided of such an object")
    detail = Text(
        "มติ {decision} ใช้ไม่ได้กับรายการนี้ มติที่ใช้ได้: {known}",
        "{decision} does not apply to this object; what does: {known}.",
    )


class AmountDoesNotFit(Refusal):
    """A resolution grants an amount that its decision does not allow."""

    status = 409
    code = "granted_amount_does_not_fit"
    title = Text("วงเงินตามมติใช้ไม่ได้", "The granted amount does not fit")
    detail = Text(
        "ขอ {asked} บาท เสนอ {proposed} บาท มติ {decision} ให้ {granted} บาท: approve ให้เท่าที่เสนอ "
        "หากต่างให้ใช้ approve_changed ซึ่งต้องมากกว่าศูนย์และไม่เกินที่ขอ",
        "{asked} baht is asked and {proposed} proposed; {decision} grants {granted}. approve grants what is proposed; "
        "any other amount is approve_changed, more than zero and at most what is asked.",
    )


class MergerDoesNotFit(Refusal):
    """A request is merged into something that cannot take it."""

    status = 409
    code = "merger_does_not_fit"
    title = Text("รวมกับคำขอนี้ไม่ได้", "It cannot be merged into that request")
    detail = Text(
        "คำขอ {into_id} ต้องเป็นคำขออื่นของปีงบประมาณเดียวกันที่ {allowed} แล้ว ({found}) โปรดมีมติใหม่ที่ระบุคำขอที่รวมได้",
        "{into_id} must be another request of the same fiscal year that is {allowed} ({found}). "
        "Resolve anew and name one that takes it.",
    )


class ReferralWithoutAddressee(Refusal):
    """A resolution refers a request and does not say to whom."""

    status = 409
    code = "referral_without_addressee"
    title = Text("ไม่ได้ระบุว่าส่งต่อให้หน่วยงานใด", "The referral names no ministry or department")
    detail = Text(
        "โปรดมีมติใหม่ที่ระบุ function_code ของกระทรวงหรือกรมที่รับเรื่อง",
        "Resolve anew with the function_code of the ministry or department that it goes to.",
    )


class AccountMissing(Refusal):
    """Money is granted to an area that has no account to post it on."""

    status = 409
    code = "budget_account_missing"
    title = Text("ยังไม่มีบัญชีวงเงิน", "There is no account")
    detail = Text(
        "พื้นที่ {area_code} ยังไม่มีบัญชีของแหล่งเงิน {fund_code} ปีงบประมาณ {fiscal_year} "
        "ขอให้สำนักงบประมาณเปิดบัญชีที่ /v1/budget-accounts ก่อน",
        "Area {area_code} has no account of fund {fund_code} in fiscal year {fiscal_year}. "
        "Have the Budget Bureau open one at /v1/budget-accounts first.",
    )
