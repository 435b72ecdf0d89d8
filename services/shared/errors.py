"""Named refusals: every "no" of the system, with its stable code, its status and what to do, in Thai and English."""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple


class Text(NamedTuple):
    """One sentence in both languages."""

    th: str
    en: str

    def filled(self, facts: Mapping[str, object]) -> "Text":
        """Return the sentence with its `{placeholders}` filled from `facts`."""
        return Text(self.th.format(**facts), self.en.format(**facts))


class FieldError(NamedTuple):
    """One fault in what was sent: a JSON Pointer (or `?parameter`, `header`), a stable code and a sentence."""

    pointer: str
    code: str
    text: Text


class Refusal(Exception):
    """A "no" that a person can act on. `facts` are public: they fill `detail` and stand in the answer as `facts`."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    title: ClassVar[Text] = Text("ไม่สามารถดำเนินการได้", "This cannot be done")
    detail: ClassVar[Text] = Text("โปรดตรวจสอบคำขอ", "Please check the request.")

    def __init__(self, *errors: FieldError, headers: Mapping[str, str] | None = None, **facts: object) -> None:
        super().__init__(self.code)
        self.errors = errors
        self.headers: dict[str, str] = dict(headers or {})
        self.facts = facts

    def sentence(self) -> Text:
        """Return `detail` with this refusal's facts in it."""
        return self.detail.filled(self.facts)


class BodyUnreadable(Refusal):
    status = 400
    code = "body_unreadable"
    title = Text("อ่านเนื้อหาคำขอไม่ได้", "The body cannot be read")
    detail = Text(
        "เนื้อหาต้องเป็น JSON ที่ถูกต้องในรหัส UTF-8 โปรดแก้ไขแล้วส่งใหม่",
        "The body must be valid JSON in UTF-8. Correct it and send it again.",
    )


class CursorInvalid(Refusal):
    status = 400
    code = "cursor_invalid"
    title = Text("ตำแหน่งหน้าถัดไปใช้ไม่ได้", "The cursor cannot be used")
    detail = Text(
        "ใช้ next_cursor ตามที่ได้รับโดยไม่แก้ไข และใช้ตัวกรองกับการเรียงลำดับเดิม หรือเริ่มใหม่โดยไม่ส่ง cursor",
        "Send next_cursor exactly as received with the same filters and sort, or start again without a cursor.",
    )


class NotAuthenticated(Refusal):
    status = 401
    code = "not_authenticated"
    title = Text("ต้องยืนยันตัวตน", "Authentication is needed")
    detail = Text(
        "ส่งโทเคนในส่วนหัว Authorization: Bearer ขอโทเคนได้ที่ /v1/oauth/token",
        "Send a token in the Authorization: Bearer header; /v1/oauth/token issues one.",
    )

    def __init__(self, *errors: FieldError, headers: Mapping[str, str] | None = None, **facts: object) -> None:
        super().__init__(*errors, headers={"WWW-Authenticate": "Bearer", **(headers or {})}, **facts)


class TokenInvalid(NotAuthenticated):
    code = "token_invalid"
    title = Text("โทเคนใช้ไม่ได้", "The token cannot be used")
    detail = Text(
        "โทเคนหมดอายุ ถูกแก้ไข หรือไม่ได้ออกโดยระบบนี้ โปรดขอโทเคนใหม่ที่ /v1/oauth/token",
        "The token has expired, was changed or was not issued here. Ask /v1/oauth/token for a new one.",
    )

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


class NotPermitted(Refusal):
    status = 403
    code = "not_permitted"
    title = Text("ไม่มีสิทธิ์ทำรายการนี้", "You may not do this")
    detail = Text(
        "รายการ {action} ทำได้โดยบทบาท: {roles} โปรดติดต่อผู้มีบทบาทนั้นหรือผู้ดูแลระบบ",
        "{action} is for these roles: {roles}. Ask someone who holds one of them, or the operator.",
    )


class NotFound(Refusal):
    status = 404
    code = "not_found"
    title = Text("ไม่พบสิ่งที่ขอ", "Not found")
    detail = Text(
        "ไม่มีรายการนี้ หรือยังไม่เปิดให้ท่านเห็น โปรดตรวจสอบรหัสหรือดูจากรายการ",
        "There is no such thing, or it is not open to you. Check the identifier, or look in the list.",
    )


class PathUnknown(NotFound):
    code = "path_unknown"
    title = Text("ไม่พบเส้นทางนี้", "There is no such path")
    detail = Text(
        "เส้นทางทั้งหมดอยู่ใน /v1/openapi.json และหน้า /docs",
        "All paths are in /v1/openapi.json and on the /docs page.",
    )


class MethodNotAllowed(Refusal):
    status = 405
    code = "method_not_allowed"
    title = Text("เส้นทางนี้ไม่รับวิธีการนี้", "This path does not take this method")
    detail = Text("วิธีการที่รับอยู่ในส่วนหัว Allow", "The Allow header lists the methods that work here.")


class StateDoesNotAllow(Refusal):
    status = 409
    code = "state_does_not_allow"
    title = Text("สถานะปัจจุบันทำรายการนี้ไม่ได้", "The present state does not allow this")
    detail = Text(
        "รายการ {action} ทำได้เมื่อสถานะเป็น {allowed} ขณะนี้สถานะเป็น {state} โปรดอ่านข้อมูลล่าสุดแล้วเลือกจาก allowed_actions",
        "{action} needs the state {allowed}; it is {state} now. Read the object again and choose from allowed_actions.",
    )


class AlreadyExists(Refusal):
    status = 409
    code = "already_exists"
    title = Text("มีรายการนี้แล้ว", "This exists already")
    detail = Text(
        "มีรายการที่ซ้ำกันแล้ว โปรดใช้รายการเดิมหรือแก้ไขข้อมูลให้ต่างกัน",
        "There is one like it already. Use that one, or change what makes them alike.",
    )


class Busy(Refusal):
    status = 409
    code = "busy"
    title = Text("มีผู้อื่นกำลังแก้ไข", "Someone else is changing this")
    detail = Text("โปรดรอสักครู่แล้วส่งคำขอเดิมอีกครั้ง", "Wait a moment and send the same request again.")

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class KeyInProgress(Busy):
    code = "idempotency_key_in_progress"
    title = Text("คำขอที่ใช้คีย์นี้กำลังทำอยู่", "A request with this key is still running")


class VersionStale(Refusal):
    status = 412
    code = "version_stale"
    title = Text("ข้อมูลถูกแก้ไขไปแล้ว", "It has been changed since you read it")
    detail = Text(
        "ฉบับปัจจุบันคือ {current} โปรดอ่านข้อมูลล่าสุด ตรวจความแตกต่าง แล้วส่งใหม่ด้วย ETag ใหม่",
        "The current version is {current}. Read it again, look at what differs, and send with the new ETag.",
    )


class BodyTooLarge(Refusal):
    status = 413
    code = "body_too_large"
    title = Text("เนื้อหาใหญ่เกินกำหนด", "The body is too large")
    detail = Text("ส่งได้ไม่เกิน {limit} ไบต์ต่อคำขอ", "At most {limit} bytes are taken in one request.")


class MediaTypeUnsupported(Refusal):
    status = 415
    code = "media_type_unsupported"
    title = Text("ชนิดเนื้อหาไม่รองรับ", "This content type is not taken")
    detail = Text("ส่งด้วย Content-Type: {expected}", "Send it with Content-Type: {expected}.")


class Invalid(Refusal):
    status = 422
    code = "invalid"
    title = Text("ข้อมูลไม่ถูกต้อง", "Some of what was sent is not valid")
    detail = Text("โปรดแก้ไขตามรายการใน errors แล้วส่งใหม่", "Correct what errors lists and send it again.")


class KeyReused(Refusal):
    status = 422
    code = "idempotency_key_reused"
    title = Text("คีย์นี้ใช้กับคำขออื่นแล้ว", "This key was used for another request")
    detail = Text(
        "Idempotency-Key หนึ่งค่าใช้ได้กับคำขอเดียว โปรดสร้างค่าใหม่สำหรับเนื้อหาใหม่",
        "One Idempotency-Key belongs to one request. Make a new one for a new body.",
    )


class PreconditionRequired(Refusal):
    status = 428
    code = "if_match_required"
    title = Text("ต้องระบุฉบับที่แก้ไข", "Say which version you are changing")
    detail = Text(
        "ส่งส่วนหัว If-Match ด้วยค่า ETag ที่ได้จากการอ่านล่าสุด",
        "Send the If-Match header with the ETag of your last read.",
    )


class KeyRequired(Refusal):
    status = 400
    code = "idempotency_key_required"
    title = Text("ต้องมี Idempotency-Key", "An Idempotency-Key is needed")
    detail = Text(
        "ส่งส่วนหัว Idempotency-Key (1-255 อักขระ เช่น UUID) เพื่อให้ส่งซ้ำได้โดยไม่เกิดรายการซ้ำ",
        "Send an Idempotency-Key header (1-255 visible characters, a UUID for example), so that a repeat is safe.",
    )


class TooManyRequests(Refusal):
    status = 429
    code = "too_many_requests"
    title = Text("ส่งคำขอถี่เกินกำหนด", "Too many requests")
    detail = Text("โปรดรอตาม Retry-After แล้วส่งใหม่", "Wait as Retry-After says and send again.")


class Unexpected(Refusal):
    status = 500
    code = "unexpected"
    title = Text("เกิดข้อผิดพลาดในระบบ", "Something went wrong on our side")
    detail = Text(
        "ไม่มีข้อมูลถูกบันทึกค้างครึ่งทาง โปรดแจ้งผู้ดูแลระบบพร้อม request_id",
        "Nothing was half-written. Tell the operator the request_id.",
    )


class UpstreamBroken(Refusal):
    status = 502
    code = "upstream_broken"
    title = Text("บริการภายในตอบไม่สมบูรณ์", "An inner service gave no usable answer")
    detail = Text(
        "บริการ {service} ตอบไม่สมบูรณ์ คำขอที่มี Idempotency-Key ส่งซ้ำได้อย่างปลอดภัย",
        "{service} gave no usable answer. A request with an Idempotency-Key may safely be sent again.",
    )


class Unavailable(Refusal):
    status = 503
    code = "unavailable"
    title = Text("ยังให้บริการไม่ได้", "Not available just now")
    detail = Text(
        "บริการ {service} ยังไม่พร้อม โปรดส่งใหม่ตาม Retry-After",
        "{service} is not ready. Send again as Retry-After says.",
    )

    def __init__(self, service: str, **cause: str) -> None:
        super().__init__(headers={"Retry-After": "5"}, service=service, **cause)


class DeadlinePassed(Refusal):
    status = 504
    code = "deadline_passed"
    title = Text("ใช้เวลานานเกินกำหนด", "It took too long")
    detail = Text(
        "บริการ {service} ไม่ตอบภายในเวลา คำขอที่มี Idempotency-Key ส่งซ้ำได้อย่างปลอดภัย",
        "{service} did not answer in time. A request with an Idempotency-Key may safely be sent again.",
    )
