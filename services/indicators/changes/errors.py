"""The named refusals of change requests."""

from services.shared.errors import Invalid, Refusal, Text


class ChangeRequestExists(Refusal):
    """The KPI has an open request already."""

    status = 409
    code = "change_request_exists"
    title = Text("มีคำขอเปลี่ยนแปลงของตัวชี้วัดนี้อยู่แล้ว", "There is an open request for this KPI")
    detail = Text(
        "ตัวชี้วัดหนึ่งมีคำขอเปลี่ยนแปลงที่ยังไม่สิ้นสุดได้หนึ่งคำขอ โปรดแก้คำขอเดิม หรือถอนก่อนแล้วยื่นใหม่ ดูได้ที่ /v1/change-requests",
        "A KPI has one open request at a time. Change that one, or withdraw it first; /v1/change-requests lists it.",
    )


class ChangeRequestNotReady(Invalid):
    """A request is submitted that lacks something."""

    code = "change_request_not_ready"
    title = Text("คำขอยังส่งไม่ได้", "The request cannot be submitted yet")
    detail = Text("โปรดแก้ตามรายการใน errors แล้วส่งใหม่", "Put right what errors lists, then submit again.")


class ChangeBreaksRules(Invalid):
    """What is asked would have the agreement break a rule of the year that it keeps."""

    code = "change_breaks_rules"
    title = Text("การเปลี่ยนแปลงขัดหลักเกณฑ์ของปี", "The change breaks a rule of the year")
    detail = Text(
        "คำรับรองเป็นไปตามหลักเกณฑ์ใน errors อยู่แล้ว แต่จะขัดหากเปลี่ยนตามที่ขอ โปรดปรับข้อเสนอ",
        "The agreement keeps the rules in errors, and would break them. Ask for something else.",
    )


class ClosingDatePassed(Refusal):
    """A request is first submitted after the closing date of its year."""

    status = 409
    code = "change_closing_date_passed"
    title = Text("พ้นกำหนดยื่นคำขอเปลี่ยนแปลงแล้ว", "The closing date has passed")
    detail = Text(
        "ปีงบประมาณ {fiscal_year} รับคำขอถึงวันที่ {closes_on} ({source}) โปรดหารือสำนักงาน ก.พ.ร. ซึ่งเลื่อนกำหนดได้พร้อมเหตุผล",
        "Requests of fiscal year {fiscal_year} closed on {closes_on} ({source}). Ask ก.พ.ร., who may move the day with "
        "a reason.",
    )


class ClosingDateExists(Refusal):
    """The fiscal year has a closing date already."""

    status = 409
    code = "change_closing_date_exists"
    title = Text("ปีนี้มีกำหนดยื่นคำขอแล้ว", "This year has a closing date already")
    detail = Text(
        "โปรดเลื่อนกำหนดเดิมที่ /v1/change-requests/closing-dates พร้อมเหตุผล",
        "Move it at /v1/change-requests/closing-dates, with the reason.",
    )


class BaseMovedOn(Refusal):
    """The yes was to a state of the KPI that is no longer the latest."""

    status = 409
    code = "change_base_moved_on"
    title = Text("ตัวชี้วัดเปลี่ยนอีกครั้ง", "The KPI has changed again")
    detail = Text(
        "ท่านยืนยันฉบับ {accepted} แต่ปัจจุบันเป็น {current} โปรดดู base.differences ใหม่ก่อนยืนยัน",
        "You said yes to {accepted}; it is {current} now. Look at base.differences again first.",
    )


class AnalysisMissing(Refusal):
    """A request is put before the working group that ก.พ.ร. has not analysed."""

    status = 409
    code = "change_analysis_missing"
    title = Text("ยังไม่มีผลการวิเคราะห์", "It has not been analysed")
    detail = Text(
        "โปรดบันทึกผลการวิเคราะห์และข้อเสนอที่ …/analysis ก่อนเสนอคณะทำงาน",
        "Record the analysis and what is recommended at …/analysis before it goes to the working group.",
    )


class HostNotHeard(Refusal):
    """A request is put before the working group while its host agency is silent, and nothing says how it was asked."""

    status = 409
    code = "change_host_not_heard"
    title = Text("หน่วยงานเจ้าภาพตัวชี้วัดยังไม่ให้ความเห็น", "The host agency has given no opinion")
    detail = Text(
        "{host} ยังไม่ให้ความเห็น การไม่ตอบไม่ถือว่าเห็นชอบ โปรดรอความเห็น หรือระบุใน host_silence_th ว่าได้หารืออย่างไรและไม่ได้รับคำตอบ",
        "{host} has not answered, and silence is no consent. Wait for its opinion, or say in `host_silence_th` how it "
        "was consulted without an answer.",
    )


class HostWasHeard(Refusal):
    """A note on the silence of a host agency that gave its opinion, or of one that there is not."""

    status = 409
    code = "change_host_not_silent"
    title = Text("ไม่มีกรณีที่หน่วยงานเจ้าภาพไม่ตอบ", "No host agency is silent here")
    detail = Text(
        "หน่วยงานเจ้าภาพให้ความเห็นแล้ว หรือตัวชี้วัดไม่มีหน่วยงานเจ้าภาพ โปรดส่งใหม่โดยไม่ระบุ host_silence_th",
        "The host agency gave its opinion, or the indicator has none. Send it without `host_silence_th`.",
    )


class NothingRecommended(Refusal):
    """The working group approves changed what ก.พ.ร. recommended nothing else for."""

    status = 409
    code = "change_nothing_recommended"
    title = Text("ไม่มีข้อเสนออื่นให้เห็นชอบ", "There is nothing else to approve")
    detail = Text(
        "approve_changed ใช้เมื่อผลการวิเคราะห์เสนอค่าอื่นไว้ให้คณะทำงานเห็น คำขอนี้ไม่มี โปรดบันทึกมติเป็น approve reject หรือ return",
        "approve_changed approves other terms that the analysis put before the working group; here are none. Resolve "
        "approve, reject or return.",
    )


class DecisionNotForChangeRequests(Refusal):
    """A resolution decides on a request what cannot be decided of one."""

    status = 409
    code = "decision_not_for_change_requests"
    title = Text("มตินี้ใช้กับคำขอเปลี่ยนแปลงไม่ได้", "This decision is not one for change requests")
    detail = Text(
        "คำขอเปลี่ยนแปลงรับมติ {known} เท่านั้น มตินี้คือ {decision} โปรดบันทึกมติใหม่",
        "A change request is decided by {known}; this is {decision}. Record the resolution anew.",
    )
