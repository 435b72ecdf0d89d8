"""The named refusals of scorecards."""

from services.shared.errors import Invalid, Refusal, Text


class FrameUnknown(Invalid):
    """The frame to score by is not there."""

    code = "evaluation_frame_unknown"
    title = Text("ไม่พบกรอบการประเมิน", "The evaluation frame is not there")
    detail = Text(
        "โปรดเลือก frame_id จากรายการ /v1/evaluation-frames?state=published",
        "Choose frame_id from the list at /v1/evaluation-frames?state=published.",
    )


class FrameNotInForce(Refusal):
    """A scorecard is opened by a frame that is a draft, or that a later edition took the place of."""

    status = 409
    code = "evaluation_frame_not_in_force"
    title = Text("กรอบการประเมินนี้ไม่ได้ใช้บังคับ", "This evaluation frame is not in force")
    detail = Text(
        "กรอบนี้มีสถานะ {state} เปิดบัตรคะแนนได้เฉพาะกรอบที่เผยแพร่และใช้อยู่ ดูที่ /v1/evaluation-frames?state=published",
        "This frame is {state}. Scorecards are opened by the frame in force: /v1/evaluation-frames?state=published.",
    )


class ScorecardExists(Refusal):
    """The area has a scorecard by that frame already."""

    status = 409
    code = "scorecard_exists"
    title = Text("จังหวัดนี้มีบัตรคะแนนตามกรอบนี้แล้ว", "The province has a scorecard by this frame already")
    detail = Text(
        "ใช้บัตรเดิม ดูรหัสได้ที่ facts.scorecard_id หรือจากรายการ และปรับให้เป็นปัจจุบันด้วย refresh",
        "Use that one (facts.scorecard_id, or the list), and bring it up to date with refresh.",
    )


class ItemTakesNoResult(Refusal):
    """A result is recorded for an item that takes its result from another service."""

    status = 409
    code = "item_takes_no_result"
    title = Text("รายการนี้ไม่รับผลที่บันทึกเอง", "This item takes no recorded result")
    detail = Text(
        "ผลของรายการที่ {position} มาจาก {result_source} โปรดแก้ไขที่ต้นทางแล้วปรับบัตรคะแนนให้เป็นปัจจุบัน",
        "Item {position} takes its result from {result_source}. Correct it there, then refresh the scorecard.",
    )


class ScorecardIncomplete(Refusal):
    """A scorecard without a total is to be frozen."""

    status = 409
    code = "scorecard_incomplete"
    title = Text("บัตรคะแนนยังไม่ครบ", "The scorecard is not complete")
    detail = Text(
        "มีคะแนนแล้วน้ำหนักรวม {scored_weight} ดูสิ่งที่ขาดใน items ก่อนเสนอคณะกรรมการ",
        "Items weighing {scored_weight} are scored. See in `items` what is lacking before the committee decides.",
    )


class DecisionWithoutUse(Refusal):
    """A committee resolved something of a scorecard that has no meaning there."""

    status = 409
    code = "decision_without_use"
    title = Text("มติแบบนี้ใช้กับบัตรคะแนนไม่ได้", "This decision has no use on a scorecard")
    detail = Text(
        "บัตรคะแนนรับเฉพาะมติ approve ซึ่งปิดคะแนน มติที่ส่งมาคือ {decision}",
        "A scorecard takes the decision approve, which freezes it; this one is {decision}.",
    )
