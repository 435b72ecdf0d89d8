"""The named refusals of joint indicators and their offers."""

from services.shared.errors import Invalid, Refusal, Text


class JointIndicatorExists(Refusal):
    """The function has one of this indicator in this fiscal year already."""

    status = 409
    code = "joint_indicator_exists"
    title = Text("มีตัวชี้วัดร่วมนี้แล้ว", "There is such a joint indicator already")
    detail = Text(
        "หน่วยงานนี้เสนอตัวชี้วัดนี้ในปีงบประมาณนี้แล้ว โปรดแก้ไขรายการเดิม หรือถอนรายการเดิมก่อน",
        "This function has proposed this indicator for this fiscal year. Change that one, or withdraw it first.",
    )


class JointIndicatorIncomplete(Invalid):
    """Offers are to go out before the criteria are met or it is said why one is not."""

    code = "joint_indicator_incomplete"
    title = Text("ยังไม่ผ่านหลักเกณฑ์ตัวชี้วัดร่วม", "The criteria of joint indicators are not met yet")
    detail = Text(
        "โปรดเติมหรือแก้ไขรายการใน errors ด้วย PATCH แล้วส่งข้อเสนออีกครั้ง",
        "Fill in or correct what errors lists with PATCH, then send the offers again.",
    )


class IndicatorRedefined(Refusal):
    """The indicator got a new definition after the draft was made."""

    status = 409
    code = "indicator_redefined"
    title = Text("นิยามตัวชี้วัดเปลี่ยนไปแล้ว", "The indicator was redefined since")
    detail = Text(
        "ร่างนี้ใช้นิยามฉบับที่ {frozen} ขณะนี้เป็นฉบับที่ {current} โปรดตรวจค่าเป้าหมายแล้วบันทึกร่างด้วย PATCH เพื่อใช้ฉบับปัจจุบัน",
        "The draft is made on version {frozen}, the indicator is at {current}. "
        "Look at the targets and save the draft with PATCH to take the present one.",
    )


class UnassignedOverLimit(Refusal):
    """More of the national target would lie with nobody than the ministry set as its limit."""

    status = 409
    code = "unassigned_over_limit"
    title = Text("ส่วนที่ยังไม่มีผู้รับเกินกำหนด", "More than the limit is unassigned")
    detail = Text(
        "ผลรวมของข้อเสนอกับเป้าหมายประเทศต่างกัน {unassigned} เกินกำหนด {limit} โปรดปรับค่าเป้าหมายของพื้นที่หรือของประเทศ",
        "Offers and national target differ by {unassigned}, the limit is {limit}. "
        "Change the target of areas, or the national one.",
    )


class AreaHasSigned(Refusal):
    """What an area has signed is not taken back by one side."""

    status = 409
    code = "area_has_signed"
    title = Text("มีพื้นที่ลงนามแล้ว ถอนไม่ได้", "An area has signed: it cannot be withdrawn")
    detail = Text(
        "พื้นที่ {areas} ลงนามหรือผูกพันตามมติแล้ว หากต้องเปลี่ยนเงื่อนไข ใช้ redefine ซึ่งทุกฝ่ายต้องลงนามใหม่",
        "{areas} have signed or are bound by resolution. To change the terms use redefine, after which all sign anew.",
    )


class OfferChangedSince(Refusal):
    """The definition or the offer is no longer the one that was read."""

    status = 409
    code = "offer_changed_since"
    title = Text("ข้อเสนอเปลี่ยนไปจากที่อ่าน", "The offer is not the one you read")
    detail = Text(
        "ขณะนี้เป็นนิยามฉบับที่ {definition_version} ข้อเสนอฉบับที่ {offer_version} โปรดอ่านใหม่แล้วตัดสินใจอีกครั้ง",
        "It is definition {definition_version} and offer {offer_version} now. Read it again and decide anew.",
    )


class AnswerByPassed(Refusal):
    """The day to answer by is over; from then on the committee settles."""

    status = 409
    code = "answer_by_passed"
    title = Text("พ้นกำหนดตอบแล้ว", "The day to answer by has passed")
    detail = Text(
        "กำหนดตอบคือ {answer_by} ขอให้หน่วยงานเจ้าของขยายกำหนดด้วยการปรับข้อเสนอ หรือรอมติคณะกรรมการกำกับการประเมินผล",
        "Answers were due by {answer_by}. Ask the function to revise the offer with a later day, "
        "or await the resolution of the evaluation committee.",
    )


class AnswerStillOpen(Refusal):
    """A committee settles what the area could still answer on the day of the meeting."""

    status = 409
    code = "answer_still_open"
    title = Text("ยังไม่พ้นกำหนดตอบ", "The area may still answer")
    detail = Text(
        "ประชุมวันที่ {held_on} แต่พื้นที่ตอบได้ถึง {answer_by} คณะกรรมการชี้ขาดได้หลังพ้นกำหนดเท่านั้น",
        "The meeting was on {held_on}, the area may answer until {answer_by}. The committee settles only after that.",
    )


class DecisionNotForOffers(Refusal):
    """An offer is settled or its area released; nothing else is decided of it."""

    status = 409
    code = "decision_not_for_offers"
    title = Text("มตินี้ใช้กับข้อเสนอไม่ได้", "This is not decided of an offer")
    detail = Text(
        "มติต่อข้อเสนอมี settle (ใช้ข้อเสนอล่าสุดของหน่วยงาน) หรือ reject (ไม่ผูกพันพื้นที่) ไม่ใช่ {decision}",
        "Of an offer the committee decides settle (the function's latest offer stands) or reject (the area is "
        "released), not {decision}.",
    )


class AgreedElsewhere(Refusal):
    """An area agrees once on whose value of an indicator and year counts."""

    status = 409
    code = "agreed_elsewhere"
    title = Text("พื้นที่นี้ตกลงตัวชี้วัดเดียวกันไว้แล้ว", "This area has agreed on the same indicator already")
    detail = Text(
        "พื้นที่นี้ลงนามตัวชี้วัดและปีเดียวกันกับหน่วยงาน {function_code} แล้ว ค่าของพื้นที่นับครั้งเดียว "
        "โปรดให้หน่วยงานทั้งสองรวมเป็นตัวชี้วัดร่วมเดียวกัน",
        "This area has agreed on the same indicator and year with {function_code}, and its value counts once. "
        "Have both functions make one joint indicator of it.",
    )


class ChoiceOpen(Refusal):
    """A committee settles an offer that leaves open what the area chooses."""

    status = 409
    code = "choice_open"
    title = Text("พื้นที่ยังไม่ได้เลือก", "What the area chooses is still open")
    detail = Text(
        "ข้อเสนอต่อพื้นที่ {area_code} ยังไม่ระบุสิ่งที่เลือก ขอให้หน่วยงานปรับข้อเสนอให้ระบุ choice_th ก่อนเสนอที่ประชุม",
        "The offer to {area_code} does not name what it chooses. The function revises it with choice_th first.",
    )


class ReporterAgreed(Refusal):
    """The department that both sides signed as the function's reporter is not replaced by the ministry alone."""

    status = 409
    code = "reporter_agreed"
    title = Text("กรมนี้เป็นผู้รายงานตามข้อตกลง", "This department reports by agreement")
    detail = Text(
        "{reporter} เป็นผู้รายงานฝั่งกระทรวงตามที่ลงนามไว้ หากจะเปลี่ยนกรม ให้เปลี่ยนผู้รายงานด้วย redefine ก่อน",
        "{reporter} is the function's reporter that was signed. Change the reporter with redefine first.",
    )


class WorkshopChangedSince(Refusal):
    """The record of the workshop is no longer the one that was read."""

    status = 409
    code = "workshop_changed_since"
    title = Text("บันทึกการประชุมเปลี่ยนไปจากที่อ่าน", "The record is not the one you read")
    detail = Text(
        "ขณะนี้เป็นบันทึกฉบับที่ {workshop_number} โปรดอ่านใหม่แล้วยืนยันอีกครั้ง",
        "It is record {workshop_number} now. Read it again and confirm that.",
    )


class WorkshopConfirmed(Refusal):
    """An area confirms one record of the workshop once."""

    status = 409
    code = "workshop_confirmed"
    title = Text("พื้นที่นี้ยืนยันแล้ว", "This area has confirmed it already")
    detail = Text(
        "{area_code} ยืนยันบันทึกฉบับนี้แล้ว ไม่ต้องทำอีก", "{area_code} has confirmed this record; nothing is left to do."
    )


class ProposalMissing(Refusal):
    """A committee settles a dispute of which nothing is proposed."""

    status = 409
    code = "proposal_missing"
    title = Text("ยังไม่มีข้อเสนอว่าค่าใดใช้", "It is not proposed which value counts")
    detail = Text(
        "ฝ่ายเลขานุการเสนอค่าที่ใช้ด้วย propose ก่อน แล้วจึงเสนอที่ประชุม",
        "The secretariat proposes an outcome with propose first; that is what the meeting decides on.",
    )


class DecisionNotForDisputes(Refusal):
    """A dispute is settled or its proposal rejected; nothing else is decided of it."""

    status = 409
    code = "decision_not_for_disputes"
    title = Text("มตินี้ใช้กับค่าที่ต่างกันไม่ได้", "This is not decided of a dispute")
    detail = Text(
        "มติมี settle (ใช้ค่าตามที่เสนอ) หรือ reject (ไม่รับข้อเสนอ ยังไม่ยุติ) ไม่ใช่ {decision}",
        "Of a dispute the committee decides settle (what is proposed counts) or reject (it stays open), "
        "not {decision}.",
    )
