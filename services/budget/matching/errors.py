"""The named refusals of matching funds."""

from services.shared.errors import FieldError, NotPermitted, Refusal, Text


class FundExists(Refusal):
    """The area has a fund of that name in the year already."""

    status = 409
    code = "matching_fund_exists"
    title = Text("มีกองทุนร่วมลงทุนนี้แล้ว", "This matching fund exists already")
    detail = Text(
        "พื้นที่มีกองทุนร่วมลงทุนชื่อนี้ในปีงบประมาณนี้แล้ว โปรดใช้กองทุนเดิม หรือตั้งชื่อตามวัตถุประสงค์ให้ต่างกัน",
        "The area has a fund of that name in the year. Use that one, or name this one by what sets it apart.",
    )


class FundNotYours(NotPermitted):
    """A fund is opened for an area the caller does not act for."""

    code = "matching_fund_not_yours"
    title = Text("ท่านไม่ได้ดำเนินการแทนพื้นที่นี้", "You do not act for this area")
    detail = Text(
        "กองทุนร่วมลงทุนเปิดโดยจังหวัดหรือกลุ่มจังหวัดของตน ({units}) โปรดให้สำนักงานของพื้นที่นั้นดำเนินการ",
        "A matching fund is opened by the area's own office ({units}). Ask the office of that area.",
    )


class PledgeExists(Refusal):
    """Who pledges has a pledge of that form in the fund already."""

    status = 409
    code = "matching_pledge_exists"
    title = Text("ผู้ร่วมลงทุนรายนี้ให้คำมั่นไว้แล้ว", "This contributor has a pledge already")
    detail = Text(
        "หากคำมั่นเปลี่ยน โปรดบันทึกรายการ raise หรือ lower พร้อมเหตุผลที่คำมั่นเดิม",
        "When it changes, record a raise or lower on the pledge that stands, with the reason.",
    )


class DocumentTaken(Refusal):
    """The document was recorded on this pledge already."""

    status = 409
    code = "matching_document_taken"
    title = Text("บันทึกเอกสารนี้แล้ว", "This document was recorded already")
    detail = Text(
        "คำมั่นนี้มีรายการชนิดเดียวกันด้วยเลขที่เอกสารนี้แล้ว โปรดตรวจสอบรายการเดิม",
        "The pledge has an entry of that kind by that document. Look at it first.",
    )


class PledgeExceeded(Refusal):
    """More would be paid than is pledged, or more taken back than there is."""

    status = 409
    code = "matching_pledge_exceeded"
    title = Text("เกินคำมั่น", "More than the pledge")
    detail = Text(
        "คำมั่น {pledged} บาท จ่ายแล้ว {paid} บาท รายการ {kind} จำนวน {asked} บาททำไม่ได้: ยอดจ่ายต้องไม่เกินคำมั่นและไม่ติดลบ "
        "หากผู้ร่วมลงทุนให้มากขึ้น โปรดบันทึก raise ก่อน",
        "{pledged} is pledged, {paid} is paid; {kind} of {asked} cannot be: what is paid is neither more than the "
        "pledge nor less than nothing. Where more is given, record a raise first.",
    )


class FundFull(Refusal):
    """A fund holds as many pledges or entries as one answer can show."""

    status = 409
    code = "matching_fund_full"
    title = Text("กองทุนนี้มีรายการเต็มแล้ว", "The fund is full")
    detail = Text(
        "กองทุนหนึ่งมีได้ไม่เกิน {most} รายการ โปรดเปิดกองทุนใหม่ตามวัตถุประสงค์ย่อย",
        "A fund holds at most {most} of them. Open another one for a part of the purpose.",
    )


AREA_DOES_NOT_FIT = FieldError(
    "/area_code",
    "area_does_not_fit",
    Text("ต้องเป็นจังหวัดหรือกลุ่มจังหวัดที่มีในปีงบประมาณนั้น", "It is a province or cluster that the fiscal year has."),
)
PROJECT_UNKNOWN = FieldError(
    "/project_id",
    "project_unknown",
    Text(
        "ไม่พบโครงการนี้ในพื้นที่และปีงบประมาณเดียวกัน ดูที่ /v1/projects",
        "No such project of that area and year; see /v1/projects.",
    ),
)
DAY_IS_AHEAD = FieldError("/on", "day_is_ahead", Text("วันที่ต้องไม่อยู่ในอนาคต", "The day must not be in the future."))
REASON_NEEDED = FieldError(
    "/reason", "reason_needed", Text("ระบุเหตุผลที่คำมั่นเปลี่ยนหรือคืนเงิน", "Say why the pledge changes or money goes back.")
)
PLEDGE_UNKNOWN = FieldError("/pledge_id", "pledge_unknown", Text("ไม่มีคำมั่นนี้ในกองทุน", "The fund has no such pledge."))
