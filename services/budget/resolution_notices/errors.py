"""The named refusals of notices of resolutions."""

from services.shared.errors import Refusal, Text


class NoticeAcknowledged(Refusal):
    """A notice is acknowledged a second time, and nothing was added to it since."""

    status = 409
    code = "resolution_notice_acknowledged"
    title = Text("รับทราบแล้ว", "It was acknowledged already")
    detail = Text(
        "รับทราบมติ {number} ไว้แล้ว และไม่มีรายการเพิ่มตั้งแต่นั้น",
        "Resolution {number} was acknowledged before, and nothing was added to the notice since.",
    )
