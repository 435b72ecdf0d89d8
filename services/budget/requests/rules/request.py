"""A request: its states, who decides in each, its amounts, and what it lacks to be submitted."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.budget.requests.rules.project import CHANGED, GONE
from services.shared.errors import FieldError, Text
from services.shared.money import format_amount
from services.shared.workflow import Workflow

DRAFT, SUBMITTED, ENDORSED, APPROVED = "draft", "submitted", "endorsed", "approved"
REJECTED, REFERRED, RETURNED, WITHDRAWN = "rejected", "referred", "returned", "withdrawn"
MERGED = "merged"

# A request goes its own way: whatever the state of its list, it can be submitted, corrected and decided by itself.
# S1 point 5: ก.น.จ. approves, changes, rejects, or refers a project to a ministry or department; what is the same as
# another is merged into that one, which may then be granted what both asked for.
FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, RETURNED: RETURNED},
        "submit": {DRAFT: SUBMITTED, RETURNED: SUBMITTED},
        "recall": {SUBMITTED: DRAFT},  # with its whole submission
        "withdraw": {DRAFT: WITHDRAWN, SUBMITTED: WITHDRAWN, RETURNED: WITHDRAWN},
        "screen": {SUBMITTED: SUBMITTED},
        "refresh": {DRAFT: DRAFT, SUBMITTED: SUBMITTED, RETURNED: RETURNED, ENDORSED: ENDORSED},
        "endorse": {SUBMITTED: ENDORSED},
        "approve": {ENDORSED: APPROVED},
        "approve_changed": {ENDORSED: APPROVED},
        "reject": {SUBMITTED: REJECTED, ENDORSED: REJECTED},
        "refer": {ENDORSED: REFERRED},
        "merge": {ENDORSED: MERGED},
        "return": {SUBMITTED: RETURNED, ENDORSED: RETURNED},
    },
)
DECISIONS = ("endorse", "approve", "approve_changed", "reject", "refer", "return", "merge")
GRANTING = ("approve", "approve_changed")
FORWARD = ("endorse", *GRANTING)
# What others than the owner may see; a withdrawn request has gone back to its owner's own affairs.
OFF_THE_DESK = (SUBMITTED, ENDORSED, APPROVED, REJECTED, REFERRED, RETURNED, MERGED)
# What a committee has before it.
DECIDABLE = (SUBMITTED, ENDORSED)
# What is still open stands in the way of another request for the same project in the same list.
CLOSED = (WITHDRAWN, REJECTED, REFERRED, MERGED)
# Another request is merged into one that still goes its way, or has got there.
TAKES_OTHERS = (ENDORSED, APPROVED)


@dataclass(frozen=True)
class Readiness:
    """What the rules ask of a request that is to be submitted."""

    problem_th: str | None
    problem_rank: int | None
    snapshot_state: str
    is_within: bool
    has_account: bool


@dataclass(frozen=True)
class JointIndicator:
    """The joint indicator that money serves, as far as the money asks."""

    fiscal_year: int
    function_code: str


def joint_faults(joint: JointIndicator | None, fiscal_year: int) -> tuple[FieldError, ...]:
    """Return why the money of a fiscal year cannot serve a joint indicator; None: the caller sees none of that id."""
    if joint is None:
        sentence = Text("ไม่มีตัวชี้วัดร่วมรหัสนี้ ดูได้ที่ /v1/joint-indicators", "/v1/joint-indicators lists the joint indicators.")
        return (FieldError("/joint_indicator_id", "joint_indicator_unknown", sentence),)
    if joint.fiscal_year != fiscal_year:
        sentence = Text(
            f"ตัวชี้วัดร่วมเป็นของปีงบประมาณ {joint.fiscal_year} แต่คำขอเป็นของปี {fiscal_year}",
            f"The joint indicator is of fiscal year {joint.fiscal_year}, the request of {fiscal_year}.",
        )
        return (FieldError("/joint_indicator_id", "joint_indicator_of_another_year", sentence),)
    return ()


def gaps_of(request: Readiness) -> tuple[FieldError, ...]:
    """Return what stands against submitting a request.

    S1 point 5: data are analysed, problems ranked and the severe ones chosen; the analysis goes with the request.
    """
    gaps = []
    if not request.problem_th:
        gaps.append(_missing("/problem_th"))
    if request.problem_rank is None:
        gaps.append(_missing("/problem_rank"))
    gaps += project_gaps(request.snapshot_state)
    if request.is_within and not request.has_account:
        gaps.append(_NO_ACCOUNT)
    return tuple(gaps)


def project_gaps(snapshot_state: str) -> tuple[FieldError, ...]:
    """Return what the project behind a request stands in the way with."""
    gaps = {GONE: _PROJECT_GONE, CHANGED: _PROJECT_CHANGED}
    return (gaps[snapshot_state],) if snapshot_state in gaps else ()


def ceiling_gaps(asked: Sequence[int], left: int) -> tuple[FieldError | None, ...]:
    """Return, for each amount asked within one ceiling in order of priority, what stands against it, in satang.

    What fits takes from what is left; what does not leaves it to the next.
    """
    gaps: list[FieldError | None] = []
    for amount in asked:
        fits = amount <= left
        gaps.append(None if fits else _past_ceiling(amount, left))
        left -= amount if fits else 0
    return tuple(gaps)


def _past_ceiling(asked: int, left: int) -> FieldError:
    wanted, rest = format_amount(asked), format_amount(left)
    sentence = Text(
        f"ขอ {wanted} บาท แต่กรอบเหลือ {rest} บาท โปรดลดวงเงิน หรือระบุเป็นคำขอเกินกรอบ (above)",
        f"{wanted} baht is asked and {rest} left under the ceiling. Lower it, or mark the request above the ceiling.",
    )
    return FieldError("/ceiling_position", "ceiling_exceeded", sentence)


def _missing(pointer: str) -> FieldError:
    return FieldError(pointer, "missing", Text("ต้องระบุก่อนส่ง", "This is required before submission."))


def screening_faults(asked: int, screened: int, reason: str | None) -> tuple[FieldError, ...]:
    """Return what is wrong with a screened amount, in satang: up to what is asked, a difference with its reason."""
    if not 0 < screened <= asked:
        shown = format_amount(asked)
        sentence = Text(
            f"วงเงินที่กลั่นกรองต้องมากกว่าศูนย์และไม่เกินที่ขอ {shown} บาท",
            f"It is more than zero and at most what is asked, {shown} baht.",
        )
        return (FieldError("/screened_amount", "amount_past_asked", sentence),)
    if screened != asked and not reason:
        sentence = Text("วงเงินต่างจากที่ขอ ต้องมีเหตุผล", "It differs from what is asked, so it needs a reason.")
        return (FieldError("/reason", "missing", sentence),)
    return ()


def proposed_of(asked: int, screened: int | None) -> int:
    """Return what is put before the next committee: the screened amount, where it was screened."""
    return asked if screened is None else screened


def is_grantable(decision: str, amount: int | None, asked: int, proposed: int) -> bool:
    """Return whether a granting decision may grant `amount` satang; `asked` counts what was merged into the request.

    `approve` grants what is proposed, whether it says the amount or not; another amount is `approve_changed`, more
    than zero and up to what was asked.
    """
    if decision == "approve":
        return amount is None or amount == proposed
    return amount is not None and 0 < amount <= asked


_PROJECT_GONE = FieldError(
    "/project_id",
    "project_withdrawn",
    Text(
        "โครงการถูกยกเลิก ส่งกลับ หรือไม่ผ่าน จึงขอเงินไม่ได้",
        "The project was cancelled, returned or rejected; no money can be asked for it.",
    ),
)
_PROJECT_CHANGED = FieldError(
    "/project_id",
    "project_changed",
    Text(
        "โครงการเปลี่ยนไปจากที่บันทึกในคำขอ ดูความต่างและยอมรับที่ …/refresh-snapshot ก่อน",
        "The project changed since the request was made. See the differences and accept them at …/refresh-snapshot.",
    ),
)
_NO_ACCOUNT = FieldError(
    "/fund_code",
    "account_missing",
    Text(
        "พื้นที่ยังไม่มีบัญชีวงเงินของแหล่งเงินและปีนี้ ขอให้สำนักงบประมาณเปิดบัญชี หรือระบุเป็นคำขอเกินกรอบ (above)",
        "The area has no account of this fund and year. Have the Budget Bureau open one, or mark it above the ceiling.",
    ),
)
