"""The named refusals of performance agreements."""

from services.shared.errors import Invalid, Refusal, Text


class AgreementExists(Refusal):
    """The area has an agreement for that fiscal year already."""

    status = 409
    code = "performance_agreement_exists"
    title = Text("มีคำรับรองของปีนี้แล้ว", "There is an agreement for this year already")
    detail = Text(
        "พื้นที่นี้มีคำรับรองการปฏิบัติราชการของปีงบประมาณเดียวกันแล้ว โปรดแก้ไขฉบับนั้น หรือยกเลิกร่างเดิมก่อน",
        "The area has an agreement for the same fiscal year. Change that one, or cancel the draft first.",
    )


class AgreementNotInForce(Refusal):
    """A KPI of an agreement is to be revised that is not approved."""

    status = 409
    code = "performance_agreement_not_in_force"
    title = Text("คำรับรองยังไม่ได้รับความเห็นชอบ", "The agreement is not in force")
    detail = Text(
        "ขอเปลี่ยนแปลงตัวชี้วัดได้เมื่อคำรับรองได้รับความเห็นชอบ ขณะนี้สถานะเป็น {state} ก่อนหน้านั้นโปรดแก้ที่คำรับรองเอง",
        "A KPI is revised once its agreement is approved; it is {state} now. Before that, change the agreement itself.",
    )


class KpiChangedSince(Refusal):
    """A KPI is to be revised that no longer says what the revision was made from."""

    status = 409
    code = "agreement_kpi_changed_since"
    title = Text("ตัวชี้วัดในคำรับรองเปลี่ยนไปแล้ว", "The KPI has changed since")
    detail = Text(
        "ตัวชี้วัดไม่ตรงกับฉบับที่ใช้ทำคำขอ (เดิม {expected} ปัจจุบัน {current}) ให้เจ้าของคำขอดูความต่างแล้วยืนยันที่ …/rebase ก่อนพิจารณาใหม่",
        "The KPI is not what the request was made from ({expected} then, {current} now). Its owner looks at the "
        "differences and says yes to them at …/rebase; then it is decided anew.",
    )


class AgreementIncomplete(Invalid):
    """An agreement is submitted before it says all that it binds the area to."""

    code = "performance_agreement_incomplete"
    title = Text("คำรับรองยังไม่ครบถ้วน", "The agreement is not complete yet")
    detail = Text(
        "โปรดเติมหรือแก้ไขรายการใน errors ด้วย PATCH แล้วส่งใหม่",
        "Fill in or correct what errors lists with PATCH, then submit again.",
    )


class AgreementRulesNotMet(Invalid):
    """An agreement is submitted that breaks a rule of the year without a waiver, or without the reason it may give."""

    code = "agreement_rules_not_met"
    title = Text("คำรับรองยังไม่เป็นไปตามหลักเกณฑ์ของปี", "The agreement does not keep the rules of the year")
    detail = Text(
        "แก้ไขตัวชี้วัดให้เป็นไปตามหลักเกณฑ์ใน errors หรือขอให้ ก.พ.ร. บันทึกการยกเว้น ส่วนข้อที่เป็นข้อแนะนำให้ระบุเหตุผลใน reasons",
        "Change the KPIs to keep the rules in errors, or ask ก.พ.ร. to record a waiver; for what is only recommended, "
        "give the reason in `reasons`.",
    )


class RuleNotBroken(Refusal):
    """A waiver is recorded for a rule that the agreement keeps."""

    status = 409
    code = "agreement_rule_not_broken"
    title = Text("คำรับรองเป็นไปตามหลักเกณฑ์ข้อนี้แล้ว", "The agreement keeps this rule")
    detail = Text(
        "หลักเกณฑ์ {rule_code} ไม่ต้องยกเว้นสำหรับเนื้อหาปัจจุบัน โปรดตรวจที่ checks ก่อนบันทึก",
        "{rule_code} needs no waiver for what the agreement says now. Look at its checks first.",
    )


class DecisionNotForAgreements(Refusal):
    """A resolution decides on an agreement what cannot be decided of one."""

    status = 409
    code = "decision_not_for_agreements"
    title = Text("มตินี้ใช้กับคำรับรองไม่ได้", "This decision is not one for agreements")
    detail = Text(
        "คำรับรองรับมติ {known} เท่านั้น มตินี้คือ {decision} โปรดบันทึกมติใหม่",
        "An agreement is decided by {known}; this is {decision}. Record the resolution anew.",
    )


class ReasonMissing(Refusal):
    """A committee sends an agreement back, or rejects it, without saying why."""

    status = 409
    code = "decision_without_reason"
    title = Text("มตินี้ไม่มีเหตุผล", "The decision gives no reason")
    detail = Text(
        "มติ {decision} ต้องระบุเหตุผล เพื่อให้พื้นที่แก้ไขได้ โปรดบันทึกมติใหม่พร้อมเหตุผล",
        "To {decision} an agreement takes a reason for the area to go by. Record the resolution anew with one.",
    )


class StepMayNotReturn(Refusal):
    """An agreement is sent back from a step that the chain of its year does not let send anything back."""

    status = 409
    code = "step_may_not_return"
    title = Text("ขั้นตอนนี้ส่งกลับไม่ได้", "This step sends nothing back")
    detail = Text(
        "ขั้นตอน {step} ของปีนี้ไม่มีการส่งกลับ ดูขั้นตอนได้ที่ /v1/performance-agreements/chains",
        "The chain of this year lets {step} send nothing back; see /v1/performance-agreements/chains.",
    )


class CommentExists(Refusal):
    """The same unit and post says the same a second time."""

    status = 409
    code = "agreement_comment_exists"
    title = Text("มีข้อคิดเห็นนี้แล้ว", "This comment stands there already")
    detail = Text(
        "หน่วยงานและตำแหน่งเดียวกันให้ข้อคิดเห็นข้อความเดียวกันไว้แล้วในรอบนี้ ดูได้จากรายการข้อคิดเห็น",
        "The same unit and post has said the same in this round; see the list of comments.",
    )


class ConsultationExists(Refusal):
    """The host agency of a KPI is asked a second time in the same round."""

    status = 409
    code = "agreement_consultation_exists"
    title = Text("หารือหน่วยงานเจ้าภาพของตัวชี้วัดนี้แล้ว", "This KPI's host agency has been asked already")
    detail = Text(
        "รอบนี้ได้หารือแล้ว ดูคำตอบได้ที่ …/consultations หากยังไม่ตอบ งานยังค้างอยู่ที่หน่วยงานนั้น",
        "It was asked in this round; see …/consultations. Until it answers, the task stays with it.",
    )


class AnsweredAlready(Refusal):
    """A comment, or a consultation, is answered a second time."""

    status = 409
    code = "answered_already"
    title = Text("ตอบไปแล้ว", "It is answered already")
    detail = Text(
        "คำตอบให้ได้ครั้งเดียวและไม่แก้ไขภายหลัง โปรดอ่านคำตอบเดิมจากรายการ",
        "An answer is given once and never edited. Read the one that stands in the list.",
    )


class HostsSilent(Refusal):
    """An analysis is to end while host agencies whose opinion the chain asks for have not given it."""

    status = 409
    code = "host_opinion_missing"
    title = Text("ยังไม่ได้รับความเห็นของหน่วยงานเจ้าภาพ", "A host agency's opinion is missing")
    detail = Text(
        "ขั้นตอนของปีนี้ต้องมีความเห็นของ {hosts} โปรดหารือที่ …/consultations และรอคำตอบ การไม่ตอบไม่ใช่ความเห็นชอบ",
        "The chain of this year asks for the opinion of {hosts}. Ask at …/consultations; silence is no consent.",
    )


class BaselineNotKnown(Invalid):
    """A baseline is to be taken from reported values where none are."""

    code = "baseline_not_known"
    title = Text("ไม่มีค่าที่รายงานไว้ให้ใช้เป็นข้อมูลพื้นฐาน", "No reported value can be the baseline")
    detail = Text(
        "ตัวชี้วัดใน errors ไม่มีค่าทั้งปีในปีที่ผ่านมา ดู …/groundwork แล้วระบุข้อมูลพื้นฐานเองพร้อมแหล่งที่มาด้วย PATCH",
        "The KPIs in errors have no value of a whole past year; see …/groundwork, and give the baseline and its "
        "source by PATCH.",
    )
