"""The named refusals of spending, and what they say of a field."""

from services.shared.errors import FieldError, Refusal, Text
from services.shared.money import format_amount


class TargetsReplaced(Refusal):
    """The targets that a new version was to replace are not the latest of the year."""

    status = 409
    code = "spending_targets_replaced"
    title = Text("มีเป้าหมายฉบับใหม่กว่าแล้ว", "There is a newer version already")
    detail = Text(
        "เป้าหมายของปีนี้ฉบับล่าสุดไม่ใช่ฉบับที่ระบุใน replaces_edition โปรดอ่านฉบับล่าสุดที่ /v1/spending-targets แล้วส่งใหม่",
        "The latest version of this year is another than replaces_edition says. Read it at /v1/spending-targets and "
        "send yours again.",
    )


class SavingExists(Refusal):
    """The saving of the same thing was told and stands."""

    status = 409
    code = "budget_saving_exists"
    title = Text("บันทึกเงินเหลือจ่ายของรายการนี้แล้ว", "The saving of this is told already")
    detail = Text(
        "มีรายการเงินเหลือจ่ายของสิ่งที่ปิดนี้ในบัญชีเดียวกันแล้ว ดูที่ /v1/budget-savings หากไม่ถูกต้องให้สำนักงบประมาณส่งกลับก่อน",
        "The account has a saving of what you close already; /v1/budget-savings shows it. If it is wrong, have the "
        "budget bureau send it back first.",
    )


class BooksMoved(Refusal):
    """The account has moved since its saving was told."""

    status = 409
    code = "saving_books_moved"
    title = Text("ยอดในบัญชีเปลี่ยนไปแล้ว", "The account has moved since")
    detail = Text(
        "แจ้งไว้ว่าอนุมัติ {told_posted} บาท ใช้จ่าย {told_spent} บาท แต่บัญชีมี {posted} และ {spent} บาท โปรดส่งกลับให้เจ้าของบันทึกใหม่",
        "It tells of {told_posted} baht posted and {told_spent} spent; the account has {posted} and {spent}. Send it "
        "back, so that its owner tells it anew.",
    )


def goal_twice(place: int, first: int) -> FieldError:
    """Return the fault of a goal that another one is for."""
    sentence = Text(
        f"ซ้ำกับรายการที่ {first} (นับจาก 0): ตัววัด ประเภทรายจ่าย และไตรมาสเดียวกัน",
        f"Goal {first} is for the same measure, class and quarter already, counted from 0.",
    )
    return FieldError(f"/goals/{place}", "goal_twice", sentence)


def goals_fall(place: int, quarter: int, percent: str) -> FieldError:
    """Return the fault of a goal below that of an earlier quarter: they count from the beginning of the year."""
    sentence = Text(
        f"เป้าหมายสะสมต้องไม่ต่ำกว่าไตรมาส {quarter} ซึ่งเป็นร้อยละ {percent}",
        f"Goals count from the beginning of the year: not below the {percent} percent of quarter {quarter}.",
    )
    return FieldError(f"/goals/{place}/percent", "goals_fall", sentence)


REQUEST_OF_REQUEST = FieldError(
    "/request_id",
    "request_of_request",
    Text("ระบุคำขอเมื่อปิดคำขอเท่านั้น (closes = request)", "Name a request when a request is closed, and only then."),
)
TITLE_OF_PROJECT = FieldError(
    "/project_title_th",
    "title_of_project",
    Text("ระบุชื่อโครงการเมื่อปิดโครงการเท่านั้น (closes = project)", "Name the project when one is closed, and only then."),
)
POSTED_IS_KNOWN = FieldError(
    "/posted_amount",
    "posted_is_known",
    Text("ระบบรู้วงเงินที่อนุมัติของบัญชีและคำขอแล้ว ไม่ต้องส่ง", "What was posted of an account or request is known; leave it out."),
)
SPENT_OF_PARTS = FieldError(
    "/spent_amount",
    "spent_of_parts",
    Text(
        "ระบุยอดใช้จ่ายของคำขอหรือโครงการ ส่วนของบัญชีระบบรู้แล้ว ไม่ต้องส่ง",
        "Say what a request or project spent; of an account it is known, so leave it out.",
    ),
)
REQUEST_DOES_NOT_FIT = FieldError(
    "/request_id",
    "request_does_not_fit",
    Text("ต้องเป็นคำขอที่อนุมัติแล้วจากบัญชีนี้", "It must be a request approved with money of this account."),
)
REASON_UNKNOWN = FieldError(
    "/reason_code",
    "reason_unknown",
    Text("ไม่มีเหตุผลนี้ ดูที่ /v1/budget-savings/reasons", "There is no such reason; /v1/budget-savings/reasons lists them."),
)
CLOSED_TO_COME = FieldError(
    "/closed_on", "day_to_come", Text("วันที่ปิดต้องไม่เป็นวันในอนาคต", "The day must not be in the future.")
)


def need_of_use(place: int) -> FieldError:
    """Return the fault of a use that names no need, or names one that it needs not."""
    sentence = Text(
        "ระบุคำขอที่ยังไม่ได้รับงบประมาณเมื่อใช้กับ unfunded_needs เท่านั้น",
        "Name the unfunded request where it goes to one, and only then.",
    )
    return FieldError(f"/uses/{place}/request_id", "need_of_use", sentence)


def need_unknown(place: int) -> FieldError:
    """Return the fault of a need that the caller may not know of, or that has its money."""
    sentence = Text("ไม่มีคำขอที่ยังไม่ได้รับงบประมาณนี้ ดูที่ /v1/budget-requests", "There is no such request without money.")
    return FieldError(f"/uses/{place}/request_id", "need_unknown", sentence)


def spent_past_posted(posted: int) -> FieldError:
    """Return the fault of more spent than was given."""
    shown = format_amount(posted)
    sentence = Text(f"ใช้จ่ายเกินวงเงิน {shown} บาท", f"More was spent than the {shown} baht given.")
    return FieldError("/spent_amount", "spent_past_posted", sentence)


def spent_past_books(spent: int) -> FieldError:
    """Return the fault of more spent than is recorded on the account and not told of another part."""
    shown = format_amount(spent)
    sentence = Text(
        f"บัญชีนี้บันทึกการใช้จ่ายที่ยังไม่ได้แจ้งในรายการอื่นเพียง {shown} บาท โปรดบันทึกการเบิกจ่ายก่อน",
        f"Only {shown} baht is recorded as spent on this account and not told of another part. Record the disbursement "
        "first.",
    )
    return FieldError("/spent_amount", "spent_past_books", sentence)


def uses_past_saved(saved: int | None) -> FieldError:
    """Return the fault of more used than was saved, or of a use of what is not known."""
    shown = "?" if saved is None else format_amount(saved)
    sentence = Text(f"รวมแล้วเกินเงินเหลือจ่าย {shown} บาท", f"Together they are more than the {shown} baht saved.")
    return FieldError("/uses", "uses_past_saved", sentence)
