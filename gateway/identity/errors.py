"""What identity refuses; those of the token endpoint also carry the `error` of RFC 6749, section 5.2."""

from typing import ClassVar

from services.shared.errors import AlreadyExists, FieldError, Refusal, Text, TooManyRequests


class OAuthRefusal(Refusal):
    """A "no" of the token endpoint. The English sentence is its `error_description`, so it holds plain ASCII only."""

    error: ClassVar[str] = "invalid_request"


class TokenRequestMalformed(OAuthRefusal):
    status = 400
    code = "token_request_malformed"
    title = Text("คำขอโทเคนไม่ถูกต้อง", "The token request is malformed")
    detail = Text(
        "ส่งแบบ application/x-www-form-urlencoded มี grant_type=client_credentials อย่างละหนึ่งค่า "
        "และส่งรหัสลับทางเดียว คือ HTTP Basic หรือในเนื้อหา",
        "Send application/x-www-form-urlencoded with grant_type=client_credentials, each parameter once, "
        "and the secret in one way: HTTP Basic or the body.",
    )


class GrantTypeUnsupported(OAuthRefusal):
    status = 400
    code = "grant_type_unsupported"
    error = "unsupported_grant_type"
    title = Text("ไม่รองรับ grant_type นี้", "This grant_type is not taken")
    detail = Text("ใช้ grant_type=client_credentials", "Use grant_type=client_credentials.")


class ClientNotAuthenticated(OAuthRefusal):
    status = 401
    code = "client_not_authenticated"
    error = "invalid_client"
    title = Text("ยืนยันตัวตนของระบบที่เชื่อมต่อไม่ได้", "The client could not be authenticated")
    detail = Text(
        "ตรวจ client_id และรหัสลับ รหัสลับที่ถูกเพิกถอนหรือหมดอายุใช้ไม่ได้ โปรดติดต่อผู้ดูแลระบบเพื่อขอรหัสใหม่",
        "Check client_id and secret; a revoked or expired secret does not work. Ask the operator for a new one.",
    )

    def __init__(self, *errors: FieldError) -> None:
        super().__init__(*errors, headers={"WWW-Authenticate": 'Basic realm="buranakan", charset="UTF-8"'})


class ClientSuspended(OAuthRefusal):
    status = 400
    code = "client_suspended"
    error = "unauthorized_client"
    title = Text("ระบบที่เชื่อมต่อถูกระงับ", "The client is suspended")
    detail = Text(
        "ผู้ดูแลระบบระงับการใช้งานไว้ โปรดติดต่อผู้ดูแลระบบ",
        "The operator has suspended this client. Ask the operator to resume it.",
    )


class ClientServesPeople(OAuthRefusal):
    status = 400
    code = "client_serves_people"
    error = "unauthorized_client"
    title = Text("ระบบนี้ใช้แทนบุคคลเท่านั้น", "This client serves people only")
    detail = Text(
        "ระบบชนิด person ขอโทเคนให้ตัวเองไม่ได้ โปรดใช้ระบบชนิด machine",
        "A client of kind person gets no token of its own. Use one of kind machine.",
    )


class ClientWithoutGrants(OAuthRefusal):
    status = 400
    code = "client_without_grants"
    error = "unauthorized_client"
    title = Text("ระบบนี้ยังไม่มีบทบาท", "This client holds no role")
    detail = Text(
        "ไม่มีการมอบบทบาทที่มีผลในวันนี้ โปรดขอให้ผู้ดูแลระบบมอบบทบาทที่ /v1/assignments",
        "It has no assignment in force today. Ask the operator to give it a role at /v1/assignments.",
    )


class TooManyAttempts(TooManyRequests):
    code = "too_many_attempts"
    title = Text("ยืนยันตัวตนไม่สำเร็จหลายครั้ง", "Too many failed attempts")
    detail = Text(
        "ยืนยันตัวตนไม่สำเร็จเกิน {most} ครั้งใน {minutes} นาที โปรดตรวจรหัสลับ แล้วรอตาม Retry-After",
        "More than {most} attempts failed within {minutes} minutes. Check the secret, then wait as Retry-After says.",
    )


class ClientIdTaken(AlreadyExists):
    code = "client_id_taken"
    title = Text("client_id นี้มีผู้ใช้แล้ว", "This client_id is taken")
    detail = Text(
        "ใช้ระบบเดิมที่มี client_id นี้ (ค้นที่ /v1/clients?q=) หรือตั้ง client_id ใหม่",
        "Use the client that has it (look in /v1/clients?q=), or choose another client_id.",
    )


class SecretsAtLimit(Refusal):
    status = 409
    code = "secrets_at_limit"
    title = Text("มีรหัสลับที่ใช้ได้ครบจำนวนแล้ว", "There are as many live secrets as there may be")
    detail = Text(
        "ใช้พร้อมกันได้ {most} รหัส โปรดเพิกถอนรหัสเก่าด้วย DELETE /v1/clients/…/secrets/… ก่อนสร้างใหม่",
        "{most} may live at a time. Revoke an old one with DELETE /v1/clients/…/secrets/… first.",
    )


class OwnAccess(Refusal):
    status = 403
    code = "own_access"
    title = Text("เปลี่ยนสิทธิของตัวเองไม่ได้", "Nobody changes their own access")
    detail = Text("ให้ผู้ดูแลระบบอีกคนทำรายการนี้แทน", "Ask another operator to do this.")


class AssignmentOverlaps(AlreadyExists):
    code = "assignment_overlaps"
    title = Text("มอบบทบาทนี้ไว้แล้วในช่วงเวลาเดียวกัน", "This role is held already in that time")
    detail = Text(
        "{subject} มีบทบาท {grant} อยู่แล้วในช่วงที่ซ้อนกัน โปรดสิ้นสุดรายการเดิม (POST /v1/assignments/…/end) หรือเปลี่ยนวันที่",
        "{subject} holds {grant} already in an overlapping time. End that one (POST /v1/assignments/…/end), "
        "or change the days.",
    )


class GrantsAtLimit(Refusal):
    status = 409
    code = "grants_at_limit"
    title = Text("มีบทบาทครบจำนวนแล้ว", "There are as many roles as one subject may hold")
    detail = Text(
        "ผู้หนึ่งถือได้ไม่เกิน {most} บทบาท โปรดสิ้นสุดบทบาทที่ไม่ใช้ หรือแยกเป็นหลายระบบ",
        "One subject may hold at most {most} roles. End those not in use, or use several clients.",
    )
