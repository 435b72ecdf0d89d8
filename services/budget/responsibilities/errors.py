"""The named refusals of responsibility frameworks."""

from services.shared.errors import Refusal, Text


class FrameworkExists(Refusal):
    """The fiscal year has a framework of that source already."""

    status = 409
    code = "responsibility_framework_exists"
    title = Text("มีกรอบความรับผิดชอบจากแหล่งนี้แล้ว", "There is a framework of this source already")
    detail = Text(
        "ปีงบประมาณนี้มีกรอบความรับผิดชอบจากเอกสารนี้แล้ว ฉบับที่บันทึกแล้วแก้ไม่ได้ หากเปลี่ยนโปรดบันทึกฉบับใหม่จากเอกสารที่เปลี่ยน",
        "The fiscal year has a framework of this document. What was recorded is not edited: "
        "record a new edition from the document that changed it.",
    )
