"""The named refusals of a client's own codes, and what they say of a row that names an unknown one."""

from services.shared.errors import FieldError, Refusal, Text


class CodeMapped(Refusal):
    """The client has mapped this code already."""

    status = 409
    code = "external_code_mapped"
    title = Text("จับคู่รหัสนี้ไว้แล้ว", "This code is mapped already")
    detail = Text(
        "ระบบของท่านจับคู่รหัสนี้ไว้แล้ว หากต้องการเปลี่ยน ให้ใช้ PUT พร้อม If-Match",
        "Your system has mapped this code. To change it, use PUT with If-Match.",
    )


TARGET_MISSING = FieldError(
    "",
    "external_code_target",
    Text(
        "รหัสของตัวชี้วัดต้องมี indicator_id รหัสของพื้นที่ต้องมี area_code อย่างใดอย่างหนึ่งเท่านั้น",
        "A code of an indicator needs indicator_id, one of an area area_code, and only that.",
    ),
)
INDICATOR_UNKNOWN = FieldError(
    "/indicator_id",
    "indicator_unknown",
    Text("ไม่มีตัวชี้วัดนี้ ดูที่ /v1/indicators", "There is no such indicator; see /v1/indicators."),
)


def code_unknown(pointer: str, kind: str, code: str) -> FieldError:
    """Return the fault of a row with a code that its client has not mapped."""
    sentence = Text(
        f"ระบบของท่านยังไม่ได้จับคู่รหัส {code} โปรดจับคู่ครั้งเดียวที่ POST /v1/external-codes (kind={kind}) แล้วส่งแถวนี้ใหม่",
        f"Your system has not mapped the code {code}. Map it once at POST /v1/external-codes (kind={kind}), then send "
        "the row again.",
    )
    return FieldError(pointer, "external_code_unknown", sentence)
