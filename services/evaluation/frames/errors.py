"""The named refusals of evaluation frames."""

from services.shared.errors import Invalid, Refusal, Text


class FrameIncomplete(Invalid):
    """A frame is published before it may be."""

    code = "evaluation_frame_incomplete"
    title = Text("กรอบการประเมินยังเผยแพร่ไม่ได้", "The evaluation frame cannot be published yet")
    detail = Text(
        "โปรดแก้ไขรายการใน errors ด้วย PATCH แล้วเผยแพร่ใหม่",
        "Correct what errors lists with PATCH, then publish again.",
    )


class FrameExists(Refusal):
    """There is a draft of that title for the same year and kind of subject already."""

    status = 409
    code = "evaluation_frame_exists"
    title = Text("มีร่างกรอบการประเมินชื่อนี้แล้ว", "There is a draft frame of this title already")
    detail = Text(
        "มีร่างชื่อนี้ในปีงบประมาณเดียวกันแล้ว โปรดแก้ไขร่างเดิมหรือเปลี่ยนชื่อ",
        "The same fiscal year has a draft of this title. Change that one, or choose another title.",
    )


class CopiedFrameUnknown(Invalid):
    """The frame to copy from is not there."""

    code = "copied_frame_unknown"
    title = Text("ไม่พบกรอบการประเมินที่จะคัดลอก", "The frame to copy from is not there")
    detail = Text(
        "โปรดเลือก copied_from_id จากรายการ /v1/evaluation-frames",
        "Choose copied_from_id from the list at /v1/evaluation-frames.",
    )
